package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Of the world's customers the first few get most of what is asked, so that clients meet there.
const (
	customerCount = 24
	hotCustomers  = 4
	// heldCustomer is the index of one more, of whom the load asks nothing.
	heldCustomer = customerCount
)

var serviceCodes = []string{"OFFICE365", "AZURE", "INTUNE"}

// offerCodes are what is ordered; each has seats from 1 to ten million, so that a number of seats tells an order apart.
var offerCodes = []string{"OFFICE_E1", "INTUNE_DEVICE", "OFFICE_WITH_INTUNE"}

// company is a partner or customer of the world.
type company struct {
	key, kind string
	// id is the one of the API, and user that of its administrator.
	id, user string
	// email is its administrator's, and token a bearer token of that.
	email, token string
	// services are those that a partner sells.
	services []string
}

// transacting reports whether the partner counts among holders (R11).
func (c *company) transacting() bool {
	return c != nil && (c.kind == "DIRECT_RESELLER" || c.kind == "INDIRECT_PROVIDER")
}

// linkSlot is whose links are made, and in which reseller's name: indexes of partners; -1 for nobody's.
type linkSlot struct{ partner, named int }

// world is the companies of a database, and what clients have learned of it.
type world struct {
	binary string
	env    []string

	partners, customers []*company
	operator            *company
	slots               []linkSlot

	// runs counts the loads that were driven, so that what they name is unique.
	runs int
	book book
}

// book is what all clients have learned so far, and choose from.
type book struct {
	mu sync.Mutex
	// opened: ids and default links are known.
	opened bool
	// links are those of each slot, the default one first.
	links map[int][]inviteLink
	// relationships are the latest ones, by partner and customer.
	relationships map[[2]int]string
	// subscriptions and created customers are those of each partner.
	subscriptions, created map[int][]string
}

// inviteLink is an invite that clients know.
type inviteLink struct {
	id, token string
	services  []string
}

var partnerRows = []company{
	{key: "alpha", kind: "DIRECT_RESELLER", services: serviceCodes},
	{key: "beta", kind: "DIRECT_RESELLER", services: serviceCodes},
	{key: "gamma", kind: "DIRECT_RESELLER", services: serviceCodes[:2]},
	{key: "provider", kind: "INDIRECT_PROVIDER", services: serviceCodes},
	{key: "reseller", kind: "INDIRECT_RESELLER", services: serviceCodes},
	{key: "advisor", kind: "ADVISOR", services: serviceCodes[:2]},
}

// prepare loads a world into an empty, migrated database by accord import, and has accord token make a token for each of its users. The
// environment names the database and the secret key. The seed settles which relationships are there from the start.
func prepare(ctx context.Context, binary string, env []string, dir string, seed uint64) (*world, error) {
	w := &world{
		binary: binary, env: env, operator: &company{key: "operator", email: "operator@accord.example"},
		slots: []linkSlot{{0, -1}, {1, -1}, {2, -1}, {3, -1}, {3, 4}, {5, -1}},
		book:  book{links: map[int][]inviteLink{}, relationships: map[[2]int]string{}, subscriptions: map[int][]string{}, created: map[int][]string{}},
	}
	for _, p := range partnerRows {
		p.email = "admin@" + p.key + ".example"
		w.partners = append(w.partners, &p)
	}
	for i := range customerCount + 1 {
		key := fmt.Sprintf("customer%02d", i)
		w.customers = append(w.customers, &company{key: key, email: "admin@" + key + ".example"})
	}
	files, err := w.write(dir, rand.New(rand.NewPCG(seed, 0))) //nolint:gosec // not for secrets
	if err != nil {
		return nil, err
	}
	if _, err := w.accord(ctx, append([]string{"import"}, files...)...); err != nil {
		return nil, err
	}
	for _, c := range w.companies() {
		token, err := w.accord(ctx, "token", "--as", c.email)
		if err != nil {
			return nil, err
		}
		c.token = strings.TrimSpace(token)
	}
	return w, nil
}

// companies are all whose users ask.
func (w *world) companies() []*company {
	return append(slices.Concat(w.partners, w.customers), w.operator)
}

// company finds one by its id; nil when there is none.
func (w *world) company(id string) *company {
	for _, c := range w.companies() {
		if c.id == id {
			return c
		}
	}
	return nil
}

// accord runs a command of the server's on the world's database, and gives what it prints.
func (w *world) accord(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, w.binary, args...) //nolint:gosec // the server that is under test
	cmd.Env = append(os.Environ(), w.env...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return string(out), fmt.Errorf("accord %s: %w: %s%s", args[0], err, out, complaint.Bytes())
	}
	return string(out), nil
}

// write writes the files to import.
func (w *world) write(dir string, random *rand.Rand) (files []string, err error) {
	for _, f := range []struct{ name, text string }{
		{"services", servicesCSV()},
		{"offers", offersCSV()},
		{"partners", w.partnersCSV()},
		{"customers", w.customersCSV()},
		{"users", w.usersCSV()},
		{"relationships", w.relationshipsCSV(random)},
	} {
		path := filepath.Join(dir, f.name+".csv")
		files = append(files, path)
		err = errors.Join(err, os.WriteFile(path, []byte(f.text), 0o600))
	}
	return files, err
}

// csvText makes a file: a line for each of some objects, unless that is empty.
func csvText[T any](columns string, some []T, line func(int, T) string) string {
	lines := []string{columns}
	for i, one := range some {
		if text := line(i, one); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func servicesCSV() string {
	return csvText("code,name_en,name_zh", serviceCodes, func(_ int, s string) string { return s + "," + s + "," + s })
}

func offersCSV() string {
	columns := "code,services,name_en,name_zh,min_seats,max_seats,monthly_price_minor,currency,add_on_of,upgrades_to"
	return csvText(columns, []string{"OFFICE365", "INTUNE", "OFFICE365;INTUNE"}, func(i int, included string) string {
		return fmt.Sprintf("%s,%s,Offer %d,产品 %d,1,%d,%d,CNY,,", offerCodes[i], included, i, i, maxSeats, 1000*(i+1))
	})
}

func (w *world) partnersCSV() string {
	return csvText("key,name,type,country,status,provider_key,services", w.partners, func(_ int, p *company) string {
		provider := ""
		if p.kind == "INDIRECT_RESELLER" {
			provider = "provider"
		}
		return fmt.Sprintf("%s,%s,%s,CN,ACTIVE,%s,%s", p.key, p.key, p.kind, provider, strings.Join(p.services, ";"))
	})
}

func (w *world) customersCSV() string {
	return csvText("key,name,domain,country", w.customers, func(_ int, c *company) string { return fmt.Sprintf("%s,%s,%s.example,CN", c.key, c.key, c.key) })
}

func (w *world) usersCSV() string {
	return csvText("email,name,tenant,tenant_key,roles", w.companies(), func(_ int, c *company) string {
		switch {
		case c == w.operator:
			return c.email + ",Operator,operator,,"
		case c.kind != "":
			return fmt.Sprintf("%s,Agent,partner,%s,ADMIN_AGENT", c.email, c.key)
		}
		return fmt.Sprintf("%s,Admin,customer,%s,GLOBAL_ADMIN", c.email, c.key)
	})
}

// relationshipsCSV has a partner for about every other customer, with all that it sells.
func (w *world) relationshipsCSV(random *rand.Rand) string {
	return csvText("partner_key,customer_key,accepted_at,ended_at,status,services", w.customers, func(_ int, c *company) string {
		p := w.partners[random.IntN(4)]
		if random.IntN(2) == 0 {
			return ""
		}
		return fmt.Sprintf("%s,%s,2025-02-11T02:30:00Z,,ACTIVE,%s", p.key, c.key, strings.Join(p.services, ";"))
	})
}
