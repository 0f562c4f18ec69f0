package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// rowID is an id of the database as the API writes it, without the prefix that tells its kind; empty for none. PostgreSQL gives the text
// of a UUID, and SQLite 16 bytes.
type rowID string

// idDigits is how many digits to the base of 62 an id has.
const idDigits = 22

// Scan implements sql.Scanner.
func (id *rowID) Scan(from any) error {
	n := new(big.Int)
	switch from := from.(type) {
	case nil:
		*id = ""
		return nil
	case []byte:
		n.SetBytes(from)
	case string:
		if _, ok := n.SetString(strings.ReplaceAll(from, "-", ""), 16); !ok {
			return fmt.Errorf("%q is no id", from)
		}
	default:
		return fmt.Errorf("%T is no id", from)
	}
	*id = digits(n)
	return nil
}

func digits(n *big.Int) rowID {
	// big writes the small letters before the capitals, as the API does.
	text := n.Text(62)
	return rowID(strings.Repeat("0", max(0, idDigits-len(text))) + text)
}

// eventID is the id of an event: its sequence number, as the API writes it.
func eventID(seq int64) string { return "evt_" + string(digits(big.NewInt(seq))) }

// bare is an id of the API without the prefix.
func bare(id string) rowID {
	_, digits, _ := strings.Cut(id, "_")
	return rowID(digits)
}

// instant is a moment of the database in microseconds since 1970; 0 for none.
type instant int64

// Scan implements sql.Scanner.
func (i *instant) Scan(from any) error {
	switch from := from.(type) {
	case nil:
		*i = 0
	case int64:
		*i = instant(from)
	case time.Time:
		*i = instant(from.UnixMicro())
	default:
		return fmt.Errorf("%T is no moment", from)
	}
	return nil
}

// clockTime writes a moment for people.
func clockTime(i instant) string { return time.UnixMicro(int64(i)).UTC().Format("15:04:05.000000") }

// collect reads rows of one shape.
func collect[T any](ctx context.Context, db *sql.DB, statement string, scan func(scan func(...any) error, row *T) error) (all []T, err error) {
	rows, err := db.QueryContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var row T
		if err := scan(rows.Scan, &row); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// eventRow is an event (R25).
type eventRow struct {
	seq                                                                                int64
	kind                                                                               string
	change, actor, partner, reseller, customer, relationship, delegation, invite, sold rowID
	recorded                                                                           instant
	after                                                                              string
}

// object is what the event is about.
func (e eventRow) object() rowID {
	switch {
	case strings.HasPrefix(e.kind, "DELEGATED_ADMIN_"):
		return e.delegation
	case strings.HasPrefix(e.kind, "RELATIONSHIP_"):
		return e.relationship
	case strings.HasPrefix(e.kind, "INVITE_"):
		return e.invite
	case strings.HasPrefix(e.kind, "SUBSCRIPTION_"):
		return e.sold
	}
	return e.customer
}

// events gives all events in the order in which readers get them.
func (e evidence) events(ctx context.Context) ([]eventRow, error) {
	return collect(ctx, e.database, `SELECT seq, kind, change_id, actor_id, partner_id, reseller_id, customer_id, relationship_id, delegation_id,
		invite_id, subscription_id, recorded_at, COALESCE(after, '') FROM events ORDER BY tx, seq`, func(scan func(...any) error, r *eventRow) error {
		return scan(&r.seq, &r.kind, &r.change, &r.actor, &r.partner, &r.reseller, &r.customer, &r.relationship, &r.delegation, &r.invite, &r.sold, &r.recorded, &r.after)
	})
}

// keyRow is what is remembered of a mutation under its idempotency key (R26).
type keyRow struct {
	user          rowID
	mutation, key string
	at            instant
}

func (e evidence) keys(ctx context.Context) (map[string]keyRow, error) {
	rows, err := collect(ctx, e.database, `SELECT user_id, mutation, key, created_at FROM idempotency_keys`,
		func(scan func(...any) error, r *keyRow) error { return scan(&r.user, &r.mutation, &r.key, &r.at) })
	byKey := make(map[string]keyRow, len(rows))
	for _, r := range rows {
		byKey[r.key] = r
	}
	return byKey, err
}

// privilegeRow is a delegated admin privilege.
type privilegeRow struct {
	id, customer, partner rowID
	service               string
	transacting           bool
	granted, ended        instant
}

func (e evidence) privileges(ctx context.Context) ([]privilegeRow, error) {
	return collect(ctx, e.database, `SELECT id, customer_id, partner_id, service, transacting, granted_at, ended_at FROM delegated_admin_privileges
		ORDER BY customer_id, service, granted_at, ended_at`, func(scan func(...any) error, r *privilegeRow) error {
		return scan(&r.id, &r.customer, &r.partner, &r.service, &r.transacting, &r.granted, &r.ended)
	})
}
