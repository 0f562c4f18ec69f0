package reseller

import (
	"context"
	"errors"
	"slices"
	"strconv"
)

// BatchRelationshipsInput writes down relationships that were agreed elsewhere.
type BatchRelationshipsInput struct {
	Common
	BatchOptions
	Items []BatchItem[BatchRelationship]
}

// BatchRelationship is a relationship of a partner and a customer.
type BatchRelationship struct {
	PartnerID  ID
	CustomerID ID
	// OnBehalfOf is the partner's reseller, which the relationship names and which gets the DAP (R6); zero is none.
	OnBehalfOf ID
	// Services are the codes to grant DAP for; nil is all that the partner sells, empty none.
	Services []string
	// ReplaceExisting ends the DAP of another transacting partner that is in the way (R12).
	ReplaceExisting bool
}

// BatchRelationshipAnswer is what an item has led to.
type BatchRelationshipAnswer struct {
	AcceptAnswer

	// GrantedServices are the codes of what was granted: after a dry run the privileges themselves are not there.
	GrantedServices []string
}

// BatchRelationships makes relationships that the operator vouches for, or finds those there are, and grants DAP, as
// AcceptRelationship does for a customer that follows a link.
//
// Refusals of an item: CodeNotFound, CodePartnerSuspended (R5), CodeAgreementRequired (R36), CodeRegionMismatch (R7),
// CodeValidationFailed, CodeServiceAlreadyDelegated (R12); of the whole: CodeForbiddenRole, CodeLimitExceeded.
func (a *App) BatchRelationships(ctx context.Context, v Viewer, in BatchRelationshipsInput) (BatchAnswer[BatchRelationshipAnswer], error) {
	m := mutation{name: "batchRelationships", input: in, Common: in.Common}
	b := batch[BatchRelationship, BatchRelationshipAnswer]{
		BatchOptions: in.BatchOptions, items: in.Items,
		one: func(ctx context.Context, tx Tx, c *change, item BatchRelationship) (BatchRelationshipAnswer, error) {
			return item.relate(ctx, tx, c, v)
		},
	}
	return b.run(ctx, a, v, m)
}

// relate does one item: an acceptance without a link, whose terms are the item's.
func (item BatchRelationship) relate(ctx context.Context, tx Tx, c *change, v Viewer) (BatchRelationshipAnswer, error) {
	if err := CheckListed(len(item.Services), "services"); err != nil {
		return BatchRelationshipAnswer{}, err
	}
	acc := acceptance{change: c, tx: tx, in: AcceptInput{ReplaceExisting: item.ReplaceExisting}}
	var err error
	if acc.customer, err = tx.LockCustomer(ctx, item.CustomerID); errors.Is(err, ErrNotFound) {
		return BatchRelationshipAnswer{}, notFound(aCustomer).at("customerId")
	}
	if err != nil {
		return BatchRelationshipAnswer{}, err
	}
	if acc.view, err = item.view(ctx, tx, v); err != nil {
		return BatchRelationshipAnswer{}, err
	}
	if acc.standing, err = tx.StandingRelationships(ctx, item.CustomerID); err != nil {
		return BatchRelationshipAnswer{}, err
	}
	acc.mine = acc.standing.With(acc.view.Partner.ID)
	if err := item.check(ctx, &acc); err != nil {
		return BatchRelationshipAnswer{}, err
	}
	answer := BatchRelationshipAnswer{}
	for _, g := range acc.toGrant {
		answer.GrantedServices = append(answer.GrantedServices, g.Service)
	}
	answer.AcceptAnswer, err = acc.write(ctx)
	return answer, err
}

// view is what a link of the item's terms would be.
func (item BatchRelationship) view(ctx context.Context, tx Tx, v Viewer) (InviteView, error) {
	view := InviteView{}
	var err error
	if view.Partner, err = namedPartner(ctx, tx, item.PartnerID); err != nil {
		return view, err
	}
	view.Reseller, err = RequestInput{OnBehalfOf: item.OnBehalfOf}.reseller(ctx, tx, v)
	view.Invite.PartnerID = view.Partner.ID
	view.Invite.Terms = Terms{
		Services: item.Services, DelegatedAdmin: item.Services == nil || len(item.Services) > 0, ResellerID: item.OnBehalfOf,
	}
	return view, err
}

// check refuses in the order of the contract: suspension and agreement, region, value, holders.
func (item BatchRelationship) check(ctx context.Context, acc *acceptance) error {
	if err := acc.view.Partner.mayTakeOnBusiness(); err != nil {
		return err
	}
	if err := acc.view.Partner.mayName(acc.view.Reseller); err != nil {
		return err
	}
	if acc.view.Partner.Country != acc.customer.Country {
		return regionMismatch(acc.view.Partner, acc.customer.Country)
	}
	for i, code := range item.Services {
		if !slices.Contains(acc.view.Partner.Services, code) {
			return Invalid([]string{"services", strconv.Itoa(i)}, "%s does not sell a service %s. Name services that it sells.", acc.view.Partner.Name, quote(code))
		}
	}
	if err := acc.choose(); err != nil {
		return err
	}
	return acc.weighHolders(ctx)
}
