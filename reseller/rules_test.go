package reseller

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestR3_R10_R18_TheTableOfRoles(t *testing.T) {
	t.Parallel()
	tenants := map[TenantKind][]Role{
		TenantPartner:  {RoleAdminAgent, RoleSalesAgent, RoleHelpdeskAgent, RoleGlobalAdmin, RoleBillingAdmin, RoleUserAdmin},
		TenantCustomer: {RoleGlobalAdmin, RoleUser},
		TenantOperator: {RoleOperator},
	}
	const administer, sell, anyAgent = "ADMIN_AGENT GLOBAL_ADMIN", "ADMIN_AGENT SALES_AGENT GLOBAL_ADMIN", "ADMIN_AGENT SALES_AGENT HELPDESK_AGENT"
	allowed := map[action]map[TenantKind]string{
		actRequest:              {TenantPartner: sell},
		actSendLink:             {TenantPartner: sell, TenantOperator: "OPERATOR"},
		actManageLinks:          {TenantPartner: administer},
		actAccept:               {TenantCustomer: "GLOBAL_ADMIN"},
		actDecline:              {TenantCustomer: "GLOBAL_ADMIN"},
		actRemoveDelegatedAdmin: {TenantCustomer: "GLOBAL_ADMIN"},
		actRelinquish:           {TenantPartner: administer},
		actEnd:                  {TenantPartner: administer, TenantCustomer: "GLOBAL_ADMIN"},
		actCreateCustomer:       {TenantPartner: sell},
		actNameFirstUser:        {TenantPartner: sell},
		actEditCustomer:         {TenantPartner: anyAgent, TenantCustomer: "GLOBAL_ADMIN", TenantOperator: "OPERATOR"},
		actEditBilling:          {TenantPartner: sell, TenantCustomer: "GLOBAL_ADMIN", TenantOperator: "OPERATOR"},
		actPinOffers:            {TenantPartner: sell},
		actPublishSupport:       {TenantPartner: administer},
		actSignAgreement:        {TenantPartner: administer},
		actSeeAgreement:         {TenantPartner: "ADMIN_AGENT SALES_AGENT GLOBAL_ADMIN BILLING_ADMIN", TenantOperator: "OPERATOR"},
		actEndPairing:           {TenantPartner: administer, TenantOperator: "OPERATOR"},
		actManageUsers:          {TenantPartner: "USER_ADMIN GLOBAL_ADMIN", TenantCustomer: "GLOBAL_ADMIN", TenantOperator: "OPERATOR"},
		actManageAPIKeys:        {TenantPartner: "USER_ADMIN GLOBAL_ADMIN", TenantCustomer: "GLOBAL_ADMIN", TenantOperator: "OPERATOR"},
		actSeeAPIKeys:           {TenantPartner: "USER_ADMIN GLOBAL_ADMIN", TenantCustomer: "GLOBAL_ADMIN", TenantOperator: "OPERATOR"},
		actRegister:             {TenantOperator: "OPERATOR"},
		actOperate:              {TenantOperator: "OPERATOR"},
		actOrder:                {TenantPartner: sell},
		actSubscribe:            {TenantPartner: sell},
		actTransfer:             {TenantPartner: administer},
		actTake:                 {TenantPartner: administer},
		actPartnerOfRecord:      {TenantPartner: administer},
		actAdminister:           {TenantPartner: "ADMIN_AGENT HELPDESK_AGENT GLOBAL_ADMIN"},
		actSupport:              {TenantPartner: anyAgent},
		actSeePrices:            {TenantPartner: "ADMIN_AGENT GLOBAL_ADMIN BILLING_ADMIN", TenantOperator: "OPERATOR"},
		actSeeBills:             {TenantPartner: "ADMIN_AGENT GLOBAL_ADMIN BILLING_ADMIN", TenantOperator: "OPERATOR"},
	}
	for _, act := range actions() {
		for tenant, roles := range tenants {
			for _, role := range roles {
				v := Viewer{User: User{ID: ID{1}, Tenant: tenant, Roles: []Role{role}}, Partner: &Partner{Type: IndirectProvider}}
				name := fmt.Sprintf("%s/%s/%s", act, tenant, role)
				err := v.may(act)
				if (err == nil) != slices.Contains(strings.Fields(allowed[act][tenant]), string(role)) {
					t.Errorf("%s: %v", name, err)
				}
				if err != nil && !refusedWith(err, CodeForbiddenRole) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}

// A key may what its maker's roles allow, but for what makes or changes who may sign in.
func TestR18_NoRoleLetsAnAPIKeyMakeOrChangeWhoMaySignIn(t *testing.T) {
	t.Parallel()
	every := []Role{RoleAdminAgent, RoleGlobalAdmin, RoleUserAdmin, RoleOperator}
	for _, g := range grants {
		v := Viewer{User: User{ID: ID{1}, Tenant: g.tenant, Roles: every}, Partner: &Partner{Type: IndirectProvider}}
		if err := v.may(g.action); err != nil {
			t.Errorf("a person, %s/%s: %v", g.action, g.tenant, err)
		}
		v.APIKeyID = ID{2}
		if err := v.may(g.action); slices.Contains(inPerson, g.action) != refusedWith(err, CodeForbiddenRole) {
			t.Errorf("an API key, %s/%s: %v", g.action, g.tenant, err)
		}
	}
}

// actions lists what the table of roles speaks of.
func actions() []action {
	var all []action
	for _, g := range grants {
		if !slices.Contains(all, g.action) {
			all = append(all, g.action)
		}
	}
	return all
}

func TestR6_ATierTwoResellerDoesNotRequest(t *testing.T) {
	t.Parallel()
	for _, kind := range []PartnerType{DirectReseller, IndirectProvider, IndirectReseller, Advisor} {
		v := Viewer{User: User{ID: ID{1}, Tenant: TenantPartner, Roles: []Role{RoleAdminAgent}}, Partner: &Partner{Type: kind}}
		if err := v.may(actRequest); (err != nil) != (kind == IndirectReseller) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestCheckRoles(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		"partner ADMIN_AGENT": true, "partner SALES_AGENT BILLING_ADMIN": true, "partner HELPDESK_AGENT GLOBAL_ADMIN": true,
		"partner": false, "partner GLOBAL_ADMIN": false, "partner ADMIN_AGENT SALES_AGENT": false, "partner ADMIN_AGENT GLOBAL_ADMIN USER_ADMIN": false,
		"partner ADMIN_AGENT USER": false, "partner ADMIN_AGENT NOPE": false,
		"customer GLOBAL_ADMIN": true, "customer USER": true, "customer": false, "customer USER GLOBAL_ADMIN": false, "customer ADMIN_AGENT": false,
		"operator OPERATOR": true, "operator": false, "operator GLOBAL_ADMIN": false,
	} {
		words := strings.Fields(text)
		var roles []Role
		for _, r := range words[1:] {
			roles = append(roles, Role(r))
		}
		if err := CheckRoles(TenantKind(words[0]), roles); (err == nil) != good {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestIDsOfOneChangeSortInTheOrderOfTheirMaking(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	last := ID{}
	for i := range uint16(4000) {
		id := NewID(at, i, rand.Reader)
		if string(id[:]) <= string(last[:]) {
			t.Fatalf("%x after %x", id, last)
		}
		if id[6]>>4 != 7 || id[8]>>6 != 2 {
			t.Fatalf("%x is no UUID of version 7", id)
		}
		last = id
	}
	if later := NewID(at.Add(time.Millisecond), 0, rand.Reader); string(later[:]) <= string(last[:]) {
		t.Error("a later id sorts first")
	}
}

func TestParseLocale(t *testing.T) {
	t.Parallel()
	for tag, wanted := range map[string]Locale{"": English, "en": English, "en-GB": English, "EN_us": English, "zh": Chinese, "zh-CN": Chinese, "zh-Hans": Chinese} {
		if l, err := ParseLocale(tag); err != nil || l != wanted {
			t.Errorf("%q: %s, %v", tag, l, err)
		}
	}
	for _, tag := range []string{"fr", "english", "zhx", "*"} {
		if _, err := ParseLocale(tag); !refusedWith(err, CodeValidationFailed) {
			t.Errorf("%q: %v", tag, err)
		}
	}
}
