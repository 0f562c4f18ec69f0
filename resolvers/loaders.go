package resolvers

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"accord/auth"
	"accord/graph/model"
	"accord/reseller"
)

// loader finds objects by keys, each once per operation. It waits for nothing: what many objects of a page need is fetched
// ahead for all of them (see ahead.go), and what is left is one object's.
type loader[K comparable, V any] struct {
	fetch func(context.Context, []K) (map[K]V, error)

	mu    sync.Mutex
	found map[K]*V
}

func newLoader[K comparable, V any](fetch func(context.Context, []K) (map[K]V, error)) *loader[K, V] {
	return &loader[K, V]{fetch: fetch, found: map[K]*V{}}
}

// get finds one object; nil when it is not there, or not to be seen.
func (l *loader[K, V]) get(ctx context.Context, key K) (*V, error) {
	found, err := l.getAll(ctx, []K{key})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// getAll finds objects in one statement, passing over those that are not there. Those found before cost none.
func (l *loader[K, V]) getAll(ctx context.Context, keys []K) ([]V, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var missing []K
	for _, key := range keys {
		if _, asked := l.found[key]; !asked && !slices.Contains(missing, key) {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		found, err := l.fetch(ctx, missing)
		if err != nil {
			return nil, err
		}
		for _, key := range missing {
			l.found[key] = nil
			if v, ok := found[key]; ok {
				l.found[key] = &v
			}
		}
	}
	values := make([]V, 0, len(keys))
	for _, key := range keys {
		if v := l.found[key]; v != nil {
			values = append(values, *v)
		}
	}
	return values, nil
}

// know keeps an object that is at hand already.
func (l *loader[K, V]) know(key K, v V) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.found[key] = &v
}

// inList is an owner's list, asked for in one way.
type inList struct {
	owner reseller.ID
	// ask is the way, written as JSON: pages of the same way are read together.
	ask string
}

// privilegesOfAsked is one way of asking for relationships' privileges: of a status, empty for all, and as of a moment, zero for now.
type privilegesOfAsked struct {
	Status reseller.DelegationStatus
	AsOf   time.Time
}

// loaders are the look-ups of one operation, within the viewer's scope. They are made anew for every operation, every
// event of a subscription and every field of a mutation, so that none shows what was before a change.
type loaders struct {
	subscriptionLoaders
	privilegeLoaders
	answerLoaders
	chargeLoaders

	users             *loader[reseller.ID, reseller.User]
	apiKeys           *loader[reseller.ID, reseller.APIKey]
	partners          *loader[reseller.ID, reseller.Partner]
	customers         *loader[reseller.ID, reseller.Customer]
	relatedCustomers  *loader[reseller.ID, reseller.Customer]
	relationships     *loader[reseller.ID, reseller.Relationship]
	privileges        *loader[reseller.ID, reseller.Delegation]
	privilegesOf      *loader[inList, []reseller.Delegation]
	activePrivileges  *loader[inList, []reseller.Delegation]
	invites           *loader[reseller.ID, reseller.Invite]
	defaultInvites    *loader[reseller.ID, reseller.Invite]
	inviteCounts      *loader[reseller.ID, reseller.InviteCounts]
	events            *loader[int64, reseller.Event]
	relationshipPages *loader[inList, reseller.Slice[reseller.RelationshipItem]]
	relationshipTotal *loader[inList, int32]
	invitePages       *loader[inList, reseller.Slice[reseller.Invite]]
	inviteTotal       *loader[reseller.ID, int32]
	historyPages      *loader[inList, reseller.Slice[reseller.Event]]
	historyTotal      *loader[inList, int32]
	acceptances       *loader[reseller.ID, reseller.Acceptance]
	declines          *loader[reseller.ID, reseller.Decline]
	resellerPages     *loader[inList, reseller.Slice[reseller.Listed[reseller.Partner]]]
	resellerTotal     *loader[reseller.ID, int32]
	userPages         *loader[inList, reseller.Slice[reseller.User]]
	userTotal         *loader[reseller.ID, int32]
	// checkAsOf refuses a moment that is to come.
	checkAsOf func(time.Time) error
	// offers reads the offers once, ordered by code.
	offers func(context.Context) ([]reseller.OfferRow, error)
	// catalogue reads the services once.
	catalogue func(context.Context) (map[string]reseller.Service, error)
}

func newLoaders(app *reseller.App, v reseller.Viewer) *loaders {
	r, scope := app.Reader(), v.Scope()
	l := &loaders{
		subscriptionLoaders: newSubscriptionLoaders(app, v),
		privilegeLoaders:    newPrivilegeLoaders(r, scope),
		answerLoaders:       newAnswerLoaders(r, scope),
		chargeLoaders:       newChargeLoaders(r, scope),

		users:            scoped(scope, r.UsersByID),
		apiKeys:          scoped(scope, r.APIKeysByID),
		partners:         scoped(scope, r.PartnersByID),
		customers:        scoped(scope, r.CustomersByID),
		relatedCustomers: scoped(scope, r.RelatedCustomersByID),
		relationships:    scoped(scope, r.RelationshipsByID),
		privileges:       scoped(scope, r.DelegationsByID),
		invites:          scoped(scope, r.InvitesByID),
		defaultInvites:   scoped(scope, r.DefaultInvites),
		inviteTotal:      scoped(scope, r.CountInvites),
		acceptances:      scoped(scope, r.AcceptancesByID),
		declines:         scoped(scope, r.DeclinesByID),
		events:           scoped(scope, r.EventsBySeq),
		resellerPages:    paged(scope, r.ResellersOf),
		resellerTotal:    scoped(scope, r.CountResellers),
		userPages:        paged(scope, r.UsersOf),
		userTotal:        scoped(scope, r.CountUsers),
		offers:           once(r.Offers),
		checkAsOf:        app.CheckAsOf,
	}
	l.inviteCounts = newLoader(func(ctx context.Context, ids []reseller.ID) (map[reseller.ID]reseller.InviteCounts, error) {
		return app.InviteCounts(ctx, v, ids)
	})
	l.activePrivileges = ofMoments(scope, r.ActiveDelegations)
	l.privilegesOf = newLoader(together(func(ctx context.Context, relationships []reseller.ID, ask privilegesOfAsked) (map[reseller.ID][]reseller.Delegation, error) {
		return r.DelegationsOf(ctx, scope, relationships, ask.Status, ask.AsOf)
	}))
	l.relationshipPages = newLoader(together(func(ctx context.Context, owners []reseller.ID, ask relationshipsAsked) (map[reseller.ID]reseller.Slice[reseller.RelationshipItem], error) {
		return r.Relationships(ctx, scope, owners, ask.List, ask.Page)
	}))
	l.relationshipTotal = newLoader(together(func(ctx context.Context, owners []reseller.ID, ask relationshipsAsked) (map[reseller.ID]int32, error) {
		return r.CountRelationships(ctx, scope, owners, ask.List)
	}))
	l.invitePages = paged(scope, r.Invites)
	l.historyPages = newLoader(together(func(ctx context.Context, owners []reseller.ID, ask historyAsked) (map[reseller.ID]reseller.Slice[reseller.Event], error) {
		return r.History(ctx, scope, owners, ask.List, ask.Page)
	}))
	l.historyTotal = newLoader(together(func(ctx context.Context, owners []reseller.ID, ask historyAsked) (map[reseller.ID]int32, error) {
		return r.CountHistory(ctx, scope, owners, ask.List)
	}))
	l.catalogue = once(func(ctx context.Context) (map[string]reseller.Service, error) {
		services, err := r.Services(ctx)
		byCode := make(map[string]reseller.Service, len(services))
		for _, s := range services {
			byCode[s.Code] = s
		}
		return byCode, err
	})
	return l
}

// services lists the codes of the catalogue, in order.
func (l *loaders) services(ctx context.Context) ([]string, error) {
	catalogue, err := l.catalogue(ctx)
	return slices.Sorted(maps.Keys(catalogue)), err
}

// relationshipsAsked is one way of asking for lists of relationships.
type relationshipsAsked struct {
	List reseller.RelationshipList
	Page reseller.Page
	// Name is the list's, for its cursors.
	Name model.List
}

// whole is the way of asking for the list without a page.
func (a relationshipsAsked) whole() relationshipsAsked {
	a.Page = reseller.Page{}
	return a
}

// historyAsked is one way of asking for histories.
type historyAsked struct {
	List reseller.HistoryList
	Page reseller.Page
}

// whole is the way of asking for the list without a page.
func (a historyAsked) whole() historyAsked {
	a.Page = reseller.Page{}
	return a
}

// paged makes a loader of the pages of lists that have no filter and one order.
func paged[T any](scope reseller.Scope, read func(context.Context, reseller.Scope, []reseller.ID, reseller.Page) (map[reseller.ID]reseller.Slice[T], error)) *loader[inList, reseller.Slice[T]] {
	return newLoader(together(func(ctx context.Context, owners []reseller.ID, page reseller.Page) (map[reseller.ID]reseller.Slice[T], error) {
		return read(ctx, scope, owners, page)
	}))
}

// ofMoments makes a loader of a read of the store that is as of a moment.
func ofMoments[V any](scope reseller.Scope, read func(context.Context, reseller.Scope, []reseller.ID, time.Time) (map[reseller.ID]V, error)) *loader[inList, V] {
	return newLoader(together(func(ctx context.Context, ids []reseller.ID, asOf time.Time) (map[reseller.ID]V, error) {
		return read(ctx, scope, ids, asOf)
	}))
}

// scoped makes a loader of a read of the store.
func scoped[K comparable, V any](scope reseller.Scope, read func(context.Context, reseller.Scope, []K) (map[K]V, error)) *loader[K, V] {
	return newLoader(func(ctx context.Context, keys []K) (map[K]V, error) { return read(ctx, scope, keys) })
}

// together reads pages that are asked for in the same way in one statement.
func together[A, V any](read func(context.Context, []reseller.ID, A) (map[reseller.ID]V, error)) func(context.Context, []inList) (map[inList]V, error) {
	return func(ctx context.Context, keys []inList) (map[inList]V, error) {
		owners := map[string][]reseller.ID{}
		for _, key := range keys {
			owners[key.ask] = append(owners[key.ask], key.owner)
		}
		found := make(map[inList]V, len(keys))
		for ask, ids := range owners {
			var how A
			if err := json.Unmarshal([]byte(ask), &how); err != nil {
				return nil, err
			}
			pages, err := read(ctx, ids, how)
			if err != nil {
				return nil, err
			}
			for id, page := range pages {
				found[inList{owner: id, ask: ask}] = page
			}
		}
		return found, nil
	}
}

// asked names an owner's list, asked for in one way.
func asked(owner reseller.ID, how any) (inList, error) {
	written, err := json.Marshal(how)
	return inList{owner: owner, ask: string(written)}, err
}

// askedEach names many owners' lists, asked for in one way.
func askedEach(owners []reseller.ID, how any) ([]inList, error) {
	written, err := json.Marshal(how)
	lists := make([]inList, len(owners))
	for i, owner := range owners {
		lists[i] = inList{owner: owner, ask: string(written)}
	}
	return lists, err
}

// once reads something at its first use.
func once[V any](read func(context.Context) (V, error)) func(context.Context) (V, error) {
	var mu sync.Mutex
	var value V
	done := false
	return func(ctx context.Context) (V, error) {
		mu.Lock()
		defer mu.Unlock()
		if done {
			return value, nil
		}
		read, err := read(ctx)
		if err == nil {
			value, done = read, true
		}
		return read, err
	}
}

type loadersKey struct{}

// withLoaders gives the context loaders of its own, made when the first is asked for: an operation that needs none does without.
func withLoaders(ctx context.Context, app *reseller.App) context.Context {
	made := sync.OnceValue(func() *loaders { return newLoaders(app, auth.ViewerFrom(ctx)) })
	return context.WithValue(ctx, loadersKey{}, made)
}

// loadersOf gives the operation's loaders, which the executor has put there.
func loadersOf(ctx context.Context) *loaders {
	return ctx.Value(loadersKey{}).(func() *loaders)() //nolint:errcheck,forcetypeassert // a missing one is a fault to be seen at once
}
