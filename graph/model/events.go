package model

import (
	"encoding/hex"
	"maps"
	"slices"
	"strconv"

	"accord/reseller"
)

// RelationshipEvent shows an event.
type RelationshipEvent struct{ reseller.Event }

// IsNode marks the type as a Node.
func (*RelationshipEvent) IsNode() {}

// ID is the event's global id.
func (e *RelationshipEvent) ID() string { return EventID(e.Position.Seq) }

// ChangeID is the global id of the change that the event is part of.
func (e *RelationshipEvent) ChangeID() string { return GlobalID(kindChange, e.Event.ChangeID) }

// ActorRole is null for imports.
func (e *RelationshipEvent) ActorRole() *reseller.Role { return optional(e.Event.Actor.Role) }

// Cursor is the event's place in the stream.
func (e *RelationshipEvent) Cursor() string {
	return Cursor(ListEvents, reseller.Key{Event: e.Position})
}

// RelationshipEventState shows the part of an object that a change concerns.
type RelationshipEventState struct{ reseller.EventState }

// RelationshipStatus is null where it does not apply, as are the others.
func (s *RelationshipEventState) RelationshipStatus() *reseller.RelationshipStatus {
	return optional(s.EventState.RelationshipStatus)
}

// DelegatedAdminStatus is the status of a privilege.
func (s *RelationshipEventState) DelegatedAdminStatus() *reseller.DelegationStatus {
	return optional(s.EventState.DelegatedAdminStatus)
}

// EndReason is why a privilege ended.
func (s *RelationshipEventState) EndReason() *reseller.EndReason {
	return optional(s.EventState.EndReason)
}

// InviteStatus is the status of a link.
func (s *RelationshipEventState) InviteStatus() *reseller.InviteStatus {
	return optional(s.EventState.InviteStatus)
}

// PartnerStatus is the status of a partner.
func (s *RelationshipEventState) PartnerStatus() *reseller.PartnerStatus {
	return optional(s.EventState.PartnerStatus)
}

// SubscriptionStatus is the status of a subscription.
func (s *RelationshipEventState) SubscriptionStatus() *reseller.SubscriptionStatus {
	return optional(s.EventState.SubscriptionStatus)
}

// Seats are those of a subscription.
func (s *RelationshipEventState) Seats() *int32 { return optional(s.EventState.Seats) }

// Name is a name.
func (s *RelationshipEventState) Name() *string { return optionalText(s.EventState.Name) }

// Key is an external key or code.
func (s *RelationshipEventState) Key() *string { return optionalText(s.EventState.Key) }

// AmountMinor is a price.
func (s *RelationshipEventState) AmountMinor() *string {
	if s.EventState.AmountMinor == nil {
		return nil
	}
	return optionalText(strconv.FormatInt(*s.EventState.AmountMinor, 10))
}

// Fields are whatever else the object has, by name.
func (s *RelationshipEventState) Fields() []*RelationshipEventField {
	fields := make([]*RelationshipEventField, 0, len(s.EventState.Fields))
	for _, name := range slices.Sorted(maps.Keys(s.EventState.Fields)) {
		fields = append(fields, &RelationshipEventField{Name: name, Value: clientsValue(name, s.EventState.Fields[name])})
	}
	return fields
}

// naming are the fields that name objects by their ids, by the kind of those.
var naming = map[string]Kind{
	"reseller": KindPartner, "provider": KindPartner,
	"original_reseller": KindPartner, "billed_partner": KindPartner, "partner_of_record": KindPartner,
	"support_partner": KindPartner, "transfer_to": KindPartner, "base": KindSubscription,
}

// clientsValue shows the value of a field: objects, which events keep by their ids, by their global ids.
func clientsValue(name, value string) string {
	var id reseller.ID
	kind, ok := naming[name]
	if !ok {
		return value
	}
	if n, err := hex.Decode(id[:], []byte(value)); err != nil || n != len(id) {
		return value
	}
	return GlobalID(kind, id)
}
