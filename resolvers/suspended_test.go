package resolvers_test

import (
	"context"
	"testing"

	"accord/db/dbtest"
	"accord/reseller"
)

func TestR5_WhatASuspendedPartnerMayStillDo(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		kept, keptToken := w.invite("admin@alpha.example", vars{})
		spring, springToken := w.invite("admin@alpha.example", vars{"campaign": "spring"})
		first := w.joined("admin@one.example", keptToken)
		second := w.joined("admin@two.example", keptToken)
		if code := w.previewed("", keptToken); code != "" {
			t.Error(code)
		}
		w.suspend(alphaSuspended)
		w.unchanged(func() {
			w.request("admin@alpha.example", vars{}).refusedBy("PARTNER_SUSPENDED", "R5")
			w.accept("admin@three.example", vars{"token": keptToken}).refusedBy("PARTNER_SUSPENDED", "R5")
			w.do("admin@three.example", declineDoc, vars{"token": keptToken}).refusedBy("PARTNER_SUSPENDED", "R5")
			if code := w.previewed("", keptToken); code != "" {
				t.Errorf("a suspended partner's link previews, not %s", code)
			}
		})
		w.do("admin@alpha.example", relinquishDoc, vars{"relationshipId": first, "services": []string{"AZURE"}}).ok()
		w.do("admin@alpha.example", proposeDoc, vars{"relationshipId": first}).ok()
		w.do("admin@one.example", confirmDoc, vars{"relationshipId": first}).ok()
		w.do("admin@two.example", proposeDoc, vars{"relationshipId": second}).ok()
		w.do("admin@alpha.example", confirmDoc, vars{"relationshipId": second}).ok()
		made := w.do("admin@alpha.example", rotateDoc, vars{"inviteId": kept}).ok().text("rotateInvite.invite.token")
		w.do("admin@alpha.example", revokeDoc, vars{"inviteId": spring}).ok()
		w.unchanged(func() { w.accept("admin@three.example", vars{"token": made}).refusedBy("PARTNER_SUSPENDED", "R5") })
		w.suspend(alphaActive)
		w.accept("admin@three.example", vars{"token": made}).ok()
		w.accept("admin@three.example", vars{"token": springToken}).refused("INVITE_REVOKED")
	})
}

func TestR7_TheRegionsOfLinksInResellersNames(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		_, token := w.named("admin@tier2.example", nil)
		w.load(map[string]string{
			"customers.csv": "key,name,domain,country\nsg,SG Ltd,sg.example,SG\n",
			"users.csv":     "email,name,tenant,tenant_key,roles\nadmin@sg.example,Sg,customer,sg,GLOBAL_ADMIN\n",
		})
		singapura := w.link("admin@sing.example", vars{})
		w.unchanged(func() {
			w.accept("admin@sg.example", vars{"token": token}).refusedBy("REGION_MISMATCH", "R7")
			w.accept("admin@one.example", vars{"token": singapura}).refusedBy("REGION_MISMATCH", "R7")
		})
		w.accept("admin@sg.example", vars{"token": singapura}).ok()
	})
}

func TestR36_NoAgreementNoRequest(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		w.unsign("admin@alpha.example")
		w.unchanged(func() {
			w.request("admin@alpha.example", vars{}).refusedBy("AGREEMENT_REQUIRED", "R36")
			w.request("help@alpha.example", vars{}).refusedBy("FORBIDDEN_ROLE", "R3") // the role comes first
		})
		w.suspend(alphaSuspended)
		w.request("admin@alpha.example", vars{}).refusedBy("PARTNER_SUSPENDED", "R5")
	})
}

// unsign takes the agreement away from the partner of a user.
func (w *world) unsign(email string) {
	w.t.Helper()
	v, err := w.store.Identify(w.t.Context(), email)
	w.must(err)
	p := *v.Partner
	p.Agreement, p.Version = reseller.Agreement{}, p.Version+1
	w.must(w.store.Update(w.t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		return tx.PutPartners(ctx, []reseller.Partner{p})
	}))
}

func TestR36_TheConsentIsKept(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\nalpha,two,2025-01-01,,ACTIVE,AZURE\n"})
		token := w.link("admin@alpha.example", vars{})
		created := w.written(func() { w.accept("admin@one.example", vars{"token": token}).ok() })
		if got := created[0].After.Fields["consent_version"]; got != reseller.ConsentVersion {
			t.Errorf("a new relationship: consent %q", got)
		}
		// What was imported had none; accepting the link gives it.
		renewed := w.written(func() { w.accept("admin@two.example", vars{"token": token}).ok() })
		if got := w.kinds(renewed); got != "RELATIONSHIP_CHANGED DELEGATED_ADMIN_GRANTED" || renewed[0].After.Fields["consent_version"] != reseller.ConsentVersion {
			t.Errorf("an imported one: %s", got)
		}
		for _, email := range []string{"admin@one.example", "admin@two.example"} {
			v, err := w.store.Identify(t.Context(), email)
			w.must(err)
			var standing reseller.Standing
			w.must(w.store.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) (err error) {
				standing, err = tx.StandingRelationships(ctx, v.Customer.ID)
				return err
			}))
			if got := standing.Relationships[0].ConsentVersion; got != reseller.ConsentVersion {
				t.Errorf("%s: consent %q", email, got)
			}
		}
	})
}
