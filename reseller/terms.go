package reseller

// termMonths is how long a term is, from billing day to billing day (R32).
const termMonths = 12

// maxBillingDay is the latest day of the month that is a billing day: every month has it (R32).
const maxBillingDay = 28

// billingDay gives the day of the month on which a partner is billed that signed on a day (R32).
func billingDay(signed Day) int { return min(signed.midnight().Day(), maxBillingDay) }

// billingDayFrom gives the first billing day that is not before a day.
func billingDayFrom(day Day, ofMonth int) Day {
	year, month, _ := day.midnight().Date()
	if on := dayOf(year, month, ofMonth); on >= day {
		return on
	}
	return dayOf(year, month+1, ofMonth)
}

// Term is the time for which a subscription keeps its price (R31): to the day before EndsOn.
type Term struct {
	StartsOn, EndsOn Day
	// FirstBilledOn is the first billing day of the first term; until then it is free (R33).
	FirstBilledOn Day
}

// firstTerm is the term of what starts on a day: 12 months and the days to the billing day (R32).
func firstTerm(start Day, billingDay int) Term {
	billed := billingDayFrom(start, billingDay)
	return Term{StartsOn: start, EndsOn: billed.addMonths(termMonths), FirstBilledOn: billed}
}

// next is the term that follows. A renewal falls on a billing day.
func (t Term) next() Term {
	return Term{StartsOn: t.EndsOn, EndsOn: t.EndsOn.addMonths(termMonths), FirstBilledOn: t.FirstBilledOn}
}

// at is the term within which a day lies.
func (t Term) at(day Day) Term {
	for t.EndsOn <= day {
		t = t.next()
	}
	return t
}

// movedTo is the term as it goes on with another partner from a day on (R41): it ends 12 months after it began and the days to that
// partner's billing day, but not before the day after, and what was not billed yet begins on a billing day of that partner's.
func (t Term) movedTo(billingDay int, from Day) Term {
	t.EndsOn = billingDayFrom(max(t.StartsOn.addMonths(termMonths), from+1), billingDay)
	if t.FirstBilledOn > from {
		t.FirstBilledOn = billingDayFrom(from, billingDay)
	}
	return t
}
