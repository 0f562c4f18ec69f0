package reseller

import (
	"reflect"
	"slices"
	"testing"
)

// withoutScope are the methods of a Store that take no scope, and why (R27). Whoever adds a method adds a scope to it, or it here with
// its reason.
var withoutScope = map[string]string{
	"Identify":         "it is by what it finds that who asks is known",
	"APIKeyByHash":     "the secret is the key, and it is by what it finds that who asks is known",
	"APIKeyHolder":     "it is by what it finds that who asks is still known",
	"NoteAPIKeyUses":   "the server counts, and nobody is shown what",
	"EachUser":         "it is for who runs the program, at whose hand the database is",
	"Remembered":       "the key names the user",
	"Services":         "the catalogue is everybody's",
	"Offers":           "the catalogue is everybody's",
	"CurrentPrices":    "the catalogue is everybody's",
	"PricesOf":         "the catalogue is everybody's",
	"IsEmpty":          "it tells of no tenant",
	"InviteView":       "the token is the key",
	"Position":         "it is a place in the database's log, and nothing that stands there",
	"EventsEnd":        "it is a place in the stream, and nothing that stands there",
	"Explaining":       "it reads nothing, and its use case is the operator's",
	"Snapshot":         "what is read by it takes one each",
	"FactEvents":       "the server counts, and nobody is shown what",
	"AddViews":         "the server counts, and nobody is shown what",
	"SubscriptionsDue": "time passes for all",
	"ForgetKeys":       "time passes for all",
}

const (
	ofWhatIsSeen   = "the use case asks for a row that it has found within the viewer's scope, or for the viewer's own, by its id"
	ofOnesCustomer = "the customer is the viewer's own, or one that it has found within the viewer's scope, and the rule decides on all that stands there"
	ofItsCompany   = "the company is the viewer's own, or of a user whom it has found within the viewer's scope, and its row is locked"
	ofTheLink      = "the link is one that it has found within the viewer's scope, or the token is the key"
	ofThePlatform  = "imports, and what the operator registers, are the platform's"
	ofTheAnswer    = "it answers with yes or no, or whose it is, of which the viewer is told no more than that it is taken"
)

// withoutScopeInUpdate are the methods that a writing transaction has beside a Store's and by which it reads without a scope, and
// why (R27). That a use case keeps to the reason its tests prove; on PostgreSQL the tenant's wall stands behind it as well.
var withoutScopeInUpdate = map[string]string{
	"LockCustomer":          ofWhatIsSeen,
	"LockPartner":           ofWhatIsSeen,
	"PrivilegesChangedAt":   "it orders changes, and nobody is told of it but by the moment of a change of his own",
	"Partner":               ofWhatIsSeen + ", or for a party of such a row",
	"EndCharges":            ofWhatIsSeen,
	"LockInvite":            ofTheLink,
	"InviteParties":         ofTheLink,
	"LockForAcceptance":     ofTheLink + "; " + ofOnesCustomer,
	"Acceptances":           ofTheLink,
	"Declined":              ofTheLink,
	"StandingInvite":        "the partner is the viewer's own, or the operator's batch names it",
	"StandingInvitesNaming": "the reseller's pairing ends, and with it the links in its name",
	"StandingRelationships": ofOnesCustomer,
	"HeldOffers":            ofOnesCustomer,
	"SubscriptionsNaming":   ofOnesCustomer,
	"CountGlobalAdmins":     ofItsCompany,
	"CountStandingAPIKeys":  ofItsCompany,
	"StandingAPIKeysOf":     ofItsCompany,
	"DomainHolder":          ofTheAnswer,
	"EmailTaken":            ofTheAnswer,
	"LockFacts":             ofThePlatform,
	"OffersByCode":          "the catalogue is everybody's",
	"PartnersByKey":         ofThePlatform,
	"CustomersByKey":        ofThePlatform,
	"CustomersByDomain":     ofThePlatform,
	"LockCustomers":         ofThePlatform,
	"UsersByEmail":          ofThePlatform,
	"RelationshipsBetween":  ofThePlatform,
	"FreedServices":         ofThePlatform,
	"SubscriptionsByKey":    ofThePlatform,
	"BilledPartners":        ofThePlatform,
	"Rivals":                ofThePlatform,
	"ProvidersOf":           ofThePlatform,
	"WithRelationships":     ofThePlatform,
}

// TestR27_every_read_takes_a_scope holds new methods of the store, and of its writing transactions, to what those that are there do.
func TestR27_every_read_takes_a_scope(t *testing.T) {
	t.Parallel()
	store, tx := reflect.TypeFor[Store](), reflect.TypeFor[Tx]()
	checkScopes(t, store, withoutScope, func(reflect.Method) bool { return true })
	checkScopes(t, tx, withoutScopeInUpdate, func(m reflect.Method) bool {
		_, ofTheStore := store.MethodByName(m.Name)
		return !ofTheStore && m.Type.NumOut() > 1 // what gives an error alone reads nothing
	})
}

// checkScopes expects those methods of a type that are asked about to take a scope, but for the exceptions, each of which is there.
func checkScopes(t *testing.T, of reflect.Type, exceptions map[string]string, asked func(reflect.Method) bool) {
	t.Helper()
	without := map[string]bool{}
	for method := range of.Methods() {
		if !asked(method) {
			continue
		}
		takes := slices.Contains(slices.Collect(method.Type.Ins()), reflect.TypeFor[Scope]())
		without[method.Name] = !takes
		if _, excepted := exceptions[method.Name]; !takes && !excepted {
			t.Errorf("%s.%s takes no scope: give it one, or say in this test why it needs none", of.Name(), method.Name)
		}
	}
	for name := range exceptions {
		if !without[name] {
			t.Errorf("%s.%s is not there, or takes a scope: it is no exception any more", of.Name(), name)
		}
	}
}

// A Scope of somebody's comes from a viewer alone (R27): a viewer whose tenant is not known finds nothing.
func TestR27_scopes_come_from_who_asks(t *testing.T) {
	t.Parallel()
	partner, customer := Partner{ID: ID{1}}, Customer{ID: ID{2}}
	for name, c := range map[string]struct {
		viewer Viewer
		want   Scope
	}{
		"nobody":                 {Viewer{}, Scope{}},
		"a user without company": {Viewer{User: User{ID: ID{3}, Tenant: TenantPartner}}, Scope{}},
		"an operator's name":     {Viewer{User: User{Tenant: TenantOperator}}, Scope{}},
		"an operator":            {Viewer{User: User{ID: ID{3}, Tenant: TenantOperator}}, platform()},
		"a partner's user":       {Viewer{User: User{ID: ID{3}, Tenant: TenantPartner}, Partner: &partner}, Scope{kind: scopePartner, id: partner.ID}},
		"a customer's user":      {Viewer{User: User{ID: ID{3}, Tenant: TenantCustomer}, Customer: &customer}, Scope{kind: scopeCustomer, id: customer.ID}},
	} {
		if got := c.viewer.Scope(); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
