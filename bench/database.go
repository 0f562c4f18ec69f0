package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// filled is a place with the data set in it.
type filled struct {
	place

	// imported is how long its relationships took; zero where the data was there already.
	imported time.Duration
}

// fillPostgreSQL makes a database with the data set, and the tables that pgbench's scripts read. One that is complete is used again.
func (b *bench) fillPostgreSQL(ctx context.Context, size string) (f filled, err error) {
	name := "accord_bench_" + size
	f.place = place{name: "postgres", database: withDatabase(b.DatabaseURL, name), redisURL: b.RedisURL}
	server, err := sql.Open("pgx", b.DatabaseURL)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	if b.Keep == "" {
		b.atEnd(func(ctx context.Context) error { return dropDatabase(ctx, b.DatabaseURL, name) })
	}
	if complete(ctx, f.database) {
		return f, nil
	}
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name} {
		if _, err := server.ExecContext(ctx, statement); err != nil {
			return f, err
		}
	}
	if f.imported, err = b.importAll(ctx, f.place, sizes[size]); err != nil {
		return f, err
	}
	return f, prepareTables(ctx, f.database, sizes[size])
}

// complete tells whether the last table that is made is there.
func complete(ctx context.Context, database string) bool {
	db, err := sql.Open("pgx", database)
	if err != nil {
		return false
	}
	defer func() { _ = db.Close() }()
	var n int
	return db.QueryRowContext(ctx, "SELECT count(*) FROM bench_complete").Scan(&n) == nil
}

// fillSQLite does so with a file.
func (b *bench) fillSQLite(ctx context.Context) (f filled, err error) {
	file := filepath.Join(b.dir, "accord-bench-"+b.Size+".db")
	f.place = place{name: "sqlite", database: "sqlite:" + file}
	if _, err := os.Stat(file + ".complete"); err == nil {
		return f, nil
	}
	for _, old := range []string{file, file + "-wal", file + "-shm"} {
		if err := os.Remove(old); err != nil && !errors.Is(err, os.ErrNotExist) {
			return f, err
		}
	}
	if f.imported, err = b.importAll(ctx, f.place, b.data); err != nil {
		return f, err
	}
	return f, os.WriteFile(file+".complete", nil, 0o600)
}

// importAll loads the data set, and tells how long the relationships took.
func (b *bench) importAll(ctx context.Context, p place, d dataset) (time.Duration, error) {
	dir, err := os.MkdirTemp(b.dir, "files-*")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	files, err := d.writeFiles(dir)
	if err != nil {
		return 0, err
	}
	at := slices.IndexFunc(files, func(file string) bool { return filepath.Base(file) == relationshipsFile })
	b.sayf("loading %d customers into %s", d.customers, p.name)
	if err := importFiles(ctx, b.binary, p, files[:at]...); err != nil {
		return 0, err
	}
	b.sayf("loading %d relationships into %s", d.relationships(), p.name)
	began := time.Now()
	if err := importFiles(ctx, b.binary, p, files[at]); err != nil {
		return 0, err
	}
	took := time.Since(began)
	b.sayf("loading %d subscriptions into %s", d.subscriptions(), p.name)
	return took, importFiles(ctx, b.binary, p, files[at+1:]...)
}

// prepareTables makes what the scripts of pgbench read: the partners by number, and the acceptances by number. And it does what
// autovacuum does within minutes of such an import.
func prepareTables(ctx context.Context, database string, d dataset) (err error) {
	db, err := sql.Open("pgx", database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	run := func(statement string) {
		if err == nil {
			_, err = db.ExecContext(ctx, statement)
		}
	}
	run("CREATE TABLE bench_partners AS SELECT substr(external_key, 2)::integer AS n, id FROM partners")
	run("ALTER TABLE bench_partners ADD PRIMARY KEY (n)")
	run(`CREATE TABLE bench_acceptances (n integer PRIMARY KEY, customer_id uuid NOT NULL, partner_id uuid NOT NULL, user_id uuid NOT NULL,
		services text[] NOT NULL, relationship_id uuid NOT NULL, change_id uuid NOT NULL)`)
	const atOnce = 5_000
	for first := 0; first < d.admins(); first += atOnce {
		var rows []string
		for n := first; n < min(first+atOnce, d.admins()); n++ {
			a := d.acceptance(n)
			rows = append(rows, fmt.Sprintf("(%d, '%s', '%s', '{%s}')", n, d.customer(n).key, d.partner(a.partner).key, strings.Join(a.services, ",")))
		}
		run(`INSERT INTO bench_acceptances SELECT a.n, c.id, p.id, u.id, a.services::text[], gen_random_uuid(), gen_random_uuid()
			FROM (VALUES ` + strings.Join(rows, ", ") + `) AS a (n, customer, partner, services)
			JOIN customers c ON c.external_key = a.customer JOIN partners p ON p.external_key = a.partner JOIN users u ON u.customer_id = c.id`)
	}
	run("VACUUM (ANALYZE)")
	run("CREATE TABLE bench_complete ()")
	return err
}

// copied makes a copy of a place, for what writes: the data set stays as it is.
func (b *bench) copied(ctx context.Context, f filled) (place, func() error, error) {
	p := f.place
	if file, ok := strings.CutPrefix(p.database, "sqlite:"); ok {
		to := file + ".copy"
		if err := copyFile(file, to); err != nil {
			return p, nil, err
		}
		p.database = "sqlite:" + to
		return p, func() error {
			return errors.Join(os.Remove(to), removeAny(to+"-wal"), removeAny(to+"-shm"))
		}, nil
	}
	name := "accord_bench_" + b.Size
	p.database = withDatabase(b.DatabaseURL, name+"_copy")
	server, err := sql.Open("pgx", b.DatabaseURL)
	if err != nil {
		return p, nil, err
	}
	drop := fmt.Sprintf("DROP DATABASE IF EXISTS %s_copy WITH (FORCE)", name)
	for _, statement := range []string{drop, fmt.Sprintf("CREATE DATABASE %s_copy TEMPLATE %s", name, name)} {
		if _, err := server.ExecContext(ctx, statement); err != nil {
			return p, nil, errors.Join(err, server.Close())
		}
	}
	return p, func() error {
		_, err := server.ExecContext(context.WithoutCancel(ctx), drop)
		return errors.Join(err, server.Close())
	}, nil
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from) //nolint:gosec // in a directory of our own
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.Create(to) //nolint:gosec // the same
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

func removeAny(name string) error {
	if err := os.Remove(name); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func withDatabase(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // whoever opens it says what is wrong
	}
	u.Path = "/" + name
	return u.String()
}

// withParameter is the address with a setting of the connections to it.
func withParameter(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // whoever opens it says what is wrong
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// execute runs a statement on a PostgreSQL database.
func execute(ctx context.Context, database, statement string) (err error) {
	db, err := sql.Open("pgx", database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, statement)
	return err
}

// setting reads a setting of a PostgreSQL server.
func setting(ctx context.Context, database, name string) string {
	db, err := sql.Open("pgx", database)
	if err != nil {
		return "unknown"
	}
	defer func() { _ = db.Close() }()
	var value string
	if db.QueryRowContext(ctx, "SELECT current_setting($1)", name).Scan(&value) != nil {
		return "unknown"
	}
	return value
}

func settings(ctx context.Context, database string, names ...string) string {
	var all []string
	for _, name := range names {
		all = append(all, name+" "+setting(ctx, database, name))
	}
	return strings.Join(all, ", ")
}
