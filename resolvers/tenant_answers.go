package resolvers

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"accord/auth"
	"accord/graph/model"
	"accord/reseller"
)

func showCreation(ctx context.Context, answer reseller.CreateCustomerAnswer) (*model.CreateCustomerPayload, error) {
	customer, err := showCustomer(ctx, answer.CustomerID)
	if err != nil {
		return nil, err
	}
	relationship, err := showRelationship(ctx, answer.RelationshipID)
	return &model.CreateCustomerPayload{Customer: customer, Relationship: relationship}, err
}

func showCustomerUpdate(ctx context.Context, answer reseller.UpdateCustomerAnswer) (*model.UpdateCustomerPayload, error) {
	customer, err := showCustomer(ctx, answer.CustomerID)
	return &model.UpdateCustomerPayload{Customer: customer}, err
}

func showSupportUpdate(ctx context.Context, answer reseller.PartnerAnswer) (*model.UpdateSupportContactPayload, error) {
	partner, err := showPartner(ctx, answer.PartnerID)
	return &model.UpdateSupportContactPayload{Partner: partner}, err
}

func showPinning(ctx context.Context, answer reseller.PartnerAnswer) (*model.PinOffersPayload, error) {
	partner, err := showPartner(ctx, answer.PartnerID)
	return &model.PinOffersPayload{Partner: partner}, err
}

func showSigning(ctx context.Context, answer reseller.PartnerAnswer) (*model.SignAgreementPayload, error) {
	partner, err := showPartner(ctx, answer.PartnerID)
	return &model.SignAgreementPayload{Partner: partner}, err
}

func showStatus(ctx context.Context, answer reseller.PartnerAnswer) (*model.SetPartnerStatusPayload, error) {
	partner, err := showPartner(ctx, answer.PartnerID)
	return &model.SetPartnerStatusPayload{Partner: partner}, err
}

func showPairingEnd(ctx context.Context, answer reseller.PairingAnswer) (*model.EndPairingPayload, error) {
	named, err := showPartner(ctx, answer.ResellerID)
	if err != nil {
		return nil, err
	}
	provider, err := showPartner(ctx, answer.ProviderID)
	return &model.EndPairingPayload{Reseller: named, Provider: provider}, err
}

func showPairing(ctx context.Context, answer reseller.PairingAnswer) (*model.PairResellerPayload, error) {
	named, err := showPartner(ctx, answer.ResellerID)
	if err != nil {
		return nil, err
	}
	provider, err := showPartner(ctx, answer.ProviderID)
	return &model.PairResellerPayload{Reseller: named, Provider: provider}, err
}

func showAddition(ctx context.Context, answer reseller.UserAnswer) (*model.AddUserPayload, error) {
	user, err := showActor(ctx, answer.UserID)
	return &model.AddUserPayload{User: user}, err
}

func showRoles(ctx context.Context, answer reseller.UserAnswer) (*model.SetUserRolesPayload, error) {
	user, err := showActor(ctx, answer.UserID)
	return &model.SetUserRolesPayload{User: user}, err
}

func showUserRemoval(ctx context.Context, answer reseller.UserAnswer) (*model.RemoveUserPayload, error) {
	user, err := showActor(ctx, answer.UserID)
	return &model.RemoveUserPayload{User: user}, err
}

func showPartnerRegistration(ctx context.Context, answer reseller.RegisterPartnerAnswer) (*model.RegisterPartnerPayload, error) {
	partner, err := showPartner(ctx, answer.PartnerID)
	if err != nil {
		return nil, err
	}
	user, err := showActor(ctx, answer.UserID)
	return &model.RegisterPartnerPayload{Partner: partner, User: user}, err
}

func showCustomerRegistration(ctx context.Context, answer reseller.RegisterCustomerAnswer) (*model.RegisterCustomerPayload, error) {
	customer, err := showCustomer(ctx, answer.CustomerID)
	if err != nil {
		return nil, err
	}
	user, err := showActor(ctx, answer.UserID)
	return &model.RegisterCustomerPayload{Customer: customer, User: user}, err
}

// unlessMutating keeps the refusal of a field out of a mutation's answer, whose own refusals are userErrors: there the field is
// null.
func unlessMutating(ctx context.Context, err error) error {
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation {
		return nil
	}
	return err
}

// showBilling shows a customer's billing details to those who may see them (R18, R28).
func showBilling(ctx context.Context, c reseller.Customer) (*model.CustomerBillingDetails, error) {
	if err := auth.ViewerFrom(ctx).MaySeeBilling(); err != nil {
		return nil, unlessMutating(ctx, err)
	}
	if c.Billing == (reseller.BillingDetails{}) {
		return nil, nil
	}
	return &model.CustomerBillingDetails{BillingDetails: c.Billing}, nil
}

// showAgreement shows a partner's agreement to its own users, if their role allows (R18), and to the operator.
func showAgreement(ctx context.Context, p reseller.Partner) (*model.PartnerAgreement, error) {
	if !seesPartnersAffairs(ctx, p.ID) {
		return nil, nil
	}
	if err := auth.ViewerFrom(ctx).MaySeeAgreement(); err != nil || !p.Agreement.Signed() {
		return nil, unlessMutating(ctx, err)
	}
	return &model.PartnerAgreement{Agreement: p.Agreement}, nil
}

func newOffer(o reseller.OfferRow) *model.Offer { return &model.Offer{OfferRow: o} }

// showOffers shows the offers of these codes, in that order, without those that are not there.
func showOffers(ctx context.Context, codes []string) ([]*model.Offer, error) {
	all, err := loadersOf(ctx).offers(ctx)
	if err != nil {
		return nil, err
	}
	shown := make([]*model.Offer, 0, len(codes))
	for _, code := range codes {
		if i := slices.IndexFunc(all, func(o reseller.OfferRow) bool { return o.Code == code }); i >= 0 {
			shown = append(shown, newOffer(all[i]))
		}
	}
	return shown, nil
}

// showOffer shows the offer of a code; nil when there is none.
func showOffer(ctx context.Context, code string) (*model.Offer, error) {
	found, err := showOffers(ctx, []string{code})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// showAddOns shows the offers that can be added to one.
func showAddOns(ctx context.Context, code string) ([]*model.Offer, error) {
	return showOffersThat(ctx, func(o reseller.OfferRow) bool { return slices.Contains(o.AddOnOf, code) })
}

func showOffersThat(ctx context.Context, keep func(reseller.OfferRow) bool) ([]*model.Offer, error) {
	all, err := loadersOf(ctx).offers(ctx)
	shown := make([]*model.Offer, 0, len(all))
	for _, o := range all {
		if keep(o) {
			shown = append(shown, newOffer(o))
		}
	}
	return shown, err
}

// showCatalogue shows the offers, those that include a service if one is named: what the viewer's partner has pinned comes
// first, in its order (R30).
func showCatalogue(ctx context.Context, service *string) ([]*model.Offer, error) {
	if service != nil {
		if err := checkService(ctx, *service, "service"); err != nil {
			return nil, err
		}
	}
	shown, err := showOffersThat(ctx, func(o reseller.OfferRow) bool { return service == nil || slices.Contains(o.Services, *service) })
	if partner := auth.ViewerFrom(ctx).Partner; partner != nil {
		rank := func(o *model.Offer) int {
			if i := slices.Index(partner.PinnedOffers, o.Code); i >= 0 {
				return i - len(partner.PinnedOffers)
			}
			return 0
		}
		slices.SortStableFunc(shown, func(a, b *model.Offer) int { return rank(a) - rank(b) })
	}
	return shown, err
}

func usersOf(ctx context.Context, tenant reseller.ID, args pageArgs) (*model.UserConnection, error) {
	l := loadersOf(ctx)
	return plainPage(ctx, l.userPages, l.userTotal, model.ListUsers, tenant, args,
		func(u reseller.User) reseller.Key { return reseller.Key{Text: u.Email, ID: u.ID} },
		func(u reseller.User) *model.User { return &model.User{User: u} }, nothingAhead)
}

func resellersOf(ctx context.Context, provider reseller.ID, args pageArgs) (*model.PartnerConnection, error) {
	l := loadersOf(ctx)
	return plainPage(ctx, l.resellerPages, l.resellerTotal, model.ListResellers, provider, args,
		func(p reseller.Listed[reseller.Partner]) reseller.Key { return p.Key },
		func(p reseller.Listed[reseller.Partner]) *model.Partner { return newPartner(p.Item) }, aheadListedPartners)
}
