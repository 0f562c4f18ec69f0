package resolvers_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"accord/cache"
	"accord/cache/cachetest"
	"accord/db/dbtest"
	"accord/reseller"
)

// crowd adds customers with a global administrator each, and gives the administrators.
func (w *world) crowd(n int) []string {
	w.t.Helper()
	customers, users := "key,name,domain,country\n", "email,name,tenant,tenant_key,roles\n"
	emails := make([]string, n)
	for i := range emails {
		emails[i] = fmt.Sprintf("admin@crowd%02d.example", i)
		customers += fmt.Sprintf("w%02d,Crowd %02d,crowd%02d.example,CN\n", i, i, i)
		users += fmt.Sprintf("%s,Admin,customer,w%02d,GLOBAL_ADMIN\n", emails[i], i)
	}
	w.load(map[string]string{"customers.csv": customers, "users.csv": users})
	return emails
}

// atOnce sends from all at once and gives how often each outcome came, and who had none.
func atOnce(emails []string, send func(email string) *answer) (outcomes map[string]int, succeeded []string) {
	var mu sync.Mutex
	outcomes = map[string]int{}
	var all sync.WaitGroup
	for _, email := range emails {
		all.Go(func() {
			outcome := send(email).outcome()
			mu.Lock()
			defer mu.Unlock()
			outcomes[outcome]++
			if outcome == "" {
				succeeded = append(succeeded, email)
			}
		})
	}
	all.Wait()
	return outcomes, succeeded
}

func TestR8_TheLimitIsExact(t *testing.T) {
	dbtest.AtOnce(t)
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, token := w.invite("admin@alpha.example", vars{"maxUses": 7})
		var succeeded []string
		events := w.written(func() {
			var outcomes map[string]int
			outcomes, succeeded = atOnce(w.crowd(50), func(email string) *answer { return w.accept(email, vars{"token": token}) })
			if !maps.Equal(outcomes, map[string]int{"": 7, "INVITE_EXHAUSTED": 43}) {
				t.Errorf("outcomes %v", outcomes)
			}
		})
		if n := count(events, reseller.EventInviteExhausted); n != 1 {
			t.Errorf("exhausted %d times", n)
		}
		const doc = `query($id: ID!) { node(id: $id) { ... on Invite { status acceptCount acceptances(first: 50) { totalCount nodes { customer { domain } acceptedBy { id } relationship { status } acceptedAt } } } } }`
		a := w.ask("admin@alpha.example", doc, vars{"id": id})
		a.want("node.status", `"EXHAUSTED"`)
		a.want("node.acceptCount", `7`)
		a.want("node.acceptances.totalCount", `7`)
		var domains []string
		for _, n := range a.list("node.acceptances.nodes") {
			domains = append(domains, "admin@"+n.text("customer.domain"))
		}
		slices.Sort(domains)
		slices.Sort(succeeded)
		if !slices.Equal(domains, succeeded) {
			t.Errorf("accepted %v, kept %v", succeeded, domains)
		}
		// A repeat finds it neither exhausted nor counted, also one that changes something.
		w.unchanged(func() { w.accept(succeeded[0], vars{"token": token}).ok() })
		w.remove(succeeded[0], vars{"allPartners": true}).ok()
		w.accept(succeeded[0], vars{"token": token}).ok().want("acceptRelationship.alreadyAccepted", `false`)
		if code := w.previewed(succeeded[0], token); code != "" {
			t.Errorf("to one of the 7 it previews: %s", code)
		}
		w.ask("admin@alpha.example", doc, vars{"id": id}).want("node.acceptCount", `7`)
	})
}

func count(events []reseller.Event, kind reseller.EventKind) int {
	n := 0
	for _, e := range events {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

func TestR8_TheLimitHoldsInGrace(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, old := w.invite("admin@alpha.example", vars{"maxUses": 2})
		w.accept("admin@one.example", vars{"token": old}).ok()
		made := w.do("admin@alpha.example", rotateDoc, vars{"inviteId": id, "gracePeriodSeconds": 3600}).ok().text("rotateInvite.invite.token")
		events := w.written(func() { w.accept("admin@two.example", vars{"token": old}).ok() })
		if n := count(events, reseller.EventInviteExhausted); n != 1 {
			t.Errorf("the last use in grace: exhausted %d times", n)
		}
		w.accept("admin@three.example", vars{"token": old}).refusedBy("INVITE_EXHAUSTED", "R8")
		w.accept("admin@two.example", vars{"token": old}).ok().want("acceptRelationship.alreadyAccepted", `true`)
		w.accept("admin@three.example", vars{"token": made}).ok() // the new one has uses of its own
		w.ask("admin@alpha.example", `{ viewer { partner { invites { nodes { status acceptCount maxUses } } } } }`, nil).
			want("viewer.partner.invites.nodes", `[{"status":"ACTIVE","acceptCount":1,"maxUses":2},{"status":"EXHAUSTED","acceptCount":2,"maxUses":2}]`)
	})
}

func TestR8_WhoAcceptedThroughWhich(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		spring, first := w.invite("admin@alpha.example", vars{"campaign": "spring", "services": []string{"AZURE"}})
		autumn, second := w.invite("admin@alpha.example", vars{"campaign": "autumn", "services": []string{"OFFICE365"}})
		w.accept("admin@one.example", vars{"token": first}).ok()
		w.accept("admin@two.example", vars{"token": first}).ok()
		w.accept("admin@one.example", vars{"token": second}).ok()
		w.do("admin@alpha.example", revokeDoc, vars{"inviteId": spring}).ok() // kept for good
		const doc = `query($id: ID!) { node(id: $id) { ... on Invite { acceptances { totalCount nodes { id customer { name } acceptedBy { email roles } acceptedAt relationship { customer { name } } } } } } }`
		a := w.ask("admin@alpha.example", doc, vars{"id": spring})
		if got := joined(a.list("node.acceptances.nodes"), "customer.name"); got != "Two Ltd One Ltd" {
			t.Errorf("spring: %s", got)
		}
		a.want("node.acceptances.nodes.0.acceptedBy", `{"email":null,"roles":["GLOBAL_ADMIN"]}`)
		b := w.ask("admin@alpha.example", doc, vars{"id": autumn})
		b.want("node.acceptances.totalCount", `1`)
		acceptance := b.text("node.acceptances.nodes.0.id")
		const node = `query($id: ID!) { node(id: $id) { ... on InviteAcceptance { customer { name } } } }`
		w.ask("help@alpha.example", node, vars{"id": acceptance}).want("node.customer.name", `"One Ltd"`)
		for _, stranger := range []string{"admin@beta.example", "admin@one.example", "admin@two.example"} {
			w.ask(stranger, node, vars{"id": acceptance}).want("node", `null`)
		}
	})
}

func TestR8_PagesOfAcceptancesAndDeclines(t *testing.T) {
	t.Parallel()
	eachLife(t, func(t *testing.T, w *world) {
		id, token := w.invite("admin@alpha.example", vars{"delegatedAdmin": false})
		for _, email := range w.crowd(9) {
			w.accept(email, vars{"token": token}).ok()
			w.do(email, declineDoc, vars{"token": token, "reason": email}).ok()
		}
		for _, list := range []string{"acceptances", "declines"} {
			var wanted []string
			for _, n := range w.ask("admin@alpha.example", `query($id: ID!) { node(id: $id) { ... on Invite { list: `+list+`(first: 100) { nodes { id } } } } }`, vars{"id": id}).list("node.list.nodes") {
				wanted = append(wanted, n.text("id"))
			}
			forwards := w.pages(id, "Invite", list, "first: 4", "after", "endCursor", "hasNextPage")
			backwards := w.pages(id, "Invite", list, "last: 4", "before", "startCursor", "hasPreviousPage")
			if len(wanted) != 9 || !slices.Equal(forwards, wanted) || !slices.Equal(backwards, wanted) {
				t.Errorf("%s: %d in all, forwards %d, backwards %d", list, len(wanted), len(forwards), len(backwards))
			}
		}
	})
}

// pages collects the ids of a list of a node, as Alpha's admin, page by page.
func (w *world) pages(id, kind, list, size, argument, cursor, more string) []string {
	w.t.Helper()
	return w.pagesAs("admin@alpha.example", id, kind, list, size, argument, cursor, more)
}

func (w *world) pagesAs(email, id, kind, list, size, argument, cursor, more string) []string {
	w.t.Helper()
	name, filter, _ := strings.Cut(list, "(")
	filter = strings.TrimSuffix(filter, ")")
	doc := fmt.Sprintf(`query($id: ID!, $c: String) { node(id: $id) { ... on %s { list: %s(%s %s, %s: $c) { nodes { id } pageInfo { c: %s more: %s } } } } }`, kind, name, filter, size, argument, cursor, more)
	var ids []string
	var at any
	for range 100 {
		a := w.ask(email, doc, vars{"id": id, "c": at})
		var page []string
		for _, n := range a.list("node.list.nodes") {
			page = append(page, n.text("id"))
		}
		if argument == "before" {
			ids = append(page, ids...)
		} else {
			ids = append(ids, page...)
		}
		if goesOn, _ := a.get("node.list.pageInfo.more").(bool); !goesOn {
			return ids
		}
		at = a.text("node.list.pageInfo.c")
	}
	w.t.Fatal("the pages have no end")
	return nil
}

// What one process withdraws, another stops showing from its near cache, by way of Redis.
func TestR8_RevokingReachesTheCachesThroughRedis(t *testing.T) {
	t.Parallel()
	url := cachetest.RedisURL(t)
	eachLife(t, func(t *testing.T, w *world) {
		here, there := w.cachedBy(t, url), w.cachedBy(t, url)
		id, token := here.invite("admin@alpha.example", vars{})
		other, second := here.invite("admin@alpha.example", vars{"campaign": "x"})
		for _, at := range []*world{here, there} {
			for _, token := range []string{token, second} {
				if code := at.previewed("", token); code != "" {
					t.Errorf("preview: %s", code)
				}
			}
		}
		here.do("admin@alpha.example", revokeDoc, vars{"inviteId": id}).ok()
		here.do("admin@alpha.example", rotateDoc, vars{"inviteId": other}).ok()
		for _, token := range []string{token, second} {
			if code := here.previewed("", token); code != "INVITE_REVOKED" {
				t.Errorf("here: %q", code)
			}
			dbtest.Eventually(t, "the other process forgets the link", func() bool { return there.previewed("", token) == "INVITE_REVOKED" })
		}
	})
}

// cachedBy is the API over the same store with caches of its own, near and in Redis.
func (w *world) cachedBy(t *testing.T, url string) *world {
	t.Helper()
	client := cachetest.PatientClient(t, url)
	near := cache.NewMemory(cache.MemoryOptions{TTL: time.Hour}) // which alone would never forget
	tiered := cache.NewTiered(near, cache.NewRedis(client, cache.RedisOptions{}))
	t.Cleanup(tiered.Close)
	dbtest.Eventually(t, "the near cache hears of Redis", tiered.Listening)
	return newCachedWorld(t, w.store, testSecret, &clock{at: w.clock.now()}, cache.NewLookup(tiered, w.store.InviteView, time.Now))
}

// One who has used up a link may use it again as long as it goes on, and no longer.
func TestR8_AUsedUpLinkEndsForThoseWhoUsedItToo(t *testing.T) {
	t.Parallel()
	eachLife(t, func(_ *testing.T, w *world) {
		_, expiring := w.invite("admin@alpha.example", vars{"maxUses": 1, "expiresAt": w.clock.now().Add(time.Hour)})
		id, rotated := w.invite("admin@alpha.example", vars{"maxUses": 1})
		w.do("admin@alpha.example", rotateDoc, vars{"inviteId": id, "gracePeriodSeconds": 3600}).ok()
		w.joined("admin@one.example", expiring)
		w.joined("admin@two.example", rotated)
		for _, customer := range []string{"one", "two"} {
			w.remove("admin@"+customer+".example", vars{"allPartners": true}).ok()
		}
		w.joined("admin@one.example", expiring)
		w.clock.pass(2 * time.Hour)
		w.accept("admin@one.example", vars{"token": expiring}).refused("INVITE_EXPIRED")
		w.accept("admin@two.example", vars{"token": rotated}).refused("INVITE_REVOKED")
		if got := w.previewed("admin@two.example", rotated); got != "INVITE_REVOKED" {
			w.t.Errorf("the preview: %q", got)
		}
	})
}
