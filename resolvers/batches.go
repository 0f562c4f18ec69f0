package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"accord/graph/model"
	"accord/reseller"
)

func batchOptions(dryRun, atomic graphql.Omittable[*bool]) reseller.BatchOptions {
	return reseller.BatchOptions{DryRun: valueOf(dryRun), Atomic: valueOf(atomic)}
}

func batchRequestsInput(in model.BatchRequestsInput) reseller.BatchRequestsInput {
	return reseller.BatchRequestsInput{
		Common: common(in.Version, in.IdempotencyKey), BatchOptions: batchOptions(in.DryRun, in.Atomic),
		Items: batchItems(in.Items.Value(), batchRequest),
	}
}

func batchRelationshipsInput(in model.BatchRelationshipsInput) reseller.BatchRelationshipsInput {
	return reseller.BatchRelationshipsInput{
		Common: common(in.Version, in.IdempotencyKey), BatchOptions: batchOptions(in.DryRun, in.Atomic),
		Items: batchItems(in.Items.Value(), batchRelationship),
	}
}

// batchItems reads the items of a batch; nil gives nil. What is wrong with one is told in its result.
func batchItems[I, O any](items []*I, read func(*I) (O, error)) []reseller.BatchItem[O] {
	if items == nil {
		return nil
	}
	out := make([]reseller.BatchItem[O], len(items))
	for i, item := range items {
		var err error
		if out[i].Item, err = read(item); err != nil {
			out[i].Wrong = reseller.AsRefusals(err)
		}
	}
	return out
}

func batchRequest(in *model.BatchRequestItem) (reseller.BatchRequest, error) {
	request, err := requestInput(model.RequestRelationshipInput{
		Services: in.Services, DelegatedAdmin: in.DelegatedAdmin, Locale: in.Locale, OpeningParagraphs: in.OpeningParagraphs,
		Campaign: in.Campaign, ExpiresAt: in.ExpiresAt, MaxUses: in.MaxUses, OnBehalfOfPartnerID: in.OnBehalfOfPartnerID,
	})
	out := reseller.BatchRequest{RequestInput: request}
	if err == nil {
		out.PartnerID, err = model.ParseID(model.KindPartner, in.PartnerID, "partnerId")
	}
	return out, err
}

func batchRelationship(in *model.BatchRelationshipItem) (reseller.BatchRelationship, error) {
	out := reseller.BatchRelationship{Services: in.Services.Value(), ReplaceExisting: valueOf(in.ReplaceExisting)}
	var err error
	if out.PartnerID, err = model.ParseID(model.KindPartner, in.PartnerID, "partnerId"); err != nil {
		return out, err
	}
	if out.CustomerID, err = model.ParseID(model.KindCustomer, in.CustomerID, "customerId"); err != nil {
		return out, err
	}
	if named := in.OnBehalfOfPartnerID.Value(); named != nil {
		out.OnBehalfOf, err = model.ParseID(model.KindPartner, *named, "onBehalfOfPartnerId")
	}
	return out, err
}

func (r *Resolver) showBatchRequests(ctx context.Context, answer reseller.BatchAnswer[reseller.RequestAnswer]) (*model.BatchRequestsPayload, error) {
	payload := &model.BatchRequestsPayload{Results: make([]*model.BatchRequestResult, len(answer.Results)), Applied: answer.Applied}
	links := idsOf(answer.Results, func(b reseller.BatchResult[reseller.RequestAnswer]) reseller.ID { return b.Answer.InviteID })
	if err := then(ctx, loadersOf(ctx).invites, links, selectedBelow(ctx, "results", "invite"), aheadInvites); err != nil {
		return nil, err
	}
	for i, result := range answer.Results {
		refusals, err := refusedItem(ctx, result.Refusals)
		if err != nil {
			return nil, err
		}
		shown := &model.BatchRequestResult{Index: int32(i), UserErrors: refusals}
		if shown.Invite, err = r.showInvite(ctx, result.Answer.InviteID); err != nil {
			return nil, err
		}
		if shown.Invite != nil {
			shown.Email = newEmail(result.Answer.Email)
		}
		payload.Results[i] = shown
	}
	var err error
	payload.UserErrors, err = refusedBatch(ctx, answer.Refusals(), answer.Refused)
	return payload, err
}

func showBatchRelationships(ctx context.Context, answer reseller.BatchAnswer[reseller.BatchRelationshipAnswer]) (*model.BatchRelationshipsPayload, error) {
	payload := &model.BatchRelationshipsPayload{
		Results: make([]*model.BatchRelationshipResult, len(answer.Results)), Applied: answer.Applied,
	}
	if err := aheadBatch(ctx, answer.Results); err != nil {
		return nil, err
	}
	for i, result := range answer.Results {
		shown, err := showBatchRelationship(ctx, result)
		if err != nil {
			return nil, err
		}
		shown.Index = int32(i)
		payload.Results[i] = shown
	}
	var err error
	payload.UserErrors, err = refusedBatch(ctx, answer.Refusals(), answer.Refused)
	return payload, err
}

func showBatchRelationship(ctx context.Context, result reseller.BatchResult[reseller.BatchRelationshipAnswer]) (*model.BatchRelationshipResult, error) {
	refusals, err := refusedItem(ctx, result.Refusals)
	if err != nil {
		return nil, err
	}
	shown := &model.BatchRelationshipResult{AlreadyAccepted: result.Answer.AlreadyAccepted, UserErrors: refusals}
	if shown.Relationship, err = showRelationship(ctx, result.Answer.RelationshipID); err != nil {
		return nil, err
	}
	if shown.GrantedServices, err = showServices(ctx, result.Answer.GrantedServices); err != nil {
		return nil, err
	}
	l := loadersOf(ctx)
	granted, err := l.privileges.getAll(ctx, result.Answer.Granted)
	if err != nil {
		return nil, err
	}
	displaced, err := l.privileges.getAll(ctx, result.Answer.Displaced)
	shown.Granted, shown.Displaced = showEach(granted, newPrivilege), showEach(displaced, newPrivilege)
	return shown, err
}

// aheadBatch reads all that the results of a batch show, and ahead what is asked of it.
func aheadBatch(ctx context.Context, results []reseller.BatchResult[reseller.BatchRelationshipAnswer]) error {
	l := loadersOf(ctx)
	var relationships, granted, displaced []reseller.ID
	for _, r := range results {
		if !r.Answer.RelationshipID.IsZero() {
			relationships = append(relationships, r.Answer.RelationshipID)
		}
		granted, displaced = append(granted, r.Answer.Granted...), append(displaced, r.Answer.Displaced...)
	}
	if err := then(ctx, l.relationships, relationships, selectedBelow(ctx, "results", "relationship"), aheadRelationships); err != nil {
		return err
	}
	if err := then(ctx, l.privileges, granted, selectedBelow(ctx, "results", "granted"), aheadPrivileges); err != nil {
		return err
	}
	return then(ctx, l.privileges, displaced, selectedBelow(ctx, "results", "displaced"), aheadPrivileges)
}

// refusedItem shows why an item of a batch was refused.
func refusedItem(ctx context.Context, refusals reseller.Refusals) ([]model.UserError, error) {
	if refusals == nil {
		return []model.UserError{}, nil
	}
	return refused(ctx, refusals)
}

// refusedBatch shows why a batch was refused for its items; nothing when it was not.
func refusedBatch(ctx context.Context, refusals reseller.Refusals, whole bool) ([]model.UserError, error) {
	if !whole {
		return []model.UserError{}, nil
	}
	return refused(ctx, refusals)
}
