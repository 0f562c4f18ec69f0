package resolvers_test

import "testing"

// A relationship cannot end while its partner is billed for what is not cancelled (R23).
func TestR23_BlockersAreListed(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		first, second := w.bought("BUSINESS", 5), w.bought("DEVICES", 5)
		relationship := w.ask("admin@alpha.example", `{ viewer { partner { relationships { nodes { id } } } } }`, nil).text("viewer.partner.relationships.nodes.0.id")
		in := vars{"relationshipId": relationship}
		propose := `mutation($in: ProposeRelationshipEndInput!) { proposeRelationshipEnd(input: $in) { relationship { id } ` + subscriptionErrors + ` } }`
		confirm := `mutation($in: ConfirmRelationshipEndInput!) { confirmRelationshipEnd(input: $in) { relationship { id } ended { id } ` + subscriptionErrors + ` } }`
		both := `[{"subscription":{"id":"` + first + `"}},{"subscription":{"id":"` + second + `"}}]`
		w.unchanged(func() {
			for _, email := range []string{"admin@alpha.example", "admin@one.example"} {
				a := w.do(email, propose, in)
				a.refusedBy("RELATIONSHIP_HAS_BLOCKERS", "R23")
				a.want("proposeRelationshipEnd.userErrors.0.blockers", both)
			}
		})
		w.endsWithOne() // agreed elsewhere: the blockers are there all the same
		const end = `query($id: ID!) { relationship(id: $id) { status end { blockers { subscription { id } } } } }`
		w.ask("admin@alpha.example", end, vars{"id": relationship}).want("relationship.end.blockers", both)
		w.unchanged(func() { w.do("admin@one.example", confirm, in).refusedBy("RELATIONSHIP_HAS_BLOCKERS", "R23") })
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": first}).ok()
		w.subscribe("admin@alpha.example", "suspendSubscription", vars{"subscriptionId": second, "reason": "NON_PAYMENT"}).ok()
		w.ask("admin@one.example", end, vars{"id": relationship}).want("relationship.end.blockers", `[{"subscription":{"id":"`+second+`"}}]`)
		w.do("admin@one.example", confirm, in).refused("RELATIONSHIP_HAS_BLOCKERS")
		w.subscribe("admin@alpha.example", "cancelSubscription", vars{"subscriptionId": second}).ok()
		w.ask("admin@one.example", end, vars{"id": relationship}).want("relationship.end.blockers", `[]`)
		w.do("admin@one.example", confirm, in).ok()
		w.subscription("admin@alpha.example", first).want("subscription", `null`)
		w.subscription("admin@one.example", first).want("subscription.status", `"CANCELLED"`)
	})
}
