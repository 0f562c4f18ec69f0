package db

import (
	"context"
	"time"

	"accord/reseller"
)

// SubscriptionsByID implements reseller.Reader.
func (r reader) SubscriptionsByID(ctx context.Context, scope reseller.Scope, ids []reseller.ID) (map[reseller.ID]reseller.Subscription, error) {
	return byID(ctx, r.querier, ids, subscriptionColumns+" FROM subscriptions s", "s.id", within(scopeSubscriptions, scope),
		subscriptionRow.subscription, func(row subscriptionRow) uid { return row.ID })
}

// AddOnsOf implements reseller.Reader.
func (r reader) AddOnsOf(ctx context.Context, scope reseller.Scope, bases []reseller.ID, asOf time.Time) (map[reseller.ID][]reseller.Subscription, error) {
	found := make(map[reseller.ID][]reseller.Subscription, len(bases))
	if len(bases) == 0 {
		return found, nil
	}
	wall := within(scopeSubscriptions, scope)
	if asOf.IsZero() {
		wall.and("s.status <> 'CANCELLED'")
	} else {
		wall.add(hadBegun(asOf))
		wall.add(r.dealtWith(scope, asOf))
	}
	wall.and("s.base_id"+r.dialect.InIDs, distinct(bases))
	addOns, err := r.subscriptions(ctx, wall, "s.ordered_at, s.id")
	if err != nil {
		return nil, err
	}
	if err := r.subscriptionsAt(ctx, pointers(addOns), asOf); err != nil {
		return nil, err
	}
	for _, s := range addOns {
		if s.Status != reseller.SubscriptionCancelled {
			found[s.BaseID] = append(found[s.BaseID], s)
		}
	}
	return found, nil
}

// subscriptions reads those under a condition; ending is their order, and what follows it.
func (r reader) subscriptions(ctx context.Context, where clause, ending string, args ...any) ([]reseller.Subscription, error) {
	var rows []subscriptionRow
	err := r.all(ctx, &rows, "SELECT "+subscriptionColumns+" FROM subscriptions s WHERE "+where.sql()+" ORDER BY "+ending,
		append(where.args, args...)...)
	found := make([]reseller.Subscription, len(rows))
	for i, row := range rows {
		found[i] = row.subscription()
	}
	return found, err
}

// SubscriptionsDue implements reseller.Store.
func (s *Store) SubscriptionsDue(ctx context.Context, on reseller.Day, after reseller.ID, limit int) ([]reseller.Subscription, error) {
	var where clause
	where.and("s.status <> 'CANCELLED' AND s.term_ends_on <= ?", on)
	if !after.IsZero() {
		where.and("s.id > ?", after)
	}
	return s.subscriptions(ctx, where, "s.id LIMIT ?", limit)
}

// subscriptionListing is a partner's or a customer's list of subscriptions, newest first.
func (r reader) subscriptionListing(scope reseller.Scope, list reseller.SubscriptionList) listing {
	l := listing{
		columns: subscriptionColumns, from: "subscriptions s", owners: []string{"s.billed_partner_id"},
		where: within(scopeSubscriptions, scope), key: "s.ordered_at", id: "s.id", descending: true,
		keyOf: func(k reseller.Key) any { return k.Time },
	}
	if !list.AsOf.IsZero() {
		return r.pastSubscriptions(l, scope, list)
	}
	switch {
	case list.Owner == reseller.TenantCustomer:
		l.owners = []string{"s.customer_id"}
		if list.Filter.TransferOffered {
			partner, _ := scope.Partner()
			l.where.and("s.transfer_to_id = ?", partner) // and to who is no partner nothing is offered
		}
	case list.Filter.TransferOffered:
		l.owners = []string{"s.transfer_to_id"}
	}
	filterSubscriptions(&l.where, list.Filter)
	return l
}

func filterSubscriptions(where *clause, f reseller.SubscriptionFilter) {
	if f.Status != "" {
		where.and("s.status = ?", string(f.Status))
	}
	if f.Offer != "" {
		where.and("s.offer = ?", f.Offer)
	}
	if f.Service != "" {
		where.and("s.service = ?", f.Service)
	}
}

type listedSubscriptionRow struct {
	ownerRow
	subscriptionRow
}

// Subscriptions implements reseller.Reader.
func (r reader) Subscriptions(ctx context.Context, scope reseller.Scope, owners []reseller.ID, list reseller.SubscriptionList, page reseller.Page) (map[reseller.ID]reseller.Slice[reseller.Subscription], error) {
	found, err := pages(ctx, r.querier, r.subscriptionListing(scope, list), owners, page,
		func(row listedSubscriptionRow) (reseller.Subscription, error) { return row.subscription(), nil })
	if err != nil {
		return nil, err
	}
	var listed []*reseller.Subscription
	for _, slice := range found {
		listed = append(listed, pointers(slice.Items)...)
	}
	return found, r.subscriptionsAt(ctx, listed, list.AsOf)
}

// CountSubscriptions implements reseller.Reader.
func (r reader) CountSubscriptions(ctx context.Context, scope reseller.Scope, owners []reseller.ID, list reseller.SubscriptionList) (map[reseller.ID]int32, error) {
	return r.countEach(ctx, r.subscriptionListing(scope, list), owners)
}

// SubscriptionsByKey implements reseller.ImportTx.
func (t *tx) SubscriptionsByKey(ctx context.Context, keys []string) (map[string]reseller.Subscription, error) {
	return byText(ctx, t, keys, subscriptionColumns+" FROM subscriptions s", "s.external_key", "", subscriptionRow.subscription,
		func(s reseller.Subscription) string { return s.ExternalKey })
}

// BilledPartners implements reseller.ImportTx.
func (t *tx) BilledPartners(ctx context.Context, partners []reseller.ID) ([]reseller.ID, error) {
	return t.idsAmong(ctx, "SELECT DISTINCT billed_partner_id AS id FROM subscriptions WHERE status <> 'CANCELLED' AND billed_partner_id", partners)
}

// PutSubscriptions implements reseller.Tx. The parties of a transfer see each other from its offer on, and the billed
// partner sees whom it has named as support contact.
func (t *tx) PutSubscriptions(ctx context.Context, subscriptions []reseller.Subscription) error {
	ties := append(tiesOf(subscriptions, tieOfTransfer), tiesOf(subscriptions, tieOfSupport)...)
	if err := t.tieTogether(ctx, ties); err != nil {
		return err
	}
	return put(ctx, t, subscriptionsTable, subscriptions, subscriptionValues)
}

// SubscriptionsNaming implements reseller.Tx.
func (t *tx) SubscriptionsNaming(ctx context.Context, customer, partner reseller.ID) ([]reseller.Subscription, error) {
	var where clause
	where.and("s.customer_id = ? AND s.status <> 'CANCELLED' AND (s.support_partner_id = ? OR s.transfer_to_id = ?)", customer, partner, partner)
	return t.subscriptions(ctx, where, "s.ordered_at, s.id")
}

// HeldOffers implements reseller.Tx.
func (t *tx) HeldOffers(ctx context.Context, customer, without reseller.ID) ([]reseller.OfferRow, error) {
	var held clause
	held.and("s.customer_id = ? AND s.status <> 'CANCELLED'", customer)
	if !without.IsZero() {
		held.and("s.id <> ?", without)
	}
	var rows []offerRow
	err := t.all(ctx, &rows, "SELECT "+offerColumns+" FROM offers WHERE code IN (SELECT s.offer FROM subscriptions s WHERE "+held.sql()+
		") ORDER BY code", held.args...)
	offers := make([]reseller.OfferRow, len(rows))
	for i, row := range rows {
		offers[i] = row.offer()
	}
	return offers, err
}

// EndFirstOrder implements reseller.Tx.
func (t *tx) EndFirstOrder(ctx context.Context, relationship reseller.ID) error {
	_, err := t.exec(ctx, "UPDATE relationships SET grants_with_first_order = FALSE WHERE id = ?", relationship)
	return err
}
