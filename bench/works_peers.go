package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
)

// addPeers adds what somebody would pick instead.
func (b *bench) addPeers(ctx context.Context, page *work) error {
	ids, err := partnerIDs(ctx, b.postgres.database)
	if err != nil {
		return err
	}
	for _, peer := range []struct{ name, title, program, query string }{
		{"mercurius", "Mercurius", installedNode, mercuriusPage},
		{"postgraphile", "PostGraphile", node22, postgraphilePage},
	} {
		p, err := b.servePeer(ctx, peer.name, peer.program)
		if err != nil {
			return err
		}
		b.ends(p)
		var requests []request
		for _, id := range ids {
			body, err := json.Marshal(operation{peer.query, map[string]any{"id": id}})
			if err != nil {
				return err
			}
			requests = append(requests, request{path: "/graphql", body: body})
		}
		if err := b.data.checkPages(ctx, p.base, requests); err != nil {
			return err
		}
		file := b.file(peer.name + ".requests")
		if err := writeRequests(file, requests); err != nil {
			return err
		}
		page.contenders = append(page.contenders, asking(peer.title, p, file))
	}
	return nil
}

// partnerIDs are the partners' ids in PostgreSQL, in the order of their numbers.
func partnerIDs(ctx context.Context, database string) (ids []string, err error) {
	db, err := sql.Open("pgx", database)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, "SELECT id FROM bench_partners ORDER BY n")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
