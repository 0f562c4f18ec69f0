package reseller

import "slices"

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
				allOf[Role](agentRoles), allOf[Role](adminRoles))
		}
	case TenantCustomer:
		if len(roles) != 1 || count([]Role{RoleGlobalAdmin, RoleUser}) != 1 {
			return Invalid([]string{"roles"}, "A customer's user is either GLOBAL_ADMIN or USER.")
		}
	case TenantOperator:
		if len(roles) != 1 || roles[0] != RoleOperator {
			return Invalid([]string{"roles"}, "A user of the operator has the role OPERATOR and no other.")
		}
	}
	return nil
}

// action is something that a role may or may not do, as sentences name it.
type action string

const (
	actRequest              action = "request a relationship"
	actSendLink             action = "send a link"
	actManageLinks          action = "rotate or revoke a link"
	actAccept               action = "accept a relationship"
	actDecline              action = "decline a relationship"
	actRemoveDelegatedAdmin action = "remove delegated admin privileges"
	actRelinquish           action = "relinquish delegated admin privileges"
	actEnd                  action = "propose, confirm or withdraw the end of a relationship"
	actCreateCustomer       action = "create a customer"
	actNameFirstUser        action = "name the first user of a customer"
	actEditCustomer         action = "edit a customer"
	actEditBilling          action = "edit a customer's billing details"
	actPinOffers            action = "pin offers"
	actPublishSupport       action = "publish support contacts"
	actSignAgreement        action = "sign the reseller agreement"
	actSeeAgreement         action = "see the reseller agreement"
	actEndPairing           action = "end a pairing"
	actManageUsers          action = "manage users"
	actManageAPIKeys        action = "manage API keys" //nolint:gosec // words, and no secret
	actSeeAPIKeys           action = "see API keys"    //nolint:gosec // words, and no secret
	actRegister             action = "register a partner or a customer"
	actOperate              action = "run the platform"
	actOrder                action = "order a subscription"
	actSubscribe            action = "change a subscription"
	actTransfer             action = "offer a subscription's transfer"
	actTake                 action = "take, turn down or withdraw a subscription's transfer"
	actPartnerOfRecord      action = "change the partner of record"
	actAdminister           action = "administer a customer's services"
	actSupport              action = "support a customer"
	actSeePrices            action = "see prices"
	actSeeBills             action = "see bills"
)

// grant is one row of the table of roles: on which side an action is taken, by which roles there, by which types of
// partner, and the rule that says so.
type grant struct {
	action action
	rule   string
	tenant TenantKind
	roles  []Role
	// types are the types of partner that may; nil is all.
	types []PartnerType
}

var (
	administering = []Role{RoleAdminAgent, RoleGlobalAdmin}
	selling       = []Role{RoleAdminAgent, RoleSalesAgent, RoleGlobalAdmin}
	globalAdmin   = []Role{RoleGlobalAdmin}
	operating     = []Role{RoleOperator}
	pricing       = []Role{RoleAdminAgent, RoleGlobalAdmin, RoleBillingAdmin}
	// ownLinks are the types of partner that have links and relationships of their own (R6).
	ownLinks = []PartnerType{DirectReseller, IndirectProvider, Advisor}
	// transacting are the types of partner that order from the operator and are billed (R16).
	transacting = []PartnerType{DirectReseller, IndirectProvider}
)

// grants is the table of roles. Every use case asks it, and nothing else; what is not in it nobody may.
var grants = []grant{
	{actRequest, "R3", TenantPartner, selling, ownLinks},
	{actSendLink, "R3", TenantPartner, selling, nil}, // a reseller sends its provider's links
	{actSendLink, "R3", TenantOperator, operating, nil},
	{actManageLinks, "R18", TenantPartner, administering, ownLinks},
	{actAccept, "R10", TenantCustomer, globalAdmin, nil},
	{actDecline, "R14", TenantCustomer, globalAdmin, nil},
	{actRemoveDelegatedAdmin, "R21", TenantCustomer, globalAdmin, nil},
	{actRelinquish, "R18", TenantPartner, administering, nil},
	{actEnd, "R18", TenantPartner, administering, nil}, // whose relationship it is, sideOf tells
	{actEnd, "R23", TenantCustomer, globalAdmin, nil},
	{actCreateCustomer, "R29", TenantPartner, selling, ownLinks},
	{actNameFirstUser, "R29", TenantPartner, selling, ownLinks},
	{actEditCustomer, "R28", TenantPartner, agentRoles, nil},
	{actEditCustomer, "R28", TenantCustomer, globalAdmin, nil},
	{actEditCustomer, "R28", TenantOperator, operating, nil},
	{actEditBilling, "R28", TenantPartner, selling, nil},
	{actEditBilling, "R28", TenantCustomer, globalAdmin, nil},
	{actEditBilling, "R28", TenantOperator, operating, nil},
	{actPinOffers, "R30", TenantPartner, selling, nil},
	{actPublishSupport, "R37", TenantPartner, administering, nil},
	{actSignAgreement, "R36", TenantPartner, administering, nil},
	{actSeeAgreement, "R18", TenantPartner, []Role{RoleAdminAgent, RoleSalesAgent, RoleGlobalAdmin, RoleBillingAdmin}, nil},
	{actSeeAgreement, "R18", TenantOperator, operating, nil},
	{actEndPairing, "R24", TenantPartner, administering, []PartnerType{IndirectProvider, IndirectReseller}},
	{actEndPairing, "R24", TenantOperator, operating, nil},
	{actManageUsers, "R18", TenantPartner, []Role{RoleUserAdmin, RoleGlobalAdmin}, nil},
	{actManageUsers, "R18", TenantCustomer, globalAdmin, nil},
	{actManageUsers, "R18", TenantOperator, operating, nil},
	{actManageAPIKeys, "R18", TenantPartner, []Role{RoleUserAdmin, RoleGlobalAdmin}, nil},
	{actManageAPIKeys, "R18", TenantCustomer, globalAdmin, nil},
	{actManageAPIKeys, "R18", TenantOperator, operating, nil},
	{actSeeAPIKeys, "R18", TenantPartner, []Role{RoleUserAdmin, RoleGlobalAdmin}, nil},
	{actSeeAPIKeys, "R18", TenantCustomer, globalAdmin, nil},
	{actSeeAPIKeys, "R18", TenantOperator, operating, nil},
	{actRegister, "R27", TenantOperator, operating, nil},
	{actOperate, "R27", TenantOperator, operating, nil},
	{actOrder, "R16", TenantPartner, selling, transacting},
	{actSubscribe, "R38", TenantPartner, selling, nil}, // for which of them it is billed, the table of permissions tells
	{actTransfer, "R18", TenantPartner, administering, nil},
	{actTake, "R18", TenantPartner, administering, transacting},
	{actPartnerOfRecord, "R18", TenantPartner, administering, nil},
	{actAdminister, "R18", TenantPartner, []Role{RoleAdminAgent, RoleHelpdeskAgent, RoleGlobalAdmin}, nil},
	{actSupport, "R37", TenantPartner, agentRoles, nil},
	{actSeePrices, "R18", TenantPartner, pricing, nil},
	{actSeePrices, "R18", TenantOperator, operating, nil},
	{actSeeBills, "R18", TenantPartner, pricing, nil},
	{actSeeBills, "R18", TenantOperator, operating, nil},
}

// inPerson are the actions that make or change who may sign in, or register a company with its first user. Who asks with an API key
// may take none of them, whatever its roles, so that a key that was lost cannot make itself a successor: all that it may do ends
// with it.
var inPerson = []action{actManageUsers, actManageAPIKeys, actNameFirstUser, actRegister}

// may refuses, with CodeForbiddenRole, what the viewer's role, kind of tenant or type of partner may not do, and what takes a user who
// has signed in and not an API key.
func (v Viewer) may(a action) error {
	rows := grantsOf(a)
	i := slices.IndexFunc(rows, func(g grant) bool { return g.tenant == v.User.Tenant })
	if i < 0 {
		var sides anyOf[TenantKind]
		for _, g := range rows {
			sides = append(sides, g.tenant)
		}
		return refuse(CodeForbiddenRole, rows[0].rule, "Only a user of %s can %s; you are signed in for %s.", sides, a, v.User.Tenant)
	}
	g := rows[i]
	if !v.Is(g.roles...) {
		e := refuse(CodeForbiddenRole, g.rule, "You need the role %s to %s; you have %s. Ask an administrator of your company.",
			anyOf[Role](g.roles), a, allOf[Role](v.User.Roles))
		e.Roles = g.roles
		return e
	}
	if err := v.mayByType(g); err != nil {
		return err
	}
	if !v.APIKeyID.IsZero() && slices.Contains(inPerson, a) {
		return refuse(CodeForbiddenRole, "R18", "An API key cannot %s, whatever its roles: one that is lost is to leave no successor. Sign in as a user to do so.", a)
	}
	return nil
}

// mayByType refuses what the viewer's partner may not do by its type.
func (v Viewer) mayByType(g grant) error {
	switch {
	case len(g.types) == 0 || slices.Contains(g.types, v.Partner.Type):
		return nil
	case v.Partner.Type == IndirectReseller:
		return refuse(CodeForbiddenRole, "R6", "A partner of type %s cannot %s: its provider does so in its name.", v.Partner.Type, g.action)
	}
	return refuse(CodeForbiddenRole, g.rule, "A partner of type %s cannot %s: that takes a partner of type %s.",
		v.Partner.Type, g.action, anyOf[PartnerType](g.types))
}

func grantsOf(a action) []grant {
	var rows []grant
	for _, g := range grants {
		if g.action == a {
			rows = append(rows, g)
		}
	}
	return rows
}

// MaySeeAgreement refuses, with CodeForbiddenRole, to show the reseller agreement to who may not see it (R18).
func (v Viewer) MaySeeAgreement() error { return v.may(actSeeAgreement) }

// MaySeePrices refuses, with CodeForbiddenRole, to show prices to who may not see any (R18).
func (v Viewer) MaySeePrices() error { return v.may(actSeePrices) }

// MaySeeBills refuses, with CodeForbiddenRole, to show a partner's bills to who may not see any (R18).
func (v Viewer) MaySeeBills() error { return v.may(actSeeBills) }

// seeingStates are the actions that it takes to be told how the object of an event was before and after: what a role may not see of
// the object itself it does not learn from its history. The states of all other kinds are for whoever sees the event.
var seeingStates = map[EventKind]action{
	EventAgreementSigned: actSeeAgreement,
	EventAPIKeyCreated:   actSeeAPIKeys,
	EventAPIKeyRevoked:   actSeeAPIKeys,
}

// MaySeeStates refuses, with CodeForbiddenRole, to tell how the object of an event of that kind was before and after to who may
// not see such an object (R18).
func (v Viewer) MaySeeStates(kind EventKind) error {
	if a, ok := seeingStates[kind]; ok {
		return v.may(a)
	}
	return nil
}

// MaySeeBilling refuses, with CodeForbiddenRole, to show a customer's billing details to who may not (R18, R28). A customer's
// own users all read.
func (v Viewer) MaySeeBilling() error {
	if v.Customer != nil {
		return nil
	}
	return v.may(actEditBilling)
}
