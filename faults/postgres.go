package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// cluster is PostgreSQL as it is run where nothing may be lost: a primary, a replica that each commit waits for, and one that none does.
type cluster struct {
	run                         *run
	primary, synchronous, other *node
	// template has the world; nil until it has been loaded.
	template *template
}

// node is one server of PostgreSQL.
type node struct {
	*process

	run  *run
	name string
	port int
	dir  string
	// options are those of its command line.
	options []string
}

// Names by which replicas tell the primary who they are.
const (
	synchronousReplica  = "synchronous"
	asynchronousReplica = "asynchronous"
)

// postgres gives the run's cluster, and starts it first where there is none.
func (r *run) postgres(ctx context.Context) (*cluster, error) {
	if r.cluster != nil {
		return r.cluster, nil
	}
	r.sayf("starting PostgreSQL: a primary and two replicas")
	dir, err := r.postgresDirectory()
	if err != nil {
		return nil, err
	}
	c := &cluster{run: r}
	// Whatever fails below, what was started is ended.
	r.atEnd(func(ctx context.Context) error { return c.end() })
	if c.primary, err = r.firstNode(ctx, dir); err != nil {
		return nil, err
	}
	if c.synchronous, err = c.addReplica(ctx, dir, synchronousReplica); err != nil {
		return nil, err
	}
	if c.other, err = c.addReplica(ctx, dir, asynchronousReplica); err != nil {
		return nil, err
	}
	r.cluster = c
	err = c.demandReplica(ctx)
	return c, err
}

// postgresDirectory makes a directory that PostgreSQL's user owns.
func (r *run) postgresDirectory() (string, error) {
	dir, err := os.MkdirTemp(r.data, "postgres-*")
	if err != nil {
		return "", err
	}
	who, err := credential()
	if err != nil || who == nil {
		return dir, err
	}
	return dir, os.Chown(dir, int(who.Uid), int(who.Gid))
}

// postgresCommand is a program of PostgreSQL, run by its user.
func (r *run) postgresCommand(ctx context.Context, dir, program string, args ...string) (*exec.Cmd, error) {
	who, err := credential()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(r.programs.postgres, program), args...) //nolint:gosec // a program that was found
	cmd.Dir = dir
	cmd.Env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH"), "HOME=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who}
	return cmd, nil
}

// firstNode makes a database of nothing and starts its server.
func (r *run) firstNode(ctx context.Context, dir string) (*node, error) {
	data := filepath.Join(dir, "primary")
	cmd, err := r.postgresCommand(ctx, dir, "initdb", "-D", data, "-U", "accord", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if err != nil {
		return nil, err
	}
	if _, err := output(cmd); err != nil {
		return nil, err
	}
	return r.newNode(ctx, "primary", data)
}

// newNode starts a server on data that are there.
func (r *run) newNode(ctx context.Context, name, data string, options ...string) (*node, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	n := &node{run: r, name: name, port: port, dir: data, options: options}
	err = n.start(ctx)
	return n, err
}

// start starts the server, again or for the first time, and waits until it takes connections. What is lost without fsync is lost
// with the machine alone, and not with the process; it is on all the same, so that what is measured is what users have.
func (n *node) start(ctx context.Context) error {
	args := []string{
		"-D", n.dir, "-p", strconv.Itoa(n.port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
		"-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "max_connections=200", "-c", "shared_buffers=32MB", "-c", "logging_collector=off",
		// Replicas come back as soon as they can.
		"-c", "wal_retrieve_retry_interval=100ms", "-c", "restart_after_crash=on",
	}
	for _, option := range n.options {
		args = append(args, "-c", option)
	}
	cmd, err := n.run.postgresCommand(context.WithoutCancel(ctx), filepath.Dir(n.dir), "postgres", args...) // ended by its owner
	if err != nil {
		return err
	}
	if n.process, err = n.run.launch("postgres "+n.name, cmd, nil); err != nil {
		return err
	}
	return n.await(ctx, n.takesConnections)
}

func (n *node) takesConnections(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return execute(ctx, n.url("postgres"), "SELECT 1")
}

func (n *node) address() string { return "127.0.0.1:" + strconv.Itoa(n.port) }

// url is the address of a database of this server alone.
func (n *node) url(database string) string {
	return fmt.Sprintf("postgres://accord@127.0.0.1:%d/%s?sslmode=disable&connect_timeout=2", n.port, database)
}

// addReplica copies the primary and starts the copy, which follows whichever of the others is the primary.
func (c *cluster) addReplica(ctx context.Context, dir, name string) (*node, error) {
	data := filepath.Join(dir, name)
	cmd, err := c.run.postgresCommand(ctx, dir, "pg_basebackup", "-D", data, "-d", c.primary.url("postgres"), "-R", "-X", "stream", "--checkpoint=fast", "--no-sync")
	if err != nil {
		return nil, err
	}
	if _, err := output(cmd); err != nil {
		return nil, err
	}
	hosts, numbers := c.hosts()
	return c.run.newNode(ctx, name, data, "hot_standby=on",
		fmt.Sprintf("primary_conninfo=host=%s port=%s user=accord application_name=%s target_session_attrs=read-write", hosts, numbers, name))
}

func (c *cluster) nodes() []*node {
	var all []*node
	for _, n := range []*node{c.primary, c.synchronous, c.other} {
		if n != nil {
			all = append(all, n)
		}
	}
	return all
}

// hosts gives hosts and ports of all servers, in the form of libpq.
func (c *cluster) hosts() (hosts, numbers string) {
	var h, p []string
	for _, n := range c.nodes() {
		h, p = append(h, "127.0.0.1"), append(p, strconv.Itoa(n.port))
	}
	return strings.Join(h, ","), strings.Join(p, ",")
}

// demandReplica has every commit of the primary wait for the synchronous replica, and waits until both replicas stream.
func (c *cluster) demandReplica(ctx context.Context) error {
	if err := execute(ctx, c.primary.url("postgres"),
		"ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 ("+synchronousReplica+")'", "SELECT pg_reload_conf()"); err != nil {
		return err
	}
	return c.replicated(ctx)
}

// replicated waits until the primary has its synchronous replica, and the other one, and both have all that it wrote.
func (c *cluster) replicated(ctx context.Context) error {
	db, err := sql.Open("pgx", c.primary.url("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // nothing was written
	return waitFor(ctx, startPatience, func(ctx context.Context) error {
		var synchronous, streaming int
		err := db.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE sync_state = 'sync'), count(*) FROM pg_stat_replication
			WHERE state = 'streaming' AND replay_lsn >= sent_lsn`).Scan(&synchronous, &streaming)
		if err == nil && (synchronous != 1 || streaming != 2) {
			err = fmt.Errorf("PostgreSQL has %d synchronous replicas of 1, and %d that have all of 2", synchronous, streaming)
		}
		return err
	})
}

// url is the address of a database with all servers in it, of which clients use the one that takes writes.
func (c *cluster) url(database string) string {
	var hosts []string
	for _, n := range c.nodes() {
		hosts = append(hosts, "127.0.0.1:"+strconv.Itoa(n.port))
	}
	q := url.Values{"sslmode": {"disable"}, "target_session_attrs": {"read-write"}, "connect_timeout": {"2"}}
	return "postgres://accord@" + strings.Join(hosts, ",") + "/" + database + "?" + q.Encode()
}

// replicaURLs are the addresses of a database on so many replicas, as accord serve takes several; first the one that is never promoted.
func (c *cluster) replicaURLs(database string, replicas int) string {
	var urls []string
	for _, n := range []*node{c.other, c.synchronous}[:replicas] {
		urls = append(urls, n.url(database))
	}
	return strings.Join(urls, " ")
}

// promote kills the primary for good and has the synchronous replica take its place.
func (c *cluster) promote(ctx context.Context) error {
	c.primary.kill()
	return execute(ctx, c.synchronous.url("postgres"), "SELECT pg_promote(true, 30)")
}

// end ends all servers, the replicas first: a primary waits for them.
func (c *cluster) end() error {
	var err error
	for _, n := range []*node{c.other, c.synchronous, c.primary} {
		if n != nil && n.process != nil {
			err = errors.Join(err, n.stop(syscall.SIGQUIT)) // nothing of it is kept
		}
	}
	return err
}

// execute runs statements on a PostgreSQL database.
func execute(ctx context.Context, database string, statements ...string) (err error) {
	db, err := sql.Open("pgx", database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
