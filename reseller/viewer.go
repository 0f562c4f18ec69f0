package reseller

import (
	"slices"
	"time"
)

// TenantKind tells on whose side a user stands.
type TenantKind string

// The kinds of tenant.
const (
	TenantPartner  TenantKind = "partner"
	TenantCustomer TenantKind = "customer"
	TenantOperator TenantKind = "operator"
)

// User is a person who signs in. Its e-mail, case-folded, is unique across tenants.
type User struct {
	ID     ID
	Email  string
	Name   string
	Tenant TenantKind
	// TenantID is the partner or customer; zero for the operator.
	TenantID  ID
	Roles     []Role
	CreatedAt time.Time
	// RemovedAt is when the user was removed and the person's data erased (R25); zero for all who may sign in.
	RemovedAt time.Time
	Version   int32
}

// TenantUser is a user with its tenant's name, as lists for people show it.
type TenantUser struct {
	User
	TenantName string
}

// Viewer is who is asking. The zero Viewer is nobody.
type Viewer struct {
	User User
	// Partner is set for users of a partner.
	Partner *Partner
	// Customer is set for users of a customer.
	Customer *Customer
	// APIKeyID is set for who asks with an API key: User is then the key's maker, with the roles that the key has of theirs.
	APIKeyID ID
}

// Known reports whether somebody is asking.
func (v Viewer) Known() bool { return !v.User.ID.IsZero() }

// IsOperator reports whether the viewer runs the platform.
func (v Viewer) IsOperator() bool { return v.User.Tenant == TenantOperator && v.Known() }

// Is reports whether the viewer has one of the roles.
func (v Viewer) Is(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(v.User.Roles, r) })
}

// Scope gives what the viewer's tenant may read (R27).
func (v Viewer) Scope() Scope {
	switch {
	case v.IsOperator():
		return platform()
	case v.Partner != nil:
		return Scope{kind: scopePartner, id: v.Partner.ID}
	case v.Customer != nil:
		return Scope{kind: scopeCustomer, id: v.Customer.ID}
	}
	return Scope{}
}

// platform is the scope of the platform itself, which finds everything. It is for the operator, for what no viewer asks for –
// imports, renewals –, and, within a use case, for what a rule makes depend on rows that its viewer may not see and is not shown.
// Each use says which it is, unless it is an import's.
func platform() Scope { return Scope{kind: scopeAll} }

// Scope bounds what a read may find, and what a transaction may touch (R27). Every read of what viewers are
// shown takes one, so that forgetting it does not compile; only a Viewer and platform make one. The zero Scope finds nothing.
type Scope struct {
	kind scopeKind
	id   ID
}

type scopeKind int

const (
	scopeNothing scopeKind = iota
	scopeAll
	scopePartner
	scopeCustomer
)

// All reports whether everything may be read.
func (s Scope) All() bool { return s.kind == scopeAll }

// Partner gives the partner that the scope is limited to.
func (s Scope) Partner() (ID, bool) { return s.id, s.kind == scopePartner }

// Customer gives the customer that the scope is limited to.
func (s Scope) Customer() (ID, bool) { return s.id, s.kind == scopeCustomer }

// event begins the event of something that happens to a user. Its tenant sees it. Events hold ids and roles only, so that a
// person's data can be erased without touching them (R25).
func (u User) event(kind EventKind) Event {
	e := Event{Kind: kind, UserID: u.ID}
	switch u.Tenant {
	case TenantPartner:
		e.PartnerID = u.TenantID
	case TenantCustomer:
		e.CustomerID = u.TenantID
	case TenantOperator:
	}
	return e
}
