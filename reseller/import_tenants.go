package reseller

import (
	"context"
	"slices"
)

// ImportCustomers adds and changes customers, as one change (R25). It returns *BadRows when rows are bad, and so when
// another customer has the domain.
func (a *App) ImportCustomers(ctx context.Context, source Source[CustomerRow]) (ImportReport, error) {
	return load(ctx, a, source, func(_ context.Context, im *importing) (merger[CustomerRow], error) {
		return &customerMerger{importing: im}, nil
	})
}

type customerMerger struct {
	*importing
	// waiting are rows whose domain another customer has, which a later row may give away.
	waiting []Line[CustomerRow]
	// holders are the customers that have the domains of the rows waiting.
	holders map[string]Customer
}

func (m *customerMerger) merge(ctx context.Context, lines []Line[CustomerRow]) error {
	known, err := m.tx.CustomersByKey(ctx, each(lines, func(r CustomerRow) string { return r.Key }))
	if err != nil {
		return err
	}
	m.holders, err = m.tx.CustomersByDomain(ctx, each(lines, func(r CustomerRow) string { return r.Domain }))
	if err != nil {
		return err
	}
	var put []Customer
	for _, line := range lines {
		before, there := known[line.Row.Key]
		after := m.build(line.Row, before, there)
		if holder, taken := m.holders[after.Domain]; taken && holder.ID != after.ID {
			m.waiting = append(m.waiting, line)
			continue
		}
		if m.weigh(there, sameCustomer(before, after)) {
			m.recordCustomer(before, after, there)
			put = append(put, after)
		}
		m.holders[after.Domain] = after
	}
	return m.tx.PutCustomers(ctx, put)
}

func (m *customerMerger) build(r CustomerRow, before Customer, there bool) Customer {
	after := before
	after.ExternalKey, after.Name, after.Domain, after.Country, after.Version = r.Key, r.Name, r.Domain, r.Country, before.Version+1
	if !there {
		after.ID, after.CreatedAt = m.newID(), m.at
	}
	return after
}

// sameCustomer compares all that an import sets.
func sameCustomer(x, y Customer) bool {
	return x.Name == y.Name && x.Domain == y.Domain && x.Country == y.Country
}

func (m *customerMerger) recordCustomer(before, after Customer, there bool) {
	e := Event{Kind: EventCustomerRegistered, CustomerID: after.ID, After: customerState(after)}
	if there {
		e.Kind, e.Before = EventCustomerChanged, customerState(before)
	}
	m.record(e)
}

// finish tries the rows that wait again, as long as that frees a domain for another; the rest are bad.
func (m *customerMerger) finish(ctx context.Context) error {
	for {
		lines := m.waiting
		m.waiting = nil
		for chunk := range slices.Chunk(lines, importChunk) {
			if err := m.merge(ctx, chunk); err != nil {
				return err
			}
		}
		if len(m.waiting) == len(lines) {
			return m.rejectWaiting(ctx)
		}
	}
}

func (m *customerMerger) rejectWaiting(ctx context.Context) error {
	for lines := range slices.Chunk(m.waiting, importChunk) {
		holders, err := m.tx.CustomersByDomain(ctx, each(lines, func(r CustomerRow) string { return r.Domain }))
		if err != nil {
			return err
		}
		for _, line := range lines {
			m.rejectf(line.Number, "domain", "%s is the domain of customer %s already", quote(line.Row.Domain), quote(nameOf(holders[line.Row.Domain])))
		}
	}
	return nil
}

// nameOf is how a reason names a customer: by its key, or its name where it was not imported.
func nameOf(c Customer) string { return orDefault(c.ExternalKey, c.Name) }

// ImportUsers adds and changes users, as one change (R25). It returns *BadRows when rows are bad, and so when the user
// belongs to another tenant: nobody is moved from one to the other.
func (a *App) ImportUsers(ctx context.Context, source Source[UserRow]) (ImportReport, error) {
	return load(ctx, a, source, func(_ context.Context, im *importing) (merger[UserRow], error) {
		return userMerger{im}, nil
	})
}

type userMerger struct{ *importing }

func (m userMerger) finish(context.Context) error { return nil }

func (m userMerger) merge(ctx context.Context, lines []Line[UserRow]) error {
	known, err := m.tx.UsersByEmail(ctx, each(lines, func(r UserRow) string { return r.Email }))
	if err != nil {
		return err
	}
	tenants, err := m.tenants(ctx, lines)
	if err != nil {
		return err
	}
	var put []User
	for _, line := range lines {
		before, there := known[line.Row.Email]
		after := m.build(line.Row, before, there)
		after.TenantID = tenants[tenantKey{after.Tenant, line.Row.TenantKey}]
		if !m.belongs(line, before, after, there) {
			continue
		}
		if m.weigh(there, before.Name == after.Name && slices.Equal(before.Roles, after.Roles)) {
			m.recordUser(before, after, there)
			put = append(put, after)
		}
	}
	return m.tx.PutUsers(ctx, put)
}

type tenantKey struct {
	kind TenantKind
	key  string
}

// tenants finds the tenants that the rows name.
func (m userMerger) tenants(ctx context.Context, lines []Line[UserRow]) (map[tenantKey]ID, error) {
	of := func(kind TenantKind) []string {
		return each(lines, func(r UserRow) string {
			if r.Tenant != kind {
				return ""
			}
			return r.TenantKey
		})
	}
	ids := map[tenantKey]ID{}
	partners, err := m.tx.PartnersByKey(ctx, of(TenantPartner))
	if err != nil {
		return nil, err
	}
	for key, p := range partners {
		ids[tenantKey{TenantPartner, key}] = p.ID
	}
	customers, err := m.tx.CustomersByKey(ctx, of(TenantCustomer))
	for key, c := range customers {
		ids[tenantKey{TenantCustomer, key}] = c.ID
	}
	return ids, err
}

func (m userMerger) build(r UserRow, before User, there bool) User {
	after := before
	after.Email, after.Name, after.Tenant, after.Roles, after.Version = r.Email, r.Name, r.Tenant, r.Roles, before.Version+1
	if !there {
		after.ID, after.CreatedAt = m.newID(), m.at
	}
	return after
}

// belongs rejects a row whose tenant is not there, or is not the user's.
func (m userMerger) belongs(line Line[UserRow], before, after User, there bool) bool {
	if after.TenantID.IsZero() && after.Tenant != TenantOperator {
		m.rejectf(line.Number, "tenant_key", "there is no %s %s; load %ss first", after.Tenant, quote(line.Row.TenantKey), after.Tenant)
		return false
	}
	if there && (before.Tenant != after.Tenant || before.TenantID != after.TenantID) {
		m.rejectf(line.Number, "email", "%s is a user of another tenant already, a %s; an e-mail belongs to one tenant", quote(after.Email), before.Tenant)
		return false
	}
	return true
}

// recordUser records the event with ids and roles only, so that the person can be erased without touching it (R25).
func (m userMerger) recordUser(before, after User, there bool) {
	e := after.event(EventUserAdded)
	e.After = &EventState{Roles: after.Roles}
	if there {
		e.Kind, e.Before = EventUserChanged, &EventState{Roles: before.Roles}
	}
	m.record(e)
}
