package edge_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/edge"
	"accord/reseller"
)

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func TestParseManifest(t *testing.T) {
	t.Parallel()
	one, two := hashed(codes), hashed(follow)
	huge := object{}
	for i := range 20_000 {
		text := fmt.Sprintf("query Q%d { services { code } }", i)
		huge[hashed(text)] = text
	}
	for name, test := range map[string]struct {
		text string
		size int // -1 is an error
	}{
		"hashes and texts":    {string(encode(t, object{one: codes, two: follow})), 2},
		"upper case":          {string(encode(t, object{strings.ToUpper(one): codes})), 1},
		"with a prefix":       {string(encode(t, object{"sha256:" + one: codes})), 1},
		"Apollo's":            {string(encode(t, object{"format": "apollo-persisted-query-manifest", "version": 1, "operations": []any{object{"id": one, "name": "A", "type": "query", "body": codes}}})), 1},
		"Apollo's, empty":     {`{"format":"apollo-persisted-query-manifest","operations":[]}`, 0},
		"empty":               {`{}`, 0},
		"huge":                {string(encode(t, huge)), 20_000},
		"another's hash":      {string(encode(t, object{two: codes})), -1},
		"a short hash":        {string(encode(t, object{one[:40]: codes})), -1},
		"no hash":             {string(encode(t, object{"A": codes})), -1},
		"no hash in Apollo's": {string(encode(t, object{"operations": []any{object{"id": "A", "body": codes}}})), -1},
		"no text":             {`{"` + one + `":1}`, -1},
		"nothing":             {``, -1},
		"a list":              {`[]`, -1},
		"null":                {`null`, -1},
		"no JSON":             {`x`, -1},
	} {
		manifest, err := edge.ParseManifest([]byte(test.text))
		if test.size < 0 && err == nil || test.size >= 0 && (err != nil || len(manifest) != test.size) {
			t.Errorf("%s: %d documents, error %v; want %d", name, len(manifest), err, test.size)
		}
		for hash, text := range manifest {
			if hash != hashed(text) {
				t.Errorf("%s: %s is not the hash of %s", name, hash, text)
			}
		}
	}
}

// persisted has documents of a manifest.
func persisted(t testing.TB, documents ...string) edge.Manifest {
	t.Helper()
	listed := object{}
	for _, d := range documents {
		listed[hashed(d)] = d
	}
	manifest, err := edge.ParseManifest(encode(t, listed))
	if err != nil {
		t.Fatal(err)
	}
	return manifest
}

// TestManifestIsChecked: what is refused whenever it is asked for is refused at the start.
func TestManifestIsChecked(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	limits := edge.DefaultLimits()
	limits.Cost = 100
	for name, test := range map[string]struct{ document, says string }{
		"a good one":               {codes, ""},
		"many operations":          {"query A { services { code } } query B { offers { code } }", ""},
		"no document":              {"{", "is not valid"},
		"an unknown field":         {"{ nope }", `Cannot query field "nope"`},
		"a value of another type":  {"{ partners(first: 3000000000) { totalCount } }", "is not valid"},
		"too long":                 {"{ services {" + strings.Repeat(" code", 2000) + " } }", "2000 tokens"},
		"too many aliases":         {"{ services {" + each(31, " a%: code") + " } }", "31 aliases"},
		"too deep":                 {"query A { services { code } } query B " + strings.Repeat("{ viewer ", 13) + strings.Repeat("}", 13), "deep"},
		"a fragment in itself":     {"{ services { ...F } } fragment F on Service { ...F }", "spreads itself"},
		"too costly":               {"{ partners { nodes { id } } customers(first: 100) { nodes { id } } }", "may cost 127"},
		"too costly without value": {"query($n: Int) { partners { nodes { id } } customers(first: $n) { nodes { id } } again: partners(first: 60) { nodes { id } } }", ""},
	} {
		err := persisted(t, test.document).Check(h.executor.Schema, limits, h.executor.Validate)
		if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), hashed(test.document))) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// wants expects an answer to have a text, or to be refused with a code.
func (r *reply) wants(what, text string, status int, code reseller.Code) {
	r.t.Helper()
	r.want(what, status, code)
	if code == "" && !strings.Contains(r.body, text) {
		r.t.Errorf("%s: no %q in %s", what, text, r.body)
	}
}

func TestDocumentIDs(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *edge.Options) { o.Documents.Persisted = persisted(t, codes, requestLink, "{ nope }", follow) })
	for name, test := range map[string]struct {
		params object
		status int
		code   reseller.Code
	}{
		"an id":             {object{"documentId": hashed(codes)}, 200, ""},
		"with a prefix":     {object{"documentId": "sha256:" + hashed(codes)}, 200, ""},
		"in upper case":     {object{"documentId": strings.ToUpper(hashed(codes))}, 200, ""},
		"with its text":     {object{"documentId": hashed(codes), "query": codes}, 200, ""},
		"another's text":    {object{"documentId": hashed(codes), "query": "{ services { id } }"}, 400, reseller.CodeValidationFailed},
		"unknown":           {object{"documentId": hashed("x")}, 200, reseller.CodeValidationFailed},
		"unknown, its text": {object{"documentId": hashed("{ services { id } }"), "query": "{ services { id } }"}, 200, reseller.CodeValidationFailed},
		"no hash":           {object{"documentId": "x"}, 400, reseller.CodeValidationFailed},
		"an invalid one":    {object{"documentId": hashed("{ nope }")}, 200, reseller.CodeValidationFailed},
		"a subscription":    {object{"documentId": hashed(follow)}, 200, reseller.CodeValidationFailed},
	} {
		h.send(h.post("", test.params)).wants(name, "OFFICE365", test.status, test.code)
		if id, ok := test.params["documentId"].(string); ok && test.params["query"] == nil {
			h.send(h.get("", url.Values{"documentId": {id}})).wants(name+", by GET", "OFFICE365", test.status, test.code)
		}
	}
	h.send(h.get(partner, url.Values{"documentId": {hashed(requestLink)}})).want("a mutation by GET", http.StatusMethodNotAllowed, reseller.CodeValidationFailed)
	w := h.connect(h.server(), partner, time.Hour)
	w.say(object{"id": "1", "type": "subscribe", "payload": object{"documentId": hashed(follow), "variables": object{"since": beginning}}})
	w.until("1", "next")
	w.say(object{"id": "2", "type": "subscribe", "payload": object{"documentId": hashed("x")}})
	w.until("2", "error")
}

func TestOnlyPersisted(t *testing.T) {
	t.Parallel()
	users := map[edge.Class]string{edge.ClassNobody: "", edge.ClassPartner: partner, edge.ClassCustomer: customer, edge.ClassOperator: operator}
	automatic := &memory{}
	h := newHouse(t, nil)
	for _, only := range edge.Classes {
		h.rebuild(h.executor, func(o *edge.Options) {
			o.Documents = edge.Documents{Persisted: persisted(t, codes), OnlyPersisted: []edge.Class{only}, Automatic: automatic}
		})
		for class, email := range users {
			h.send(h.post(email, object{"documentId": hashed(codes)})).wants("by its id", "OFFICE365", 200, "")
			h.ask(email, codes, nil).wants("by its text", "OFFICE365", 200, "")
			other, code := `{ services { code } } # `+string(class), reseller.Code("")
			if class == only {
				code = reseller.CodeValidationFailed
			}
			h.ask(email, other, nil).wants(string(only)+" only, another by "+string(class), "OFFICE365", 200, code)
			h.send(h.post(email, register(other))).wants("registered", "OFFICE365", 200, code)
			if class == only {
				code = notFound // it was not kept
			}
			h.send(h.post(email, register(other, "query"))).wants("by its hash", "OFFICE365", 200, code)
		}
		automatic.reset()
	}
}

// register asks for an automatic persisted query; without some members.
func register(query string, without ...string) object {
	params := object{"query": query, "extensions": object{"persistedQuery": object{"version": 1, "sha256Hash": hashed(query)}}}
	for _, name := range without {
		delete(params, name)
	}
	return params
}

// memory keeps automatic documents, unless it fails.
type memory struct {
	mu    sync.Mutex
	texts map[string]string
	fails bool
	// shared are those for all processes.
	shared []string
}

func (m *memory) Get(_ context.Context, hash string) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	text, ok := m.texts[hash]
	return text, ok && !m.fails
}

func (m *memory) Put(_ context.Context, hash, text string) {
	m.PutHere(hash, text)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.shared = append(m.shared, text)
}

func (m *memory) PutHere(hash, text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.texts == nil {
		m.texts = map[string]string{}
	}
	if !m.fails {
		m.texts[hash] = text
	}
}

func (m *memory) reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.texts = nil
}

const notFound = "PERSISTED_QUERY_NOT_FOUND"

func TestAutomaticDocuments(t *testing.T) {
	t.Parallel()
	m := &memory{}
	h := newHouse(t, func(o *edge.Options) {
		o.Documents = edge.Documents{Persisted: persisted(t, follow, "{ services { id } }"), Automatic: m}
	})
	hash := register(codes, "query")
	missing := h.send(h.post("", hash))
	missing.want("not there yet", http.StatusOK, notFound)
	if len(missing.parsed.Errors) != 1 || missing.parsed.Errors[0].Message != "PersistedQueryNotFound" {
		t.Error(missing.body)
	}
	asGraphQL := h.post("", hash)
	asGraphQL.Header.Set("Accept", "application/graphql-response+json")
	h.send(asGraphQL).want("in GraphQL's own type", http.StatusOK, notFound)
	h.send(h.post("", register(codes))).wants("registered", "OFFICE365", 200, "")
	h.send(h.post("", hash)).wants("by its hash", "OFFICE365", 200, "")
	h.send(h.get("", url.Values{"extensions": {string(encode(t, hash["extensions"]))}})).wants("by its hash with GET", "OFFICE365", 200, "")
	h.send(h.post("", register("{ services { id } }", "query"))).wants("one of the manifest", "svc_", 200, "")

	m.fails = true
	h.send(h.post("", hash)).want("a cache that fails", http.StatusOK, notFound)
	h.send(h.post("", register(codes))).wants("a cache that fails, with the text", "OFFICE365", 200, "")
	m.fails = false
	m.Put(t.Context(), hashed(codes), "{ services { id } }")
	h.send(h.post("", hash)).want("a cache that holds another text", http.StatusOK, notFound)

	h.rebuild(h.executor, nil)
	h.send(h.post("", hash)).want("nothing is kept", http.StatusOK, notFound)
	h.send(h.post("", register(codes))).wants("nothing is kept, with the text", "OFFICE365", 200, "")
}

// TestNobodyRegistersForAll: what anybody can send is kept in the process, which bounds it, and not where all processes keep theirs.
func TestNobodyRegistersForAll(t *testing.T) {
	t.Parallel()
	m := &memory{}
	h := newHouse(t, func(o *edge.Options) { o.Documents.Automatic = m })
	h.send(h.post("", register(codes))).wants("by nobody", "OFFICE365", 200, "")
	h.send(h.post("", register(codes, "query"))).wants("by nobody, its hash", "OFFICE365", 200, "")
	if len(m.shared) > 0 {
		t.Errorf("kept for all: %v", m.shared)
	}
	const names = "{ services { name } }"
	h.send(h.post(partner, register(names))).wants("by a user", "Azure", 200, "")
	if diff := cmp.Diff([]string{names}, m.shared); diff != "" {
		t.Errorf("kept for all (-want +got):\n%s", diff)
	}
}

// TestNothingBadIsRegistered: what is not executed is not kept.
func TestNothingBadIsRegistered(t *testing.T) {
	t.Parallel()
	m := &memory{}
	h := newHouse(t, func(o *edge.Options) { o.Documents.Automatic = m })
	for name, query := range map[string]string{
		"no document": "{", "invalid": "{ nope }", "too large": "{" + strings.Repeat(" a: services { code }", 31) + "}",
		"no such operation": "query A { services { code } } query B { services { code } }", "a subscription": follow, "put off": "{ ... @defer { services { code } } }",
	} {
		h.send(h.post("", register(query)))
		if len(m.texts) > 0 {
			t.Errorf("%s: kept %v", name, m.texts)
			m.reset()
		}
	}
	for name, extension := range map[string]any{
		"a wrong hash": object{"version": 1, "sha256Hash": hashed("x")}, "version 2": object{"version": 2, "sha256Hash": hashed(codes)},
		"no version": object{"sha256Hash": hashed(codes)}, "a text for a version": object{"version": "1", "sha256Hash": hashed(codes)},
		"version 1.0": object{"version": encode(t, 1.5), "sha256Hash": hashed(codes)}, "no hash": object{"version": 1}, "half a hash": object{"version": 1, "sha256Hash": hashed(codes)[:32]},
		"a list": []any{1}, "a text": secret, "false": false,
	} {
		for _, query := range []string{codes, ""} {
			got := h.send(h.post("", object{"query": query, "extensions": object{"persistedQuery": extension}}))
			if name == "a wrong hash" && query == "" {
				got.want(name, http.StatusOK, notFound)
				continue
			}
			got.want(name, http.StatusBadRequest, reseller.CodeValidationFailed)
			if strings.Contains(got.body, secret) {
				t.Error(got.body)
			}
		}
	}
	if len(m.texts) > 0 {
		t.Errorf("kept %v", m.texts)
	}
	h.send(h.post("", object{"query": codes, "extensions": object{"persistedQuery": nil}})).wants("no extension", "OFFICE365", 200, "")
}
