package resolvers_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"

	"accord/graph/model"
	"accord/reseller"
)

// followsLive asks for everything of every event that is followed live, from the first one on until the viewer's own latest has come: it
// tells no more than what is read.
func (m *matrix) followsLive() {
	m.t.Helper()
	server := httptest.NewServer(m.handler)
	m.t.Cleanup(server.Close)
	latest := m.latest()
	for _, field := range m.schema.Subscription.Fields {
		doc := "subscription($since: String) { " + field.Name + "(since: $since)" + m.selection(m.schema.Types[field.Type.Name()], 1, map[string]bool{}) + " }"
		for who, last := range latest {
			m.follows(server, who+"."+looking+".example", doc, last)
		}
	}
}

// latest has something happen to partners and customers of both sides, and gives for who looks what tells that its own has come.
func (m *matrix) latest() map[string]string {
	m.t.Helper()
	ids := map[string]string{}
	for _, side := range []string{hidden, looking} {
		for _, who := range []string{"admin@direct", "admin@prov"} {
			ids[who], _ = m.invite(who+"."+side+".example", vars{"campaign": side + " latest"})
		}
		one := "admin@one." + side + ".example"
		relationship := m.ask(one, `{ viewer { customer { relationships { nodes { id } } } } }`, nil).text("viewer.customer.relationships.nodes.0.id")
		m.done(one, "proposeRelationshipEnd", vars{"relationshipId": relationship, "reason": side + " latest"})
	}
	// Of a company all users follow the same; what of it is for some roles alone, only those are told.
	ids["help@direct"] = ids["admin@direct"]
	ids["admin@one"], ids["user@one"] = "RELATIONSHIP_END_PROPOSED", "RELATIONSHIP_END_PROPOSED"
	return ids
}

// follows reads the events of a viewer until one tells of what is last.
func (m *matrix) follows(server *httptest.Server, email, doc, last string) {
	m.t.Helper()
	ctx, stop := context.WithCancel(m.t.Context())
	defer stop()
	since := model.Cursor(model.ListEvents, reseller.Key{Event: reseller.Position{Seq: 1}})
	body, err := json.Marshal(map[string]any{"query": doc, "variables": vars{"since": since}})
	m.must(err)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/graphql", bytes.NewReader(body))
	m.must(err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+hex.EncodeToString([]byte(email)))
	response, err := server.Client().Do(r)
	m.must(err)
	defer func() { _ = response.Body.Close() }()
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok || data == "" {
			continue
		}
		a := &answer{t: m.t}
		m.must(json.Unmarshal([]byte(data), a))
		m.finds(email, "", nil, a)
		if len(a.Errors) > 0 {
			m.t.Fatalf("%q: %v", email, a.Errors)
		}
		if strings.Contains(data, last) {
			return
		}
	}
	m.t.Errorf("%q: the stream ends before what is last (%s): %v", email, last, lines.Err())
}
