package reseller

import (
	"context"
	"time"
)

// LockedCustomer is what imports need of a customer that they have locked: of millions of rows no more is read.
type LockedCustomer struct {
	ID ID
	// Country or region, as Customer has it.
	Country string
}

// ImportTx is what imports need of a writing transaction: reads and writes of many rows by their own keys, each in a
// number of statements that does not grow with the rows.
//
// Reads answer with a map that lacks what is not there. An empty list costs no statement.
//
// Writes put whole rows: a row that is new is added, one that is there is replaced. A row's version is one more than the
// version that was read; ErrConflict when another transaction has changed it since, or when a unique index refuses it.
type ImportTx interface {
	// OffersByCode finds offers.
	OffersByCode(ctx context.Context, codes []string) (map[string]OfferRow, error)
	// PartnersByKey finds partners by their external keys.
	PartnersByKey(ctx context.Context, keys []string) (map[string]Partner, error)
	// CustomersByKey finds customers by their external keys.
	CustomersByKey(ctx context.Context, keys []string) (map[string]Customer, error)
	// CustomersByDomain finds customers by their domains, in lower case.
	CustomersByDomain(ctx context.Context, domains []string) (map[string]Customer, error)
	// LockCustomers finds customers by their external keys and locks their rows, in one order, until the end of the
	// transaction.
	LockCustomers(ctx context.Context, keys []string) (map[string]LockedCustomer, error)
	// UsersByEmail finds users by their e-mails, case-folded.
	UsersByEmail(ctx context.Context, emails []string) (map[string]User, error)
	// RelationshipsBetween lists all relationships, ended ones too, of any of the partners with any of the customers.
	RelationshipsBetween(ctx context.Context, partners, customers []ID) ([]Relationship, error)
	// FreedServices lists the services of customers that transacting partners held and have given up or lost, each once, with the last
	// such moment (R11). Another may hold one by now.
	FreedServices(ctx context.Context, customers []ID) ([]FreedService, error)

	// SubscriptionsByKey finds subscriptions by their external keys.
	SubscriptionsByKey(ctx context.Context, keys []string) (map[string]Subscription, error)
	// BilledPartners lists those of the partners that are billed for a subscription that is not cancelled.
	BilledPartners(ctx context.Context, partners []ID) ([]ID, error)

	// Rivals finds what stands in the way of partners' becoming transacting (R11, R39): for each that has ACTIVE DAP
	// beside another that is transacting, or is to become so too.
	Rivals(ctx context.Context, partners []ID) (map[ID]Rival, error)
	// ProvidersOf lists those of the partners that another partner has as its provider.
	ProvidersOf(ctx context.Context, partners []ID) ([]ID, error)
	// WithRelationships lists those of the partners that have a relationship of their own that has not ended.
	WithRelationships(ctx context.Context, partners []ID) ([]ID, error)

	// PutServices puts services.
	PutServices(ctx context.Context, services []Service) error
	// PutOffers puts offers.
	PutOffers(ctx context.Context, offers []OfferRow) error
	// PutPrices puts prices.
	PutPrices(ctx context.Context, prices []PriceRow) error
	// PutPartners puts partners. Their privileges follow a change of type; ErrConflict when that breaks R11.
	PutPartners(ctx context.Context, partners []Partner) error
	// PutCustomers puts customers.
	PutCustomers(ctx context.Context, customers []Customer) error
	// PutUsers puts users; one that is there keeps its tenant.
	PutUsers(ctx context.Context, users []User) error
	// PutRelationships puts relationships; of one that is there only the reseller, the status and the end change.
	PutRelationships(ctx context.Context, rs []Relationship) error
	// PutDelegations puts privileges; of one that is there only the status and its end change.
	PutDelegations(ctx context.Context, ds []Delegation) error
}

// FreedService is a service of a customer, which a partner held until a moment.
type FreedService struct {
	CustomerID ID
	Service    string
	At         time.Time
}

// Rival is a partner that holds DAP for the same services of the same customers as another.
type Rival struct {
	// Key is the external key of one such partner, or its name where it has none.
	Key string
	// Conflicts is how many privileges stand beside those of such partners.
	Conflicts int
}
