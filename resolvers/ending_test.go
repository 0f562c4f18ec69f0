package resolvers_test

import (
	"strings"
	"testing"
)

func TestR22_Relinquishing(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id := w.joined("admin@one.example", w.link("admin@beta.example", vars{}))
		events := w.written(func() {
			a := w.do("admin@beta.example", relinquishDoc, vars{"relationshipId": id, "services": []string{"AZURE", "AZURE"}, "version": 1}).ok()
			a.want("relinquishDelegatedAdmin.relationship.version", `2`)
			a.want("relinquishDelegatedAdmin.ended", `[{"service":{"code":"AZURE"},"partner":{"name":"Beta"},"status":"ENDED","endReason":"PARTNER_RELINQUISHED"}]`)
		})
		if got := w.kinds(events); got != "DELEGATED_ADMIN_ENDED" {
			t.Errorf("events %s", got)
		}
		w.unchanged(func() {
			w.do("admin@beta.example", relinquishDoc, vars{"relationshipId": id, "services": []string{"AZURE"}}).ok().want("relinquishDelegatedAdmin.ended", `[]`)
		})
		all := w.do("admin@beta.example", relinquishDoc, vars{"relationshipId": id}).ok()
		if got := joined(all.list("relinquishDelegatedAdmin.ended"), "service.code"); got != "INTUNE OFFICE365" {
			t.Errorf("ended %s", got)
		}
		if got := w.holders("admin@one.example"); got != "" {
			t.Errorf("holders %s", got)
		}
		w.ask("admin@beta.example", `query($id: ID!) { relationship(id: $id) { status customer { name } } viewer { partner { customers { totalCount } } } }`, vars{"id": id}).
			want("relationship", `{"status":"ACTIVE","customer":{"name":"One Ltd"}}`)
		w.accept("admin@one.example", vars{"token": w.link("admin@beta.example", vars{}), "services": []string{"AZURE"}}).ok() // restores
	})
}

func TestR22_RefusedRelinquishing(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id := w.joined("admin@one.example", w.link("admin@alpha.example", vars{}))
		w.unchanged(func() {
			for name, c := range map[string]struct {
				email      string
				in         vars
				code, rule string
			}{
				"no services":     {"admin@alpha.example", vars{"relationshipId": id, "services": []string{}}, "VALIDATION_FAILED", ""},
				"unknown service": {"admin@alpha.example", vars{"relationshipId": id, "services": []string{"AZURE", "NOPE"}}, "VALIDATION_FAILED", ""},
				"malformed id":    {"admin@alpha.example", vars{"relationshipId": "rel_"}, "VALIDATION_FAILED", ""},
				"stale":           {"admin@alpha.example", vars{"relationshipId": id, "version": 2}, "STALE_VERSION", "R26"},
				"another partner": {"admin@beta.example", vars{"relationshipId": id}, "NOT_FOUND", "R27"},
				"another's admin": {"admin@two.example", vars{"relationshipId": id}, "NOT_FOUND", "R27"},
				"the customer":    {"admin@one.example", vars{"relationshipId": id}, "FORBIDDEN_ROLE", "R18"},
				"sales":           {"sales@alpha.example", vars{"relationshipId": id}, "FORBIDDEN_ROLE", "R18"},
				"helpdesk":        {"help@alpha.example", vars{"relationshipId": id}, "FORBIDDEN_ROLE", "R18"},
				"billing":         {"bill@alpha.example", vars{"relationshipId": id}, "FORBIDDEN_ROLE", "R18"},
				"user admin":      {"users@alpha.example", vars{"relationshipId": id}, "FORBIDDEN_ROLE", "R18"},
				"operator":        {"op@x.example", vars{"relationshipId": id}, "FORBIDDEN_ROLE", "R18"},
			} {
				t.Log(name)
				w.do(c.email, relinquishDoc, c.in).refusedBy(c.code, c.rule)
			}
		})
		w.do("boss@alpha.example", relinquishDoc, vars{"relationshipId": id}).ok() // GLOBAL_ADMIN
	})
}

func TestR23_ProposedAndConfirmed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ proposer, confirmer, side string }{
		"by the partner":  {"admin@alpha.example", "admin@one.example", "PARTNER"},
		"by the customer": {"admin@one.example", "boss@alpha.example", "CUSTOMER"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachLife(t, func(t *testing.T, w *world) {
				token := w.link("admin@alpha.example", vars{})
				id := w.joined("admin@one.example", token)
				proposed := w.written(func() {
					a := w.do(c.proposer, proposeDoc, vars{"relationshipId": id, "reason": "we part", "version": 1}).ok()
					a.want("proposeRelationshipEnd.relationship.status", `"ENDING"`)
					a.want("proposeRelationshipEnd.relationship.version", `2`)
					a.want("proposeRelationshipEnd.relationship.end", `{"proposedBy":"`+c.side+`","proposedAt":"2026-03-01T08:00:02Z","reason":"we part","blockers":[]}`)
				})
				if got := w.kinds(proposed); got != "RELATIONSHIP_END_PROPOSED" {
					t.Errorf("events %s", got)
				}
				// It stands until then: in the list, with its privileges.
				w.ask("help@alpha.example", `{ viewer { partner { customers { nodes { name } } } } }`, nil).want("viewer.partner.customers.nodes", `[{"name":"One Ltd"}]`)
				if got := w.holders("admin@one.example"); got != "AZURE=Alpha OFFICE365=Alpha" {
					t.Errorf("holders %s", got)
				}
				confirmed := w.written(func() {
					a := w.do(c.confirmer, confirmDoc, vars{"relationshipId": id}).ok()
					a.want("confirmRelationshipEnd.relationship.status", `"ENDED"`)
					if got := joined(a.list("confirmRelationshipEnd.ended"), "endReason"); got != strings.TrimSpace(strings.Repeat("RELATIONSHIP_ENDED ", 2)) {
						t.Errorf("ended %s", got)
					}
				})
				if got := w.kinds(confirmed); got != "RELATIONSHIP_ENDED"+strings.Repeat(" DELEGATED_ADMIN_ENDED", 2) {
					t.Errorf("events %s", got)
				}
				w.ended(id, token)
			})
		})
	}
}

// ended looks at what an ended relationship of Alpha and One leaves, and begins another.
func (w *world) ended(id, token string) {
	t := w.t
	t.Helper()
	if got := w.holders("admin@one.example"); got != "" {
		t.Errorf("holders %s", got)
	}
	a := w.ask("admin@alpha.example", `query($id: ID!) { viewer { partner { customers { totalCount } relationships { totalCount } } }
		relationship(id: $id) { status endedAt customer { id name domain } end { reason } history { totalCount } delegatedAdminPrivileges { status endReason customer { name } } } }`, vars{"id": id})
	a.want("viewer.partner", `{"customers":{"totalCount":0},"relationships":{"totalCount":1}}`)
	a.want("relationship.status", `"ENDED"`)
	a.want("relationship.customer.name", `"One Ltd"`)
	a.want("relationship.customer.domain", `"one.example"`)
	a.want("relationship.history.totalCount", `7`)
	w.ask("admin@alpha.example", `query($id: ID!) { customer(id: $id) { id } node(id: $id) { id } }`, vars{"id": a.text("relationship.customer.id")}).
		want("customer", `null`)
	for _, doc := range []string{proposeDoc, confirmDoc, withdrawDoc} {
		want := "VALIDATION_FAILED"
		if doc == proposeDoc {
			want = "NO_RELATIONSHIP"
		}
		w.unchanged(func() { w.do("admin@one.example", doc, vars{"relationshipId": id}).refusedBy(want, "R23") })
	}
	w.unchanged(func() { w.do("admin@alpha.example", relinquishDoc, vars{"relationshipId": id}).ok() })
	if another := w.joined("admin@one.example", token); another == id {
		t.Error("the ended relationship was revived")
	}
	w.ask("admin@one.example", `{ viewer { customer { relationships(orderBy: {field: ACCEPTED_AT, direction: ASC}) { nodes { status } } } } }`, nil).
		want("viewer.customer.relationships.nodes", `[{"status":"ENDED"},{"status":"ACTIVE"}]`)
	w.ask("admin@alpha.example", `{ viewer { partner { customers { totalCount nodes { name } } } } }`, nil).
		want("viewer.partner.customers", `{"totalCount":1,"nodes":[{"name":"One Ltd"}]}`)
}

func TestR23_Withdrawing(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id := w.joined("admin@one.example", w.link("admin@alpha.example", vars{}))
		for _, side := range [][2]string{{"admin@alpha.example", "admin@one.example"}, {"admin@one.example", "admin@alpha.example"}} {
			proposer, other := side[0], side[1]
			w.do(proposer, proposeDoc, vars{"relationshipId": id}).ok()
			w.unchanged(func() {
				w.do(other, withdrawDoc, vars{"relationshipId": id}).refusedBy("VALIDATION_FAILED", "R23")
				w.do(proposer, confirmDoc, vars{"relationshipId": id}).refusedBy("VALIDATION_FAILED", "R23")
				w.do(proposer, proposeDoc, vars{"relationshipId": id}).refusedBy("NO_RELATIONSHIP", "R23")
				w.do(other, proposeDoc, vars{"relationshipId": id}).refusedBy("NO_RELATIONSHIP", "R23")
			})
			events := w.written(func() {
				a := w.do(proposer, withdrawDoc, vars{"relationshipId": id, "reason": "we stay"}).ok()
				a.want("withdrawRelationshipEnd.relationship.status", `"ACTIVE"`)
				a.want("withdrawRelationshipEnd.relationship.end", `null`)
			})
			if got := w.kinds(events); got != "RELATIONSHIP_END_WITHDRAWN" || events[0].After.Fields["reason"] != "we stay" {
				t.Errorf("events %s: %v", got, events[0].After)
			}
			w.unchanged(func() {
				for _, email := range side {
					w.do(email, confirmDoc, vars{"relationshipId": id}).refusedBy("VALIDATION_FAILED", "R23")
					w.do(email, withdrawDoc, vars{"relationshipId": id}).refusedBy("VALIDATION_FAILED", "R23")
				}
			})
		}
	})
}

func TestR23_WhoMayEnd(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id := w.joined("admin@one.example", w.link("admin@alpha.example", vars{}))
		w.unchanged(func() {
			for _, doc := range []string{proposeDoc, confirmDoc, withdrawDoc} {
				for email, refusal := range map[string]string{
					"sales@alpha.example": "FORBIDDEN_ROLE R18", "help@alpha.example": "FORBIDDEN_ROLE R18", "bill@alpha.example": "FORBIDDEN_ROLE R18",
					"users@alpha.example": "FORBIDDEN_ROLE R18", "user@one.example": "FORBIDDEN_ROLE R23", "op@x.example": "FORBIDDEN_ROLE R18",
					"admin@beta.example": "NOT_FOUND R27", "admin@two.example": "NOT_FOUND R27",
				} {
					code, rule, _ := strings.Cut(refusal, " ")
					w.do(email, doc, vars{"relationshipId": id}).refusedBy(code, rule)
				}
				w.do("admin@alpha.example", doc, vars{"relationshipId": id, "version": 7}).refusedBy("STALE_VERSION", "R26")
				w.do("admin@alpha.example", doc, vars{"relationshipId": id, "reason": strings.Repeat("x", 501)}).refused("VALIDATION_FAILED")
				w.do("admin@alpha.example", doc, vars{"relationshipId": id, "reason": "a\x07"}).refused("VALIDATION_FAILED")
				if code := w.do("", doc, vars{"relationshipId": id}).topCode(); code != "UNAUTHENTICATED" {
					t.Errorf("nobody: %s", code)
				}
			}
		})
	})
}

// Accepting finds the relationship that is ENDING; what is granted then ends with it.
func TestR23_AcceptingWhileEnding(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		id := w.accept("admin@one.example", vars{"token": token, "services": []string{"AZURE"}}).ok().text("acceptRelationship.relationship.id")
		w.do("admin@alpha.example", proposeDoc, vars{"relationshipId": id}).ok()
		a := w.accept("admin@one.example", vars{"token": token}).ok()
		a.want("acceptRelationship.relationship.id", `"`+id+`"`)
		a.want("acceptRelationship.relationship.status", `"ENDING"`)
		if n := len(w.do("admin@one.example", confirmDoc, vars{"relationshipId": id}).ok().list("confirmRelationshipEnd.ended")); n != 2 {
			t.Errorf("%d privileges ended", n)
		}
	})
}

// Of an imported relationship that is ENDING nobody knows who proposed it: either side may confirm or withdraw.
func TestR23_AnImportedEnd(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\nalpha,one,2025-01-01,,ENDING,AZURE\nbeta,one,2025-01-02,,ENDING,\n"})
		nodes := w.ask("admin@one.example", `{ viewer { customer { relationships { nodes { id end { proposedBy proposedAt reason blockers { subscription { id } } } } } } } }`, nil)
		nodes.want("viewer.customer.relationships.nodes.1.end", `{"proposedBy":null,"proposedAt":null,"reason":null,"blockers":[]}`)
		w.do("admin@alpha.example", confirmDoc, vars{"relationshipId": nodes.text("viewer.customer.relationships.nodes.1.id")}).ok()
		w.do("admin@one.example", withdrawDoc, vars{"relationshipId": nodes.text("viewer.customer.relationships.nodes.0.id")}).ok()
	})
}
