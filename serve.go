package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"accord/auth"
	"accord/cache"
	"accord/db"
	"accord/edge"
	"accord/importer"
	"accord/ops"
	"accord/reseller"
)

type serveCommand struct {
	databaseFlags
	secretFlags
	identityFlags
	limitFlags
	replicaFlags

	Listen          string   `help:"Address to listen on." env:"LISTEN_ADDR" default:"127.0.0.1:8080"`
	AdminListen     string   `help:"Address of a second listener, for operators alone: /debug/pprof/ and /metrics, without a question of who asks. None: there is none." env:"ADMIN_LISTEN_ADDR" placeholder:"127.0.0.1:6060"`
	DatabaseReaders int      `help:"How many connections read from PostgreSQL at once: more where its server has more processors than this one, or reads wait for each other. 0: two for each processor here, and four at least." env:"DATABASE_READERS" placeholder:"N"`
	RedisURL        string   `help:"Redis for the invite cache, live events, rate limits and persisted queries of several instances: redis://host:6379/0; with Sentinel redis://host:26379?master_name=NAME&addr=host2:26379; a Cluster by some of its nodes, redis://host:6379?addr=host2:6379; rediss:// for TLS. None: in this process." env:"REDIS_URL" name:"redis-url"`
	PublicURL       string   `help:"What invite links begin with; http:// and the listen address by default." env:"PUBLIC_URL" name:"public-url"`
	AllowedOrigins  []string `help:"Origins whose pages may ask /graphql from a browser: https://app.example, several separated by commas, or * for all. None: this server's own pages." env:"ALLOWED_ORIGINS" placeholder:"ORIGIN"`
	TaxRate         string   `help:"The tax on bills by country, from a month on where one is named: CN=6%,CN@2027-01=9%,SG=9%. None: no tax." env:"ACCORD_TAX_RATE" name:"tax-rate" placeholder:"RATES"`
	Migrate         bool     `help:"Bring a PostgreSQL database to this build's schema first; an SQLite one always is." env:"ACCORD_MIGRATE"`
	Demo            bool     `help:"Implies --migrate, and loads the demonstration data if the database is empty." env:"ACCORD_DEMO"`
}

// Run serves until ctx ends, then lets the requests at work finish.
func (c *serveCommand) Run(ctx context.Context) (err error) {
	if err := c.check(); err != nil {
		return err
	}
	// Taken first: a taken port is told before anything is touched.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", c.Listen, err)
	}
	defer func() { _ = listener.Close() }() // closed by the server in the ordinary case
	admin, err := c.listenForAdmin(ctx)
	if err != nil {
		return err
	}
	store, err := c.openCurrent(ctx, c.Migrate || c.Demo, db.StatementTimeout(c.RequestTimeout), db.Readers(c.DatabaseReaders), c.replicas())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	starting, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	s, err := c.build(store, listener.Addr().String()) //nolint:contextcheck // what listens ends with close, not with ctx
	if err != nil {
		return err
	}
	defer s.close()
	if c.Demo {
		if err := loadDemo(ctx, store, s.app); err != nil {
			return err
		}
	}
	ops.CollectLess()
	endAdmin := s.serveAdmin(admin)
	defer endAdmin()
	s.identity.prepare(starting)
	c.greet(starting, s, "http://"+listener.Addr().String())
	return s.serve(ctx, listener)
}

// check refuses what can be told to be wrong before anything is touched.
func (c *serveCommand) check() error {
	if _, err := c.rate(); err != nil {
		return err
	}
	if _, err := c.taxes(); err != nil {
		return err
	}
	if _, err := c.limits(); err != nil {
		return err
	}
	if _, err := c.documents(); err != nil {
		return err
	}
	if err := c.identityFlags.check(c.Listen); err != nil {
		return err
	}
	if err := c.replicaFlags.check(); err != nil {
		return err
	}
	if c.DatabaseReaders < 0 {
		return errors.New("--database-readers must not be less than 0")
	}
	if err := checkPublicURL(c.PublicURL); err != nil {
		return err
	}
	if _, err := c.origins(); err != nil {
		return err
	}
	if err := c.checkServers(); err != nil {
		return err
	}
	_, err := c.keyring(c.secretFile(), false)
	if c.makesKey() && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// taxes reads the rates of tax on bills.
func (c *serveCommand) taxes() (reseller.TaxRates, error) {
	rates, err := reseller.ParseTaxRates(c.TaxRate)
	if err != nil {
		return nil, fmt.Errorf("--tax-rate: %w", err)
	}
	return rates, nil
}

func checkPublicURL(address string) error {
	if address == "" {
		return nil
	}
	public, err := url.Parse(address)
	if err != nil || public.Host == "" || public.Scheme != "http" && public.Scheme != "https" {
		return fmt.Errorf("--public-url %q is no address of a web site; it looks like https://accord.example", address)
	}
	return nil
}

// checkServers looks at the addresses of the servers, and connects to none.
func (c *serveCommand) checkServers() error {
	if !c.embedded() || len(c.DatabaseReplicaURL) > 0 {
		store, err := db.Open(c.DatabaseURL, c.replicas())
		if err != nil {
			return err
		}
		if err := store.Close(); err != nil {
			return err
		}
	}
	if c.RedisURL == "" {
		return nil
	}
	client, err := cache.Dial(c.RedisURL)
	if err != nil {
		return err
	}
	return client.Close()
}

// makesKey reports whether a key is made when there is none.
func (c *serveCommand) makesKey() bool { return c.embedded() || c.Demo }

// maxRecent bounds the identities that are kept for a moment, of about 2 KB each.
const maxRecent = 5_000

// server is the wired house.
type server struct {
	store    *db.Store
	app      *reseller.App
	identity *identity
	// edge answers GraphQL.
	edge    *edge.Handler
	handler http.Handler
	// admin is what the second listener serves.
	admin http.Handler
	// connections bounds those of the first.
	connections *ops.Connections
	closers     []func()
}

func (c *serveCommand) build(store *db.Store, addr string) (*server, error) {
	keys, err := c.keyring(c.secretFile(), c.makesKey())
	if err != nil {
		return nil, err
	}
	taxes, err := c.taxes()
	if err != nil {
		return nil, err
	}
	metrics := ops.NewMetrics(slog.Default())
	for name := range store.Stats() {
		metrics.WatchPool(name, func() sql.DBStats { return store.Stats()[name] })
	}
	kept, err := c.caches(store, metrics)
	if err != nil {
		return nil, err
	}
	public := c.PublicURL
	if public == "" {
		public = "http://" + addr
	}
	s := &server{store: store, closers: []func(){kept.close}, connections: ops.NewConnections(c.MaxConnections)}
	metrics.WatchRoom("connections", s.connections.Room)
	recent := cache.NewRecent[auth.TokenHash, auth.Identity](cache.RecentOptions{TTL: auth.RecentFor, MaxEntries: maxRecent})
	s.app = reseller.New(reseller.Config{
		Store: store, Invites: kept.invites, Notifier: kept.notifier, Keys: keys, Identities: recent, PublicURL: public, Taxes: taxes, Clock: now, Random: rand.Reader,
	})
	if s.identity, err = c.identity(keys, store, s.app, recent, c.RequestTimeout); err != nil {
		return nil, err
	}
	graphQL, err := c.graphQL(s, kept, metrics)
	if err != nil {
		return nil, err
	}
	for of, room := range s.edge.Rooms() {
		metrics.WatchRoom(of, func() (used, most, refused int64) { r := room(); return r.Used, r.Max, r.Refused })
	}
	dependencies := slices.Concat([]ops.Dependency{{Name: "database", Required: true, Check: databaseCheck(store)}}, replicaDependencies(store),
		kept.dependencies, s.identity.dependencies())
	watchReplicas(metrics, store)
	s.handler = c.routes(s, graphQL, metrics, dependencies)
	s.admin = adminRoutes(metrics)
	return s, nil
}

// databaseCheck finds a database of use only when its schema serves this build: it is its own, or a newer one's that says so.
func databaseCheck(store *db.Store) func(context.Context) error {
	return func(ctx context.Context) error {
		revision, err := store.Revision(ctx)
		if err != nil {
			return err
		}
		return revision.Check()
	}
}

func (s *server) close() {
	for _, closer := range s.closers {
		closer()
	}
}

func loadDemo(ctx context.Context, store *db.Store, app *reseller.App) error {
	empty, err := store.IsEmpty(ctx)
	if err != nil || !empty {
		return err
	}
	return importer.LoadDemo(db.WithoutTimeLimit(ctx), app)
}

// greet tells where everything is, who there is, and what to try next; last of all that the server is ready, so that
// whoever waits for that line finds the rest said.
func (c *serveCommand) greet(ctx context.Context, s *server, base string) {
	if c.Demo {
		s.introduce(ctx, os.Stdout, base)
	}
	slog.InfoContext(ctx, "ready", "address", base, "database", strings.SplitN(c.DatabaseURL, ":", 2)[0], "redis", c.RedisURL != "")
}

func (s *server) introduce(ctx context.Context, w io.Writer, base string) {
	var b strings.Builder
	fmt.Fprintf(&b, "\nAccord is ready.\n\n  Pages       %s/\n  Playground  %s/playground\n  GraphQL     %s/graphql\n  Health      %s/readyz\n  Metrics     %s/metrics\n\n", base, base, base, base, base)
	if s.identity.users == nil {
		b.WriteString("Next: accord token --list shows the users of the demonstration. Sign in as one of them with a bearer token of your identity provider.\n\n")
	} else {
		s.introduceUsers(ctx, &b)
	}
	_, _ = io.WriteString(w, b.String()) // nobody may be reading
}

func (s *server) introduceUsers(ctx context.Context, b *strings.Builder) {
	users, err := s.identity.users.List(ctx, maxPickable)
	if err == nil && len(users) > 0 {
		b.WriteString("Users of the demonstration:\n\n")
		for _, u := range users {
			fmt.Fprintf(b, "  %-34s %-40s %s\n", u.Email, u.Tenant, strings.Join(u.Roles, ";"))
		}
	}
	b.WriteString("\nNext: open the playground, choose a partner's user, and run the example “Request”.\nOr on the command line: accord token --as EMAIL prints a token for any of them.\n\n")
}
