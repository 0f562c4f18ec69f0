package dbtest

import (
	"errors"
	"testing"
	"time"

	"accord/reseller"
)

// scopeMoneyCases prove that charges, and links that are read by their ids, stay within the scope.
var scopeMoneyCases = []testCase{
	{"R27_charges_are_their_partners_alone", chargesInScope},
	{"R27_links_shown_by_id_are_their_partners_alone", invitesInScope},
	{"R27_holds_are_those_of_the_scopes_partner", holdsInScope},
}

func chargesInScope(t *testing.T, k *kit) {
	mine, other := k.Partner(reseller.Partner{}).ID, k.Partner(reseller.Partner{}).ID
	s := k.Subscription(reseller.Subscription{BilledPartner: mine})
	k.Charges(reseller.Charge{SubscriptionID: s.ID, Until: reseller.NoEnd})
	for name, c := range map[string]struct {
		scope reseller.Scope
		want  int
	}{
		"the partner": {AsPartner(mine), 1}, "the operator": {AsOperator(), 1}, "another": {AsPartner(other), 0},
		"the customer": {AsCustomer(s.CustomerID), 0}, "nobody": {AsNobody(), 0},
	} {
		found := 0
		check(t, k.store.EachCharge(t.Context(), c.scope, mine, reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd}, func(reseller.Charge) error {
			found++
			return nil
		}))
		_, err := k.store.BilledCurrency(t.Context(), c.scope, mine, time.Time{})
		if found != c.want || errors.Is(err, reseller.ErrNotFound) != (c.want == 0) {
			t.Errorf("%s finds %d charges, and their currency: %v", name, found, err)
		}
	}
}

func invitesInScope(t *testing.T, k *kit) {
	provider, tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID, k.Partner(reseller.Partner{Type: reseller.IndirectReseller}).ID
	other, customer := k.Partner(reseller.Partner{}).ID, k.Customer(reseller.Customer{}).ID
	link := k.Invite(reseller.Invite{PartnerID: provider, Terms: reseller.Terms{ResellerID: tier2, DelegatedAdmin: true}})
	for name, c := range map[string]struct {
		scope reseller.Scope
		want  int
	}{
		"the provider": {AsPartner(provider), 1}, "the reseller": {AsPartner(tier2), 1}, "the operator": {AsOperator(), 1},
		"another": {AsPartner(other), 0}, "a customer": {AsCustomer(customer), 0}, "nobody": {AsNobody(), 0},
	} {
		views, err := k.store.InviteViews(t.Context(), c.scope, []reseller.ID{link.ID})
		check(t, err)
		showing, err := k.store.InvitesShowing(t.Context(), c.scope, []reseller.ID{provider, tier2})
		check(t, err)
		if len(views) != c.want || len(showing) != c.want {
			t.Errorf("%s finds %d and %d, want %d", name, len(views), len(showing), c.want)
		}
	}
}

func holdsInScope(t *testing.T, k *kit) {
	s := k.Subscription(reseller.Subscription{BilledPartner: k.Partner(reseller.Partner{}).ID})
	for name, scope := range map[string]reseller.Scope{"the customer": AsCustomer(s.CustomerID), "the operator": AsOperator(), "nobody": AsNobody()} {
		found, err := k.store.Holds(t.Context(), scope, []reseller.ID{s.ID})
		check(t, err)
		if len(found) > 0 {
			t.Errorf("%s holds %v", name, found)
		}
	}
}
