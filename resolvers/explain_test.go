package resolvers_test

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// explained asks for the plans of what an operation sends to the database.
func (w *world) explained(email, query string, variables vars) *answer {
	w.t.Helper()
	r := w.post(email, query, variables)
	r.Header.Set("Accord-Explain", "1")
	return w.send(r)
}

// TestExplain: the operator is told how the database goes about what an operation asks it, whatever it is, beside the same answer.
func TestExplain(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		t.Helper()
		const query = `query($id: ID!) { partner(id: $id) { name relationships { nodes { id customer { name } } } } }`
		alpha := vars{"id": w.partner("admin@alpha.example")}
		a := w.explained("op@x.example", query, alpha)
		if plain := w.ask("op@x.example", query, alpha); plain.Extensions["explain"] != nil || len(a.Errors) > 0 || a.get("partner.name") != "Alpha" {
			t.Errorf("%v, %v without asking", a.Errors, plain.Extensions)
		}
		plans := a.plans()
		for _, table := range []string{"partners", "relationships", "customers"} {
			if !strings.Contains(plans, table) {
				t.Errorf("no plan tells of %s:\n%s", table, plans)
			}
		}
		// The inserts of a change are explained where they are sent, and done.
		changed := w.explained("op@x.example", `mutation($in: RegisterPartnerInput!) { registerPartner(input: $in) { partner { name } userErrors { code } } }`,
			vars{"in": vars{"name": "New", "type": "ADVISOR", "country": "CN", "services": []string{"AZURE"}, "adminEmail": "new@new.example", "adminName": "New"}})
		if plans := changed.plans(); !strings.Contains(plans, "INSERT INTO partners") || changed.get("registerPartner.partner.name") != "New" {
			t.Errorf("%s\n%s", changed.body, plans)
		}
	})
}

// TestR27_PlansAreTheOperators: nobody else is told how the database goes about things, and nothing is done for who asks.
func TestR27_PlansAreTheOperators(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		t.Helper()
		for email, code := range map[string]string{"admin@alpha.example": "FORBIDDEN_ROLE", "admin@one.example": "FORBIDDEN_ROLE", "": "UNAUTHENTICATED"} {
			w.unchanged(func() {
				a := w.explained(email, `mutation { requestRelationship(input: {campaign: "x"}) { invite { id } } }`, nil)
				if got := a.topCode(); got != code || a.Data != nil || a.Extensions["explain"] != nil {
					t.Errorf("%q is answered %s", email, a.body)
				}
			})
			// A stream is refused once, and not for each event.
			r := w.post(email, `subscription { relationshipEvents { kind } }`, nil)
			r.Header.Set("Accord-Explain", "1")
			r.Header.Set("Accept", "text/event-stream")
			recorder := httptest.NewRecorder()
			w.handler.ServeHTTP(recorder, r)
			if body := recorder.Body.String(); strings.Count(body, code) != 1 || strings.Count(body, "event: next") != 1 {
				t.Errorf("%q is streamed %s", email, body)
			}
		}
	})
}

// plans are the plans of an answer, each below its statement.
func (a *answer) plans() string {
	a.t.Helper()
	list, ok := a.Extensions["explain"].([]any)
	if !ok {
		a.t.Fatalf("no plans: %s", a.body)
	}
	var text strings.Builder
	for _, one := range list {
		plan, _ := one.(map[string]any)
		statement, _ := plan["statement"].(string)
		steps, _ := plan["plan"].(string)
		if statement == "" || steps == "" && !strings.HasPrefix(statement, "INSERT") { // of values SQLite has no plan
			a.t.Errorf("half a plan: %v", one)
		}
		text.WriteString(statement + "\n\t" + strings.ReplaceAll(steps, "\n", "\n\t") + "\n")
	}
	return text.String()
}
