package importer_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/db"
	"accord/db/dbtest"
	"accord/importer"
	"accord/reseller"
)

// recorded is when every import of these tests happens.
var recorded = time.Date(2026, 3, 14, 15, 9, 26, 535897000, time.UTC)

// bundle is a world with its parts at hand.
type bundle struct {
	app      *reseller.App
	store    *db.Store
	invites  *invites
	notifier *notifier
}

// eachStore runs a test on both stores.
func eachStore(t *testing.T, test func(t *testing.T, b *bundle)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, s *db.Store) {
		b := setup(t, s)
		test(t, b)
		b.verify(t)
	})
}

// verify holds what reports count to the rows.
func (b *bundle) verify(t testing.TB) {
	t.Helper()
	must(t, b.app.VerifyReports(t.Context(), nil, func(d reseller.Drift) { t.Errorf("reports have drifted: %+v", d) }))
}

// onOne gives a world on one kind of store, where it makes no difference which.
func onOne(t testing.TB) *bundle {
	t.Helper()
	return setup(t, dbtest.Any(t).Store(t))
}

func setup(t testing.TB, store *db.Store) *bundle {
	t.Helper()
	keys, err := reseller.ParseKeyring(strings.Repeat("ab", reseller.SecretSize))
	must(t, err)
	b := &bundle{store: store, invites: &invites{store: store}, notifier: &notifier{}}
	b.app = reseller.New(reseller.Config{
		Store: store, Invites: b.invites, Notifier: b.notifier, Keys: keys, Random: rand.Reader,
		Clock: func() time.Time { return recorded },
	})
	return b
}

// invites is a look-up without a cache that keeps what it was told to forget.
type invites struct {
	store     *db.Store
	forgotten []reseller.ID
}

func (i *invites) View(ctx context.Context, id reseller.ID) (reseller.InviteView, error) {
	return i.store.InviteView(ctx, id)
}

func (i *invites) Invalidate(_ context.Context, ids ...reseller.ID) {
	i.forgotten = append(i.forgotten, ids...)
}

// notifier counts wakes.
type notifier struct{ wakes int }

func (n *notifier) Notify(context.Context) { n.wakes++ }

func (n *notifier) Subscribe(context.Context) <-chan struct{} { return nil }

// write writes files, given as name and content by turns, and opens them. Their paths are such that messages show the
// names alone.
func write(t testing.TB, namesAndContents ...string) []importer.File {
	t.Helper()
	dir := t.TempDir()
	var paths, names []string
	for pair := range slices.Chunk(namesAndContents, 2) {
		path := filepath.Join(dir, pair[0])
		if err := os.WriteFile(path, []byte(pair[1]), 0o600); err != nil {
			t.Fatal(err)
		}
		paths, names = append(paths, path), append(names, pair[0])
	}
	files, err := importer.Open(paths)
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i].Name = names[i]
	}
	return files
}

// load loads files that are expected to be good.
func (b *bundle) load(t testing.TB, namesAndContents ...string) []importer.Report {
	t.Helper()
	reports, err := b.try(t, namesAndContents...)
	if err != nil {
		t.Fatal(err)
	}
	return reports
}

func (b *bundle) try(t testing.TB, namesAndContents ...string) ([]importer.Report, error) {
	t.Helper()
	return importer.Run(t.Context(), b.app, write(t, namesAndContents...), nil)
}

// operator is a scope that sees everything.
var operator = reseller.Viewer{User: reseller.User{ID: reseller.ID{1}, Tenant: reseller.TenantOperator}}.Scope()

// events reads all events in order. It asks by number, because a stream holds back what other tests' transactions on the
// same server might still come before.
func (b *bundle) events(t testing.TB) []reseller.Event {
	t.Helper()
	seqs := make([]int64, 10_000)
	for i := range seqs {
		seqs[i] = int64(i + 1)
	}
	found, err := b.store.EventsBySeq(t.Context(), operator, seqs)
	must(t, err)
	if len(found) > 1000 {
		t.Fatal("more events than expected; ask for more numbers")
	}
	return slices.SortedFunc(maps.Values(found), func(x, y reseller.Event) int { return cmp.Compare(x.Position.Seq, y.Position.Seq) })
}

// state writes down all that is in the store, one line for each object, without ids.
func (b *bundle) state(t testing.TB) []string {
	t.Helper()
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	err := b.store.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
		catalogueState(ctx, t, tx, add)
		names := tenantState(ctx, t, tx, add)
		relationshipState(ctx, t, tx, names, add)
		subscriptionState(ctx, t, tx, names, add)
		return nil
	})
	must(t, err)
	slices.Sort(lines)
	return lines
}

type adder func(format string, args ...any)

func catalogueState(ctx context.Context, t testing.TB, tx reseller.Tx, add adder) {
	t.Helper()
	services, err := tx.Services(ctx)
	must(t, err)
	for _, s := range services {
		add("service %v", s)
	}
	codes := []string{"E1", "E3", "STORAGE"}
	offers, err := tx.OffersByCode(ctx, codes)
	must(t, err)
	type fields reseller.OfferRow // all of them, where an OfferRow tells its name alone
	for _, o := range offers {
		add("offer %v", fields(o))
	}
	prices, err := tx.PricesOf(ctx, codes)
	must(t, err)
	for _, p := range prices {
		add("price %v", p)
	}
}

// tenantState writes down tenants and users, and gives the tenants' keys.
func tenantState(ctx context.Context, t testing.TB, tx reseller.Tx, add adder) map[reseller.ID]string {
	t.Helper()
	names := map[reseller.ID]string{}
	partners, err := tx.Partners(ctx, operator, "", reseller.Page{Limit: 100})
	must(t, err)
	for _, listed := range partners.Items {
		p := listed.Item
		names[p.ID] = p.ExternalKey
	}
	for _, listed := range partners.Items {
		p := listed.Item
		add("partner %s %s %s %s %s provider=%s %v v%d", p.ExternalKey, p.Name, p.Type, p.Country, p.Status, names[p.ProviderID], p.Services, p.Version)
	}
	customers, err := tx.Customers(ctx, operator, "", reseller.Page{Limit: 100})
	must(t, err)
	for _, listed := range customers.Items {
		c := listed.Item
		names[c.ID] = c.ExternalKey
		add("customer %s %s %s %s v%d", c.ExternalKey, c.Name, c.Domain, c.Country, c.Version)
	}
	must(t, tx.EachUser(ctx, func(u reseller.TenantUser) error {
		add("user %s %s %s:%s %v v%d", u.Email, u.Name, u.Tenant, names[u.TenantID], u.Roles, u.Version)
		return nil
	}))
	return names
}

func relationshipState(ctx context.Context, t testing.TB, tx reseller.Tx, names map[reseller.ID]string, add adder) {
	t.Helper()
	owners := slices.Collect(maps.Keys(names))
	list := reseller.RelationshipList{Owner: reseller.TenantPartner}
	slices.SortFunc(owners, func(x, y reseller.ID) int { return strings.Compare(names[x], names[y]) })
	pages, err := tx.Relationships(ctx, operator, owners, list, reseller.Page{Limit: 100})
	must(t, err)
	for _, page := range pages {
		for _, item := range page.Items {
			r := item.Relationship
			pair := names[r.PartnerID] + "+" + names[r.CustomerID]
			add("relationship %s %s %s ended=%s v%d", pair, r.AcceptedAt.Format(time.RFC3339Nano), r.Status, stamp(r.EndedAt), r.Version)
			ds, err := tx.DelegationsOf(ctx, operator, []reseller.ID{r.ID}, "", time.Time{})
			must(t, err)
			for _, d := range ds[r.ID] {
				add("privilege %s %s %s %s from=%s to=%s", pair, d.Service, d.Status, d.EndReason, stamp(d.GrantedAt), stamp(d.EndedAt))
			}
		}
	}
}

// subscriptionState writes down the subscriptions, and what partners are charged for them.
func subscriptionState(ctx context.Context, t testing.TB, tx reseller.Tx, names map[reseller.ID]string, add adder) {
	t.Helper()
	keys, subscriptions := map[reseller.ID]string{}, []reseller.Subscription{}
	owners := slices.Collect(maps.Keys(names))
	pages, err := tx.Subscriptions(ctx, operator, owners, reseller.SubscriptionList{Owner: reseller.TenantCustomer}, reseller.Page{Limit: 100})
	must(t, err)
	for _, page := range pages {
		for _, s := range page.Items {
			keys[s.ID] = s.ExternalKey
			subscriptions = append(subscriptions, s)
		}
	}
	for _, s := range subscriptions {
		add("subscription %s %s×%d %s of %s original=%s billed=%s record=%s base=%s %s..%s at %d%s ordered=%s suspended=%s%s cancelled=%s v%d",
			s.ExternalKey, s.Offer, s.Seats, s.Status, names[s.CustomerID], names[s.OriginalReseller], names[s.BilledPartner],
			names[s.PartnerOfRecord], keys[s.BaseID], s.Term.StartsOn, s.Term.EndsOn, s.UnitPrice.Minor, s.UnitPrice.Currency,
			stamp(s.OrderedAt), stamp(s.Suspension.Since), s.Suspension.Reason, stamp(s.CancelledAt), s.Version)
	}
	for _, owner := range owners {
		must(t, tx.EachCharge(ctx, dbtest.AsOperator(), owner, reseller.ChargeQuery{Over: 1, Begun: reseller.NoEnd}, func(c reseller.Charge) error {
			add("charge %s to %s%s %s×%d at %d%s %s..%s charged from %s", keys[c.SubscriptionID], names[c.PartnerID], names[c.ResellerID],
				c.Offer, c.Seats, c.UnitPrice.Minor, c.UnitPrice.Currency, c.From, c.Until, c.ChargedFrom)
			return nil
		}))
	}
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.Format(time.RFC3339Nano)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// same fails with the lines that differ.
func same(t testing.TB, got, want []string) {
	t.Helper()
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("missing: %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("not expected: %s", line)
		}
	}
}
