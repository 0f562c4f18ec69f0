package resolvers_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"accord/db/dbtest"
)

// TestR19_RefusalsAreTold20AtATime: of a hundred services that are none, and in each item of a batch.
func TestR19_RefusalsAreTold20AtATime(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		bad := make([]string, 100)
		for i := range bad {
			bad[i] = "NONE" + strconv.Itoa(i)
		}
		twenty := strings.TrimSpace(strings.Repeat("VALIDATION_FAILED ", 20))
		w.unchanged(func() {
			a := w.request("admin@alpha.example", vars{"services": bad})
			a.refused(twenty)
			a.want("requestRelationship.userErrors.19.path", `["services","19"]`)
			a = w.request("admin@alpha.example", vars{"services": slices.Concat(bad, []string{"OFFICE365"})})
			a.refused("VALIDATION_FAILED")
			a.want("requestRelationship.userErrors.0.path", `["services"]`)
			item := vars{"partnerId": w.ids()["alpha"], "services": bad}
			a = w.batchRequests(vars{"items": []vars{item, item}, "atomic": true})
			a.wantItems(strings.ReplaceAll(twenty, " ", "+") + " " + strings.ReplaceAll(twenty, " ", "+"))
			if got := len(a.list("batchRequests.userErrors")); got != 20 {
				t.Errorf("the batch tells %d refusals", got)
			}
		})
	})
}

func TestR1_TheSameLinkServesEveryRequest(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		first := w.request("admin@alpha.example", vars{}).ok()
		first.want("requestRelationship.invite.services", `[{"code":"AZURE"},{"code":"OFFICE365"}]`)
		first.want("requestRelationship.invite.delegatedAdmin", `true`)
		first.want("requestRelationship.invite.label", `null`)
		first.want("requestRelationship.invite.status", `"ACTIVE"`)
		token := first.text("requestRelationship.invite.token")
		if !strings.HasPrefix(token, "inv_") || first.text("requestRelationship.invite.url") != "https://accord.example/invite/"+token {
			t.Errorf("token %s, url %s", token, first.text("requestRelationship.invite.url"))
		}
		w.unchanged(func() {
			for _, again := range []string{w.link("sales@alpha.example", vars{}), w.link("admin@alpha.example", vars{"delegatedAdmin": true})} {
				if again != token {
					t.Errorf("another link: %s", again)
				}
			}
		})
		w.ask("admin@alpha.example", `{ viewer { partner { invite { token } } } }`, nil).want("viewer.partner.invite.token", `"`+token+`"`)
	})
}

func TestR1_TheDefaultLinkAsksForWhatThePartnerSells(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		w.load(map[string]string{"partners.csv": "key,name,type,country,status,provider_key,services\nalpha,Alpha,DIRECT_RESELLER,CN,ACTIVE,,OFFICE365;AZURE;INTUNE\n"})
		again := w.request("admin@alpha.example", vars{}).ok()
		if again.text("requestRelationship.invite.token") != token {
			t.Error("another link")
		}
		again.want("requestRelationship.invite.services", `[{"code":"AZURE"},{"code":"INTUNE"},{"code":"OFFICE365"}]`)
		w.ask("", `query($t: String!) { invite(token: $t) { services { code } } }`, vars{"t": token}).
			want("invite.services", `[{"code":"AZURE"},{"code":"INTUNE"},{"code":"OFFICE365"}]`)
	})
}

func TestR1_RequestsAtOnceMakeOneLink(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		tokens := make(chan string, 8)
		for range cap(tokens) {
			go func() {
				token, _ := w.request("admin@alpha.example", vars{}).get("requestRelationship.invite.token").(string)
				tokens <- token
			}()
		}
		first := <-tokens
		for range cap(tokens) - 1 {
			if next := <-tokens; next != first || next == "" {
				t.Errorf("links %q and %q", first, next)
			}
		}
	})
}

func TestR1_AWithdrawnKeyRevokesItsLinks(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		old := w.link("admin@alpha.example", vars{})
		const newSecret = "0202020202020202020202020202020202020202020202020202020202020202"
		rotated := newWorld(t, w.store, newSecret+","+testSecret)
		if kept := rotated.link("admin@alpha.example", vars{}); kept != old {
			t.Errorf("a new key in front changed the link: %s", kept)
		}
		withdrawn := newWorld(t, w.store, newSecret)
		withdrawn.ask("admin@alpha.example", `{ viewer { partner { invite { token url status } } } }`, nil).
			want("viewer.partner.invite", `{"token":null,"url":null,"status":"REVOKED"}`)
		if made := withdrawn.link("admin@alpha.example", vars{}); made == old {
			t.Error("the link of the withdrawn key is given again")
		}
		if code := withdrawn.ask("", `query($t: String!) { invite(token: $t) { expiresAt } }`, vars{"t": old}).topCode(); code != "INVITE_INVALID" {
			t.Errorf("the old token: %s", code)
		}
	})
}

func TestR2_TheMail(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		a := w.request("admin@alpha.example", vars{}).ok()
		url := a.text("requestRelationship.invite.url")
		if subject := a.text("requestRelationship.email.subject"); !strings.Contains(subject, "Alpha") || !strings.Contains(subject, "reseller relationship request") {
			t.Errorf("subject: %s", subject)
		}
		if n := len(a.list("requestRelationship.email.paragraphs")); n != 6 {
			t.Fatalf("%d paragraphs", n)
		}
		lines := strings.Split(a.text("requestRelationship.email.text"), "\n")
		alone := 0
		for _, line := range lines {
			if line == url {
				alone++
			}
		}
		if alone != 1 {
			t.Errorf("the link stands alone on %d lines", alone)
		}
		if !strings.HasPrefix(a.text("requestRelationship.email.mailto"), "mailto:") || len(a.text("requestRelationship.email.mailto")) > 2000 {
			t.Error("mailto")
		}
	})
}

func TestR2_TheMailInChinese(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		chinese := w.request("admin@alpha.example", vars{"locale": "zh-CN", "openingParagraphs": []string{}}).ok()
		text, url := chinese.text("requestRelationship.email.text"), chinese.text("requestRelationship.invite.url")
		for _, term := range []string{"委派的管理权限", "全局管理员", "合作伙伴关系", "贵公司", "您", url} {
			if !strings.Contains(text, term) {
				t.Errorf("the Chinese mail lacks %s", term)
			}
		}
		if n := len(chinese.list("requestRelationship.email.paragraphs")); n != 4 {
			t.Errorf("%d paragraphs without opening ones", n)
		}
	})
}

func TestR2_OpeningParagraphs(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		a := w.request("admin@alpha.example", vars{"openingParagraphs": []string{"<b>Hello</b> & welcome\nto us"}}).ok()
		if !strings.Contains(a.text("requestRelationship.email.text"), "<b>Hello</b> & welcome\nto us") {
			t.Error("the text lost the paragraph")
		}
		if html := a.text("requestRelationship.email.html"); !strings.Contains(html, "&lt;b&gt;Hello&lt;/b&gt; &amp; welcome<br>\nto us") {
			t.Errorf("html: %s", html)
		}
		for name, c := range map[string]struct {
			paragraphs []string
			code       string
		}{
			"a third":      {[]string{"a", "b", "c"}, "VALIDATION_FAILED"},
			"too long":     {[]string{strings.Repeat("字", 1001)}, "VALIDATION_FAILED"},
			"huge":         {[]string{strings.Repeat("a", 100_000)}, "VALIDATION_FAILED"},
			"empty":        {[]string{"  "}, "VALIDATION_FAILED"},
			"bidi":         {[]string{"a\u202eb"}, "VALIDATION_FAILED"},
			"control":      {[]string{"a\x07b"}, "VALIDATION_FAILED"},
			"own token":    {[]string{"use " + token}, "LINK_ALTERED"},
			"own address":  {[]string{"HTTPS://ACCORD.EXAMPLE/INVITE/x"}, "LINK_ALTERED"},
			"longest fits": {[]string{strings.Repeat("字", 1000)}, ""},
		} {
			w.unchanged(func() {
				if got := w.request("admin@alpha.example", vars{"openingParagraphs": c.paragraphs}).codes(); got != c.code {
					t.Errorf("%s: %q, want %q", name, got, c.code)
				}
			})
		}
	})
}

func TestR3_WhoMayRequest(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for email, code := range map[string]string{
			"admin@alpha.example": "", "sales@alpha.example": "", "boss@alpha.example": "", "admin@adv.example": "", "admin@prov.example": "",
			"help@alpha.example": "FORBIDDEN_ROLE", "admin@one.example": "FORBIDDEN_ROLE", "op@x.example": "FORBIDDEN_ROLE",
			"admin@tier2.example": "FORBIDDEN_ROLE",
		} {
			if got := w.request(email, vars{}).codes(); got != code {
				t.Errorf("%s: %q, want %q", email, got, code)
			}
		}
		if code := w.request("", vars{}).topCode(); code != "UNAUTHENTICATED" {
			t.Errorf("nobody: %s", code)
		}
	})
}

func TestR4_TermsGetTheirOwnLink(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		byDefault := w.link("admin@alpha.example", vars{})
		tokens := map[string]string{"": byDefault}
		for name, in := range map[string]vars{
			"services": {"services": []string{"AZURE"}},
			"no DAP":   {"delegatedAdmin": false},
			"expiry":   {"expiresAt": "2026-04-01T00:00:00Z"},
			"limit":    {"maxUses": 3},
			"campaign": {"campaign": "spring"},
		} {
			token := w.link("admin@alpha.example", in)
			for other, t2 := range tokens {
				if t2 == token {
					t.Errorf("%s has the link of %q", name, other)
				}
			}
			tokens[name] = token
			if again := w.link("sales@alpha.example", in); again != token {
				t.Errorf("%s: made twice", name)
			}
		}
		if again := w.link("admin@alpha.example", vars{"services": []string{"AZURE", "AZURE"}}); again != tokens["services"] {
			t.Error("a repeated service makes other terms")
		}
		if w.link("admin@alpha.example", vars{}) != byDefault {
			t.Error("the default link has changed")
		}
		w.ask("admin@alpha.example", `{ viewer { partner { invites { totalCount } } } }`, nil).want("viewer.partner.invites.totalCount", `6`)
	})
}

func TestR4_RefusedTerms(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for name, in := range map[string]vars{
			"no services":           {"services": []string{}},
			"services without DAP":  {"services": []string{"AZURE"}, "delegatedAdmin": false},
			"unknown service":       {"services": []string{"AZURE", "NOPE"}},
			"service not sold":      {"services": []string{"INTUNE"}},
			"past expiry":           {"expiresAt": "2026-02-01T00:00:00Z"},
			"limit of none":         {"maxUses": 0},
			"negative limit":        {"maxUses": -1},
			"long campaign":         {"campaign": strings.Repeat("x", 101)},
			"campaign of two lines": {"campaign": "a\nb"},
			"unknown language":      {"locale": "fr"},
			"empty key":             {"idempotencyKey": ""},
		} {
			w.unchanged(func() {
				a := w.request("admin@alpha.example", in)
				a.refused("VALIDATION_FAILED")
				if a.get("requestRelationship.userErrors.0.path") == nil {
					t.Errorf("%s: no path", name)
				}
			})
		}
	})
}

func TestR5_SuspendedPartners(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		preview := func() *answer {
			return w.ask("", `query($t: String!) { invite(token: $t) { partner { status } } }`, vars{"t": token})
		}
		preview().want("invite.partner.status", `"ACTIVE"`)
		suspend := func(status string) {
			w.load(map[string]string{"partners.csv": "key,name,type,country,status,provider_key,services\nalpha,Alpha,DIRECT_RESELLER,CN," + status + ",,OFFICE365;AZURE\n"})
		}
		suspend("SUSPENDED")
		w.unchanged(func() {
			w.request("admin@alpha.example", vars{}).refused("PARTNER_SUSPENDED")
			w.request("admin@alpha.example", vars{"services": []string{"AZURE"}}).refused("PARTNER_SUSPENDED")
			w.accept("admin@one.example", vars{"token": token}).refused("PARTNER_SUSPENDED")
		})
		preview().want("invite.partner.status", `"SUSPENDED"`)
		suspend("ACTIVE")
		w.accept("admin@one.example", vars{"token": token}).ok()
		suspend("SUSPENDED")
		// What exists stays: the partner sees it, the customer removes it.
		w.ask("admin@alpha.example", `{ viewer { partner { status customers { totalCount } } } }`, nil).
			want("viewer.partner", `{"status":"SUSPENDED","customers":{"totalCount":1}}`)
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
	})
}

func TestR26_VersionOfALink(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		w.request("admin@alpha.example", vars{"version": 7}).refused("STALE_VERSION") // there is nothing yet
		w.request("admin@alpha.example", vars{}).ok()
		w.request("admin@alpha.example", vars{"version": 1}).ok()
		w.request("admin@alpha.example", vars{"version": 2}).refused("STALE_VERSION")
	})
}

func TestR4_LinksEnd(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		expiring := w.link("admin@alpha.example", vars{"expiresAt": "2026-03-02T00:00:00Z"})
		single := w.link("admin@alpha.example", vars{"maxUses": 1})
		w.accept("admin@one.example", vars{"token": single}).ok()
		w.accept("admin@two.example", vars{"token": single}).refused("INVITE_EXHAUSTED")
		w.accept("admin@one.example", vars{"token": single}).ok().want("acceptRelationship.alreadyAccepted", `true`)
		w.remove("admin@one.example", vars{"allPartners": true}).ok()
		w.accept("admin@one.example", vars{"token": single}).ok().want("acceptRelationship.alreadyAccepted", `false`)
		w.clock.pass(24 * time.Hour)
		w.accept("admin@two.example", vars{"token": expiring}).refused("INVITE_EXPIRED")
		for token, code := range map[string]string{expiring: "INVITE_EXPIRED", single: "INVITE_EXHAUSTED"} {
			a := w.ask("admin@two.example", `query($t: String!) { invite(token: $t) { expiresAt } }`, vars{"t": token})
			if a.topCode() != code || a.get("invite") != nil {
				t.Errorf("preview: %s, want %s", a.topCode(), code)
			}
		}
		w.ask("admin@one.example", `query($t: String!) { invite(token: $t) { partner { name } } }`, vars{"t": single}).
			want("invite.partner.name", `"Alpha"`)
		w.ask("admin@alpha.example", `{ viewer { partner { invites { nodes { status maxUses acceptCount } } } } }`, nil).
			want("viewer.partner.invites.nodes", `[{"status":"EXHAUSTED","maxUses":1,"acceptCount":1},{"status":"EXPIRED","maxUses":null,"acceptCount":0}]`)
	})
}
