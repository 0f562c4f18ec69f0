package resolvers_test

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"accord/reseller"
)

// compareReports holds what reports count to the rows, and every figure of a partner's to the list that it opens.
func (l *life) compareReports(partner string) error {
	var drifted error
	err := l.app.VerifyReports(l.t.Context(), nil, func(d reseller.Drift) {
		drifted = fmt.Errorf("reports have drifted: %+v", d)
	})
	if err != nil || drifted != nil {
		return errors.Join(err, drifted)
	}
	return l.opens("admin@" + partner + ".example")
}

// whole is a number of an answer.
func whole(number any) int {
	n, _ := number.(float64)
	return int(n)
}

// figure is one of a report.
type figure struct {
	path, list, owner string
	value             int
	filter            map[string]any
	// asOf is nil in a report of now.
	asOf any
}

// figuresDocs ask for all figures; in two documents, for what one may cost.
var figuresDocs = []string{
	`query($from: Date!, $asOf: DateTime) { viewer { partner { report(from: $from, asOf: $asOf) {
		relationships { ...R } services { ...S } resellers { relationships { ...R } services { ...S } }
	} } } }
	fragment R on RelationshipReport { begun { ...L } ended { ...L } standing { ...L } }
	fragment S on ServiceReport { granted { ...L } ended { ...L } standing { ...L } displaced: endedFor(reason: DISPLACED) { ...L } }` + figuresOfALine,
	`query($from: Date!, $asOf: DateTime) { viewer { partner { report(from: $from, asOf: $asOf) {
		invites { links { acceptances { ...L } declines { ...L } } }
		customers { gained { ...L } lost { ...L } standing { ...L } } coverage { withPrivilege { ...L } withoutPrivilege { ...L } }
		offers { subscriptions { begun { ...L } ended { ...L } standing { ...L } } seats { ...L } }
	} } } }` + figuresOfALine,
}

const figuresOfALine = ` fragment L on ReportLine { total values figures { value rows { list ownerId filter asOf } } }`

// figures are all of a report from the day before a past moment to that moment; nil is now.
func (w *world) figures(email string, asOf *time.Time) []figure {
	w.t.Helper()
	moment, in := w.clock.now(), vars{}
	if asOf != nil {
		moment, in["asOf"] = *asOf, asOf.Format(time.RFC3339Nano)
	}
	in["from"] = (reseller.DayIn(moment, reseller.ZoneOf("CN")) - 1).String()
	var all []figure
	for _, doc := range figuresDocs {
		a := w.ask(email, doc, in)
		if len(a.Errors) > 0 {
			w.t.Fatalf("%s has no report: %v", email, a.Errors)
		}
		all = append(all, figuresIn(a.get("viewer.partner.report"))...)
	}
	return all
}

// figuresIn are all of a part of an answer.
func figuresIn(part any) []figure {
	var all []figure
	var walk func(path string, at any)
	walk = func(path string, at any) {
		switch v := at.(type) {
		case []any:
			for i, item := range v {
				walk(fmt.Sprint(path, ".", i), item)
			}
		case map[string]any:
			if rows, ok := v["rows"].(map[string]any); ok {
				list, _ := rows["list"].(string)
				owner, _ := rows["ownerId"].(string)
				filter, _ := rows["filter"].(map[string]any)
				all = append(all, figure{path, list, owner, whole(v["value"]), filter, rows["asOf"]})
				return
			}
			for key, item := range v {
				walk(path+"."+key, item)
			}
		}
	}
	walk("report", part)
	return all
}

// countRows counts the rows that a figure opens; of seats, those of the rows.
func (w *world) countRows(email string, f figure) int {
	w.t.Helper()
	list, known := map[string][4]string{
		"RELATIONSHIPS":              {"Partner", "relationships", "RelationshipFilter", ""},
		"DELEGATED_ADMIN_PRIVILEGES": {"Partner", "delegatedAdminPrivileges", "DelegatedAdminPrivilegeFilter", ""},
		"CHARGES":                    {"Partner", "charges", "ChargeFilter", " nodes { seats }"},
		"INVITE_ACCEPTANCES":         {"Invite", "acceptances", "InviteAcceptanceFilter", ""},
		"INVITE_DECLINES":            {"Invite", "declines", "InviteDeclineFilter", ""},
	}[f.list]
	if !known {
		w.t.Fatalf("%s opens %s", f.path, f.list)
	}
	a := w.ask(email, `query($id: ID!, $filter: `+list[2]+`, $asOf: DateTime) { node(id: $id) { ... on `+list[0]+` { list: `+list[1]+`(filter: $filter, asOf: $asOf, first: 100) { totalCount`+list[3]+` } } } }`,
		vars{"id": f.owner, "filter": f.filter, "asOf": f.asOf})
	if !strings.Contains(f.path, ".seats.") {
		return whole(a.get("node.list.totalCount"))
	}
	seats := 0
	for _, row := range a.list("node.list.nodes") {
		seats += whole(row.get("seats"))
	}
	return seats
}

// opens holds every figure of a partner's report to the list that it opens.
func (w *world) opens(email string) error { return w.opensAsOf(email, nil) }

// opensAsOf does so in a report of a past moment; nil is now.
func (w *world) opensAsOf(email string, asOf *time.Time) error {
	for _, figure := range w.figures(email, asOf) {
		if n := w.countRows(email, figure); n != figure.value {
			return fmt.Errorf("%s of %s counts %d as of %v, and opens %d rows: %v", figure.path, email, figure.value, figure.asOf, n, figure.filter)
		}
	}
	return w.opensBills(email, asOf)
}

// opensBills holds the months of a report's bills to the bills that they open, and these to their lines and customers.
func (w *world) opensBills(email string, asOf *time.Time) error {
	moment, in := w.clock.now(), vars{"asOf": nil}
	if asOf != nil {
		moment, in["asOf"] = *asOf, asOf.Format(time.RFC3339Nano)
	}
	in["from"] = (reseller.DayIn(moment, reseller.ZoneOf("CN")) - 70).String()
	const sums = "amount { amountMinor } tax { amountMinor } total { amountMinor currency }"
	report := w.ask(email, `query($from: Date!, $asOf: DateTime) { viewer { partner { report(from: $from, interval: MONTH, asOf: $asOf) { billed { months { month lineCount `+sums+` } } } } } }`, in)
	for _, month := range report.list("viewer.partner.report.billed.months") {
		in["month"] = month.text("month")
		a := w.ask(email, `query($month: String!, $asOf: DateTime) { viewer { partner { billing(month: $month, asOf: $asOf) { `+sums+`
			lines(first: 100) { totalCount nodes { total { amountMinor } } } customers(first: 100) { totalCount nodes { total { amountMinor } } } } } } }`, in)
		bill := &answer{t: w.t, Data: a.get("viewer.partner.billing")}
		for _, sum := range []string{"amount", "tax", "total"} {
			if told, opened := fmt.Sprint(month.get(sum)), fmt.Sprint(bill.get(sum)); told != opened {
				return fmt.Errorf("%s of %s of %s is told as %s as of %v, and opens %s: %v", sum, month.text("month"), email, told, in["asOf"], opened, a.Errors)
			}
		}
		if told, opened := whole(month.get("lineCount")), whole(bill.get("lines.totalCount")); told != opened {
			return fmt.Errorf("%s of %s has %d lines as of %v, and opens %d", month.text("month"), email, told, in["asOf"], opened)
		}
		for _, list := range []string{"lines", "customers"} {
			sum, nodes := 0, bill.list(list+".nodes")
			for _, node := range nodes {
				sum += whole(node.get("total.amountMinor"))
			}
			if len(nodes) == whole(bill.get(list+".totalCount")) && sum != whole(bill.get("total.amountMinor")) {
				return fmt.Errorf("%s of %s of %s come to %d as of %v, the bill to %v", list, month.text("month"), email, sum, in["asOf"], bill.get("total"))
			}
		}
	}
	return nil
}
