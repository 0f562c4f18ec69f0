package reseller

import (
	"slices"
	"strings"
)

// Role is what a user may do within its tenant.
type Role string

// The roles. A partner's user has one agent role and at most one admin role; a customer's user is GLOBAL_ADMIN or USER.
const (
	RoleOperator      Role = "OPERATOR"
	RoleAdminAgent    Role = "ADMIN_AGENT"
	RoleSalesAgent    Role = "SALES_AGENT"
	RoleHelpdeskAgent Role = "HELPDESK_AGENT"
	RoleGlobalAdmin   Role = "GLOBAL_ADMIN"
	RoleBillingAdmin  Role = "BILLING_ADMIN"
	RoleUserAdmin     Role = "USER_ADMIN"
	RoleUser          Role = "USER"
)

var (
	agentRoles = []Role{RoleAdminAgent, RoleSalesAgent, RoleHelpdeskAgent}
	adminRoles = []Role{RoleGlobalAdmin, RoleBillingAdmin, RoleUserAdmin}
)

// CheckRoles says what is wrong with the roles of a user of a tenant of that kind, or nil.
func CheckRoles(kind TenantKind, roles []Role) error {
	count := func(among []Role) int {
		n := 0
		for _, r := range roles {
			if slices.Contains(among, r) {
				n++
			}
		}
		return n
	}
	switch kind {
	case TenantPartner:
		agents, admins := count(agentRoles), count(adminRoles)
		if agents != 1 || admins > 1 || agents+admins != len(roles) {
			return Invalid([]string{"roles"}, "A partner's user has exactly one of %s and at most one of %s.",
				joinRoles(agentRoles), joinRoles(adminRoles))
		}
	case TenantCustomer:
		if len(roles) != 1 || count([]Role{RoleGlobalAdmin, RoleUser}) != 1 {
			return Invalid([]string{"roles"}, "A customer's user is either GLOBAL_ADMIN or USER.")
		}
	case TenantOperator:
		if len(roles) != 1 || roles[0] != RoleOperator {
			return Invalid([]string{"roles"}, "An operator's user has the role OPERATOR or none named.")
		}
	}
	return nil
}

func joinRoles(roles []Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

// action is something that a role may or may not do.
type action string

const (
	actRequest              action = "request a relationship"
	actAccept               action = "accept a relationship"
	actRemoveDelegatedAdmin action = "remove delegated admin privileges"
)

// grant is one row of the table of roles: on which side the action is taken, by which roles, by which types of
// partner, and the rule that says so.
type grant struct {
	rule   string
	tenant TenantKind
	roles  []Role
	types  []PartnerType
}

// grants is the table of roles (R3, R10, R18, R21). Every use case that changes something asks it, and nothing else.
var grants = map[action]grant{
	actRequest: {
		rule: "R3", tenant: TenantPartner,
		roles: []Role{RoleAdminAgent, RoleSalesAgent, RoleGlobalAdmin},
		types: []PartnerType{DirectReseller, IndirectProvider, Advisor},
	},
	actAccept:               {rule: "R10", tenant: TenantCustomer, roles: []Role{RoleGlobalAdmin}},
	actRemoveDelegatedAdmin: {rule: "R21", tenant: TenantCustomer, roles: []Role{RoleGlobalAdmin}},
}

// may refuses, with CodeForbiddenRole, what the viewer's role, kind of tenant or type of partner may not do.
func (v Viewer) may(a action) error {
	g := grants[a]
	if v.User.Tenant != g.tenant {
		return refuse(CodeForbiddenRole, g.rule, "Only a user of a %s can %s; you sign in for a %s.", g.tenant, a, v.User.Tenant)
	}
	if !v.Is(g.roles...) {
		return refuse(CodeForbiddenRole, g.rule, "To %s takes the role %s; you have %s.",
			a, joinRoles(g.roles), joinRoles(v.User.Roles))
	}
	if len(g.types) > 0 && !slices.Contains(g.types, v.Partner.Type) {
		return refuse(CodeForbiddenRole, "R6", "A partner of type %s cannot %s: its provider does so in its name.", v.Partner.Type, a)
	}
	return nil
}
