package resolvers

import (
	"context"
	"time"

	"accord/graph"
	"accord/graph/model"
	"accord/reseller"
)

func (r *coverageReportResolver) Service(ctx context.Context, obj *model.CoverageReport) (*model.Service, error) {
	return showService(ctx, obj.Code)
}

func (r *inviteReportResolver) Links(ctx context.Context, obj *model.InviteReport) ([]*model.LinkReport, error) {
	return r.showLinkReports(ctx, obj.InviteReport)
}

func (r *offerReportResolver) Offer(ctx context.Context, obj *model.OfferReport) (*model.Offer, error) {
	return showOffer(ctx, obj.OfferReport.Offer)
}

func (r *partnerResolver) Report(ctx context.Context, obj *model.Partner, from reseller.Day, to *reseller.Day, interval reseller.ReportInterval, timeZone *string, services []string, customerCountries []string, asOf *time.Time) (*model.PartnerReport, error) {
	return r.showReport(ctx, obj.Partner, reseller.ReportRequest{
		From: from, To: to, Interval: interval, Zone: deref(timeZone), Services: services, Countries: customerCountries, AsOf: asOf,
	})
}

func (r *partnerResolver) DelegatedAdminPrivileges(ctx context.Context, obj *model.Partner, filter *model.DelegatedAdminPrivilegeFilter, asOf *time.Time, first *int32, after *string, last *int32, before *string) (*model.Connection[*model.DelegatedAdminPrivilege], error) {
	if !seesPartnersAffairs(ctx, obj.Partner.ID) {
		return nil, nil
	}
	ask, err := askPrivileges(ctx, filter, asOf, pageArgs{first, after, last, before})
	if err != nil {
		return nil, err
	}
	return privilegesHeld(ctx, obj.Partner.ID, ask)
}

func (r *partnerRankResolver) Partner(ctx context.Context, obj *model.PartnerRank) (*model.Partner, error) {
	return showPartner(ctx, obj.PartnerID)
}

func (r *partnerReportResolver) Offers(ctx context.Context, obj *model.PartnerReport) ([]*model.OfferReport, error) {
	return r.showOfferReports(ctx, obj.Report)
}

func (r *partnerReportResolver) Billed(ctx context.Context, obj *model.PartnerReport) (*model.BilledReport, error) {
	return r.showBilled(ctx, obj.Report)
}

func (r *partnerReportResolver) Resellers(ctx context.Context, obj *model.PartnerReport) ([]*model.ResellerReport, error) {
	return r.showResellerReports(ctx, obj.Report)
}

func (r *partnerReportResolver) Invites(ctx context.Context, obj *model.PartnerReport, ids []string) (*model.InviteReport, error) {
	return r.showInviteReport(ctx, obj.Report, ids)
}

func (r *queryResolver) PartnerRanking(ctx context.Context, from reseller.Day, to *reseller.Day, timeZone *string, by reseller.RankedBy, first int32) ([]*model.PartnerRank, error) {
	return r.showRanking(ctx, reseller.RankingRequest{From: from, To: to, Zone: deref(timeZone), By: by, First: int(first)})
}

func (r *resellerReportResolver) Reseller(ctx context.Context, obj *model.ResellerReport) (*model.Partner, error) {
	return showPartner(ctx, obj.ResellerID)
}

func (r *serviceReportResolver) Service(ctx context.Context, obj *model.ServiceReport) (*model.Service, error) {
	return showService(ctx, obj.Code)
}

func (r *Resolver) CoverageReport() graph.CoverageReportResolver { return &coverageReportResolver{r} }

func (r *Resolver) InviteReport() graph.InviteReportResolver { return &inviteReportResolver{r} }

func (r *Resolver) OfferReport() graph.OfferReportResolver { return &offerReportResolver{r} }

func (r *Resolver) PartnerRank() graph.PartnerRankResolver { return &partnerRankResolver{r} }

func (r *Resolver) PartnerReport() graph.PartnerReportResolver { return &partnerReportResolver{r} }

func (r *Resolver) ResellerReport() graph.ResellerReportResolver { return &resellerReportResolver{r} }

func (r *Resolver) ServiceReport() graph.ServiceReportResolver { return &serviceReportResolver{r} }

type (
	coverageReportResolver struct{ *Resolver }
	inviteReportResolver   struct{ *Resolver }
	offerReportResolver    struct{ *Resolver }
	partnerRankResolver    struct{ *Resolver }
	partnerReportResolver  struct{ *Resolver }
	resellerReportResolver struct{ *Resolver }
	serviceReportResolver  struct{ *Resolver }
)
