package resolvers

import (
	"context"
	"encoding/json"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/graph/model"
	"accord/reseller"
)

// Fetching ahead the pages of nested connections: those of all owners in one statement.

// readArguments reads a field's arguments, and reports whether they are well-formed: if not, its resolver will say so.
func readArguments(ctx context.Context, f graphql.CollectedField, into any) bool {
	written, err := json.Marshal(f.ArgumentMap(graphql.GetOperationContext(ctx).Variables))
	return err == nil && json.Unmarshal(written, into) == nil
}

// connectionArguments are the arguments of nested connections.
type connectionArguments[F any] struct {
	First   *int32          `json:"first"`
	After   *string         `json:"after"`
	Last    *int32          `json:"last"`
	Before  *string         `json:"before"`
	AsOf    *time.Time      `json:"asOf"`
	Filter  *F              `json:"filter"`
	OrderBy json.RawMessage `json:"orderBy"`
}

func (a connectionArguments[F]) page() pageArgs { return pageArgs{a.First, a.After, a.Last, a.Before} }

// order reads the order with the defaults of its fields.
func (a connectionArguments[F]) order() *model.RelationshipOrder {
	if len(a.OrderBy) == 0 || string(a.OrderBy) == "null" {
		return nil
	}
	order := &model.RelationshipOrder{Field: reseller.OrderAcceptedAt, Direction: model.OrderDirectionDesc}
	if json.Unmarshal(a.OrderBy, order) != nil {
		return nil
	}
	return order
}

func aheadRelationshipPages(ctx context.Context, of reseller.TenantKind, owners []reseller.ID, f graphql.CollectedField) error {
	var args connectionArguments[model.RelationshipFilter]
	if !readArguments(ctx, f, &args) {
		return nil
	}
	ask, err := askRelationships(ctx, of, args.Filter, args.order(), args.AsOf, args.page())
	if err != nil {
		return nil //nolint:nilerr // the field's resolver will say so, at its own path
	}
	return aheadPages(ctx, owners, ask, f, aheadItems)
}

func aheadCustomerPages(ctx context.Context, owners []reseller.ID, f graphql.CollectedField) error {
	var args connectionArguments[model.CustomerFilter]
	if !readArguments(ctx, f, &args) {
		return nil
	}
	ask, err := askCustomers(ctx, args.Filter, args.order(), args.AsOf, args.page())
	if err != nil {
		return nil //nolint:nilerr // the field's resolver will say so, at its own path
	}
	return aheadPages(ctx, owners, ask, f, func(ctx context.Context, items []reseller.RelationshipItem, fields []graphql.CollectedField) error {
		customers, err := customersIn(ctx, items)
		if err != nil {
			return err
		}
		return aheadCustomers(ctx, customers, fields)
	})
}

func aheadPages(ctx context.Context, owners []reseller.ID, ask relationshipsAsked, f graphql.CollectedField,
	next func(context.Context, []reseller.RelationshipItem, []graphql.CollectedField) error,
) error {
	l, connection := loadersOf(ctx), below(ctx, f)
	if selects(connection, "totalCount") {
		if err := aheadLists(ctx, l.relationshipTotal, owners, ask.whole(), nothingAhead); err != nil {
			return err
		}
	}
	return aheadLists(ctx, l.relationshipPages, owners, ask, inSlices(ofNodes(ctx, connection), next))
}

func aheadInvitePages(ctx context.Context, partners []reseller.ID, f graphql.CollectedField) error {
	return aheadPlainPages(ctx, loadersOf(ctx).invitePages, loadersOf(ctx).inviteTotal, model.ListInvites, partners, f, aheadInvites)
}

func aheadHistory(ctx context.Context, of reseller.HistoryOf, owners []reseller.ID, f graphql.CollectedField) error {
	var args connectionArguments[model.RelationshipEventFilter]
	if !readArguments(ctx, f, &args) {
		return nil
	}
	ask, err := askHistory(of, args.Filter, args.page())
	if err != nil {
		return nil //nolint:nilerr // the field's resolver will say so, at its own path
	}
	l, connection := loadersOf(ctx), below(ctx, f)
	if selects(connection, "totalCount") {
		if err := aheadLists(ctx, l.historyTotal, owners, ask.whole(), nothingAhead); err != nil {
			return err
		}
	}
	return aheadLists(ctx, l.historyPages, owners, ask, inSlices(ofNodes(ctx, connection), aheadEvents))
}

// aheadPlainPages reads the pages of lists that have no filter and one order.
func aheadPlainPages[T any](ctx context.Context, pages *loader[inList, reseller.Slice[T]], totals *loader[reseller.ID, int32],
	list model.List, owners []reseller.ID, f graphql.CollectedField, next func(context.Context, []T, []graphql.CollectedField) error,
) error {
	var args connectionArguments[struct{}]
	if !readArguments(ctx, f, &args) {
		return nil
	}
	page, err := args.page().page(list)
	if err != nil {
		return nil //nolint:nilerr // the field's resolver will say so, at its own path
	}
	connection := below(ctx, f)
	if selects(connection, "totalCount") {
		if err := then(ctx, totals, owners, nil, nothingAhead); err != nil {
			return err
		}
	}
	return aheadLists(ctx, pages, owners, page, inSlices(ofNodes(ctx, connection), next))
}

// aheadLists reads, for all owners, the list that is asked for in one way.
func aheadLists[V any](ctx context.Context, l *loader[inList, V], owners []reseller.ID, ask any,
	next func(context.Context, []V, []graphql.CollectedField) error,
) error {
	keys, err := askedEach(owners, ask)
	if err != nil {
		return err
	}
	return then(ctx, l, keys, nil, next)
}

// inSlices goes on from the items of all pages.
func inSlices[T any](fields []graphql.CollectedField, next func(context.Context, []T, []graphql.CollectedField) error) func(context.Context, []reseller.Slice[T], []graphql.CollectedField) error {
	return func(ctx context.Context, slices []reseller.Slice[T], _ []graphql.CollectedField) error {
		var all []T
		for _, s := range slices {
			all = append(all, s.Items...)
		}
		return next(ctx, all, fields)
	}
}
