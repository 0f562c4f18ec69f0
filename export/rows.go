package export

import (
	"encoding/json"
	"time"

	"accord/graph/model"
	"accord/reseller"
)

// The rows of files. Their fields are the columns, in this order, whatever the format; ids and cursors are those of the API.

// relationship is a row of a file of relationships.
type relationship struct {
	ID             string     `json:"id"              parquet:"id"`
	Status         string     `json:"status"          parquet:"status,dict"`
	AcceptedAt     time.Time  `json:"accepted_at"     parquet:"accepted_at,timestamp(microsecond)"`
	EndedAt        *time.Time `json:"ended_at"        parquet:"ended_at,optional,timestamp(microsecond)"`
	PartnerID      *string    `json:"partner_id"      parquet:"partner_id,optional,dict"`
	PartnerName    *string    `json:"partner_name"    parquet:"partner_name,optional,dict"`
	ResellerID     *string    `json:"reseller_id"     parquet:"reseller_id,optional,dict"`
	ResellerName   *string    `json:"reseller_name"   parquet:"reseller_name,optional,dict"`
	CustomerID     string     `json:"customer_id"     parquet:"customer_id"`
	CustomerName   string     `json:"customer_name"   parquet:"customer_name"`
	CustomerDomain string     `json:"customer_domain" parquet:"customer_domain"`
	// Services are those with an ACTIVE privilege.
	Services []string `json:"services" parquet:"services,list"`
	Cursor   string   `json:"cursor"   parquet:"cursor"`
}

// relationshipsList names the list for its cursors.
func relationshipsList(of reseller.TenantKind) model.List {
	return model.RelationshipsList(of, false, reseller.ExportOrder)
}

func relationshipRow(e reseller.Export, r reseller.ExportedRelationship) (relationship, error) {
	services := r.Services
	if services == nil {
		services = []string{}
	}
	return relationship{
		ID: model.GlobalID(model.KindRelationship, r.Relationship.ID), Status: string(r.Relationship.Status),
		AcceptedAt: r.Relationship.AcceptedAt, EndedAt: optionalTime(r.Relationship.EndedAt),
		PartnerID: optionalID(model.KindPartner, r.Partner.ID), PartnerName: optional(r.Partner.Name),
		ResellerID: optionalID(model.KindPartner, r.Reseller.ID), ResellerName: optional(r.Reseller.Name),
		CustomerID: model.GlobalID(model.KindCustomer, r.Customer.ID), CustomerName: r.Customer.Name, CustomerDomain: r.Customer.Domain,
		Services: services, Cursor: model.Cursor(relationshipsList(e.Owner), r.Key),
	}, nil
}

// subscription is a row of a file of subscriptions. It has no prices: not all who see subscriptions see these (R18, R31).
type subscription struct {
	ID                 string     `json:"id"                   parquet:"id"`
	Status             string     `json:"status"               parquet:"status,dict"`
	Offer              string     `json:"offer"                parquet:"offer,dict"`
	Service            string     `json:"service"              parquet:"service,dict"`
	Seats              int32      `json:"seats"                parquet:"seats"`
	CustomerID         string     `json:"customer_id"          parquet:"customer_id"`
	CustomerName       *string    `json:"customer_name"        parquet:"customer_name,optional"`
	CustomerDomain     *string    `json:"customer_domain"      parquet:"customer_domain,optional"`
	OriginalResellerID *string    `json:"original_reseller_id" parquet:"original_reseller_id,optional,dict"`
	BilledPartnerID    *string    `json:"billed_partner_id"    parquet:"billed_partner_id,optional,dict"`
	PartnerOfRecordID  *string    `json:"partner_of_record_id" parquet:"partner_of_record_id,optional,dict"`
	BaseID             *string    `json:"base_id"              parquet:"base_id,optional"`
	OrderedAt          time.Time  `json:"ordered_at"           parquet:"ordered_at,timestamp(microsecond)"`
	TermStartsOn       string     `json:"term_starts_on"       parquet:"term_starts_on"`
	TermEndsOn         string     `json:"term_ends_on"         parquet:"term_ends_on"`
	SuspendedSince     *time.Time `json:"suspended_since"      parquet:"suspended_since,optional,timestamp(microsecond)"`
	CancelledAt        *time.Time `json:"cancelled_at"         parquet:"cancelled_at,optional,timestamp(microsecond)"`
	Cursor             string     `json:"cursor"               parquet:"cursor"`
}

// subscriptionsList names the list for its cursors.
func subscriptionsList(of reseller.TenantKind) model.List {
	if of == reseller.TenantCustomer {
		return model.ListCustomersSubscriptions
	}
	return model.ListSubscriptions
}

func subscriptionRow(e reseller.Export, s reseller.ExportedSubscription) (subscription, error) {
	return subscription{
		ID: model.GlobalID(model.KindSubscription, s.Subscription.ID), Status: string(s.Status), Offer: s.Offer, Service: s.Service, Seats: s.Seats,
		CustomerID: model.GlobalID(model.KindCustomer, s.CustomerID), CustomerName: optional(s.Customer.Name), CustomerDomain: optional(s.Customer.Domain),
		OriginalResellerID: optionalID(model.KindPartner, s.OriginalReseller), BilledPartnerID: optionalID(model.KindPartner, s.BilledPartner),
		PartnerOfRecordID: optionalID(model.KindPartner, s.PartnerOfRecord), BaseID: optionalID(model.KindSubscription, s.BaseID),
		OrderedAt: s.OrderedAt, TermStartsOn: s.Term.StartsOn.String(), TermEndsOn: s.Term.EndsOn.String(),
		SuspendedSince: optionalTime(s.Suspension.Since), CancelledAt: optionalTime(s.CancelledAt),
		Cursor: model.Cursor(subscriptionsList(e.Owner), reseller.Key{Time: s.OrderedAt, ID: s.Subscription.ID}),
	}, nil
}

// event is a row of a file of events (R25).
type event struct {
	ID             string    `json:"id"              parquet:"id"`
	ChangeID       string    `json:"change_id"       parquet:"change_id"`
	Kind           string    `json:"kind"            parquet:"kind,dict"`
	OccurredAt     time.Time `json:"occurred_at"     parquet:"occurred_at,timestamp(microsecond)"`
	RecordedAt     time.Time `json:"recorded_at"     parquet:"recorded_at,timestamp(microsecond)"`
	ActorID        *string   `json:"actor_id"        parquet:"actor_id,optional,dict"`
	ActorRole      *string   `json:"actor_role"      parquet:"actor_role,optional,dict"`
	RelationshipID *string   `json:"relationship_id" parquet:"relationship_id,optional"`
	PrivilegeID    *string   `json:"privilege_id"    parquet:"privilege_id,optional"`
	InviteID       *string   `json:"invite_id"       parquet:"invite_id,optional,dict"`
	SubscriptionID *string   `json:"subscription_id" parquet:"subscription_id,optional"`
	// Before and After are JSON, as the object was.
	Before *string `json:"before" parquet:"before,optional"`
	After  *string `json:"after"  parquet:"after,optional"`
	Cursor string  `json:"cursor" parquet:"cursor"`
}

func eventRow(_ reseller.Export, e reseller.Event) (event, error) {
	shown := &model.RelationshipEvent{Event: e}
	before, err := state(e.Before)
	if err != nil {
		return event{}, err
	}
	after, err := state(e.After)
	return event{
		ID: shown.ID(), ChangeID: shown.ChangeID(), Kind: string(e.Kind), OccurredAt: e.OccurredAt, RecordedAt: e.RecordedAt,
		ActorID: optionalID(model.KindUser, e.Actor.UserID), ActorRole: optional(string(e.Actor.Role)),
		RelationshipID: optionalID(model.KindRelationship, e.RelationshipID), PrivilegeID: optionalID(model.KindDelegation, e.DelegationID),
		InviteID: optionalID(model.KindInvite, e.InviteID), SubscriptionID: optionalID(model.KindSubscription, e.SubscriptionID),
		Before: before, After: after, Cursor: model.Cursor(model.ListHistory, reseller.Key{Event: e.Position}),
	}, err
}

// state writes how an object was; objects that it names have the ids of the API.
func state(s *reseller.EventState) (*string, error) {
	if s == nil {
		return nil, nil //nolint:nilnil // there is none
	}
	shown := *s
	if s.Fields != nil {
		shown.Fields = map[string]string{}
		for _, f := range (&model.RelationshipEventState{EventState: *s}).Fields() {
			shown.Fields[f.Name] = f.Value
		}
	}
	written, err := json.Marshal(shown)
	text := string(written)
	return &text, err
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func optionalID(kind model.Kind, id reseller.ID) *string {
	if id.IsZero() {
		return nil
	}
	return optional(model.GlobalID(kind, id))
}

func optionalTime(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}
