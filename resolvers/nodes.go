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

// node finds the object that a global id names; nil when there is none that the viewer may see. Services are open to all.
func (r *Resolver) node(ctx context.Context, ref model.Ref) (model.Node, error) {
	if ref.Kind != model.KindService {
		if _, err := viewer(ctx); err != nil {
			return nil, err
		}
	}
	switch ref.Kind {
	case model.KindService:
		return asNode(showService(ctx, ref.Service))
	case model.KindPartner:
		return asNode(showPartner(ctx, ref.ID))
	case model.KindCustomer:
		return asNode(showCustomer(ctx, ref.ID))
	case model.KindInvite:
		return asNode(r.showInvite(ctx, ref.ID))
	case model.KindRelationship:
		return asNode(showRelationship(ctx, ref.ID))
	case model.KindDelegation:
		return asNode(showPrivilege(ctx, ref.ID))
	case model.KindAcceptance:
		return asNode(show(ctx, loadersOf(ctx).acceptances, ref.ID, newAcceptance))
	case model.KindDecline:
		return asNode(show(ctx, loadersOf(ctx).declines, ref.ID, newDecline))
	case model.KindUser:
		user, err := loadersOf(ctx).users.get(ctx, ref.ID)
		if err != nil || !ownUser(ctx, user) {
			return nil, err
		}
		return &model.User{User: *user}, nil
	case model.KindEvent:
		event, err := loadersOf(ctx).events.get(ctx, ref.Seq)
		if err != nil || event == nil {
			return nil, err
		}
		return newEvent(*event), nil
	}
	return nil, nil
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
		then(ctx, l.invites, ids[model.KindInvite], fields, aheadInvites),
		then(ctx, l.relationships, ids[model.KindRelationship], fields, aheadRelationships),
		then(ctx, l.privileges, ids[model.KindDelegation], fields, aheadPrivileges),
		then(ctx, l.acceptances, ids[model.KindAcceptance], fields, aheadAccepted),
		then(ctx, l.declines, ids[model.KindDecline], fields, nothingAhead),
		then(ctx, l.events, seqs, fields, aheadEvents),
	)
}
