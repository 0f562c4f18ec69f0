package resolvers_test

import "testing"

const linkMailDoc = `query($id: ID!, $p: [String!]) { node(id: $id) { ... on Invite { email(openingParagraphs: $p) { subject text } } } }`

func TestR2_R3_R6_WhoSendsALinkGetsItsMail(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		link, _ := w.invite("admin@alpha.example", vars{})
		for email, code := range map[string]string{
			"admin@alpha.example": "", "sales@alpha.example": "", "boss@alpha.example": "", "op@x.example": "",
			"help@alpha.example": "FORBIDDEN_ROLE",
		} {
			if got := w.ask(email, linkMailDoc, vars{"id": link}).topCode(); got != code {
				t.Errorf("%s: %q, want %q", email, got, code)
			}
		}
		named, _ := w.named("admin@tier2.example", nil)
		w.ask("admin@tier2.example", linkMailDoc, vars{"id": named}).want("node.email.subject", `"Tier Two: reseller relationship request"`)
		w.ask("admin@beta.example", linkMailDoc, vars{"id": link}).want("node", `null`)
		if got := w.ask("admin@alpha.example", linkMailDoc, vars{"id": link, "p": []string{"https://x.example/invite/x"}}).topCode(); got != "LINK_ALTERED" {
			t.Errorf("another link: %q", got)
		}
		w.suspend(alphaSuspended)
		if got := w.ask("admin@alpha.example", linkMailDoc, vars{"id": link}).topCode(); got != "PARTNER_SUSPENDED" {
			t.Errorf("suspended: %q", got)
		}
	})
}

func TestR14_ARelatedPartnerDoesNotLearnWhichCustomerDeclined(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		w.joined("admin@one.example", token)
		w.ask("admin@one.example", `mutation($t: String!) { declineRelationship(input: { token: $t, reason: "no more" }) { userErrors { code } } }`,
			vars{"t": token}).ok()
		const history = `query($id: ID!) { customer(id: $id) { history(filter: { kinds: [INVITE_DECLINED] }) { totalCount nodes { kind } } } }`
		id := w.customerID("admin@one.example")
		w.ask("admin@alpha.example", history, vars{"id": id}).want("customer.history", `{"totalCount":0,"nodes":[]}`)
		w.ask("admin@one.example", history, vars{"id": id}).want("customer.history.totalCount", `1`)
	})
}

func TestR23_AResellersImportedRelationshipEndsAsWell(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\ntier2,one,2025-01-01T00:00:00Z,,ACTIVE,\n"})
		id := w.ask("admin@tier2.example", `{ viewer { partner { relationships { nodes { id } } } } }`, nil).text("viewer.partner.relationships.nodes.0.id")
		w.do("admin@tier2.example", proposeDoc, vars{"relationshipId": id}).ok()
		w.do("admin@one.example", confirmDoc, vars{"relationshipId": id}).ok()
	})
}
