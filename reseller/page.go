package reseller

import (
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
	// WithoutDelegatedAdminFor keeps relationships that lack an ACTIVE DAP for each of these services.
	WithoutDelegatedAdminFor []string
	// AcceptedFrom and AcceptedTo bound the time of acceptance, half-open; zero is no bound.
	AcceptedFrom, AcceptedTo time.Time
	// Search keeps customers whose name or domain contains it, case-folded.
	Search string
}

// RelationshipList is a list of relationships: whose it is, its filter and its order.
type RelationshipList struct {
	Owner  TenantKind
	Filter RelationshipFilter
	Order  Order
	// Customers: it is read as a partner's list of customers, each once, and its filter looks at that partner's privileges alone.
	Customers bool
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
