package edge

import (
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// body is an answer's form. Data is absent, rather than null, where nothing was executed.
type body struct {
	Errors     gqlerror.List   `json:"errors,omitempty"`
	Data       json.RawMessage `json:"data,omitempty"`
	Extensions map[string]any  `json:"extensions,omitempty"`
}

func bodyOf(response *graphql.Response) body {
	return body{Errors: response.Errors, Data: response.Data, Extensions: response.Extensions}
}

// text is the body as JSON. The data is taken as the executor has written it, which is JSON without white space, and is not read
// again by the library.
func (b body) text() ([]byte, error) {
	text := make([]byte, 0, len(b.Data)+256)
	var err error
	add := func(name string, value any) {
		if err != nil {
			return
		}
		var written []byte
		if written, err = json.Marshal(value); err == nil {
			text = appendMember(text, name, written)
		}
	}
	text = append(text, '{')
	if len(b.Errors) > 0 {
		add("errors", b.Errors)
	}
	if len(b.Data) > 0 {
		text = appendMember(text, "data", b.Data)
	}
	if len(b.Extensions) > 0 {
		add("extensions", b.Extensions)
	}
	return append(text, '}'), err
}

// appendMember appends a member to an object that has begun.
func appendMember(to []byte, name string, value []byte) []byte {
	if len(to) > 1 {
		to = append(to, ',')
	}
	to = append(append(append(to, '"'), name...), `":`...)
	return append(to, value...)
}
