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

func acceptInput(in model.AcceptRelationshipInput) reseller.AcceptInput {
	return reseller.AcceptInput{
		Common: common(in.Version, in.IdempotencyKey), Token: in.Token, Services: in.Services.Value(),
		ReplaceExisting: valueOf(in.ReplaceExisting),
	}
}

func requestInput(in model.RequestRelationshipInput) (reseller.RequestInput, error) {
	locale, err := reseller.ParseLocale(valueOf(in.Locale))
	return reseller.RequestInput{
		Common: common(in.Version, in.IdempotencyKey), Services: in.Services.Value(), DelegatedAdmin: in.DelegatedAdmin.Value(),
		Locale: locale, OpeningParagraphs: in.OpeningParagraphs.Value(), Campaign: valueOf(in.Campaign),
		ExpiresAt: in.ExpiresAt.Value(), MaxUses: in.MaxUses.Value(),
	}, err
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
