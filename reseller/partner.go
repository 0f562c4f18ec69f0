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
	Services  []string
	CreatedAt time.Time
	Version   int32
}

// Customer is a company that buys.
type Customer struct {
	ID          ID
	ExternalKey string
	Name        string
	Domain      string
	Country     string
	CreatedAt   time.Time
	Version     int32
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
