package edge_test

import (
	"net/http"
	"strings"
	"testing"

	"accord/reseller"
)

const (
	ownType = "application/graphql-response+json; charset=utf-8"
	plain   = "application/json; charset=utf-8"
	events  = "text/event-stream"
	none    = "" // not acceptable
)

// accepts are Accept headers with the type of the answer to a query.
var accepts = []struct{ accept, query, subscription string }{
	{"", plain, plain},
	{"*/*", plain, plain},
	{"application/*", plain, plain},
	{"application/json", plain, plain},
	{"application/graphql-response+json", ownType, ownType},
	{"application/graphql-response+json, application/json", ownType, ownType},
	{"application/json, application/graphql-response+json", ownType, ownType},
	{"application/graphql-response+json;q=0.5, application/json;q=0.5", ownType, ownType},
	{"application/graphql-response+json;q=0.5, application/json", plain, plain},
	{"application/graphql-response+json;q=0.5, */*;q=0.1", ownType, ownType},
	{"application/graphql-response+json;q=0.1, */*", plain, plain},
	{"application/json;q=0, */*", ownType, ownType},
	{"application/graphql-response+json;q=0, */*", plain, plain},
	{"application/json;q=0", none, none},
	{"*/*;q=0", none, none},
	{"application/*;q=0, */*", none, none},
	{"application/*;q=0, application/json;q=0.2", plain, plain},
	{"text/html", none, none},
	{"text/html, application/xhtml+xml, application/xml;q=0.9, image/avif, image/webp, */*;q=0.8", plain, plain},
	{"image/*", none, none},
	{"text/*", none, none},
	{"text/event-stream", events, events},
	{"text/event-stream;q=0", none, none},
	{"text/event-stream, application/json", plain, events},
	{"text/event-stream;q=0.1, application/json", plain, events},
	// Malformed entries count for nothing, and do not spoil the others.
	{"application/json;q=2", none, none},
	{"application/json;q=-1", none, none},
	{"application/json;q=NaN", none, none},
	{"application/json;q=x, application/graphql-response+json", ownType, ownType},
	{",,;;, application/json", plain, plain},
	{"application/json;q=", none, none},
	{"json", none, none},
	{"  application/json  ;  q=1  ", plain, plain},
	{"Application/JSON", plain, plain},
	{"application/json; charset=utf-8", plain, plain},
	{"application/json; charset=UTF-8, */*;q=0", plain, plain},
	{"application/json; charset=utf-16", none, none},
	{"application/json; charset=iso-8859-1, application/graphql-response+json; charset=utf-8", ownType, ownType},
	// What clients send: urql, Apollo Client 3 and 4, Relay's example, graphql-sse, curl.
	{"application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed", ownType, events},
	{"multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9", ownType, ownType},
	{"multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9", ownType, ownType},
	{"application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", ownType, ownType},
	{strings.Repeat("a/b, ", 1000) + "application/json", none, none}, // longer than is read
}

func TestAccept(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, test := range accepts {
		t.Run(test.accept, func(t *testing.T) {
			t.Parallel()
			h := h.of(t)
			h.checkAccept(test.accept, codes, test.query)
			if test.subscription == events && test.query != events {
				r := h.post("", object{"query": follow})
				r.Header.Set("Accept", test.accept)
				if got := h.send(r); got.header.Get("Content-Type") != events || !strings.Contains(got.body, "UNAUTHENTICATED") {
					t.Errorf("a subscription: %s %s", got.header.Get("Content-Type"), got.body)
				}
			}
		})
	}
}

// checkAccept asks for an answer of some type.
func (h *house) checkAccept(accept, query, want string) {
	h.t.Helper()
	r := h.post("", object{"query": query})
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	got := h.send(r)
	if want == none {
		got.want("not acceptable", http.StatusNotAcceptable, reseller.CodeValidationFailed)
		if got.header.Get("Content-Type") != plain {
			h.t.Errorf("refused as %s", got.header.Get("Content-Type"))
		}
		return
	}
	if got.status != http.StatusOK || got.header.Get("Content-Type") != want || !strings.Contains(got.body, "OFFICE365") {
		h.t.Errorf("%d %s, want %s: %s", got.status, got.header.Get("Content-Type"), want, got.body)
	}
}

// TestSeveralAccepts: several headers are one list.
func TestSeveralAccepts(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	r := h.post("", object{"query": codes})
	r.Header["Accept"] = []string{"text/html", "application/graphql-response+json"}
	if got := h.send(r); got.header.Get("Content-Type") != ownType {
		t.Errorf("%d %v", got.status, got.header)
	}
}

// TestErrorStatus: a document that is not executed is 400 in GraphQL's own type and 200 in JSON.
func TestErrorStatus(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for _, query := range []string{`{ nope }`, `{`, `query A { services { code } } query B { services { code } }`, `query($n: Int!) { partners(first: $n) { totalCount } }`} {
		for accept, status := range map[string]int{"application/json": http.StatusOK, "application/graphql-response+json": http.StatusBadRequest} {
			r := h.post("", object{"query": query})
			r.Header.Set("Accept", accept)
			got := h.send(r)
			got.want(query, status, reseller.CodeValidationFailed)
			if strings.Contains(got.body, `"data"`) {
				t.Errorf("data where nothing was executed: %s", got.body)
			}
		}
	}
	r := h.post("", object{"query": `{ partners { totalCount } }`})
	r.Header.Set("Accept", "application/graphql-response+json")
	got := h.send(r)
	got.want("a field's error", http.StatusOK, reseller.CodeUnauthenticated)
	if !strings.Contains(got.body, `"data":{"partners":null}`) {
		t.Error(got.body)
	}
}
