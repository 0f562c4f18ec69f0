package reseller

import (
	"context"
	"slices"
	"strconv"
)

// check refuses in the order of the contract: version, suspension, state of the link, region, value, holders.
func (acc *acceptance) check(ctx context.Context) error {
	if err := acc.in.checkVersion(acc.standingVersion()); err != nil {
		return err
	}
	if err := acc.checkSuspended(); err != nil {
		return err
	}
	if err := acc.checkLink(); err != nil {
		return err
	}
	if acc.view.Partner.Country != acc.customer.Country {
		return regionMismatch(acc.view.Partner, acc.customer.Country)
	}
	if err := acc.choose(); err != nil {
		return err
	}
	return acc.weighHolders(ctx)
}

// standingVersion is the version of the relationship there is; 0 when there is none.
func (acc *acceptance) standingVersion() int32 {
	if acc.mine == nil {
		return 0
	}
	return acc.mine.Version
}

// checkSuspended refuses the links of suspended partners, and those in the name of suspended resellers (R5).
func (acc *acceptance) checkSuspended() error {
	if err := acc.view.Partner.checkLinksWork(); err != nil {
		return err
	}
	if acc.view.Reseller != nil {
		return acc.view.Reseller.checkLinksWork()
	}
	return nil
}

func (p Partner) checkLinksWork() error {
	if p.Status != PartnerSuspended {
		return nil
	}
	e := refuse(CodePartnerSuspended, "R5", "%s is suspended: its links cannot be accepted until the suspension is lifted.", p.Name)
	e.PartnerID = p.ID
	return e
}

// checkLink refuses links that cannot be used. One who has accepted through a link never finds it exhausted (R8).
func (acc *acceptance) checkLink() error {
	status := acc.view.StatusAt(acc.now, acc.app.keys)
	limit := acc.view.Invite.Terms.MaxUses
	switch {
	case status == InviteExhausted && acc.acceptedBefore:
		return nil
	case status == InviteActive && limit > 0 && acc.uses >= limit && !acc.acceptedBefore:
		status = InviteExhausted
	}
	return unusable(status)
}

func regionMismatch(p Partner, country string) error {
	e := refuse(CodeRegionMismatch, "R7",
		"%s does business in %s; the customer is in %s. A partner serves customers of its own country or region only.", p.Name, p.Country, country)
	e.PartnerID = p.ID
	return e
}

// choose settles which services the customer grants, to whom: a subset of those that the link asks for, to its reseller if it
// is in the name of one (R6), else to its partner – or as the grants say.
func (acc *acceptance) choose() error {
	asked := acc.view.AskedFor()
	switch {
	case len(asked) == 0 && acc.in.Services != nil:
		return refuse(CodeValidationFailed, "R4", "This link asks for no delegated admin privileges; accept it without naming services.").at("services")
	case len(asked) == 0 && acc.in.Grants != nil:
		return refuse(CodeValidationFailed, "R4", "This link asks for no delegated admin privileges; accept it without grants.").at("grants")
	case acc.in.Grants != nil:
		return acc.chooseGrants(asked)
	}
	for i, code := range acc.in.Services {
		if !slices.Contains(asked, code) {
			return notAsked(code, "services", strconv.Itoa(i))
		}
	}
	for _, code := range asked {
		if acc.in.Services == nil || slices.Contains(acc.in.Services, code) {
			acc.chosen = append(acc.chosen, Grant{code, acc.defaultHolder()})
		}
	}
	return nil
}

func notAsked(code string, path ...string) error {
	return refuse(CodeValidationFailed, "R10", "This link does not ask for a service %s. Choose among those that its preview shows.", quote(code)).at(path...)
}

// defaultHolder is whom a link gives DAP unless the customer chooses otherwise (R6).
func (acc *acceptance) defaultHolder() ID {
	if named := acc.view.Invite.Terms.ResellerID; !named.IsZero() {
		return named
	}
	return acc.view.Partner.ID
}

func (acc *acceptance) chooseGrants(asked []string) error {
	for i, g := range acc.in.Grants {
		at := strconv.Itoa(i)
		if !slices.Contains(asked, g.Service) {
			return notAsked(g.Service, "grants", at, "service")
		}
		if g.PartnerID != acc.view.Partner.ID && g.PartnerID != acc.defaultHolder() {
			return refuse(CodeValidationFailed, "R6", "This link names no partner with this id; it names %s.", acc.view.names()).at("grants", at, "partnerId")
		}
		if !slices.Contains(acc.chosen, g) {
			acc.chosen = append(acc.chosen, g)
		}
	}
	return nil
}

// names lists the partners of a link, as sentences do.
func (v InviteView) names() allOf[string] {
	if v.Reseller == nil {
		return allOf[string]{v.Partner.Name}
	}
	return allOf[string]{v.Partner.Name, v.Reseller.Name}
}

// transacting reports whether one of the link's partners counts for R11.
func (acc *acceptance) transacting(partner ID) bool {
	return partner == acc.view.Partner.ID && acc.view.Partner.Type.Transacting()
}

// weighHolders finds, for each choice, whether the partner holds the service already and whether another transacting
// partner is in the way (R11, R12).
func (acc *acceptance) weighHolders(ctx context.Context) error {
	var inTheWay []Delegation
	for _, g := range acc.chosen {
		mine := false
		for _, d := range acc.standing.Active {
			switch {
			case d.Service != g.Service:
			case d.PartnerID == g.PartnerID:
				mine = true
			case acc.transacting(g.PartnerID) && d.Transacting:
				inTheWay = append(inTheWay, d)
			}
		}
		if !mine {
			acc.toGrant = append(acc.toGrant, g)
		}
	}
	if acc.in.ReplaceExisting || len(inTheWay) == 0 {
		acc.toDisplace = inTheWay
		return nil
	}
	return acc.alreadyDelegated(ctx, inTheWay)
}

// alreadyDelegated refuses for each service that another holds, and names the holder: the customer may know (R12, R19).
func (acc *acceptance) alreadyDelegated(ctx context.Context, inTheWay []Delegation) error {
	ids := make([]ID, len(inTheWay))
	for i, d := range inTheWay {
		ids[i] = d.PartnerID
	}
	// Whoever they are: the refusal names them to the customer (R12).
	holders, err := acc.tx.PartnersByID(ctx, platform(), ids)
	if err != nil {
		return err
	}
	catalogue, err := acc.tx.Services(ctx)
	if err != nil {
		return err
	}
	services := map[string]Service{}
	for _, s := range catalogue {
		services[s.Code] = s
	}
	var conflicts Refusals
	for _, d := range inTheWay {
		e := refuse(CodeServiceAlreadyDelegated, "R12",
			"%s holds delegated admin privileges for %s. Nothing has changed. To give them to %s instead, accept with replaceExisting.",
			holders[d.PartnerID].Name, services[d.Service], acc.view.Partner.Name).at("services")
		e.Service, e.PartnerID = d.Service, d.PartnerID
		conflicts = append(conflicts, e)
	}
	return conflicts
}
