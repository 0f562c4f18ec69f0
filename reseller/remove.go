package reseller

import (
	"context"
	"slices"
	"strconv"
)

// RemoveInput takes DAP away from partners (R21).
type RemoveInput struct {
	Common
	// PartnerIDs names the partners; nil with AllPartners.
	PartnerIDs  []ID
	AllPartners bool
	// Services are the codes to take away; nil is all.
	Services []string
}

// RemoveAnswer names the privileges that have ended.
type RemoveAnswer struct {
	Ended []ID
}

// RemoveDelegatedAdmin ends the DAP of some or all of the customer's partners, for some or all services (R21). The
// relationships and all else stay. What is gone already is passed over, so that repeating it changes nothing.
//
// Refusals: CodeNotFound for a partner that is none of the customer's, CodeForbiddenRole, CodeStaleVersion (of the
// relationship, where one partner is named), CodeValidationFailed.
func (a *App) RemoveDelegatedAdmin(ctx context.Context, v Viewer, in RemoveInput) (RemoveAnswer, error) {
	if !v.Known() {
		return RemoveAnswer{}, ErrUnauthenticated
	}
	if err := in.checkShape(); err != nil {
		return RemoveAnswer{}, err
	}
	m := mutation{name: "removeDelegatedAdmin", input: in, Common: in.Common}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (RemoveAnswer, error) {
		if err := in.checkVisible(ctx, tx, v.Scope()); err != nil {
			return RemoveAnswer{}, err
		}
		if err := v.may(actRemoveDelegatedAdmin); err != nil {
			return RemoveAnswer{}, err
		}
		if _, err := tx.LockCustomer(ctx, v.Customer.ID); err != nil {
			return RemoveAnswer{}, err
		}
		standing, err := tx.StandingRelationships(ctx, v.Customer.ID)
		if err != nil {
			return RemoveAnswer{}, err
		}
		if err := in.check(ctx, tx, standing); err != nil {
			return RemoveAnswer{}, err
		}
		ended, err := c.end(ctx, tx, standing, in.matching(standing.Active), EndCustomerRemoved, ID{})
		return RemoveAnswer{Ended: ended}, err
	})
}

func (in RemoveInput) checkShape() error {
	if err := CheckListed(len(in.Services), "services"); err != nil {
		return err
	}
	switch {
	case in.AllPartners && in.PartnerIDs != nil:
		return Invalid([]string{"allPartners"}, "Name partners, or ask for all of them, not both.")
	case !in.AllPartners && len(in.PartnerIDs) == 0:
		return Invalid([]string{"partnerIds"}, "Name at least one partner, or set allPartners.")
	case len(in.PartnerIDs) > MaxPageSize:
		return Invalid([]string{"partnerIds"}, "Name at most %d partners at once.", MaxPageSize)
	case in.Services != nil && len(in.Services) == 0:
		return Invalid([]string{"services"}, "Name at least one service, or leave services out to remove all.")
	case in.Version != nil && len(in.PartnerIDs) != 1:
		return Invalid([]string{"version"}, "A version is that of one relationship: name one partner with it.")
	}
	return nil
}

func (in RemoveInput) checkVisible(ctx context.Context, tx Tx, scope Scope) error {
	visible, err := tx.PartnersByID(ctx, scope, in.PartnerIDs)
	if err != nil {
		return err
	}
	for i, id := range in.PartnerIDs {
		if _, ok := visible[id]; !ok {
			return notFound(aPartner).at("partnerIds", strconv.Itoa(i))
		}
	}
	return nil
}

// check refuses a stale version and unknown services.
func (in RemoveInput) check(ctx context.Context, tx Tx, standing Standing) error {
	if in.Version != nil {
		current := int32(0)
		for _, r := range standing.Relationships {
			if id := in.PartnerIDs[0]; r.PartnerID == id || current == 0 && r.ResellerID == id {
				current = r.Version
			}
		}
		if err := in.checkVersion(current); err != nil {
			return err
		}
	}
	return checkServices(ctx, tx, in.Services)
}

// checkServices refuses codes that the catalogue lacks; nil names none.
func checkServices(ctx context.Context, tx Tx, codes []string) error {
	if codes == nil {
		return nil
	}
	catalogue, err := tx.Services(ctx)
	if err != nil {
		return err
	}
	for i, code := range codes {
		if !slices.ContainsFunc(catalogue, func(s Service) bool { return s.Code == code }) {
			return Invalid([]string{"services", strconv.Itoa(i)}, "There is no service %s in the catalogue.", quote(code))
		}
	}
	return nil
}

func (in RemoveInput) matching(active []Delegation) []Delegation {
	return slices.DeleteFunc(active, func(d Delegation) bool {
		return !in.AllPartners && !slices.Contains(in.PartnerIDs, d.PartnerID) ||
			in.Services != nil && !slices.Contains(in.Services, d.Service)
	})
}
