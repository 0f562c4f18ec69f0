package resolvers_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// tradeTold is what somebody was told at a moment.
type tradeTold struct {
	email, asked string
	at           time.Time
	told         any
	// whole: who asked sees all that there is, at any time: the operator.
	whole bool
}

// tradeLists asks for all that can be told of the subscriptions of a company; AS-OF stands for the argument.
const (
	tradeLists = ` all: subscriptions(AS-OFfirst: 100) { totalCount nodes { ...S } }
		active: subscriptions(AS-OFfirst: 100, filter: {status: ACTIVE}) { totalCount nodes { id } }
		suspended: subscriptions(AS-OFfirst: 100, filter: {status: SUSPENDED}) { totalCount nodes { id } }
		cancelled: subscriptions(AS-OFfirst: 100, filter: {status: CANCELLED}) { totalCount nodes { id } }
		premium: subscriptions(AS-OFfirst: 100, filter: {offer: "PREMIUM"}) { totalCount nodes { id } }
		office: subscriptions(AS-OFfirst: 100, filter: {service: "OFFICE365", status: ACTIVE}) { totalCount nodes { id } } `
	tradeOffered = ` offered: subscriptions(AS-OFfirst: 100, filter: {transferOffered: true}) { totalCount nodes { ...S } }
		office: subscriptions(AS-OFfirst: 100, filter: {transferOffered: true, offer: "BUSINESS"}) { totalCount nodes { id } } `
	tradeFields = ` fragment S on CustomerSubscription { id offer { code } service { code } seats status soldByOperator customer { id }
		base { id seats status base { id } addOns { id seats } } addOns { id offer { code } seats status unitPrice { amountMinor } billedPartner { id } base { id seats } delegatedAdmin { id } }
		originalReseller { id } billedPartner { id } partnerOfRecord { id } supportContact { id } delegatedAdmin { id }
		unitPrice { amountMinor currency } term { startsOn endsOn firstBilledOn } orderedAt orderedBy { id }
		suspendedAt suspensionReason deletionDueAt cancelledAt transfer { to { id } offeredAt } }`
)

// remember keeps what somebody is told now. What happens next happens later.
func (l *trade) remember(r *rapid.T) {
	s := tradeTold{email: "op@x.example", whole: true}
	partner, customer := rapid.SampledFrom(l.partners).Draw(r, "partner"), rapid.SampledFrom(l.customers).Draw(r, "customer")
	switch rapid.IntRange(0, 3).Draw(r, "remembers") {
	case 0:
		s.asked = `{ partner(id: "` + partner.id + `") {` + tradeLists + `} offered: partner(id: "` + partner.id + `") {` + tradeOffered + `} }`
	case 1:
		s.asked = `{ customer(id: "` + customer.id + `") {` + tradeLists + `} }`
	case 2:
		s.email, s.whole = customer.email, false
		s.asked = `{ viewer { customer {` + tradeLists + `} } }`
	case 3:
		s.email, s.whole = partner.email, false
		s.asked = `{ viewer { partner {` + tradeLists + `} } offered: viewer { partner {` + tradeOffered + `} }`
		for i, c := range l.customers {
			s.asked += fmt.Sprintf(` c%d: customer(id: %q) {`, i, c.id) + tradeLists + `}`
		}
		s.asked += ` }`
	}
	s.asked += tradeFields
	s.at = l.clock.now()
	s.told = l.tell(s, "")
	l.clock.pass(time.Duration(rapid.IntRange(1, 900_000_000).Draw(r, "passes")) * time.Microsecond)
	l.told, l.remembered = append(l.told, s), l.clock.now()
}

// tell asks for what can be told, with an argument.
func (l *trade) tell(s tradeTold, asOf string) any {
	a := l.ask(s.email, strings.ReplaceAll(s.asked, "AS-OF", asOf), nil)
	if len(a.Errors) > 0 {
		l.t.Fatalf("%s: %v", s.email, a.Errors)
	}
	return a.Data
}

// compare holds what is told of past moments to what was told then.
func (l *trade) compare() error {
	for _, s := range l.told {
		told := l.tell(s, fmt.Sprintf("asOf: %q, ", s.at.Format(time.RFC3339Nano)))
		c := tradeComparison{whole: s.whole}
		if !s.whole {
			c.then, c.now = seenIn(s.told), seenIn(l.tell(s, ""))
		}
		if diff := c.differ("", s.told, told); diff != "" {
			return fmt.Errorf("%s is told of %s%s", s.email, s.at.Format(time.RFC3339Nano), diff)
		}
	}
	return nil
}

// seenIn are the subscriptions that an answer tells of.
func seenIn(answer any) map[any]bool {
	seen := map[any]bool{}
	switch value := answer.(type) {
	case map[string]any:
		if _, is := value["soldByOperator"]; is {
			seen[value["id"]] = true
		}
		for _, field := range value {
			maps.Copy(seen, seenIn(field))
		}
	case []any:
		for _, item := range value {
			maps.Copy(seen, seenIn(item))
		}
	}
	return seen
}

// tradeComparison compares what was told with what is told of the same moment. What a company may see goes by now: of what it was told then
// and of what it is told now that is compared which it saw then, and sees now.
type tradeComparison struct {
	whole     bool
	then, now map[any]bool
}

// seenByNow are what a company may not have been told then, or not be told now: other companies, and how many there are.
var seenByNow = []string{"c0", "c1", "originalReseller", "billedPartner", "partnerOfRecord", "supportContact", "delegatedAdmin", "base", "to", "totalCount"}

// differ tells the first difference, with its path.
func (c tradeComparison) differ(path string, then, now any) string {
	if before, is := then.(map[string]any); is {
		after, _ := now.(map[string]any)
		return c.differFields(path, before, after)
	}
	if before, is := then.([]any); is {
		after, _ := now.([]any)
		return c.differItems(path, before, after)
	}
	if then != now {
		return fmt.Sprintf("%s: then %v, now %v", path, then, now)
	}
	return ""
}

func (c tradeComparison) differFields(path string, then, now map[string]any) string {
	if len(then) != len(now) {
		return fmt.Sprintf("%s: then %v, now %v", path, then, now)
	}
	for _, name := range slices.Sorted(maps.Keys(then)) {
		if c.unknown(name, then, now) {
			continue
		}
		if diff := c.differ(path+" "+name, then[name], now[name]); diff != "" {
			return diff
		}
	}
	return ""
}

// unknown reports whether a field need not be told of both.
func (c tradeComparison) unknown(name string, then, now map[string]any) bool {
	if ofOperator, _ := then["soldByOperator"].(bool); ofOperator && name == "unitPrice" { // which is charged to nobody
		return now[name] == nil
	}
	if c.whole || !slices.Contains(seenByNow, name) {
		return false
	}
	return name == "totalCount" || then[name] == nil || now[name] == nil
}

func (c tradeComparison) differItems(path string, then, now []any) string {
	then, now = c.seen(then), c.seen(now)
	if len(then) != len(now) {
		return fmt.Sprintf("%s: then %v, now %v", path, then, now)
	}
	for i := range then {
		if diff := c.differ(fmt.Sprintf("%s %d", path, i), then[i], now[i]); diff != "" {
			return diff + fmt.Sprintf("\nof %v\nand %v", then[i], now[i])
		}
	}
	return ""
}

// seen keeps the subscriptions that are compared.
func (c tradeComparison) seen(items []any) []any {
	if c.whole {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), func(item any) bool {
		id := item.(map[string]any)["id"] //nolint:forcetypeassert,errcheck // of subscriptions alone there are lists
		return !c.then[id] || !c.now[id]
	})
}
