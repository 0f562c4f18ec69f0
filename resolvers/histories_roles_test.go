package resolvers_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"accord/graph/model"
	"accord/reseller"
)

// What a role may not see of an object it does not learn from what events say of it, in whichever way it comes by them: it may
// see that something has happened, and no more.
func TestR18_EventsTellEachRoleNoMoreThanTheirObjects(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		w.unsign("admin@alpha.example")
		w.do("admin@alpha.example", signDoc, vars{}).ok()
		for _, email := range []string{"boss@alpha.example", "admin@one.example"} {
			id, _ := w.apiKey(email, vars{})
			w.do(email, revokeKeyDoc, vars{"apiKeyId": id}).ok()
		}
		alpha, one := w.partner("admin@alpha.example"), w.customer("admin@one.example")
		const (
			nothing   = "AGREEMENT_SIGNED API_KEY_CREATED API_KEY_REVOKED"
			agreement = "AGREEMENT_SIGNED[after] API_KEY_CREATED API_KEY_REVOKED"
			keys      = "AGREEMENT_SIGNED API_KEY_CREATED[after] API_KEY_REVOKED[before after]"
			all       = "AGREEMENT_SIGNED[after] API_KEY_CREATED[after] API_KEY_REVOKED[before after]"
		)
		for _, c := range []struct{ email, tenant, told string }{
			{"admin@alpha.example", alpha, agreement},
			{"sales@alpha.example", alpha, agreement},
			{"bill@alpha.example", alpha, agreement},
			{"help@alpha.example", alpha, nothing},
			{"users@alpha.example", alpha, all},
			{"boss@alpha.example", alpha, all},
			{"op@x.example", alpha, all},
			{"admin@one.example", one, strings.TrimPrefix(keys, "AGREEMENT_SIGNED ")},
			{"user@one.example", one, strings.TrimPrefix(nothing, "AGREEMENT_SIGNED ")},
			{"op@x.example", one, strings.TrimPrefix(keys, "AGREEMENT_SIGNED ")},
		} {
			for way, events := range w.ways(server, c.email, c.tenant) {
				if got := states(events); got != c.told {
					t.Errorf("%s is told by %s: %s", c.email, way, got)
				}
			}
		}
	})
}

// ways are the ways in which a user comes by the events of the agreement and the API keys of a company.
func (w *world) ways(server *httptest.Server, email, tenant string) map[string][]*answer {
	w.t.Helper()
	const (
		event = `{ id kind before { name } after { name } }`
		list  = `history(filter: { kinds: [AGREEMENT_SIGNED, API_KEY_CREATED, API_KEY_REVOKED] }) { nodes ` + event + ` }`
	)
	whose := map[bool]string{true: "partner", false: "customer"}[strings.HasPrefix(tenant, "par_")]
	listed := w.ask(email, `query($id: ID!) { `+whose+`(id: $id) { `+list+` } }`, vars{"id": tenant}).list(whose + ".history.nodes")
	ids := strings.Fields(joined(listed, "id"))
	named := w.ask(email, `query($ids: [ID!]!) { nodes(ids: $ids) { ... on RelationshipEvent `+event+` } }`, vars{"ids": ids}).list("nodes")
	ways := map[string][]*answer{"its history": listed, "their ids": named}
	ctx, stop := context.WithCancel(w.t.Context())
	defer stop()
	live := w.listen(ctx, server, email, model.Cursor(model.ListEvents, reseller.Key{Event: reseller.Position{Seq: 1}}))
	for _, id := range ids {
		ways["live events"] = append(ways["live events"], untilID(w.t, live, id))
	}
	return ways
}

// untilID waits for the event of an id.
func untilID(t *testing.T, events <-chan *answer, id string) *answer {
	t.Helper()
	for {
		if e := next(t, events); e.text("relationshipEvents.id") == id {
			return &answer{t: t, Data: e.get("relationshipEvents")}
		}
	}
}

// states joins the kinds of events, and of each which states are told.
func states(events []*answer) string {
	told := make([]string, len(events))
	for i, e := range events {
		var of []string
		for _, state := range []string{"before", "after"} {
			if e.get(state) != nil {
				of = append(of, state)
			}
		}
		told[i] = e.text("kind")
		if len(of) > 0 {
			told[i] += "[" + strings.Join(of, " ") + "]"
		}
	}
	return strings.Join(told, " ")
}
