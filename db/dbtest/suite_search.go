package dbtest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"accord/reseller"
)

var searchCases = []testCase{
	{"R28_exact_before_prefix_before_substring", ranksFound},
	{"R28_search_pages", pagesOfFound},
	{"R28_search_keeps_to_the_walls", searchWalls},
	{"R28_changed_names_and_domains_are_found", searchesChanged},
	{"R28_odd_searches_are_harmless", oddSearches},
	{"R28_searches_cost_few_statements", searchStatements},
}

// found lists the names of the customers that a search finds, and checks that they are counted right.
func found(t *testing.T, k *kit, scope reseller.Scope, search string) []string {
	t.Helper()
	page, err := k.store.Customers(t.Context(), scope, search, wholePage)
	check(t, err)
	var names []string
	for _, c := range page.Items {
		names = append(names, c.Item.Name)
	}
	n, err := k.store.CountCustomers(t.Context(), scope, search)
	check(t, err)
	equal(t, int(n), len(names))
	return names
}

func ranksFound(t *testing.T, k *kit) {
	for name, domain := range map[string]string{
		"Nova": "a.example", "ＮＯＶＡ": "b.example", "nova": "zz.example", "Exact domain": "nova", "Novations": "c.example",
		"Nova Ltd": "nova.example", "Domain begins": "novab.example", "Domain begins, too": "novaa.example",
		"Bossa Nova": "d.example", "A Casanova": "e.example", "Domain contains": "a-nova.example", "Nov": "f.example",
		"新星": "star.example", "新星科技": "g.example", "北京新星": "h.example", "北京新世界": "i.example",
	} {
		k.Customer(reseller.Customer{Name: name, Domain: domain})
	}
	for search, want := range map[string]string{
		"Exact Domain": "Exact domain",
		"新星":           "新星,新星科技,北京新星",
		"NOV":          "Nov,Nova,Nova,Nova,Nova Ltd,Novations,Exact domain,Domain begins, too,Domain begins,A Casanova,Bossa Nova,Domain contains",
		"nova":         "Nova,Nova,Nova,Exact domain,Nova Ltd,Novations,Domain begins, too,Domain begins,A Casanova,Bossa Nova,Domain contains",
		"star.example": "新星",
		"北京":           "北京新世界,北京新星",
		"星":            "北京新星,新星,新星科技",
	} {
		got := strings.Join(found(t, k, AsOperator(), search), ",")
		got = strings.NewReplacer("ＮＯＶＡ", "Nova", ",nova", ",Nova").Replace("," + got)[1:]
		equal(t, got, want)
	}
}

func pagesOfFound(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	var cs []reseller.Customer
	var rs []reseller.Relationship
	for i, name := range listNames() {
		name += [...]string{"", " Contoso", " x contoso"}[i%3]
		cs = append(cs, reseller.Customer{Name: "A contoso " + name})
	}
	for _, c := range k.Customers(cs...) {
		rs = append(rs, reseller.Relationship{PartnerID: partner, CustomerID: c.ID})
	}
	k.Relationships(rs...)
	type item = reseller.Listed[reseller.Customer]
	for _, scope := range []reseller.Scope{AsOperator(), AsPartner(partner)} {
		got := walk(t, func(page reseller.Page) (reseller.Slice[item], error) {
			return k.store.Customers(t.Context(), scope, "CONTOSO", page)
		}, func(i item) reseller.Key { return i.Key })
		equal(t, len(got), listLength)
	}
}

func searchWalls(t *testing.T, k *kit) {
	provider := k.Partner(reseller.Partner{Type: reseller.IndirectProvider}).ID
	tier2 := k.Partner(reseller.Partner{Type: reseller.IndirectReseller, ProviderID: provider}).ID
	stranger := k.Partner(reseller.Partner{}).ID
	ids := map[string]reseller.ID{}
	for _, name := range []string{"Wall provided", "Wall resold", "Wall strange", "Wall ended", "Wall of nobody"} {
		ids[name] = k.Customer(reseller.Customer{Name: name}).ID
	}
	k.Relationships(
		reseller.Relationship{PartnerID: provider, CustomerID: ids["Wall provided"]},
		reseller.Relationship{PartnerID: provider, ResellerID: tier2, CustomerID: ids["Wall resold"]},
		reseller.Relationship{PartnerID: stranger, CustomerID: ids["Wall strange"]},
		reseller.Relationship{PartnerID: stranger, CustomerID: ids["Wall provided"]},
		reseller.Relationship{PartnerID: provider, CustomerID: ids["Wall ended"], Status: reseller.RelationshipEnded},
	)
	for _, search := range []string{"wall", "W", "wa", "all", "Wall"} {
		for name, test := range map[string]struct {
			scope reseller.Scope
			want  string
		}{
			"operator": {AsOperator(), "Wall ended,Wall of nobody,Wall provided,Wall resold,Wall strange"},
			"provider": {AsPartner(provider), "Wall provided,Wall resold"},
			"reseller": {AsPartner(tier2), "Wall resold"},
			"stranger": {AsPartner(stranger), "Wall provided,Wall strange"},
			"customer": {AsCustomer(ids["Wall ended"]), "Wall ended"},
			"nobody":   {AsNobody(), ""},
		} {
			if got := strings.Join(found(t, k, test.scope, search), ","); got != test.want {
				t.Errorf("%q as %s: %q", search, name, got)
			}
		}
	}
	for _, name := range []string{"Wall strange", "Wall of nobody"} {
		equal(t, found(t, k, AsPartner(provider), name), nil)
		equal(t, found(t, k, AsCustomer(ids["Wall ended"]), name), nil)
	}
}

func searchesChanged(t *testing.T, k *kit) {
	c := k.Customer(reseller.Customer{Name: "Before", Domain: "before.example"})
	other := k.Customer(reseller.Customer{Name: "Beside", Domain: "beside.example"})
	c.Name, c.Version = "后来", 2
	k.Customer(c)
	equal(t, found(t, k, AsOperator(), "Before"), []string{"后来"}) // by its domain
	c.Domain, c.Version = "later.example", 3
	k.Customer(c)
	c.Country, c.Version = "SG", 4
	k.Customer(c)
	for search, want := range map[string][]string{
		"before": nil, "efor": nil, "后来": {"后来"}, "来": {"后来"}, "ter.ex": {"后来"}, "esid": {other.Name},
	} {
		equal(t, found(t, k, AsOperator(), search), want)
	}
}

// odd are texts that a language of queries could take for something else.
var odd = []string{
	"\x00", "a\x00b", "%", "_", `\`, `'`, `"`, `""`, "''", `' OR 1 = 1 --`, "a AND b", "NOT a", "NEAR(a b)", "*", "a*", "^a", "{grams} : a",
	"-a", "(", ")", "a:*", "a & b", "!a", "<->", "$1", "?", "{1,2}", "\xff\xfe", "\uFFFD", "\U0010FFFF", "👩‍👩‍👧‍👦", "🇨🇳", "e\u0301", "ﷺ", "\u3000", " ",
	strings.Repeat("长", 200), strings.Repeat("ﷺ", 200), strings.Repeat("ab ", 66), strings.Repeat("%", 200),
}

func oddSearches(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: k.Customer(reseller.Customer{Name: "Plain"}).ID})
	for i, text := range odd {
		if strings.TrimSpace(text) == "" {
			continue
		}
		for _, scope := range []reseller.Scope{AsOperator(), AsPartner(partner)} {
			equal(t, found(t, k, scope, text), nil)
		}
		if utf8.ValidString(text) && !strings.Contains(text, "\x00") && i%3 == 0 { // such names are found again, by the whole and by a part
			named := k.Customer(reseller.Customer{Name: text + " odd"})
			equal(t, found(t, k, AsOperator(), text+" od")[0], named.Name)
			named.Name, named.Version = "Plain", 2
			k.Customer(named)
		}
	}
}

// SearchBound is how many customers a store under test may gather from its index of grams: few, so that the suite needs no
// thousand of them.
const SearchBound = 100

func searchStatements(t *testing.T, k *kit) {
	partner := k.Partner(reseller.Partner{}).ID
	var cs []reseller.Customer
	for range SearchBound + SearchBound/2 {
		cs = append(cs, reseller.Customer{})
	}
	for _, c := range k.Customers(cs...)[:20] {
		k.Relationship(reseller.Relationship{PartnerID: partner, CustomerID: c.ID})
	}
	for search, most := range map[string]int64{"customer": 6, "stomer": 7, "e": 7, "customer 117": 2, "nowhere": 2} {
		for _, scope := range []reseller.Scope{AsOperator(), AsPartner(partner), AsCustomer(cs[0].ID)} {
			n := k.statements(func() {
				_, err := k.store.Customers(t.Context(), scope, search, reseller.Page{Limit: pageSize})
				check(t, err)
			})
			if n > most {
				t.Errorf("%q costs %d statements", search, n)
			}
		}
	}
}
