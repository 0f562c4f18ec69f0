package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What report asks for: a year by day, of relationships and of privileges by service.
const reportQuery = `query Report($from: Date!, $to: Date!, $zone: String!) { viewer { partner { report(from: $from, to: $to, interval: DAY, timeZone: $zone) {
	parts { from to } relationships { begun { values } ended { values } standing { values } }
	services { service { code } granted { values } ended { values } standing { values } }
} } } }`

const (
	homeZone  = "Asia/Shanghai"
	otherZone = "Europe/Berlin"
	usualOne  = 5
	reportOf  = "2025-01-01"
	reportTo  = "2026-01-01"
)

// reportWork is a report of one partner in one zone.
type reportWork struct {
	name, zone string
	partner    int
}

// reports are the works: the large partner in its own zone and in another one, and a partner of 1,500 relationships.
var reports = []reportWork{
	{"report", homeZone, 0}, {"report in another zone", otherZone, 0}, {"report of a usual partner", homeZone, usualOne},
}

// ofUsual reports whether a work's partner has as many relationships in a hundredth of the data as in all of it.
func (r reportWork) ofUsual() bool { return r.partner == usualOne }

// reportWorks are measured beside the same figures counted of the rows.
func (b *bench) reportWorks(ctx context.Context, servers map[string]*accord) ([]*work, error) {
	var works []*work
	for _, r := range reports {
		w := &work{name: r.name}
		w.contenders = append(w.contenders, &contender{name: sqlAlone, run: func(ctx context.Context, seed int, d time.Duration) (load, error) {
			return pgbench(ctx, b.postgres.database, "report", seed, [2]string{"-T", strconv.Itoa(int(d.Seconds()))},
				"n="+strconv.Itoa(r.partner), "zone="+r.zone, "from="+reportOf, "to="+reportTo)
		}})
		if err := b.data.checkReport(ctx, r, func(ctx context.Context) ([]int, error) { return begunByRows(ctx, b.postgres.database, r) }); err != nil {
			return nil, fmt.Errorf("%s: %w", sqlAlone, err)
		}
		for _, name := range []string{onPostgres, onSQLite, onHundredth} {
			d := b.data
			if name == onHundredth {
				d = sizes[growth]
			}
			a, served := servers[name]
			if !served || name == onHundredth && !r.ofUsual() {
				continue
			}
			c, err := b.reporting(ctx, name, a, d, r)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			w.contenders = append(w.contenders, c)
		}
		works = append(works, w)
	}
	return works, nil
}

// reporting is a server that is asked for a report, which is checked first.
func (b *bench) reporting(ctx context.Context, name string, a *accord, d dataset, r reportWork) (*contender, error) {
	email := d.partner(r.partner).email
	op := operation{reportQuery, map[string]any{"from": reportOf, "to": reportTo, "zone": r.zone}}
	err := d.checkReport(ctx, r, func(ctx context.Context) ([]int, error) {
		var answer struct {
			Viewer struct {
				Partner struct {
					Report struct {
						Relationships struct{ Begun struct{ Values []int } }
					}
				}
			}
		}
		err := a.ask(ctx, email, op.Query, op.Variables, &answer)
		return answer.Viewer.Partner.Report.Relationships.Begun.Values, err
	})
	if err != nil {
		return nil, err
	}
	token, err := a.tokens.Issue(email)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(op)
	if err != nil {
		return nil, err
	}
	file := b.file(r.name + "-" + name + ".requests")
	return asking(name, a.process, file), writeRequests(file, []request{{"/graphql", token, body}})
}

// checkReport holds a report to the data: how many relationships began on each day.
func (d dataset) checkReport(ctx context.Context, r reportWork, ask func(context.Context) ([]int, error)) error {
	zone, err := time.LoadLocation(r.zone)
	if err != nil {
		return err
	}
	from, err := time.ParseInLocation(time.DateOnly, reportOf, zone)
	if err != nil {
		return err
	}
	want := make([]int, 365)
	for n := range d.relationships() {
		if of := d.relationship(n); of.partner == r.partner {
			year, month, day := of.acceptedAt.In(zone).Date()
			if year == from.Year() {
				want[time.Date(year, month, day, 0, 0, 0, 0, time.UTC).YearDay()-1]++
			}
		}
	}
	got, err := ask(ctx)
	if err == nil && !slices.Equal(got, want) {
		err = fmt.Errorf("%s of partner %d is %v, and should be %v", r.name, r.partner, got, want)
	}
	return err
}

// begunByRows runs the statement of report once, and gives how many relationships began on each day.
func begunByRows(ctx context.Context, database string, r reportWork) (days []int, err error) {
	script, err := os.ReadFile(filepath.Join("bench", "sql", "report.sql"))
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("pgx", database)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	quote := func(text string) string { return "'" + text + "'" } // of our own
	statement := strings.NewReplacer(":n", strconv.Itoa(r.partner), ":zone", quote(r.zone), ":from", quote(reportOf), ":to", quote(reportTo)).Replace(string(script))
	var text string
	if err := db.QueryRowContext(ctx, statement).Scan(&text); err != nil {
		return nil, err
	}
	var rows []struct {
		What string `json:"what"`
		Day  string `json:"day"`
		N    int    `json:"n"`
	}
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return nil, err
	}
	days = make([]int, 365)
	for _, row := range rows {
		if row.What == "begun" {
			day, err := time.Parse(time.DateOnly, row.Day)
			if err != nil {
				return nil, err
			}
			days[day.YearDay()-1] = row.N
		}
	}
	return days, nil
}
