package db

import (
	"context"
	"strings"

	"accord/reseller"
)

// table says how whole rows of a table are put: what is new is added, what is there is replaced.
type table struct {
	name string
	// key are the columns that tell whether a row is there; fixed are others that a row keeps; free are those replaced.
	key, fixed, free []string
	// versioned: a row is replaced only if its version is one less than the new one.
	versioned bool
}

// statement puts rows.
func (t table) statement(rows string) string {
	columns := strings.Join(append(append(append([]string{}, t.key...), t.fixed...), t.free...), ", ")
	set := make([]string, len(t.free))
	for i, column := range t.free {
		set[i] = column + " = excluded." + column
	}
	statement := "INSERT INTO " + t.name + " (" + columns + ") " + rows + " ON CONFLICT (" + strings.Join(t.key, ", ") + ") DO UPDATE SET " + strings.Join(set, ", ")
	if t.versioned {
		statement += " WHERE " + t.name + ".version = excluded.version - 1"
	}
	return statement
}

func (t table) width() int { return len(t.key) + len(t.fixed) + len(t.free) }

// put puts items, as many in one statement as its parameters allow. ErrConflict when a version has moved on.
func put[T any](ctx context.Context, t *tx, into table, items []T, row func(T) []any) error {
	most := t.dialect.MaxParameters / into.width()
	for len(items) > 0 {
		n := min(len(items), most)
		args := make([]any, 0, n*into.width())
		for _, item := range items[:n] {
			args = append(args, row(item)...)
		}
		rows, args := t.rows(into.width(), args)
		written, err := t.exec(ctx, into.statement(rows), args...)
		if err != nil {
			return err
		}
		if into.versioned && written < int64(n) {
			return reseller.ErrConflict
		}
		items = items[n:]
	}
	return nil
}

// PutServices implements reseller.ImportTx.
func (t *tx) PutServices(ctx context.Context, services []reseller.Service) error {
	into := table{name: "services", key: []string{"code"}, free: []string{"name_en", "name_zh"}}
	return put(ctx, t, into, services, func(s reseller.Service) []any { return []any{s.Code, s.NameEN, s.NameZH} })
}

// PutOffers implements reseller.ImportTx.
func (t *tx) PutOffers(ctx context.Context, offers []reseller.OfferRow) error {
	into := table{name: "offers", key: []string{"code"}, free: []string{
		"services", "name_en", "name_zh", "min_seats", "max_seats", "monthly_price_minor", "currency", "add_on_of", "upgrades_to",
	}}
	return put(ctx, t, into, offers, func(o reseller.OfferRow) []any {
		return []any{
			o.Code, joinCodes(o.Services), o.NameEN, o.NameZH, o.MinSeats, o.MaxSeats, o.MonthlyPriceMinor, o.Currency,
			joinCodes(o.AddOnOf), joinCodes(o.UpgradesTo),
		}
	})
}

// PutPrices implements reseller.ImportTx.
func (t *tx) PutPrices(ctx context.Context, prices []reseller.PriceRow) error {
	into := table{name: "prices", key: []string{"offer", "month"}, free: []string{"monthly_price_minor", "currency"}}
	return put(ctx, t, into, prices, func(p reseller.PriceRow) []any {
		return []any{p.Offer, p.Month, p.MonthlyPriceMinor, p.Currency}
	})
}

// PutPartners implements reseller.ImportTx. The privileges' copy of transacting follows by the foreign key.
func (t *tx) PutPartners(ctx context.Context, partners []reseller.Partner) error {
	into := table{
		name: "partners", key: []string{"id"}, fixed: []string{"external_key", "created_at"}, versioned: true,
		free: []string{
			"name", "name_sort", "type", "transacting", "country", "status", "provider_id", "services", "support_url", "support_email",
			"support_phone", "pinned_offers", "agreement_version", "agreement_signed_at", "agreement_signed_by",
			"billed_since", "version",
		},
	}
	err := put(ctx, t, into, partners, func(p reseller.Partner) []any {
		return []any{
			p.ID, orNull(p.ExternalKey), p.CreatedAt, p.Name, SortKey(p.Name), string(p.Type), p.Type.Transacting(), p.Country,
			string(p.Status), p.ProviderID, joinCodes(p.Services), p.Support.URL, p.Support.Email, p.Support.Phone,
			joinCodes(p.PinnedOffers), p.Agreement.Version, p.Agreement.SignedAt, p.Agreement.SignedBy,
			p.BilledSince, p.Version,
		}
	})
	if err != nil {
		return err
	}
	return t.tieTogether(ctx, tiesOf(partners, tieOfPartner))
}

// PutCustomers implements reseller.ImportTx.
func (t *tx) PutCustomers(ctx context.Context, customers []reseller.Customer) error {
	into := table{
		name: "customers", key: []string{"id"}, fixed: []string{"external_key", "created_at"}, versioned: true,
		free: []string{
			"name", "name_sort", "domain", "country", "contact_name", "contact_email", "contact_phone", "billing_name",
			"billing_address", "billing_email", "tax_id", "version",
		},
	}
	return put(ctx, t, into, customers, func(c reseller.Customer) []any {
		return []any{
			c.ID, orNull(c.ExternalKey), c.CreatedAt, c.Name, SortKey(c.Name), c.Domain, c.Country, c.Contact.Name, c.Contact.Email,
			c.Contact.Phone, c.Billing.Name, c.Billing.Address, c.Billing.Email, c.Billing.TaxID, c.Version,
		}
	})
}

// PutUsers implements reseller.ImportTx.
func (t *tx) PutUsers(ctx context.Context, users []reseller.User) error {
	into := table{
		name: "users", key: []string{"id"}, fixed: []string{"tenant", "partner_id", "customer_id", "created_at"},
		versioned: true, free: []string{"email", "name", "roles", "removed_at", "version"},
	}
	return put(ctx, t, into, users, func(u reseller.User) []any {
		partner, customer := tenantColumns(u.Tenant, u.TenantID)
		return []any{
			u.ID, string(u.Tenant), partner, customer, u.CreatedAt, orNull(u.Email), u.Name, joinRoles(u.Roles), u.RemovedAt, u.Version,
		}
	})
}

// tenantColumns gives the values of the two columns that name a tenant, of which at most one is set.
func tenantColumns(kind reseller.TenantKind, id reseller.ID) (partner, customer reseller.ID) {
	switch kind {
	case reseller.TenantPartner:
		partner = id
	case reseller.TenantCustomer:
		customer = id
	case reseller.TenantOperator:
	}
	return partner, customer
}

// PutRelationships implements reseller.ImportTx.
func (t *tx) PutRelationships(ctx context.Context, rs []reseller.Relationship) error {
	into := table{
		name: "relationships", key: []string{"id"}, versioned: true,
		free:  []string{"reseller_id", "status", "ended_at", "consent_version", "end_proposed_by", "end_proposed_at", "end_reason", "version"},
		fixed: []string{"partner_id", "customer_id", "accepted_at", "accepted_by", "invite_id", "grants_with_first_order"},
	}
	err := put(ctx, t, into, rs, func(r reseller.Relationship) []any {
		return []any{
			r.ID, r.PartnerID, r.CustomerID, r.AcceptedAt, r.AcceptedBy, r.InviteID, r.GrantsWithFirstOrder,
			r.ResellerID, string(r.Status), r.EndedAt, r.ConsentVersion, string(r.End.By), r.End.At, r.End.Reason, r.Version,
		}
	})
	if err != nil {
		return err
	}
	return t.tieTogether(ctx, tiesOf(rs, tieOfRelationship))
}

// PutDelegations implements reseller.ImportTx.
func (t *tx) PutDelegations(ctx context.Context, ds []reseller.Delegation) error {
	into := table{
		name: "delegated_admin_privileges", key: []string{"id"}, free: []string{"status", "ended_at", "end_reason"},
		fixed: []string{"relationship_id", "partner_id", "customer_id", "service", "transacting", "granted_at", "granted_by"},
	}
	return put(ctx, t, into, ds, func(d reseller.Delegation) []any {
		return []any{
			d.ID, d.RelationshipID, d.PartnerID, d.CustomerID, d.Service, d.Transacting, d.GrantedAt, d.GrantedBy,
			string(d.Status), d.EndedAt, orNull(string(d.EndReason)),
		}
	})
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func splitRoles(text string) []reseller.Role {
	var roles []reseller.Role
	for _, role := range splitCodes(text) {
		roles = append(roles, reseller.Role(role))
	}
	return roles
}

func joinRoles(roles []reseller.Role) string {
	codes := make([]string, len(roles))
	for i, role := range roles {
		codes[i] = string(role)
	}
	return joinCodes(codes)
}
