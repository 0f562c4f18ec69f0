package resolvers

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"accord/graph/model"
	"accord/reseller"
)

// answerLoaders are the look-ups of what customers have answered to links: acceptances and declines.
type answerLoaders struct {
	acceptancePages *loader[inList, reseller.Slice[reseller.Acceptance]]
	acceptanceTotal *loader[inList, int32]
	declinePages    *loader[inList, reseller.Slice[reseller.Decline]]
	declineTotal    *loader[inList, int32]
}

func newAnswerLoaders(r reseller.Reader, scope reseller.Scope) answerLoaders {
	return answerLoaders{
		acceptancePages: answerPages(scope, r.AcceptancesOf), acceptanceTotal: answerTotals(scope, r.CountAcceptances),
		declinePages: answerPages(scope, r.DeclinesOf), declineTotal: answerTotals(scope, r.CountDeclines),
	}
}

func answerPages[T any](scope reseller.Scope,
	read func(context.Context, reseller.Scope, []reseller.ID, reseller.AnswerFilter, reseller.Page) (map[reseller.ID]reseller.Slice[T], error),
) *loader[inList, reseller.Slice[T]] {
	return newLoader(together(func(ctx context.Context, links []reseller.ID, ask answersAsked) (map[reseller.ID]reseller.Slice[T], error) {
		return read(ctx, scope, links, ask.Filter, ask.Page)
	}))
}

func answerTotals(scope reseller.Scope,
	count func(context.Context, reseller.Scope, []reseller.ID, reseller.AnswerFilter) (map[reseller.ID]int32, error),
) *loader[inList, int32] {
	return newLoader(together(func(ctx context.Context, links []reseller.ID, ask answersAsked) (map[reseller.ID]int32, error) {
		return count(ctx, scope, links, ask.Filter)
	}))
}

// answersAsked is one way of asking for lists of answers.
type answersAsked struct {
	Filter reseller.AnswerFilter
	Page   reseller.Page
}

// whole is the way of asking for the list without a page.
func (a answersAsked) whole() answersAsked {
	a.Page = reseller.Page{}
	return a
}

func askAnswers(ctx context.Context, list model.List, within *model.DateTimeRange, asOf *time.Time, args pageArgs) (answersAsked, error) {
	moment, err := pastMoment(ctx, asOf)
	if err != nil {
		return answersAsked{}, err
	}
	page, err := args.page(list)
	return answersAsked{Filter: reseller.AnswerFilter{From: from(within), To: to(within), AsOf: moment}, Page: page}, err
}

func askAcceptances(ctx context.Context, in *model.InviteAcceptanceFilter, asOf *time.Time, args pageArgs) (answersAsked, error) {
	return askAnswers(ctx, model.ListAcceptances, deref(in).AcceptedBetween.Value(), asOf, args)
}

func askDeclines(ctx context.Context, in *model.InviteDeclineFilter, asOf *time.Time, args pageArgs) (answersAsked, error) {
	return askAnswers(ctx, model.ListDeclines, deref(in).DeclinedBetween.Value(), asOf, args)
}

func acceptancesOf(ctx context.Context, link reseller.ID, filter *model.InviteAcceptanceFilter, asOf *time.Time, args pageArgs) (*model.InviteAcceptanceConnection, error) {
	ask, err := askAcceptances(ctx, filter, asOf, args)
	if err != nil {
		return nil, err
	}
	l := loadersOf(ctx)
	return answers(ctx, l.acceptancePages, l.acceptanceTotal, model.ListAcceptances, link, ask,
		func(a reseller.Acceptance) reseller.Key { return reseller.Key{Time: a.AcceptedAt, ID: a.ID} },
		newAcceptance, aheadAccepted)
}

func declinesOf(ctx context.Context, link reseller.ID, filter *model.InviteDeclineFilter, asOf *time.Time, args pageArgs) (*model.InviteDeclineConnection, error) {
	ask, err := askDeclines(ctx, filter, asOf, args)
	if err != nil {
		return nil, err
	}
	l := loadersOf(ctx)
	return answers(ctx, l.declinePages, l.declineTotal, model.ListDeclines, link, ask,
		func(d reseller.Decline) reseller.Key { return reseller.Key{Time: d.DeclinedAt, ID: d.ID} },
		newDecline, nothingAhead)
}

// answers reads a page of a link's answers, and ahead what the selection asks of them.
func answers[T, M any](ctx context.Context, pages *loader[inList, reseller.Slice[T]], totals *loader[inList, int32], list model.List,
	link reseller.ID, ask answersAsked, keyOf func(T) reseller.Key, as func(T) M, next func(context.Context, []T, []graphql.CollectedField) error,
) (*model.Connection[M], error) {
	key, err := asked(link, ask)
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
	count := func(ctx context.Context) (int32, error) {
		key, err := asked(link, ask.whole())
		if err != nil {
			return 0, err
		}
		return total(totals.get(ctx, key))
	}
	return model.NewConnection(deref(slice), list, keyOf, as, count), nil
}

func aheadAcceptances(ctx context.Context, links []reseller.ID, f graphql.CollectedField) error {
	l := loadersOf(ctx)
	return aheadAnswers(ctx, l.acceptancePages, l.acceptanceTotal, links, f, askAcceptances, aheadAccepted)
}

func aheadDeclines(ctx context.Context, links []reseller.ID, f graphql.CollectedField) error {
	l := loadersOf(ctx)
	return aheadAnswers(ctx, l.declinePages, l.declineTotal, links, f, askDeclines, nothingAhead)
}

// aheadAnswers reads the pages of answers to all links.
func aheadAnswers[T, F any](ctx context.Context, pages *loader[inList, reseller.Slice[T]], totals *loader[inList, int32], links []reseller.ID,
	f graphql.CollectedField, askFor func(context.Context, *F, *time.Time, pageArgs) (answersAsked, error), next func(context.Context, []T, []graphql.CollectedField) error,
) error {
	var args connectionArguments[F]
	if !readArguments(ctx, f, &args) {
		return nil
	}
	ask, err := askFor(ctx, args.Filter, args.AsOf, args.page())
	if err != nil {
		return nil //nolint:nilerr // the field's resolver will say so, at its own path
	}
	connection := below(ctx, f)
	if selects(connection, "totalCount") {
		if err := aheadLists(ctx, totals, links, ask.whole(), nothingAhead); err != nil {
			return err
		}
	}
	return aheadLists(ctx, pages, links, ask, inSlices(ofNodes(ctx, connection), next))
}
