package resolvers

import (
	"context"
	"errors"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"accord/graph/model"
	"accord/reseller"
)

// maxNodes bounds how many objects are asked for by id at once.
const maxNodes = 100

// node finds the object that a global id names; nil when there is none that the viewer may see. The catalogue is open
// to all.
func (r *Resolver) node(ctx context.Context, ref model.Ref) (model.Node, error) {
	if ref.Kind != model.KindService && ref.Kind != model.KindOffer {
		if _, err := viewer(ctx); err != nil {
			return nil, err
		}
	}
	if find, ok := r.finders()[ref.Kind]; ok {
		return find(ctx, ref)
	}
	return nil, nil
}

// finders tell how an object of each kind is found.
func (r *Resolver) finders() map[model.Kind]func(context.Context, model.Ref) (model.Node, error) {
	return map[model.Kind]func(context.Context, model.Ref) (model.Node, error){
		model.KindService: func(ctx context.Context, ref model.Ref) (model.Node, error) {
			return asNode(showService(ctx, ref.Code))
		},
		model.KindOffer:        func(ctx context.Context, ref model.Ref) (model.Node, error) { return asNode(showOffer(ctx, ref.Code)) },
		model.KindPartner:      byNodeID(showPartner),
		model.KindCustomer:     byNodeID(showCustomer),
		model.KindUser:         byNodeID(showOwnUser),
		model.KindAPIKey:       byNodeID(r.showAPIKey),
		model.KindInvite:       byNodeID(r.showInvite),
		model.KindRelationship: byNodeID(showRelationship),
		model.KindDelegation:   byNodeID(showPrivilege),
		model.KindAcceptance:   byNodeID(showAcceptanceByID),
		model.KindDecline:      byNodeID(showDeclineByID),
		model.KindSubscription: byNodeID(showSubscription),
		model.KindEvent:        func(ctx context.Context, ref model.Ref) (model.Node, error) { return asNode(showEvent(ctx, ref.Seq)) },
	}
}

// byNodeID finds an object by the id in its global one.
func byNodeID[M any, N interface {
	*M
	model.Node
}](find func(context.Context, reseller.ID) (N, error)) func(context.Context, model.Ref) (model.Node, error) {
	return func(ctx context.Context, ref model.Ref) (model.Node, error) { return asNode[M](find(ctx, ref.ID)) }
}

// asNode keeps a nil object from becoming an interface that is not nil.
func asNode[M any, N interface {
	*M
	model.Node
}](found N, err error) (model.Node, error) {
	if found == nil || err != nil {
		return nil, err
	}
	return found, nil
}

// nodes finds many objects, those of one kind in one statement.
func (r *Resolver) nodes(ctx context.Context, ids []string) ([]model.Node, error) {
	if len(ids) > maxNodes {
		return nil, reseller.Refuse(reseller.CodeLimitExceeded, "Ask for at most %d objects at once.", maxNodes)
	}
	refs := make([]model.Ref, len(ids))
	for i, id := range ids {
		var err error
		if refs[i], err = model.ParseRef(id, "ids", strconv.Itoa(i)); err != nil {
			return nil, err
		}
	}
	if err := aheadNodes(ctx, refs, graphql.CollectFieldsCtx(ctx, nil)); err != nil {
		return nil, err
	}
	found := make([]model.Node, len(refs))
	for i, ref := range refs {
		var err error
		if found[i], err = r.node(ctx, ref); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// aheadNodes reads objects of all kinds, each kind in one statement, and ahead what the selection asks of them.
func aheadNodes(ctx context.Context, refs []model.Ref, fields []graphql.CollectedField) error {
	l := loadersOf(ctx)
	ids := map[model.Kind][]reseller.ID{}
	var seqs []int64
	for _, ref := range refs {
		ids[ref.Kind] = append(ids[ref.Kind], ref.ID)
		if ref.Kind == model.KindEvent {
			seqs = append(seqs, ref.Seq)
		}
	}
	return errors.Join(
		then(ctx, l.partners, ids[model.KindPartner], fields, aheadPartners),
		then(ctx, l.customers, ids[model.KindCustomer], fields, aheadCustomers),
		then(ctx, l.users, ids[model.KindUser], fields, nothingAhead),
		then(ctx, l.apiKeys, ids[model.KindAPIKey], fields, aheadAPIKeys),
		then(ctx, l.invites, ids[model.KindInvite], fields, aheadInvites),
		then(ctx, l.relationships, ids[model.KindRelationship], fields, aheadRelationships),
		then(ctx, l.privileges, ids[model.KindDelegation], fields, aheadPrivileges),
		then(ctx, l.acceptances, ids[model.KindAcceptance], fields, aheadAccepted),
		then(ctx, l.declines, ids[model.KindDecline], fields, nothingAhead),
		then(ctx, l.subscriptions, ids[model.KindSubscription], fields, aheadSubscriptions),
		then(ctx, l.events, seqs, fields, aheadEvents),
	)
}
