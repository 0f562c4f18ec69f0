package db

import (
	"encoding/json"
	"time"

	"accord/reseller"
)

const partnerColumns = `p.id AS p_id, COALESCE(p.external_key, '') AS p_external_key, p.name AS p_name, p.name_sort AS p_name_sort, p.type AS p_type,
	p.country AS p_country, p.status AS p_status, p.provider_id AS p_provider_id, p.services AS p_services,
	p.support_url AS p_support_url, p.support_email AS p_support_email, p.support_phone AS p_support_phone, p.pinned_offers AS p_pinned_offers,
	p.agreement_version AS p_agreement_version, p.agreement_signed_at AS p_agreement_signed_at, p.agreement_signed_by AS p_agreement_signed_by,
	p.billed_since AS p_billed_since,
	p.created_at AS p_created_at, p.version AS p_version`

type partnerRow struct {
	ID          uid    `db:"p_id"`
	ExternalKey string `db:"p_external_key"`
	Name        string `db:"p_name"`
	NameSort    string `db:"p_name_sort"`
	Type        string `db:"p_type"`
	Country     string `db:"p_country"`
	Status      string `db:"p_status"`
	ProviderID  uid    `db:"p_provider_id"`
	Services    string `db:"p_services"`
	SupportURL  string `db:"p_support_url"`
	SupportMail string `db:"p_support_email"`
	SupportTel  string `db:"p_support_phone"`
	Pinned      string `db:"p_pinned_offers"`
	Agreement   string `db:"p_agreement_version"`
	SignedAt    stamp  `db:"p_agreement_signed_at"`
	SignedBy    uid    `db:"p_agreement_signed_by"`
	BilledSince day    `db:"p_billed_since"`
	CreatedAt   stamp  `db:"p_created_at"`
	Version     int32  `db:"p_version"`
}

func (r partnerRow) partner() reseller.Partner {
	return reseller.Partner{
		ID: reseller.ID(r.ID), ExternalKey: r.ExternalKey, Name: r.Name, Type: reseller.PartnerType(r.Type),
		Country: r.Country, Status: reseller.PartnerStatus(r.Status), ProviderID: reseller.ID(r.ProviderID),
		Services:     splitCodes(r.Services),
		Support:      reseller.Support{URL: r.SupportURL, Email: r.SupportMail, Phone: r.SupportTel},
		PinnedOffers: splitCodes(r.Pinned),
		Agreement:    reseller.Agreement{Version: r.Agreement, SignedAt: time.Time(r.SignedAt), SignedBy: reseller.ID(r.SignedBy)},
		BilledSince:  reseller.Day(r.BilledSince), CreatedAt: time.Time(r.CreatedAt), Version: r.Version,
	}
}

const customerColumns = `c.id AS c_id, COALESCE(c.external_key, '') AS c_external_key, c.name AS c_name, c.name_sort AS c_name_sort,
	c.domain AS c_domain, c.country AS c_country,
	c.contact_name AS c_contact_name, c.contact_email AS c_contact_email, c.contact_phone AS c_contact_phone,
	c.billing_name AS c_billing_name, c.billing_address AS c_billing_address, c.billing_email AS c_billing_email, c.tax_id AS c_tax_id,
	c.created_at AS c_created_at, c.version AS c_version`

type customerRow struct {
	ID             uid    `db:"c_id"`
	ExternalKey    string `db:"c_external_key"`
	Name           string `db:"c_name"`
	NameSort       string `db:"c_name_sort"`
	Domain         string `db:"c_domain"`
	Country        string `db:"c_country"`
	ContactName    string `db:"c_contact_name"`
	ContactEmail   string `db:"c_contact_email"`
	ContactPhone   string `db:"c_contact_phone"`
	BillingName    string `db:"c_billing_name"`
	BillingAddress string `db:"c_billing_address"`
	BillingEmail   string `db:"c_billing_email"`
	TaxID          string `db:"c_tax_id"`
	CreatedAt      stamp  `db:"c_created_at"`
	Version        int32  `db:"c_version"`
}

func (r customerRow) customer() reseller.Customer {
	return reseller.Customer{
		ID: reseller.ID(r.ID), ExternalKey: r.ExternalKey, Name: r.Name, Domain: r.Domain, Country: r.Country,
		Contact:   reseller.Contact{Name: r.ContactName, Email: r.ContactEmail, Phone: r.ContactPhone},
		Billing:   reseller.BillingDetails{Name: r.BillingName, Address: r.BillingAddress, Email: r.BillingEmail, TaxID: r.TaxID},
		CreatedAt: time.Time(r.CreatedAt), Version: r.Version,
	}
}

const userColumns = `u.id AS u_id, COALESCE(u.email, '') AS u_email, u.name AS u_name, u.tenant AS u_tenant,
	COALESCE(u.partner_id, u.customer_id) AS u_tenant_id, u.roles AS u_roles, u.created_at AS u_created_at, u.removed_at AS u_removed_at, u.version AS u_version`

type userRow struct {
	ID        uid    `db:"u_id"`
	Email     string `db:"u_email"`
	Name      string `db:"u_name"`
	Tenant    string `db:"u_tenant"`
	TenantID  uid    `db:"u_tenant_id"`
	Roles     string `db:"u_roles"`
	CreatedAt stamp  `db:"u_created_at"`
	RemovedAt stamp  `db:"u_removed_at"`
	Version   int32  `db:"u_version"`
}

func (r userRow) user() reseller.User {
	return reseller.User{
		ID: reseller.ID(r.ID), Email: r.Email, Name: r.Name, Tenant: reseller.TenantKind(r.Tenant), TenantID: reseller.ID(r.TenantID),
		Roles: splitRoles(r.Roles), CreatedAt: time.Time(r.CreatedAt), RemovedAt: time.Time(r.RemovedAt), Version: r.Version,
	}
}

const inviteColumns = `i.id AS i_id, i.partner_id AS i_partner_id, i.reseller_id AS i_reseller_id, i.services AS i_services,
	i.delegated_admin AS i_delegated_admin, i.label AS i_label, i.expires_at AS i_expires_at, i.max_uses AS i_max_uses,
	i.status AS i_status, i.grace_ends_at AS i_grace_ends_at, i.key_id AS i_key_id, i.created_at AS i_created_at, i.created_by AS i_created_by, i.version AS i_version`

type inviteRow struct {
	ID             uid     `db:"i_id"`
	PartnerID      uid     `db:"i_partner_id"`
	ResellerID     uid     `db:"i_reseller_id"`
	Services       *string `db:"i_services"`
	DelegatedAdmin bool    `db:"i_delegated_admin"`
	Label          string  `db:"i_label"`
	ExpiresAt      stamp   `db:"i_expires_at"`
	MaxUses        int32   `db:"i_max_uses"`
	Status         string  `db:"i_status"`
	GraceEndsAt    stamp   `db:"i_grace_ends_at"`
	KeyID          []byte  `db:"i_key_id"`
	CreatedAt      stamp   `db:"i_created_at"`
	CreatedBy      uid     `db:"i_created_by"`
	Version        int32   `db:"i_version"`
}

func (r inviteRow) invite() reseller.Invite {
	i := reseller.Invite{
		ID: reseller.ID(r.ID), PartnerID: reseller.ID(r.PartnerID),
		Terms: reseller.Terms{
			DelegatedAdmin: r.DelegatedAdmin, Label: r.Label, ExpiresAt: time.Time(r.ExpiresAt), MaxUses: r.MaxUses,
			ResellerID: reseller.ID(r.ResellerID),
		},
		Status: reseller.InviteStatus(r.Status), GraceEndsAt: time.Time(r.GraceEndsAt), CreatedAt: time.Time(r.CreatedAt), CreatedBy: reseller.ID(r.CreatedBy), Version: r.Version,
	}
	copy(i.KeyID[:], r.KeyID)
	if r.Services != nil {
		i.Terms.Services = splitCodes(*r.Services)
	}
	return i
}

const relationshipColumns = `r.id AS r_id, r.partner_id AS r_partner_id, r.reseller_id AS r_reseller_id, r.customer_id AS r_customer_id,
	r.status AS r_status, r.accepted_at AS r_accepted_at, r.accepted_by AS r_accepted_by, r.ended_at AS r_ended_at,
	r.invite_id AS r_invite_id, r.consent_version AS r_consent_version, r.end_proposed_by AS r_end_proposed_by,
	r.end_proposed_at AS r_end_proposed_at, r.end_reason AS r_end_reason,
	r.grants_with_first_order AS r_grants_with_first_order, r.version AS r_version`

type relationshipRow struct {
	ID         uid    `db:"r_id"`
	PartnerID  uid    `db:"r_partner_id"`
	ResellerID uid    `db:"r_reseller_id"`
	CustomerID uid    `db:"r_customer_id"`
	Status     string `db:"r_status"`
	AcceptedAt stamp  `db:"r_accepted_at"`
	AcceptedBy uid    `db:"r_accepted_by"`
	EndedAt    stamp  `db:"r_ended_at"`
	InviteID   uid    `db:"r_invite_id"`
	Consent    string `db:"r_consent_version"`
	ProposedBy string `db:"r_end_proposed_by"`
	ProposedAt stamp  `db:"r_end_proposed_at"`
	EndReason  string `db:"r_end_reason"`
	FirstOrder bool   `db:"r_grants_with_first_order"`
	Version    int32  `db:"r_version"`
}

func (r relationshipRow) relationship() reseller.Relationship {
	return reseller.Relationship{
		ID: reseller.ID(r.ID), PartnerID: reseller.ID(r.PartnerID), ResellerID: reseller.ID(r.ResellerID),
		CustomerID: reseller.ID(r.CustomerID), Status: reseller.RelationshipStatus(r.Status),
		AcceptedAt: time.Time(r.AcceptedAt), AcceptedBy: reseller.ID(r.AcceptedBy), EndedAt: time.Time(r.EndedAt),
		InviteID: reseller.ID(r.InviteID), ConsentVersion: r.Consent,
		End:                  reseller.EndProposal{By: reseller.Side(r.ProposedBy), At: time.Time(r.ProposedAt), Reason: r.EndReason},
		GrantsWithFirstOrder: r.FirstOrder, Version: r.Version,
	}
}

// The texts are never NULL, so that a row of nothing, from an outer join, can be read: its id is zero.
const delegationColumns = `d.id AS d_id, d.relationship_id AS d_relationship_id, d.partner_id AS d_partner_id, d.customer_id AS d_customer_id,
	COALESCE(d.service, '') AS d_service, COALESCE(d.transacting, FALSE) AS d_transacting, COALESCE(d.status, '') AS d_status, d.granted_at AS d_granted_at, d.granted_by AS d_granted_by,
	d.ended_at AS d_ended_at, COALESCE(d.end_reason, '') AS d_end_reason`

type delegationRow struct {
	ID             uid    `db:"d_id"`
	RelationshipID uid    `db:"d_relationship_id"`
	PartnerID      uid    `db:"d_partner_id"`
	CustomerID     uid    `db:"d_customer_id"`
	Service        string `db:"d_service"`
	Transacting    bool   `db:"d_transacting"`
	Status         string `db:"d_status"`
	GrantedAt      stamp  `db:"d_granted_at"`
	GrantedBy      uid    `db:"d_granted_by"`
	EndedAt        stamp  `db:"d_ended_at"`
	EndReason      string `db:"d_end_reason"`
}

func (r delegationRow) delegation() reseller.Delegation {
	return reseller.Delegation{
		ID: reseller.ID(r.ID), RelationshipID: reseller.ID(r.RelationshipID), PartnerID: reseller.ID(r.PartnerID),
		CustomerID: reseller.ID(r.CustomerID), Service: r.Service, Transacting: r.Transacting,
		Status: reseller.DelegationStatus(r.Status), GrantedAt: time.Time(r.GrantedAt), GrantedBy: reseller.ID(r.GrantedBy),
		EndedAt: time.Time(r.EndedAt), EndReason: reseller.EndReason(r.EndReason),
	}
}

const declineColumns = `x.id AS x_id, x.invite_id AS x_invite_id, x.customer_id AS x_customer_id, c.name AS x_customer_name, x.declined_by AS x_declined_by,
	x.declined_at AS x_declined_at, x.reason AS x_reason`

type declineRow struct {
	ID           uid    `db:"x_id"`
	InviteID     uid    `db:"x_invite_id"`
	CustomerID   uid    `db:"x_customer_id"`
	CustomerName string `db:"x_customer_name"`
	DeclinedBy   uid    `db:"x_declined_by"`
	DeclinedAt   stamp  `db:"x_declined_at"`
	Reason       string `db:"x_reason"`
}

func (r declineRow) decline() reseller.Decline {
	return reseller.Decline{
		ID: reseller.ID(r.ID), InviteID: reseller.ID(r.InviteID), CustomerID: reseller.ID(r.CustomerID), CustomerName: r.CustomerName,
		DeclinedBy: reseller.ID(r.DeclinedBy), DeclinedAt: time.Time(r.DeclinedAt), Reason: r.Reason,
	}
}

const acceptanceColumns = `a.id AS a_id, a.invite_id AS a_invite_id, a.customer_id AS a_customer_id, a.relationship_id AS a_relationship_id,
	a.accepted_by AS a_accepted_by, a.accepted_at AS a_accepted_at`

type acceptanceRow struct {
	ID             uid   `db:"a_id"`
	InviteID       uid   `db:"a_invite_id"`
	CustomerID     uid   `db:"a_customer_id"`
	RelationshipID uid   `db:"a_relationship_id"`
	AcceptedBy     uid   `db:"a_accepted_by"`
	AcceptedAt     stamp `db:"a_accepted_at"`
}

func (r acceptanceRow) acceptance() reseller.Acceptance {
	return reseller.Acceptance{
		ID: reseller.ID(r.ID), InviteID: reseller.ID(r.InviteID), CustomerID: reseller.ID(r.CustomerID), RelationshipID: reseller.ID(r.RelationshipID),
		AcceptedBy: reseller.ID(r.AcceptedBy), AcceptedAt: time.Time(r.AcceptedAt),
	}
}

const eventColumns = `e.seq AS e_seq, e.tx AS e_tx, e.kind AS e_kind, e.change_id AS e_change_id, e.occurred_at AS e_occurred_at,
	e.recorded_at AS e_recorded_at, e.actor_id AS e_actor_id, e.actor_role AS e_actor_role, e.actor_tenant AS e_actor_tenant,
	e.actor_tenant_id AS e_actor_tenant_id, e.actor_api_key_id AS e_actor_api_key_id, e.partner_id AS e_partner_id, e.reseller_id AS e_reseller_id,
	e.customer_id AS e_customer_id, e.relationship_id AS e_relationship_id, e.delegation_id AS e_delegation_id,
	e.invite_id AS e_invite_id, e.user_id AS e_user_id, e.subscription_id AS e_subscription_id, e.api_key_id AS e_api_key_id, e.before AS e_before, e.after AS e_after`

type eventRow struct {
	Seq            int64   `db:"e_seq"`
	Tx             int64   `db:"e_tx"`
	Kind           string  `db:"e_kind"`
	ChangeID       uid     `db:"e_change_id"`
	OccurredAt     stamp   `db:"e_occurred_at"`
	RecordedAt     stamp   `db:"e_recorded_at"`
	ActorID        uid     `db:"e_actor_id"`
	ActorRole      string  `db:"e_actor_role"`
	ActorTenant    string  `db:"e_actor_tenant"`
	ActorTenantID  uid     `db:"e_actor_tenant_id"`
	ActorAPIKeyID  uid     `db:"e_actor_api_key_id"`
	PartnerID      uid     `db:"e_partner_id"`
	ResellerID     uid     `db:"e_reseller_id"`
	CustomerID     uid     `db:"e_customer_id"`
	RelationshipID uid     `db:"e_relationship_id"`
	DelegationID   uid     `db:"e_delegation_id"`
	InviteID       uid     `db:"e_invite_id"`
	UserID         uid     `db:"e_user_id"`
	SubscriptionID uid     `db:"e_subscription_id"`
	APIKeyID       uid     `db:"e_api_key_id"`
	Before         *string `db:"e_before"`
	After          *string `db:"e_after"`
}

func (r eventRow) event() (reseller.Event, error) {
	e := reseller.Event{
		Position: reseller.Position{Tx: r.Tx, Seq: r.Seq}, Kind: reseller.EventKind(r.Kind), ChangeID: reseller.ID(r.ChangeID),
		OccurredAt: time.Time(r.OccurredAt), RecordedAt: time.Time(r.RecordedAt),
		Actor: reseller.Actor{
			UserID: reseller.ID(r.ActorID), Role: reseller.Role(r.ActorRole), Tenant: reseller.TenantKind(r.ActorTenant),
			TenantID: reseller.ID(r.ActorTenantID), APIKeyID: reseller.ID(r.ActorAPIKeyID),
		},
		PartnerID: reseller.ID(r.PartnerID), ResellerID: reseller.ID(r.ResellerID), CustomerID: reseller.ID(r.CustomerID),
		RelationshipID: reseller.ID(r.RelationshipID), DelegationID: reseller.ID(r.DelegationID),
		InviteID: reseller.ID(r.InviteID), UserID: reseller.ID(r.UserID), SubscriptionID: reseller.ID(r.SubscriptionID),
		APIKeyID: reseller.ID(r.APIKeyID),
	}
	var err error
	if e.Before, err = readState(r.Before); err != nil {
		return e, err
	}
	e.After, err = readState(r.After)
	return e, err
}

func readState(text *string) (*reseller.EventState, error) {
	if text == nil {
		return nil, nil //nolint:nilnil // an event without a state before or after is no error
	}
	state := &reseller.EventState{}
	return state, json.Unmarshal([]byte(*text), state)
}

func writeState(state *reseller.EventState) (any, error) {
	if state == nil {
		return nil, nil //nolint:nilnil // NULL in the column
	}
	text, err := json.Marshal(state)
	return string(text), err
}
