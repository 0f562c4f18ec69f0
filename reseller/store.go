package reseller

import (
	"context"
	"time"
)

// Store keeps the domain's state. There are two, SQLite and PostgreSQL, held to one suite (db/dbtest).
//
// Who asks is told by a Scope (R27). These have none: Identify and EachUser, by which it is found out who asks; Remembered, whose key
// names the user; the catalogue – Services, Offers, CurrentPrices, PricesOf –, which is everybody's; InviteView, to which the
// token is the key; EventsEnd and Position, places and nothing that stands there; IsEmpty, AddViews, SubscriptionsDue and ForgetKeys, the server's
// own work, of which nobody is shown anything.
//
// What reads heeds the Freshness of its context, where there are replicas.
//
// Every method returns ErrUnavailable when the database cannot be reached or ctx ends first; other sentinels are named
// with each method. No method returns nil with a nil error for "not found".
type Store interface {
	Reader
	LineReader
	FunnelReader
	// Identify finds the user with that e-mail, case-folded, together with its tenant. ErrNotFound.
	Identify(ctx context.Context, email string) (Viewer, error)
	// APIKeyByHash finds the API key of which a secret has that hash, and the user who made it, whatever has become of either. It takes
	// no scope: the secret is the key to it. ErrNotFound.
	APIKeyByHash(ctx context.Context, hash APIKeyHash) (APIKey, Viewer, error)
	// APIKeyHolder finds an API key that APIKeyByHash has found before, by its id. ErrNotFound.
	APIKeyHolder(ctx context.Context, id ID) (APIKey, Viewer, error)
	// Update runs fn in one writing transaction, which belongs to the scope: where the database itself can wall a tenant off, it
	// does so for all that the transaction reads and writes. All that fn writes is kept if it returns nil, and nothing otherwise.
	// When another transaction was first (ErrConflict from fn, a serialization failure, a deadlock) the whole of fn runs
	// again on a fresh transaction, a few times, and then ErrConflict is returned. When the connection is lost before the commit – the
	// database starts again, or another takes its place – it runs again for some seconds, within ctx. When it is lost during the
	// commit, ErrUncertain is returned. Errors of fn are returned as they are. A Freshness of the context learns from which position on
	// it is seen, where there are replicas.
	Update(ctx context.Context, scope Scope, fn func(ctx context.Context, tx Tx) error) error
	// Position gives a position in the log from which on all is seen that was committed before it was asked. ErrNotFound where the
	// database has no replicas.
	Position(ctx context.Context) (LogPosition, error)
	// Snapshot runs fn with a Reader that finds everything as it was at one moment, however long fn takes.
	Snapshot(ctx context.Context, fn func(ctx context.Context, r Reader) error) error
	// Explaining gives a context in which the database is asked for the plan of each statement before it is sent, and a function that
	// tells the plans so far, in the order of sending.
	Explaining(ctx context.Context) (context.Context, func() []QueryPlan)
	// AddViews adds to the links' counts of views, and keeps the first preview of each customer, whichever is written first. Links and
	// customers that are not there are passed over.
	AddViews(ctx context.Context, views Views) error
	// NoteAPIKeyUses notes that keys were used then, unless a later use is noted. Keys that are not there are passed over.
	NoteAPIKeyUses(ctx context.Context, at time.Time, ids []ID) error
	// SubscriptionsDue lists, by id and from an id on, at most limit subscriptions that are not cancelled and whose term ends on a
	// day or before it.
	SubscriptionsDue(ctx context.Context, on Day, after ID, limit int) ([]Subscription, error)
	// ForgetKeys removes idempotency keys made before then.
	ForgetKeys(ctx context.Context, before time.Time) error
}

// Reader is what can be asked of the store outside a transaction. Methods that take a list of ids answer with a map that
// lacks those that are not there or lie outside the scope; an empty list costs no statement.
type Reader interface {
	FactReader

	// EachUser calls yield with every user, ordered by e-mail, until it returns an error, which it then returns.
	EachUser(ctx context.Context, yield func(TenantUser) error) error

	// Remembered finds what a mutation answered under an idempotency key since then. ErrNotFound.
	Remembered(ctx context.Context, key IdempotencyKey, since time.Time) (Remembered, error)

	// Services gives the catalogue, ordered by code.
	Services(ctx context.Context) ([]Service, error)
	// Offers gives the catalogue's offers, ordered by code.
	Offers(ctx context.Context) ([]OfferRow, error)
	// IsEmpty reports whether the database holds no services, partners, customers or users.
	IsEmpty(ctx context.Context) (bool, error)

	// UsersByID finds users. Names and e-mails of other tenants are blank, except to the operator.
	UsersByID(ctx context.Context, scope Scope, ids []ID) (map[ID]User, error)
	// PartnersByID finds partners: the viewer's own, and those that it has or had a relationship or a pairing with.
	PartnersByID(ctx context.Context, scope Scope, ids []ID) (map[ID]Partner, error)
	// CustomersByID finds customers: the viewer's own, or those whose relationship with the partner has not ended.
	CustomersByID(ctx context.Context, scope Scope, ids []ID) (map[ID]Customer, error)
	// RelatedCustomersByID finds customers as the other side of a relationship, ended ones included. Of those with which none
	// stands any more it gives the id, the name and the domain, and the country, which is the partner's own (R7): all else is
	// blank.
	RelatedCustomersByID(ctx context.Context, scope Scope, ids []ID) (map[ID]Customer, error)
	// RelationshipsByID finds relationships to which the tenant is a party.
	RelationshipsByID(ctx context.Context, scope Scope, ids []ID) (map[ID]Relationship, error)
	// DelegationsByID finds privileges to which the tenant is a party.
	DelegationsByID(ctx context.Context, scope Scope, ids []ID) (map[ID]Delegation, error)
	// DelegationsOf lists the privileges under each relationship, oldest first, as of a moment, zero for now; status narrows unless empty.
	DelegationsOf(ctx context.Context, scope Scope, relationships []ID, status DelegationStatus, asOf time.Time) (map[ID][]Delegation, error)
	// Delegations gives one page of the privileges that each partner holds or has held, newest first.
	Delegations(ctx context.Context, scope Scope, partners []ID, filter DelegationFilter, page Page) (map[ID]Slice[Delegation], error)
	// CountDelegations counts each partner's list.
	CountDelegations(ctx context.Context, scope Scope, partners []ID, filter DelegationFilter) (map[ID]int32, error)
	// ActiveDelegations lists the privileges on each customer, of all partners, that were ACTIVE at a moment; zero is now. Only the
	// customer and the operator may ask; to others it is empty.
	ActiveDelegations(ctx context.Context, scope Scope, customers []ID, asOf time.Time) (map[ID][]Delegation, error)
	// SubscriptionsByID finds subscriptions: the customer's own; those that the partner is billed for while its relationship stands,
	// for whose service it holds ACTIVE DAP, or whose transfer is offered to it.
	SubscriptionsByID(ctx context.Context, scope Scope, ids []ID) (map[ID]Subscription, error)
	// SubscriptionsAsOf finds those of the same scope that there were at a past moment, as they were then; a partner those alone with which
	// it had to do then. So it is of add-ons and of lists of customers.
	SubscriptionsAsOf(ctx context.Context, scope Scope, ids []ID, asOf time.Time) (map[ID]Subscription, error)
	// AddOnsOf lists the add-ons of each subscription that are not cancelled, or were not at a moment, oldest first; zero is now.
	AddOnsOf(ctx context.Context, scope Scope, bases []ID, asOf time.Time) (map[ID][]Subscription, error)
	// Subscriptions gives one page of the subscriptions of each partner or customer, newest first.
	Subscriptions(ctx context.Context, scope Scope, owners []ID, list SubscriptionList, page Page) (map[ID]Slice[Subscription], error)
	// CountSubscriptions counts each owner's list.
	CountSubscriptions(ctx context.Context, scope Scope, owners []ID, list SubscriptionList) (map[ID]int32, error)
	// Holds tells what the partner of the scope has to do with subscriptions: of each that is there, found in its own reads or not.
	// It finds nothing for any other scope.
	Holds(ctx context.Context, scope Scope, subscriptions []ID) (map[ID]Hold, error)
	// Blockers lists the subscriptions that keep each relationship from ending: those not cancelled that its partner is billed for
	// (R23), oldest first.
	Blockers(ctx context.Context, scope Scope, relationships []ID) (map[ID][]ID, error)
	// ServiceHolders finds the transacting partner that holds ACTIVE DAP for the service of each subscription, or held it at a moment for
	// the service of then; zero is now. Those that nobody holds are left out.
	ServiceHolders(ctx context.Context, scope Scope, subscriptions []ID, asOf time.Time) (map[ID]ID, error)
	// CurrentPrices gives the price in force in a month of every offer of the catalogue (R31): of its latest list up to that month,
	// else its own.
	CurrentPrices(ctx context.Context, month string) (map[string]Money, error)
	// PricesOf lists the prices of offers, of all months.
	PricesOf(ctx context.Context, offers []string) ([]PriceRow, error)
	// EachCharge calls yield with every stretch of a query for which a partner is charged – those that were never in force may be among
	// them –, ordered by customer, subscription and the order of their writing; until yield returns an error, which it then returns. It keeps
	// one row at a time. As of a past moment stretches had begun by then, and have no end that came later; what is from before moments were
	// kept had begun with its first day and was over with the day after its last, by UTC.
	EachCharge(ctx context.Context, scope Scope, partner ID, query ChargeQuery, yield func(Charge) error) error
	// Charges gives one page of what each partner was charged for, stretch by stretch, those written last first; without those that were never
	// in force. A Key's Event.Seq is a stretch's number.
	Charges(ctx context.Context, scope Scope, partners []ID, filter ChargeFilter, page Page) (map[ID]Slice[Listed[Charge]], error)
	// CountCharges counts each partner's list.
	CountCharges(ctx context.Context, scope Scope, partners []ID, filter ChargeFilter) (map[ID]int32, error)
	// BilledCurrency gives the currency of what a partner is charged, as of a moment; zero is now. ErrNotFound when nothing has been charged
	// yet.
	BilledCurrency(ctx context.Context, scope Scope, partner ID, asOf time.Time) (string, error)
	// InvitesByID finds links of the partner.
	InvitesByID(ctx context.Context, scope Scope, ids []ID) (map[ID]Invite, error)
	// DefaultInvites finds the standing default link of each partner.
	DefaultInvites(ctx context.Context, scope Scope, partners []ID) (map[ID]Invite, error)
	// InviteCounts counts views and acceptances of links, from rows.
	InviteCounts(ctx context.Context, scope Scope, ids []ID) (map[ID]InviteCounts, error)
	// InviteView reads what a link shows. It takes no scope: the token is the key to it. ErrNotFound.
	InviteView(ctx context.Context, id ID) (InviteView, error)
	// InviteViews reads what links of the partner show.
	InviteViews(ctx context.Context, scope Scope, ids []ID) (map[ID]InviteView, error)
	// HasAccepted reports whether the customer of the scope has accepted through the link.
	HasAccepted(ctx context.Context, scope Scope, invite ID) (bool, error)
	// IsRelated reports whether a relationship stands between the customer of the scope and the partner.
	IsRelated(ctx context.Context, scope Scope, partner ID) (bool, error)
	// InvitesShowing lists the ids of all links of partners, and of those in their names, for invalidation.
	InvitesShowing(ctx context.Context, scope Scope, partners []ID) ([]ID, error)

	// Partners lists the partners in scope by name; search narrows to names that contain it.
	Partners(ctx context.Context, scope Scope, search string, page Page) (Slice[Listed[Partner]], error)
	// CountPartners counts what Partners lists.
	CountPartners(ctx context.Context, scope Scope, search string) (int32, error)
	// ResellersOf gives one page of the resellers paired with each provider, by name (R6).
	ResellersOf(ctx context.Context, scope Scope, providers []ID, page Page) (map[ID]Slice[Listed[Partner]], error)
	// CountResellers counts the resellers paired with each provider.
	CountResellers(ctx context.Context, scope Scope, providers []ID) (map[ID]int32, error)
	// UsersOf gives one page of the users of each partner or customer, by e-mail, without those who were removed. A tenant
	// sees its own alone.
	UsersOf(ctx context.Context, scope Scope, tenants []ID, page Page) (map[ID]Slice[User], error)
	// CountUsers counts the users of each partner or customer.
	CountUsers(ctx context.Context, scope Scope, tenants []ID) (map[ID]int32, error)
	// APIKeysByID finds API keys of the tenant.
	APIKeysByID(ctx context.Context, scope Scope, ids []ID) (map[ID]APIKey, error)
	// APIKeys gives one page of the API keys of a tenant, newest first; the operator's own have the zero id. A tenant sees its own
	// alone.
	APIKeys(ctx context.Context, scope Scope, of TenantKind, id ID, page Page) (Slice[APIKey], error)
	// CountAPIKeys counts what APIKeys lists.
	CountAPIKeys(ctx context.Context, scope Scope, of TenantKind, id ID) (int32, error)
	// Customers lists the customers in scope by name; search narrows to names and domains that contain it, and then the exact
	// ones come first, those that begin with it next (R28). The places of such a list are its own.
	Customers(ctx context.Context, scope Scope, search string, page Page) (Slice[Listed[Customer]], error)
	// CountCustomers counts what Customers lists.
	CountCustomers(ctx context.Context, scope Scope, search string) (int32, error)
	// Relationships gives one page of each owner's list, in one statement or, where a database cannot, in one for every hundred
	// owners.
	Relationships(ctx context.Context, scope Scope, owners []ID, list RelationshipList, page Page) (map[ID]Slice[RelationshipItem], error)
	// CountRelationships counts each owner's list.
	CountRelationships(ctx context.Context, scope Scope, owners []ID, list RelationshipList) (map[ID]int32, error)
	// Invites gives one page of each partner's links, newest first.
	Invites(ctx context.Context, scope Scope, partners []ID, page Page) (map[ID]Slice[Invite], error)
	// CountInvites counts each partner's links.
	CountInvites(ctx context.Context, scope Scope, partners []ID) (map[ID]int32, error)
	// AcceptancesByID finds acceptances through links of the partner.
	AcceptancesByID(ctx context.Context, scope Scope, ids []ID) (map[ID]Acceptance, error)
	// DeclinesByID finds declines of links of the partner.
	DeclinesByID(ctx context.Context, scope Scope, ids []ID) (map[ID]Decline, error)
	// AcceptancesOf gives one page of who accepted through each link, newest first (R8).
	AcceptancesOf(ctx context.Context, scope Scope, invites []ID, filter AnswerFilter, page Page) (map[ID]Slice[Acceptance], error)
	// CountAcceptances counts who accepted through each link.
	CountAcceptances(ctx context.Context, scope Scope, invites []ID, filter AnswerFilter) (map[ID]int32, error)
	// DeclinesOf gives one page of who has declined each link, newest first (R14).
	DeclinesOf(ctx context.Context, scope Scope, invites []ID, filter AnswerFilter, page Page) (map[ID]Slice[Decline], error)
	// CountDeclines counts who has declined each link.
	CountDeclines(ctx context.Context, scope Scope, invites []ID, filter AnswerFilter) (map[ID]int32, error)
	// History gives one page of the events of each relationship, customer or partner, oldest first.
	History(ctx context.Context, scope Scope, owners []ID, list HistoryList, page Page) (map[ID]Slice[Event], error)
	// CountHistory counts each one's events.
	CountHistory(ctx context.Context, scope Scope, owners []ID, list HistoryList) (map[ID]int32, error)
	// EventsBySeq finds events by their sequence numbers.
	EventsBySeq(ctx context.Context, scope Scope, seqs []int64) (map[int64]Event, error)
	// EventsAfter reads the stream of events onwards from a position, at most limit, never past a transaction that may
	// still commit something in between.
	EventsAfter(ctx context.Context, scope Scope, after Position, limit int) ([]Event, error)
	// EventsEnd gives the position from which on EventsAfter will find what is committed from now on – and, where a
	// transaction that began earlier is still open, what EventsPassed tells.
	EventsEnd(ctx context.Context) (Position, error)
	// EventsPassed lists the sequence numbers of the events after a position that can be seen already.
	EventsPassed(ctx context.Context, scope Scope, after Position) ([]int64, error)
}

// Tx is a writing transaction. What it reads is what the use case decides upon; rows that it must not see change under
// it are locked first, always the customer before anything else. Every write may return ErrConflict.
//
// It reads like a Reader, within the transaction. What else it reads, by ids, takes no scope: the use case has found them within the
// viewer's before, or a rule has it decide on rows that the viewer is not shown (R27). A test gives the reason for each. Inserts may be sent together, with the next statement of another kind or
// the commit; then Update returns their errors.
type Tx interface {
	Reader
	ImportTx
	FactTx
	// Remember keeps a mutation's answer under its key, in the place of one from before since; ErrTwin when a twin was
	// first. It waits for a twin that is still at work.
	Remember(ctx context.Context, key IdempotencyKey, answer Remembered, at, since time.Time) error

	// Nested runs fn such that what it has written is undone when it returns an error, which is then returned; the
	// transaction goes on.
	Nested(ctx context.Context, fn func(context.Context) error) error

	// LockCustomer locks the customer's row until the end of the transaction. ErrNotFound.
	LockCustomer(ctx context.Context, id ID) (Customer, error)
	// PrivilegesChangedAt is when a privilege on a customer was granted or ended last, whether or not the transaction's scope may see it; zero
	// where there was none.
	PrivilegesChangedAt(ctx context.Context, customer ID) (time.Time, error)
	// LockInvite locks the link's row until the end of the transaction. ErrNotFound.
	LockInvite(ctx context.Context, id ID) (Invite, error)
	// LockPartner locks the partner's row until the end of the transaction. ErrNotFound.
	LockPartner(ctx context.Context, id ID) (Partner, error)
	// ChangePartner writes what users of partners change of one, and nothing else: support contacts, pinned offers, agreement, since
	// when it is billed, the provider, and the version. ErrNotFound.
	ChangePartner(ctx context.Context, partner Partner) error
	// Partner reads a partner. ErrNotFound.
	Partner(ctx context.Context, id ID) (Partner, error)
	// DomainHolder finds the customer that has a domain, in lower case, whoever sees it. ErrNotFound.
	DomainHolder(ctx context.Context, domain string) (ID, error)
	// EmailTaken tells whether a user, of whatever tenant, has an e-mail, case-folded.
	EmailTaken(ctx context.Context, email string) (bool, error)
	// CountGlobalAdmins counts the GLOBAL_ADMINs of a partner or customer, without those who were removed.
	CountGlobalAdmins(ctx context.Context, tenant ID) (int32, error)
	// InsertAPIKey adds an API key, with the hash of its secret.
	InsertAPIKey(ctx context.Context, key APIKey, hash APIKeyHash) error
	// RevokeAPIKeys revokes keys and raises their versions; ErrConflict when another transaction has revoked one of them.
	RevokeAPIKeys(ctx context.Context, ids []ID, at time.Time) error
	// CountStandingAPIKeys counts the keys of a tenant that are neither revoked nor expired at that moment.
	CountStandingAPIKeys(ctx context.Context, of TenantKind, id ID, at time.Time) (int32, error)
	// StandingAPIKeysOf lists the keys that a user has made and that are neither revoked nor expired at that moment, oldest first.
	StandingAPIKeysOf(ctx context.Context, user ID, at time.Time) ([]APIKey, error)
	// InviteParties reads a link and the partners that it names; it leaves Services empty. ErrNotFound.
	InviteParties(ctx context.Context, id ID) (InviteView, error)
	// StandingInvite finds the partner's ACTIVE link of exactly these terms. ErrNotFound.
	StandingInvite(ctx context.Context, partner ID, terms Terms) (Invite, error)
	// StandingInvitesNaming locks the links in a reseller's name that are ACTIVE or were rotated.
	StandingInvitesNaming(ctx context.Context, reseller ID) ([]Invite, error)
	// InsertInvite adds a link; ErrConflict when one of the same terms stands.
	InsertInvite(ctx context.Context, invite Invite) error
	// SetInviteStatus changes the link's status, and when the grace of a ROTATED one ends, and raises its version.
	SetInviteStatus(ctx context.Context, id ID, status InviteStatus, graceEndsAt time.Time) error
	// Acceptances tells whether the customer has accepted through the link, and how many customers have.
	Acceptances(ctx context.Context, invite, customer ID) (mine bool, total int32, err error)
	// InsertAcceptance keeps who accepted through a link, and when (R8). A second one of the same customer is passed over.
	InsertAcceptance(ctx context.Context, a Acceptance) error

	// Declined reads what the customer has said last to a link. ErrNotFound.
	Declined(ctx context.Context, invite, customer ID) (Decline, error)
	// PutDecline keeps what a customer says to a link, in the place of what it has said before.
	PutDecline(ctx context.Context, d Decline) error

	// StandingRelationships lists the customer's relationships that have not ended and the ACTIVE privileges under them, in one
	// statement.
	StandingRelationships(ctx context.Context, customer ID) (Standing, error)
	// LockForAcceptance locks the customer's row, as LockCustomer does, and then reads what InviteParties and StandingRelationships do,
	// all at once. ErrNotFound when there is no such link.
	LockForAcceptance(ctx context.Context, customer, invite ID) (Customer, InviteView, Standing, error)
	// InsertRelationship adds a relationship; ErrConflict when one of the pair stands.
	InsertRelationship(ctx context.Context, r Relationship) error
	// TouchRelationships raises the versions of relationships.
	TouchRelationships(ctx context.Context, ids []ID) error
	// InsertDelegations adds privileges; ErrConflict when a transacting partner holds one of the services (R11).
	InsertDelegations(ctx context.Context, ds []Delegation) error
	// EndDelegations ends ACTIVE privileges for a reason.
	EndDelegations(ctx context.Context, ids []ID, at time.Time, reason EndReason) error

	// EndFirstOrder notes that a partner has ordered for a customer that it has created (R29).
	EndFirstOrder(ctx context.Context, relationship ID) error
	// HeldOffers lists the offers of a customer's subscriptions that are not cancelled, without one of them.
	HeldOffers(ctx context.Context, customer, without ID) ([]OfferRow, error)
	// SubscriptionsNaming lists the subscriptions of a customer that are not cancelled and whose support contact a partner is, or to which their transfer is
	// offered, oldest first.
	SubscriptionsNaming(ctx context.Context, customer, partner ID) ([]Subscription, error)
	// PutSubscriptions puts subscriptions. A row's version is one more than the version that was read; ErrConflict when another
	// transaction has changed it since.
	PutSubscriptions(ctx context.Context, subscriptions []Subscription) error
	// InsertCharges adds stretches, in their order.
	InsertCharges(ctx context.Context, charges []BegunCharge) error
	// EndCharges ends the open stretches of subscriptions on a day, with a change at a moment, and gives them as they have become, by
	// subscription. One that begins after the day was never in force; one that began with a later moment has ended with that.
	EndCharges(ctx context.Context, subscriptions []ID, on Day, at time.Time) (map[ID]EndedCharge, error)

	// AppendEvents writes the events of the change (R25). It sets no positions.
	AppendEvents(ctx context.Context, events []Event) error
}

// Standing is what stands between a customer and its partners.
type Standing struct {
	Relationships []Relationship
	Active        []Delegation
	// PrivilegesChangedAt is what Tx.PrivilegesChangedAt gives, where LockForAcceptance has read it.
	PrivilegesChangedAt time.Time
}

// With finds the relationship with a partner that has not ended; nil when there is none.
func (s Standing) With(partner ID) *Relationship {
	for i, r := range s.Relationships {
		if r.PartnerID == partner {
			return &s.Relationships[i]
		}
	}
	return nil
}

// Under finds the relationship under which a privilege stands.
func (s Standing) Under(d Delegation) Relationship {
	for _, r := range s.Relationships {
		if r.ID == d.RelationshipID {
			return r
		}
	}
	return Relationship{}
}

// Acceptance keeps that a customer accepted through a link.
type Acceptance struct {
	ID             ID
	InviteID       ID
	CustomerID     ID
	RelationshipID ID
	AcceptedBy     ID
	AcceptedAt     time.Time
}

// IdempotencyKey names one attempt at a mutation (R26).
type IdempotencyKey struct {
	UserID   ID
	Mutation string
	Key      string
}

// Remembered is the first success under an idempotency key: a hash of its input, and its answer as ids and flags.
type Remembered struct {
	InputHash []byte
	Answer    []byte
}
