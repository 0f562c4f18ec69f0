package resolvers_test

import (
	"strings"
	"testing"

	"accord/reseller"
)

const declinesDoc = `{ viewer { partner { invites { nodes { declineCount acceptCount declines { totalCount nodes { id customerName reason declinedAt } } } } } } }`

func TestR14_Declining(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		events := w.written(func() {
			w.do("admin@one.example", declineDoc, vars{"token": token, "reason": " Not now,\r\nperhaps later.\n谢谢 "}).ok().want("declineRelationship.relationship", `null`)
		})
		if got := w.kinds(events); got != "INVITE_DECLINED" {
			t.Errorf("events %s", got)
		}
		const of = "viewer.partner.invites.nodes.0"
		a := w.ask("help@alpha.example", declinesDoc, nil)
		a.want(of+".declineCount", `1`)
		a.want(of+".acceptCount", `0`)
		a.want(of+".declines.nodes.0.customerName", `"One Ltd"`)
		a.want(of+".declines.nodes.0.reason", `"Not now,\nperhaps later.\n谢谢"`)
		w.unchanged(func() { // the same again
			w.do("admin@one.example", declineDoc, vars{"token": token, "reason": "Not now,\nperhaps later.\n谢谢"}).ok()
		})
		changed := w.written(func() { w.do("admin@one.example", declineDoc, vars{"token": token}).ok() })
		if len(changed) != 1 || changed[0].Before == nil || changed[0].Before.Fields["reason"] != "Not now,\nperhaps later.\n谢谢" {
			t.Errorf("R25: what was said before is not in the event: %+v", changed)
		}
		b := w.ask("admin@alpha.example", declinesDoc, nil)
		b.want(of+".declines.totalCount", `1`)
		b.want(of+".declines.nodes.0.reason", `null`)
		b.want(of+".declines.nodes.0.id", `"`+a.text(of+".declines.nodes.0.id")+`"`)
		w.accept("admin@one.example", vars{"token": token}).ok().want("acceptRelationship.alreadyAccepted", `false`)
	})
}

func TestR14_ThePartnerLearnsNameAndReasonNoMore(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		customer := w.ask("admin@one.example", `{ viewer { customer { id } user { id } } }`, nil)
		w.do("admin@one.example", declineDoc, vars{"token": token, "reason": "no"}).ok()
		const history = `{ history { totalCount nodes { id kind actor { id } relationship { id } before { name } after { name fields { name value } } } } }`
		a := w.ask("admin@alpha.example", `{ viewer { partner { customers { totalCount } history(filter: {kinds: [INVITE_DECLINED]}) { totalCount nodes { id actor { id } relationship { id } after { name fields { name value } } } } } } }`, nil)
		a.want("viewer.partner.customers.totalCount", `0`)
		const event = "viewer.partner.history.nodes.0"
		a.want(event+".actor", `null`)
		a.want(event+".relationship", `null`)
		a.want(event+".after", `{"name":"One Ltd","fields":[{"name":"reason","value":"no"}]}`)
		w.ask("admin@alpha.example", `query($id: ID!) { node(id: $id) { ... on RelationshipEvent { actor { id } } } }`, vars{"id": a.text(event + ".id")}).want("node.actor", `null`)
		for _, id := range []string{"viewer.customer.id", "viewer.user.id"} {
			w.ask("admin@alpha.example", `query($id: ID!) { node(id: $id) { id } }`, vars{"id": customer.text(id)}).want("node", `null`)
		}
		w.ask("admin@alpha.example", `query($id: ID!) { customer(id: $id) { name } }`, vars{"id": customer.text("viewer.customer.id")}).want("customer", `null`)
		// Neither by asking what that user has done.
		w.ask("admin@alpha.example", `query($u: ID!) { viewer { partner { history(filter: {actorId: $u}) { totalCount nodes { id } } } } }`, vars{"u": customer.text("viewer.user.id")}).
			want("viewer.partner.history", `{"totalCount":0,"nodes":[]}`)
		// The customer itself sees who it was.
		own := w.ask("user@one.example", `{ viewer { customer `+strings.Replace(history, "history", "history(filter: {kinds: [INVITE_DECLINED]})", 1)+` } }`, nil)
		own.want("viewer.customer.history.nodes.0.actor.id", `"`+customer.text("viewer.user.id")+`"`)
		// Other partners and customers see nothing of it, and not by its id.
		decline := w.ask("admin@alpha.example", declinesDoc, nil).text("viewer.partner.invites.nodes.0.declines.nodes.0.id")
		const node = `query($id: ID!) { node(id: $id) { ... on InviteDecline { customerName } } }`
		w.ask("sales@alpha.example", node, vars{"id": decline}).want("node.customerName", `"One Ltd"`)
		for _, stranger := range []string{"admin@beta.example", "admin@two.example", "admin@one.example"} {
			w.ask(stranger, node, vars{"id": decline}).want("node", `null`)
		}
	})
}

func TestR14_Reasons(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		for name, c := range map[string]struct{ reason, code string }{
			"longest":     {strings.Repeat("字", 500), ""},
			"too long":    {strings.Repeat("字", 501), "VALIDATION_FAILED"},
			"bell":        {"a\x07b", "VALIDATION_FAILED"},
			"nul":         {"a\x00b", "VALIDATION_FAILED"},
			"direction":   {"a\u202eb", "VALIDATION_FAILED"},
			"bare return": {"a\rb", "VALIDATION_FAILED"},
			"empty":       {"", ""},
			"blank":       {" \n ", ""},
			"markup":      {"<script>alert('x')</script> %s {{.}} \\ '", ""},
		} {
			a := w.do("admin@one.example", declineDoc, vars{"token": token, "reason": c.reason})
			if got := a.codes(); got != c.code {
				t.Errorf("%s: %q, want %q", name, got, c.code)
			}
			if c.code != "" {
				a.want("declineRelationship.userErrors.0.path", `["reason"]`)
			}
			shown := w.ask("admin@alpha.example", declinesDoc, nil).list("viewer.partner.invites.nodes.0.declines.nodes")
			if reason := strings.TrimSpace(c.reason); c.code == "" && reason != "" && shown[0].text("reason") != reason {
				t.Errorf("%s: kept as %q", name, shown[0].text("reason"))
			}
		}
	})
}

func TestR14_RefusedDeclines(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		revoked, gone := w.invite("admin@alpha.example", vars{"campaign": "gone"})
		w.do("admin@alpha.example", revokeDoc, vars{"inviteId": revoked}).ok()
		expired := w.link("admin@alpha.example", vars{"expiresAt": "2026-03-01T08:00:30Z"})
		exhausted := w.link("admin@alpha.example", vars{"maxUses": 1})
		w.accept("admin@two.example", vars{"token": exhausted}).ok()
		w.clock.pass(60e9)
		w.unchanged(func() {
			for _, email := range []string{"user@one.example", "admin@alpha.example", "admin@beta.example", "op@x.example"} {
				w.do(email, declineDoc, vars{"token": token}).refusedBy("FORBIDDEN_ROLE", "R14")
			}
			if code := w.do("", declineDoc, vars{"token": token}).topCode(); code != "UNAUTHENTICATED" {
				t.Errorf("nobody: %s", code)
			}
			w.do("admin@one.example", declineDoc, vars{"token": "nonsense"}).refused("INVITE_INVALID")
			w.do("admin@one.example", declineDoc, vars{"token": gone}).refusedBy("INVITE_REVOKED", "R8")
			w.do("admin@one.example", declineDoc, vars{"token": expired}).refusedBy("INVITE_EXPIRED", "R8")
			w.do("admin@one.example", declineDoc, vars{"token": exhausted}).refusedBy("INVITE_EXHAUSTED", "R8")
			w.do("admin@one.example", declineDoc, vars{"token": token, "version": 1}).refusedBy("STALE_VERSION", "R26")
		})
		w.suspend(alphaSuspended)
		w.unchanged(func() {
			w.do("admin@one.example", declineDoc, vars{"token": token}).refusedBy("PARTNER_SUSPENDED", "R5")
		})
		w.suspend(alphaActive)
		w.do("admin@one.example", declineDoc, vars{"token": token}).ok()
	})
}

// A decline changes nothing that stands.
func TestR14_DecliningWhereARelationshipStands(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{"maxUses": 1})
		relationship := w.joined("admin@one.example", token)
		a := w.do("admin@one.example", declineDoc, vars{"token": token, "version": 1}).ok() // not exhausted to who has accepted
		a.want("declineRelationship.relationship.id", `"`+relationship+`"`)
		if got := w.holders("admin@one.example"); got != "AZURE=Alpha OFFICE365=Alpha" {
			t.Errorf("holders %s", got)
		}
	})
}

func TestR14_DeclinesOfALinkInAResellersName(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, token := w.named("admin@tier2.example", nil)
		events := w.written(func() { w.do("admin@one.example", declineDoc, vars{"token": token, "reason": "no"}).ok() })
		if len(events) != 1 || events[0].Kind != reseller.EventInviteDeclined {
			t.Fatalf("events %v", events)
		}
		const doc = `query($id: ID!) { node(id: $id) { ... on Invite { declineCount declines { nodes { customerName reason } } } } }`
		for _, email := range []string{"admin@prov.example", "help@tier2.example"} {
			w.ask(email, doc, vars{"id": id}).want("node", `{"declineCount":1,"declines":{"nodes":[{"customerName":"One Ltd","reason":"no"}]}}`)
		}
		w.ask("admin@tier2b.example", doc, vars{"id": id}).want("node", `null`)
	})
}
