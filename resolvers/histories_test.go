package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// told is a customer of two partners to which something of everything has happened.
func (w *world) told() (alpha, beta string) {
	w.t.Helper()
	_, token := w.invite("admin@alpha.example", vars{})
	alpha = w.joined("admin@one.example", token)
	beta = w.joined("admin@one.example", w.link("admin@beta.example", vars{"services": []string{"INTUNE"}}))
	w.do("admin@alpha.example", relinquishDoc, vars{"relationshipId": alpha, "services": []string{"AZURE"}}).ok()
	w.do("boss@alpha.example", proposeDoc, vars{"relationshipId": alpha, "reason": "we part"}).ok()
	w.do("boss@alpha.example", withdrawDoc, vars{"relationshipId": alpha}).ok()
	w.do("admin@one.example", declineDoc, vars{"token": token, "reason": "no more"}).ok()
	w.do("admin@one.example", proposeDoc, vars{"relationshipId": alpha}).ok()
	w.do("admin@alpha.example", confirmDoc, vars{"relationshipId": alpha}).ok()
	return alpha, beta
}

const (
	granted = "DELEGATED_ADMIN_GRANTED"
	ofAlpha = "RELATIONSHIP_CREATED " + granted + " " + granted + " DELEGATED_ADMIN_ENDED RELATIONSHIP_END_PROPOSED " +
		"RELATIONSHIP_END_WITHDRAWN RELATIONSHIP_END_PROPOSED RELATIONSHIP_ENDED DELEGATED_ADMIN_ENDED"
	ofBeta = "RELATIONSHIP_CREATED DELEGATED_ADMIN_GRANTED"
	added  = "USER_ADDED"
	ofOne  = "CUSTOMER_REGISTERED " + added + " " + added + " RELATIONSHIP_CREATED " + granted + " " + granted + " " +
		"RELATIONSHIP_CREATED DELEGATED_ADMIN_GRANTED DELEGATED_ADMIN_ENDED RELATIONSHIP_END_PROPOSED " +
		"RELATIONSHIP_END_WITHDRAWN INVITE_DECLINED RELATIONSHIP_END_PROPOSED RELATIONSHIP_ENDED DELEGATED_ADMIN_ENDED"
)

func TestR25_EachPartysHistory(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		alpha, beta := w.told()
		for _, c := range []struct{ email, relationship, wanted string }{
			{"user@one.example", alpha, ofAlpha},
			{"help@alpha.example", alpha, ofAlpha},
			{"op@x.example", alpha, ofAlpha},
			{"admin@one.example", beta, ofBeta},
			{"admin@beta.example", beta, ofBeta},
		} {
			if got := w.history(c.email, c.relationship); got != c.wanted {
				t.Errorf("%s sees %s", c.email, got)
			}
		}
		w.ask("admin@beta.example", `query($id: ID!) { relationship(id: $id) { id } }`, vars{"id": alpha}).want("relationship", `null`)
		// The customer sees what its partners did on its behalf, and who of them, by role.
		own := w.ask("user@one.example", `{ viewer { customer { history(first: 100) { totalCount nodes { kind actorRole actor { email roles } } } } } }`, nil)
		if got := joined(own.list("viewer.customer.history.nodes"), "kind"); got != ofOne {
			t.Errorf("the customer sees %s", got)
		}
		own.want("viewer.customer.history.totalCount", fmt.Sprint(len(strings.Fields(ofOne))))
		own.want("viewer.customer.history.nodes.8.actor", `{"email":null,"roles":["ADMIN_AGENT"]}`)
		own.want("viewer.customer.history.nodes.9.actor", `{"email":null,"roles":["HELPDESK_AGENT","GLOBAL_ADMIN"]}`)
		// A partner sees of the same customer what concerns both, and of itself its own events alone.
		one := w.ask("admin@one.example", `{ viewer { customer { id } } }`, nil).text("viewer.customer.id")
		other := w.ask("admin@beta.example", `query($id: ID!) { customer(id: $id) { history { totalCount nodes { kind } } } viewer { partner { history(filter: {kinds: [RELATIONSHIP_CREATED, DELEGATED_ADMIN_ENDED]}) { totalCount nodes { kind } } } } }`, vars{"id": one})
		if got := joined(other.list("customer.history.nodes"), "kind"); got != ofBeta {
			t.Errorf("Beta sees of the customer %s", got)
		}
		other.want("customer.history.totalCount", `2`)
		other.want("viewer.partner.history", `{"totalCount":1,"nodes":[{"kind":"RELATIONSHIP_CREATED"}]}`)
		w.ask("admin@one.example", `query($id: ID!) { partner(id: $id) { name history { totalCount } } }`, vars{"id": w.partner("admin@beta.example")}).
			want("partner", `{"name":"Beta","history":null}`)
	})
}

func TestR25_FilteredHistories(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		alpha, _ := w.told()
		boss := w.ask("boss@alpha.example", `{ viewer { user { id } } }`, nil).text("viewer.user.id")
		proposed := w.ask("admin@one.example", `query($id: ID!) { relationship(id: $id) { history(filter: {kinds: [RELATIONSHIP_END_PROPOSED]}) { nodes { occurredAt } } } }`, vars{"id": alpha})
		first, second := proposed.text("relationship.history.nodes.0.occurredAt"), proposed.text("relationship.history.nodes.1.occurredAt")
		for filter, wanted := range map[string]string{
			`{}`: ofAlpha, `{kinds: []}`: ofAlpha,
			`{kinds: [RELATIONSHIP_ENDED]}`:                                                                            "RELATIONSHIP_ENDED",
			`{kinds: [DELEGATED_ADMIN_ENDED, RELATIONSHIP_CREATED]}`:                                                   "RELATIONSHIP_CREATED" + strings.Repeat(" DELEGATED_ADMIN_ENDED", 2),
			`{actorId: "` + boss + `"}`:                                                                                "RELATIONSHIP_END_PROPOSED RELATIONSHIP_END_WITHDRAWN",
			`{occurredBetween: {from: "` + second + `"}}`:                                                              "RELATIONSHIP_END_PROPOSED RELATIONSHIP_ENDED DELEGATED_ADMIN_ENDED",
			`{occurredBetween: {to: "2020-01-01T00:00:00Z"}}`:                                                          "",
			`{occurredBetween: {from: "` + first + `", to: "` + second + `"}}`:                                         "RELATIONSHIP_END_PROPOSED RELATIONSHIP_END_WITHDRAWN",
			`{kinds: [RELATIONSHIP_END_PROPOSED], actorId: "` + boss + `", occurredBetween: {from: "` + second + `"}}`: "",
		} {
			a := w.ask("admin@one.example", `query($id: ID!) { relationship(id: $id) { history(filter: `+filter+`) { totalCount nodes { kind } } } }`, vars{"id": alpha})
			got := strings.Join(strings.Fields(joined(a.list("relationship.history.nodes"), "kind")), " ")
			if got != wanted {
				t.Errorf("%s: %s", filter, got)
			}
			a.want("relationship.history.totalCount", fmt.Sprint(len(strings.Fields(wanted))))
		}
		for _, bad := range []string{`{actorId: "nonsense"}`, `{actorId: "` + alpha + `"}`, `{kinds: [NOPE]}`} {
			if code := w.ask("admin@one.example", `query($id: ID!) { relationship(id: $id) { history(filter: `+bad+`) { totalCount } } }`, vars{"id": alpha}).topCode(); code != "VALIDATION_FAILED" {
				t.Errorf("%s: %s", bad, code)
			}
		}
	})
}

func TestR25_PagesOfHistories(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		relationship, _ := w.told()
		ids := w.ask("admin@one.example", `{ viewer { customer { id } } }`, nil).text("viewer.customer.id")
		for _, c := range []struct{ email, id, kind, list string }{
			{"admin@one.example", ids, "Customer", "history"},
			{"op@x.example", ids, "Customer", "history"},
			{"admin@alpha.example", w.partner("admin@alpha.example"), "Partner", "history"},
			{"op@x.example", w.partner("admin@alpha.example"), "Partner", "history(filter: {kinds: [INVITE_CREATED, DELEGATED_ADMIN_GRANTED, DELEGATED_ADMIN_ENDED, USER_ADDED]},)"},
			{"admin@alpha.example", relationship, "Relationship", "history"},
			{"user@one.example", relationship, "Relationship", "history(filter: {kinds: [DELEGATED_ADMIN_GRANTED, DELEGATED_ADMIN_ENDED]},)"},
		} {
			whole := w.pagesAs(c.email, c.id, c.kind, c.list, "first: 100", "after", "endCursor", "hasNextPage")
			forwards := w.pagesAs(c.email, c.id, c.kind, c.list, "first: 2", "after", "endCursor", "hasNextPage")
			backwards := w.pagesAs(c.email, c.id, c.kind, c.list, "last: 3", "before", "startCursor", "hasPreviousPage")
			if len(whole) < 4 || !slices.Equal(whole, forwards) || !slices.Equal(whole, backwards) {
				t.Errorf("%s of %s: %d, forwards %v, backwards %v", c.list, c.kind, len(whole), forwards, backwards)
			}
		}
	})
}

func TestR25_BeforeAndAfterOfAnEnd(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		alpha, _ := w.told()
		const state = `{ relationshipStatus fields { name value } }`
		a := w.ask("admin@one.example", `query($id: ID!) { relationship(id: $id) { history(filter: {kinds: [RELATIONSHIP_CREATED, RELATIONSHIP_END_PROPOSED, RELATIONSHIP_END_WITHDRAWN, RELATIONSHIP_ENDED]}) { nodes { before `+state+` after `+state+` } } } }`, vars{"id": alpha})
		a.want("relationship.history.nodes", `[
			{"before":null,"after":{"relationshipStatus":"ACTIVE","fields":[{"name":"consent_version","value":"2026-01"}]}},
			{"before":{"relationshipStatus":"ACTIVE","fields":[]},"after":{"relationshipStatus":"ENDING","fields":[{"name":"proposed_by","value":"PARTNER"},{"name":"reason","value":"we part"}]}},
			{"before":{"relationshipStatus":"ENDING","fields":[{"name":"proposed_by","value":"PARTNER"}]},"after":{"relationshipStatus":"ACTIVE","fields":[]}},
			{"before":{"relationshipStatus":"ACTIVE","fields":[]},"after":{"relationshipStatus":"ENDING","fields":[{"name":"proposed_by","value":"CUSTOMER"}]}},
			{"before":{"relationshipStatus":"ENDING","fields":[{"name":"proposed_by","value":"CUSTOMER"}]},"after":{"relationshipStatus":"ENDED","fields":[{"name":"proposed_by","value":"CUSTOMER"}]}}]`)
	})
}
