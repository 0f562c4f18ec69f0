package reseller

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// ImportServices adds and changes services of the catalogue, as one change (R25). It returns *BadRows when rows are bad.
func (a *App) ImportServices(ctx context.Context, source Source[ServiceRow]) (ImportReport, error) {
	return load(ctx, a, source, func(_ context.Context, im *importing) (merger[ServiceRow], error) {
		return serviceMerger{im}, nil
	})
}

type serviceMerger struct{ *importing }

func (m serviceMerger) merge(ctx context.Context, lines []Line[ServiceRow]) error {
	catalogue, err := m.tx.Services(ctx)
	if err != nil {
		return err
	}
	known := make(map[string]Service, len(catalogue))
	for _, s := range catalogue {
		known[s.Code] = s
	}
	var put []Service
	for _, line := range lines {
		after := Service(line.Row)
		before, there := known[after.Code]
		if m.weigh(there, before == after) {
			m.recordState(EventServiceAdded, EventServiceChanged, serviceState(before), serviceState(after))
			put = append(put, after)
		}
	}
	return m.tx.PutServices(ctx, put)
}

func (m serviceMerger) finish(context.Context) error { return nil }

// serviceState is nil for what is not there.
func serviceState(s Service) *EventState {
	if s.Code == "" {
		return nil
	}
	return &EventState{Key: s.Code, Name: s.NameEN, Fields: map[string]string{"name_zh": s.NameZH}}
}

// recordState records an event of an object of the catalogue, which no tenant owns: of the first kind when nothing was
// there before, else of the second.
func (im *importing) recordState(added, changed EventKind, before, after *EventState) {
	kind := changed
	if before == nil {
		kind = added
	}
	im.record(Event{Kind: kind, Before: before, After: after})
}

// catalogue is the set of the codes of all services.
func (im *importing) catalogue(ctx context.Context) (map[string]bool, error) {
	services, err := im.tx.Services(ctx)
	codes := make(map[string]bool, len(services))
	for _, s := range services {
		codes[s.Code] = true
	}
	return codes, err
}

// knows rejects a row that names a service which is not in the catalogue.
func (im *importing) knows(catalogue map[string]bool, line int, services []string) bool {
	for _, code := range services {
		if !catalogue[code] {
			im.rejectf(line, "services", "there is no service %s; load services first, or leave it out", quote(code))
			return false
		}
	}
	return true
}

// ImportOffers adds and changes offers, as one change (R25). Add-ons and upgrades may name later rows of the file. It
// returns *BadRows when rows are bad.
func (a *App) ImportOffers(ctx context.Context, source Source[OfferRow]) (ImportReport, error) {
	return load(ctx, a, source, func(ctx context.Context, im *importing) (merger[OfferRow], error) {
		catalogue, err := im.catalogue(ctx)
		return &offerMerger{importing: im, services: catalogue, lines: map[string]int{}, addOns: map[string]int{}}, err
	})
}

type offerMerger struct {
	*importing
	services map[string]bool
	named    []offerReference
	// lines are those of the file's rows by their codes; addOns those that are add-ons.
	lines, addOns map[string]int
}

// offerReference is an offer that a row names.
type offerReference struct {
	line         int
	column, code string
}

func (m *offerMerger) merge(ctx context.Context, lines []Line[OfferRow]) error {
	known, err := m.tx.OffersByCode(ctx, each(lines, func(r OfferRow) string { return r.Code }))
	if err != nil {
		return err
	}
	var put []OfferRow
	for _, line := range lines {
		after := line.Row
		if !m.knows(m.services, line.Number, after.Services) {
			continue
		}
		m.lines[after.Code] = line.Number
		if len(after.AddOnOf) > 0 {
			m.addOns[after.Code] = line.Number
		}
		m.name(line.Number, "add_on_of", after.AddOnOf)
		m.name(line.Number, "upgrades_to", after.UpgradesTo)
		before, there := known[after.Code]
		if m.weigh(there, before.same(after)) {
			m.recordState(EventOfferAdded, EventOfferChanged, offerState(before), offerState(after))
			put = append(put, after)
		}
	}
	return m.tx.PutOffers(ctx, put)
}

func offerState(o OfferRow) *EventState {
	if o.Code == "" {
		return nil
	}
	return &EventState{Key: o.Code, Name: o.NameEN, AmountMinor: &o.MonthlyPriceMinor, Fields: map[string]string{
		"name_zh": o.NameZH, "services": strings.Join(o.Services, ListSeparator), "currency": o.Currency,
		"min_seats": strconv.FormatInt(o.MinSeats, 10), "max_seats": strconv.FormatInt(o.MaxSeats, 10),
		"add_on_of": strings.Join(o.AddOnOf, ListSeparator), "upgrades_to": strings.Join(o.UpgradesTo, ListSeparator),
	}}
}

func (m *offerMerger) name(line int, column string, codes []string) {
	for _, code := range codes {
		m.named = append(m.named, offerReference{line, column, code})
	}
}

// finish checks, now that all rows are there, that every offer named is, and that no subscription becomes an add-on.
func (m *offerMerger) finish(ctx context.Context) error {
	for refs := range slices.Chunk(m.named, importChunk) {
		codes := make([]string, len(refs))
		for i, r := range refs {
			codes[i] = r.code
		}
		known, err := m.tx.OffersByCode(ctx, codes)
		if err != nil {
			return err
		}
		for _, r := range refs {
			offer, there := known[r.code]
			switch {
			case !there:
				m.rejectf(r.line, r.column, "there is no offer %s, neither in the database nor in this file", quote(r.code))
			case r.column == "upgrades_to" && len(offer.AddOnOf) > 0:
				m.rejectf(r.line, r.column, "%s is an add-on, and an add-on is not what a subscription becomes; leave it out", r.code)
			}
		}
	}
	return m.checkTargets(ctx)
}

// checkTargets rejects a row that makes an add-on of what an offer outside of the file upgrades to. Those within were judged by
// their own rows.
func (m *offerMerger) checkTargets(ctx context.Context) error {
	if len(m.addOns) == 0 {
		return nil
	}
	all, err := m.tx.Offers(ctx)
	for _, offer := range all {
		for _, code := range offer.UpgradesTo {
			line, is := m.addOns[code]
			if _, judged := m.lines[offer.Code]; is && !judged {
				m.rejectf(line, "add_on_of", "%s upgrades to this offer, and an add-on is not what a subscription becomes; change the upgrades_to of that one too", offer.Code)
			}
		}
	}
	return err
}

// ImportPrices adds and changes monthly prices (R31), as one change (R25). It returns *BadRows when rows are bad.
func (a *App) ImportPrices(ctx context.Context, source Source[PriceRow]) (ImportReport, error) {
	return load(ctx, a, source, func(_ context.Context, im *importing) (merger[PriceRow], error) {
		return priceMerger{im}, nil
	})
}

type priceMerger struct{ *importing }

func (m priceMerger) merge(ctx context.Context, lines []Line[PriceRow]) error {
	codes := each(lines, func(r PriceRow) string { return r.Offer })
	offers, err := m.tx.OffersByCode(ctx, codes)
	if err != nil {
		return err
	}
	prices, err := m.tx.PricesOf(ctx, codes)
	if err != nil {
		return err
	}
	type key struct{ offer, month string }
	known := make(map[key]PriceRow, len(prices))
	for _, p := range prices {
		known[key{p.Offer, p.Month}] = p
	}
	var put []PriceRow
	for _, line := range lines {
		after := line.Row
		if _, there := offers[after.Offer]; !there {
			m.rejectf(line.Number, "offer", "there is no offer %s; load offers first", quote(after.Offer))
			continue
		}
		before, there := known[key{after.Offer, after.Month}]
		if m.weigh(there, before == after) {
			m.recordState(EventPriceSet, EventPriceSet, priceState(before), priceState(after))
			put = append(put, after)
		}
	}
	return m.tx.PutPrices(ctx, put)
}

func (m priceMerger) finish(context.Context) error { return nil }

func priceState(p PriceRow) *EventState {
	if p.Offer == "" {
		return nil
	}
	return &EventState{Key: p.Offer + " " + p.Month, AmountMinor: &p.MonthlyPriceMinor, Fields: map[string]string{"currency": p.Currency}}
}

// each takes one text of each row, without empty ones.
func each[R any](lines []Line[R], of func(R) string) []string {
	texts := make([]string, 0, len(lines))
	for _, line := range lines {
		if text := of(line.Row); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}
