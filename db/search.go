package db

import (
	"context"
	"strconv"

	"accord/reseller"
)

// searchBounds bound how customers are searched (R28). Those found come by ranks: the exact ones, those that begin with the
// text, those that contain it. Where few are found they are gathered and sorted (search_few.go). Where many are, gathering
// them would take too long: then each rank is a list of its own, read in the order of an index until the page is full
// (search_many.go).
type searchBounds struct {
	// found is how many may be gathered from the index of grams.
	found int
	// sorted is how many numbers may be sorted, where the index of grams gives all at once: it is a block's worth, as that is what
	// is read and sorted of more.
	sorted int
	// owned is how many of an owner's rows are looked through one by one before the grams are asked.
	owned int
	// asked is how many customers that the grams give are asked whose they are, before the rest of a partner's are looked through.
	asked int
}

// usualBounds are those of every Store that no test has narrowed.
var usualBounds = searchBounds{found: 1000, sorted: 8192, owned: 3000, asked: 300}

// rank is the first character of a place in a list of customers found.
type rank = string

const (
	rankExactName    rank = "0" // by id
	rankExactDomain  rank = "1" // one at most
	rankNamePrefix   rank = "2" // by name
	rankDomainPrefix rank = "3" // by domain
	rankFewContain   rank = "4" // by name, where few are found
	rankManyContain  rank = "5" // in the order of entry, where many are
)

// rankOf gives the rank of a place. Of one that no list has it gives what stands before or behind all ranks.
func rankOf(key *reseller.Key) rank { return key.Text[:min(1, len(key.Text))] }

// customerSearch is a search among the customers of a scope for a text as SortKey writes it, not empty.
type customerSearch struct {
	reader
	scope reseller.Scope
	text  string
	// candidates is how many customers have its grams, up to a bound, once they are counted.
	candidates int
}

// contains is the condition that a customer is found; of says as what it is read. The grams only narrow down whom to ask.
func (s customerSearch) contains(of string) clause {
	var c clause
	at := s.dialect.Position
	c.and("("+at+"("+of+".name_sort, ?) > 0 OR "+at+"("+of+".domain, ?) > 0)", s.text, s.text)
	return c
}

// merely is the condition that it is found, and that neither its name nor its domain begins with the text.
func (s customerSearch) merely(of string) clause {
	c, name, domain := s.contains(of), s.begins(of+".name_sort"), s.begins(of+".domain")
	c.and("NOT ("+name.sql()+") AND NOT ("+domain.sql()+")", append(name.args, domain.args...)...)
	return c
}

// begins is the condition that a column begins with the text.
func (s customerSearch) begins(column string) clause {
	var c clause
	c.and(column+" >= ?", s.text)
	if end, ok := beyondPrefix(s.text); ok {
		c.and(column+" < ?", end)
	}
	return c
}

// grams is the parameter of the conditions on grams.
func (s customerSearch) grams() any { return s.dialect.Grams(gramsOf(s.text)) }

// few tells whether those found can be gathered, once candidates are counted.
func (s customerSearch) few() bool { return s.candidates <= s.bounds.found }

// ofOne tells that there is no more than one customer to search.
func (s customerSearch) ofOne() bool {
	_, ofCustomer := s.scope.Customer()
	return ofCustomer || s.scope == (reseller.Scope{})
}

// samples is in how many blocks counted looks first.
const samples = 4

// counted counts the candidates, unless there is one customer at most to search. Where the index gives all of them at once it
// looks into a few blocks first, since a text that many have shows there: those are not asked for all at once.
func (s customerSearch) counted(ctx context.Context) (customerSearch, error) {
	if s.ofOne() {
		return s, nil
	}
	grams, upTo := s.grams(), func(rows string) string { return "SELECT count(*) FROM (" + rows + " LIMIT ?) AS found" }
	if s.dialect.GramsInOrder != "" {
		err := s.get(ctx, &s.candidates, upTo("SELECT 1 FROM "+s.dialect.GramsInOrder+" WHERE "+s.dialect.InOrder), grams, s.bounds.found+1)
		return s, err
	}
	all := "SELECT 1 FROM customers c WHERE " + s.dialect.HasGrams
	last := "(SELECT COALESCE(max(number), 0) >> " + strconv.Itoa(s.dialect.BlockBits) + " FROM customers)"
	sample := "SELECT 1 FROM generate_series(0, " + last + ", " + last + " / ? + 1) AS block (no) CROSS JOIN LATERAL (" +
		all + " AND " + s.dialect.InBlocks("block.no") + " OFFSET 0) AS sample"
	err := s.get(ctx, &s.candidates, "SELECT CASE WHEN ("+upTo(sample)+") > ? THEN ? ELSE ("+upTo(all)+") END",
		samples, grams, s.bounds.found+1, s.bounds.found, s.bounds.sorted+1, grams, s.bounds.sorted+1)
	return s, err
}

type foundRow struct {
	customerRow
	Place string `db:"c_place"`
}

func (r foundRow) listed() reseller.Listed[reseller.Customer] {
	return reseller.Listed[reseller.Customer]{Item: r.customer(), Key: reseller.Key{Text: r.Place, ID: reseller.ID(r.ID)}}
}

// page reads a page of those found.
func (s customerSearch) page(ctx context.Context, page reseller.Page) (reseller.Slice[reseller.Listed[reseller.Customer]], error) {
	rows, err := s.rows(ctx, page)
	found := make([]reseller.Listed[reseller.Customer], len(rows))
	for i, row := range rows {
		found[i] = row.listed()
	}
	return cut(found, page), err
}

func (s customerSearch) rows(ctx context.Context, page reseller.Page) ([]foundRow, error) {
	counted, err := s.counted(ctx)
	if err != nil {
		return nil, err
	}
	// What was read as a list of many is read on as one, so that its order stays.
	if counted.few() && !isAmongMany(page.After) && !isAmongMany(page.Before) {
		return counted.gather(ctx, page)
	}
	return counted.many(ctx, page)
}

func isAmongMany(key *reseller.Key) bool { return key != nil && rankOf(key) == rankManyContain }

// count counts those found.
func (s customerSearch) count(ctx context.Context) (n int32, err error) {
	counted, err := s.counted(ctx)
	if err != nil {
		return 0, err
	}
	from, where := "customers c", s.found()
	if _, ofPartner := s.scope.Partner(); ofPartner && !counted.few() {
		own := shelfOf(s.scope)
		from, where = own.table, own.where
		where.add(s.contains(own.as))
	}
	err = s.get(ctx, &n, "SELECT count(*) FROM "+from+" WHERE "+where.sql(), where.args...)
	return n, err
}

// found is the condition on customers c that they are found, by their grams.
func (s customerSearch) found() clause {
	where := within(scopeCustomers, s.scope)
	if !s.ofOne() {
		where.and(s.dialect.HasGrams, s.grams())
	}
	where.add(s.contains("c"))
	return where
}
