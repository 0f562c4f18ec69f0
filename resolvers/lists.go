package resolvers

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/auth"
	"accord/graph/model"
	"accord/reseller"
)

// maxSearch bounds the length of a search, in characters.
const maxSearch = 200

// pageArgs are the arguments of every connection.
type pageArgs struct {
	first  *int32
	after  *string
	last   *int32
	before *string
}

// page reads them for a list.
func (a pageArgs) page(list model.List) (reseller.Page, error) {
	after, err := model.ParseCursor(list, a.after, "after")
	if err != nil {
		return reseller.Page{}, err
	}
	before, err := model.ParseCursor(list, a.before, "before")
	if err != nil {
		return reseller.Page{}, err
	}
	return reseller.NewPage(a.first, a.last, after, before)
}

// orderOf reads the order of a list of relationships or customers.
func orderOf(in *model.RelationshipOrder) reseller.Order {
	if in == nil {
		return reseller.DefaultOrder
	}
	return reseller.Order{Field: in.Field, Descending: in.Direction == model.OrderDirectionDesc}
}

func relationshipFilter(ctx context.Context, in *model.RelationshipFilter) (reseller.RelationshipFilter, error) {
	if in == nil {
		return reseller.RelationshipFilter{}, nil
	}
	named, err := resellerFilter(in.ResellerID.Value())
	if err != nil {
		return reseller.RelationshipFilter{}, err
	}
	return checkFilter(ctx, reseller.RelationshipFilter{
		Status: valueOf(in.Status), Service: valueOf(in.Service), HasDelegatedAdmin: in.HasDelegatedAdmin.Value(),
		AcceptedFrom: from(in.AcceptedBetween.Value()), AcceptedTo: to(in.AcceptedBetween.Value()), Search: valueOf(in.Search),
		EndedFrom: from(in.EndedBetween.Value()), EndedTo: to(in.EndedBetween.Value()), StandingAt: valueOf(in.StandingAt).UTC(),
		ResellerID: named, WithDelegatedAdminFor: in.WithDelegatedAdminFor.Value(), WithoutDelegatedAdminFor: in.WithoutDelegatedAdminFor.Value(),
		GainedFrom: from(in.CustomerGainedBetween.Value()), GainedTo: to(in.CustomerGainedBetween.Value()),
		LostFrom: from(in.CustomerLostBetween.Value()), LostTo: to(in.CustomerLostBetween.Value()), CustomerStandingAt: valueOf(in.CustomerStandingAt).UTC(),
	})
}

// customerFilter reads the filter of a partner's customers: always those whose relationship has not ended (R15).
func customerFilter(ctx context.Context, in *model.CustomerFilter) (reseller.RelationshipFilter, error) {
	if in == nil {
		return reseller.RelationshipFilter{Standing: true}, nil
	}
	return checkFilter(ctx, reseller.RelationshipFilter{
		Status: valueOf(in.Status), Standing: true, Service: valueOf(in.Service), HasDelegatedAdmin: in.HasDelegatedAdmin.Value(),
		WithoutDelegatedAdminFor: in.WithoutDelegatedAdminFor.Value(),
		AcceptedFrom:             from(in.AcceptedBetween.Value()), AcceptedTo: to(in.AcceptedBetween.Value()), Search: valueOf(in.Search),
	})
}

// checkFilter refuses services that are not in the catalogue and searches that are too long.
func checkFilter(ctx context.Context, f reseller.RelationshipFilter) (reseller.RelationshipFilter, error) {
	if err := checkSearch(f.Search, "filter", "search"); err != nil {
		return f, err
	}
	if f.Service != "" {
		if err := checkService(ctx, f.Service, "filter", "service"); err != nil {
			return f, err
		}
	}
	var err error
	if f.WithDelegatedAdminFor, err = checkServices(ctx, f.WithDelegatedAdminFor, "withDelegatedAdminFor"); err != nil {
		return f, err
	}
	f.WithoutDelegatedAdminFor, err = checkServices(ctx, f.WithoutDelegatedAdminFor, "withoutDelegatedAdminFor")
	return f, err
}

// checkServices checks the services that a field of a filter names. An empty list asks for nothing: the same list as without it.
func checkServices(ctx context.Context, codes []string, field string) ([]string, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	if err := reseller.CheckListed(len(codes), "filter", field); err != nil {
		return nil, err
	}
	for i, code := range codes {
		if err := checkService(ctx, code, "filter", field, strconv.Itoa(i)); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

func checkService(ctx context.Context, code string, path ...string) error {
	service, err := showService(ctx, code)
	if err == nil && service == nil {
		err = reseller.Invalid(path, "There is no service in the catalogue with this code.")
	}
	return err
}

func checkSearch(search string, path ...string) error {
	if len([]rune(search)) > maxSearch {
		return reseller.Invalid(path, "A search has at most %d characters.", maxSearch)
	}
	return nil
}

func valueOf[T any](o graphql.Omittable[*T]) T { return deref(o.Value()) }

func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

func from(r *model.DateTimeRange) time.Time {
	if r == nil {
		return time.Time{}
	}
	return valueOf(r.From).UTC()
}

func to(r *model.DateTimeRange) time.Time {
	if r == nil {
		return time.Time{}
	}
	return valueOf(r.To).UTC()
}

// pastMoment reads the argument asOf; zero is now.
func pastMoment(ctx context.Context, asOf *time.Time) (time.Time, error) {
	if asOf == nil {
		return time.Time{}, nil
	}
	return asOf.UTC(), loadersOf(ctx).checkAsOf(*asOf)
}

// askRelationships reads the arguments of a list of relationships.
func askRelationships(ctx context.Context, of reseller.TenantKind, filter *model.RelationshipFilter, order *model.RelationshipOrder,
	asOf *time.Time, args pageArgs,
) (relationshipsAsked, error) {
	f, err := relationshipFilter(ctx, filter)
	if err == nil && of == reseller.TenantCustomer && f.AsPartner() {
		err = reseller.ErrOfPartners()
	}
	if err != nil {
		return relationshipsAsked{}, err
	}
	moment, err := pastMoment(ctx, asOf)
	if err != nil {
		return relationshipsAsked{}, err
	}
	return asking(reseller.RelationshipList{Owner: of, Filter: f, Order: orderOf(order), AsOf: moment}, args)
}

// askCustomers reads the arguments of a partner's list of customers.
func askCustomers(ctx context.Context, filter *model.CustomerFilter, order *model.RelationshipOrder, asOf *time.Time, args pageArgs) (relationshipsAsked, error) {
	f, err := customerFilter(ctx, filter)
	if err != nil {
		return relationshipsAsked{}, err
	}
	moment, err := pastMoment(ctx, asOf)
	if err != nil {
		return relationshipsAsked{}, err
	}
	return asking(reseller.RelationshipList{Owner: reseller.TenantPartner, Filter: f, Order: orderOf(order), Customers: true, AsOf: moment}, args)
}

func asking(list reseller.RelationshipList, args pageArgs) (relationshipsAsked, error) {
	ask := relationshipsAsked{List: list, Name: model.RelationshipsList(list.Owner, list.Customers, list.Order)}
	var err error
	ask.Page, err = args.page(ask.Name)
	return ask, err
}

// relationships reads a page of a partner's or customer's relationships, and ahead what the selection asks of them.
func relationships(ctx context.Context, owner reseller.ID, ask relationshipsAsked) (*model.RelationshipConnection, error) {
	slice, err := relationshipPage(ctx, owner, ask)
	if err != nil {
		return nil, err
	}
	if err := aheadItems(ctx, slice.Items, selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	return model.NewConnection(slice, ask.Name, keyOfItem,
		func(i reseller.RelationshipItem) *model.Relationship { return newRelationship(i.Relationship) }, countOf(owner, ask)), nil
}

// customersOf reads a page of a partner's customers, and ahead what the selection asks of them.
func customersOf(ctx context.Context, owner reseller.ID, ask relationshipsAsked) (*model.CustomerConnection, error) {
	slice, err := relationshipPage(ctx, owner, ask)
	if err != nil {
		return nil, err
	}
	customers, err := customersIn(ctx, slice.Items)
	if err != nil {
		return nil, err
	}
	if err := aheadCustomers(ctx, customers, selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	shown := reseller.Slice[reseller.Listed[reseller.Customer]]{HasNext: slice.HasNext, HasPrevious: slice.HasPrevious}
	for i, item := range slice.Items {
		shown.Items = append(shown.Items, reseller.Listed[reseller.Customer]{Item: customers[i], Key: item.Key})
	}
	return model.NewConnection(shown, ask.Name, func(c reseller.Listed[reseller.Customer]) reseller.Key { return c.Key },
		func(c reseller.Listed[reseller.Customer]) *model.Customer { return newCustomer(c.Item) }, countOf(owner, ask)), nil
}

// customersIn are the customers of a list. Those of a past moment are looked up: a relationship that has ended since shows less of them.
func customersIn(ctx context.Context, items []reseller.RelationshipItem) ([]reseller.Customer, error) {
	customers := make([]reseller.Customer, len(items))
	for i, item := range items {
		customers[i] = item.Customer
	}
	if len(items) == 0 || items[0].Relationship.AsOf.IsZero() {
		return customers, nil
	}
	seen, err := loadersOf(ctx).relatedCustomers.getAll(ctx, idsOf(customers, func(c reseller.Customer) reseller.ID { return c.ID }))
	byID := make(map[reseller.ID]reseller.Customer, len(seen))
	for _, c := range seen {
		byID[c.ID] = c
	}
	for i, c := range customers {
		customers[i] = reseller.Customer{ID: c.ID}
		if known, ok := byID[c.ID]; ok {
			customers[i] = known
		}
	}
	return customers, err
}

func keyOfItem(i reseller.RelationshipItem) reseller.Key { return i.Key }

func relationshipPage(ctx context.Context, owner reseller.ID, ask relationshipsAsked) (reseller.Slice[reseller.RelationshipItem], error) {
	key, err := asked(owner, ask)
	if err != nil {
		return reseller.Slice[reseller.RelationshipItem]{}, err
	}
	slice, err := loadersOf(ctx).relationshipPages.get(ctx, key)
	return deref(slice), err
}

// countOf counts the whole of a list, whatever the page.
func countOf(owner reseller.ID, ask relationshipsAsked) func(context.Context) (int32, error) {
	return func(ctx context.Context) (int32, error) {
		key, err := asked(owner, ask.whole())
		if err != nil {
			return 0, err
		}
		return total(loadersOf(ctx).relationshipTotal.get(ctx, key))
	}
}

// total is zero for a list in which nothing was counted.
func total(n *int32, err error) (int32, error) { return deref(n), err }

// plainPage reads a page of a list that has no filter and one order, and ahead what the selection asks of its items.
func plainPage[T, M any](ctx context.Context, pages *loader[inList, reseller.Slice[T]], totals *loader[reseller.ID, int32], list model.List,
	owner reseller.ID, args pageArgs, keyOf func(T) reseller.Key, as func(T) M, next func(context.Context, []T, []graphql.CollectedField) error,
) (*model.Connection[M], error) {
	page, err := args.page(list)
	if err != nil {
		return nil, err
	}
	key, err := asked(owner, page)
	if err != nil {
		return nil, err
	}
	slice, err := pages.get(ctx, key)
	if err != nil {
		return nil, err
	}
	if err := next(ctx, deref(slice).Items, selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (int32, error) { return total(totals.get(ctx, owner)) }
	return model.NewConnection(deref(slice), list, keyOf, as, count), nil
}

func (r *Resolver) invitesOf(ctx context.Context, partner reseller.ID, args pageArgs) (*model.InviteConnection, error) {
	l := loadersOf(ctx)
	return plainPage(ctx, l.invitePages, l.inviteTotal, model.ListInvites, partner, args,
		func(i reseller.Invite) reseller.Key { return reseller.Key{Time: i.CreatedAt, ID: i.ID} }, r.newInvite, aheadInvites)
}

// askHistory reads the arguments of a history.
func askHistory(of reseller.HistoryOf, filter *model.RelationshipEventFilter, args pageArgs) (historyAsked, error) {
	ask := historyAsked{List: reseller.HistoryList{Of: of}}
	var err error
	if ask.List.Filter, err = eventFilter(filter); err != nil {
		return ask, err
	}
	ask.Page, err = args.page(model.ListHistory)
	return ask, err
}

func eventFilter(in *model.RelationshipEventFilter) (reseller.EventFilter, error) {
	if in == nil {
		return reseller.EventFilter{}, nil
	}
	f := reseller.EventFilter{
		Kinds: in.Kinds.Value(), From: from(in.OccurredBetween.Value()), To: to(in.OccurredBetween.Value()),
	}
	if err := reseller.CheckListed(len(f.Kinds), "filter", "kinds"); err != nil {
		return f, err
	}
	var err error
	if actor := in.ActorID.Value(); actor != nil {
		f.Actor, err = model.ParseID(model.KindUser, *actor, "filter", "actorId")
	}
	return f, err
}

// historyOf reads a page of the history of a relationship, a customer or a partner.
func historyOf(ctx context.Context, owner reseller.ID, ask historyAsked) (*model.RelationshipEventConnection, error) {
	key, err := asked(owner, ask)
	if err != nil {
		return nil, err
	}
	slice, err := loadersOf(ctx).historyPages.get(ctx, key)
	if err != nil {
		return nil, err
	}
	if err := aheadEvents(ctx, deref(slice).Items, selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (int32, error) {
		key, err := asked(owner, ask.whole())
		if err != nil {
			return 0, err
		}
		return total(loadersOf(ctx).historyTotal.get(ctx, key))
	}
	return model.NewConnection(deref(slice), model.ListHistory, func(e reseller.Event) reseller.Key {
		return reseller.Key{Event: e.Position}
	}, newEvent, count), nil
}

func (r *Resolver) allPartners(ctx context.Context, search string, args pageArgs) (*model.PartnerConnection, error) {
	page, err := args.page(model.ListPartners)
	if err != nil {
		return nil, err
	}
	if err := checkSearch(search, "search"); err != nil {
		return nil, err
	}
	scope := auth.ViewerFrom(ctx).Scope()
	slice, err := r.app.Reader().Partners(ctx, scope, search, page)
	if err != nil {
		return nil, err
	}
	if err := aheadPartners(ctx, itemsOf(slice), selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (int32, error) { return r.app.Reader().CountPartners(ctx, scope, search) }
	return model.NewConnection(slice, model.ListPartners, func(p reseller.Listed[reseller.Partner]) reseller.Key { return p.Key },
		func(p reseller.Listed[reseller.Partner]) *model.Partner { return &model.Partner{Partner: p.Item} }, count), nil
}

func (r *Resolver) allCustomers(ctx context.Context, search string, args pageArgs) (*model.CustomerConnection, error) {
	list := model.ListCustomers
	if strings.TrimSpace(search) != "" {
		list = model.ListCustomersFound
	}
	page, err := args.page(list)
	if err != nil {
		return nil, err
	}
	if err := checkSearch(search, "search"); err != nil {
		return nil, err
	}
	scope := auth.ViewerFrom(ctx).Scope()
	slice, err := r.app.Reader().Customers(ctx, scope, search, page)
	if err != nil {
		return nil, err
	}
	if err := aheadCustomers(ctx, itemsOf(slice), selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (int32, error) { return r.app.Reader().CountCustomers(ctx, scope, search) }
	return model.NewConnection(slice, list, func(c reseller.Listed[reseller.Customer]) reseller.Key { return c.Key },
		func(c reseller.Listed[reseller.Customer]) *model.Customer { return newCustomer(c.Item) }, count), nil
}

func itemsOf[T any](slice reseller.Slice[reseller.Listed[T]]) []T {
	items := make([]T, len(slice.Items))
	for i, listed := range slice.Items {
		items[i] = listed.Item
	}
	return items
}
