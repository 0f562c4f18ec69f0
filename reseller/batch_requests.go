package reseller

import (
	"context"
	"errors"
)

// BatchRequestsInput requests relationships for many partners (R1–R6).
type BatchRequestsInput struct {
	Common
	BatchOptions
	Items []BatchItem[BatchRequest]
}

// BatchRequest is a request of one partner.
type BatchRequest struct {
	PartnerID ID
	RequestInput
}

// BatchRequests finds or makes a link for each item, as RequestRelationship does for one, in the name of the operator.
//
// Refusals of an item are those of RequestRelationship, and CodeNotFound for its partner; of the whole: CodeForbiddenRole,
// CodeLimitExceeded.
func (a *App) BatchRequests(ctx context.Context, v Viewer, in BatchRequestsInput) (BatchAnswer[RequestAnswer], error) {
	b := batch[BatchRequest, RequestAnswer]{
		BatchOptions: in.BatchOptions, items: in.Items,
		one: func(ctx context.Context, tx Tx, c *change, item BatchRequest) (RequestAnswer, error) {
			return a.requestFor(ctx, tx, c, v, item)
		},
	}
	answer, err := b.run(ctx, a, v, mutation{name: "batchRequests", input: in, Common: in.Common})
	if err != nil {
		return answer, err
	}
	return answer, a.writeMails(ctx, v, in.Items, answer)
}

// requestFor does one item.
func (a *App) requestFor(ctx context.Context, tx Tx, c *change, v Viewer, item BatchRequest) (RequestAnswer, error) {
	if err := item.checkShape(); err != nil {
		return RequestAnswer{}, err
	}
	partner, err := namedPartner(ctx, tx, item.PartnerID)
	if err != nil {
		return RequestAnswer{}, err
	}
	named, err := item.reseller(ctx, tx, v)
	if err != nil {
		return RequestAnswer{}, err
	}
	return a.linkFor(ctx, tx, c, partner, named, item.RequestInput)
}

// namedPartner finds the partner of an item. One that has no links and relationships of its own is refused (R6).
func namedPartner(ctx context.Context, tx Tx, id ID) (Partner, error) {
	partner, err := tx.Partner(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		return partner, notFound(aPartner).at("partnerId")
	case err == nil && partner.Type == IndirectReseller:
		return partner, Invalid([]string{"partnerId"},
			"%s is an %s, which has no links and relationships of its own (R6). Name its provider, and it in onBehalfOfPartnerId.", partner.Name, partner.Type)
	}
	return partner, err
}

// writeMails writes the mails of the links of a batch that are there.
func (a *App) writeMails(ctx context.Context, v Viewer, items []BatchItem[BatchRequest], answer BatchAnswer[RequestAnswer]) error {
	var links []ID
	for _, result := range answer.Results {
		if result.Refusals == nil {
			links = append(links, result.Answer.InviteID)
		}
	}
	views, err := a.store.InviteViews(ctx, v.Scope(), links)
	if err != nil {
		return err
	}
	for i := range answer.Results {
		result := &answer.Results[i]
		view, ok := views[result.Answer.InviteID]
		if !ok {
			continue
		}
		if result.Answer.Email, err = a.mail(view, items[i].Item.Locale, items[i].Item.OpeningParagraphs); err != nil {
			return err
		}
	}
	return nil
}
