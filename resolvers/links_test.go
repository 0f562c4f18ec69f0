package resolvers_test

import (
	"testing"
	"time"
)

func TestR8_RotatingAtOnce(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, old := w.invite("admin@alpha.example", vars{})
		if code := w.previewed("", old); code != "" { // now it is cached
			t.Errorf("preview: %s", code)
		}
		var made string
		events := w.written(func() {
			a := w.do("admin@alpha.example", rotateDoc, vars{"inviteId": id}).ok()
			made = a.text("rotateInvite.invite.token")
			a.want("rotateInvite.invite.status", `"ACTIVE"`)
			a.want("rotateInvite.invite.version", `1`)
		})
		if got := w.kinds(events); got != "INVITE_ROTATED INVITE_CREATED" || made == old {
			t.Errorf("events %s, token %s after %s", got, made, old)
		}
		if code := w.previewed("", old); code != "INVITE_REVOKED" {
			t.Errorf("the old link previews: %q", code)
		}
		w.unchanged(func() {
			w.accept("admin@one.example", vars{"token": old}).refusedBy("INVITE_REVOKED", "R8")
			if again := w.link("sales@alpha.example", vars{}); again != made {
				t.Errorf("a request gives %s, want the new link", again)
			}
		})
		w.ask("admin@alpha.example", `{ viewer { partner { invite { token status } invites { nodes { status version } } } } }`, nil).
			want("viewer.partner", `{"invite":{"token":"`+made+`","status":"ACTIVE"},"invites":{"nodes":[{"status":"ACTIVE","version":1},{"status":"ROTATED","version":2}]}}`)
		w.accept("admin@one.example", vars{"token": made}).ok()
	})
}

func TestR8_RotatingKeepsTheTerms(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		in := vars{"services": []string{"AZURE"}, "campaign": "春季", "maxUses": 3, "expiresAt": "2026-05-01T00:00:00Z"}
		id, _ := w.invite("admin@alpha.example", in)
		made := w.do("boss@alpha.example", rotateDoc, vars{"inviteId": id, "version": 1}).ok().text("rotateInvite.invite.id")
		w.ask("admin@alpha.example", `query($id: ID!) { node(id: $id) { ... on Invite { label maxUses expiresAt services { code } acceptCount } } }`, vars{"id": made}).
			want("node", `{"label":"春季","maxUses":3,"expiresAt":"2026-05-01T00:00:00Z","services":[{"code":"AZURE"}],"acceptCount":0}`)
		if again, _ := w.invite("admin@alpha.example", in); again != made {
			w.t.Error("the terms' link is another")
		}
	})
}

func TestR8_RotatingWithGrace(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, old := w.invite("admin@alpha.example", vars{})
		rotated := w.do("admin@alpha.example", rotateDoc, vars{"inviteId": id, "gracePeriodSeconds": 3600}).ok()
		// The request after it gives the new link; the old one still works, and counts as itself.
		if again := w.link("admin@alpha.example", vars{}); again == old || again != rotated.text("rotateInvite.invite.token") {
			t.Errorf("a request gives %s", again)
		}
		w.accept("admin@one.example", vars{"token": old}).ok()
		w.ask("", `query($t: String!) { invite(token: $t) { expiresAt } }`, vars{"t": old}).want("invite.expiresAt", `"2026-03-01T09:00:01Z"`)
		const doc = `{ viewer { partner { invites { nodes { status graceEndsAt acceptCount } } } } }`
		w.ask("admin@alpha.example", doc, nil).want("viewer.partner.invites.nodes",
			`[{"status":"ACTIVE","graceEndsAt":null,"acceptCount":0},{"status":"ACTIVE","graceEndsAt":"2026-03-01T09:00:01Z","acceptCount":1}]`)
		w.clock.pass(time.Hour)
		w.accept("admin@two.example", vars{"token": old}).refusedBy("INVITE_REVOKED", "R8")
		if code := w.previewed("", old); code != "INVITE_REVOKED" {
			t.Errorf("after the grace it previews: %q", code)
		}
		w.ask("admin@alpha.example", doc, nil).want("viewer.partner.invites.nodes.1.status", `"ROTATED"`)
		w.do("admin@alpha.example", rotateDoc, vars{"inviteId": id}).refusedBy("INVITE_REVOKED", "R8")
	})
}

// A link in grace may be rotated again: its grace changes, which is a change of it, and the new link is the one there is.
func TestR8_RotatingInGraceChangesTheGrace(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, old := w.invite("admin@alpha.example", vars{})
		made := w.do("admin@alpha.example", rotateDoc, vars{"inviteId": id, "gracePeriodSeconds": 3600}).ok().text("rotateInvite.invite.id")
		events := w.written(func() {
			w.do("admin@alpha.example", rotateDoc, vars{"inviteId": id, "gracePeriodSeconds": 0, "version": 2}).ok().want("rotateInvite.invite.id", `"`+made+`"`)
		})
		if got := w.kinds(events); got != "INVITE_ROTATED" {
			t.Errorf("R25: the version has grown, the events are %q", got)
		}
		w.accept("admin@one.example", vars{"token": old}).refused("INVITE_REVOKED")
	})
}

func TestR8_RefusedRotations(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, _ := w.invite("admin@alpha.example", vars{})
		revoked, _ := w.invite("admin@alpha.example", vars{"campaign": "revoked"})
		w.do("admin@alpha.example", revokeDoc, vars{"inviteId": revoked}).ok()
		expired, _ := w.invite("admin@alpha.example", vars{"expiresAt": "2026-03-01T09:00:00Z"})
		exhausted, token := w.invite("admin@alpha.example", vars{"maxUses": 1})
		w.accept("admin@one.example", vars{"token": token}).ok()
		w.clock.pass(time.Hour)
		w.unchanged(func() {
			for name, c := range map[string]struct {
				email      string
				in         vars
				code, rule string
			}{
				"negative grace": {"admin@alpha.example", vars{"inviteId": id, "gracePeriodSeconds": -1}, "VALIDATION_FAILED", "R8"},
				"huge grace":     {"admin@alpha.example", vars{"inviteId": id, "gracePeriodSeconds": 2147483647}, "VALIDATION_FAILED", "R8"},
				"90 days and 1s": {"admin@alpha.example", vars{"inviteId": id, "gracePeriodSeconds": 7776001}, "VALIDATION_FAILED", "R8"},
				"malformed id":   {"admin@alpha.example", vars{"inviteId": "nonsense"}, "VALIDATION_FAILED", ""},
				"revoked":        {"admin@alpha.example", vars{"inviteId": revoked}, "INVITE_REVOKED", "R8"},
				"expired":        {"admin@alpha.example", vars{"inviteId": expired}, "INVITE_EXPIRED", "R8"},
				"exhausted":      {"admin@alpha.example", vars{"inviteId": exhausted}, "INVITE_EXHAUSTED", "R8"},
				"stale":          {"admin@alpha.example", vars{"inviteId": id, "version": 2}, "STALE_VERSION", "R26"},
				"another's":      {"admin@beta.example", vars{"inviteId": id}, "NOT_FOUND", "R27"},
				"a customer":     {"admin@one.example", vars{"inviteId": id}, "NOT_FOUND", "R27"},
				"sales":          {"sales@alpha.example", vars{"inviteId": id}, "FORBIDDEN_ROLE", "R18"},
				"helpdesk":       {"help@alpha.example", vars{"inviteId": id}, "FORBIDDEN_ROLE", "R18"},
				"billing":        {"bill@alpha.example", vars{"inviteId": id}, "FORBIDDEN_ROLE", "R18"},
				"user admin":     {"users@alpha.example", vars{"inviteId": id}, "FORBIDDEN_ROLE", "R18"},
				"operator":       {"op@x.example", vars{"inviteId": id}, "FORBIDDEN_ROLE", "R18"},
			} {
				t.Log(name)
				w.do(c.email, rotateDoc, c.in).refusedBy(c.code, c.rule)
			}
			if code := w.do("", rotateDoc, vars{"inviteId": id}).topCode(); code != "UNAUTHENTICATED" {
				t.Errorf("nobody: %s", code)
			}
		})
		w.do("admin@alpha.example", rotateDoc, vars{"inviteId": id, "gracePeriodSeconds": 7776000}).ok()
	})
}

func TestR8_Revoking(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, token := w.invite("admin@alpha.example", vars{})
		if code := w.previewed("", token); code != "" {
			t.Errorf("preview: %s", code)
		}
		w.unchanged(func() {
			w.do("admin@beta.example", revokeDoc, vars{"inviteId": id}).refusedBy("NOT_FOUND", "R27")
			w.do("sales@alpha.example", revokeDoc, vars{"inviteId": id}).refusedBy("FORBIDDEN_ROLE", "R18")
			w.do("admin@alpha.example", revokeDoc, vars{"inviteId": id, "version": 9}).refusedBy("STALE_VERSION", "R26")
		})
		events := w.written(func() {
			w.do("admin@alpha.example", revokeDoc, vars{"inviteId": id, "version": 1}).ok().want("revokeInvite.invite.status", `"REVOKED"`)
		})
		if got := w.kinds(events); got != "INVITE_REVOKED" || events[0].Before.InviteStatus != "ACTIVE" || events[0].After.InviteStatus != "REVOKED" {
			t.Errorf("events %s", got)
		}
		w.unchanged(func() {
			w.do("admin@alpha.example", revokeDoc, vars{"inviteId": id}).ok().want("revokeInvite.invite.version", `2`)
			w.accept("admin@one.example", vars{"token": token}).refusedBy("INVITE_REVOKED", "R8")
		})
		if code := w.previewed("", token); code != "INVITE_REVOKED" {
			t.Errorf("the cached preview goes on: %q", code)
		}
		w.ask("admin@alpha.example", `{ viewer { partner { invite { id } } } }`, nil).want("viewer.partner.invite", `null`)
		if _, another := w.invite("admin@alpha.example", vars{}); another == token {
			t.Error("the next request gives the revoked link")
		}
	})
}

// Whatever state a link is in, it can be revoked; one in grace stops then.
func TestR8_RevokingInGraceStopsTheLink(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, old := w.invite("admin@alpha.example", vars{})
		made := w.do("admin@alpha.example", rotateDoc, vars{"inviteId": id, "gracePeriodSeconds": 3600}).ok().text("rotateInvite.invite.token")
		if code := w.previewed("", old); code != "" {
			t.Errorf("in grace: %s", code)
		}
		w.do("admin@alpha.example", revokeDoc, vars{"inviteId": id}).ok()
		if code := w.previewed("", old); code != "INVITE_REVOKED" {
			t.Errorf("revoked in grace: %q", code)
		}
		if again := w.link("admin@alpha.example", vars{}); again != made {
			t.Error("revoking the old link has touched the new one")
		}
	})
}
