package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // the driver
)

// What accept does.
const acceptMutation = `mutation Accept($input: AcceptRelationshipInput!) { acceptRelationship(input: $input) {
	relationship { id } granted { id } alreadyAccepted userErrors { code message } } }`

// acceptances are the requests of the customers from first to last, each with the link of its partner.
func (a *accord) acceptances(d dataset, links []string, first, last int) ([]request, error) {
	var requests []request
	for n := first; n < last; n++ {
		wanted := d.acceptance(n)
		token, err := a.tokens.Issue(d.customer(n).email)
		if err != nil {
			return nil, err
		}
		input := map[string]any{"token": links[wanted.partner], "services": wanted.services, "idempotencyKey": fmt.Sprintf("accept-%d", n)}
		body, err := json.Marshal(operation{acceptMutation, map[string]any{"input": input}})
		if err != nil {
			return nil, err
		}
		requests = append(requests, request{"/graphql", token, body})
	}
	return requests, nil
}

// accepted counts the acceptances in a database: the relationships that nobody has imported, each with its two privileges.
func accepted(ctx context.Context, database string) (n int64, err error) {
	driver, address := "pgx", database
	if file, ok := strings.CutPrefix(database, "sqlite:"); ok {
		driver, address = "sqlite", file
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var privileges, events int64
	err = db.QueryRowContext(ctx, `SELECT count(*), (SELECT count(*) FROM delegated_admin_privileges WHERE granted_by IS NOT NULL),
		(SELECT count(*) FROM events WHERE actor_tenant = 'customer') FROM relationships WHERE accepted_by IS NOT NULL`).Scan(&n, &privileges, &events)
	if err == nil && (privileges != 2*n || events != 3*n) {
		err = fmt.Errorf("there are %d acceptances, but %d privileges and %d events of them", n, privileges, events)
	}
	return n, err
}
