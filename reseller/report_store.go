package reseller

import (
	"context"
	"time"
)

// FactSource is where facts are read from.
type FactSource int

// The sources. What is kept and what has happened since are together what the rows tell: all is counted once, and verifying holds the two
// to each other.
const (
	// FactsKept are those that were counted and are kept ready.
	FactsKept FactSource = 1 << iota
	// FactsSince are those of events which are not counted yet.
	FactsSince
	// FactsOfRows are counted anew, of the partner's relationships and privileges as they are.
	FactsOfRows
	// FactsSums are the sums of months that are kept beside FactsKept, as if all had happened when the month began.
	FactsSums
	// FactsNaming are those of other partners' relationships that name the partner as their reseller, as they are.
	FactsNaming
)

// FactQuery is what facts of a partner to read.
type FactQuery struct {
	Sources FactSource
	// Bounds are where the parts of a time begin, and where the last one ends, in order: what happened within a part is given as if it had
	// when the part began, what happened before the first as if it had just before that. Nil gives every quarter.
	Bounds []Quarter
	// AsOf leaves out what has happened to rows since a moment; zero is none of it.
	AsOf time.Time
}

// FactReader reads what reports count.
type FactReader interface {
	// Facts reads facts of a partner as of one moment, by source, settled. ErrNotCounted when those that are kept, or those since, are
	// asked for and nothing is kept yet. Every scope but the partner's own and the platform's finds nothing.
	Facts(ctx context.Context, scope Scope, partner ID, query FactQuery) (map[FactSource]Facts, error)
	// FactSums gives, of every partner that has any, what happened before a time and within it, those of relationships that name it
	// included. It is for the platform alone. ErrNotCounted when nothing is kept yet.
	FactSums(ctx context.Context, scope Scope, from, to Quarter) (map[ID]Facts, error)
	// ResellerFacts counts a partner's rows by the reseller that its relationships name, in one statement and so as of one moment; without
	// those that name none. It has no other sources. Every scope but the partner's own and the platform's finds nothing.
	ResellerFacts(ctx context.Context, scope Scope, partner ID, query FactQuery) (map[ID]Facts, error)
	// CustomerFacts counts, of the rows and in one statement, the times without a gap for which a partner had each customer, and for which it
	// then held each of these services; what lies within a part is given as Facts does. It has no other sources. Every scope but the
	// partner's own and the platform's finds nothing.
	CustomerFacts(ctx context.Context, scope Scope, partner ID, services []string, query FactQuery) (Facts, error)
	// OfferFacts counts, in one statement, of what a partner is charged the subscriptions that began to be and ceased to be of each offer, and
	// the seats that came and went, by days before one; as EachCharge tells it as of a moment. Every scope but the partner's own and the
	// platform's finds nothing.
	OfferFacts(ctx context.Context, scope Scope, partner ID, before Day, asOf time.Time) (map[string][]OfferPoint, error)
	// FactEvents reads, in order, at most limit of the events that reports count, after a position and not after another one. It is for the
	// platform alone.
	FactEvents(ctx context.Context, after, end Position, limit int) ([]Event, error)
	// FactPartners lists, by id and after an id, at most limit of the partners in scope.
	FactPartners(ctx context.Context, scope Scope, after ID, limit int) ([]ID, error)
}

// FactTx keeps what reports count.
type FactTx interface {
	// LockFacts locks what is kept until the end of the transaction, and tells up to which event is counted; before everything where
	// nothing is yet, with counted false. ErrNotFound when another transaction holds the lock and this one is not to wait.
	LockFacts(ctx context.Context, wait bool) (at Position, counted bool, err error)
	// CountFacts adds facts, which are settled, to what is kept of partners.
	CountFacts(ctx context.Context, facts map[ID]Facts) error
	// ReplaceFacts keeps facts, which are settled, in the place of what was kept of a partner.
	ReplaceFacts(ctx context.Context, partner ID, facts Facts) error
	// SetCounted keeps up to which event is counted.
	SetCounted(ctx context.Context, at Position) error
}

// FunnelQuery is of which links of a partner to read what came of them, and of which time.
type FunnelQuery struct {
	// Invites are those to read; nil is all that are the partner's or in its name (R6).
	Invites []ID
	// From and To are the time, half-open.
	From, To Quarter
	// Unwritten are customers of which, whatever they have done and when, all is read that they have done with these links.
	Unwritten []InviteCustomer
	// AsOf leaves out what customers have done since a moment; zero is none of it. Views are counted by whole quarters, whatever it is.
	AsOf time.Time
}

// Visit is what a customer has done with a link. Times are zero for what it has not done.
type Visit struct {
	InviteCustomer
	// PreviewedAt is when a user of the customer's, signed in, first looked at the link; AcceptedAt when the customer accepted through it
	// first, and DeclinedAt when it declined it last.
	PreviewedAt, AcceptedAt, DeclinedAt time.Time
}

// FunnelReader reads what came of links. What it tells of customers who merely looked is to be counted, and shown to nobody (R27). Every
// scope but the partner's own and the platform's finds nothing.
type FunnelReader interface {
	// EachViewed calls yield with how often each of a partner's links was viewed in each quarter of the time, in no order.
	EachViewed(ctx context.Context, scope Scope, partner ID, query FunnelQuery, yield func(InviteQuarter, int32)) error
	// EachVisit calls yield, in no order, with every customer that looked at one of a partner's links first, accepted through it or
	// declined it within the time, and with each of the query's Unwritten on the partner's links, whatever it has done: once with each,
	// and it may be with others that have done nothing in the time.
	EachVisit(ctx context.Context, scope Scope, partner ID, query FunnelQuery, yield func(Visit)) error
}
