package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"accord/reseller"
)

const invitesDoc = `query($from: Date!, $to: Date, $interval: ReportInterval! = DAY, $ids: [ID!], $asOf: DateTime) { viewer { partner { report(from: $from, to: $to, interval: $interval, asOf: $asOf) {
	parts { from to } invites(ids: $ids) { ...T acceptances { ...C } declines { ...C } rate timeToAccept { median percentile90 } links {
		invite { id } views { ...C } previews { ...C } acceptances { ...L } declines { ...L } rate timeToAccept { median percentile90 } } }
} } } }
fragment T on InviteReport { views { ...C } previews { ...C } }
fragment C on ReportCounts { values total }
fragment L on ReportLine { values total }`

// look previews a link as a user; "" is nobody.
func (w *world) look(email, token string) {
	w.t.Helper()
	w.ask(email, previewDoc, vars{"t": token}).want("invite.partner.status", `"ACTIVE"`)
}

func TestR8_ReportsTellWhatCameOfLinks(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		id, token := w.invite("admin@alpha.example", vars{})
		w.clock.set(time.Date(2026, 3, 1, 15, 0, 0, 0, time.UTC)) // eleven at night in Shanghai
		w.look("", token)
		w.look("admin@one.example", token)
		w.look("user@one.example", token) // of the same customer
		w.clock.pass(2 * time.Hour)       // the next day
		w.look("admin@two.example", token)
		w.look("admin@alpha.example", token)
		w.must(w.app.FlushViews(t.Context()))
		w.clock.set(time.Date(2026, 3, 1, 18, 0, 1, 0, time.UTC)) // three hours after the customer's first look
		w.accept("admin@one.example", vars{"token": token}).ok()
		w.look("admin@three.example", token)
		w.look("admin@one.example", token) // again
		w.do("admin@two.example", declineDoc, vars{"token": token, "reason": "no"}).ok()
		for range 2 {
			a := w.ask("admin@alpha.example", invitesDoc, vars{"from": "2026-02-28"})
			const counted = `"views": {"values": [0, 3, 4], "total": 7}, "previews": {"values": [0, 1, 2], "total": 3}, "acceptances": {"values": [0, 0, 1], "total": 1},
				"declines": {"values": [0, 0, 1], "total": 1}, "rate": 0.3333333333333333, "timeToAccept": {"median": 10800, "percentile90": 10800}`
			a.want("viewer.partner.report.invites", `{`+counted+`, "links": [{"invite": {"id": "`+id+`"}, `+counted+`}]}`)
			early := w.ask("admin@alpha.example", invitesDoc, vars{"from": "2026-02-28", "to": "2026-03-02"})
			early.want("viewer.partner.report.invites.rate", `1`)
			early.want("viewer.partner.report.invites.timeToAccept", `null`)
			w.must(w.app.FlushViews(t.Context()))
		}
		none := w.ask("admin@alpha.example", invitesDoc, vars{"from": "2026-02-20", "to": "2026-02-22"})
		none.want("viewer.partner.report.invites.rate", `null`)
		none.want("viewer.partner.report.invites.links", `[]`)
	})
}

// TestR27_NobodyLearnsWhoMerelyLooked: not what is written nor what is not written yet.
func TestR27_NobodyLearnsWhoMerelyLooked(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		alphas, betas := w.link("admin@alpha.example", vars{}), w.link("admin@beta.example", vars{})
		w.look("admin@one.example", alphas)
		w.look("admin@two.example", betas)
		for range 2 {
			for email, customer := range map[string]string{"admin@alpha.example": "one", "admin@beta.example": "two", "op@x.example": ""} {
				a := w.ask(email, invitesDoc, vars{"from": "2026-03-01"})
				if email == "op@x.example" {
					a = w.ask(email, strings.Replace(invitesDoc, "viewer { partner", `viewer: node(id: "`+w.partner("admin@alpha.example")+`") { ... on Partner`, 1), vars{"from": "2026-03-01"})
					a.want("viewer.report.invites.previews", `{"values": [1], "total": 1}`)
					continue
				}
				a.want("viewer.partner.report.invites.previews", `{"values": [1], "total": 1}`)
				a.want("viewer.partner.report.invites.views.total", `1`)
				if strings.Contains(a.body, customer+".example") || strings.Contains(a.body, "cus_") {
					t.Errorf("%s is told %s", email, a.body)
				}
			}
			w.must(w.app.FlushViews(t.Context()))
		}
	})
}

func TestR6_ReportsOfLinksInAResellersName(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		own, ownToken := w.invite("admin@prov.example", vars{})
		named, token := w.named("admin@tier2.example", nil)
		w.look("admin@two.example", ownToken)
		w.look("admin@one.example", token)
		w.accept("admin@one.example", vars{"token": token}).ok()
		for range 2 {
			w.ask("admin@tier2.example", invitesDoc, vars{"from": "2026-03-01"}).want("viewer.partner.report.invites.previews.total", `1`)
			a := w.ask("admin@prov.example", invitesDoc, vars{"from": "2026-03-01"})
			a.want("viewer.partner.report.invites.previews.total", `2`)
			a.want("viewer.partner.report.invites.links.0.invite.id", `"`+named+`"`) // the newest
			a.want("viewer.partner.report.invites.links.1.invite.id", `"`+own+`"`)
			w.ask("admin@tier2.example", invitesDoc, vars{"from": "2026-03-01", "ids": []any{own}}).want("viewer.partner.report.invites.links", `[]`)
			w.must(w.app.FlushViews(t.Context()))
		}
	})
}

func TestReportsOfLinksThatAreNamed(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		seen, token := w.invite("admin@alpha.example", vars{})
		unseen, _ := w.invite("admin@alpha.example", vars{"campaign": "spring"})
		others, othersToken := w.invite("admin@beta.example", vars{})
		w.look("", token)
		w.look("", othersToken)
		w.look("admin@one.example", othersToken)
		for range 2 {
			a := w.ask("admin@alpha.example", invitesDoc, vars{"from": "2026-03-01", "ids": []any{unseen, others}})
			a.want("viewer.partner.report.invites.views.total", `0`)
			a.want("viewer.partner.report.invites.links.0.invite.id", `"`+unseen+`"`)
			if n := len(a.list("viewer.partner.report.invites.links")); n != 1 {
				t.Errorf("%d links", n)
			}
			both := w.ask("admin@alpha.example", invitesDoc, vars{"from": "2026-03-01", "ids": []any{seen, unseen, seen}})
			both.want("viewer.partner.report.invites.views.total", `1`)
			if n := len(both.list("viewer.partner.report.invites.links")); n != 2 {
				t.Errorf("%d links", n)
			}
			w.ask("admin@alpha.example", invitesDoc, vars{"from": "2026-03-01", "ids": []any{}}).want("viewer.partner.report.invites.links", `[]`)
			w.must(w.app.FlushViews(t.Context()))
		}
		for name, ids := range map[string][]any{"malformed": {"ivt_x"}, "too many": many(seen, 101)} {
			if a := w.ask("admin@alpha.example", invitesDoc, vars{"from": "2026-03-01", "ids": ids}); a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%s: %v", name, a.Errors)
			}
		}
	})
}

// Of ten years by day it is told of 54 links one by one, and of all together in any case.
func TestReportsOfManyLinks(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for i := range 55 {
			w.look("", w.link("admin@alpha.example", vars{"campaign": fmt.Sprint(i)}))
		}
		for range 2 {
			a := w.ask("admin@alpha.example", invitesDoc, vars{"from": "2016-03-01"})
			if links := a.get("viewer.partner.report.invites.links"); a.topCode() != "LIMIT_EXCEEDED" || links != nil {
				t.Errorf("%s: %v", a.topCode(), links)
			}
			if n := whole(a.get("viewer.partner.report.invites.views.total")); n != 55 {
				t.Errorf("%d views", n)
			}
			if n := len(w.ask("admin@alpha.example", invitesDoc, vars{"from": "2016-03-01", "interval": "MONTH"}).list("viewer.partner.report.invites.links")); n != 55 {
				t.Errorf("%d links", n)
			}
			w.must(w.app.FlushViews(t.Context()))
		}
	})
}

// A preview that is seen before it is written, or written when the customer has accepted, is as if it had been written at once; and what
// a server cannot write it keeps.
func TestPreviewsCountWheneverTheyAreWritten(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		_, token := w.invite("admin@alpha.example", vars{})
		one, err := w.store.Identify(t.Context(), "admin@one.example")
		w.must(err)
		other := w.another() // which writes last what it has seen first
		preview := func(a *reseller.App) {
			_, err := a.PreviewInvite(t.Context(), one, token)
			w.must(err)
		}
		preview(other)
		w.clock.pass(time.Minute)
		preview(w.app)
		w.must(w.app.FlushViews(t.Context()))
		w.clock.pass(time.Minute)
		w.accept("admin@one.example", vars{"token": token}).ok()
		w.clock.pass(time.Minute)
		preview(w.app)
		took := func(want string) {
			t.Helper()
			w.ask("admin@alpha.example", invitesDoc, vars{"from": "2026-03-01"}).want("viewer.partner.report.invites.timeToAccept.median", want)
		}
		took(`60`)
		w.must(w.app.FlushViews(t.Context()))
		took(`60`)
		w.must(other.FlushViews(t.Context()))
		took(`120`)
		w.ask("admin@alpha.example", `{ viewer { partner { invite { viewCount } } } }`, nil).want("viewer.partner.invite.viewCount", `3`)
	})
}
