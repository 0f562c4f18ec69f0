package db

import (
	"context"
	"slices"

	"accord/db/dialect"
	"accord/reseller"
)

// RelationshipLines implements reseller.LineReader.
func (s *Store) RelationshipLines(ctx context.Context, scope reseller.Scope, owner reseller.ID, list reseller.RelationshipList, page reseller.Page,
	parts reseller.LineParts,
) (reseller.Slice[reseller.RelationshipLine], error) {
	l, err := s.relationshipListing(ctx, scope, []reseller.ID{owner}, list)
	if err != nil {
		return reseller.Slice[reseller.RelationshipLine]{}, err
	}
	statement, args := linesStatement(l, scope, owner, page, parts)
	lines := lineScanner{parts: parts, byName: list.Order.Field == reseller.OrderCustomerName}
	if err := s.eachRow(ctx, statement, args, lines.take); err != nil {
		return reseller.Slice[reseller.RelationshipLine]{}, err
	}
	for i := range lines.lines {
		slices.SortFunc(lines.lines[i].Privileges, oldestFirst)
	}
	return cut(lines.lines, page), nil
}

// eachRow runs a statement outside of any transaction, and again when its connection was lost before it gave a row.
func (s *Store) eachRow(ctx context.Context, statement string, args []any, each func(dialect.Cells)) error {
	statement, args = s.prepare(ctx, statement, args)
	return s.readAgain(ctx, func(ctx context.Context) (given bool, err error) {
		err = s.dialect.EachRow(ctx, s.read.of(ctx).DB, statement, args, func(c dialect.Cells) {
			given = true
			each(c)
		})
		return given, s.failure(err)
	})
}

// linesStatement gives one statement for a page and what its rows have beside: the page comes first, from the stretches of its indexes,
// and only its rows are joined with anything.
func linesStatement(l listing, scope reseller.Scope, owner reseller.ID, page reseller.Page, parts reseller.LineParts) (string, []any) {
	l.columns = "r.id AS r_id, r.status AS r_status, r.accepted_at AS r_accepted_at, r.ended_at AS r_ended_at, r.version AS r_version" +
		", r.partner_id AS r_partner_id, r.reseller_id AS r_reseller_id, r.customer_id AS r_customer_id"
	byName := "NULL"
	if l.key == "c.name_sort" {
		l.columns += ", c.name_sort AS c_name_sort"
		byName = "page.c_name_sort"
	}
	statement, args := l.of("?", []any{owner}, page)
	columns, joins := "page.r_id, page.r_status, page.r_accepted_at, page.r_ended_at, page.r_version, "+byName, ""
	if parts.Customer {
		columns += ", c.id, c.name, c.domain, c.country"
		joins += " JOIN customers c ON c.id = page.r_customer_id"
	}
	if parts.Privileges {
		columns += ", d.id, d.service, d.status, d.granted_at, d.ended_at, d.end_reason"
		joins += " LEFT JOIN delegated_admin_privileges d ON d.relationship_id = page.r_id"
		var wall clause
		// What scopeDelegations admits, asked of the relationship that is at hand.
		wall.bound(scope, "d.partner_id = ? OR page.r_partner_id = ? OR page.r_reseller_id = ? AND d.partner_id = page.r_partner_id", "d.customer_id = ?")
		if !scope.All() {
			joins += " AND " + wall.sql()
			args = append(args, wall.args...)
		}
	}
	return "SELECT " + columns + " FROM (" + statement + ") AS page" + joins + " ORDER BY " + aliased.Replace(l.order(page)), args
}

func oldestFirst(a, b reseller.PrivilegeLine) int {
	if c := a.GrantedAt.Compare(b.GrantedAt); c != 0 {
		return c
	}
	return compareIDs(a.ID, b.ID)
}

// lineScanner puts the lines of the statement together: a row for each relationship, of which each privilege is a line.
type lineScanner struct {
	parts  reseller.LineParts
	byName bool
	lines  []reseller.RelationshipLine
}

func (s *lineScanner) take(c dialect.Cells) {
	id := c.ID(0)
	if n := len(s.lines); n == 0 || s.lines[n-1].ID != id {
		s.lines = append(s.lines, s.row(id, c))
	}
	if !s.parts.Privileges {
		return
	}
	first := s.columnsBefore()
	privilege := c.ID(first)
	if privilege.IsZero() {
		return // it has none
	}
	row := &s.lines[len(s.lines)-1]
	row.Privileges = append(row.Privileges, reseller.PrivilegeLine{
		ID: privilege, Service: c.Word(first + 1), Status: reseller.DelegationStatus(c.Word(first + 2)), GrantedAt: c.Time(first + 3),
		EndedAt: c.Time(first + 4), EndReason: reseller.EndReason(c.Word(first + 5)),
	})
}

// ofRelationship and ofCustomer are how many columns each has.
const (
	ofRelationship = 6
	ofCustomer     = 4
)

// columnsBefore is how many columns come before a privilege's.
func (s *lineScanner) columnsBefore() int {
	if s.parts.Customer {
		return ofRelationship + ofCustomer
	}
	return ofRelationship
}

func (s *lineScanner) row(id reseller.ID, c dialect.Cells) reseller.RelationshipLine {
	r := reseller.RelationshipLine{
		ID: id, Status: reseller.RelationshipStatus(c.Word(1)), AcceptedAt: c.Time(2), EndedAt: c.Time(3), Version: c.Int(4),
		Key: reseller.Key{ID: id},
	}
	r.Key.Time = r.AcceptedAt
	if s.byName {
		r.Key = reseller.Key{ID: id, Text: c.Text(5)}
	}
	if s.parts.Customer {
		r.Customer = reseller.CustomerLine{
			ID: c.ID(ofRelationship), Name: c.Text(ofRelationship + 1), Domain: c.Text(ofRelationship + 2),
			Country: c.Word(ofRelationship + 3),
		}
	}
	return r
}
