package resolvers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/db/dbtest"
)

func TestR15_BothSidesSeeTheRelationship(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok()
		w.accept("admin@one.example", vars{"token": w.link("admin@beta.example", vars{"services": []string{"INTUNE"}})}).ok()
		w.ask("help@alpha.example", `{ viewer { partner { customers { totalCount nodes { name domain } } } } }`, nil).
			want("viewer.partner.customers", `{"totalCount":1,"nodes":[{"name":"One Ltd","domain":"one.example"}]}`)
		a := w.ask("user@one.example", `{ viewer { customer { relationships(orderBy: {field: ACCEPTED_AT, direction: ASC}) { nodes { partner { name } delegatedAdminPrivileges(status: ACTIVE) { service { code } } } }
			delegations { service { code name } holder { name } beside { name } } } } }`, nil)
		a.want("viewer.customer.delegations", `[{"service":{"code":"AZURE","name":"Azure"},"holder":{"name":"Alpha"},"beside":[]},
			{"service":{"code":"INTUNE","name":"Intune"},"holder":{"name":"Beta"},"beside":[]},
			{"service":{"code":"OFFICE365","name":"Office 365"},"holder":{"name":"Alpha"},"beside":[]}]`)
		a.want("viewer.customer.relationships.nodes", `[{"partner":{"name":"Alpha"},"delegatedAdminPrivileges":[{"service":{"code":"AZURE"}},{"service":{"code":"OFFICE365"}}]},
			{"partner":{"name":"Beta"},"delegatedAdminPrivileges":[{"service":{"code":"INTUNE"}}]}]`)
	})
}

func TestR25_EventsOfAnImportTellWhenItHappened(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\nalpha,one,2025-05-05T05:05:05Z,,ACTIVE,AZURE\nbeta,one,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z,ENDED,\n"})
		a := w.ask("admin@one.example", `{ viewer { customer { relationships { nodes { status acceptedAt endedAt acceptedBy { id } history { totalCount nodes { kind occurredAt recordedAt actor { id } actorRole } } } } } } }`, nil)
		a.want("viewer.customer.relationships.nodes.0.acceptedAt", `"2025-05-05T05:05:05Z"`)
		a.want("viewer.customer.relationships.nodes.0.acceptedBy", `null`)
		a.want("viewer.customer.relationships.nodes.0.history.nodes.1", `{"kind":"DELEGATED_ADMIN_GRANTED","occurredAt":"2025-05-05T05:05:05Z","recordedAt":"2026-03-01T08:00:00Z","actor":null,"actorRole":null}`)
		a.want("viewer.customer.relationships.nodes.1.endedAt", `"2024-02-01T00:00:00Z"`)
	})
}

func TestR25_OneEventForEachObjectUnderOneChange(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		a := w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok()
		id := a.text("acceptRelationship.relationship.id")
		const doc = `query($id: ID!) { relationship(id: $id) { history { totalCount nodes { id kind changeId occurredAt actor { email } actorRole invite { label status } delegatedAdminPrivilege { id } relationship { id } before { name } after { service { code } relationshipStatus } } } } }`
		history := w.ask("admin@one.example", doc, vars{"id": id})
		history.want("relationship.history.totalCount", `3`)
		changes := map[string]bool{}
		for i, kind := range []string{"RELATIONSHIP_CREATED", "DELEGATED_ADMIN_GRANTED", "DELEGATED_ADMIN_GRANTED"} {
			of := fmt.Sprintf("relationship.history.nodes.%d.", i)
			history.want(of+"kind", `"`+kind+`"`)
			history.want(of+"actor.email", `"admin@one.example"`)
			history.want(of+"actorRole", `"GLOBAL_ADMIN"`)
			history.want(of+"occurredAt", `"2026-03-01T08:00:01Z"`)
			history.want(of+"before", `null`)
			history.want(of+"invite", `null`) // a customer sees no link
			changes[history.text(of+"changeId")] = true
			event := w.ask("admin@alpha.example", `query($id: ID!) { node(id: $id) { ... on RelationshipEvent { kind invite { status } } } }`, vars{"id": history.text(of + "id")})
			event.want("node", `{"kind":"`+kind+`","invite":{"status":"ACTIVE"}}`)
			w.ask("admin@beta.example", `query($id: ID!) { node(id: $id) { id } }`, vars{"id": history.text(of + "id")}).want("node", `null`)
		}
		if len(changes) != 1 {
			t.Errorf("%d changes", len(changes))
		}
	})
}

func TestR26_ARepetitionReturnsTheFirstSuccess(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		in := vars{"token": w.link("admin@alpha.example", vars{}), "idempotencyKey": "k-1"}
		first := w.accept("admin@one.example", in).ok()
		w.remove("admin@one.example", vars{"allPartners": true, "idempotencyKey": "k-1"}).ok() // keys are per mutation
		w.unchanged(func() {
			again := w.accept("admin@one.example", in).ok()
			again.want("acceptRelationship.alreadyAccepted", `false`)
			if again.text("acceptRelationship.granted.0.id") != first.text("acceptRelationship.granted.0.id") {
				t.Error("other objects")
			}
			again.want("acceptRelationship.granted.0.status", `"ENDED"`) // read anew
			if repeated := w.remove("admin@one.example", vars{"allPartners": true, "idempotencyKey": "k-1"}).ok(); len(repeated.list("removeDelegatedAdmin.ended")) != 2 {
				t.Error("the removal's answer is another")
			}
			w.accept("admin@one.example", vars{"token": in["token"], "idempotencyKey": "k-1", "services": []string{"AZURE"}}).refused("IDEMPOTENCY_CONFLICT")
		})
		w.accept("admin@two.example", in).ok().want("acceptRelationship.alreadyAccepted", `false`) // keys are per user
		w.clock.pass(7*24*time.Hour + time.Second)
		w.accept("admin@one.example", in).ok()
		if got := w.holders("admin@one.example"); got != "AZURE=Alpha OFFICE365=Alpha" {
			t.Errorf("after 7 days the key is free again; holders %s", got)
		}
	})
}

func TestR26_RefusalsAreNotKept(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok()
		in := vars{"token": w.link("admin@beta.example", vars{"services": []string{"AZURE"}}), "idempotencyKey": "k"}
		w.accept("admin@one.example", in).refused("SERVICE_ALREADY_DELEGATED")
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		w.accept("admin@one.example", in).ok()
	})
}

func TestR26_TwinsHaveOneEffect(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{"services": []string{"AZURE"}})
		w.accept("admin@one.example", vars{"token": token}).ok()
		for name, send := range map[string]func() *answer{
			"accept": func() *answer {
				return w.accept("admin@two.example", vars{"token": token, "idempotencyKey": "twin"})
			},
			"remove": func() *answer {
				return w.remove("admin@one.example", vars{"allPartners": true, "idempotencyKey": "twin"})
			},
			"request": func() *answer {
				return w.request("admin@beta.example", vars{"maxUses": 5, "idempotencyKey": "twin"})
			},
		} {
			before := w.events()
			answers := make([]string, 6)
			var twins sync.WaitGroup
			for i := range answers {
				twins.Go(func() {
					text, _ := json.Marshal(send().Data)
					answers[i] = string(text)
				})
			}
			twins.Wait()
			for _, a := range answers[1:] {
				if diff := cmp.Diff(answers[0], a); diff != "" {
					t.Errorf("%s: twins differ: %s", name, diff)
				}
			}
			if n := w.events() - before; n < 1 || n > 2 {
				t.Errorf("%s: %d events", name, n)
			}
		}
	})
}

func TestR26_StaleVersions(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		w.accept("admin@one.example", vars{"token": token, "version": 5}).refused("STALE_VERSION") // there is none yet
		w.accept("admin@one.example", vars{"token": token}).ok()
		w.accept("admin@one.example", vars{"token": token, "version": 2}).refused("STALE_VERSION")
		w.accept("admin@one.example", vars{"token": token, "version": 1}).ok()
	})
}

// Every id that a tenant can name is asked for by every other one.
func TestR27_AbsentAndForbiddenAnswerAlike(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		invite := w.request("admin@alpha.example", vars{}).ok()
		a := w.accept("admin@one.example", vars{"token": invite.text("requestRelationship.invite.token")}).ok()
		ids := w.ask("op@x.example", `query($r: ID!) { relationship(id: $r) { id acceptedBy { id } customer { id } delegatedAdminPrivileges { id } history { nodes { id } } } }`, vars{"r": a.text("acceptRelationship.relationship.id")})
		owned := []string{
			ids.text("relationship.id"), ids.text("relationship.acceptedBy.id"), ids.text("relationship.customer.id"),
			ids.text("relationship.delegatedAdminPrivileges.0.id"), ids.text("relationship.history.nodes.0.id"), invite.text("requestRelationship.invite.id"),
		}
		const doc = `query($id: ID!) { node(id: $id) { __typename id } }`
		for _, id := range owned {
			for _, stranger := range []string{"admin@beta.example", "admin@two.example", "admin@adv.example"} {
				answer := w.ask(stranger, doc, vars{"id": id})
				answer.want("node", `null`)
			}
			if code := w.ask("", doc, vars{"id": id}).topCode(); code != "UNAUTHENTICATED" {
				t.Errorf("nobody asks for %s: %s", id, code)
			}
			w.ask("op@x.example", doc, vars{"id": id}).want("node.id", `"`+id+`"`)
		}
		last := "0"
		if strings.HasSuffix(ids.text("relationship.id"), last) {
			last = "1"
		}
		absent := ids.text("relationship.id")[:25] + last
		w.ask("admin@one.example", doc, vars{"id": absent}).want("node", `null`)
		for _, query := range []string{"partner", "customer", "relationship"} {
			q := fmt.Sprintf(`query($id: ID!) { x: %s(id: $id) { id } }`, query)
			if code := w.ask("admin@one.example", q, vars{"id": "nonsense"}).topCode(); code != "VALIDATION_FAILED" {
				t.Errorf("%s: a malformed id gives %s", query, code)
			}
			if code := w.ask("", q, vars{"id": absent}).topCode(); code != "UNAUTHENTICATED" {
				t.Errorf("%s: nobody gets %s", query, code)
			}
		}
	})
}

func TestR27_APartnersAffairsAreItsOwn(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		a := w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok()
		alpha := a.text("acceptRelationship.relationship.partner.id")
		const doc = `query($id: ID!) { partner(id: $id) { name invite { id } invites { totalCount } customers { totalCount } relationships { totalCount } } }`
		w.ask("admin@one.example", doc, vars{"id": alpha}).want("partner", `{"name":"Alpha","invite":null,"invites":null,"customers":null,"relationships":null}`)
		w.ask("admin@two.example", doc, vars{"id": alpha}).want("partner", `null`)
		w.ask("admin@beta.example", doc, vars{"id": alpha}).want("partner", `null`)
		customer := w.ask("admin@one.example", `{ viewer { customer { id } } }`, nil).text("viewer.customer.id")
		w.accept("admin@one.example", vars{"token": w.link("admin@adv.example", vars{})}).ok()
		const customerDoc = `query($id: ID!) { customer(id: $id) { name delegations { holder { name } } relationships { totalCount nodes { partner { name } } } } }`
		w.ask("admin@adv.example", customerDoc, vars{"id": customer}).
			want("customer", `{"name":"One Ltd","delegations":null,"relationships":{"totalCount":1,"nodes":[{"partner":{"name":"Advisor"}}]}}`)
		w.ask("admin@beta.example", customerDoc, vars{"id": customer}).want("customer", `null`)
	})
}

func TestR27_AnEndedRelationshipHidesTheCustomer(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\nalpha,one,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z,ENDED,\n"})
		a := w.ask("admin@alpha.example", `{ viewer { partner { customers { totalCount } relationships { nodes { status customer { id name domain } } } } } }`, nil)
		a.want("viewer.partner.customers.totalCount", `0`)
		a.want("viewer.partner.relationships.nodes.0.customer.name", `"One Ltd"`)
		w.ask("admin@alpha.example", `query($id: ID!) { customer(id: $id) { id } }`, vars{"id": a.text("viewer.partner.relationships.nodes.0.customer.id")}).want("customer", `null`)
	})
}

func TestViewer(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		const doc = `{ viewer { user { email name roles } partner { name } customer { name } } }`
		w.ask("", doc, nil).want("viewer", `null`)
		w.ask("op@x.example", doc, nil).want("viewer", `{"user":{"email":"op@x.example","name":"Op","roles":["OPERATOR"]},"partner":null,"customer":null}`)
		w.ask("BOSS@alpha.example", doc, nil).want("viewer", `{"user":{"email":"boss@alpha.example","name":"Bos","roles":["HELPDESK_AGENT","GLOBAL_ADMIN"]},"partner":{"name":"Alpha"},"customer":null}`)
		w.ask("", `{ services { code } }`, nil).want("services", `[{"code":"AZURE"},{"code":"INTUNE"},{"code":"OFFICE365"}]`)
		for _, doc := range []string{`{ partners { totalCount } }`, `{ customers { totalCount } }`} {
			if code := w.ask("", doc, nil).topCode(); code != "UNAUTHENTICATED" {
				t.Errorf("%s: %s", doc, code)
			}
		}
		w.ask("op@x.example", `{ partners(search: "TIER") { totalCount nodes { name type } } customers(search: "公") { nodes { name } } }`, nil).
			want("partners", `{"totalCount":1,"nodes":[{"name":"Tier Two","type":"INDIRECT_RESELLER"}]}`)
		w.ask("admin@prov.example", `{ partners { nodes { name } } }`, nil).want("partners.nodes", `[{"name":"Provider"},{"name":"Tier Two"}]`)
		w.ask("admin@one.example", `{ partners { nodes { name } } customers { nodes { name } } }`, nil).want("customers.nodes", `[{"name":"One Ltd"}]`)
	})
}

func TestBadDocumentsAreRefusedWithACode(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for name, doc := range map[string]string{
			"syntax": `{ viewer {`, "unknown field": `{ nope }`, "unknown enum": `{ viewer { partner { relationships(filter: {status: NOPE}) { totalCount } } } }`,
			"missing argument": `{ partner { id } }`, "subscription": `subscription { relationshipEvents { id } }`,
			"an input's type":  `mutation { requestRelationship(input: {maxUses: "three"}) { userErrors { code } } }`,
			"an integer of 64": `mutation { requestRelationship(input: {maxUses: 2147483653}) { userErrors { code } } }`,
			"a date":           `mutation { requestRelationship(input: {expiresAt: "tomorrow"}) { userErrors { code } } }`,
		} {
			if code := w.ask("admin@alpha.example", doc, nil).topCode(); code != "VALIDATION_FAILED" {
				t.Errorf("%s: %q", name, code)
			}
		}
	})
}
