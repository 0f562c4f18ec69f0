package resolvers

import (
	"context"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"accord/auth"
	"accord/graph/model"
	"accord/reseller"
)

// showReport shows a partner's report to those who see its affairs.
func (r *Resolver) showReport(ctx context.Context, p reseller.Partner, in reseller.ReportRequest) (*model.PartnerReport, error) {
	if !seesPartnersAffairs(ctx, p.ID) {
		return nil, nil
	}
	report, err := r.app.Report(ctx, auth.ViewerFrom(ctx), p, in)
	switch {
	case reseller.AsRefusals(err) != nil:
		return nil, unlessMutating(ctx, err)
	case err != nil:
		return nil, err
	}
	covered := selects(graphql.CollectFieldsCtx(ctx, nil), "coverage") // both are told as of one moment
	return &model.PartnerReport{Report: report, CountCustomers: once(func(ctx context.Context) (reseller.Report, error) {
		return r.app.CustomerReport(ctx, auth.ViewerFrom(ctx), report, covered)
	})}, nil
}

// showOfferReports shows what a partner is charged for, offer by offer.
func (r *Resolver) showOfferReports(ctx context.Context, report reseller.Report) ([]*model.OfferReport, error) {
	reports, err := r.app.OfferReports(ctx, auth.ViewerFrom(ctx), report)
	return showEach(reports, func(of reseller.OfferReport) *model.OfferReport { return &model.OfferReport{OfferReport: of} }), err
}

// showBilled shows a partner's bills and their sums to who may see bills (R18).
func (r *Resolver) showBilled(ctx context.Context, report reseller.Report) (*model.BilledReport, error) {
	billed, err := r.app.BilledReport(ctx, auth.ViewerFrom(ctx), report)
	switch {
	case reseller.AsRefusals(err) != nil:
		return nil, unlessMutating(ctx, err)
	case err != nil:
		return nil, err
	}
	return &model.BilledReport{BilledReport: billed}, nil
}

// showResellerReports shows what a provider has done through each reseller.
func (r *Resolver) showResellerReports(ctx context.Context, report reseller.Report) ([]*model.ResellerReport, error) {
	reports, err := r.app.ResellerReports(ctx, auth.ViewerFrom(ctx), report)
	if err != nil {
		return nil, err
	}
	shown := make([]*model.ResellerReport, len(reports))
	named := make([]reseller.ID, len(reports))
	for i, of := range reports {
		shown[i], named[i] = &model.ResellerReport{Report: of}, of.ResellerID
	}
	_, err = loadersOf(ctx).partners.getAll(ctx, named) // together
	return shown, err
}

// showInviteReport shows what came of a partner's links, or of those of them that are named.
func (r *Resolver) showInviteReport(ctx context.Context, report reseller.Report, ids []string) (*model.InviteReport, error) {
	var named []reseller.ID
	if ids != nil {
		named = make([]reseller.ID, len(ids))
	}
	for i, id := range ids {
		var err error
		if named[i], err = model.ParseID(model.KindInvite, id, "ids", strconv.Itoa(i)); err != nil {
			return nil, err
		}
	}
	of, err := r.app.InviteReport(ctx, auth.ViewerFrom(ctx), report, named)
	if err != nil {
		return nil, err
	}
	return &model.InviteReport{InviteReport: of}, nil
}

// showLinkReports shows the report's links one by one, and reads ahead what the selection asks of them.
func (r *Resolver) showLinkReports(ctx context.Context, report reseller.InviteReport) ([]*model.LinkReport, error) {
	reports, err := r.app.LinkReports(ctx, auth.ViewerFrom(ctx), report)
	if err != nil {
		return nil, err
	}
	shown := make([]*model.LinkReport, len(reports))
	links := make([]reseller.Invite, len(reports))
	for i, of := range reports {
		shown[i], links[i] = &model.LinkReport{LinkReport: of, Invite: r.newInvite(of.Invite)}, of.Invite
	}
	return shown, aheadInvites(ctx, links, selectedBelow(ctx, "invite"))
}

// showRanking shows how partners compare.
func (r *Resolver) showRanking(ctx context.Context, in reseller.RankingRequest) ([]*model.PartnerRank, error) {
	ranks, err := r.app.Ranking(ctx, auth.ViewerFrom(ctx), in)
	switch {
	case reseller.AsRefusals(err) != nil:
		return nil, unlessMutating(ctx, err)
	case err != nil:
		return nil, err
	}
	shown := make([]*model.PartnerRank, len(ranks))
	partners := make([]reseller.ID, len(ranks))
	for i, rank := range ranks {
		shown[i], partners[i] = &model.PartnerRank{RankedPartner: rank}, rank.PartnerID
	}
	_, err = loadersOf(ctx).partners.getAll(ctx, partners) // together
	return shown, err
}
