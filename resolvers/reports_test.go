package resolvers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"accord/db/dbtest"
	"accord/graph/model"
	"accord/reseller"
)

const reportDoc = `query($from: Date!, $to: Date, $interval: ReportInterval! = DAY, $zone: String, $services: [String!], $countries: [String!]) {
	viewer { partner { report(from: $from, to: $to, interval: $interval, timeZone: $zone, services: $services, customerCountries: $countries) {
		interval timeZone from to parts { from to }
		relationships { begun { values total } ended { values total } standing { values total } }
		services { service { code } granted { values total } ended { values total } displaced: endedFor(reason: DISPLACED) { values total } standing { values total } }
		resellers { reseller { name } relationships { begun { total } standing { total } } services { service { code } granted { total } } }
	} } } }`

// report asks for a partner's report.
func (w *world) report(email string, in vars) *answer {
	w.t.Helper()
	return w.ask(email, reportDoc, in)
}

// What happens is in the report at once, counted by events or not.
func TestReportsTellWhatHappened(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.clock.set(time.Date(2026, 3, 1, 15, 0, 0, 0, time.UTC)) // eleven at night in Shanghai
		w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{}), "services": []any{"OFFICE365", "AZURE"}}).ok()
		w.must(w.app.CountEvents(t.Context()))
		w.clock.pass(2 * time.Hour) // the next day there, and not in London
		w.accept("admin@two.example", vars{"token": w.link("admin@alpha.example", vars{}), "services": []any{"AZURE"}}).ok()
		w.accept("admin@one.example", vars{"token": w.link("admin@beta.example", vars{}), "services": []any{"AZURE"}, "replaceExisting": true}).ok()
		a := w.report("admin@alpha.example", vars{"from": "2026-02-28"})
		a.want("viewer.partner.report.parts", `[{"from": "2026-02-27T16:00:00Z", "to": "2026-02-28T16:00:00Z"}, {"from": "2026-02-28T16:00:00Z", "to": "2026-03-01T16:00:00Z"},
			{"from": "2026-03-01T16:00:00Z", "to": "2026-03-02T16:00:00Z"}]`)
		a.want("viewer.partner.report.timeZone", `"Asia/Shanghai"`)
		a.want("viewer.partner.report.to", `"2026-03-03"`)
		a.want("viewer.partner.report.relationships", `{"begun": {"values": [0, 1, 1], "total": 2}, "ended": {"values": [0, 0, 0], "total": 0}, "standing": {"values": [0, 1, 2], "total": 2}}`)
		a.want("viewer.partner.report.services.0", `{"service": {"code": "AZURE"}, "granted": {"values": [0, 1, 1], "total": 2}, "ended": {"values": [0, 0, 1], "total": 1},
			"displaced": {"values": [0, 0, 1], "total": 1}, "standing": {"values": [0, 1, 1], "total": 1}}`)
		a.want("viewer.partner.report.resellers", `[]`)
		london := w.report("admin@alpha.example", vars{"from": "2026-03-01", "zone": "Europe/London", "services": []any{"OFFICE365"}})
		london.want("viewer.partner.report.relationships.begun", `{"values": [2], "total": 2}`)
		london.want("viewer.partner.report.services.0.standing", `{"values": [1], "total": 1}`)
		if n := len(london.list("viewer.partner.report.services")); n != 1 {
			t.Errorf("%d services", n)
		}
		past := w.report("admin@alpha.example", vars{"from": "2026-02-01", "to": "2026-03-02", "interval": "MONTH"})
		past.want("viewer.partner.report.relationships.standing", `{"values": [0, 1], "total": 1}`)
		w.report("admin@beta.example", vars{"from": "2026-03-02"}).want("viewer.partner.report.relationships.begun.total", `1`)
	})
}

func TestR6_ReportsOfProvidersAreSplitByReseller(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		_, token := w.named("admin@tier2.example", nil)
		w.accept("admin@one.example", vars{"token": token}).ok()
		w.accept("admin@two.example", vars{"token": w.link("admin@prov.example", vars{})}).ok()
		a := w.report("admin@prov.example", vars{"from": "2026-03-01"})
		a.want("viewer.partner.report.relationships.begun.total", `2`)
		a.want("viewer.partner.report.resellers.0.reseller", `{"name": "Tier Two"}`)
		a.want("viewer.partner.report.resellers.0.relationships", `{"begun": {"total": 1}, "standing": {"total": 1}}`)
		w.report("admin@tier2.example", vars{"from": "2026-03-01"}).want("viewer.partner.report.relationships.begun.total", `1`)
	})
}

// TestR6_ResellersAreRankedAsTheyReport: relationships that name a reseller are its own, in reports, lists and the ranking alike.
func TestR6_ResellersAreRankedAsTheyReport(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		_, token := w.named("admin@tier2.example", nil)
		w.accept("admin@one.example", vars{"token": token}).ok()
		w.report("admin@tier2.example", vars{"from": "2026-03-01"}).want("viewer.partner.report.relationships.standing.total", `1`)
		w.ask("op@x.example", `{ partnerRanking(from: "2026-03-01") { rank partner { name } standing begun } }`, nil).want("partnerRanking",
			`[{"rank": 1, "partner": {"name": "Provider"}, "standing": 1, "begun": 1}, {"rank": 1, "partner": {"name": "Tier Two"}, "standing": 1, "begun": 1}]`)
	})
}

// TestReportsAreBounded: what a report would make is counted before it is made.
func TestReportsAreBounded(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		services := "code,name_en,name_zh\n"
		for i := range 60 {
			services += fmt.Sprintf("S%d,S,S\n", i)
		}
		w.load(map[string]string{"services.csv": services})
		const doc = `query($from: Date!, $services: [String!]) { viewer { partner { report(from: $from, services: $services) {
			relationships { begun { total %s } } } } } }`
		for name, c := range map[string]struct {
			asked string
			in    vars
			code  string
		}{
			"ten years of all":            {"values", vars{"from": "2016-03-02"}, "LIMIT_EXCEEDED"},
			"ten years of one":            {"values", vars{"from": "2016-03-02", "services": []any{"AZURE"}}, ""},
			"ten years of one, opened":    {"figures { value }", vars{"from": "2016-03-02", "services": []any{"AZURE"}}, "LIMIT_EXCEEDED"},
			"a year of some, opened":      {"figures { value }", vars{"from": "2025-03-02", "services": []any{"AZURE", "INTUNE", "OFFICE365"}}, ""},
			"two weeks of all, opened":    {"figures { value }", vars{"from": "2026-02-16"}, ""},
			"half a year of all, opened":  {"figures { value }", vars{"from": "2025-09-01"}, "LIMIT_EXCEEDED"},
			"half a year of all in short": {"values", vars{"from": "2025-09-01"}, ""},
		} {
			t.Run(name, func(t *testing.T) {
				if a := w.ask("admin@alpha.example", fmt.Sprintf(doc, c.asked), c.in); a.topCode() != c.code {
					t.Errorf("%q: %v", a.topCode(), a.Errors)
				}
			})
		}
	})
}

// A database that was dumped and restored begins its positions anew.
func TestReportsOfARestoredDatabase(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		token := w.link("admin@alpha.example", vars{})
		w.accept("admin@one.example", vars{"token": token}).ok()
		w.must(w.app.CountEvents(t.Context()))
		w.must(w.store.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			return tx.SetCounted(ctx, reseller.Position{Tx: 1 << 50, Seq: 1})
		}))
		w.accept("admin@two.example", vars{"token": token}).ok()
		w.must(reseller.New(reseller.Config{Store: w.store}).CountEvents(t.Context())) // the server that was started on it
		w.must(w.app.VerifyReports(t.Context(), nil, func(d reseller.Drift) { t.Errorf("%+v", d) }))
		w.report("admin@alpha.example", vars{"from": "2026-03-01"}).want("viewer.partner.report.relationships.begun.total", `2`)
	})
}

func TestPartnersAreRanked(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\n" +
			"alpha,one,2026-01-10,,,AZURE\nalpha,two,2025-12-01,2026-01-20,ENDED,\nbeta,one,2025-01-01,,,OFFICE365\nbeta,two,2026-02-10,,,\n"})
		w.accept("admin@three.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok()
		const doc = `query($by: PartnerRankingField!, $zone: String, $first: Int! = 25) { partnerRanking(from: "2026-01-01", by: $by, timeZone: $zone, first: $first) {
			rank partner { name } begun ended standing privileges } }`
		const alpha, beta = `"partner": {"name": "Alpha"}, "begun": 2, "ended": 1, "standing": 2, "privileges": 3`, `"partner": {"name": "Beta"}, "begun": 1, "ended": 0, "standing": 2, "privileges": 1`
		for by, want := range map[string]string{
			"BEGUN":      `[{"rank": 1, ` + alpha + `}, {"rank": 2, ` + beta + `}]`,
			"ENDED":      `[{"rank": 1, ` + alpha + `}, {"rank": 2, ` + beta + `}]`,
			"STANDING":   `[{"rank": 1, ` + alpha + `}, {"rank": 1, ` + beta + `}]`,
			"PRIVILEGES": `[{"rank": 1, ` + alpha + `}, {"rank": 2, ` + beta + `}]`,
		} {
			for range 2 {
				w.ask("op@x.example", doc, vars{"by": by}).want("partnerRanking", want)
				w.must(w.app.CountEvents(t.Context()))
			}
		}
		w.ask("op@x.example", doc, vars{"by": "BEGUN", "first": 1}).want("partnerRanking", `[{"rank": 1, `+alpha+`}]`)
		for email, code := range map[string]string{"admin@alpha.example": "FORBIDDEN_ROLE", "admin@one.example": "FORBIDDEN_ROLE", "": "UNAUTHENTICATED"} {
			if a := w.ask(email, doc, vars{"by": "BEGUN"}); a.topCode() != code || a.get("partnerRanking") != nil {
				t.Errorf("%s: %s", email, a.topCode())
			}
		}
		for name, in := range map[string]vars{"none": {"by": "BEGUN", "first": 0}, "many": {"by": "BEGUN", "first": 101}, "zone": {"by": "BEGUN", "zone": "Nowhere"}} {
			if a := w.ask("op@x.example", doc, in); a.topCode() != "VALIDATION_FAILED" {
				t.Errorf("%s: %s", name, a.topCode())
			}
		}
	})
}

func TestReportsAreTheirPartnersAndTheOperators(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok()
		const doc = `query($id: ID!) { partner(id: $id) { name report(from: "2026-03-01") { relationships { begun { total } } } delegatedAdminPrivileges { totalCount } } }`
		alpha := vars{"id": w.partner("admin@alpha.example")}
		w.ask("admin@one.example", doc, alpha).want("partner", `{"name": "Alpha", "report": null, "delegatedAdminPrivileges": null}`)
		for _, email := range []string{"op@x.example", "help@alpha.example", "sales@alpha.example"} {
			w.ask(email, doc, alpha).want("partner", `{"name": "Alpha", "report": {"relationships": {"begun": {"total": 1}}}, "delegatedAdminPrivileges": {"totalCount": 2}}`)
		}
	})
}

func TestReportsRefuseWhatCannotBeReported(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for name, c := range map[string]struct {
			in   vars
			says string
		}{
			"inverted":         {vars{"from": "2026-03-01", "to": "2026-02-01"}, "The time from 2026-03-01 to 2026-02-01 is empty"},
			"empty":            {vars{"from": "2026-02-01", "to": "2026-02-01"}, "is empty"},
			"to come":          {vars{"from": "2026-03-02"}, "2026-03-02 is to come"},
			"long ago":         {vars{"from": "1969-12-31"}, "1969-12-31 is before 1970-01-01"},
			"too many days":    {vars{"from": "2010-01-01"}, "A report has at most 3660 parts"},
			"an unknown zone":  {vars{"from": "2026-01-01", "zone": "Mars/Olympus"}, "There is no time zone \"Mars/Olympus\""},
			"the server's own": {vars{"from": "2026-01-01", "zone": "Local"}, "There is no time zone"},
			"odd minutes":      {vars{"from": "1971-12-01", "to": "1971-12-03", "zone": "Africa/Monrovia"}, "Days of Africa/Monrovia did not begin"},
			"no such service":  {vars{"from": "2026-01-01", "services": []any{"OFFICE365", "NOPE"}}, "There is no service \"NOPE\"."},
			"another country":  {vars{"from": "2026-01-01", "countries": []any{"SG"}}, "All customers of Alpha are in CN"},
			"many services":    {vars{"from": "2026-01-01", "services": many("A", 101)}, "At most 100"},
		} {
			t.Run(name, func(t *testing.T) {
				a := w.report("admin@alpha.example", c.in)
				if _, message := a.fault(); a.topCode() != "VALIDATION_FAILED" || !strings.Contains(message, c.says) || a.get("viewer.partner.report") != nil {
					t.Errorf("%s: %q", a.topCode(), message)
				}
			})
		}
		w.report("admin@alpha.example", vars{"from": "2016-03-01", "to": "2099-01-01", "countries": []any{"CN"}, "services": []any{}}).want("viewer.partner.report.services", `[]`)
	})
}

func many(text string, n int) (all []any) {
	for range n {
		all = append(all, text)
	}
	return all
}

// A database that has a past before reports were counted is reported by its rows, until its events are counted.
func TestReportsBeforeAnythingIsCounted(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.load(map[string]string{"relationships.csv": "partner_key,customer_key,accepted_at,ended_at,status,services\n" +
			"alpha,one,2026-01-10,,,AZURE\nalpha,two,2025-12-01,2026-01-20,ENDED,\n"})
		w.accept("admin@three.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok()
		w.must(w.store.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			return tx.SetCounted(ctx, reseller.Position{Tx: -1})
		}))
		for _, when := range []string{"before", "after"} {
			a := w.report("admin@alpha.example", vars{"from": "2025-12-01", "interval": "MONTH"})
			a.want("viewer.partner.report.relationships", `{"begun": {"values": [1, 1, 0, 1], "total": 3}, "ended": {"values": [0, 1, 0, 0], "total": 1}, "standing": {"values": [1, 1, 1, 2], "total": 2}}`)
			err := w.app.VerifyReports(t.Context(), nil, func(d reseller.Drift) { t.Errorf("%s: %+v", when, d) })
			if counted := when == "after"; counted != (err == nil) {
				t.Errorf("%s: %v", when, err)
			}
			w.must(w.app.CountEvents(t.Context()))
		}
	})
}

// Rows that were changed by hand are named, and counted anew.
func TestVerifyingNamesDrift(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{})}).ok()
		w.must(w.app.CountEvents(t.Context()))
		partner, err := model.ParseID(model.KindPartner, w.partner("admin@alpha.example"))
		w.must(err)
		w.must(w.store.Update(t.Context(), dbtest.AsOperator(), func(ctx context.Context, tx reseller.Tx) error {
			key := reseller.FactKey{Kind: reseller.EventRelationshipCreated}
			at := reseller.QuarterOf(w.clock.now())
			return tx.CountFacts(ctx, map[reseller.ID]reseller.Facts{partner: {key: {{Quarter: at, Count: 2}}}})
		}))
		verify := func() (drifts []string) {
			w.must(w.app.VerifyReports(t.Context(), nil, func(d reseller.Drift) {
				drifts = append(drifts, fmt.Sprint(d.Key.Kind, " ", d.Quarter, " ", d.Reports, " ", d.Rows))
			}))
			return drifts
		}
		if got := strings.Join(verify(), "\n"); got != "RELATIONSHIP_CREATED 2026-03-01T08:00:00Z 3 1" {
			t.Errorf("got %s", got)
		}
		w.must(w.app.RebuildReports(t.Context(), nil))
		if got := verify(); len(got) > 0 {
			t.Errorf("got %s", got)
		}
	})
}
