package reseller

import "time"

// CheckAsOf refuses a moment that is to come: how things will stand is not known. CodeValidationFailed. The zero moment is now.
func (a *App) CheckAsOf(at time.Time) error {
	if now := a.now(); at.After(now) {
		return Invalid([]string{"asOf"}, "%s is to come; ask for a moment up to now, which is %s.", at.UTC().Format(time.RFC3339Nano), now.UTC().Format(time.RFC3339))
	}
	return nil
}

// orNow is a moment; now where it is zero.
func (a *App) orNow(at time.Time) time.Time {
	if at.IsZero() {
		return a.now()
	}
	return at
}

// At tells of the relationship as it stood at a moment after it began; proposed is the end that was proposed then, zero when none was.
func (r Relationship) At(moment time.Time, proposed EndProposal) Relationship {
	r.AsOf = moment
	if !r.EndedAt.IsZero() && !r.EndedAt.After(moment) {
		return r
	}
	r.Status, r.EndedAt, r.End = RelationshipActive, time.Time{}, proposed
	if !proposed.At.IsZero() {
		r.Status = RelationshipEnding
	}
	return r
}

// At tells of the privilege as it stood at a moment after it was granted.
func (d Delegation) At(moment time.Time) Delegation {
	if d.EndedAt.After(moment) {
		d.Status, d.EndedAt, d.EndReason = DelegationActive, time.Time{}, ""
	}
	return d
}
