package db_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"accord/db"
	"accord/db/dbtest"
	"accord/reseller"
)

// directory is customers of random names beside the store that has them.
type directory struct {
	store *db.Store
	// customers are in the order in which they came.
	customers []reseller.Customer
	viewers   []reseller.Scope
	// visible are the customers that each viewer may find.
	visible []map[reseller.ID]bool
}

// The bounds of the model's searches: few, since a customer costs SQLite's index much time.
const fewFound, fewSorted, fewOwned, fewAsked = 100, 200, 60, 30

// TestR28_search_is_as_the_model_says: whatever is searched, the pages together are the customers that contain it, exact ones
// first, then those that begin with it, then the others, forwards and backwards.
func TestR28_search_is_as_the_model_says(t *testing.T) {
	t.Parallel()
	dbtest.EachBackend(t, func(t *testing.T, b dbtest.Backend) {
		url := b.New(t)
		s := dbtest.Open(t, url, db.WithSearchBounds(fewFound, fewSorted, fewOwned, fewAsked))
		spread(t, s.Kind(), url)
		d := newDirectory(t, s)
		rapid.Check(t, func(r *rapid.T) {
			viewer := rapid.IntRange(0, len(d.viewers)-1).Draw(r, "viewer")
			search := d.search(r)
			size := rapid.SampledFrom([]int{7, 40, 100, 500}).Draw(r, "size")
			want := d.model(viewer, search)
			got, err := d.walk(t.Context(), viewer, search, size, rapid.Bool().Draw(r, "backward"))
			if err != nil {
				r.Fatal(err)
			}
			if !slices.ContainsFunc(want, func(order []reseller.ID) bool { return slices.Equal(order, got) }) {
				r.Fatalf("%q: got %d, want %d, or in another order", search, len(got), len(want[0]))
			}
			n, err := s.CountCustomers(t.Context(), d.viewers[viewer], search)
			if err != nil || int(n) != len(got) {
				r.Fatalf("%q: counted %d of %d, %v", search, n, len(got), err)
			}
		})
	})
}

// spread has the customers to come lie in many blocks of PostgreSQL's index, a few in each.
func spread(t *testing.T, kind, url string) {
	t.Helper()
	if kind == "postgres" {
		_, err := raw(t, url).ExecContext(t.Context(), "ALTER TABLE customers ALTER COLUMN number SET INCREMENT BY 1000")
		check(t, err)
	}
}

func newDirectory(t *testing.T, s *db.Store) *directory {
	t.Helper()
	const n, small, large = 330, 20, 310 // on either side of what is gathered
	w := dbtest.NewWorld(t, s)
	random := rand.New(rand.NewPCG(28, 28))
	cs := make([]reseller.Customer, n)
	for i := range cs {
		cs[i] = reseller.Customer{Name: randomName(random)}
		if i%5 == 0 {
			cs[i].Domain = fmt.Sprintf("%c%c.co%d.example", 'a'+random.IntN(3), 'a'+random.IntN(3), i)
		}
	}
	d := &directory{store: s, customers: w.Customers(cs...)}
	d.see(dbtest.AsOperator(), d.customers)
	for _, size := range []int{small, large} {
		partner := w.Partner(reseller.Partner{}).ID
		var rs []reseller.Relationship
		var own []reseller.Customer
		for _, i := range random.Perm(n)[:size] {
			own = append(own, d.customers[i])
			rs = append(rs, reseller.Relationship{PartnerID: partner, CustomerID: d.customers[i].ID})
		}
		w.Relationships(rs...)
		d.see(dbtest.AsPartner(partner), own)
	}
	d.resell(w)
	return d
}

// resell adds a reseller who sees customers in several ways at once.
func (d *directory) resell(w *dbtest.World) {
	partners := w.Partners(reseller.Partner{}, reseller.Partner{}, reseller.Partner{Type: reseller.IndirectReseller})
	tier2 := partners[2].ID
	var rs []reseller.Relationship
	var own []reseller.Customer
	for i, c := range d.customers {
		before := len(rs)
		for way, r := range []reseller.Relationship{
			{PartnerID: partners[0].ID, ResellerID: tier2}, {PartnerID: partners[1].ID, ResellerID: tier2}, {PartnerID: tier2},
		} {
			if i&(1<<way) != 0 {
				r.CustomerID = c.ID
				rs = append(rs, r)
			}
		}
		if len(rs) > before {
			own = append(own, c)
		}
	}
	w.Relationships(rs...)
	d.see(dbtest.AsPartner(tier2), own)
}

func (d *directory) see(scope reseller.Scope, customers []reseller.Customer) {
	visible := map[reseller.ID]bool{}
	for _, c := range customers {
		visible[c.ID] = true
	}
	d.viewers, d.visible = append(d.viewers, scope), append(d.visible, visible)
}

var nameParts = []string{"Co", "CO", "co", "ｃｏ", "Nova", "公司", "科技", "公", "北京", "-", " ", "Straße", "STRASSE", "a", "b", "%", "🦊", "Å"}

func randomName(random *rand.Rand) string {
	var name strings.Builder
	for range 1 + random.IntN(5) {
		name.WriteString(nameParts[random.IntN(len(nameParts))])
	}
	return cmp.Or(strings.TrimSpace(name.String()), "公司")
}

// search draws something to search for, mostly a part of a name or of a domain.
func (d *directory) search(r *rapid.T) string {
	if rapid.IntRange(0, 9).Draw(r, "else") == 0 {
		return cmp.Or(strings.TrimSpace(rapid.String().Draw(r, "text")), "co")
	}
	c := rapid.SampledFrom(d.customers).Draw(r, "customer")
	letters := []rune(rapid.SampledFrom([]string{c.Name, c.Domain, strings.ToUpper(c.Name)}).Draw(r, "of"))
	from := rapid.IntRange(0, len(letters)-1).Draw(r, "from")
	to := rapid.IntRange(from+1, len(letters)).Draw(r, "to")
	return cmp.Or(strings.TrimSpace(string(letters[from:to])), "co")
}

// model gives the orders that those found may have: of few by name, of many in the order in which they came.
func (d *directory) model(viewer int, search string) [][]reseller.ID {
	text := db.SortKey(strings.ReplaceAll(search, "\x00", "\uFFFD"))
	var found []placed
	for i, c := range d.customers {
		p := placed{id: c.ID, came: i, name: db.SortKey(c.Name), domain: c.Domain}
		if d.visible[viewer][c.ID] && (strings.Contains(p.name, text) || strings.Contains(p.domain, text)) {
			found = append(found, p.ranked(text))
		}
	}
	few, many := sorted(found, false), sorted(found, true)
	if len(found) > fewFound {
		return [][]reseller.ID{many}
	}
	return [][]reseller.ID{few, many} // it depends on how many have the same grams
}

type placed struct {
	id           reseller.ID
	came, rank   int
	name, domain string
}

func (p placed) ranked(text string) placed {
	p.rank = 4
	for rank, is := range []bool{p.name == text, p.domain == text, strings.HasPrefix(p.name, text), strings.HasPrefix(p.domain, text)} {
		if is {
			p.rank = rank
			break
		}
	}
	return p
}

func sorted(found []placed, many bool) []reseller.ID {
	found = slices.SortedFunc(slices.Values(found), func(a, b placed) int {
		by := cmp.Or(cmp.Compare(a.name, b.name), bytes.Compare(a.id[:], b.id[:]))
		switch {
		case a.rank == 3:
			by = cmp.Compare(a.domain, b.domain)
		case a.rank == 4 && many:
			by = cmp.Compare(a.came, b.came)
		}
		return cmp.Or(cmp.Compare(a.rank, b.rank), by)
	})
	ids := make([]reseller.ID, len(found))
	for i, p := range found {
		ids[i] = p.id
	}
	return ids
}

// walk reads a search by pages of a size.
func (d *directory) walk(ctx context.Context, viewer int, search string, size int, backward bool) ([]reseller.ID, error) {
	var all []reseller.ID
	page := reseller.Page{Limit: size, Backward: backward}
	for {
		slice, err := d.store.Customers(ctx, d.viewers[viewer], search, page)
		if err != nil || len(slice.Items) == 0 {
			return all, err
		}
		var ids []reseller.ID
		for _, c := range slice.Items {
			ids = append(ids, c.Item.ID)
		}
		more := slice.HasNext
		if backward {
			all, more = slices.Concat(ids, all), slice.HasPrevious
			page.Before = &slice.Items[0].Key
		} else {
			all = append(all, ids...)
			page.After = &slice.Items[len(slice.Items)-1].Key
		}
		if !more {
			return all, nil
		}
	}
}
