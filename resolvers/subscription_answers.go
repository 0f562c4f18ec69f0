package resolvers

import (
	"context"

	"accord/graph/model"
	"accord/reseller"
)

func showProvision(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.ProvisionSubscriptionPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.ProvisionSubscriptionPayload{Subscription: subscription}, err
}

func showSeats(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.ChangeSeatsPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.ChangeSeatsPayload{Subscription: subscription}, err
}

func showUpgrade(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.UpgradeSubscriptionPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.UpgradeSubscriptionPayload{Subscription: subscription}, err
}

func showSuspension(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.SuspendSubscriptionPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.SuspendSubscriptionPayload{Subscription: subscription}, err
}

func showResumption(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.ResumeSubscriptionPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.ResumeSubscriptionPayload{Subscription: subscription}, err
}

func showCancellation(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.CancelSubscriptionPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.CancelSubscriptionPayload{Subscription: subscription}, err
}

func showPartnerOfRecord(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.ChangePartnerOfRecordPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.ChangePartnerOfRecordPayload{Subscription: subscription}, err
}

func showSupportContact(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.ChangeSupportContactPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.ChangeSupportContactPayload{Subscription: subscription}, err
}

func showOffering(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.OfferTransferPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.OfferTransferPayload{Subscription: subscription}, err
}

func showTaking(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.TakeTransferPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.TakeTransferPayload{Subscription: subscription}, err
}

func showTransferWithdrawal(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.WithdrawTransferPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	return &model.WithdrawTransferPayload{Subscription: subscription}, err
}

func showAddOnOrder(ctx context.Context, answer reseller.SubscriptionAnswer) (*model.OrderAddOnPayload, error) {
	subscription, err := showSubscription(ctx, answer.SubscriptionID)
	if err != nil {
		return nil, err
	}
	addOn, err := showSubscription(ctx, answer.AddOnID)
	return &model.OrderAddOnPayload{Subscription: subscription, AddOn: addOn}, err
}
