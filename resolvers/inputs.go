package resolvers

import (
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"accord/graph/model"
	"accord/reseller"
)

func common(version graphql.Omittable[*int32], key graphql.Omittable[*string]) reseller.Common {
	return reseller.Common{Version: version.Value(), IdempotencyKey: key.Value()}
}

func acceptInput(in model.AcceptRelationshipInput) (reseller.AcceptInput, error) {
	out := reseller.AcceptInput{
		Common: common(in.Version, in.IdempotencyKey), Token: in.Token, Services: in.Services.Value(),
		ReplaceExisting: valueOf(in.ReplaceExisting),
	}
	grants := in.Grants.Value()
	if grants != nil {
		out.Grants = []reseller.Grant{}
	}
	for i, g := range grants {
		id, err := model.ParseID(model.KindPartner, g.PartnerID, "grants", strconv.Itoa(i), "partnerId")
		if err != nil {
			return out, err
		}
		out.Grants = append(out.Grants, reseller.Grant{Service: g.Service, PartnerID: id})
	}
	return out, nil
}

func requestInput(in model.RequestRelationshipInput) (reseller.RequestInput, error) {
	locale, err := reseller.ParseLocale(valueOf(in.Locale))
	out := reseller.RequestInput{
		Common: common(in.Version, in.IdempotencyKey), Services: in.Services.Value(), DelegatedAdmin: in.DelegatedAdmin.Value(),
		Locale: locale, OpeningParagraphs: in.OpeningParagraphs.Value(), Campaign: valueOf(in.Campaign),
		ExpiresAt: in.ExpiresAt.Value(), MaxUses: in.MaxUses.Value(),
	}
	if named := in.OnBehalfOfPartnerID.Value(); named != nil && err == nil {
		out.OnBehalfOf, err = model.ParseID(model.KindPartner, *named, "onBehalfOfPartnerId")
	}
	return out, err
}

func rotateInput(in model.RotateInviteInput) (reseller.RotateInput, error) {
	id, err := model.ParseID(model.KindInvite, in.InviteID, "inviteId")
	return reseller.RotateInput{
		Common: common(in.Version, in.IdempotencyKey), InviteID: id, GracePeriodSeconds: in.GracePeriodSeconds.Value(),
	}, err
}

func revokeInput(in model.RevokeInviteInput) (reseller.RevokeInput, error) {
	id, err := model.ParseID(model.KindInvite, in.InviteID, "inviteId")
	return reseller.RevokeInput{Common: common(in.Version, in.IdempotencyKey), InviteID: id}, err
}

func declineInput(in model.DeclineRelationshipInput) reseller.DeclineInput {
	return reseller.DeclineInput{Common: common(in.Version, in.IdempotencyKey), Token: in.Token, Reason: valueOf(in.Reason)}
}

func relinquishInput(in model.RelinquishDelegatedAdminInput) (reseller.RelinquishInput, error) {
	id, err := model.ParseID(model.KindRelationship, in.RelationshipID, "relationshipId")
	return reseller.RelinquishInput{Common: common(in.Version, in.IdempotencyKey), RelationshipID: id, Services: in.Services.Value()}, err
}

func endInput(relationship string, reason graphql.Omittable[*string], c reseller.Common) (reseller.EndInput, error) {
	id, err := model.ParseID(model.KindRelationship, relationship, "relationshipId")
	return reseller.EndInput{Common: c, RelationshipID: id, Reason: valueOf(reason)}, err
}

func removeInput(in model.RemoveDelegatedAdminInput) (reseller.RemoveInput, error) {
	out := reseller.RemoveInput{
		Common: common(in.Version, in.IdempotencyKey), AllPartners: valueOf(in.AllPartners), Services: in.Services.Value(),
	}
	for i, text := range in.PartnerIds.Value() {
		id, err := model.ParseID(model.KindPartner, text, "partnerIds", strconv.Itoa(i))
		if err != nil {
			return out, err
		}
		out.PartnerIDs = append(out.PartnerIDs, id)
	}
	return out, nil
}
