package resolvers_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"accord/graph/model"
	"accord/reseller"
)

// twoTiers has One accept Provider's link in the name of Tier Two, with AZURE for the provider and OFFICE365 for the reseller,
// Two the same link with all for the reseller, and Three Provider's own link. It gives One's relationship.
func (w *world) twoTiers() string {
	w.t.Helper()
	_, token := w.named("admin@tier2.example", nil)
	a := w.accept("admin@one.example", vars{"token": token, "grants": []vars{
		{"service": "AZURE", "partnerId": w.partner("admin@prov.example")}, {"service": "OFFICE365", "partnerId": w.partner("admin@tier2.example")},
	}}).ok()
	w.accept("admin@two.example", vars{"token": token}).ok()
	w.accept("admin@three.example", vars{"token": w.link("admin@prov.example", vars{})}).ok()
	return a.text("acceptRelationship.relationship.id")
}

func TestR6_BothPartnersLists(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		w.twoTiers()
		for _, c := range []struct{ email, list, filter, wanted string }{
			{"admin@prov.example", "relationships", "{}", "三号公司 Two Ltd One Ltd"},
			{"admin@tier2.example", "relationships", "{}", "Two Ltd One Ltd"},
			{"admin@prov.example", "customers", "{}", "三号公司 Two Ltd One Ltd"},
			{"help@tier2.example", "customers", "{}", "Two Ltd One Ltd"},
			{"admin@tier2b.example", "customers", "{}", ""},
			// On relationships the filters look at any privilege under them, on customers at those of the list's partner.
			{"admin@prov.example", "relationships", "{hasDelegatedAdmin: true}", "三号公司 Two Ltd One Ltd"},
			{"admin@tier2.example", "relationships", `{service: "AZURE"}`, "Two Ltd One Ltd"},
			{"admin@prov.example", "customers", "{hasDelegatedAdmin: true}", "三号公司 One Ltd"},
			{"admin@prov.example", "customers", "{hasDelegatedAdmin: false}", "Two Ltd"},
			{"admin@prov.example", "customers", `{service: "OFFICE365"}`, "三号公司"},
			{"admin@tier2.example", "customers", `{service: "AZURE"}`, "Two Ltd"},
			{"admin@tier2.example", "customers", `{withoutDelegatedAdminFor: ["AZURE"]}`, "One Ltd"},
			{"admin@prov.example", "customers", `{withoutDelegatedAdminFor: ["AZURE"]}`, "Two Ltd"},
			{"admin@tier2.example", "customers", `{search: "one"}`, "One Ltd"},
			{"admin@tier2.example", "relationships", `{status: ENDING}`, ""},
		} {
			nodes := "name: customer { name }"
			if c.list == "customers" {
				nodes = "name"
			}
			a := w.ask(c.email, `{ viewer { partner { list: `+c.list+`(filter: `+c.filter+`) { totalCount nodes { `+nodes+` } } } } }`, nil)
			if got := a.names(); got != c.wanted {
				t.Errorf("%s %s%s: %q, want %q", c.email, c.list, c.filter, got, c.wanted)
			}
		}
	})
}

func TestR6_PagesOfAResellersLists(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		_, token := w.named("admin@tier2.example", nil)
		for _, email := range w.crowd(11) {
			w.accept(email, vars{"token": token}).ok()
		}
		for _, email := range []string{"admin@tier2.example", "admin@prov.example"} {
			id := w.partner(email)
			for _, list := range []string{"relationships(orderBy: {field: CUSTOMER_NAME},)", "customers", "relationships", "history"} {
				whole := w.pagesAs(email, id, "Partner", list, "first: 100", "after", "endCursor", "hasNextPage")
				forwards := w.pagesAs(email, id, "Partner", list, "first: 4", "after", "endCursor", "hasNextPage")
				backwards := w.pagesAs(email, id, "Partner", list, "last: 4", "before", "startCursor", "hasPreviousPage")
				if len(whole) < 11 || strings.Join(whole, " ") != strings.Join(forwards, " ") || strings.Join(whole, " ") != strings.Join(backwards, " ") {
					t.Errorf("%s %s: %d, forwards %d, backwards %d", email, list, len(whole), len(forwards), len(backwards))
				}
			}
		}
	})
}

func TestR6_RelinquishingAndRemovingTheResellers(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id := w.twoTiers()
		w.unchanged(func() { // of its own, not of the provider's
			w.do("admin@tier2.example", relinquishDoc, vars{"relationshipId": id, "services": []string{"AZURE"}}).ok().want("relinquishDelegatedAdmin.ended", `[]`)
			w.do("admin@prov.example", relinquishDoc, vars{"relationshipId": id, "services": []string{"OFFICE365"}}).ok().want("relinquishDelegatedAdmin.ended", `[]`)
			w.do("help@tier2.example", relinquishDoc, vars{"relationshipId": id}).refusedBy("FORBIDDEN_ROLE", "R18")
			w.do("admin@tier2b.example", relinquishDoc, vars{"relationshipId": id}).refusedBy("NOT_FOUND", "R27")
		})
		a := w.do("admin@tier2.example", relinquishDoc, vars{"relationshipId": id}).ok()
		a.want("relinquishDelegatedAdmin.ended", `[{"service":{"code":"OFFICE365"},"partner":{"name":"Tier Two"},"status":"ENDED","endReason":"PARTNER_RELINQUISHED"}]`)
		a.want("relinquishDelegatedAdmin.relationship.id", `"`+id+`"`)
		if got := w.holders("admin@one.example"); got != "AZURE=Provider" {
			t.Errorf("holders %s", got)
		}
		removed := w.remove("admin@two.example", vars{"partnerIds": []string{w.partner("admin@tier2.example")}, "services": []string{"AZURE"}}).ok()
		removed.want("removeDelegatedAdmin.ended", `[{"service":{"code":"AZURE"},"partner":{"name":"Tier Two"},"status":"ENDED","endReason":"CUSTOMER_REMOVED"}]`)
		if got := w.holders("admin@two.example"); got != "OFFICE365=+Tier Two" {
			t.Errorf("holders %s", got)
		}
		w.unchanged(func() {
			w.remove("admin@two.example", vars{"partnerIds": []string{w.partner("admin@prov.example")}}).ok().want("removeDelegatedAdmin.ended", `[]`)
		})
	})
}

func TestR6_R23_TheEndIsTheProviders(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id := w.twoTiers()
		w.unchanged(func() {
			w.do("admin@tier2.example", proposeDoc, vars{"relationshipId": id}).refusedBy("FORBIDDEN_ROLE", "R6")
		})
		w.do("admin@one.example", proposeDoc, vars{"relationshipId": id}).ok()
		w.unchanged(func() {
			w.do("admin@tier2.example", confirmDoc, vars{"relationshipId": id}).refusedBy("FORBIDDEN_ROLE", "R6")
			w.do("admin@tier2.example", withdrawDoc, vars{"relationshipId": id}).refusedBy("FORBIDDEN_ROLE", "R6")
		})
		ended := w.do("admin@prov.example", confirmDoc, vars{"relationshipId": id}).ok().list("confirmRelationshipEnd.ended")
		if got := joined(ended, "partner.name"); got != "Provider Tier Two" && got != "Tier Two Provider" {
			t.Errorf("ended %s", got)
		}
		for _, email := range []string{"admin@prov.example", "admin@tier2.example"} {
			w.ask(email, `query($id: ID!) { relationship(id: $id) { status customer { name } delegatedAdminPrivileges { endReason } } }`, vars{"id": id}).
				want("relationship", `{"status":"ENDED","customer":{"name":"One Ltd"},"delegatedAdminPrivileges":[{"endReason":"RELATIONSHIP_ENDED"},{"endReason":"RELATIONSHIP_ENDED"}]}`)
			w.ask(email, `{ viewer { partner { customers(filter: {search: "one"}) { totalCount } } } }`, nil).want("viewer.partner.customers.totalCount", `0`)
		}
	})
}

// A link in another reseller's name changes the relationship's reseller. What the earlier one holds stays its own: the customer
// sees it, and takes it away; the earlier reseller sees whose it is, and gives it up.
func TestR6_AnotherReseller(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id := w.twoTiers()
		_, token := w.named("admin@tier2b.example", nil)
		events := w.written(func() {
			a := w.accept("admin@one.example", vars{"token": token, "services": []string{"AZURE"}}).ok()
			a.want("acceptRelationship.relationship.id", `"`+id+`"`)
		})
		if got := w.kinds(events); got != strings.Repeat("RELATIONSHIP_CHANGED ", 2)+"DELEGATED_ADMIN_GRANTED" {
			t.Errorf("events %s", got)
		}
		w.ask("admin@one.example", `query($id: ID!) { relationship(id: $id) { partner { name } reseller { name } } }`, vars{"id": id}).
			want("relationship", `{"partner":{"name":"Provider"},"reseller":{"name":"Tier Two B"}}`)
		w.eachLearnsItsOwn()
		if got := w.holders("admin@one.example"); got != "AZURE=Provider+Tier Two B OFFICE365=+Tier Two" {
			t.Errorf("holders %s", got)
		}
		const doc = `query($id: ID!) { relationship(id: $id) { customer { name } delegatedAdminPrivileges(status: ACTIVE) { partner { name } service { code } customer { name } } } }`
		w.ask("admin@tier2.example", doc, vars{"id": id}).
			want("relationship", `{"customer":{"name":"One Ltd"},"delegatedAdminPrivileges":[{"partner":{"name":"Tier Two"},"service":{"code":"OFFICE365"},"customer":{"name":"One Ltd"}}]}`)
		w.ask("admin@one.example", `query($id: ID!) { partner(id: $id) { name } }`, vars{"id": w.partner("admin@tier2.example")}).want("partner.name", `"Tier Two"`)
		w.unchanged(func() { // a link in nobody's name leaves the reseller
			w.accept("admin@one.example", vars{"token": w.link("admin@prov.example", vars{}), "services": []string{"AZURE"}}).ok().want("acceptRelationship.alreadyAccepted", `true`)
		})
		w.do("admin@tier2.example", relinquishDoc, vars{"relationshipId": id}).ok()
		if got := w.holders("admin@one.example"); got != "AZURE=Provider+Tier Two B" {
			t.Errorf("holders %s", got)
		}
		w.ask("admin@tier2.example", doc, vars{"id": id}).want("relationship", `null`)
	})
}

// eachLearnsItsOwn: of the change of reseller the earlier learns that it is no longer named, the new one that it is, and neither
// of the other (R25, R27).
func (w *world) eachLearnsItsOwn() {
	w.t.Helper()
	const doc = `{ viewer { partner { history(filter: { kinds: [RELATIONSHIP_CHANGED] }) { nodes { before { fields { name value } } after { fields { name value } } } } } } }`
	earlier, next := w.partner("admin@tier2.example"), w.partner("admin@tier2b.example")
	consent := `{"name":"consent_version","value":"2026-01"}`
	w.ask("admin@tier2.example", doc, nil).want("viewer.partner.history.nodes",
		`[{"before":{"fields":[`+consent+`,{"name":"reseller","value":"`+earlier+`"}]},"after":{"fields":[`+consent+`]}}]`)
	w.ask("admin@tier2b.example", doc, nil).want("viewer.partner.history.nodes",
		`[{"before":{"fields":[`+consent+`]},"after":{"fields":[`+consent+`,{"name":"reseller","value":"`+next+`"}]}}]`)
}

func TestR6_R21_TheEarlierResellersCanBeRemoved(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		w.twoTiers()
		_, token := w.named("admin@tier2b.example", nil)
		w.accept("admin@one.example", vars{"token": token}).ok()
		earlier := w.partner("admin@tier2.example")
		w.remove("admin@one.example", vars{"partnerIds": []string{earlier}}).ok().
			want("removeDelegatedAdmin.ended", `[{"service":{"code":"OFFICE365"},"partner":{"name":"Tier Two"},"status":"ENDED","endReason":"CUSTOMER_REMOVED"}]`)
	})
}

// One reseller may sell to one customer for two providers, one after the other: the customer is in its list once.
func TestR15_ACustomerIsInTheListOnce(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		w.twoTiers()
		w.suspend("tier2,Tier Two,INDIRECT_RESELLER,CN,ACTIVE,prov2,OFFICE365")
		token := w.link("admin@prov2.example", vars{"onBehalfOfPartnerId": w.partner("admin@tier2.example")})
		w.accept("admin@one.example", vars{"token": token, "services": []string{"AZURE"}}).ok()
		w.ask("admin@tier2.example", `{ viewer { partner { relationships { totalCount } customers(orderBy: {field: CUSTOMER_NAME, direction: ASC}) { totalCount nodes { name } } } } }`, nil).
			want("viewer.partner", `{"relationships":{"totalCount":3},"customers":{"totalCount":2,"nodes":[{"name":"One Ltd"},{"name":"Two Ltd"}]}}`)
	})
}

func TestR6_R25_LiveEventsOfBothPartners(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(w.handler)
		t.Cleanup(server.Close)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		beginning := model.Cursor(model.ListEvents, reseller.Key{Event: reseller.Position{Seq: 1}})
		provider, tier2 := w.listen(ctx, server, "admin@prov.example", beginning), w.listen(ctx, server, "admin@tier2.example", beginning)
		other := w.listen(ctx, server, "admin@tier2b.example", beginning)
		id := w.twoTiers()
		w.do("admin@tier2.example", relinquishDoc, vars{"relationshipId": id}).ok()
		for _, stream := range []<-chan *answer{provider, tier2} {
			until(t, stream, "INVITE_CREATED")
			until(t, stream, "RELATIONSHIP_CREATED").want("relationshipEvents.customer.customer.name", `"One Ltd"`)
			until(t, stream, "DELEGATED_ADMIN_GRANTED").want("relationshipEvents.after.service.code", `"AZURE"`)
			until(t, stream, "DELEGATED_ADMIN_ENDED").want("relationshipEvents.after.service.code", `"OFFICE365"`)
		}
		w.named("admin@tier2b.example", nil)
		if e := until(t, other, "INVITE_CREATED"); e.get("relationshipEvents.customer") != nil {
			t.Errorf("an event of another reseller: %v", e.Data)
		}
	})
}
