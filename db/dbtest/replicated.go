package dbtest

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"accord/internal/programs"

	"github.com/jackc/pgx/v5"
)

// Cluster is a PostgreSQL of the test's own, with a streaming replica: on loopback, and gone when the test ends. What it writes need not
// outlive the machine.
type Cluster struct {
	// Primary and Replica are the addresses of an empty database, with the right to do anything.
	Primary, Replica string

	t    testing.TB
	bin  string
	dir  string
	user *syscall.Credential
}

// Replicated starts a cluster.
func Replicated(t testing.TB) *Cluster {
	t.Helper()
	bin, err := programs.PostgreSQL("initdb", "pg_ctl", "pg_basebackup")
	if err != nil {
		t.Fatal(err)
	}
	c := &Cluster{t: t, bin: bin, user: owner(t)}
	if c.dir, err = os.MkdirTemp("", "accord-cluster-"); err != nil { //nolint:usetesting // whoever PostgreSQL runs as cannot enter the test's
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(c.dir) })
	if c.user != nil {
		if err := os.Chown(c.dir, int(c.user.Uid), int(c.user.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	c.run("initdb", "-D", "primary", "-U", "accord", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	port := c.start("primary")
	c.Primary = address(port)
	c.run("pg_basebackup", "-D", "replica", "-h", "127.0.0.1", "-p", port, "-U", "accord", "-R", "-c", "fast", "--no-sync")
	c.Replica = address(c.start("replica"))
	return c
}

func address(port string) string {
	return "postgres://accord@127.0.0.1:" + port + "/postgres?sslmode=disable"
}

// Exec sends statements to one of the two.
func (c *Cluster) Exec(address, statements string) {
	c.t.Helper()
	connection, err := pgx.Connect(c.t.Context(), address)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = connection.Close(c.t.Context()) }() // nothing is left to be said
	if _, err := connection.Exec(c.t.Context(), statements); err != nil {
		c.t.Fatal(err)
	}
}

// PauseReplay keeps the replica where it is, and ResumeReplay lets it follow again.
func (c *Cluster) PauseReplay() { c.Exec(c.Replica, "SELECT pg_wal_replay_pause()") }

// ResumeReplay is PauseReplay's undoing.
func (c *Cluster) ResumeReplay() { c.Exec(c.Replica, "SELECT pg_wal_replay_resume()") }

// StopReplica ends the replica at once.
func (c *Cluster) StopReplica() { c.stop("replica") }

func (c *Cluster) start(name string) (port string) {
	c.t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(c.t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		c.t.Fatal(err)
	}
	port = strconv.Itoa(listener.Addr().(*net.TCPAddr).Port) //nolint:errcheck,forcetypeassert // it is TCP's
	if err := listener.Close(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { c.stop(name) })
	c.run("pg_ctl", "-D", name, "-w", "-l", name+".log", "-o", fmt.Sprintf("-p %s -c listen_addresses=127.0.0.1 -k %s"+
		" -c fsync=off -c max_connections=50 -c shared_buffers=32MB -c wal_receiver_status_interval=1s", port, c.dir), "start")
	return port
}

func (c *Cluster) stop(name string) {
	if _, err := os.Stat(filepath.Join(c.dir, name, "postmaster.pid")); err == nil {
		c.run("pg_ctl", "-D", name, "-w", "-m", "immediate", "stop")
	}
}

// run runs a program of PostgreSQL to its end, in the cluster's directory.
func (c *Cluster) run(program string, args ...string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.t.Context()), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, program), args...) //nolint:gosec // found where PostgreSQL is
	cmd.Dir = c.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.user}
	log, err := os.CreateTemp("", "accord-cluster-log-") // a file, which a server that goes on may keep open
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = os.Remove(log.Name()); _ = log.Close() }()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log.Name()) // else nothing more is known
		c.t.Fatalf("%s %q: %v\n%s", program, args, err, said)
	}
}

// owner is whom PostgreSQL runs as where it refuses to run as root; nil is as whoever runs the tests.
func owner(t testing.TB) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}
