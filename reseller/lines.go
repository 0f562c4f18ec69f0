package reseller

import (
	"context"
	"time"
)

// LineReader reads pages in the form in which most clients show them, each in one statement: what a list is asked for ten thousand
// times a minute. What it finds is what Reader finds (R27), with fewer fields.
type LineReader interface {
	// RelationshipLines reads one page of an owner's relationships. ErrUnavailable.
	RelationshipLines(ctx context.Context, scope Scope, owner ID, list RelationshipList, page Page, parts LineParts) (Slice[RelationshipLine], error)
}

// LineParts are what a line has beside the relationship itself.
type LineParts struct {
	Customer, Privileges bool
}

// RelationshipLine is a relationship as a line of a list.
type RelationshipLine struct {
	// Key is its place in the list.
	Key        Key
	ID         ID
	Status     RelationshipStatus
	AcceptedAt time.Time
	// EndedAt is zero while it stands.
	EndedAt time.Time
	Version int32
	// Customer is zero unless it was asked for, and so are Privileges: those of any status that may be seen, oldest first.
	Customer   CustomerLine
	Privileges []PrivilegeLine
}

// CustomerLine is what both sides of a relationship know of a customer, also when it has ended.
type CustomerLine struct {
	ID                    ID
	Name, Domain, Country string
}

// PrivilegeLine is a delegated admin privilege as a part of a line.
type PrivilegeLine struct {
	ID        ID
	Service   string
	Status    DelegationStatus
	GrantedAt time.Time
	// EndedAt is zero and EndReason empty while it is in force.
	EndedAt   time.Time
	EndReason EndReason
}
