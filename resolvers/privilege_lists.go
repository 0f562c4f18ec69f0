package resolvers

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/graph/model"
	"accord/reseller"
)

// privilegeLoaders are the look-ups of partners' lists of privileges.
type privilegeLoaders struct {
	privilegePages  *loader[inList, reseller.Slice[reseller.Delegation]]
	privilegeTotals *loader[inList, int32]
}

func newPrivilegeLoaders(r reseller.Reader, scope reseller.Scope) privilegeLoaders {
	return privilegeLoaders{
		privilegePages: newLoader(together(func(ctx context.Context, partners []reseller.ID, ask privilegesAsked) (map[reseller.ID]reseller.Slice[reseller.Delegation], error) {
			return r.Delegations(ctx, scope, partners, ask.Filter, ask.Page)
		})),
		privilegeTotals: newLoader(together(func(ctx context.Context, partners []reseller.ID, ask privilegesAsked) (map[reseller.ID]int32, error) {
			return r.CountDelegations(ctx, scope, partners, ask.Filter)
		})),
	}
}

// privilegesAsked is one way of asking for lists of privileges.
type privilegesAsked struct {
	Filter reseller.DelegationFilter
	Page   reseller.Page
}

// whole is the way of asking for the list without a page.
func (a privilegesAsked) whole() privilegesAsked {
	a.Page = reseller.Page{}
	return a
}

// askPrivileges reads the arguments of a list of privileges.
func askPrivileges(ctx context.Context, in *model.DelegatedAdminPrivilegeFilter, asOf *time.Time, args pageArgs) (privilegesAsked, error) {
	var ask privilegesAsked
	if in != nil {
		ask.Filter = reseller.DelegationFilter{
			Status: valueOf(in.Status), Service: valueOf(in.Service), EndReason: valueOf(in.EndReason),
			GrantedFrom: from(in.GrantedBetween.Value()), GrantedTo: to(in.GrantedBetween.Value()),
			EndedFrom: from(in.EndedBetween.Value()), EndedTo: to(in.EndedBetween.Value()), StandingAt: valueOf(in.StandingAt).UTC(),
		}
		var err error
		if ask.Filter.ResellerID, err = resellerFilter(in.ResellerID.Value()); err != nil {
			return ask, err
		}
	}
	if code := ask.Filter.Service; code != "" {
		if err := checkService(ctx, code, "filter", "service"); err != nil {
			return ask, err
		}
	}
	var err error
	if ask.Filter.AsOf, err = pastMoment(ctx, asOf); err != nil {
		return ask, err
	}
	ask.Page, err = args.page(model.ListDelegations)
	return ask, err
}

// resellerFilter reads the id of the reseller that a filter names, if it does.
func resellerFilter(id *string) (reseller.ID, error) {
	if id == nil {
		return reseller.ID{}, nil
	}
	return model.ParseID(model.KindPartner, *id, "filter", "resellerId")
}

// privilegesHeld reads a page of a partner's privileges, and ahead what the selection asks of them.
func privilegesHeld(ctx context.Context, partner reseller.ID, ask privilegesAsked) (*model.DelegatedAdminPrivilegeConnection, error) {
	key, err := asked(partner, ask)
	if err != nil {
		return nil, err
	}
	slice, err := loadersOf(ctx).privilegePages.get(ctx, key)
	if err != nil {
		return nil, err
	}
	if err := aheadPrivileges(ctx, deref(slice).Items, selectedOfNodes(ctx)); err != nil {
		return nil, err
	}
	count := func(ctx context.Context) (int32, error) {
		key, err := asked(partner, ask.whole())
		if err != nil {
			return 0, err
		}
		return total(loadersOf(ctx).privilegeTotals.get(ctx, key))
	}
	return model.NewConnection(deref(slice), model.ListDelegations, func(d reseller.Delegation) reseller.Key {
		return reseller.Key{Time: d.GrantedAt, ID: d.ID}
	}, newPrivilege, count), nil
}

// aheadPrivilegePages reads the pages of privileges of all partners.
func aheadPrivilegePages(ctx context.Context, partners []reseller.ID, f graphql.CollectedField) error {
	var args connectionArguments[model.DelegatedAdminPrivilegeFilter]
	if !readArguments(ctx, f, &args) {
		return nil
	}
	ask, err := askPrivileges(ctx, args.Filter, args.AsOf, args.page())
	if err != nil {
		return nil //nolint:nilerr // the field's resolver will say so, at its own path
	}
	l, connection := loadersOf(ctx), below(ctx, f)
	if selects(connection, "totalCount") {
		if err := aheadLists(ctx, l.privilegeTotals, partners, ask.whole(), nothingAhead); err != nil {
			return err
		}
	}
	return aheadLists(ctx, l.privilegePages, partners, ask, inSlices(ofNodes(ctx, connection), aheadPrivileges))
}
