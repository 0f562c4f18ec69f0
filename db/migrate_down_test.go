package db_test

import (
	"context"
	"database/sql"
	"reflect"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"accord/db"
	"accord/db/dbtest"
	"accord/db/postgres"
	"accord/db/sqlite"
	"accord/reseller"
)

// lived is rows of all that later revisions have changed.
type lived struct {
	customer   reseller.Customer
	removed    reseller.User
	user       reseller.User
	acceptance reseller.Acceptance
	decline    reseller.Decline
}

func live(t *testing.T, s *db.Store) lived {
	t.Helper()
	w := dbtest.NewWorld(t, s)
	partner := w.Partner(reseller.Partner{})
	l := lived{customer: w.Customer(reseller.Customer{Name: "Contoso", Domain: "contoso.example"})}
	l.user = w.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: l.customer.ID})
	w.APIKey(l.user, reseller.APIKey{}) // which the earlier revisions have no place for
	gone := w.User(reseller.User{Tenant: reseller.TenantCustomer, TenantID: l.customer.ID})
	gone.Email, gone.Name, gone.Roles, gone.RemovedAt, gone.Version = "", "", nil, w.Tick(), 2
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutUsers(ctx, []reseller.User{gone}) })
	l.removed = gone
	link := w.Invite(reseller.Invite{PartnerID: partner.ID})
	r := w.Relationship(reseller.Relationship{PartnerID: partner.ID, CustomerID: l.customer.ID})
	l.acceptance = w.Acceptance(link.ID, r.ID)
	l.decline = reseller.Decline{ID: w.ID(), InviteID: link.ID, CustomerID: l.customer.ID, DeclinedBy: l.user.ID, DeclinedAt: w.Tick()}
	w.Write(func(ctx context.Context, tx reseller.Tx) error { return tx.PutDecline(ctx, l.decline) })
	return l
}

// gooseOn takes this build's steps on a database of one kind.
func gooseOn(kind string, conn *sql.DB) (*goose.Provider, error) {
	dialect := sqlite.Dialect()
	if kind == "postgres" {
		dialect = postgres.Dialect()
	}
	return goose.NewProvider(dialect.Goose, conn, dialect.Migrations)
}

// downTo takes a database back to a revision.
func downTo(t *testing.T, kind string, conn *sql.DB, revision int64) {
	t.Helper()
	provider, err := gooseOn(kind, conn)
	check(t, err)
	_, err = provider.DownTo(t.Context(), revision)
	check(t, err)
}

// Who takes the schema back and forth loses what the earlier one has no place for, such as who declined, and nothing else.
func TestMigrateDownAndUpAgainKeepsTheRows(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		s, conn := dbtest.Open(t, url), raw(t, url)
		l := live(t, s)
		downTo(t, s.Kind(), conn, 1)
		_, err := s.Migrate(t.Context())
		check(t, err)
		l.stays(t, s)
		l.isNobody(t, s)
	})
}

// stays finds the rows that every revision has, by the index of customers' names too.
func (l lived) stays(t *testing.T, s *db.Store) {
	t.Helper()
	found, err := s.Customers(t.Context(), dbtest.AsOperator(), "ontos", reseller.Page{Limit: 10})
	check(t, err)
	if len(found.Items) != 1 || found.Items[0].Item != l.customer {
		t.Errorf("customers: %+v", found.Items)
	}
	viewer, err := s.Identify(t.Context(), l.user.Email)
	check(t, err)
	if !reflect.DeepEqual(viewer.User, l.user) {
		t.Errorf("the user: %+v", viewer.User)
	}
	links := []reseller.ID{l.acceptance.InviteID}
	pages, err := s.AcceptancesOf(t.Context(), dbtest.AsOperator(), links, reseller.AnswerFilter{}, reseller.Page{Limit: 10})
	check(t, err)
	accepted := pages[l.acceptance.InviteID].Items
	if len(accepted) != 1 || accepted[0].RelationshipID != l.acceptance.RelationshipID || !accepted[0].AcceptedAt.Equal(l.acceptance.AcceptedAt) {
		t.Errorf("acceptances: %+v", accepted)
	}
	declined, err := s.CountDeclines(t.Context(), dbtest.AsOperator(), links, reseller.AnswerFilter{})
	check(t, err)
	if n := declined[l.decline.InviteID]; n != 0 {
		t.Errorf("%d declines", n)
	}
}

// isNobody: of the user who was removed the row is there, with an e-mail address of no one.
func (l lived) isNobody(t *testing.T, s *db.Store) {
	t.Helper()
	found, err := s.UsersByID(t.Context(), dbtest.AsOperator(), []reseller.ID{l.removed.ID})
	check(t, err)
	user := found[l.removed.ID]
	if user.TenantID != l.customer.ID || user.Email == "" || strings.Contains(user.Email, "@") {
		t.Errorf("the user who was removed: %+v", user)
	}
}
