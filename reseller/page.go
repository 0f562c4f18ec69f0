package reseller

import (
	"slices"
	"time"
)

// The sizes of a page.
const (
	DefaultPageSize = 25
	MaxPageSize     = 100
)

// Key is a place in an ordered list: the value that it is ordered by and, to tell equals apart, the id. Time is set in
// lists by time, Text in lists by name, Event in lists of events.
type Key struct {
	Time  time.Time
	Text  string
	Event Position
	ID    ID
}

// Page asks for a stretch of a list: the first Limit items after After, or with Backward the last Limit items before
// Before. Either bound may be nil.
type Page struct {
	Limit    int
	Backward bool
	After    *Key
	Before   *Key
}

// NewPage builds a page from the arguments of a Relay connection. It refuses a size outside 1 … MaxPageSize, and first
// together with last, with CodeValidationFailed.
func NewPage(first, last *int32, after, before *Key) (Page, error) {
	if first != nil && last != nil {
		return Page{}, Invalid([]string{"last"}, "Ask for first or for last, not for both.")
	}
	p := Page{Limit: DefaultPageSize, After: after, Before: before}
	size, name := first, "first"
	if last != nil {
		size, name, p.Backward = last, "last", true
	} else if first == nil && before != nil && after == nil {
		p.Backward = true
	}
	if size == nil {
		return p, nil
	}
	if *size < 1 || *size > MaxPageSize {
		return Page{}, Invalid([]string{name}, "%s must be between 1 and %d; it is %d.", name, MaxPageSize, *size)
	}
	p.Limit = int(*size)
	return p, nil
}

// Slice is one page of a list, in the list's order.
type Slice[T any] struct {
	Items []T
	// HasNext and HasPrevious tell whether the list goes on beyond either end.
	HasNext     bool
	HasPrevious bool
}

// Listed is an item of a list with its place in it.
type Listed[T any] struct {
	Item T
	Key  Key
}

// OrderField is what lists of relationships and customers are ordered by.
type OrderField string

// The fields to order by.
const (
	OrderAcceptedAt   OrderField = "ACCEPTED_AT"
	OrderCustomerName OrderField = "CUSTOMER_NAME"
)

// Order is the order of a list of relationships or customers.
type Order struct {
	Field      OrderField
	Descending bool
}

// DefaultOrder is newest first.
var DefaultOrder = Order{Field: OrderAcceptedAt, Descending: true}

// RelationshipFilter narrows a list of relationships. The zero value lets everything through.
type RelationshipFilter struct {
	// Status keeps relationships of that status; empty is all.
	Status RelationshipStatus
	// Standing keeps relationships that have not ended.
	Standing bool
	// Service keeps relationships with an ACTIVE DAP for that service.
	Service string
	// HasDelegatedAdmin keeps relationships with, or without, any ACTIVE DAP; nil is both.
	HasDelegatedAdmin *bool
	// WithDelegatedAdminFor keeps relationships with customers for which the partner whose list it is holds at least one of these services, and
	// WithoutDelegatedAdminFor those for which it holds none: now, or with StandingAt or CustomerStandingAt at that moment. None is any.
	WithDelegatedAdminFor, WithoutDelegatedAdminFor []string
	// AcceptedFrom and AcceptedTo bound the time of acceptance, half-open; zero is no bound.
	AcceptedFrom, AcceptedTo time.Time
	// EndedFrom and EndedTo bound the time of its end, half-open; zero is no bound.
	EndedFrom, EndedTo time.Time
	// StandingAt keeps relationships that stood at that moment; zero is any.
	StandingAt time.Time
	// GainedFrom and GainedTo bound when the partner whose list it is had gained the customer, and LostFrom and LostTo when it had lost it,
	// half-open; zero is no bound. They keep one relationship for each time, that with which it began, or ended.
	GainedFrom, GainedTo, LostFrom, LostTo time.Time
	// CustomerStandingAt keeps one relationship for each customer that the partner whose list it is had at that moment; zero is any.
	CustomerStandingAt time.Time
	// ResellerID keeps relationships that name that reseller.
	ResellerID ID
	// Search keeps customers whose name or domain contains it, case-folded.
	Search string
}

// ErrOfPartners refuses such a filter in a customer's list.
func ErrOfPartners() *Error {
	return Invalid([]string{"filter"}, "These look at what a partner has: they are for a partner's list of relationships, and not for a customer's.")
}

// AsPartner tells whether the filter looks at what the partner whose list it is has besides the relationship: it is for no customer's list.
func (f RelationshipFilter) AsPartner() bool {
	times := []time.Time{f.GainedFrom, f.GainedTo, f.LostFrom, f.LostTo, f.CustomerStandingAt}
	return len(f.WithDelegatedAdminFor)+len(f.WithoutDelegatedAdminFor) > 0 || slices.ContainsFunc(times, func(t time.Time) bool { return !t.IsZero() })
}

// At is the moment at which what it keeps stood; zero where it asks for none.
func (f RelationshipFilter) At() time.Time {
	if !f.CustomerStandingAt.IsZero() {
		return f.CustomerStandingAt
	}
	return f.StandingAt
}

// RelationshipList is a list of relationships: whose it is, its filter and its order.
type RelationshipList struct {
	Owner  TenantKind
	Filter RelationshipFilter
	Order  Order
	// Customers: it is read as a partner's list of customers, each once, and its filter looks at that partner's privileges alone.
	Customers bool
	// AsOf is the past moment at which the list, and what its filter looks at, is told; zero is now. Names are those of now.
	AsOf time.Time
}

// DelegationFilter narrows a partner's list of privileges. The zero value lets everything through.
type DelegationFilter struct {
	Status    DelegationStatus
	Service   string
	EndReason EndReason
	// GrantedFrom and GrantedTo bound the time of the grant, EndedFrom and EndedTo that of the end, half-open; zero is no bound.
	GrantedFrom, GrantedTo, EndedFrom, EndedTo time.Time
	// StandingAt keeps privileges that stood at that moment; zero is any.
	StandingAt time.Time
	// ResellerID keeps privileges under relationships of the partner's own that name that reseller.
	ResellerID ID
	// AsOf is the past moment at which the list, and what its filter looks at, is told; zero is now.
	AsOf time.Time
}

// AnswerFilter narrows a link's list of acceptances or of declines.
type AnswerFilter struct {
	// From and To keep those of a time, half-open; zero is no bound.
	From, To time.Time
	// AsOf is the past moment at which the list, and what its filter looks at, is told; zero is now.
	AsOf time.Time
}

// RelationshipItem is a relationship in a list together with its customer, so that a page needs no second look-up.
type RelationshipItem struct {
	Relationship Relationship
	Customer     Customer
	// Key is the item's place in the list.
	Key Key
}

// HistoryOf tells whose history a list of events is.
type HistoryOf string

// What has a history.
const (
	HistoryOfRelationship HistoryOf = "relationship"
	HistoryOfCustomer     HistoryOf = "customer"
	HistoryOfPartner      HistoryOf = "partner"
)

// HistoryList is a history and its filter.
type HistoryList struct {
	Of     HistoryOf
	Filter EventFilter
}

// EventFilter narrows a history. The zero value lets everything through.
type EventFilter struct {
	// Kinds keeps events of these kinds; none is all.
	Kinds []EventKind
	// Actor keeps what that user has done; zero is all.
	Actor ID
	// From and To bound when it occurred, half-open; zero is no bound.
	From, To time.Time
}
