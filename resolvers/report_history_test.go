package resolvers_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accord/db/dbtest"
	"accord/graph/model"
	"accord/reseller"
)

// linkHistory is what has happened with a link, as the test has seen it or the link's own lists tell.
type linkHistory struct {
	id, token string
	views     []time.Time
	// previewed, accepted and declined are by customer.
	previewed, accepted, declined map[reseller.ID]time.Time
}

// TestReportsOfLinksOverRandomHistories holds what came of links to a plain computation over all that has happened with them.
func TestReportsOfLinksOverRandomHistories(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		users := w.throng(12)
		var links []*linkHistory
		for i := range 3 {
			id, token := w.invite("admin@alpha.example", vars{"campaign": fmt.Sprint(i)})
			links = append(links, &linkHistory{id: id, token: token, previewed: map[reseller.ID]time.Time{}})
		}
		random := rand.New(rand.NewPCG(1, 2))
		told := map[time.Time]any{}
		for round := range 8 {
			for range 25 {
				w.clock.pass(time.Duration(random.Int64N(int64(4 * time.Hour))).Truncate(time.Microsecond))
				w.happens(random, users[random.IntN(len(users))], links[random.IntN(len(links))])
			}
			w.clock.set(w.clock.now().Truncate(reseller.QuarterLength).Add(reseller.QuarterLength)) // with which all views before are told
			told[w.clock.now()] = w.linksAsOf(w.clock.now(), nil)
			w.answersOf(links)
			w.compareLinks(links, vars{"from": "2026-02-27", "interval": "WEEK"})
			from := reseller.DayIn(w.clock.now(), time.UTC) - reseller.Day(random.IntN(20))
			w.compareLinks(links, vars{"from": from.String(), "to": (from + 1 + reseller.Day(random.IntN(9))).String()})
			if round%3 == 0 {
				w.must(w.app.FlushViews(t.Context()))
			}
		}
		for at, was := range told {
			now := w.linksAsOf(at, at.Format(time.RFC3339Nano))
			if diff := cmp.Diff(was, now); diff != "" {
				t.Errorf("as of %s (-then +now):\n%s", at, diff)
			}
		}
	})
}

// linksAsOf is what is told of links in the three weeks up to a moment, without what it opens, which is held to it.
func (w *world) linksAsOf(at time.Time, asOf any) any {
	w.t.Helper()
	in := vars{"from": (reseller.DayIn(at, time.UTC) - 20).String(), "asOf": asOf}
	w.opensAll(w.ask("admin@alpha.example", openedInvitesDoc, in).get("viewer.partner.report.invites"))
	return w.ask("admin@alpha.example", invitesDoc, in).get("viewer.partner.report")
}

// throng are administrators of so many customers.
func (w *world) throng(n int) []reseller.Viewer {
	w.t.Helper()
	var customers, users strings.Builder
	customers.WriteString("key,name,domain,country\n")
	users.WriteString("email,name,tenant,tenant_key,roles\n")
	for i := range n {
		fmt.Fprintf(&customers, "c%d,Crowd %d,c%d.example,CN\n", i, i, i)
		fmt.Fprintf(&users, "admin@c%d.example,C,customer,c%d,GLOBAL_ADMIN\n", i, i)
	}
	w.load(map[string]string{"customers.csv": customers.String(), "users.csv": users.String()})
	viewers := make([]reseller.Viewer, n)
	for i := range viewers {
		var err error
		viewers[i], err = w.store.Identify(w.t.Context(), fmt.Sprintf("admin@c%d.example", i))
		w.must(err)
	}
	return viewers
}

// happens has a user do something with a link.
func (w *world) happens(random *rand.Rand, v reseller.Viewer, link *linkHistory) {
	w.t.Helper()
	var err error
	switch n := random.IntN(10); {
	case n < 5:
		if n == 0 {
			v = reseller.Viewer{}
		}
		link.views = append(link.views, w.clock.now())
		if v.Customer != nil && link.previewed[v.Customer.ID].IsZero() {
			link.previewed[v.Customer.ID] = w.clock.now()
		}
		_, err = w.app.PreviewInvite(w.t.Context(), v, link.token)
	case n < 8:
		_, err = w.app.AcceptRelationship(w.t.Context(), v, reseller.AcceptInput{Token: link.token})
		if err == nil && random.IntN(2) == 0 { // so that it may accept through another link
			_, err = w.app.RemoveDelegatedAdmin(w.t.Context(), v, reseller.RemoveInput{AllPartners: true})
		}
	default:
		_, err = w.app.DeclineRelationship(w.t.Context(), v, reseller.DeclineInput{Token: link.token, Reason: w.clock.now().String()})
	}
	if reseller.AsRefusals(err) == nil {
		w.must(err)
	}
}

// answersOf reads the links' lists.
func (w *world) answersOf(links []*linkHistory) {
	w.t.Helper()
	for _, link := range links {
		id, err := model.ParseID(model.KindInvite, link.id)
		w.must(err)
		accepted, err := w.store.AcceptancesOf(w.t.Context(), dbtest.AsOperator(), []reseller.ID{id}, reseller.AnswerFilter{}, reseller.Page{Limit: 100})
		w.must(err)
		declined, err := w.store.DeclinesOf(w.t.Context(), dbtest.AsOperator(), []reseller.ID{id}, reseller.AnswerFilter{}, reseller.Page{Limit: 100})
		w.must(err)
		link.accepted, link.declined = map[reseller.ID]time.Time{}, map[reseller.ID]time.Time{}
		for _, a := range accepted[id].Items {
			link.accepted[a.CustomerID] = a.AcceptedAt
		}
		for _, d := range declined[id].Items {
			link.declined[d.CustomerID] = d.DeclinedAt
		}
	}
}

// openedInvitesDoc asks for what the figures of links open, too.
var openedInvitesDoc = strings.ReplaceAll(invitesDoc, "on ReportLine { values total }", "on ReportLine { values total figures { value rows { list ownerId filter asOf } } }")

// compareLinks compares a report with what comes of the histories, and every figure with the list that it opens.
func (w *world) compareLinks(links []*linkHistory, in vars) {
	w.t.Helper()
	a := w.ask("admin@alpha.example", openedInvitesDoc, in)
	var bounds []time.Time
	for _, part := range a.list("viewer.partner.report.parts") {
		bounds = append(bounds, w.moment(part.text("from")), w.moment(part.text("to")))
	}
	report := a.get("viewer.partner.report.invites")
	w.opensAll(report)
	a = &answer{t: w.t, Data: report}
	a.compareLinks(bounds, links...)
	var told []string
	for _, one := range a.list("links") {
		told = append(told, one.text("invite.id"))
		for _, link := range links {
			if link.id == one.text("invite.id") {
				one.compareLinks(bounds, link)
			}
		}
	}
	for _, link := range links {
		active := slices.ContainsFunc(link.moments(), func(at time.Time) bool { return !at.Before(bounds[0]) && at.Before(bounds[len(bounds)-1]) })
		if active != slices.Contains(told, link.id) {
			w.t.Errorf("with %s anything has happened: %v; it is told of %v", link.id, active, told)
		}
	}
}

// opensAll holds every figure of Alpha's that a part of a report has to the list that it opens.
func (w *world) opensAll(report any) {
	w.t.Helper()
	for _, f := range figuresIn(report) {
		if n := w.countRows("admin@alpha.example", f); n != f.value {
			w.t.Errorf("%s counts %d as of %v, and opens %d rows: %v", f.path, f.value, f.asOf, n, f.filter)
		}
	}
}

func (w *world) moment(text string) time.Time {
	w.t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	w.must(err)
	return at
}

// looked is when a customer first looked, unless it had accepted before.
func (l *linkHistory) looked(customer reseller.ID) (at time.Time, ok bool) {
	at, ok = l.previewed[customer]
	accepted, has := l.accepted[customer]
	return at, ok && (!has || !at.After(accepted))
}

// moments are those that count.
func (l *linkHistory) moments() []time.Time {
	all := slices.Clone(l.views)
	for customer := range l.previewed {
		if at, ok := l.looked(customer); ok {
			all = append(all, at)
		}
	}
	for _, of := range []map[reseller.ID]time.Time{l.accepted, l.declined} {
		for _, at := range of {
			all = append(all, at)
		}
	}
	return all
}

// linksOutcome is what should be told of links.
type linksOutcome struct {
	views, previews, acceptances, declines []time.Time
	took                                   []time.Duration
	reached, accepted                      int
}

// add adds what has happened with a link; within is the report's time.
func (o *linksOutcome) add(l *linkHistory, within func(time.Time) bool) {
	o.views = append(o.views, l.views...)
	reached := map[reseller.ID]bool{}
	for customer := range l.previewed {
		if at, ok := l.looked(customer); ok {
			o.previews = append(o.previews, at)
			reached[customer] = reached[customer] || within(at)
		}
	}
	for customer, at := range l.accepted {
		o.acceptances = append(o.acceptances, at)
		reached[customer] = reached[customer] || within(at)
		if first, ok := l.looked(customer); ok && within(at) {
			o.took = append(o.took, at.Sub(first))
		}
	}
	for customer, at := range l.declined {
		o.declines = append(o.declines, at)
		reached[customer] = reached[customer] || within(at)
	}
	maps.DeleteFunc(reached, func(_ reseller.ID, is bool) bool { return !is })
	o.reached += len(reached)
	for customer := range reached {
		if !l.accepted[customer].IsZero() {
			o.accepted++
		}
	}
}

// compareLinks compares what is told of links with their histories; bounds are from and to of each part.
func (a *answer) compareLinks(bounds []time.Time, links ...*linkHistory) {
	a.t.Helper()
	begin, end := bounds[0], bounds[len(bounds)-1]
	var o linksOutcome
	for _, l := range links {
		o.add(l, func(at time.Time) bool { return !at.Before(begin) && at.Before(end) })
	}
	for name, moments := range map[string][]time.Time{"views": o.views, "previews": o.previews, "acceptances": o.acceptances, "declines": o.declines} {
		a.compareLine(name, bounds, moments)
	}
	if rate, ok := a.get("rate").(float64); ok != (o.reached > 0) || ok && rate != float64(o.accepted)/float64(o.reached) {
		a.t.Errorf("the rate is %v, of %d in %d", a.get("rate"), o.accepted, o.reached)
	}
	if (a.get("timeToAccept") == nil) != (len(o.took) == 0) {
		a.t.Fatalf("it took %v: %v", o.took, a.get("timeToAccept"))
	}
	for name, percent := range map[string]int{"median": 50, "percentile90": 90} {
		if len(o.took) > 0 && whole(a.get("timeToAccept."+name)) != int(share(o.took, percent)/time.Second) {
			a.t.Errorf("%s of %v is %v", name, o.took, a.get("timeToAccept."+name))
		}
	}
}

// compareLine compares a line with moments.
func (a *answer) compareLine(name string, bounds, moments []time.Time) {
	a.t.Helper()
	sum := 0
	for i, value := range a.list(name + ".values") {
		n := 0
		for _, at := range moments {
			if !at.Before(bounds[2*i]) && at.Before(bounds[2*i+1]) {
				n++
			}
		}
		if sum += n; whole(value.Data) != n {
			a.t.Errorf("%s in part %d are %v, of %d", name, i, value.Data, n)
		}
	}
	if whole(a.get(name+".total")) != sum {
		a.t.Errorf("%s are %v in all, of %d", name, a.get(name+".total"), sum)
	}
}

// share is the least duration that so many percent do not exceed, by looking at each.
func share(all []time.Duration, percent int) time.Duration {
	least := slices.Max(all)
	for _, one := range all {
		within := 0
		for _, other := range all {
			if other <= one {
				within++
			}
		}
		if 100*within >= percent*len(all) {
			least = min(least, one)
		}
	}
	return least
}
