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
	"EventsEnd":        "it is a place in the stream, and nothing that stands there",
	"AddViews":         "the server counts, and nobody is shown what",
	"SubscriptionsDue": "time passes for all",
	"ForgetKeys":       "time passes for all",
}

// TestR27_every_read_takes_a_scope holds new methods of the store to what those that are there do.
func TestR27_every_read_takes_a_scope(t *testing.T) {
	t.Parallel()
	scope, store := reflect.TypeFor[Scope](), reflect.TypeFor[Store]()
	for method := range store.Methods() {
		takes := slices.Contains(slices.Collect(method.Type.Ins()), scope)
		switch _, excepted := withoutScope[method.Name]; {
		case !takes && !excepted:
			t.Errorf("%s takes no scope: give it one, or say in this test why it needs none", method.Name)
		case takes && excepted:
			t.Errorf("%s takes a scope; it is no exception any more", method.Name)
		}
	}
	for name := range withoutScope {
		if _, ok := store.MethodByName(name); !ok {
			t.Errorf("there is no %s any more", name)
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
