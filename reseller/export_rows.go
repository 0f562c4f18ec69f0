package reseller

import (
	"context"
	"maps"
	"slices"
)

// exportBatch is how many rows of a file are read at once. No more are kept, however many there are.
const exportBatch = 1_000

// ExportOrder is the order of exported relationships: what is written later comes last.
var ExportOrder = Order{Field: OrderAcceptedAt}

// ExportedRelationship is a row of a file of relationships.
type ExportedRelationship struct {
	RelationshipItem

	// Partner and Reseller are as the viewer sees them; zero where there is none.
	Partner, Reseller Partner
	// Services are those for which a privilege was ACTIVE, by code.
	Services []string
}

// EachRelationship reads the rows of an export from after a key on, oldest first, as of one moment of the database: it calls each with one
// batch after another until it returns an error, which it then returns.
func (a *App) EachRelationship(ctx context.Context, v Viewer, e Export, after *Key, each func([]ExportedRelationship) error) error {
	list := RelationshipList{Owner: e.Owner, Filter: e.Relationships, Order: ExportOrder, AsOf: e.AsOf}
	return a.store.Snapshot(ctx, func(ctx context.Context, r Reader) error {
		read := func(ctx context.Context, page Page) (Slice[RelationshipItem], error) {
			found, err := r.Relationships(ctx, v.Scope(), []ID{e.OwnerID}, list, page)
			return found[e.OwnerID], err
		}
		return eachBatch(ctx, after, read, func(i RelationshipItem) Key { return i.Key }, func(items []RelationshipItem) error {
			rows, err := exportedRelationships(ctx, r, v.Scope(), e, items)
			if err != nil {
				return err
			}
			return each(rows)
		})
	})
}

func exportedRelationships(ctx context.Context, r Reader, scope Scope, e Export, items []RelationshipItem) ([]ExportedRelationship, error) {
	ids, partners := make([]ID, len(items)), map[ID]bool{}
	for i, item := range items {
		ids[i] = item.Relationship.ID
		partners[item.Relationship.PartnerID], partners[item.Relationship.ResellerID] = true, true
	}
	delete(partners, ID{})
	seen, err := r.PartnersByID(ctx, scope, slices.Collect(maps.Keys(partners)))
	if err != nil {
		return nil, err
	}
	active, err := r.DelegationsOf(ctx, scope, ids, DelegationActive, e.AsOf)
	if err != nil {
		return nil, err
	}
	rows := make([]ExportedRelationship, len(items))
	for i, item := range items {
		row := ExportedRelationship{
			RelationshipItem: item, Partner: seen[item.Relationship.PartnerID], Reseller: seen[item.Relationship.ResellerID],
		}
		for _, d := range active[item.Relationship.ID] {
			row.Services = append(row.Services, d.Service)
		}
		slices.Sort(row.Services)
		row.Services = slices.Compact(row.Services)
		rows[i] = row
	}
	return rows, nil
}

// ExportedSubscription is a row of a file of subscriptions. It names those partners alone that the viewer sees.
type ExportedSubscription struct {
	Subscription

	// Customer is as the viewer sees it as the other side of a relationship; of others there is the id alone.
	Customer Customer
}

// EachSubscription reads the rows of an export in the same way, newest first.
func (a *App) EachSubscription(ctx context.Context, v Viewer, e Export, after *Key, each func([]ExportedSubscription) error) error {
	list := SubscriptionList{Owner: e.Owner, Filter: e.Subscriptions, AsOf: e.AsOf}
	return a.store.Snapshot(ctx, func(ctx context.Context, r Reader) error {
		read := func(ctx context.Context, page Page) (Slice[Subscription], error) {
			found, err := r.Subscriptions(ctx, v.Scope(), []ID{e.OwnerID}, list, page)
			return found[e.OwnerID], err
		}
		return eachBatch(ctx, after, read, Subscription.key, func(subscriptions []Subscription) error {
			rows, err := exportedSubscriptions(ctx, r, v.Scope(), subscriptions)
			if err != nil {
				return err
			}
			return each(rows)
		})
	})
}

func exportedSubscriptions(ctx context.Context, r Reader, scope Scope, subscriptions []Subscription) ([]ExportedSubscription, error) {
	customers, partners := map[ID]bool{}, map[ID]bool{}
	for _, s := range subscriptions {
		customers[s.CustomerID] = true
		partners[s.OriginalReseller], partners[s.BilledPartner], partners[s.PartnerOfRecord] = true, true, true
	}
	delete(partners, ID{})
	related, err := r.RelatedCustomersByID(ctx, scope, slices.Collect(maps.Keys(customers)))
	if err != nil {
		return nil, err
	}
	seen, err := r.PartnersByID(ctx, scope, slices.Collect(maps.Keys(partners)))
	rows := make([]ExportedSubscription, len(subscriptions))
	for i, s := range subscriptions {
		s.OriginalReseller, s.BilledPartner, s.PartnerOfRecord = seen[s.OriginalReseller].ID, seen[s.BilledPartner].ID, seen[s.PartnerOfRecord].ID
		rows[i] = ExportedSubscription{Subscription: s, Customer: related[s.CustomerID]}
		rows[i].Customer.ID = s.CustomerID
	}
	return rows, err
}

// key is a subscription's place in lists.
func (s Subscription) key() Key { return Key{Time: s.OrderedAt, ID: s.ID} }

// EachEvent reads the events of an export in the same way, oldest first, each as the viewer may see it: without the ids of objects, the
// actor and the states that it may not. Events that were recorded after the export was asked for are left out.
func (a *App) EachEvent(ctx context.Context, v Viewer, e Export, after *Key, each func([]Event) error) error {
	list := HistoryList{Of: HistoryOfPartner, Filter: e.Events}
	if e.Owner == TenantCustomer {
		list.Of = HistoryOfCustomer
	}
	return a.store.Snapshot(ctx, func(ctx context.Context, r Reader) error {
		read := func(ctx context.Context, page Page) (Slice[Event], error) {
			found, err := r.History(ctx, v.Scope(), []ID{e.OwnerID}, list, page)
			return found[e.OwnerID], err
		}
		return eachBatch(ctx, after, read, func(e Event) Key { return Key{Event: e.Position} }, func(events []Event) error {
			events = slices.DeleteFunc(events, func(of Event) bool { return of.RecordedAt.After(e.AsOf) })
			shown, err := a.shownEvents(ctx, r, v, events)
			if err != nil {
				return err
			}
			return each(shown)
		})
	})
}

// shownEvents are events as a viewer may see them.
func (a *App) shownEvents(ctx context.Context, r Reader, v Viewer, events []Event) ([]Event, error) {
	visible, err := visibleIn(ctx, r, v.Scope(), events)
	if err != nil {
		return nil, err
	}
	shown := make([]Event, len(events))
	for i, e := range events {
		if v.HidesActor(e) {
			e.Actor.UserID = ID{}
		}
		if v.MaySeeStates(e.Kind) != nil {
			e.Before, e.After = nil, nil
		}
		for _, id := range []*ID{&e.RelationshipID, &e.DelegationID, &e.InviteID, &e.SubscriptionID} {
			if !visible[*id] {
				*id = ID{}
			}
		}
		shown[i] = e
	}
	return shown, nil
}

// visibleIn tells which of the objects that events name are within a scope.
func visibleIn(ctx context.Context, r Reader, scope Scope, events []Event) (map[ID]bool, error) {
	visible := map[ID]bool{}
	named := func(of func(Event) ID) []ID {
		ids := map[ID]bool{}
		for _, e := range events {
			ids[of(e)] = true
		}
		delete(ids, ID{})
		return slices.Collect(maps.Keys(ids))
	}
	relationships, err := r.RelationshipsByID(ctx, scope, named(func(e Event) ID { return e.RelationshipID }))
	if err != nil {
		return nil, err
	}
	privileges, err := r.DelegationsByID(ctx, scope, named(func(e Event) ID { return e.DelegationID }))
	if err != nil {
		return nil, err
	}
	invites, err := r.InvitesByID(ctx, scope, named(func(e Event) ID { return e.InviteID }))
	if err != nil {
		return nil, err
	}
	subscriptions, err := r.SubscriptionsByID(ctx, scope, named(func(e Event) ID { return e.SubscriptionID }))
	if err != nil {
		return nil, err
	}
	mark(visible, relationships)
	mark(visible, privileges)
	mark(visible, invites)
	mark(visible, subscriptions)
	return visible, nil
}

func mark[T any](visible map[ID]bool, found map[ID]T) {
	for id := range found {
		visible[id] = true
	}
}

// eachBatch reads a list from after a key on, a batch at a time.
func eachBatch[T any](ctx context.Context, after *Key, read func(context.Context, Page) (Slice[T], error), keyOf func(T) Key, each func([]T) error) error {
	page := Page{Limit: exportBatch, After: after}
	for {
		slice, err := read(ctx, page)
		if err != nil || len(slice.Items) == 0 {
			return err
		}
		last := keyOf(slice.Items[len(slice.Items)-1])
		if err := each(slice.Items); err != nil || !slice.HasNext {
			return err
		}
		page.After = &last
	}
}
