package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// template is a database with the world in it, of which each scenario gets a copy: to load it takes longer than to play.
type template struct {
	database string
	world    *world
}

const templateName = "accord_world"

// setPostgres gives the scenario a database of its own in the cluster.
func (st *stage) setPostgres(ctx context.Context) (err error) {
	if st.cluster, err = st.run.postgres(ctx); err != nil {
		return err
	}
	if st.cluster.template == nil {
		if err := execute(ctx, st.cluster.primary.url("postgres"), "CREATE DATABASE "+templateName); err != nil {
			return err
		}
		if st.cluster.template, err = st.run.makeTemplate(ctx, st.cluster.primary.url(templateName)); err != nil {
			return err
		}
	}
	name := "accord_" + strings.ReplaceAll(st.scenario.name, "-", "_")
	server := st.cluster.primary.url("postgres")
	if err := execute(ctx, server, "CREATE DATABASE "+name+" TEMPLATE "+templateName); err != nil {
		return err
	}
	// Those that are left would have to be synced by whatever server recovers later.
	st.atEnd(func(ctx context.Context) error {
		if st.run.cluster == nil {
			return nil // it is gone
		}
		return execute(ctx, server, "DROP DATABASE "+name+" WITH (FORCE)")
	})
	st.database, st.databaseName = st.cluster.url(name), name
	st.world = st.cluster.template.world.anew(st.environment("DATABASE_URL=" + st.database))
	if st.scenario.proxied {
		return st.setProxy(ctx, name)
	}
	return nil
}

// setProxy puts a proxy between the servers and the primary.
func (st *stage) setProxy(ctx context.Context, name string) (err error) {
	st.database = st.cluster.primary.url(name)
	if st.proxy, err = newProxy(ctx, st.cluster.primary.address()); err != nil {
		return err
	}
	st.atEnd(func(context.Context) error { return st.proxy.close() })
	return nil
}

// setSQLite gives the scenario a file of its own.
func (st *stage) setSQLite(ctx context.Context) (err error) {
	if st.sqlite == nil {
		file := filepath.Join(st.data, "world.db")
		if st.sqlite, err = st.run.makeTemplate(ctx, "sqlite:"+file); err != nil {
			return err
		}
	}
	dir := filepath.Join(st.data, st.scenario.name)
	if st.scenario.smallDisk {
		if st.disk, err = st.newDisk(ctx, dir); err != nil {
			return err
		}
		st.atEnd(st.disk.end)
	} else if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	st.database = "sqlite:" + filepath.Join(dir, "accord.db")
	st.world = st.sqlite.world.anew(st.environment("DATABASE_URL=" + st.database))
	// Whoever has the file last has written all of it there: commands close it in order.
	text, err := os.ReadFile(sqliteFile(st.sqlite.database))
	if err != nil {
		return err
	}
	return os.WriteFile(sqliteFile(st.database), text, 0o600) //nolint:gosec // a directory of our own
}

func sqliteFile(database string) string { return strings.TrimPrefix(database, "sqlite:") }

// makeTemplate brings an empty database to the schema and loads the world.
func (r *run) makeTemplate(ctx context.Context, database string) (*template, error) {
	r.sayf("loading a world")
	env := r.environment("DATABASE_URL=" + database)
	cmd := exec.CommandContext(ctx, r.binary, "migrate") //nolint:gosec // what was built
	cmd.Env = env
	if _, err := output(cmd); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(r.data, "world-*")
	if err != nil {
		return nil, err
	}
	w, err := prepare(ctx, r.binary, env, dir, r.Seed)
	if err = errors.Join(err, os.RemoveAll(dir)); err != nil {
		return nil, fmt.Errorf("the world cannot be loaded: %w", err)
	}
	return &template{database: database, world: w}, nil
}

// throughProxy is the address of a database with the host changed.
func throughProxy(database, host string) string {
	before, after, _ := strings.Cut(database, "@")
	_, path, _ := strings.Cut(after, "/")
	return before + "@" + host + "/" + path
}

// anew is the same world in a copy of the database, of which clients know nothing yet.
func (w *world) anew(env []string) *world {
	return &world{
		binary: w.binary, env: env, partners: w.partners, customers: w.customers, operator: w.operator, slots: w.slots,
		book: book{links: map[int][]inviteLink{}, relationships: map[[2]int]string{}, subscriptions: map[int][]string{}, created: map[int][]string{}},
	}
}
