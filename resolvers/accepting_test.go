package resolvers_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"accord/db/dbtest"
)

const previewDoc = `query($t: String!) { invite(token: $t) {
	partner { name country status } reseller { name } services { code name(locale: "zh-CN") } expiresAt
	forViewer { alreadyRelated delegations { service { code } holder { name } beside { name } } conflicts { service { code } holder { id name } } } } }`

func TestR9_PreviewBeforeSignIn(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{"services": []string{"OFFICE365"}})
		wanted := `{"partner":{"name":"Alpha","country":"CN","status":"ACTIVE"},"reseller":null,
			"services":[{"code":"OFFICE365","name":"办公 365"}],"expiresAt":null,"forViewer":null}`
		w.ask("", previewDoc, vars{"t": token}).want("invite", wanted)
		w.ask("admin@beta.example", previewDoc, vars{"t": token}).want("invite", wanted)
	})
}

func TestR9_PreviewForACustomer(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		alpha, beta, advisor := w.link("admin@alpha.example", vars{}), w.link("admin@beta.example", vars{}), w.link("admin@adv.example", vars{})
		w.accept("admin@one.example", vars{"token": alpha, "services": []string{"OFFICE365"}}).ok()
		w.accept("admin@one.example", vars{"token": advisor}).ok()
		// A customer's user who may only read sees it as well.
		a := w.ask("user@one.example", previewDoc, vars{"t": beta})
		a.want("invite.forViewer.alreadyRelated", `false`)
		a.want("invite.forViewer.delegations", `[{"service":{"code":"AZURE"},"holder":null,"beside":[]},
			{"service":{"code":"INTUNE"},"holder":null,"beside":[]},
			{"service":{"code":"OFFICE365"},"holder":{"name":"Alpha"},"beside":[{"name":"Advisor"}]}]`)
		if got := a.text("invite.forViewer.conflicts.0.holder.name") + " " + a.text("invite.forViewer.conflicts.0.service.code"); got != "Alpha OFFICE365" {
			t.Errorf("conflict: %s", got)
		}
		mine := w.ask("admin@one.example", previewDoc, vars{"t": alpha})
		mine.want("invite.forViewer.alreadyRelated", `true`)
		mine.want("invite.forViewer.conflicts", `[]`)
		w.ask("admin@one.example", previewDoc, vars{"t": advisor}).want("invite.forViewer.conflicts", `[]`)
		w.ask("admin@two.example", previewDoc, vars{"t": beta}).want("invite.forViewer.conflicts", `[]`)
	})
}

func TestR8_ViewsAndAcceptancesAreCounted(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		for range 3 {
			w.ask("", previewDoc, vars{"t": token})
		}
		for _, customer := range []string{"one", "two", "one"} {
			w.accept("admin@"+customer+".example", vars{"token": token}).ok()
		}
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		w.accept("admin@one.example", vars{"token": token}).ok()
		w.ask("admin@alpha.example", `{ viewer { partner { invite { viewCount acceptCount declineCount } } } }`, nil).
			want("viewer.partner.invite", `{"viewCount":3,"acceptCount":2,"declineCount":0}`)
	})
}

func TestR10_Accepting(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		first := w.accept("admin@one.example", vars{"token": token}).ok()
		first.want("acceptRelationship.alreadyAccepted", `false`)
		first.want("acceptRelationship.relationship.status", `"ACTIVE"`)
		first.want("acceptRelationship.displaced", `[]`)
		if n := len(first.list("acceptRelationship.granted")); n != 2 {
			t.Errorf("%d granted", n)
		}
		w.unchanged(func() {
			again := w.accept("admin@one.example", vars{"token": token}).ok()
			again.want("acceptRelationship.alreadyAccepted", `true`)
			again.want("acceptRelationship.granted", `[]`)
			again.want("acceptRelationship.relationship.version", `1`)
			if again.text("acceptRelationship.relationship.id") != first.text("acceptRelationship.relationship.id") {
				t.Error("another relationship")
			}
		})
		if got := w.holders("admin@one.example"); got != "AZURE=Alpha OFFICE365=Alpha" {
			t.Errorf("holders: %s", got)
		}
	})
}

func TestR10_AChosenSubset(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		w.unchanged(func() {
			w.accept("admin@one.example", vars{"token": token, "services": []string{}}).refused("VALIDATION_FAILED")
			w.accept("admin@one.example", vars{"token": token, "services": []string{"NOPE"}}).refused("VALIDATION_FAILED")
			w.accept("admin@one.example", vars{"token": token, "services": []string{"AZURE", "INTUNE"}}).refused("VALIDATION_FAILED")
		})
		w.accept("admin@one.example", vars{"token": token, "services": []string{"AZURE"}}).ok()
		if got := w.holders("admin@one.example"); got != "AZURE=Alpha" {
			t.Errorf("holders: %s", got)
		}
		more := w.accept("admin@one.example", vars{"token": token}).ok()
		more.want("acceptRelationship.alreadyAccepted", `false`)
		more.want("acceptRelationship.granted.0.service.code", `"OFFICE365"`)
		more.want("acceptRelationship.relationship.version", `2`)
	})
}

func TestR4_ALinkWithoutDelegatedAdmin(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{"delegatedAdmin": false})
		w.ask("", previewDoc, vars{"t": token}).want("invite.services", `[]`)
		w.accept("admin@one.example", vars{"token": token, "services": []string{"AZURE"}}).refused("VALIDATION_FAILED")
		a := w.accept("admin@one.example", vars{"token": token}).ok()
		a.want("acceptRelationship.granted", `[]`)
		a.want("acceptRelationship.alreadyAccepted", `false`)
		w.accept("admin@one.example", vars{"token": token}).ok().want("acceptRelationship.alreadyAccepted", `true`)
		if got := w.holders("admin@one.example"); got != "" {
			t.Errorf("holders: %s", got)
		}
	})
}

func TestR10_WhoMayAccept(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		w.unchanged(func() {
			for _, email := range []string{"user@one.example", "admin@beta.example", "admin@alpha.example", "op@x.example"} {
				w.accept(email, vars{"token": token}).refused("FORBIDDEN_ROLE")
			}
			if code := w.accept("", vars{"token": token}).topCode(); code != "UNAUTHENTICATED" {
				t.Errorf("nobody: %s", code)
			}
		})
	})
}

func TestR7_RegionsMustMatch(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		token := w.link("admin@sing.example", vars{})
		w.unchanged(func() { w.accept("admin@one.example", vars{"token": token}).refused("REGION_MISMATCH") })
	})
}

func TestR10_BadTokens(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		last := "a"
		if strings.HasSuffix(token, "a") {
			last = "b"
		}
		foreign := newWorld(t, w.store, "0303030303030303030303030303030303030303030303030303030303030303").link("admin@beta.example", vars{})
		for name, bad := range map[string]string{
			"empty": "", "truncated": token[:len(token)-1], "longer": token + "0", "changed": token[:len(token)-1] + last,
			"other prefix": "inw_" + token[4:], "spaces": " " + token, "unknown key": foreign, "junk": strings.Repeat("x", 10000), "nul": "inv_\x00",
		} {
			w.accept("admin@one.example", vars{"token": bad}).refused("INVITE_INVALID")
			a := w.ask("", previewDoc, vars{"t": bad})
			if a.topCode() != "INVITE_INVALID" || a.get("invite") != nil {
				t.Errorf("%s: preview %s", name, a.topCode())
			}
		}
	})
}

func TestR11_R12_AnotherHolderIsInTheWay(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		alpha, beta := w.link("admin@alpha.example", vars{}), w.link("admin@beta.example", vars{})
		w.accept("admin@one.example", vars{"token": alpha}).ok()
		w.unchanged(func() {
			a := w.accept("admin@one.example", vars{"token": beta})
			a.refused(strings.TrimSpace(strings.Repeat("SERVICE_ALREADY_DELEGATED ", 2)))
			a.want("acceptRelationship.userErrors.0.service.code", `"AZURE"`)
			a.want("acceptRelationship.userErrors.1.service.code", `"OFFICE365"`)
			a.want("acceptRelationship.userErrors.0.holder.name", `"Alpha"`)
			a.want("acceptRelationship.userErrors.0.rule", `"R12"`)
		})
		if got := w.holders("admin@one.example"); got != "AZURE=Alpha OFFICE365=Alpha" {
			t.Errorf("holders: %s", got)
		}
		w.accept("admin@one.example", vars{"token": beta, "services": []string{"INTUNE"}}).ok()
		replaced := w.accept("admin@one.example", vars{"token": beta, "replaceExisting": true}).ok()
		replaced.want("acceptRelationship.displaced", fmt.Sprintf(`[%s,%s]`, displaced(replaced, 0, "AZURE"), displaced(replaced, 1, "OFFICE365")))
		if got := w.holders("admin@one.example"); got != "AZURE=Beta INTUNE=Beta OFFICE365=Beta" {
			t.Errorf("holders: %s", got)
		}
		w.accept("admin@one.example", vars{"token": alpha, "services": []string{"AZURE"}}).refused("SERVICE_ALREADY_DELEGATED")
		w.accept("admin@one.example", vars{"token": alpha, "services": []string{"AZURE"}, "replaceExisting": true}).ok()
		if got := w.holders("admin@one.example"); got != "AZURE=Alpha INTUNE=Beta OFFICE365=Beta" {
			t.Errorf("holders: %s", got)
		}
	})
}

func displaced(a *answer, i int, service string) string {
	return fmt.Sprintf(`{"id":%q,"service":{"code":%q},"partner":{"name":"Alpha"},"status":"ENDED","endReason":"DISPLACED"}`,
		a.text(fmt.Sprintf("acceptRelationship.displaced.%d.id", i)), service)
}

func TestR12_BothHistoriesShowTheReplacement(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		alpha, beta := w.link("admin@alpha.example", vars{"services": []string{"AZURE"}}), w.link("admin@beta.example", vars{"services": []string{"AZURE"}})
		w.accept("admin@one.example", vars{"token": alpha}).ok()
		w.accept("admin@one.example", vars{"token": beta, "replaceExisting": true}).ok()
		const doc = `{ viewer { partner { relationships { nodes { history { nodes { kind changeId actor { email roles } before { delegatedAdminStatus } after { relationshipStatus service { code } delegatedAdminStatus endReason } invite { label } } } } } } } }`
		lost, won := w.ask("admin@alpha.example", doc, nil), w.ask("admin@beta.example", doc, nil)
		const of = "viewer.partner.relationships.nodes.0.history.nodes"
		if n := len(lost.list(of)); n != 3 {
			t.Errorf("%d events in Alpha's history", n)
		}
		lost.want(of+".2.kind", `"DELEGATED_ADMIN_ENDED"`)
		lost.want(of+".2.after", `{"relationshipStatus":null,"service":{"code":"AZURE"},"delegatedAdminStatus":"ENDED","endReason":"DISPLACED"}`)
		lost.want(of+".2.before", `{"delegatedAdminStatus":"ACTIVE"}`)
		lost.want(of+".2.actor", `{"email":null,"roles":["GLOBAL_ADMIN"]}`)
		lost.want(of+".2.invite", `null`) // the link is the other partner's
		won.want(of+".1.kind", `"DELEGATED_ADMIN_GRANTED"`)
		if lost.text(of+".2.changeId") != won.text(of+".1.changeId") {
			t.Error("not one change")
		}
	})
}

func TestR11_AdvisorsStandBeside(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for _, partner := range []string{"adv", "alpha", "prov"} {
			a := w.accept("admin@one.example", vars{"token": w.link("admin@"+partner+".example", vars{"services": []string{"OFFICE365"}})})
			if partner == "prov" {
				a.refused("SERVICE_ALREADY_DELEGATED") // a provider is transacting as well
				continue
			}
			a.ok()
		}
		if got := w.holders("admin@one.example"); got != "OFFICE365=Alpha+Advisor" {
			t.Errorf("holders: %s", got)
		}
	})
}

func TestR11_TierTwoStandsBeside(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\ntier2,one,2025-01-01,,ACTIVE,OFFICE365\nprov,one,2025-01-02,,ACTIVE,OFFICE365\n"})
		if got := w.holders("admin@one.example"); got != "OFFICE365=Provider+Tier Two" {
			t.Errorf("holders: %s", got)
		}
		w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{"services": []string{"OFFICE365"}}), "replaceExisting": true}).ok()
		if got := w.holders("admin@one.example"); got != "OFFICE365=Alpha+Tier Two" {
			t.Errorf("holders: %s", got)
		}
	})
}

func TestR11_AcceptancesAtOnceLeaveOneHolder(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		tokens := []string{w.link("admin@alpha.example", vars{"services": []string{"AZURE"}}), w.link("admin@beta.example", vars{"services": []string{"AZURE"}})}
		for _, replace := range []bool{false, true} {
			var at sync.WaitGroup
			for i := range 8 {
				at.Go(func() {
					a := w.accept("admin@two.example", vars{"token": tokens[i%2], "replaceExisting": replace})
					if outcome := a.outcome(); outcome != "" && (replace || outcome != "SERVICE_ALREADY_DELEGATED") {
						t.Errorf("refused: %s", outcome)
					}
				})
			}
			at.Wait()
			if got := w.holders("admin@two.example"); got != "AZURE=Alpha" && got != "AZURE=Beta" {
				t.Errorf("holders: %q", got)
			}
		}
	})
}

func TestR4_TheLastUseGoesToOne(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{"maxUses": 2})
		results := make(chan string, 9)
		for i := range cap(results) {
			go func() {
				results <- w.accept("admin@"+[]string{"one", "two", "three"}[i%3]+".example", vars{"token": token}).outcome()
			}()
		}
		for range cap(results) {
			if code := <-results; code != "" && code != "INVITE_EXHAUSTED" {
				t.Errorf("code %s", code)
			}
		}
		w.ask("admin@alpha.example", `{ viewer { partner { customers { totalCount } invites { nodes { acceptCount status } } } } }`, nil).
			want("viewer.partner", `{"customers":{"totalCount":2},"invites":{"nodes":[{"acceptCount":2,"status":"EXHAUSTED"}]}}`)
	})
}

func TestR13_AcceptingWritesNothingElse(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		before := w.events()
		w.accept("admin@one.example", vars{"token": token}).ok()
		if n := w.events() - before; n != 3 {
			t.Errorf("%d events for a relationship and two privileges", n)
		}
	})
}

func TestR21_Removing(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		alpha := w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok().text("acceptRelationship.relationship.partner.id")
		advisor := w.accept("admin@one.example", vars{"token": w.link("admin@adv.example", vars{})}).ok().text("acceptRelationship.relationship.partner.id")
		some := w.remove("admin@one.example", vars{"partnerIds": []string{alpha}, "services": []string{"AZURE"}}).ok()
		some.want("removeDelegatedAdmin.ended", `[{"service":{"code":"AZURE"},"partner":{"name":"Alpha"},"status":"ENDED","endReason":"CUSTOMER_REMOVED"}]`)
		w.unchanged(func() {
			w.remove("admin@one.example", vars{"partnerIds": []string{alpha}, "services": []string{"AZURE"}}).ok().want("removeDelegatedAdmin.ended", `[]`)
		})
		w.remove("admin@one.example", vars{"partnerIds": []string{advisor}}).ok()
		if got := w.holders("admin@one.example"); got != "OFFICE365=Alpha" {
			t.Errorf("holders: %s", got)
		}
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		if got := w.holders("admin@one.example"); got != "" {
			t.Errorf("holders: %s", got)
		}
		// The relationships stay, with both partners.
		w.ask("admin@one.example", `{ viewer { customer { relationships(filter: {status: ACTIVE}) { totalCount } } } }`, nil).
			want("viewer.customer.relationships.totalCount", `2`)
		w.ask("admin@alpha.example", `{ viewer { partner { customers { nodes { name } } } } }`, nil).want("viewer.partner.customers.nodes", `[{"name":"One Ltd"}]`)
	})
}

func TestR21_RefusedRemovals(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		alpha := w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok().text("acceptRelationship.relationship.partner.id")
		beta := w.ask("admin@beta.example", `{ viewer { partner { id } } }`, nil).text("viewer.partner.id")
		w.unchanged(func() {
			for name, c := range map[string]struct {
				email string
				in    vars
				code  string
			}{
				"nothing named":        {"admin@one.example", vars{}, "VALIDATION_FAILED"},
				"no partners":          {"admin@one.example", vars{"partnerIds": []string{}}, "VALIDATION_FAILED"},
				"both":                 {"admin@one.example", vars{"partnerIds": []string{alpha}, "allPartners": true}, "VALIDATION_FAILED"},
				"malformed id":         {"admin@one.example", vars{"partnerIds": []string{"par_x"}}, "VALIDATION_FAILED"},
				"id of another kind":   {"admin@one.example", vars{"partnerIds": []string{"cus" + alpha[3:]}}, "VALIDATION_FAILED"},
				"no services":          {"admin@one.example", vars{"allPartners": true, "services": []string{}}, "VALIDATION_FAILED"},
				"unknown service":      {"admin@one.example", vars{"allPartners": true, "services": []string{"NOPE"}}, "VALIDATION_FAILED"},
				"another's partner":    {"admin@one.example", vars{"partnerIds": []string{beta}}, "NOT_FOUND"},
				"a reading user":       {"user@one.example", vars{"allPartners": true}, "FORBIDDEN_ROLE"},
				"unseen before role":   {"user@one.example", vars{"partnerIds": []string{beta}}, "NOT_FOUND"},
				"a partner":            {"admin@alpha.example", vars{"allPartners": true}, "FORBIDDEN_ROLE"},
				"stale":                {"admin@one.example", vars{"partnerIds": []string{alpha}, "version": 9}, "STALE_VERSION"},
				"version of several":   {"admin@one.example", vars{"allPartners": true, "version": 1}, "VALIDATION_FAILED"},
				"unknown and stale id": {"admin@one.example", vars{"partnerIds": []string{"par_0000000000000000000000"}}, "NOT_FOUND"},
			} {
				a := w.remove(c.email, c.in)
				if got := a.codes(); got != c.code {
					t.Errorf("%s: %q, want %q", name, got, c.code)
				}
			}
		})
		w.remove("admin@one.example", vars{"partnerIds": []string{alpha}, "version": 1}).ok()
	})
}

func TestR10_AcceptingRestores(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{"services": []string{"AZURE"}})
		first := w.accept("admin@one.example", vars{"token": token}).ok()
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		second := w.accept("admin@one.example", vars{"token": token}).ok()
		if first.text("acceptRelationship.relationship.id") != second.text("acceptRelationship.relationship.id") {
			t.Error("another relationship")
		}
		if first.text("acceptRelationship.granted.0.id") == second.text("acceptRelationship.granted.0.id") {
			t.Error("the ended privilege was revived")
		}
		w.ask("admin@alpha.example", `{ viewer { partner { relationships { nodes { version delegatedAdminPrivileges { status endReason } active: delegatedAdminPrivileges(status: ACTIVE) { status } } } } } }`, nil).
			want("viewer.partner.relationships.nodes", `[{"version":3,"delegatedAdminPrivileges":[{"status":"ENDED","endReason":"CUSTOMER_REMOVED"},{"status":"ACTIVE","endReason":null}],"active":[{"status":"ACTIVE"}]}]`)
	})
}
