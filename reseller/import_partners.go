package reseller

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// ImportPartners adds and changes partners, as one change (R25). A reseller may name a provider that is a later row of
// the file. Afterwards the cached links of changed partners are dropped. It returns *BadRows when rows are bad, and so
// when a change of type would break R11 (R39), leave a relationship or a reseller with a partner that cannot have it (R6),
// or a subscription with a partner that cannot be billed for it (R16), and when the country changes of a partner that was ever
// charged (R33).
func (a *App) ImportPartners(ctx context.Context, source Source[PartnerRow]) (ImportReport, error) {
	return load(ctx, a, source, func(ctx context.Context, im *importing) (merger[PartnerRow], error) {
		catalogue, err := im.catalogue(ctx)
		return &partnerMerger{importing: im, services: catalogue, retyped: map[ID]Line[PartnerRow]{}, relocated: map[ID]Line[PartnerRow]{}}, err
	})
}

type partnerMerger struct {
	*importing
	services map[string]bool
	// risen are rows that make a partner transacting: judged together at the end, when others have ceased to be it.
	risen []Line[PartnerRow]
	// waiting are rows whose provider is not there yet, or not a provider yet.
	waiting []Line[PartnerRow]
	// retyped are the rows that change a partner's type.
	retyped map[ID]Line[PartnerRow]
	// relocated are the rows that change a partner's country.
	relocated map[ID]Line[PartnerRow]
	// left are the resellers that have left a provider.
	left []ID
}

func (m *partnerMerger) merge(ctx context.Context, lines []Line[PartnerRow]) error {
	known, err := m.known(ctx, lines)
	if err != nil {
		return err
	}
	var put []Partner
	for _, line := range lines {
		before, there := known[line.Row.Key]
		switch {
		case !m.knows(m.services, line.Number, line.Row.Services):
		case there && line.Row.Type.Transacting() && !before.Type.Transacting():
			m.risen = append(m.risen, line)
		case !hasProvider(line.Row, known):
			m.waiting = append(m.waiting, line)
		default:
			put = m.place(put, line, known)
		}
	}
	return m.tx.PutPartners(ctx, put)
}

// known finds the partners that the rows are about, and their providers.
func (m *partnerMerger) known(ctx context.Context, lines []Line[PartnerRow]) (map[string]Partner, error) {
	keys := each(lines, func(r PartnerRow) string { return r.Key })
	return m.tx.PartnersByKey(ctx, append(keys, each(lines, func(r PartnerRow) string { return r.ProviderKey })...))
}

func hasProvider(r PartnerRow, known map[string]Partner) bool {
	return r.ProviderKey == "" || known[r.ProviderKey].Type == IndirectProvider
}

// place adds a row to what is to be written, if it changes anything. Rows after it see it among the known.
func (m *partnerMerger) place(put []Partner, line Line[PartnerRow], known map[string]Partner) []Partner {
	before, there := known[line.Row.Key]
	after := m.build(line.Row, before, there)
	after.ProviderID = known[line.Row.ProviderKey].ID
	if !m.weigh(there, samePartner(before, after)) {
		return put
	}
	if there {
		m.changedPartners = append(m.changedPartners, after.ID)
	}
	if there && before.Type != after.Type {
		m.retyped[after.ID] = line
	}
	if there && before.Country != after.Country {
		m.relocated[after.ID] = line
	}
	m.recordPartner(before, after, there)
	known[after.ExternalKey] = after
	return append(put, after)
}

// recordPartner tells the partner of its change, and of a pairing those whom it concerns: the provider that is left that it is, and
// the new one, which does not learn of the other, whom it is paired with (R24, R27).
func (m *partnerMerger) recordPartner(before, after Partner, there bool) {
	if former := before.ProviderID; !former.IsZero() && former != after.ProviderID {
		m.left = append(m.left, after.ID)
		alone := before
		alone.ProviderID = ID{}
		m.record(Event{
			Kind: EventPairingEnded, PartnerID: former, ResellerID: after.ID, Before: pairingState(before), After: pairingState(alone),
		})
		before = alone
	}
	e := Event{Kind: EventPartnerRegistered, PartnerID: after.ID, After: partnerState(after)}
	if before.ProviderID != after.ProviderID {
		e.PartnerID, e.ResellerID = after.ProviderID, after.ID
	}
	if there {
		e.Kind, e.Before = EventPartnerChanged, partnerState(before)
	}
	m.record(e)
}

func (m *partnerMerger) build(r PartnerRow, before Partner, there bool) Partner {
	after := before
	after.ExternalKey, after.Name, after.Type, after.Country, after.Status = r.Key, r.Name, r.Type, r.Country, r.Status
	after.Services, after.Version = r.Services, before.Version+1
	if !there {
		after.ID, after.CreatedAt = m.newID(), m.at
		after.Agreement = Agreement{Version: AgreementVersion, SignedAt: firstOfMonth(m.at)}
		after.BilledSince = DayIn(after.Agreement.SignedAt, time.UTC)
	}
	return after
}

// firstOfMonth is when imported partners count as having signed the agreement (R36).
func firstOfMonth(at time.Time) time.Time {
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// samePartner compares all that an import sets.
func samePartner(x, y Partner) bool {
	return x.Name == y.Name && x.Type == y.Type && x.Country == y.Country && x.Status == y.Status &&
		x.ProviderID == y.ProviderID && slices.Equal(x.Services, y.Services)
}

func partnerState(p Partner) *EventState {
	fields := map[string]string{"type": string(p.Type), "country": p.Country, "services": strings.Join(p.Services, ListSeparator)}
	if !p.ProviderID.IsZero() {
		fields["provider"] = p.ProviderID.String()
	}
	return &EventState{Name: p.Name, Key: p.ExternalKey, PartnerStatus: p.Status, Fields: fields}
}

// finish writes those that have become transacting, then those that waited for a provider, and checks what the changes
// of type have left behind.
func (m *partnerMerger) finish(ctx context.Context) error {
	if err := m.raise(ctx); err != nil {
		return err
	}
	for lines := range slices.Chunk(m.waiting, importChunk) {
		if err := m.attach(ctx, lines); err != nil {
			return err
		}
	}
	if err := m.revokeLeft(ctx); err != nil {
		return err
	}
	if err := m.checkRetyped(ctx); err != nil {
		return err
	}
	if err := m.checkBilled(ctx); err != nil {
		return err
	}
	return m.checkRelocated(ctx)
}

// revokeLeft withdraws the links that providers have made in the names of resellers that have left them (R6).
func (m *partnerMerger) revokeLeft(ctx context.Context) error {
	for _, id := range m.left {
		links, err := m.tx.StandingInvitesNaming(ctx, id)
		if err != nil {
			return err
		}
		for _, link := range links {
			if err := m.revoke(ctx, m.tx, link); err != nil {
				return err
			}
		}
	}
	return nil
}

// raise makes partners transacting, unless that would give one service of one customer two holders (R11, R39).
func (m *partnerMerger) raise(ctx context.Context) error {
	if len(m.risen) == 0 {
		return nil
	}
	known, err := m.known(ctx, m.risen)
	if err != nil {
		return err
	}
	ids := make([]ID, len(m.risen))
	for i, line := range m.risen {
		ids[i] = known[line.Row.Key].ID
	}
	rivals, err := m.tx.Rivals(ctx, ids)
	if err != nil {
		return err
	}
	var put []Partner
	for i, line := range m.risen {
		if rival, has := rivals[ids[i]]; has {
			m.rejectf(line.Number, "type", "as %s it would be the second to hold delegated admin privileges in %d cases, beside partner %s (R11, R39); end those of one of them first",
				line.Row.Type, rival.Conflicts, quote(rival.Key))
			continue
		}
		put = m.place(put, line, known)
	}
	return m.tx.PutPartners(ctx, put)
}

// attach writes resellers whose provider was not there when their row came.
func (m *partnerMerger) attach(ctx context.Context, lines []Line[PartnerRow]) error {
	known, err := m.known(ctx, lines)
	if err != nil {
		return err
	}
	var put []Partner
	for _, line := range lines {
		provider, there := known[line.Row.ProviderKey]
		switch {
		case !there:
			m.rejectf(line.Number, "provider_key", "there is no partner %s, neither in the database nor in this file", quote(line.Row.ProviderKey))
		case provider.Type != IndirectProvider:
			m.rejectf(line.Number, "provider_key", "partner %s is of type %s; a provider is an %s (R6)", quote(line.Row.ProviderKey), provider.Type, IndirectProvider)
		default:
			put = m.place(put, line, known)
		}
	}
	return m.tx.PutPartners(ctx, put)
}

// checkRetyped rejects changes of type that leave a reseller without a provider, or a relationship with a partner that
// has none of its own (R6).
func (m *partnerMerger) checkRetyped(ctx context.Context) error {
	var noProviders, resellers []ID
	for id, line := range m.retyped {
		if line.Row.Type != IndirectProvider {
			noProviders = append(noProviders, id)
		}
		if line.Row.Type == IndirectReseller {
			resellers = append(resellers, id)
		}
	}
	named, err := m.tx.ProvidersOf(ctx, noProviders)
	if err != nil {
		return err
	}
	for _, id := range named {
		m.rejectf(m.retyped[id].Number, "type", "it is the provider of an %s and so stays an %s (R6); change the provider_key of that row too", IndirectReseller, IndirectProvider)
	}
	related, err := m.tx.WithRelationships(ctx, resellers)
	for _, id := range related {
		m.rejectf(m.retyped[id].Number, "type", "it has relationships that have not ended, and an %s begins none of its own (R6); end them first", IndirectReseller)
	}
	return err
}

// checkBilled rejects changes of type that leave a subscription that is not cancelled with a billed partner that is not transacting
// (R16).
func (m *partnerMerger) checkBilled(ctx context.Context) error {
	var concerned []ID
	for id, line := range m.retyped {
		if !line.Row.Type.Transacting() {
			concerned = append(concerned, id)
		}
	}
	billed, err := m.tx.BilledPartners(ctx, concerned)
	for _, id := range billed {
		line := m.retyped[id]
		m.rejectf(line.Number, "type", "it is billed for subscriptions that are not cancelled, and no %s is billed (R16); cancel or transfer them first", line.Row.Type)
	}
	return err
}

// checkRelocated rejects changes of country of partners that were ever charged: the days and the tax of past bills follow the
// country, and those bills stay what they are (R33).
func (m *partnerMerger) checkRelocated(ctx context.Context) error {
	for id, line := range m.relocated {
		switch _, err := m.tx.BilledCurrency(ctx, platform(), id, time.Time{}); {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return err
		default:
			m.rejectf(line.Number, "country", "it has been charged, and the days and the tax of its bills, past ones too, follow its country (R33); "+
				"keep the country, and load the company in the other one as a partner with its own key")
		}
	}
	return nil
}
