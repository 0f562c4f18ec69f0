package resolvers_test

import (
	"strings"
	"testing"
	"time"
)

const operator = "op@x.example"

const batchRequestsDoc = `mutation($in: BatchRequestsInput!) { batchRequests(input: $in) {
	applied results { index invite { id token reseller { name } label } email { subject text } userErrors { code path rule } }
	userErrors { code path } } }`

const batchRelationshipsDoc = `mutation($in: BatchRelationshipsInput!) { batchRelationships(input: $in) {
	applied results { index relationship { id status partner { name } reseller { name } customer { name } acceptedBy { id } consentVersion }
		granted { partner { name } service { code } } grantedServices { code } displaced { partner { name } service { code } endReason }
		alreadyAccepted userErrors { code path rule ... on ServiceAlreadyDelegatedError { holder { name } } } }
	userErrors { code path } } }`

// ids finds the ids of partners and customers by their external keys, as the operator sees them.
func (w *world) ids() map[string]string {
	w.t.Helper()
	a := w.ask(operator, `{ partners { nodes { id externalKey } } customers { nodes { id externalKey } } }`, nil)
	ids := map[string]string{}
	for _, list := range []string{"partners.nodes", "customers.nodes"} {
		for _, node := range a.list(list) {
			ids[node.text("externalKey")] = node.text("id")
		}
	}
	return ids
}

func (w *world) batchRequests(in vars) *answer {
	w.t.Helper()
	return w.ask(operator, batchRequestsDoc, vars{"in": in})
}

func (w *world) batchRelationships(in vars) *answer {
	w.t.Helper()
	return w.ask(operator, batchRelationshipsDoc, vars{"in": in})
}

// itemCodes are the codes of the refused items of the only mutation of the answer, "-" for those that were not.
func (a *answer) itemCodes() string {
	a.t.Helper()
	var codes []string
	for _, result := range a.payload().list("results") {
		of := []string{}
		for _, e := range result.list("userErrors") {
			of = append(of, e.text("code"))
		}
		if len(of) == 0 {
			of = []string{"-"}
		}
		codes = append(codes, strings.Join(of, "+"))
	}
	return strings.Join(codes, " ")
}

func (a *answer) wantItems(codes string) *answer {
	a.t.Helper()
	if got := a.itemCodes(); got != codes {
		a.t.Fatalf("items %q, want %q: %v", got, codes, a.Data)
	}
	return a
}

func TestR1_R6_ABatchOfRequests(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		ids := w.ids()
		items := []vars{
			{"partnerId": ids["alpha"]},
			{"partnerId": ids["prov"], "onBehalfOfPartnerId": ids["tier2"], "campaign": "spring"},
			{"partnerId": ids["alpha"], "services": []string{"INTUNE"}},
			{"partnerId": ids["tier2"]},
			{"partnerId": "nonsense"},
			{"partnerId": ids["one"]},
			{"partnerId": ids["beta"], "openingParagraphs": []string{"see https://x/invite/abc"}},
			{"partnerId": ids["beta"], "locale": "fr"},
		}
		a := w.batchRequests(vars{"items": items})
		a.wantItems("- -" + strings.Repeat(" VALIDATION_FAILED", 4) + " LINK_ALTERED VALIDATION_FAILED")
		a.want("batchRequests.applied", `true`)
		a.want("batchRequests.userErrors", `[]`)
		a.want("batchRequests.results.2.userErrors.0.path", `["services","0"]`)
		a.want("batchRequests.results.1.invite.reseller.name", `"Tier Two"`)
		if mine, token := w.link("admin@alpha.example", vars{}), a.text("batchRequests.results.0.invite.token"); mine != token {
			t.Error("the partner's own default link is another")
		}
		if !strings.Contains(a.text("batchRequests.results.1.email.text"), a.text("batchRequests.results.1.invite.token")) {
			t.Error("the mail does not carry the link")
		}
	})
}

func TestR10_ABatchOfRelationships(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		ids := w.ids()
		w.accept("admin@two.example", vars{"token": w.link("admin@beta.example", vars{})}).ok()
		a := w.batchRelationships(vars{"items": []vars{
			{"partnerId": ids["alpha"], "customerId": ids["one"]},
			{"partnerId": ids["alpha"], "customerId": ids["one"]},
			{"partnerId": ids["alpha"], "customerId": ids["two"]},
			{"partnerId": ids["alpha"], "customerId": ids["two"], "services": []string{"AZURE"}, "replaceExisting": true},
			{"partnerId": ids["prov"], "customerId": ids["three"], "onBehalfOfPartnerId": ids["tier2"]},
			{"partnerId": ids["adv"], "customerId": ids["three"], "services": []string{}},
			{"partnerId": ids["sing"], "customerId": ids["one"]},
			{"partnerId": ids["alpha"], "customerId": ids["beta"]},
			{"partnerId": ids["tier2"], "customerId": ids["one"]},
		}})
		a.wantItems("- - SERVICE_ALREADY_DELEGATED+SERVICE_ALREADY_DELEGATED - - - REGION_MISMATCH" + strings.Repeat(" VALIDATION_FAILED", 2))
		a.want("batchRelationships.results.1.alreadyAccepted", `true`)
		a.want("batchRelationships.results.2.userErrors.0.holder.name", `"Beta"`)
		a.want("batchRelationships.results.3.displaced", `[{"partner":{"name":"Beta"},"service":{"code":"AZURE"},"endReason":"DISPLACED"}]`)
		a.want("batchRelationships.results.4.granted", `[{"partner":{"name":"Tier Two"},"service":{"code":"OFFICE365"}}]`)
		a.want("batchRelationships.results.4.relationship.reseller.name", `"Tier Two"`)
		a.want("batchRelationships.results.0.relationship.acceptedBy", `null`)
		a.want("batchRelationships.results.0.relationship.consentVersion", `null`)
		if got := w.holders("admin@two.example"); got != "AZURE=Alpha INTUNE=Beta OFFICE365=Beta" {
			t.Errorf("two: %s", got)
		}
		if got := w.holders("admin@three.example"); got != "OFFICE365=+Tier Two" {
			t.Errorf("three: %s", got)
		}
	})
}

func TestBatchesTriedOut(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		ids := w.ids()
		good := vars{"partnerId": ids["alpha"], "customerId": ids["one"]}
		bad := vars{"partnerId": ids["sing"], "customerId": ids["one"]}
		w.unchanged(func() {
			dry := w.batchRelationships(vars{"items": []vars{good, bad}, "dryRun": true}).wantItems("- REGION_MISMATCH")
			dry.want("batchRelationships.applied", `false`)
			dry.want("batchRelationships.results.0.relationship", `null`)
			dry.want("batchRelationships.results.0.grantedServices", `[{"code":"AZURE"},{"code":"OFFICE365"}]`)
			w.batchRequests(vars{"items": []vars{{"partnerId": ids["alpha"]}}, "dryRun": true}).want("batchRequests.results",
				`[{"index":0,"invite":null,"email":null,"userErrors":[]}]`)
			atomic := w.batchRelationships(vars{"items": []vars{good, bad}, "atomic": true}).wantItems("- REGION_MISMATCH")
			atomic.want("batchRelationships.applied", `false`)
			atomic.want("batchRelationships.userErrors.0.path", `["items","1"]`)
		})
		if got := w.holders("admin@one.example"); got != "" {
			t.Errorf("one: %s", got)
		}
		w.batchRelationships(vars{"items": []vars{good, good}, "atomic": true}).wantItems("- -").want("batchRelationships.applied", `true`)
	})
}

func TestR26_ABatchUnderAKey(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		ids := w.ids()
		in := vars{"idempotencyKey": "k", "items": []vars{
			{"partnerId": ids["alpha"], "customerId": ids["one"]}, {"partnerId": ids["sing"], "customerId": ids["one"]},
		}}
		first := w.batchRelationships(in).wantItems("- REGION_MISMATCH")
		w.unchanged(func() {
			again := w.batchRelationships(in).wantItems("- REGION_MISMATCH")
			again.want("batchRelationships.results.0.alreadyAccepted", `false`)
			if again.text("batchRelationships.results.0.relationship.id") != first.text("batchRelationships.results.0.relationship.id") {
				t.Error("another relationship")
			}
			w.batchRelationships(vars{"idempotencyKey": "k", "items": []vars{}}).refused("IDEMPOTENCY_CONFLICT")
		})
	})
}

func TestBadBatches(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		ids := w.ids()
		item := vars{"partnerId": ids["alpha"], "customerId": ids["one"]}
		w.unchanged(func() {
			for _, email := range []string{"admin@alpha.example", "boss@alpha.example", "admin@one.example"} {
				w.ask(email, batchRelationshipsDoc, vars{"in": vars{"items": []vars{item}}}).refused("FORBIDDEN_ROLE")
				w.ask(email, batchRequestsDoc, vars{"in": vars{"items": []vars{{"partnerId": ids["alpha"]}}}}).refused("FORBIDDEN_ROLE")
			}
			if code := w.ask("", batchRelationshipsDoc, vars{"in": vars{"items": []vars{item}}}).topCode(); code != "UNAUTHENTICATED" {
				t.Errorf("nobody: %s", code)
			}
			w.batchRelationships(vars{}).refused("VALIDATION_FAILED")
			w.batchRelationships(vars{"items": []vars{}}).want("batchRelationships.results", `[]`)
			w.batchRelationships(vars{"items": []vars{item}, "version": 3}).refused("STALE_VERSION")
			many := make([]vars, 1001)
			for i := range many {
				many[i] = item
			}
			if code := w.batchRelationships(vars{"items": many}).topCode(); code != "LIMIT_EXCEEDED" {
				t.Errorf("1,001 items: %s", code)
			}
		})
		w.batchRelationships(vars{"items": make1000(item)}).want("batchRelationships.results.999.alreadyAccepted", `true`)
	})
}

func make1000(item vars) []vars {
	items := make([]vars, 1000)
	for i := range items {
		items[i] = item
	}
	return items
}

// TestR26_AnAtomicBatchUnderAKey: what was applied is told again, whatever would be in the way by now.
func TestR26_AnAtomicBatchUnderAKey(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		ids := w.ids()
		in := vars{"items": []vars{{"partnerId": ids["alpha"], "customerId": ids["two"]}}, "atomic": true, "idempotencyKey": "k"}
		first := w.batchRelationships(in).get("batchRelationships.results.0.relationship.id")
		w.accept("admin@two.example", vars{"token": w.link("admin@beta.example", vars{}), "services": []string{"AZURE"}, "replaceExisting": true}).ok()
		w.unchanged(func() {
			a := w.batchRelationships(in)
			a.want("batchRelationships.applied", `true`)
			if again := a.get("batchRelationships.results.0.relationship.id"); again != first || first == nil {
				t.Errorf("it is told that %s", a.body)
			}
		})
	})
}

// TestR11_ABatchEndsNothingBeforeItBegan: not of a customer that it comes to later, whose privileges another server's clock has dated.
func TestR11_ABatchEndsNothingBeforeItBegan(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		ids, now := w.ids(), w.clock.now()
		token := w.link("admin@beta.example", vars{})
		w.clock.set(now.Add(time.Hour)) // another server's
		w.accept("admin@two.example", vars{"token": token}).ok()
		w.clock.set(now.Add(time.Minute))
		a := w.ask(operator, strings.ReplaceAll(batchRelationshipsDoc, "endReason", "grantedAt endedAt"), vars{"in": vars{"items": []vars{
			{"partnerId": ids["alpha"], "customerId": ids["one"]},
			{"partnerId": ids["alpha"], "customerId": ids["two"], "services": []string{"AZURE"}, "replaceExisting": true},
		}}})
		granted, err := time.Parse(time.RFC3339, a.text("batchRelationships.results.1.displaced.0.grantedAt"))
		if err != nil {
			t.Fatal(err)
		}
		ended, err := time.Parse(time.RFC3339, a.text("batchRelationships.results.1.displaced.0.endedAt"))
		if err != nil || ended.Before(granted) {
			t.Errorf("it was granted at %s and has ended at %s: %v", granted, ended, err)
		}
	})
}

// TestR8_AClockThatWasAheadDecidesNothing: what it has dated stays in its order, and whether a link is in force goes by the present.
func TestR8_AClockThatWasAheadDecidesNothing(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		now := w.clock.now()
		token := w.link("admin@beta.example", vars{})
		w.clock.set(now.AddDate(0, 0, 100))
		w.accept("admin@two.example", vars{"token": token}).ok()
		w.clock.set(now.Add(time.Minute))
		token = w.link("admin@alpha.example", vars{"expiresAt": now.AddDate(0, 0, 1).Format(time.RFC3339), "services": []string{"AZURE"}})
		w.accept("admin@two.example", vars{"token": token, "replaceExisting": true}).ok()
		w.ask("admin@two.example", `mutation($at: DateTime) { createApiKey(input: { label: "Key", expiresAt: $at }) { apiKey { status } userErrors { code } } }`,
			vars{"at": now.AddDate(0, 0, 10).Format(time.RFC3339)}).want("createApiKey", `{"apiKey":{"status":"ACTIVE"},"userErrors":[]}`)
	})
}

func TestR36_ABatchRecordsNoConsent(t *testing.T) {
	t.Parallel()
	eachStore(t, func(_ *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\nalpha,one,2025-01-01T00:00:00Z,,ACTIVE,OFFICE365;AZURE\nbeta,two,2025-01-01T00:00:00Z,,ACTIVE,OFFICE365;AZURE;INTUNE\n"})
		ids := w.ids()
		w.batchRelationships(vars{"items": []vars{{"partnerId": ids["beta"], "customerId": ids["one"], "services": []string{"INTUNE"}}}}).wantItems("-").
			want("batchRelationships.results.0.relationship.consentVersion", `null`)
		// Whoever follows a link consents, also where all that it asks for is so already.
		const accepted = `mutation($in: AcceptRelationshipInput!) { acceptRelationship(input: $in) { relationship { consentVersion } alreadyAccepted userErrors { code } } }`
		token := w.link("admin@beta.example", vars{})
		w.ask("admin@two.example", accepted, vars{"in": vars{"token": token}}).
			want("acceptRelationship", `{"relationship":{"consentVersion":"2026-01"},"alreadyAccepted":true,"userErrors":[]}`)
		w.ask("admin@beta.example", `{ viewer { partner { invite { acceptCount } } } }`, nil).want("viewer.partner.invite.acceptCount", `1`)
		w.unchanged(func() {
			w.accept("admin@two.example", vars{"token": token}).ok().want("acceptRelationship.alreadyAccepted", `true`)
		})
	})
}
