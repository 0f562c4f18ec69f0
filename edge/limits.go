package edge

import (
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"

	"accord/edge/measure"
	"accord/reseller"
)

// Limits are what one request may ask for. Counts of a document are taken with every fragment expanded at each of its spreads,
// __typename included.
type Limits struct {
	// Body is the length of a request in bytes, of an HTTP body as of a WebSocket message.
	Body int64
	// Tokens is the length of a document. Validating one takes time that grows with its square.
	Tokens int
	// Depth is how many fields lie within each other; those of introspection do not count.
	Depth int64
	// Aliases are fields given another name, RootFields those of the operation itself, Selections all fields.
	Aliases, RootFields, Selections int64
	// Cost is what answering may cost; see measure.Operation.
	Cost int64
	// Page is how many items a page of a connection has at most, which the cost is reckoned by.
	Page int64
	// Errors is how many errors an answer names.
	Errors int
	// Operations is how many operations of one WebSocket are at work at once.
	Operations int
	// Work is how many queries and mutations are executed at once, of all clients together.
	Work int
	// Streams is how many WebSockets are open at once, and how many streams of server-sent events; TenantStreams how many of both one
	// company has, or one address of whoever is nobody.
	Streams, TenantStreams int
	// Time is how long a query or a mutation may take. A subscription goes on; each statement for an event of it may take as long.
	Time time.Duration
}

// DefaultLimits are those of a server that is told none.
func DefaultLimits() Limits {
	return Limits{
		Body: 1 << 20, Tokens: 2000, Depth: 12, Aliases: 30, RootFields: 20, Selections: 1000, Cost: 50_000, Page: 100,
		Errors: 20, Operations: 100, Work: 1000, Streams: 10_000, TenantStreams: 1000, Time: 10 * time.Second,
	}
}

const (
	// defaultPage is the length of a page for which none is asked.
	defaultPage = 25
	// maxDocument is the length of a document, in bytes, where a request may be longer: what is long belongs into variables,
	// which are read once and not by lexers.
	maxDocument = 256 << 10
	// maxName is the length of a name in a document, in bytes. Names come back in answers, in paths of errors for one.
	maxName = 128
	// maxNumber is the length of a number, in bytes. Reading one takes time that grows faster than its length.
	maxNumber = 64
)

func (l Limits) pages() measure.Page {
	return measure.Page{Default: min(defaultPage, l.Page), Max: l.Page}
}

// checkText refuses a document that is too long, before it is parsed. What is no document at all the parser says.
func (l Limits) checkText(text string) *refusal {
	if most := min(l.Body, maxDocument); int64(len(text)) > most {
		return refuse(0, reseller.CodeLimitExceeded, "The document is longer than %d bytes. Put large values into variables.", most)
	}
	lex := lexer.New(&ast.Source{Input: text})
	for count := 0; ; count++ {
		token, err := lex.ReadToken()
		switch {
		case err != nil || token.Kind == lexer.EOF:
			return nil
		case count >= l.Tokens:
			return refuse(0, reseller.CodeLimitExceeded, "The document has more than %d tokens. Ask for less at once.", l.Tokens)
		case (token.Kind == lexer.Int || token.Kind == lexer.Float) && len(token.Value) > maxNumber:
			return refuse(0, reseller.CodeLimitExceeded, "The document has a number of more than %d digits. No field takes such a one.", maxNumber)
		case token.Kind == lexer.Name && len(token.Value) > maxName:
			return refuse(0, reseller.CodeLimitExceeded, "The document has a name of more than %d bytes. Choose shorter names.", maxName)
		}
	}
}

// checkSize refuses an operation that is too large.
func (l Limits) checkSize(size measure.Size) *refusal {
	switch {
	case size.RootFields > l.RootFields:
		return refuse(0, reseller.CodeLimitExceeded, "The operation has %d fields at its root; at most %d are taken. Send several operations.", size.RootFields, l.RootFields)
	case size.Depth > l.Depth:
		return refuse(0, reseller.CodeLimitExceeded, "The operation is %d fields deep; at most %d are taken. Ask for the inner objects by their ids.", size.Depth, l.Depth)
	case size.Aliases > l.Aliases:
		return refuse(0, reseller.CodeLimitExceeded, "The operation has %d aliases; at most %d are taken. Use lists, or send several operations.", size.Aliases, l.Aliases)
	case size.Selections > l.Selections:
		return refuse(0, reseller.CodeLimitExceeded, "The operation selects %d fields; at most %d are taken. Ask for less at once.", size.Selections, l.Selections)
	case size.Page > l.Page && size.Page <= reseller.MaxPageSize: // what is longer yet, the field itself refuses
		return refuse(0, reseller.CodeLimitExceeded, "The operation asks for a page of %d; at most %d are given at once. Ask for shorter pages.", size.Page, l.Page)
	case size.Cost > l.Cost:
		return refuse(0, reseller.CodeLimitExceeded, "The operation may cost %d; at most %d is taken. Ask for shorter pages, or for fewer lists within each other.", size.Cost, l.Cost)
	}
	return nil
}
