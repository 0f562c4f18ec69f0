package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// What page asks for: the 50 newest relationships of one partner.
const pageFields = `edges { cursor node { id status acceptedAt customer { id name domain } delegatedAdminPrivileges { service { code } } } }
	pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`

const (
	accordPage    = `query Page($id: ID!) { partner(id: $id) { relationships(first: 50) { ` + pageFields + ` } } }`
	mercuriusPage = accordPage
	// PostGraphile has its own names for the same.
	postgraphilePage = `query Page($id: UUID!) { partner: partnerByRowId(rowId: $id) {
	relationships: relationshipsByPartnerId(first: 50, orderBy: [ACCEPTED_AT_DESC, ROW_ID_DESC]) {
		edges { cursor node { rowId status acceptedAt customer: customerByCustomerId { rowId name domain }
			delegatedAdminPrivileges: delegatedAdminPrivilegesByRelationshipId { nodes { service } } } }
		pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`
)

// line is what a row of page says, whoever answers.
type line struct {
	Status, Customer, Name string
	AcceptedAt             time.Time
	Services               []string
}

// pageOf asks a server for a partner's page and reads the rows.
func pageOf(ctx context.Context, address string, r request) ([]line, error) {
	var op operation
	if err := json.Unmarshal(r.body, &op); err != nil {
		return nil, err
	}
	var data map[string]map[string]struct {
		Edges []struct {
			Node struct {
				Status                   string
				AcceptedAt               time.Time
				Customer                 struct{ Name, Domain string }
				DelegatedAdminPrivileges privileges
			}
		}
	}
	if err := post(ctx, http.DefaultClient, address+r.path, r.token, op, &data); err != nil {
		return nil, err
	}
	var lines []line
	for _, partner := range data {
		for _, page := range partner {
			for _, e := range page.Edges {
				lines = append(lines, line{e.Node.Status, e.Node.Customer.Domain, e.Node.Customer.Name, e.Node.AcceptedAt, e.Node.DelegatedAdminPrivileges})
			}
		}
	}
	return lines, nil
}

// privileges are the services of a relationship's privileges, as a list or as PostGraphile's connection.
type privileges []string

// UnmarshalJSON implements json.Unmarshaler.
func (p *privileges) UnmarshalJSON(text []byte) error {
	var list []struct {
		Service struct {
			Code string `json:"code"`
		} `json:"service"`
	}
	if json.Unmarshal(text, &list) == nil {
		for _, d := range list {
			*p = append(*p, d.Service.Code)
		}
		return nil
	}
	var connection struct {
		Nodes []struct {
			Service string `json:"service"`
		} `json:"nodes"`
	}
	err := json.Unmarshal(text, &connection)
	for _, d := range connection.Nodes {
		*p = append(*p, d.Service)
	}
	return err
}

// checked are the partners whose pages are held to the data set: the large one, and two of the others.
func (d dataset) checked() []int { return []int{0, 1, d.partners - 1} }

// expectedPages are their pages as the data set has them, by partner.
func (d dataset) expectedPages() map[int][]line {
	pages := map[int][]line{}
	for n := range d.relationships() {
		r := d.relationship(n)
		if !slices.Contains(d.checked(), r.partner) {
			continue
		}
		c := d.customer(r.customer)
		l := line{Status: "ACTIVE", Customer: c.domain, Name: c.name, AcceptedAt: r.acceptedAt, Services: r.services}
		if !r.endedAt.IsZero() {
			l.Status = "ENDED"
		}
		pages[r.partner] = append(pages[r.partner], l)
	}
	for partner, all := range pages {
		slices.SortFunc(all, newestFirst)
		pages[partner] = all[:min(len(all), pageSize)]
	}
	return pages
}

// pageSize is how many relationships page asks for.
const pageSize = 50

func newestFirst(a, b line) int {
	return cmp.Or(b.AcceptedAt.Compare(a.AcceptedAt), strings.Compare(a.Customer, b.Customer))
}

// checkPages holds the pages of some partners that a server gives to what the data set has. requests are all partners', by number.
func (d dataset) checkPages(ctx context.Context, address string, requests []request) error {
	for partner, want := range d.expectedPages() {
		got, err := pageOf(ctx, address, requests[partner])
		if err != nil {
			return err
		}
		for _, lines := range [][]line{got, want} {
			slices.SortFunc(lines, newestFirst) // rows of the same second have no order that all agree on
			for _, l := range lines {
				slices.Sort(l.Services) // privileges that were imported at once have none either
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			return fmt.Errorf("%s gives another page of partner %d than was loaded:\n%v\nbut loaded was\n%v", address, partner, got, want)
		}
	}
	return nil
}
