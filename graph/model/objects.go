package model

import (
	"time"

	"accord/reseller"
)

// The enums of the schema are the domain's.
type (
	ErrorCode                        = reseller.Code
	Role                             = reseller.Role
	PartnerType                      = reseller.PartnerType
	PartnerStatus                    = reseller.PartnerStatus
	InviteStatus                     = reseller.InviteStatus
	RelationshipStatus               = reseller.RelationshipStatus
	DelegatedAdminPrivilegeStatus    = reseller.DelegationStatus
	DelegatedAdminPrivilegeEndReason = reseller.EndReason
	RelationshipEventKind            = reseller.EventKind
	RelationshipOrderField           = reseller.OrderField
	RelationshipSide                 = reseller.Side
	CustomerSubscriptionStatus       = reseller.SubscriptionStatus
	SubscriptionSuspensionReason     = reseller.SuspensionReason
	SubscriptionAction               = reseller.Action
	BillChargeType                   = reseller.ChargeType
	APIKeyStatus                     = reseller.APIKeyStatus
	ReportInterval                   = reseller.ReportInterval
	PartnerRankingField              = reseller.RankedBy
	ExportFormat                     = reseller.ExportFormat
)

// Node is an object with a global id.
type Node interface{ IsNode() }

// Partner shows a partner.
type Partner struct{ reseller.Partner }

// IsNode marks the type as a Node.
func (*Partner) IsNode() {}

// ID is the partner's global id.
func (p *Partner) ID() string { return GlobalID(KindPartner, p.Partner.ID) }

// ExternalKey is null for partners that were not imported.
func (p *Partner) ExternalKey() *string { return optionalText(p.Partner.ExternalKey) }

// Customer shows a customer.
type Customer struct{ reseller.Customer }

// IsNode marks the type as a Node.
func (*Customer) IsNode() {}

// ID is the customer's global id.
func (c *Customer) ID() string { return GlobalID(KindCustomer, c.Customer.ID) }

// ExternalKey is null for customers that were not imported.
func (c *Customer) ExternalKey() *string { return optionalText(c.Customer.ExternalKey) }

// User shows a user.
type User struct{ reseller.User }

// IsNode marks the type as a Node.
func (*User) IsNode() {}

// ID is the user's global id.
func (u *User) ID() string { return GlobalID(KindUser, u.User.ID) }

// Email is null for users of other tenants.
func (u *User) Email() *string { return optionalText(u.User.Email) }

// Name is null for users of other tenants.
func (u *User) Name() *string { return optionalText(u.User.Name) }

// Viewer shows who is asking.
type Viewer struct{ reseller.Viewer }

// User is the user who has signed in.
func (v *Viewer) User() *User { return &User{v.Viewer.User} }

// Partner is the user's company, if that is a partner.
func (v *Viewer) Partner() *Partner {
	if v.Viewer.Partner == nil {
		return nil
	}
	return &Partner{*v.Viewer.Partner}
}

// Customer is the user's company, if that is a customer.
func (v *Viewer) Customer() *Customer {
	if v.Viewer.Customer == nil {
		return nil
	}
	return &Customer{*v.Viewer.Customer}
}

// Service shows a service.
type Service struct{ reseller.Service }

// IsNode marks the type as a Node.
func (*Service) IsNode() {}

// ID is the service's global id.
func (s *Service) ID() string { return ServiceID(s.Code) }

// Name is the service's name in a language.
func (s *Service) Name(locale *string) (string, error) { return named(s.Service.Name, locale) }

// named gives a name in the language asked for; English when none is.
func named(name func(reseller.Locale) string, locale *string) (string, error) {
	if locale == nil {
		return name(reseller.English), nil
	}
	l, err := reseller.ParseLocale(*locale)
	if err != nil {
		return "", err
	}
	return name(l), nil
}

// Invite shows a link as it is at one moment.
type Invite struct {
	reseller.Invite

	Status InviteStatus
	Token  *string
	URL    *string
}

// NewInvite shows a link with its status and address at this moment.
func NewInvite(i reseller.Invite, status InviteStatus, token, url string) *Invite {
	return &Invite{Invite: i, Status: status, Token: optionalText(token), URL: optionalText(url)}
}

// IsNode marks the type as a Node.
func (*Invite) IsNode() {}

// ID is the link's global id.
func (i *Invite) ID() string { return GlobalID(KindInvite, i.Invite.ID) }

// Label is null for the default link.
func (i *Invite) Label() *string { return optionalText(i.Terms.Label) }

// DelegatedAdmin tells whether the link asks for delegated admin privileges.
func (i *Invite) DelegatedAdmin() bool { return i.Terms.DelegatedAdmin }

// ExpiresAt is null for links that do not expire.
func (i *Invite) ExpiresAt() *time.Time { return optionalTime(i.Terms.ExpiresAt) }

// MaxUses is null for links without a limit.
func (i *Invite) MaxUses() *int32 { return optional(i.Terms.MaxUses) }

// GraceEndsAt is null for links that do not go on after a rotation.
func (i *Invite) GraceEndsAt() *time.Time {
	return optionalTime(i.Invite.GraceEndsAt)
}

// InviteAcceptance shows a customer's first acceptance through a link.
type InviteAcceptance struct{ reseller.Acceptance }

// IsNode marks the type as a Node.
func (*InviteAcceptance) IsNode() {}

// ID is the acceptance's global id.
func (a *InviteAcceptance) ID() string { return GlobalID(KindAcceptance, a.Acceptance.ID) }

// InviteDecline shows what a customer has said in declining a link.
type InviteDecline struct{ reseller.Decline }

// IsNode marks the type as a Node.
func (*InviteDecline) IsNode() {}

// ID is the decline's global id.
func (d *InviteDecline) ID() string { return GlobalID(KindDecline, d.Decline.ID) }

// Reason is null where none was given.
func (d *InviteDecline) Reason() *string { return optionalText(d.Decline.Reason) }

// Relationship shows a relationship.
type Relationship struct{ reseller.Relationship }

// IsNode marks the type as a Node.
func (*Relationship) IsNode() {}

// ID is the relationship's global id.
func (r *Relationship) ID() string { return GlobalID(KindRelationship, r.Relationship.ID) }

// EndedAt is null while the relationship stands.
func (r *Relationship) EndedAt() *time.Time { return optionalTime(r.Relationship.EndedAt) }

// ConsentVersion is null for imported relationships.
func (r *Relationship) ConsentVersion() *string { return optionalText(r.Relationship.ConsentVersion) }

// End is null where nothing was proposed.
func (r *Relationship) End() *RelationshipEnd {
	proposed := r.Relationship.End
	if proposed.By == "" && r.Status != reseller.RelationshipEnding {
		return nil
	}
	return &RelationshipEnd{EndProposal: proposed, RelationshipID: r.Relationship.ID}
}

// RelationshipEnd shows what was proposed about the end of a relationship.
type RelationshipEnd struct {
	reseller.EndProposal

	RelationshipID reseller.ID
}

// ProposedBy is null for imported ones.
func (e *RelationshipEnd) ProposedBy() *reseller.Side { return optional(e.By) }

// ProposedAt is null for imported ones.
func (e *RelationshipEnd) ProposedAt() *time.Time { return optionalTime(e.At) }

// Reason is null where none was given.
func (e *RelationshipEnd) Reason() *string { return optionalText(e.EndProposal.Reason) }

// DelegatedAdminPrivilege shows a delegated admin privilege.
type DelegatedAdminPrivilege struct{ reseller.Delegation }

// IsNode marks the type as a Node.
func (*DelegatedAdminPrivilege) IsNode() {}

// ID is the privilege's global id.
func (d *DelegatedAdminPrivilege) ID() string { return GlobalID(KindDelegation, d.Delegation.ID) }

// EndedAt is null while the privilege is in force.
func (d *DelegatedAdminPrivilege) EndedAt() *time.Time { return optionalTime(d.Delegation.EndedAt) }

// EndReason is null while the privilege is in force.
func (d *DelegatedAdminPrivilege) EndReason() *reseller.EndReason {
	return optional(d.Delegation.EndReason)
}

// ServiceDelegation shows who may administer one service of one customer.
type ServiceDelegation struct{ reseller.ServiceDelegation }
