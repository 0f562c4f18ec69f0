package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"accord/graph/model"
	"accord/reseller"
)

// exportOf is what the inputs of all exports have.
type exportOf struct {
	format            graphql.Omittable[*reseller.ExportFormat]
	partner, customer graphql.Omittable[*string]
	version           graphql.Omittable[*int32]
	idempotencyKey    graphql.Omittable[*string]
}

func (in exportOf) read(kind reseller.ExportKind) (reseller.ExportInput, error) {
	out := reseller.ExportInput{Common: common(in.version, in.idempotencyKey), Kind: kind, Format: valueOf(in.format)}
	if out.Format == "" {
		out.Format = reseller.ExportCSV
	}
	var err error
	if id := in.partner.Value(); id != nil {
		if out.PartnerID, err = model.ParseID(model.KindPartner, *id, "partnerId"); err != nil {
			return out, err
		}
	}
	if id := in.customer.Value(); id != nil {
		out.CustomerID, err = model.ParseID(model.KindCustomer, *id, "customerId")
	}
	return out, err
}

func exportRelationshipsInput(ctx context.Context, in model.ExportRelationshipsInput) (reseller.ExportInput, error) {
	out, err := exportOf{in.Format, in.PartnerID, in.CustomerID, in.Version, in.IdempotencyKey}.read(reseller.ExportRelationships)
	if err != nil {
		return out, err
	}
	out.AsOf = in.AsOf.Value()
	out.Relationships, err = relationshipFilter(ctx, in.Filter.Value())
	return out, err
}

func exportSubscriptionsInput(ctx context.Context, in model.ExportSubscriptionsInput) (reseller.ExportInput, error) {
	out, err := exportOf{in.Format, in.PartnerID, in.CustomerID, in.Version, in.IdempotencyKey}.read(reseller.ExportSubscriptions)
	if err != nil {
		return out, err
	}
	out.AsOf = in.AsOf.Value()
	out.Subscriptions = customerSubscriptionFilter(in.Filter.Value())
	return out, checkSubscriptionFilter(ctx, out.Subscriptions)
}

func exportEventsInput(in model.ExportEventsInput) (reseller.ExportInput, error) {
	out, err := exportOf{in.Format, in.PartnerID, in.CustomerID, in.Version, in.IdempotencyKey}.read(reseller.ExportEvents)
	if err != nil {
		return out, err
	}
	out.Events, err = eventFilter(in.Filter.Value())
	return out, err
}

// shownExport gives a file its address.
func (r *Resolver) shownExport(e reseller.Export) (*model.Export, error) {
	url, err := r.app.ExportURL(e)
	return &model.Export{Export: e, URL: url}, err
}
