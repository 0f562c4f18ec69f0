package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"accord/auth"
	"accord/cache"
	"accord/db"
	"accord/edge"
	"accord/reseller"
	"accord/resolvers"
)

type plansCommand struct {
	Size  string `help:"How much data: full (500,000 customers), tenth or hundredth. The plans that are kept are those of full." enum:"full,tenth,hundredth" default:"full"`
	Write bool   `help:"Keep the plans as they are now."`
	Dir   string `help:"The directory of the plans that are kept." default:"${plans}"`
	Keep  string `help:"A directory to keep the data set in, and its database, for the next run; none: both are removed." placeholder:"DIR"`

	DatabaseURL string `help:"A PostgreSQL server with the rights to create databases." env:"TEST_DATABASE_URL" name:"database-url" required:""`
}

// Run compares the plans of now with those that are kept.
func (c *plansCommand) Run(ctx context.Context) (err error) {
	b := &bench{runCommand: runCommand{Size: c.Size, Keep: c.Keep, DatabaseURL: c.DatabaseURL}, data: sizes[c.Size], began: time.Now()}
	defer func() { err = errors.Join(err, b.end(context.WithoutCancel(ctx))) }()
	if err := b.prepare(ctx); err != nil {
		return err
	}
	for _, p := range []place{b.postgres.place, b.sqlite.place} {
		plans, err := b.plansOn(ctx, p)
		if err == nil {
			err = c.compare(p.name, plans)
		}
		if err != nil {
			return err
		}
		b.sayf("the plans on %s are as they were", p.name)
	}
	return nil
}

func (c *plansCommand) compare(name, plans string) error {
	file := filepath.Join(c.Dir, name+".txt")
	if c.Write {
		return os.WriteFile(file, []byte(plans), 0o600)
	}
	kept, err := os.ReadFile(file) //nolint:gosec // in the repository
	if err != nil {
		return err
	}
	if string(kept) == plans {
		return nil
	}
	now := file + ".now"
	if err := os.WriteFile(now, []byte(plans), 0o600); err != nil {
		return err
	}
	return fmt.Errorf("the plans on %s are not those of %s: compare it with %s, and keep the new ones with --write if they are as good", name, file, now)
}

// keptPlans is the directory of the plans that are kept.
const keptPlans = "bench/plans"

// checkPlans has a place explain everything, and refuses a statement whose plan is not kept: it has changed since, or is new. Whether the
// plans are still those is asked at full size alone.
func (b *bench) checkPlans(ctx context.Context, p place) error {
	plans, err := b.plansOn(ctx, p)
	if err != nil {
		return err
	}
	file := filepath.Join(keptPlans, p.name+".txt")
	kept, err := os.ReadFile(file) //nolint:gosec // in the repository
	if err != nil {
		return err
	}
	known := strings.Split(string(kept), "\n")
	for line := range strings.SplitSeq(plans, "\n") {
		if !slices.Contains(known, line) && !strings.HasPrefix(line, stepIndent) {
			return fmt.Errorf("%s has no plan of this statement; keep those of now by make plans ARGS=--write:\n%s", file, line)
		}
	}
	return nil
}

// plansOn asks everything of a place in every way that it is asked, and tells how the database goes about it. A statement that reads
// all rows of a table which grows with its users is an error.
func (b *bench) plansOn(ctx context.Context, p place) (text string, err error) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // what is undone would be logged as an internal error
	if b.Size != "full" && p.name == "postgres" {
		// Of so few rows it may be best to read all: what is asked then is whether it can do without.
		p.database = withParameter(p.database, "enable_seqscan", "off")
	}
	h, err := houseOn(p)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, h.store.Close()) }()
	if err := b.linkEverybody(ctx, h, p); err != nil {
		return "", err
	}
	var all strings.Builder
	var scans []error
	for _, q := range everything {
		plans, err := h.explain(ctx, q, b.data)
		if err != nil {
			return "", fmt.Errorf("%s, on %s: %w", q.name, p.name, err)
		}
		var told []string
		for _, plan := range plans {
			steps := costs.ReplaceAllString(plan.Plan, "")
			told = append(told, spaces.ReplaceAllString(plan.Statement, " ")+"\n"+indented(values.ReplaceAllString(steps, "'…'"))+"\n\n")
			for _, scan := range scansOf(steps) {
				if !slices.Contains(q.scans, scan) {
					scans = append(scans, fmt.Errorf("%s, on %s, reads all of %s:\n%s\n%s", q.name, p.name, scan, plan.Statement, steps))
				}
			}
		}
		slices.Sort(told) // fields side by side ask in any order
		fmt.Fprintf(&all, "# %s\n\n%s", q.name, strings.Join(slices.Compact(told), ""))
	}
	return all.String(), errors.Join(scans...)
}

var (
	// costs are PostgreSQL's guesses, which differ from one set of samples to the next.
	costs  = regexp.MustCompile(` +\(cost=[^)]*\)`)
	values = regexp.MustCompile(`'[^']*'`)
	spaces = regexp.MustCompile(`\s+`)
)

// stepIndent sets the steps of a plan off from its statement.
const stepIndent = "    "

func indented(text string) string {
	return stepIndent + strings.ReplaceAll(text, "\n", "\n"+stepIndent)
}

// growing are the tables that grow with their users, as far as an import fills them: a plan for a table of no rows tells nothing.
var growing = []string{"relationships", "customers", "users", "delegated_admin_privileges", "events", "partner_customers", "subscriptions", "charges"}

// scanned finds what a step reads from its first row to its last: on SQLite without an index.
var scanned = regexp.MustCompile(`(?m)(?:Seq Scan on|SCAN) (\w+)(.*)$`)

// scansOf lists the growing tables of which a plan reads all rows.
func scansOf(plan string) (tables []string) {
	for _, found := range scanned.FindAllStringSubmatch(plan, -1) {
		table := found[1]
		if strings.Contains(plan, "CO-ROUTINE "+table+"\n") {
			continue // rows that another part of the plan gives
		}
		if long, ok := aliases[table]; ok {
			table = long
		}
		if slices.Contains(growing, table) && !strings.Contains(found[2], "USING") {
			tables = append(tables, table)
		}
	}
	return tables
}

// linkEverybody has every partner ask for its link, which no import brings, as it would within its first minutes.
func (b *bench) linkEverybody(ctx context.Context, h *house, p place) error {
	for n := range b.data.partners {
		if _, err := h.linkOf(ctx, b.data.partner(n).email); err != nil {
			return err
		}
	}
	if p.name != "postgres" {
		return nil
	}
	return execute(ctx, p.database, "ANALYZE invites")
}

// aliases are the names under which statements have tables; SQLite tells no others.
var aliases = map[string]string{
	"r": "relationships", "c": "customers", "u": "users", "d": "delegated_admin_privileges", "e": "events", "o": "partner_customers",
}

// house is the server's inside over a place.
type house struct {
	store *db.Store
	// handler keeps nothing of what a mutation writes, and keeping does.
	handler, keeping http.Handler
}

func houseOn(p place) (*house, error) {
	store, err := db.Open(p.database)
	if err != nil {
		return nil, err
	}
	keys, err := reseller.ParseKeyring(secret)
	if err != nil {
		return nil, err
	}
	over := func(s reseller.Store) http.Handler {
		memory := cache.NewMemory(cache.MemoryOptions{Clock: time.Now})
		app := reseller.New(reseller.Config{
			Store: s, Invites: cache.NewLookup(memory, s.InviteView, time.Now), Notifier: &cache.Local{}, Keys: keys, PublicURL: "http://localhost",
			Clock: time.Now, Random: rand.Reader,
		})
		executor := resolvers.NewExecutor(app, resolvers.Options{})
		return edge.New(executor, edge.Options{Schema: executor.Schema, Parsed: executor.Parsed})
	}
	return &house{store: store, handler: over(undone{store}), keeping: over(store)}, nil
}

// undone is a store whose transactions are never committed.
type undone struct{ *db.Store }

var errUndone = errors.New("nothing is kept")

// Update implements reseller.Store.
func (u undone) Update(ctx context.Context, scope reseller.Scope, fn func(context.Context, reseller.Tx) error) error {
	return u.Store.Update(ctx, scope, func(ctx context.Context, tx reseller.Tx) error {
		// What waits to be sent is sent at the end of Nested.
		if err := tx.Nested(ctx, func(ctx context.Context) error { return fn(ctx, tx) }); err != nil {
			return err
		}
		return errUndone
	})
}

// viewer is who has an e-mail; the operator has none.
func (h *house) viewer(ctx context.Context, email string) (reseller.Viewer, error) {
	if email == "" {
		return reseller.Viewer{User: reseller.User{ID: reseller.ID{1}, Tenant: reseller.TenantOperator, Roles: []reseller.Role{reseller.RoleOperator}}}, nil
	}
	return h.store.Identify(ctx, email)
}

// ask sends an operation as a user, and gives the answer's body.
func (h *house) ask(ctx context.Context, to http.Handler, email, query string, variables map[string]any) (string, error) {
	v, err := h.viewer(ctx, email)
	if err != nil {
		return "", err
	}
	request, err := newRequest(auth.WithIdentity(ctx, auth.Identity{Viewer: v}), "/graphql", "", operation{Query: query, Variables: variables})
	if err != nil {
		return "", err
	}
	answered := httptest.NewRecorder()
	to.ServeHTTP(answered, request)
	return answered.Body.String(), nil
}

// explain asks a question and gives the plans of what the database is asked for it.
func (h *house) explain(ctx context.Context, q planned, d dataset) ([]reseller.QueryPlan, error) {
	var variables map[string]any
	if q.variables != nil {
		var err error
		if variables, err = q.variables(ctx, h, d); err != nil {
			return nil, err
		}
	}
	ctx, plans := h.store.Explaining(ctx)
	if q.beside != nil {
		return plans(), q.beside(ctx, h, d)
	}
	body, err := h.ask(ctx, h.handler, q.email(d), q.query, variables)
	// What is undone is answered with an internal error, and nothing else with any.
	if undone := strings.Contains(body, `"errors"`) && strings.Contains(body, "INTERNAL"); err == nil && (undone != q.changes || strings.Contains(body, `"userErrors":[{`)) {
		err = fmt.Errorf("it is answered %s", body)
	}
	return plans(), err
}
