package importer

import (
	"context"
	"iter"
	"slices"
	"time"

	"accord/reseller"
)

// kind is what a file holds.
type kind struct {
	name string
	load func(context.Context, *reseller.App, File, func(Progress)) (reseller.ImportReport, error)
}

// kinds are those that can be loaded, in the order in which they are.
var kinds = []kind{
	{"services", loader(services, (*reseller.App).ImportServices)},
	{"offers", loader(offers, (*reseller.App).ImportOffers)},
	{"partners", loader(partners, (*reseller.App).ImportPartners)},
	{"customers", loader(customers, (*reseller.App).ImportCustomers)},
	{"users", loader(users, (*reseller.App).ImportUsers)},
	{"relationships", loader(relationships, (*reseller.App).ImportRelationships)},
	{"prices", loader(prices, (*reseller.App).ImportPrices)},
	{"subscriptions", loader(subscriptions, (*reseller.App).ImportSubscriptions)},
}

func rank(k kind) int {
	return slices.IndexFunc(kinds, func(other kind) bool { return other.name == k.name })
}

// loader ties a kind's columns to its use case.
func loader[R any](columns schema[R], load func(*reseller.App, context.Context, reseller.Source[R]) (reseller.ImportReport, error)) func(context.Context, *reseller.App, File, func(Progress)) (reseller.ImportReport, error) {
	return func(ctx context.Context, app *reseller.App, f File, progress func(Progress)) (reseller.ImportReport, error) {
		last := Progress{File: f.Name}
		tell := func(p Progress) {
			last = p
			progress(p)
		}
		report, err := load(app, ctx, func() iter.Seq2[reseller.Line[R], error] { return columns.lines(ctx, f, tell) })
		if err == nil {
			progress(Progress{File: f.Name, Rows: report.Rows, Bytes: last.Total, Total: last.Total, Done: true})
		}
		return report, err
	}
}

var services = schema[reseller.ServiceRow]{
	{name: "code", cell: text(func(r *reseller.ServiceRow) *string { return &r.Code })},
	{name: "name_en", cell: text(func(r *reseller.ServiceRow) *string { return &r.NameEN })},
	{name: "name_zh", cell: text(func(r *reseller.ServiceRow) *string { return &r.NameZH })},
}

var offers = schema[reseller.OfferRow]{
	{name: "code", cell: text(func(r *reseller.OfferRow) *string { return &r.Code })},
	{name: "services", cell: list(func(r *reseller.OfferRow) *[]string { return &r.Services })},
	{name: "name_en", cell: text(func(r *reseller.OfferRow) *string { return &r.NameEN })},
	{name: "name_zh", cell: text(func(r *reseller.OfferRow) *string { return &r.NameZH })},
	{name: "min_seats", cell: number(func(r *reseller.OfferRow) *int64 { return &r.MinSeats })},
	{name: "max_seats", cell: number(func(r *reseller.OfferRow) *int64 { return &r.MaxSeats })},
	{name: "monthly_price_minor", cell: number(func(r *reseller.OfferRow) *int64 { return &r.MonthlyPriceMinor })},
	{name: "currency", cell: text(func(r *reseller.OfferRow) *string { return &r.Currency })},
	{name: "add_on_of", optional: true, cell: list(func(r *reseller.OfferRow) *[]string { return &r.AddOnOf })},
	{name: "upgrades_to", optional: true, cell: list(func(r *reseller.OfferRow) *[]string { return &r.UpgradesTo })},
}

var partners = schema[reseller.PartnerRow]{
	{name: "key", cell: text(func(r *reseller.PartnerRow) *string { return &r.Key })},
	{name: "name", cell: text(func(r *reseller.PartnerRow) *string { return &r.Name })},
	{name: "type", cell: text(func(r *reseller.PartnerRow) *reseller.PartnerType { return &r.Type })},
	{name: "country", cell: text(func(r *reseller.PartnerRow) *string { return &r.Country })},
	{name: "status", optional: true, cell: text(func(r *reseller.PartnerRow) *reseller.PartnerStatus { return &r.Status })},
	{name: "provider_key", optional: true, cell: text(func(r *reseller.PartnerRow) *string { return &r.ProviderKey })},
	{name: "services", cell: list(func(r *reseller.PartnerRow) *[]string { return &r.Services })},
}

var customers = schema[reseller.CustomerRow]{
	{name: "key", cell: text(func(r *reseller.CustomerRow) *string { return &r.Key })},
	{name: "name", cell: text(func(r *reseller.CustomerRow) *string { return &r.Name })},
	{name: "domain", cell: text(func(r *reseller.CustomerRow) *string { return &r.Domain })},
	{name: "country", cell: text(func(r *reseller.CustomerRow) *string { return &r.Country })},
}

var users = schema[reseller.UserRow]{
	{name: "email", cell: text(func(r *reseller.UserRow) *string { return &r.Email })},
	{name: "name", cell: text(func(r *reseller.UserRow) *string { return &r.Name })},
	{name: "tenant", cell: text(func(r *reseller.UserRow) *reseller.TenantKind { return &r.Tenant })},
	{name: "tenant_key", optional: true, cell: text(func(r *reseller.UserRow) *string { return &r.TenantKey })},
	{name: "roles", optional: true, cell: list(func(r *reseller.UserRow) *[]reseller.Role { return &r.Roles })},
}

var relationships = schema[reseller.RelationshipRow]{
	{name: "partner_key", cell: text(func(r *reseller.RelationshipRow) *string { return &r.PartnerKey })},
	{name: "customer_key", cell: text(func(r *reseller.RelationshipRow) *string { return &r.CustomerKey })},
	{name: "accepted_at", cell: instant(func(r *reseller.RelationshipRow) *time.Time { return &r.AcceptedAt })},
	{name: "ended_at", optional: true, cell: instant(func(r *reseller.RelationshipRow) *time.Time { return &r.EndedAt })},
	{name: "status", optional: true, cell: text(func(r *reseller.RelationshipRow) *reseller.RelationshipStatus { return &r.Status })},
	{name: "services", optional: true, cell: list(func(r *reseller.RelationshipRow) *[]string { return &r.Services })},
}

var prices = schema[reseller.PriceRow]{
	{name: "offer", cell: text(func(r *reseller.PriceRow) *string { return &r.Offer })},
	{name: "month", cell: text(func(r *reseller.PriceRow) *string { return &r.Month })},
	{name: "monthly_price_minor", cell: number(func(r *reseller.PriceRow) *int64 { return &r.MonthlyPriceMinor })},
	{name: "currency", cell: text(func(r *reseller.PriceRow) *string { return &r.Currency })},
}

var subscriptions = schema[reseller.SubscriptionRow]{
	{name: "key", cell: text(func(r *reseller.SubscriptionRow) *string { return &r.Key })},
	{name: "customer_key", cell: text(func(r *reseller.SubscriptionRow) *string { return &r.CustomerKey })},
	{name: "offer", cell: text(func(r *reseller.SubscriptionRow) *string { return &r.Offer })},
	{name: "seats", cell: number(func(r *reseller.SubscriptionRow) *int64 { return &r.Seats })},
	{name: "original_reseller_key", optional: true, cell: text(func(r *reseller.SubscriptionRow) *string { return &r.OriginalResellerKey })},
	{name: "partner_of_record_key", optional: true, cell: text(func(r *reseller.SubscriptionRow) *string { return &r.PartnerOfRecordKey })},
	{name: "status", optional: true, cell: text(func(r *reseller.SubscriptionRow) *reseller.SubscriptionStatus { return &r.Status })},
	{name: "started_at", cell: instant(func(r *reseller.SubscriptionRow) *time.Time { return &r.StartedAt })},
}
