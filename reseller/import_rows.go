package reseller

import (
	"slices"
	"strings"
	"time"
)

// MaxSeats is the most seats that an offer may allow, and a subscription have.
const MaxSeats = 10_000_000

// ServiceRow is a row of services: an entry of the catalogue. Its key is the code.
type ServiceRow struct {
	Code, NameEN, NameZH string
}

func (r ServiceRow) identity() (string, []string) { return "code", []string{r.Code} }

func (r ServiceRow) clean(p *problems) ServiceRow {
	r.Code = p.code("code", r.Code)
	r.NameEN = p.name("name_en", r.NameEN)
	r.NameZH = p.name("name_zh", r.NameZH)
	return r
}

// OfferRow is a row of offers, and what the store keeps of one. Its key is the code.
type OfferRow struct {
	Code string
	// Services are the codes of what it includes, the main service first.
	Services       []string
	NameEN, NameZH string
	// MinSeats and MaxSeats bound a subscription's seats: 1 to MaxSeats.
	MinSeats, MaxSeats int64
	// MonthlyPriceMinor is the price of one seat for one month in minor units of the currency.
	MonthlyPriceMinor int64
	// Currency is three letters of ISO 4217.
	Currency string
	// AddOnOf are the codes of the offers that it adds to; none for a base offer. UpgradesTo are those that a
	// subscription may become (R17).
	AddOnOf, UpgradesTo []string
}

// Name gives the offer's name in a language.
func (r OfferRow) Name(l Locale) string {
	if l == Chinese && r.NameZH != "" {
		return r.NameZH
	}
	return r.NameEN
}

// String gives the offer's English name.
func (r OfferRow) String() string { return r.NameEN }

// in names the offer as the catalogue does.
func (r OfferRow) in(l Locale) string { return r.Name(l) }

func (r OfferRow) identity() (string, []string) { return "code", []string{r.Code} }

func (r OfferRow) clean(p *problems) OfferRow {
	r.Code = p.code("code", r.Code)
	r.Services = p.codes("services", r.Services)
	if len(r.Services) == 0 {
		p.addf("services", "is required: name the services that the offer includes, the main one first")
	}
	r.NameEN = p.name("name_en", r.NameEN)
	r.NameZH = p.name("name_zh", r.NameZH)
	p.within("min_seats", r.MinSeats, 1, MaxSeats)
	p.within("max_seats", r.MaxSeats, 1, MaxSeats)
	if !p.has("min_seats") && !p.has("max_seats") && r.MinSeats > r.MaxSeats {
		p.addf("min_seats", "%d is more than max_seats, %d", r.MinSeats, r.MaxSeats)
	}
	p.price(r.MonthlyPriceMinor)
	r.Currency = p.letters("currency", r.Currency, 3, "a currency of three letters, such as CNY")
	r.AddOnOf = p.otherCodes("add_on_of", r.AddOnOf, r.Code)
	r.UpgradesTo = p.otherCodes("upgrades_to", r.UpgradesTo, r.Code)
	if len(r.AddOnOf) > 0 && len(r.UpgradesTo) > 0 {
		p.addf("upgrades_to", "an add-on adds to a subscription, and becomes no other offer; leave it empty")
	}
	return r
}

// same compares all that is kept.
func (r OfferRow) same(o OfferRow) bool {
	return r.Code == o.Code && slices.Equal(r.Services, o.Services) && r.NameEN == o.NameEN && r.NameZH == o.NameZH &&
		r.MinSeats == o.MinSeats && r.MaxSeats == o.MaxSeats && r.MonthlyPriceMinor == o.MonthlyPriceMinor &&
		r.Currency == o.Currency && slices.Equal(r.AddOnOf, o.AddOnOf) && slices.Equal(r.UpgradesTo, o.UpgradesTo)
}

// PriceRow is a row of prices, and what the store keeps of one: an offer's price from a month's list (R31). Its key is
// the offer and the month.
type PriceRow struct {
	Offer string
	// Month is written YYYY-MM.
	Month string
	// MonthlyPriceMinor is the price of one seat for one month in minor units of the currency.
	MonthlyPriceMinor int64
	// Currency is three letters of ISO 4217.
	Currency string
}

func (r PriceRow) identity() (string, []string) { return "month", []string{r.Offer, r.Month} }

func (r PriceRow) clean(p *problems) PriceRow {
	r.Offer = p.code("offer", r.Offer)
	r.Month = p.month("month", r.Month)
	p.price(r.MonthlyPriceMinor)
	r.Currency = p.letters("currency", r.Currency, 3, "a currency of three letters, such as CNY")
	return r
}

// PartnerRow is a row of partners. Its key is the importing system's own, kept as Partner.ExternalKey.
type PartnerRow struct {
	Key, Name string
	Type      PartnerType
	// Country is two letters of ISO 3166.
	Country string
	// Status may be empty: PartnerActive.
	Status PartnerStatus
	// ProviderKey is the key of the INDIRECT_PROVIDER that an INDIRECT_RESELLER sells for; it may be empty (R6).
	ProviderKey string
	// Services are the codes of what the partner sells.
	Services []string
}

func (r PartnerRow) identity() (string, []string) { return "key", []string{r.Key} }

func (r PartnerRow) clean(p *problems) PartnerRow {
	r.Key = p.key("key", r.Key)
	r.Name = p.name("name", r.Name)
	if !r.Type.Valid() {
		p.addf("type", "%s is not a type of partner; use %s, %s, %s or %s", quote(string(r.Type)),
			DirectReseller, IndirectProvider, IndirectReseller, Advisor)
	}
	r.Country = p.country("country", r.Country)
	r.Status = orDefault(r.Status, PartnerActive)
	if !r.Status.Valid() {
		p.addf("status", "%s is not a status of a partner; use %s or %s", quote(string(r.Status)), PartnerActive, PartnerSuspended)
	}
	if r.ProviderKey != "" {
		r.ProviderKey = p.key("provider_key", r.ProviderKey)
		if r.Type.Valid() && r.Type != IndirectReseller {
			p.addf("provider_key", "only an %s has a provider; leave it empty", IndirectReseller)
		}
	}
	r.Services = p.codes("services", r.Services)
	if len(r.Services) == 0 {
		p.addf("services", "is required: name the services that the partner sells")
	}
	slices.Sort(r.Services) // the catalogue's order
	return r
}

// CustomerRow is a row of customers. Its key is the importing system's own, kept as Customer.ExternalKey.
type CustomerRow struct {
	Key, Name string
	// Domain is the primary domain, unique among customers.
	Domain string
	// Country is two letters of ISO 3166.
	Country string
}

func (r CustomerRow) identity() (string, []string) { return "key", []string{r.Key} }

func (r CustomerRow) clean(p *problems) CustomerRow {
	r.Key = p.key("key", r.Key)
	r.Name = p.name("name", r.Name)
	r.Domain = p.domain("domain", r.Domain)
	r.Country = p.country("country", r.Country)
	return r
}

// UserRow is a row of users. Its key is the e-mail, unique across tenants.
type UserRow struct {
	Email, Name string
	Tenant      TenantKind
	// TenantKey is the key of the partner or customer; an operator's is passed over.
	TenantKey string
	// Roles fit the tenant (CheckRoles); an operator's may be empty.
	Roles []Role
}

func (r UserRow) identity() (string, []string) { return "email", []string{r.Email} }

func (r UserRow) clean(p *problems) UserRow {
	r.Email = p.email("email", r.Email)
	r.Name = p.name("name", r.Name)
	switch r.Tenant {
	case TenantPartner, TenantCustomer:
		r.TenantKey = p.key("tenant_key", r.TenantKey)
	case TenantOperator:
		r.TenantKey = ""
		if len(r.Roles) == 0 {
			r.Roles = []Role{RoleOperator}
		}
	default:
		p.addf("tenant", "%s is not a kind of tenant; use %s, %s or %s", quote(string(r.Tenant)), TenantPartner, TenantCustomer, TenantOperator)
		return r
	}
	if refusals := AsRefusals(CheckRoles(r.Tenant, r.Roles)); refusals != nil {
		p.addf("roles", "%s", strings.TrimSuffix(refusals[0].Message, "."))
	}
	r.Roles = slices.SortedFunc(slices.Values(r.Roles), func(x, y Role) int { return roleRank(x) - roleRank(y) })
	return r
}

// roleRank puts a user's agent role before its admin role.
func roleRank(r Role) int { return slices.Index(adminRoles, r) }

// RelationshipRow is a row of relationships. Its key is the partner, the customer and the time of acceptance.
type RelationshipRow struct {
	PartnerKey, CustomerKey string
	// AcceptedAt is kept in microseconds.
	AcceptedAt time.Time
	// EndedAt is for RelationshipEnded only; zero there is AcceptedAt.
	EndedAt time.Time
	// Status may be empty: RelationshipActive.
	Status RelationshipStatus
	// Services are the codes of those with ACTIVE DAP; none for RelationshipEnded.
	Services []string
}

func (r RelationshipRow) identity() (string, []string) {
	at := ""
	if !r.AcceptedAt.IsZero() {
		at = r.AcceptedAt.Format(time.RFC3339Nano)
	}
	return "accepted_at", []string{r.PartnerKey, r.CustomerKey, at}
}

func (r RelationshipRow) clean(p *problems) RelationshipRow {
	r.PartnerKey = p.key("partner_key", r.PartnerKey)
	r.CustomerKey = p.key("customer_key", r.CustomerKey)
	r.AcceptedAt = r.AcceptedAt.UTC().Truncate(time.Microsecond)
	if r.AcceptedAt.IsZero() {
		p.addf("accepted_at", "is required")
	}
	r.Services = p.codes("services", r.Services)
	r.Status = orDefault(r.Status, RelationshipActive)
	switch r.Status {
	case RelationshipActive, RelationshipEnding:
		if !r.EndedAt.IsZero() {
			p.addf("ended_at", "only a relationship that is %s has it; this one is %s", RelationshipEnded, r.Status)
		}
	case RelationshipEnded:
		r.EndedAt = r.cleanEnd(p)
	default:
		p.addf("status", "%s is not a status of a relationship; use %s, %s or %s", quote(string(r.Status)),
			RelationshipActive, RelationshipEnding, RelationshipEnded)
	}
	return r
}

// cleanEnd settles when a relationship ended, and that no privilege outlives it (R23).
func (r RelationshipRow) cleanEnd(p *problems) time.Time {
	if len(r.Services) > 0 {
		p.addf("services", "a relationship that is %s has no delegated admin privileges; leave it empty", RelationshipEnded)
	}
	if r.EndedAt.IsZero() {
		return r.AcceptedAt
	}
	at := r.EndedAt.UTC().Truncate(time.Microsecond)
	if at.Before(r.AcceptedAt) {
		p.addf("ended_at", "%s is before accepted_at", at.Format(time.RFC3339))
	}
	return at
}

// SubscriptionRow is a row of subscriptions. Its key is the importing system's own, kept as Subscription.ExternalKey.
type SubscriptionRow struct {
	Key, CustomerKey, Offer string
	Seats                   int64
	// OriginalResellerKey is the key of the partner that sold it; empty when it was bought from the operator (R39).
	OriginalResellerKey string
	// PartnerOfRecordKey may be empty: none, and of an add-on that of what it adds to (R40).
	PartnerOfRecordKey string
	// Status may be empty: SubscriptionActive.
	Status SubscriptionStatus
	// StartedAt is kept in microseconds; its day is the first of the first term.
	StartedAt time.Time
}

// earliestStart is a day before which no subscription starts: there was nothing of the kind.
var earliestStart = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// maxYearsAhead is how far a subscription's start may be to come: one further ahead is a slip of the pen.
const maxYearsAhead = 1

func (r SubscriptionRow) identity() (string, []string) { return "key", []string{r.Key} }

func (r SubscriptionRow) clean(p *problems) SubscriptionRow {
	r.Key = p.key("key", r.Key)
	r.CustomerKey = p.key("customer_key", r.CustomerKey)
	r.Offer = p.code("offer", r.Offer)
	p.within("seats", r.Seats, 1, MaxSeats)
	if r.OriginalResellerKey != "" {
		r.OriginalResellerKey = p.key("original_reseller_key", r.OriginalResellerKey)
	}
	if r.PartnerOfRecordKey != "" {
		r.PartnerOfRecordKey = p.key("partner_of_record_key", r.PartnerOfRecordKey)
	}
	r.Status = orDefault(r.Status, SubscriptionActive)
	if !r.Status.Valid() {
		p.addf("status", "%s is not a status of a subscription; use %s, %s or %s", quote(string(r.Status)),
			SubscriptionActive, SubscriptionSuspended, SubscriptionCancelled)
	}
	r.StartedAt = p.start("started_at", r.StartedAt)
	return r
}

func orDefault[T ~string](value, otherwise T) T {
	if value == "" {
		return otherwise
	}
	return value
}
