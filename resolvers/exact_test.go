package resolvers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"accord/db/dbtest"
	"accord/resolvers"
)

// These are operations that take enum values of all kinds, by what their variables are.
const (
	enumDoc    = `query($s: CustomerSubscriptionStatus) { viewer { customer { subscriptions(filter: {status: $s}) { totalCount } } } }`
	filterDoc  = `query($f: CustomerSubscriptionFilter) { viewer { customer { subscriptions(filter: $f) { totalCount } } } }`
	kindsDoc   = `query($k: [RelationshipEventKind!]) { viewer { customer { history(filter: {kinds: $k}) { totalCount } } } }`
	kindDoc    = `query($f: RelationshipEventFilter!) { viewer { customer { history(filter: $f) { totalCount } } } }`
	orderDoc   = `query($o: RelationshipOrder) { viewer { customer { relationships(orderBy: $o) { totalCount } } } }`
	newUserDoc = `mutation($in: AddUserInput!) { addUser(input: $in) { user { id } userErrors { code } } }`
	reasonDoc  = `mutation($id: ID!, $why: SubscriptionSuspensionReason = FRAUD) {
		suspendSubscription(input: {subscriptionId: $id, reason: $why}) { subscription { status } userErrors { code } } }`
	pageDoc   = `query($n: Int) { partners(first: $n) { pageInfo { hasNextPage } } }`
	searchDoc = `query($q: String) { partners(search: $q) { pageInfo { hasNextPage } } }`
	sinceDoc  = `query($f: RelationshipFilter) { viewer { customer { relationships(filter: $f) { totalCount } } } }`
	nodesDoc  = `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`
	streamDoc = `subscription($k: [RelationshipEventKind!]) { relationshipEvents { relationship { history(filter: {kinds: $k}) { totalCount } } } }`
)

// What is said of values that are not of their scalar.
const (
	noInt      = "A whole number from -2147483648 to 2147483647 is taken here."
	noText     = "A text is taken here."
	noDateTime = `A moment is a text such as "2026-11-22T09:30:00Z".`
)

// misspelled is what is said of a value that is nearly one of an enum; %s stands for its path.
func misspelled(value, enum, meant string) string {
	return fmt.Sprintf("The variable %%s holds %s, which is not a value of %s. Write %s.", value, enum, meant)
}

// enumWorld is a world on one store – variables are looked at before any – in which One has a subscription.
func enumWorld(t *testing.T) (w *world, subscription string) {
	t.Helper()
	w = newWorld(t, dbtest.Any(t).Store(t), testSecret)
	w.load(fixture)
	w.market()
	subscription = w.bought("BUSINESS", 1)
	return w, subscription
}

// An enum value in variables is one of the schema's, letter by letter: what is nearly one is neither left out nor taken for an
// unknown one.
func TestEnumsInVariablesAreSpelledExactly(t *testing.T) {
	t.Parallel()
	w, id := enumWorld(t)
	// The default of a variable counts as ever.
	w.ask("sales@alpha.example", reasonDoc, vars{"id": id}).want("suspendSubscription", `{"subscription":{"status":"SUSPENDED"},"userErrors":[]}`)
	type list = []any
	status := misspelled("cancelled", "CustomerSubscriptionStatus", "CANCELLED")
	kind := misspelled("invite_created", "RelationshipEventKind", "INVITE_CREATED")
	for name, c := range map[string]struct {
		document  string
		variables vars
		path      string // as extensions and libraries read it
		message   string // none where it is answered; %s is the path as people read it
	}{
		"exact":                 {enumDoc, vars{"s": "CANCELLED"}, "", ""},
		"null":                  {enumDoc, vars{"s": nil}, "", ""},
		"absent":                {enumDoc, vars{}, "", ""},
		"small":                 {enumDoc, vars{"s": "cancelled"}, "s", status},
		"mixed":                 {enumDoc, vars{"s": "Cancelled"}, "s", misspelled("Cancelled", "CustomerSubscriptionStatus", "CANCELLED")},
		"unknown":               {enumDoc, vars{"s": "GONE"}, "s", "GONE is not a valid CustomerSubscriptionStatus"},
		"a flag":                {enumDoc, vars{"s": true}, "s", "enums must be ints or strings"},
		"a number":              {enumDoc, vars{"s": 1}, "s", "1 is not a valid CustomerSubscriptionStatus"},
		"input, exact":          {filterDoc, vars{"f": vars{"status": "CANCELLED", "offer": "BUSINESS"}}, "", ""},
		"input, null":           {filterDoc, vars{"f": vars{"status": nil}}, "", ""},
		"input, small":          {filterDoc, vars{"f": vars{"status": "cancelled"}}, "f.status", status},
		"list, exact":           {kindsDoc, vars{"k": list{"INVITE_CREATED", "INVITE_REVOKED"}}, "", ""},
		"list, empty":           {kindsDoc, vars{"k": list{}}, "", ""},
		"list, small":           {kindsDoc, vars{"k": list{"INVITE_REVOKED", "invite_created"}}, "k.1", kind},
		"one as a list, exact":  {kindsDoc, vars{"k": "INVITE_CREATED"}, "", ""},
		"one as a list, small":  {kindsDoc, vars{"k": "invite_created"}, "k.0", kind},
		"list in input, exact":  {kindDoc, vars{"f": vars{"kinds": list{"INVITE_CREATED"}}}, "", ""},
		"list in input, small":  {kindDoc, vars{"f": vars{"kinds": list{"INVITE_CREATED", "invite_created"}}}, "f.kinds.1", kind},
		"one in input, small":   {kindDoc, vars{"f": vars{"kinds": "invite_created"}}, "f.kinds.0", kind},
		"not null, in an input": {orderDoc, vars{"o": vars{"field": "CUSTOMER_NAME", "direction": "asc"}}, "o.direction", misspelled("asc", "OrderDirection", "ASC")},
		"the schema's defaults": {orderDoc, vars{"o": vars{}}, "", ""},
		"mutation, small":       {reasonDoc, vars{"id": id, "why": "fraud"}, "why", misspelled("fraud", "SubscriptionSuspensionReason", "FRAUD")},
		"mutation's input":      {newUserDoc, vars{"in": vars{"roles": list{"USER", "user"}}}, "in.roles.1", misspelled("user", "Role", "USER")},
		"default":               {strings.Replace(enumDoc, "Status)", "Status = CANCELLED)", 1), nil, "", ""},
		"default in an input":   {strings.Replace(filterDoc, "Filter)", "Filter = {status: CANCELLED})", 1), nil, "", ""},
		"default in a list":     {strings.Replace(kindsDoc, "!])", "!] = [INVITE_CREATED])", 1), nil, "", ""},
		"default, small":        {strings.Replace(enumDoc, "Status)", "Status = cancelled)", 1), nil, "", `Value "cancelled" does not exist in "CustomerSubscriptionStatus" enum. Did you mean the enum value "CANCELLED"?`},
		"default, overruled":    {strings.Replace(enumDoc, "Status)", "Status = CANCELLED)", 1), vars{"s": "cancelled"}, "s", status},
		"literal, small":        {`{ viewer { customer { subscriptions(filter: {status: cancelled}) { totalCount } } } }`, nil, "", `Value "cancelled" does not exist in "CustomerSubscriptionStatus" enum. Did you mean the enum value "CANCELLED"?`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.path != "" {
				c.message = strings.Replace(c.message, "%s", strings.NewReplacer(".0", "[0]", ".1", "[1]").Replace(c.path), 1)
				c.path = "variable." + c.path
			}
			a := w.ask("admin@one.example", c.document, c.variables)
			if path, message := a.fault(); path != c.path || message != c.message {
				t.Errorf("%q at %q,\nwant %q at %q", message, path, c.message, c.path)
			}
			if c.message != "" && (a.topCode() != "VALIDATION_FAILED" || a.Data != nil) {
				t.Errorf("%q, and %v", a.topCode(), a.Data)
			}
		})
	}
}

// fault is the first error of the top level; nothing where there is none.
func (a *answer) fault() (path, message string) {
	if len(a.Errors) == 0 {
		return "", ""
	}
	steps := make([]string, len(a.Errors[0].Path))
	for i, step := range a.Errors[0].Path {
		steps[i] = fmt.Sprint(step)
	}
	return strings.Join(steps, "."), a.Errors[0].Message
}

// A value is of its scalar, as the schema has it, before anything is executed: in variables, at any depth, as in documents.
func TestScalarsAreExact(t *testing.T) {
	t.Parallel()
	w, _ := enumWorld(t)
	type list = []any
	from := func(moment any) vars { return vars{"f": vars{"acceptedBetween": vars{"from": moment}}} }
	for name, c := range map[string]struct {
		document      string
		variables     vars
		path, message string
	}{
		"a number":                    {pageDoc, vars{"n": 2}, "", ""},
		"no number":                   {pageDoc, vars{"n": nil}, "", ""},
		"a number as a text":          {pageDoc, vars{"n": "2"}, "variable.n", noInt},
		"a number of 33 bits":         {pageDoc, vars{"n": 3_000_000_000}, "variable.n", noInt},
		"a fraction":                  {pageDoc, vars{"n": 1.5}, "variable.n", noInt},
		"a number of 65 bits":         {pageDoc, vars{"n": json.Number("36893488147419103232")}, "variable.n", noInt},
		"a text":                      {searchDoc, vars{"q": "2"}, "", ""},
		"a number for a text":         {searchDoc, vars{"q": 2}, "variable.q", noText},
		"a fraction for a text":       {searchDoc, vars{"q": 2.5}, "variable.q", noText},
		"ids":                         {nodesDoc, vars{"ids": list{}}, "", ""},
		"a number as an id":           {nodesDoc, vars{"ids": list{1}}, "nodes", "This is not an id of the kind that belongs here. Use ids as the API gives them."},
		"a fraction as an id":         {nodesDoc, vars{"ids": list{"x", 1.5}}, "variable.ids.1", noText},
		"a moment":                    {sinceDoc, from("2026-01-01T00:00:00+08:00"), "", ""},
		"no moment":                   {sinceDoc, from(nil), "", ""},
		"a text for a moment":         {sinceDoc, from("zzz"), "variable.f.acceptedBetween.from", noDateTime},
		"a number for a moment":       {sinceDoc, from(5), "variable.f.acceptedBetween.from", noDateTime},
		"a list for a moment":         {sinceDoc, from(list{}), "variable.f.acceptedBetween.from", noDateTime},
		"an object for a moment":      {sinceDoc, from(vars{"x": 1}), "variable.f.acceptedBetween.from", noDateTime},
		"literal, 33 bits":            {`{ partners(first: 3000000000) { totalCount } }`, nil, "", noInt},
		"literal, 33 bits, default":   {`query($n: Int = -3000000000) { partners(first: $n) { totalCount } }`, nil, "", noInt},
		"literal, a moment":           {`{ viewer { customer { relationships(filter: {acceptedBetween: {from: "2026-01-01T00:00:00Z", to: null}}) { totalCount } } } }`, nil, "", ""},
		"literal, no moment":          {`{ viewer { customer { relationships(filter: {acceptedBetween: {from: "2026"}}) { totalCount } } } }`, nil, "", noDateTime},
		"literal, a list of no":       {`{ viewer { customer { relationships(filter: {acceptedBetween: {from: ["2026-01-01T00:00:00Z"]}}) { totalCount } } } }`, nil, "", noDateTime},
		"literal, a number too long":  {`{ viewer { customer { relationships(filter: {acceptedBetween: {from: 99999999999999999999}}) { totalCount } } } }`, nil, "", noDateTime},
		"literal, an object":          {`{ viewer { customer { relationships(filter: {acceptedBetween: {from: {a: 1}}}) { totalCount } } } }`, nil, "", noDateTime},
		"variables where they belong": {`query($m: DateTime) { viewer { customer { relationships(filter: {acceptedBetween: {from: $m}}) { totalCount } } } }`, vars{"m": "2026-01-01T00:00:00Z"}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := w.ask("admin@one.example", c.document, c.variables)
			if path, message := a.fault(); path != c.path || message != c.message {
				t.Errorf("%q at %q,\nwant %q at %q", message, path, c.message, c.path)
			}
			if c.message != "" && (a.topCode() != "VALIDATION_FAILED" || a.Data != nil) && c.path != "nodes" {
				t.Errorf("%q, and %v", a.topCode(), a.Data)
			}
		})
	}
}

// TestEveryScalarIsChecked: a scalar that joins the schema is looked at before anything is executed too.
func TestEveryScalarIsChecked(t *testing.T) {
	t.Parallel()
	for name, def := range executable().Types {
		if def.Kind == ast.Scalar && !slices.Contains(resolvers.CheckedScalars(), name) {
			t.Errorf("values of %s are not: add it to scalars in exact.go", name)
		}
	}
}

func TestEnumsInVariablesOverEveryTransport(t *testing.T) {
	t.Parallel()
	w, id := enumWorld(t)
	server := httptest.NewServer(w.handler)
	t.Cleanup(server.Close)
	small := vars{"k": "invite_created"}
	for name, ask := range map[string]func(document string, variables vars) *answer{
		"POST": func(document string, variables vars) *answer {
			r := w.post("admin@one.example", document, variables)
			r.Header.Set("Accept-Language", "zh-CN")
			return w.send(r)
		},
		"GET": func(document string, variables vars) *answer {
			text, err := json.Marshal(variables)
			w.must(err)
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?"+url.Values{"query": {document}, "variables": {string(text)}}.Encode(), http.NoBody)
			r.Header.Set("Accept-Language", "zh-CN")
			return w.send(r)
		},
		"events": func(document string, variables vars) *answer { return w.inEvents("zh-CN", document, variables) },
		"WebSocket": func(document string, variables vars) *answer {
			s := w.dial(server, "zh-CN", "")
			s.next("connection_ack")
			return s.error("1", document, variables)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, document := range []string{kindsDoc, streamDoc} {
				a := ask(document, small)
				a.t = t
				message := a.tells("VALIDATION_FAILED", true)
				if path, _ := a.fault(); path != "variable.k.0" || !strings.Contains(message, "k[0]") {
					t.Errorf("%q at %q", message, path)
				}
			}
			if name == "GET" {
				return // it takes no mutations
			}
			if a := ask(reasonDoc, vars{"id": id, "why": "fraud"}); a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("a mutation: %v, %v", a.Errors, a.Data)
			}
		})
	}
}

// error sends an operation that is refused before it begins.
func (s *socket) error(id, query string, variables vars) *answer {
	s.t.Helper()
	s.send(map[string]any{"id": id, "type": "subscribe", "payload": vars{"query": query, "variables": variables}})
	message := struct {
		ID      string          `json:"id"`
		Type    string          `json:"type"`
		Payload json.RawMessage `json:"payload"`
	}{}
	var text []byte
	for message.ID != id { // past the end of an earlier one
		var err error
		if _, text, err = s.conn.Read(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
		if err := json.Unmarshal(text, &message); err != nil {
			s.t.Fatal(err)
		}
	}
	a := &answer{t: s.t}
	if message.Type != "error" || json.Unmarshal(message.Payload, &a.Errors) != nil {
		s.t.Fatalf("no error: %s", text)
	}
	return a
}
