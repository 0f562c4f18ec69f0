package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// relationshipsFile is that of which the time is taken.
const relationshipsFile = "relationships.csv"

// writeFiles writes the data set as import files, and gives their names, in the order in which they can be loaded.
func (d dataset) writeFiles(dir string) ([]string, error) {
	var names []string
	for _, f := range []struct {
		name, header string
		rows         iter.Seq[[]string]
	}{
		{"services.csv", "code,name_en,name_zh", d.serviceLines()},
		{"offers.csv", "code,services,name_en,name_zh,min_seats,max_seats,monthly_price_minor,currency", d.offerLines()},
		{"partners.csv", "key,name,type,country,status,provider_key,services", d.partnerLines()},
		{"customers.csv", "key,name,domain,country", d.customerLines()},
		{"users.csv", "email,name,tenant,tenant_key,roles", d.userLines()},
		{relationshipsFile, "partner_key,customer_key,accepted_at,ended_at,status,services", d.relationshipLines()},
		{"subscriptions.csv", "key,customer_key,offer,seats,original_reseller_key,started_at", d.subscriptionLines()},
	} {
		name := filepath.Join(dir, f.name)
		if err := writeCSV(name, strings.Split(f.header, ","), f.rows); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

func writeCSV(name string, header []string, rows iter.Seq[[]string]) (err error) {
	f, err := os.Create(name) //nolint:gosec // in a directory of our own
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buffered := bufio.NewWriterSize(f, 1<<20)
	w := csv.NewWriter(buffered)
	if err := w.Write(header); err != nil {
		return err
	}
	for row := range rows {
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return errors.Join(w.Error(), buffered.Flush())
}

// lines makes rows of numbers.
func lines(count int, row func(n int) []string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for n := range count {
			if !yield(row(n)) {
				return
			}
		}
	}
}

func (d dataset) serviceLines() iter.Seq[[]string] {
	return lines(len(services), func(n int) []string { return []string{services[n], services[n], services[n]} })
}

func (d dataset) offerLines() iter.Seq[[]string] {
	return lines(len(services), func(n int) []string {
		return []string{offerOf(services[n]), services[n], services[n], services[n], "1", "1000", strconv.Itoa(1000 * (n + 1)), "CNY"}
	})
}

func (d dataset) subscriptionLines() iter.Seq[[]string] {
	return lines(d.subscriptions(), func(n int) []string {
		s := d.subscription(n)
		return []string{
			s.key, d.customer(s.customer).key, s.offer, strconv.Itoa(s.seats), d.partner(s.partner).key, s.startedAt.Format(time.RFC3339),
		}
	})
}

func (d dataset) partnerLines() iter.Seq[[]string] {
	return lines(d.partners, func(n int) []string {
		p := d.partner(n)
		return []string{p.key, p.name, "DIRECT_RESELLER", "CN", "ACTIVE", "", strings.Join(services, ";")}
	})
}

func (d dataset) customerLines() iter.Seq[[]string] {
	return lines(d.customers, func(n int) []string {
		c := d.customer(n)
		return []string{c.key, c.name, c.domain, "CN"}
	})
}

func (d dataset) userLines() iter.Seq[[]string] {
	return lines(d.partners+d.admins(), func(n int) []string {
		if n < d.partners {
			p := d.partner(n)
			return []string{p.email, "Ada " + p.key, "partner", p.key, "ADMIN_AGENT"}
		}
		c := d.customer(n - d.partners)
		return []string{c.email, "Grace " + c.key, "customer", c.key, "GLOBAL_ADMIN"}
	})
}

func (d dataset) relationshipLines() iter.Seq[[]string] {
	return lines(d.relationships(), func(n int) []string {
		r := d.relationship(n)
		status, ended := "ACTIVE", ""
		if !r.endedAt.IsZero() {
			status, ended = "ENDED", r.endedAt.Format(time.RFC3339)
		}
		return []string{
			d.partner(r.partner).key, d.customer(r.customer).key, r.acceptedAt.Format(time.RFC3339), ended, status, strings.Join(r.services, ";"),
		}
	})
}
