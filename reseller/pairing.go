package reseller

import "context"

// EndPairingInput ends the pairing of a reseller with its provider (R24).
type EndPairingInput struct {
	Common
	ResellerID ID
}

// PairResellerInput pairs a reseller with a provider (R6).
type PairResellerInput struct {
	Common
	ResellerID, ProviderID ID
}

// PairingAnswer names a reseller and the provider with which it is, or was, paired; zero where there was none.
type PairingAnswer struct {
	ResellerID, ProviderID ID
}

// EndPairing ends the pairing of a reseller with its provider: for either of them and the operator (R24). No customer, no
// relationship and no DAP is touched; links in the reseller's name are revoked. Where there is no pairing nothing changes.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R24, R6), CodeStaleVersion, CodeValidationFailed for a partner that is no
// reseller.
func (a *App) EndPairing(ctx context.Context, v Viewer, in EndPairingInput) (PairingAnswer, error) {
	m := mutation{name: "endPairing", input: in, Common: in.Common}
	return onReseller(ctx, a, v, m, actEndPairing, in.ResellerID, func(ctx context.Context, tx Tx, c *change, reseller Partner) (PairingAnswer, error) {
		answer := PairingAnswer{ResellerID: reseller.ID, ProviderID: reseller.ProviderID}
		if v.Partner != nil && v.Partner.ID != reseller.ID {
			answer.ProviderID = v.Partner.ID // with whom it is paired now is not for a former provider to know (R27)
		}
		if reseller.ProviderID.IsZero() || reseller.ProviderID != answer.ProviderID {
			return answer, nil
		}
		return answer, c.endPairing(ctx, tx, reseller)
	})
}

func (c *change) endPairing(ctx context.Context, tx Tx, reseller Partner) error {
	after := reseller
	after.ProviderID = ID{}
	c.record(Event{
		Kind: EventPairingEnded, PartnerID: reseller.ProviderID, ResellerID: reseller.ID,
		Before: pairingState(reseller), After: pairingState(after),
	})
	links, err := tx.StandingInvitesNaming(ctx, reseller.ID)
	if err != nil {
		return err
	}
	for _, link := range links {
		if err := c.revoke(ctx, tx, link); err != nil {
			return err
		}
	}
	return c.changePartner(ctx, tx, after)
}

// pairingState is what an event says of a pairing.
func pairingState(reseller Partner) *EventState {
	state := &EventState{Name: reseller.Name}
	if !reseller.ProviderID.IsZero() {
		state.Fields = map[string]string{"provider": reseller.ProviderID.String()}
	}
	return state
}

// PairReseller pairs a reseller that has no provider with one of its country, for the operator (R6).
//
// Refusals: CodeNotFound, CodeForbiddenRole, CodeStaleVersion, CodeRegionMismatch (R7), CodeValidationFailed for partners of
// other types and for a reseller that is paired with another.
func (a *App) PairReseller(ctx context.Context, v Viewer, in PairResellerInput) (PairingAnswer, error) {
	m := mutation{name: "pairReseller", input: in, Common: in.Common}
	return onReseller(ctx, a, v, m, actOperate, in.ResellerID, func(ctx context.Context, tx Tx, c *change, reseller Partner) (PairingAnswer, error) {
		provider, err := findProvider(ctx, tx, v, in.ProviderID, reseller.Country)
		if err != nil {
			return PairingAnswer{}, err
		}
		answer := PairingAnswer{ResellerID: reseller.ID, ProviderID: provider.ID}
		switch reseller.ProviderID {
		case provider.ID:
			return answer, nil
		case ID{}:
			return answer, c.pair(ctx, tx, reseller, provider)
		}
		return PairingAnswer{}, refuse(CodeValidationFailed, "R6", "%s is paired with another provider. End that pairing first.", reseller.Name).at("resellerId")
	})
}

func (c *change) pair(ctx context.Context, tx Tx, reseller, provider Partner) error {
	after := reseller
	after.ProviderID = provider.ID
	c.record(Event{
		Kind: EventPartnerChanged, PartnerID: provider.ID, ResellerID: reseller.ID,
		Before: pairingState(reseller), After: pairingState(after),
	})
	return c.putPartner(ctx, tx, after)
}

// findProvider finds the provider that a reseller of a country is to be paired with (R6, R7).
func findProvider(ctx context.Context, tx Tx, v Viewer, id ID, country string) (Partner, error) {
	provider, err := visiblePartner(ctx, tx, v, id, "providerId")
	switch {
	case err != nil:
		return provider, err
	case provider.Type != IndirectProvider:
		return provider, refuse(CodeValidationFailed, "R6", "%s is of type %s; a provider is an %s.", provider.Name, provider.Type, IndirectProvider).at("providerId")
	case provider.Country != country:
		e := refuse(CodeRegionMismatch, "R7", "%s does business in %s, its reseller would in %s.", provider.Name, provider.Country, country).at("providerId")
		e.PartnerID = provider.ID
		return provider, e
	}
	return provider, nil
}

// onReseller runs fn on a reseller that the viewer sees, with its row locked, once the viewer's role and the version named have
// been checked.
func onReseller(ctx context.Context, a *App, v Viewer, m mutation, act action, id ID,
	fn func(context.Context, Tx, *change, Partner) (PairingAnswer, error),
) (PairingAnswer, error) {
	if !v.Known() {
		return PairingAnswer{}, ErrUnauthenticated
	}
	return mutate(ctx, a, v, m, func(ctx context.Context, tx Tx, c *change) (PairingAnswer, error) {
		if _, err := visiblePartner(ctx, tx, v, id, "resellerId"); err != nil {
			return PairingAnswer{}, err
		}
		if err := v.may(act); err != nil {
			return PairingAnswer{}, err
		}
		reseller, err := tx.LockPartner(ctx, id)
		if err != nil {
			return PairingAnswer{}, err
		}
		if err := m.checkVersion(reseller.Version); err != nil {
			return PairingAnswer{}, err
		}
		if reseller.Type != IndirectReseller {
			return PairingAnswer{}, refuse(CodeValidationFailed, "R6", "%s is of type %s; only an %s is paired with a provider.",
				reseller.Name, reseller.Type, IndirectReseller).at("resellerId")
		}
		return fn(ctx, tx, c, reseller)
	})
}

func visiblePartner(ctx context.Context, tx Tx, v Viewer, id ID, path string) (Partner, error) {
	visible, err := tx.PartnersByID(ctx, v.Scope(), []ID{id})
	if err != nil {
		return Partner{}, err
	}
	partner, ok := visible[id]
	if !ok {
		return Partner{}, notFound(aPartner).at(path)
	}
	return partner, nil
}
