package resolvers

import (
	"accord/graph/model"
	"accord/reseller"
)

func parseSubscription(id string) (reseller.ID, error) {
	return model.ParseID(model.KindSubscription, id, "subscriptionId")
}

func provisionInput(in model.ProvisionSubscriptionInput) (reseller.ProvisionInput, error) {
	id, err := model.ParseID(model.KindCustomer, in.CustomerID, "customerId")
	return reseller.ProvisionInput{Common: common(in.Version, in.IdempotencyKey), CustomerID: id, Offer: in.Offer, Seats: in.Seats}, err
}

func seatsInput(in model.ChangeSeatsInput) (reseller.SeatsInput, error) {
	id, err := parseSubscription(in.SubscriptionID)
	return reseller.SeatsInput{Common: common(in.Version, in.IdempotencyKey), SubscriptionID: id, Seats: in.Seats}, err
}

func orderInput(subscription, offer string, seats int32, c reseller.Common) (reseller.OrderInput, error) {
	id, err := parseSubscription(subscription)
	return reseller.OrderInput{Common: c, SubscriptionID: id, Offer: offer, Seats: seats}, err
}

func suspendInput(in model.SuspendSubscriptionInput) (reseller.SuspendInput, error) {
	id, err := parseSubscription(in.SubscriptionID)
	return reseller.SuspendInput{Common: common(in.Version, in.IdempotencyKey), SubscriptionID: id, Reason: valueOf(in.Reason)}, err
}

func reasonInput(subscription, reason string, c reseller.Common) (reseller.ReasonInput, error) {
	id, err := parseSubscription(subscription)
	return reseller.ReasonInput{Common: c, SubscriptionID: id, Reason: reason}, err
}

func subscriptionInput(subscription string, c reseller.Common) (reseller.SubscriptionInput, error) {
	id, err := parseSubscription(subscription)
	return reseller.SubscriptionInput{Common: c, SubscriptionID: id}, err
}

// toPartnerInput reads the partner that is named for a subscription at a path; nil names none.
func toPartnerInput(subscription string, partner *string, path string, c reseller.Common) (reseller.ToPartnerInput, error) {
	out := reseller.ToPartnerInput{Common: c}
	var err error
	if out.SubscriptionID, err = parseSubscription(subscription); err != nil || partner == nil {
		return out, err
	}
	out.PartnerID, err = model.ParseID(model.KindPartner, *partner, path)
	return out, err
}
