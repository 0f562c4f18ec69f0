package db_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"accord/db"
	"accord/db/dbtest"
	"accord/internal/conformance"
	"accord/reseller"
)

// catalogueTables hold what every tenant reads and none writes.
var catalogueTables = []string{"services", "offers", "prices"}

// walled is a PostgreSQL database in which one company has a row in every table, and another is a stranger to it.
type walled struct {
	*dbtest.World
	store *db.Store
	url   string
	// the company's customer, its partners, and what stands between them
	customer        reseller.Customer
	partner, tier2  reseller.Partner
	relationship    reseller.Relationship
	subscription    reseller.Subscription
	strangerPartner reseller.Partner
	strangers       map[string]reseller.Scope
	// tried are the rows that strangers have tried to add, as mayAdd names them.
	tried map[string]bool
}

func newWalled(t *testing.T) *walled {
	t.Helper()
	address := dbtest.PostgreSQL.New(t)
	s := dbtest.Open(t, address)
	w := &walled{World: dbtest.NewWorld(t, s), store: s, url: address, tried: map[string]bool{}}
	w.partner = w.Partner(reseller.Partner{Type: reseller.IndirectProvider})
	w.tier2 = w.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: w.partner.ID})
	w.customer = w.Customer(reseller.Customer{})
	user := w.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: w.customer.ID})
	w.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: w.partner.ID})
	w.APIKey(user, reseller.APIKey{})
	link := w.Invite(reseller.Invite{PartnerID: w.partner.ID})
	w.relationship = w.Relationship(reseller.Relationship{PartnerID: w.partner.ID, CustomerID: w.customer.ID})
	w.subscription = w.Subscription(reseller.Subscription{BilledPartner: w.partner.ID, CustomerID: w.customer.ID})
	w.Delegation(reseller.Delegation{RelationshipID: w.relationship.ID, Service: w.subscription.Service})
	w.Charges(reseller.Charge{SubscriptionID: w.subscription.ID})
	w.Acceptance(link.ID, w.relationship.ID)
	w.Events(reseller.Event{PartnerID: w.partner.ID, CustomerID: w.customer.ID})
	check(t, s.AddViews(t.Context(), reseller.Views{
		Counts:   map[reseller.InviteQuarter]int32{{InviteID: link.ID}: 3},
		Previews: map[reseller.InviteCustomer]time.Time{{InviteID: link.ID, CustomerID: w.customer.ID}: w.Tick()},
	}))
	w.Write(func(ctx context.Context, tx reseller.Tx) error {
		decline := reseller.Decline{ID: w.ID(), InviteID: link.ID, CustomerID: w.customer.ID, DeclinedBy: user.ID, DeclinedAt: w.Tick()}
		key := reseller.IdempotencyKey{UserID: user.ID, Mutation: "m", Key: "k"}
		return errors.Join(tx.PutDecline(ctx, decline),
			tx.Remember(ctx, key, reseller.Remembered{InputHash: []byte{1}, Answer: []byte("{}")}, w.Tick(), w.Tick()))
	})
	w.Write(func(ctx context.Context, tx reseller.Tx) error {
		facts := reseller.Facts{{Kind: reseller.EventRelationshipCreated}: {{Quarter: 1, Count: 1}}}
		return tx.CountFacts(ctx, map[reseller.ID]reseller.Facts{w.partner.ID: facts})
	})
	w.strangerPartner = w.Partner(reseller.Partner{})
	w.strangers = map[string]reseller.Scope{
		"a partner": dbtest.AsPartner(w.strangerPartner.ID), "a customer": dbtest.AsCustomer(w.Customer(reseller.Customer{}).ID), "nobody": dbtest.AsNobody(),
	}
	return w
}

// tables are those of the database, without the migrations' own.
func (w *walled) tables(t *testing.T) []string {
	t.Helper()
	return lines(t, w.url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'goose_db_version' ORDER BY 1")
}

// mayRead are the tables of which a stranger finds rows in a transaction of its own: partners tell who has a link, and a customer
// follows whatever link it was sent (R9).
var mayRead = map[string][]string{
	"partners": {"a partner", "a customer", "nobody"}, "invites": {"a customer"},
}

// refusedBy reports whether PostgreSQL has refused a statement with one of these codes.
func refusedBy(err error, codes ...string) bool {
	fromServer, ok := errors.AsType[*pgconn.PgError](err)
	return ok && slices.Contains(codes, fromServer.Code)
}

const noPrivilege = "42501" // of the role on the table, and of a policy on the row

// within runs a statement in a transaction of its own of a scope.
func (w *walled) within(t *testing.T, scope reseller.Scope, statement string, args ...any) (changed int64, err error) {
	t.Helper()
	err = w.store.Update(t.Context(), scope, func(ctx context.Context, tx reseller.Tx) (err error) {
		changed, err = db.Exec(ctx, tx, statement, args...)
		return err
	})
	return changed, err
}

func TestR27_AStrangersTransactionFindsAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWalled(t)
	conformance.Prove(t, "postgres")
	conn := raw(t, w.url)
	for _, table := range w.tables(t) {
		var column, row string
		err := conn.QueryRow(`SELECT (SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND is_identity = 'NO'
				ORDER BY has_column_privilege('accord_tenant', table_name::text, column_name::text, 'UPDATE') DESC, column_name LIMIT 1),
			(SELECT to_jsonb(x) FROM `+table+` x LIMIT 1)`, table).Scan(&column, &row)
		if err != nil {
			if slices.Contains(catalogueTables, table) {
				continue
			}
			t.Fatalf("%s: %v; newWalled adds a row to every table", table, err)
		}
		for who, scope := range w.strangers {
			w.isWalled(t, table, column, row, who, scope)
			if !slices.Contains(catalogueTables, table) {
				w.addsNothing(t, table, row, who, scope)
			}
		}
	}
	for what := range mayAdd {
		if !w.tried[what] {
			t.Errorf("mayAdd lists %s, which nobody has tried", what)
		}
	}
}

func (w *walled) isWalled(t *testing.T, table, column, row, who string, scope reseller.Scope) {
	t.Helper()
	found := int64(0)
	err := w.store.Update(t.Context(), scope, func(ctx context.Context, tx reseller.Tx) (err error) {
		found, err = db.Count(ctx, tx, "SELECT count(*) FROM "+table)
		return err
	})
	if !refusedBy(err, noPrivilege) { // which is nothing too
		check(t, err)
	}
	own := int64(0) // the stranger's own record of itself
	if table == "customers" && who == "a customer" {
		own = 1
	}
	if found > own && !slices.Contains(catalogueTables, table) && !slices.Contains(mayRead[table], who) {
		t.Errorf("%s reads %d rows of %s", who, found, table)
	}
	w.changesNothing(t, table, column, row, who, scope)
	if changed, err := w.within(t, scope, "DELETE FROM "+table); !refusedBy(err, noPrivilege) {
		t.Errorf("%s deletes %d rows of %s: %v", who, changed, table, err)
	}
}

// changesNothing expects a statement that could change every row to change none, or to be refused for the table. It reads no column of
// it: then PostgreSQL asks the policies for changes alone, and what may be read bounds it no further.
func (w *walled) changesNothing(t *testing.T, table, column, row, who string, scope reseller.Scope) {
	t.Helper()
	changed, err := w.within(t, scope, "UPDATE "+table+" SET "+column+" = (jsonb_populate_record(NULL::"+table+", CAST(? AS jsonb)))."+column, row)
	var may bool
	check(t, raw(t, w.url).QueryRow("SELECT has_column_privilege('accord_tenant', $1, $2, 'UPDATE')", table, column).Scan(&may))
	if table == "invites" && who == "a customer" {
		may = false // it finds links (R9), and uses up the last use of one and nothing else
	}
	if may && (err != nil || changed != ownRecords(table, who)) || !may && !refusedBy(err, noPrivilege) {
		t.Errorf("%s changes %d rows of %s: %v", who, changed, table, err)
	}
}

// ownRecords is how many rows of a table are a stranger's own: its record of itself.
func ownRecords(table, who string) int64 {
	if table == "partners" && who == "a partner" || table == "customers" && who == "a customer" {
		return 1
	}
	return 0
}

// Every table is behind the wall, so that a new one is thought about.
func TestR27_EveryTableIsBehindTheWall(t *testing.T) {
	t.Parallel()
	w := newWalled(t)
	conn := raw(t, w.url)
	for _, table := range w.tables(t) {
		var walled bool
		check(t, conn.QueryRow("SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass($1)", table).Scan(&walled))
		if walled == slices.Contains(catalogueTables, table) {
			t.Errorf("%s: row-level security is %v; give it policies as 00008_row_level_security.sql does", table, walled)
		}
	}
}

// One that shares a customer with others reads what stands between it and them, and changes its own alone.
func TestR27_ARelatedPartnersTransactionChangesItsOwnAlone(t *testing.T) {
	t.Parallel()
	w := newWalled(t)
	conformance.Prove(t, "postgres")
	mine := w.Relationship(reseller.Relationship{PartnerID: w.strangerPartner.ID, CustomerID: w.customer.ID})
	related := dbtest.AsPartner(w.strangerPartner.ID)
	// They read no column, so that what may be read bounds them no further than the policies for changes do.
	for statement, want := range map[string]int64{
		"UPDATE relationships SET version = 9":                                        1,
		"UPDATE delegated_admin_privileges SET status = 'ENDED'":                      0,
		"UPDATE subscriptions SET seats = 9":                                          0,
		"UPDATE charges SET until_day = NULL":                                         0,
		"UPDATE invites SET status = 'REVOKED'":                                       0,
		"UPDATE users SET name = 'another'":                                           0,
		"UPDATE api_keys SET revoked_at = NULL":                                       0,
		"UPDATE declines SET reason = 'another'":                                      0,
		"UPDATE customers SET contact_name = 'another'":                               1,
		"UPDATE partners SET support_url = 'https://a.example'":                       1,
		"UPDATE idempotency_keys SET answer = '{}'":                                   0,
		"UPDATE relationships SET version = 9 WHERE id <> '" + mine.ID.String() + "'": 0,
	} {
		if changed, err := w.within(t, related, statement); err != nil || changed != want {
			t.Errorf("%s changes %d rows, want %d: %v", statement, changed, want, err)
		}
	}
	for statement, what := range map[string][]any{
		"UPDATE relationships SET customer_id = ? WHERE id = ?":         {w.Customer(reseller.Customer{}).ID, mine.ID},
		"UPDATE relationships SET partner_id = ? WHERE id = ?":          {w.partner.ID, mine.ID},
		"INSERT INTO partner_ties (partner_id, other_id) VALUES (?, ?)": {w.partner.ID, w.ID()},
	} {
		if changed, err := w.within(t, related, statement, what...); !refusedBy(err, noPrivilege) {
			t.Errorf("%s: %d rows, %v", statement, changed, err)
		}
	}
}

// The wall ends with the transaction: the next one on the same connection is whoever's it is.
func TestR27_TheWallEndsWithTheTransaction(t *testing.T) {
	t.Parallel()
	w := newWalled(t)
	undone := errors.New("undone")
	for range 20 { // more than there are connections
		for _, end := range []error{nil, undone} {
			err := w.store.Update(t.Context(), dbtest.AsNobody(), func(ctx context.Context, tx reseller.Tx) error {
				n, err := db.Count(ctx, tx, "SELECT count(*) FROM relationships")
				if n != 0 {
					t.Errorf("nobody reads %d", n)
				}
				return errors.Join(err, end)
			})
			if !errors.Is(err, end) {
				t.Fatal(err)
			}
		}
		w.Write(func(ctx context.Context, tx reseller.Tx) error {
			n, err := db.Count(ctx, tx, "SELECT count(*) FROM relationships")
			if n != 1 {
				t.Errorf("the platform reads %d", n)
			}
			return err
		})
	}
}

// A login that may not create roles is told by migrate what to do; once that is done it migrates, and serves as one with all rights does.
func TestMigrateTellsALoginWithoutRightsWhatToDo(t *testing.T) {
	t.Parallel()
	address := dbtest.PostgreSQL.Blank(t)
	admin := raw(t, address)
	login := "accord_test_" + strings.ToLower(rand.Text())
	for _, statement := range []string{"CREATE ROLE " + login + " LOGIN", "GRANT ALL ON SCHEMA public TO " + login} {
		_, err := admin.Exec(statement)
		check(t, err)
	}
	t.Cleanup(func() {
		for _, statement := range []string{"DROP OWNED BY " + login, "DROP ROLE " + login} {
			_, err := admin.Exec(statement)
			check(t, err)
		}
	})
	s := dbtest.Open(t, asLogin(t, address, login))
	_, err := s.Migrate(t.Context())
	if err == nil || !strings.Contains(err.Error(), "GRANT accord_tenant TO "+login) {
		t.Fatalf("without rights: %v", err)
	}
	for _, statement := range []string{
		"DO $$ BEGIN CREATE ROLE accord_tenant NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
		"GRANT accord_tenant TO " + login,
	} {
		_, err := admin.Exec(statement)
		check(t, err)
	}
	_, err = s.Migrate(t.Context())
	check(t, err)
	w := dbtest.NewWorld(t, s)
	r := w.Relationship(reseller.Relationship{PartnerID: w.Partner(reseller.Partner{}).ID, CustomerID: w.Customer(reseller.Customer{}).ID})
	check(t, s.Update(t.Context(), dbtest.AsPartner(r.PartnerID), func(ctx context.Context, tx reseller.Tx) error {
		_, err := tx.LockCustomer(ctx, r.CustomerID)
		return errors.Join(err, tx.TouchRelationships(ctx, []reseller.ID{r.ID}))
	}))
	found, err := s.RelationshipsByID(t.Context(), dbtest.AsPartner(r.PartnerID), []reseller.ID{r.ID})
	check(t, err)
	if found[r.ID].Version != r.Version+1 {
		t.Errorf("%+v", found)
	}
}

// asLogin is a database's URL for another login.
func asLogin(t *testing.T, address, login string) string {
	t.Helper()
	u, err := url.Parse(address)
	check(t, err)
	u.User = url.User(login)
	return u.String()
}

// A partner's transaction changes its own record, and of that what is a partner's to change: whether it is suspended, what it is and what it
// sells are the operator's (R5). Of its reseller it ends the pairing, and no more (R24).
func TestR27_APartnersTransactionChangesOfPartnersWhatIsItsOwn(t *testing.T) {
	t.Parallel()
	w := newWalled(t)
	conformance.Prove(t, "postgres")
	provider, tier2 := dbtest.AsPartner(w.partner.ID), dbtest.AsPartner(w.tier2.ID)
	for _, column := range []string{"name", "name_sort", "type", "transacting", "country", "status", "services", "external_key", "created_at"} {
		if changed, err := w.within(t, provider, "UPDATE partners SET "+column+" = "+column+" WHERE id = ?", w.partner.ID); !refusedBy(err, noPrivilege) {
			t.Errorf("%s: %d rows, %v", column, changed, err)
		}
	}
	for _, c := range []struct {
		name, set string
		scope     reseller.Scope
		of        reseller.ID
		args      []any
		allowed   bool
	}{
		{"its own support", "support_url = 'https://a.example'", provider, w.partner.ID, nil, true},
		{"its own, paired as it is", "support_url = 'https://b.example', provider_id = provider_id", tier2, w.tier2.ID, nil, true},
		{"its reseller's support", "support_url = 'https://c.example'", provider, w.tier2.ID, nil, false},
		{"its reseller's support with the pairing's end", "provider_id = NULL, support_url = 'https://c.example'", provider, w.tier2.ID, nil, false},
		{"its provider's support", "support_url = 'https://c.example'", tier2, w.partner.ID, nil, false},
		{"a provider of its choice", "provider_id = ?", tier2, w.tier2.ID, []any{w.strangerPartner.ID}, false},
		{"a reseller given away", "provider_id = ?", provider, w.tier2.ID, []any{w.strangerPartner.ID}, false},
		{"the end of the pairing", "provider_id = NULL, version = version + 1", provider, w.tier2.ID, nil, true},
		{"the former reseller", "version = version + 1", provider, w.tier2.ID, nil, false},
		{"a pairing of its own making", "provider_id = ?", tier2, w.tier2.ID, []any{w.partner.ID}, false},
	} {
		changed, err := w.within(t, c.scope, "UPDATE partners SET "+c.set+" WHERE id = ?", append(c.args, c.of)...)
		if c.allowed && (err != nil || changed != 1) || !c.allowed && !refusedBy(err, noPrivilege) {
			t.Errorf("%s: %d rows, %v", c.name, changed, err)
		}
	}
}

// A key acts as the user who made it: a transaction makes none in the name of a user of another company.
func TestR27_APartnersTransactionMakesNoAPIKeyOfAnothersUser(t *testing.T) {
	t.Parallel()
	w := newWalled(t)
	conformance.Prove(t, "postgres")
	ours := w.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: w.partner.ID})
	makers := map[string]reseller.User{
		"a colleague":      ours,
		"a stranger":       w.User(reseller.User{Tenant: reseller.TenantPartner, TenantID: w.strangerPartner.ID}),
		"a customer's":     w.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: w.customer.ID}),
		"the operator's":   w.User(reseller.User{Tenant: reseller.TenantOperator}),
		"who is not there": {ID: w.ID()},
	}
	for name, maker := range makers {
		key := reseller.APIKey{
			ID: w.ID(), UserID: maker.ID, Tenant: reseller.TenantPartner, TenantID: w.partner.ID, Label: name,
			Roles: ours.Roles, CreatedAt: w.Tick(), ExpiresAt: w.Tick(), Version: 1,
		}
		err := w.store.Update(t.Context(), dbtest.AsPartner(w.partner.ID), func(ctx context.Context, tx reseller.Tx) error {
			return tx.InsertAPIKey(ctx, key, dbtest.HashOf(key))
		})
		if good := maker.ID == ours.ID; good && err != nil || !good && !refusedBy(err, noPrivilege) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
