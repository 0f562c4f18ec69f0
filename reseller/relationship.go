package reseller

import "time"

// RelationshipStatus tells whether a relationship stands.
type RelationshipStatus string

// The statuses of a relationship. ENDING: one side has proposed the end.
const (
	RelationshipActive RelationshipStatus = "ACTIVE"
	RelationshipEnding RelationshipStatus = "ENDING"
	RelationshipEnded  RelationshipStatus = "ENDED"
)

// Valid reports whether s is one of the statuses.
func (s RelationshipStatus) Valid() bool {
	return s == RelationshipActive || s == RelationshipEnding || s == RelationshipEnded
}

// Relationship is the commercial reseller relationship of one partner and one customer. At most one that is not ENDED
// stands per pair.
type Relationship struct {
	ID         ID
	PartnerID  ID
	ResellerID ID
	CustomerID ID
	Status     RelationshipStatus
	AcceptedAt time.Time
	// AcceptedBy is the customer's user who accepted; zero for imported ones.
	AcceptedBy ID
	EndedAt    time.Time
	// InviteID is the link through which it began; zero for imported ones.
	InviteID ID
	// ConsentVersion is the text to which the customer consented by accepting (R36); empty for imported ones.
	ConsentVersion string
	// End is what was proposed about its end (R23); the zero EndProposal is nothing.
	End EndProposal
	// GrantsWithFirstOrder tells that the partner has created the customer and ordered nothing for it yet: its first order grants it
	// DAP (R29).
	GrantsWithFirstOrder bool
	// Version grows with every change of the relationship or of the privileges under it (R26).
	Version int32
	// AsOf is the past moment of which Status, EndedAt and End tell; zero is now.
	AsOf time.Time
}

// EndProposal is one side's proposal to end a relationship (R23). It stays when the other side has confirmed it.
type EndProposal struct {
	By     Side
	At     time.Time
	Reason string
}

// Side is one of the two sides of a relationship.
type Side string

// The sides.
const (
	SidePartner  Side = "PARTNER"
	SideCustomer Side = "CUSTOMER"
)

// DelegationStatus tells whether a delegated admin privilege is in force.
type DelegationStatus string

// The statuses of a delegated admin privilege.
const (
	DelegationActive DelegationStatus = "ACTIVE"
	DelegationEnded  DelegationStatus = "ENDED"
)

// EndReason says why a delegated admin privilege ended.
type EndReason string

// The reasons for an end.
const (
	EndCustomerRemoved     EndReason = "CUSTOMER_REMOVED"
	EndPartnerRelinquished EndReason = "PARTNER_RELINQUISHED"
	EndDisplaced           EndReason = "DISPLACED"
	EndRelationshipEnded   EndReason = "RELATIONSHIP_ENDED"
)

// EndReasons are all of them.
var EndReasons = []EndReason{EndCustomerRemoved, EndPartnerRelinquished, EndDisplaced, EndRelationshipEnded}

// Delegation is a delegated admin privilege (DAP): one partner may administer one service of one customer. It is never
// revived; restoring makes a new one.
type Delegation struct {
	ID             ID
	RelationshipID ID
	PartnerID      ID
	CustomerID     ID
	Service        string
	// Transacting is the partner's: only such privileges count for R11.
	Transacting bool
	Status      DelegationStatus
	GrantedAt   time.Time
	GrantedBy   ID
	EndedAt     time.Time
	EndReason   EndReason
}

// ServiceDelegation is who may administer one service of one customer.
type ServiceDelegation struct {
	Service string
	// HolderID is the one transacting partner that holds DAP (R11); zero when none does.
	HolderID ID
	// BesideIDs are the advisors and tier-2 resellers with DAP, which stand beside it.
	BesideIDs []ID
}

// ServiceDelegations arranges active privileges by service, one entry for each service of the list, in its order.
func ServiceDelegations(services []string, active []Delegation) []ServiceDelegation {
	out := make([]ServiceDelegation, len(services))
	index := make(map[string]*ServiceDelegation, len(services))
	for i, code := range services {
		out[i].Service = code
		index[code] = &out[i]
	}
	for _, d := range active {
		entry := index[d.Service]
		switch {
		case entry == nil:
		case d.Transacting:
			entry.HolderID = d.PartnerID
		default:
			entry.BesideIDs = append(entry.BesideIDs, d.PartnerID)
		}
	}
	return out
}
