package reseller

import "time"

// PartnerType is what kind of reseller a partner is.
type PartnerType string

// The types of partner.
const (
	DirectReseller   PartnerType = "DIRECT_RESELLER"
	IndirectProvider PartnerType = "INDIRECT_PROVIDER"
	IndirectReseller PartnerType = "INDIRECT_RESELLER"
	Advisor          PartnerType = "ADVISOR"
)

// Valid reports whether t is one of the types.
func (t PartnerType) Valid() bool {
	switch t {
	case DirectReseller, IndirectProvider, IndirectReseller, Advisor:
		return true
	}
	return false
}

// Transacting reports whether partners of this type order from the operator and are billed. At most one of them holds
// DAP for one service of one customer (R11).
func (t PartnerType) Transacting() bool { return t == DirectReseller || t == IndirectProvider }

// PartnerStatus tells whether a partner may take on new business (R5).
type PartnerStatus string

// The statuses of a partner.
const (
	PartnerActive    PartnerStatus = "ACTIVE"
	PartnerSuspended PartnerStatus = "SUSPENDED"
)

// Valid reports whether s is one of the statuses.
func (s PartnerStatus) Valid() bool { return s == PartnerActive || s == PartnerSuspended }

// Partner is a reseller company.
type Partner struct {
	ID          ID
	ExternalKey string
	Name        string
	Type        PartnerType
	Country     string
	Status      PartnerStatus
	// ProviderID is the tier-1 partner that an INDIRECT_RESELLER sells for; zero for all others.
	ProviderID ID
	// Services are the codes of what the partner sells, in the catalogue's order.
	Services []string
	// Support is where its customers find help (R37).
	Support Support
	// PinnedOffers are the codes of the offers at the top of its catalogue (R30).
	PinnedOffers []string
	// Agreement is the reseller agreement that it has signed (R36).
	Agreement Agreement
	// BilledSince is the day on which the partner signed first: its billing day follows from it (R32). The zero Day is not yet.
	BilledSince Day
	CreatedAt   time.Time
	Version     int32
}

// Support is where a partner's customers find help (R37). Each part may be empty.
type Support struct {
	URL, Email, Phone string
}

// AgreementVersion is the reseller agreement that partners sign now (R36), and ConsentVersion the text to which customers
// consent by accepting a link.
const (
	AgreementVersion = "2026-01"
	ConsentVersion   = "2026-01"
)

// Agreement is a signed reseller agreement (R36); the zero Agreement is none.
type Agreement struct {
	Version  string
	SignedAt time.Time
	// SignedBy is the user who signed; zero for imported partners, which count as having signed on the first of the month of
	// their import.
	SignedBy ID
}

// Signed reports whether there is one.
func (a Agreement) Signed() bool { return !a.SignedAt.IsZero() }

// Customer is a company that buys.
type Customer struct {
	ID          ID
	ExternalKey string
	Name        string
	Domain      string
	Country     string
	Contact     Contact
	Billing     BillingDetails
	CreatedAt   time.Time
	Version     int32
}

// Contact is a customer's primary contact (R28). Each part may be empty.
type Contact struct {
	Name, Email, Phone string
}

// BillingDetails are what bills to a customer are written with (R28). Each part may be empty.
type BillingDetails struct {
	Name, Address, Email, TaxID string
}

// Service is an entry of the catalogue. Its code is its key and never changes.
type Service struct {
	Code   string
	NameEN string
	NameZH string
}

// Name gives the service's name in a language.
func (s Service) Name(l Locale) string {
	if l == Chinese && s.NameZH != "" {
		return s.NameZH
	}
	return s.NameEN
}
