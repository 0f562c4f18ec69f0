package reseller

import "slices"

// ChargeType tells what a line of a bill is for (R33, R34).
type ChargeType string

// The types of charge.
const (
	ChargePurchase        ChargeType = "PURCHASE_FEE"
	ChargeRenewal         ChargeType = "RENEWAL"
	ChargeCycle           ChargeType = "CYCLE_FEE"
	ChargeProrateOnChange ChargeType = "PRORATE_ON_CHANGE"
	ChargeProrateOnCancel ChargeType = "PRORATE_ON_CANCEL"
	ChargeOffset          ChargeType = "OFFSET"
)

// Period is the time between two billing days: From is its first day, Until the day after its last.
type Period struct {
	From, Until Day
}

// Days is how many days it has.
func (p Period) Days() int64 { return int64(p.Until - p.From) }

// before is the period that ends where this one begins.
func (p Period) before() Period { return Period{From: p.From.addMonths(-1), Until: p.From} }

// within gives the days of a stretch of time that lie in the period.
func (p Period) within(from, until Day) Period {
	return Period{From: max(from, p.From), Until: min(until, p.Until)}
}

// BillLine is one line of a bill (R34).
type BillLine struct {
	CustomerID, SubscriptionID ID
	// ResellerID is the reseller through which a provider sold; zero for others.
	ResellerID ID
	Offer      string
	Type       ChargeType
	// Period are the days that it is for.
	Period    Period
	UnitPrice Money
	Quantity  int32
	// Amount, Tax and Total are in minor units of the unit price's currency; credits are below zero.
	Amount, Tax, Total int64
}

// billing makes the lines of one partner's bill for a period.
type billing struct {
	period Period
	// rate gives the rate of tax in a month, in basis points.
	rate func(month string) int64
	// price gives an offer's price in a month.
	price func(offer, month string) Money
}

// lines gives the lines of one subscription, from its stretches in their order (R33): first what corrects the period before, then
// the advance for this one.
func (b billing) lines(stretches []Charge) []BillLine {
	stretches = b.upToNow(stretches)
	var lines []BillLine
	for holding := range holdings(stretches) {
		lines = append(lines, b.corrections(holding)...)
	}
	if advance := b.advance(stretches, b.period); advance != nil {
		lines = append(lines, *advance)
	}
	return lines
}

// upToNow renews what is due for renewal, and drops stretches that were never in force.
func (b billing) upToNow(stretches []Charge) []Charge {
	var all []Charge
	for _, c := range stretches {
		if c.From <= c.Until {
			all = append(all, c.renewals(b.period.From, func(month string) Money { return b.price(c.Offer, month) })...)
		}
	}
	return all
}

// holdings gives the stretches of each time that the partner was charged without a gap.
func holdings(stretches []Charge) func(yield func([]Charge) bool) {
	return func(yield func([]Charge) bool) {
		for first := 0; first < len(stretches); {
			end := first + 1
			for end < len(stretches) && stretches[end].From == stretches[end-1].Until && stretches[end].ChargedFrom == stretches[first].ChargedFrom {
				end++
			}
			if !yield(stretches[first:end]) {
				return
			}
			first = end
		}
	}
}

// advance is the line for a whole period ahead, as things stood when its first day began: what is changed on that day corrects it on
// the next bill, and so this one stays what it is. It is nil where nothing was charged then.
func (b billing) advance(stretches []Charge, p Period) *BillLine {
	i := slices.IndexFunc(stretches, func(c Charge) bool { return c.opens(p.From) })
	if i < 0 {
		return nil
	}
	line := b.line(stretches[i], stretches[i].Term.advanceOn(p.From), p, p, 1)
	return &line
}

// opens reports whether the stretch was charged when a day began: it had begun before, or begins on it a term or a holding.
func (c Charge) opens(on Day) bool {
	inForce := c.From < on && on <= c.Until && on < c.Term.EndsOn
	begins := c.From == on && (on == c.Term.StartsOn || on == c.ChargedFrom)
	return (inForce || begins) && c.ChargedFrom <= on
}

// advanceOn tells what the advance is that is charged on a billing day of the term.
func (t Term) advanceOn(day Day) ChargeType {
	if day == t.FirstBilledOn {
		return ChargePurchase
	}
	if day == t.StartsOn {
		return ChargeRenewal
	}
	return ChargeCycle
}

// corrections are what a holding's changes in the period before have made of its advance (R33).
func (b billing) corrections(holding []Charge) []BillLine {
	before := b.period.before()
	advance, spans := b.advance(holding, before), b.spans(holding, before)
	if len(spans) == 0 {
		return endedAtOnce(advance)
	}
	var lines []BillLine
	last := &spans[len(spans)-1]
	ended := last.Until
	last.Until = before.Until // a cancellation is credited on its own
	if advance == nil || len(spans) > 1 || !advance.isFor(spans[0]) {
		if advance != nil {
			lines = append(lines, reversed(*advance, ChargeOffset))
		}
		for _, span := range spans {
			lines = append(lines, b.line(span, ChargeProrateOnChange, Period{span.From, span.Until}, before, 1))
		}
	}
	if ended < before.Until {
		lines = append(lines, b.line(*last, ChargeProrateOnCancel, Period{ended, before.Until}, before, -1))
	}
	return lines
}

// endedAtOnce credits the whole of an advance: what it was for ended on its first day.
func endedAtOnce(advance *BillLine) []BillLine {
	if advance == nil {
		return nil
	}
	return []BillLine{reversed(*advance, ChargeProrateOnCancel)}
}

// isFor reports whether the line charges as a stretch does.
func (l BillLine) isFor(c Charge) bool {
	return l.Quantity == c.Seats && l.Offer == c.Offer && l.UnitPrice == c.UnitPrice
}

// spans are the stretches of a holding within a period, those of equal seats, price and offer joined.
func (b billing) spans(holding []Charge, p Period) []Charge {
	var spans []Charge
	for _, c := range holding {
		charged := p.within(max(c.From, c.ChargedFrom), c.Until)
		if charged.Days() <= 0 {
			continue
		}
		c.From, c.Until = charged.From, charged.Until
		if last := len(spans) - 1; last >= 0 && spans[last].sameAs(c) {
			spans[last].Until = c.Until
			continue
		}
		spans = append(spans, c)
	}
	return spans
}

// sameAs reports whether another stretch is charged alike.
func (c Charge) sameAs(other Charge) bool {
	return c.Seats == other.Seats && c.Offer == other.Offer && c.UnitPrice == other.UnitPrice
}

// line charges the days of a part of a period, or credits them where sign is -1.
func (b billing) line(c Charge, kind ChargeType, part, whole Period, sign int64) BillLine {
	line := BillLine{
		CustomerID: c.CustomerID, SubscriptionID: c.SubscriptionID, ResellerID: c.ResellerID, Offer: c.Offer, Type: kind,
		Period: part, UnitPrice: c.UnitPrice, Quantity: c.Seats,
	}
	line.Amount = sign * roundedShare(c.UnitPrice.Minor*int64(c.Seats), part.Days(), whole.Days())
	line.Tax = roundedShare(line.Amount, b.rate(whole.From.Month()), allBasisPoints)
	line.Total = line.Amount + line.Tax
	return line
}

// reversed takes an advance back.
func reversed(advance BillLine, as ChargeType) BillLine {
	advance.Type, advance.Amount, advance.Tax, advance.Total = as, -advance.Amount, -advance.Tax, -advance.Total
	return advance
}
