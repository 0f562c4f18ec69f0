package reseller

import (
	"context"
	"slices"
)

// RelinquishInput gives up DAP of one's own (R22).
type RelinquishInput struct {
	Common
	RelationshipID ID
	// Services are the codes to give up; nil is all.
	Services []string
}

// RelinquishAnswer names the privileges that have ended.
type RelinquishAnswer struct {
	RelationshipID ID
	Ended          []ID
}

// RelinquishDelegatedAdmin ends the DAP that the viewer's partner holds under a relationship, for some or all services (R22).
// Suspended partners may (R5). What is gone already is passed over, so that repeating it changes nothing.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18), CodeStaleVersion, CodeValidationFailed.
func (a *App) RelinquishDelegatedAdmin(ctx context.Context, v Viewer, in RelinquishInput) (RelinquishAnswer, error) {
	if in.Services != nil && len(in.Services) == 0 {
		return RelinquishAnswer{}, Invalid([]string{"services"}, "Name at least one service, or leave services out to give up all.")
	}
	if err := CheckListed(len(in.Services), "services"); err != nil {
		return RelinquishAnswer{}, err
	}
	m := mutation{name: "relinquishDelegatedAdmin", input: in, Common: in.Common}
	return onRelationship(ctx, a, v, m, actRelinquish, in.RelationshipID,
		func(ctx context.Context, tx Tx, c *change, r Relationship) (RelinquishAnswer, error) {
			answer := RelinquishAnswer{RelationshipID: r.ID}
			if err := checkServices(ctx, tx, in.Services); err != nil {
				return answer, err
			}
			standing, err := tx.StandingRelationships(ctx, r.CustomerID)
			if err != nil {
				return answer, err
			}
			own := slices.DeleteFunc(standing.Active, func(d Delegation) bool {
				return d.RelationshipID != r.ID || d.PartnerID != v.Partner.ID || in.Services != nil && !slices.Contains(in.Services, d.Service)
			})
			answer.Ended, err = c.end(ctx, tx, standing, own, EndPartnerRelinquished, ID{})
			return answer, err
		})
}
