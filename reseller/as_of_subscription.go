package reseller

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// Retelling tells of a subscription as it stood at a moment, from its events, one after another. Its key and its version are those of now.
type Retelling struct{ now, then Subscription }

// At begins to tell of the subscription as it stood at a moment after it began. Events tell no prices: UnitPrice is zero if there has been
// another one since.
func (s Subscription) At(moment time.Time, repriced bool) *Retelling {
	r := &Retelling{now: s, then: s}
	r.then.AsOf = moment
	r.then.Status, r.then.Suspension, r.then.CancelledAt, r.then.Transfer = "", Suspension{}, time.Time{}, TransferOffer{}
	if repriced {
		r.then.UnitPrice = Money{}
	}
	return r
}

// Follow goes on with the next event, in the order in which they were recorded: of those up to the last that had occurred by the moment. One
// among them may say that it occurred later, by a clock that was ahead.
func (r *Retelling) Follow(e Event) error {
	if err := follow(&r.then, e); err != nil {
		return fmt.Errorf("event %d: %w", e.Position.Seq, err)
	}
	return nil
}

// Told is the subscription as it stood after the events so far.
func (r *Retelling) Told() Subscription {
	told := r.then
	if told.Status == "" { // no event says one
		told.Status, told.Suspension, told.CancelledAt = r.now.Status, r.now.Suspension, r.now.CancelledAt
	}
	return told
}

// follow brings a subscription of a past moment to what an event before that says of it. What the event leaves out stays as it is: builds from
// before did not tell all.
func follow(s *Subscription, e Event) error {
	if e.After == nil {
		return nil
	}
	status, since, reason := e.After.SubscriptionStatus, e.OccurredAt, SuspensionReason(e.After.Fields["suspension_reason"])
	if e.Kind == EventSubscriptionImported {
		since = e.RecordedAt // that it was suspended or cancelled is known from then on
		if since.After(s.AsOf) {
			status = SubscriptionActive
		}
	}
	if status != "" && status != s.Status {
		stand(s, status, since, reason)
	}
	switch {
	case e.Kind == EventTransferOffered:
		s.Transfer = TransferOffer{To: e.ResellerID, At: e.OccurredAt}
	case e.Kind == EventTransferWithdrawn, e.Kind == EventSubscriptionTransferred, status == SubscriptionCancelled:
		s.Transfer = TransferOffer{}
	}
	s.Offer, s.Service, s.Seats = cmp.Or(e.After.Offer, s.Offer), cmp.Or(e.After.Service, s.Service), cmp.Or(e.After.Seats, s.Seats)
	return readFields(s, e.After.Fields)
}

// stand gives the subscription a status that it has since a moment.
func stand(s *Subscription, status SubscriptionStatus, since time.Time, reason SuspensionReason) {
	s.Status, s.Suspension, s.CancelledAt = status, Suspension{}, time.Time{}
	switch status {
	case SubscriptionActive:
	case SubscriptionSuspended:
		s.Suspension = Suspension{Since: since, Reason: reason}
	case SubscriptionCancelled:
		s.CancelledAt = since
	}
}

// readFields reads what subscriptionState has written to the fields of a state. Whom it leaves out nobody is any more, but for what no change
// takes away: the base, who sold it and who is billed.
func readFields(s *Subscription, fields map[string]string) error {
	kept := []string{"base", "original_reseller", "billed_partner"}
	for name, id := range namedBy(s) {
		if fields[name] == "" && (fields == nil || slices.Contains(kept, name)) {
			continue
		}
		var err error
		if *id, err = readID(fields[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for name, day := range map[string]*Day{
		"term_starts_on": &s.Term.StartsOn, "term_ends_on": &s.Term.EndsOn, "first_billed_on": &s.Term.FirstBilledOn,
	} {
		if fields[name] == "" {
			continue
		}
		var err error
		if *day, err = ParseDay(fields[name]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// readID reads an id as events hold it; an empty text is none.
func readID(text string) (ID, error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) == 0 {
		return ID{}, err
	}
	if len(raw) != len(ID{}) {
		return ID{}, fmt.Errorf("%q is no id", text)
	}
	return ID(raw), nil
}
