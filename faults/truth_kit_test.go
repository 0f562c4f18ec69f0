package main

import (
	"database/sql"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// planted is a small history and database, into which tests plant what should not be there.
type planted struct {
	testing.TB
	evidence
}

// The tables as far as truths read them. Moments are microseconds and ids bytes, as SQLite's are.
const plantedTables = `
	CREATE TABLE events (seq INTEGER PRIMARY KEY, tx INTEGER DEFAULT 0, kind TEXT, change_id BLOB, actor_id BLOB, partner_id BLOB, reseller_id BLOB, customer_id BLOB,
		relationship_id BLOB, delegation_id BLOB, invite_id BLOB, subscription_id BLOB, recorded_at INTEGER, after TEXT);
	CREATE TABLE idempotency_keys (user_id BLOB, mutation TEXT, key TEXT, created_at INTEGER);
	CREATE TABLE delegated_admin_privileges (id BLOB, customer_id BLOB, partner_id BLOB, service TEXT, transacting BOOLEAN, granted_at INTEGER, ended_at INTEGER);
	CREATE TABLE acceptances (invite_id BLOB, customer_id BLOB);`

// The objects of the planted world, by number: user and customer are one, and so are the partners and their users.
const (
	theUser = iota + 1
	theAlpha
	theBeta
	theAdvisor
	theCustomer
	theInvite
	theRelationship
	thePrivilege
	theOther
	theSubscription
)

func plant(t testing.TB) *planted {
	t.Helper()
	database, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = database.Close() })
	database.SetMaxOpenConns(1) // each connection has a memory of its own
	p := &planted{t, evidence{history: newHistory(), database: database, dialect: "sqlite", world: &world{
		partners: []*company{
			{key: "alpha", kind: "DIRECT_RESELLER", id: apiID("par", theAlpha)},
			{key: "beta", kind: "DIRECT_RESELLER", id: apiID("par", theBeta)},
			{key: "advisor", kind: "ADVISOR", id: apiID("par", theAdvisor)},
		},
		customers: []*company{{key: "customer00", id: apiID("cus", theCustomer), user: apiID("usr", theUser)}},
		operator:  &company{key: "operator"},
	}}}
	p.insert(plantedTables)
	return p
}

func (p *planted) insert(statement string, args ...any) {
	p.Helper()
	if _, err := p.database.ExecContext(p.Context(), statement, args...); err != nil {
		p.Fatal(err)
	}
}

// row is an id as SQLite keeps it; nil for 0.
func row(n int) any {
	if n == 0 {
		return nil
	}
	return big.NewInt(int64(n)).FillBytes(make([]byte, 16))
}

// apiID is an id as the API writes it.
func apiID(kind string, n int) string { return kind + "_" + string(digits(big.NewInt(int64(n)))) }

// event plants an event of a change of the user's at a moment, about an object of the kind.
func (p *planted) event(change int, at int64, kind string, object int, after string) {
	columns := map[string]string{"DELEGATED": "delegation_id", "RELATIONSHIP": "relationship_id", "INVITE": "invite_id", "SUBSCRIPTION": "subscription_id"}
	first, _, _ := strings.Cut(kind, "_")
	p.insert(`INSERT INTO events (kind, change_id, actor_id, partner_id, customer_id, `+columns[first]+`, recorded_at, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		kind, row(change), row(theUser), row(theAlpha), row(theCustomer), row(object), at, after)
}

// remembered plants what is remembered of a mutation of the user's.
func (p *planted) remembered(mutation, key string, at int64) {
	p.insert(`INSERT INTO idempotency_keys VALUES (?, ?, ?, ?)`, row(theUser), mutation, key, at)
}

// privilege plants a privilege for Office 365; ended at 0 is not ended.
func (p *planted) privilege(id, partner int, granted, ended int64) {
	var end any
	if ended != 0 {
		end = ended
	}
	p.insert(`INSERT INTO delegated_admin_privileges VALUES (?, ?, ?, 'OFFICE365', ?, ?, ?)`,
		row(id), row(theCustomer), row(partner), partner != theAdvisor, granted, end)
}

// violated checks a truth, and wants as many violations as texts, each of which contains its text.
func (p *planted) violated(check func(*planted) ([]string, error), want ...string) {
	p.Helper()
	got, err := check(p)
	if err != nil {
		p.Fatal(err)
	}
	if len(got) != len(want) {
		p.Fatalf("%d violations, want %d: %q", len(got), len(want), got)
	}
	for i, text := range want {
		if !strings.Contains(got[i], text) {
			p.Errorf("%q, want %q", got[i], text)
		}
	}
}

// span is a call's time, in milliseconds.
func span(sent, answered int) (from, to time.Duration) {
	return time.Duration(sent) * time.Millisecond, time.Duration(answered) * time.Millisecond
}

// held is the privilege of a partner's for Office 365.
func held(id, partner int) privilege {
	return privilege{apiID("dap", id), "OFFICE365", apiID("par", partner), apiID("cus", theCustomer)}
}

// tag is the key of the nth intention.
func tag(n int) string { return fmt.Sprintf("r1c0n%d", n) }
