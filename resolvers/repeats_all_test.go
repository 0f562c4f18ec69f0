package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accord/graph"
)

// repeated are mutations that are sent twice under one key: by whom, and with what in a world that is ready for it.
var repeated = map[string]struct {
	email string
	// ready makes the world ready and gives the input.
	ready func(w *world) vars
	// shows is what of the payload is compared.
	shows string
}{
	"acceptRelationship": {"admin@one.example", func(w *world) vars { return vars{"token": w.link("admin@alpha.example", vars{})} }, "relationship { id version } granted { id } alreadyAccepted"},
	"removeDelegatedAdmin": {"admin@one.example", func(w *world) vars {
		w.standing()
		return vars{"allPartners": true}
	}, "ended { id }"},
	"requestRelationship": {"admin@alpha.example", func(*world) vars { return vars{"campaign": "spring"} }, "invite { id version }"},
	"registerPartner": {"op@x.example", func(*world) vars {
		return vars{"name": "New", "type": "DIRECT_RESELLER", "country": "CN", "services": []string{"AZURE"}, "externalKey": "new", "adminName": "Nia", "adminEmail": "nia@new.example"}
	}, "partner { id } user { id }"},
	"registerCustomer": {"op@x.example", func(*world) vars {
		return vars{"name": "New", "domain": "new.example", "country": "CN", "externalKey": "new", "adminName": "Nia", "adminEmail": "nia@new.example"}
	}, "customer { id } user { id }"},
	"createCustomer": {"admin@alpha.example", func(*world) vars {
		return vars{"name": "New", "domain": "new.example", "country": "CN", "adminName": "Nia", "adminEmail": "nia@new.example"}
	}, "customer { id } relationship { id }"},
	"setPartnerStatus": {"op@x.example", func(w *world) vars {
		return vars{"partnerId": w.partner("admin@alpha.example"), "status": "SUSPENDED"}
	}, "partner { id status }"},
	"pairReseller": {"op@x.example", func(w *world) vars {
		w.do("admin@prov.example", `mutation($in: EndPairingInput!) { endPairing(input: $in) { userErrors { code } } }`, vars{"resellerId": w.partner("admin@tier2.example")}).ok()
		return vars{"resellerId": w.partner("admin@tier2.example"), "providerId": w.partner("admin@prov2.example")}
	}, "reseller { id } provider { id }"},
	"endPairing":           {"admin@prov.example", func(w *world) vars { return vars{"resellerId": w.partner("admin@tier2.example")} }, "reseller { id }"},
	"signAgreement":        {"admin@alpha.example", func(*world) vars { return vars{} }, "partner { agreement { version } }"},
	"updateSupportContact": {"admin@alpha.example", func(*world) vars { return vars{"url": "https://alpha.example"} }, "partner { support { url } }"},
	"pinOffers":            {"admin@alpha.example", func(*world) vars { return vars{"offers": []string{}} }, "partner { id }"},
	"updateCustomer": {"admin@one.example", func(w *world) vars {
		return vars{"customerId": w.customer("admin@one.example"), "name": "One More"}
	}, "customer { name version }"},
	"addUser": {"boss@alpha.example", func(*world) vars {
		return vars{"email": "una@alpha.example", "name": "Una", "roles": []string{"SALES_AGENT"}}
	}, "user { id }"},
	"setUserRoles": {"boss@alpha.example", func(w *world) vars {
		return vars{"userId": w.userID("help@alpha.example"), "roles": []string{"SALES_AGENT"}}
	}, "user { id version }"},
	"removeUser":   {"boss@alpha.example", func(w *world) vars { return vars{"userId": w.userID("help@alpha.example")} }, "user { id version }"},
	"createApiKey": {"boss@alpha.example", func(*world) vars { return vars{"label": "nightly", "roles": []string{"HELPDESK_AGENT"}} }, "apiKey { id }"},
	"revokeApiKey": {"boss@alpha.example", func(w *world) vars {
		made := w.do("boss@alpha.example", `mutation($in: CreateApiKeyInput!) { createApiKey(input: $in) { apiKey { id } userErrors { code } } }`, vars{"label": "x", "roles": []string{"HELPDESK_AGENT"}}).ok()
		return vars{"apiKeyId": made.text("createApiKey.apiKey.id")}
	}, "apiKey { id status }"},
	"batchRequests": {"op@x.example", func(w *world) vars {
		alpha := w.partner("admin@alpha.example")
		return vars{"items": []vars{{"partnerId": alpha, "campaign": "a"}, {"partnerId": alpha, "campaign": "b"}}}
	}, "results { index invite { id } }"},
	"batchRelationships": {"op@x.example", func(w *world) vars {
		return vars{"items": []vars{{"partnerId": w.partner("admin@alpha.example"), "customerId": w.customer("admin@one.example"), "services": []string{"AZURE"}}}}
	}, "results { index relationship { id } }"},
}

// repeatedElsewhere are the mutations whose repetitions other tests prove: those of the life of links and relationships
// TestR26_NewMutationsRepeated, most of subscriptions TestR26_OrdersRepeated.
var repeatedElsewhere = []string{
	"exportRelationships", "exportSubscriptions", "exportEvents",
	"rotateInvite", "revokeInvite", "declineRelationship", "relinquishDelegatedAdmin", "proposeRelationshipEnd", "confirmRelationshipEnd",
	"withdrawRelationshipEnd",
	"provisionSubscription", "changeSeats", "orderAddOn", "upgradeSubscription", "changePartnerOfRecord", "changeSupportContact", "offerTransfer",
	"suspendSubscription", "cancelSubscription",
}

// undoing are the mutations of a subscription that take back, or end, what another has done to it: by whom, and what comes first.
var undoing = map[string]struct {
	email, first string
	of           func(w *world) vars
}{
	"resumeSubscription": {"boss@alpha.example", "suspendSubscription", func(*world) vars { return vars{"reason": "FRAUD"} }},
	"withdrawTransfer":   {"boss@alpha.example", "offerTransfer", toBeta},
	"takeTransfer":       {"admin@beta.example", "offerTransfer", toBeta},
}

func toBeta(w *world) vars { return vars{"toPartnerId": w.partner("admin@beta.example")} }

func TestR26_UndoingIsRepeatable(t *testing.T) {
	t.Parallel()
	eachMarket(t, func(t *testing.T, w *world) {
		for name, u := range undoing {
			id := w.bought("BUSINESS", 5)
			w.subscribe("boss@alpha.example", u.first, with(u.of(w), vars{"subscriptionId": id})).ok()
			in := vars{"subscriptionId": id, "idempotencyKey": "again"}
			first := w.subscribe(u.email, name, in).ok()
			w.unchanged(func() {
				if again := w.subscribe(u.email, name, in).ok(); !cmp.Equal(first.Data, again.Data) {
					t.Errorf("%s: first %v, then %v", name, first.Data, again.Data)
				}
			})
			w.subscribe(u.email, "cancelSubscription", vars{"subscriptionId": id}) // so that none is in the way of the next
		}
	})
}

// TestR26_EveryMutationIsRepeatable: under its key each mutation of the schema is done once, by whichever of several that come at once,
// and answers the same again, whatever it has made of the world that it would be refused in.
func TestR26_EveryMutationIsRepeatable(t *testing.T) {
	t.Parallel()
	for name, r := range repeated {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachLife(t, func(t *testing.T, w *world) {
				in := with(r.ready(w), vars{"idempotencyKey": "again"})
				doc := "mutation($in: " + strings.ToUpper(name[:1]) + name[1:] + "Input!) { " + name + "(input: $in) { " + r.shows + " userErrors { code } } }"
				repeat(t, w, func() *answer { return w.do(r.email, doc, in) })
			})
		})
	}
}

// repeat does a change three times at once and then again after each other: it has happened once, and all are answered the same.
func repeat(t *testing.T, w *world, do func() *answer) {
	t.Helper()
	said := func() string {
		a := do()
		return fmt.Sprint(a.outcome(), a.Data)
	}
	twins := make([]string, 3)
	written := w.written(func() {
		var all sync.WaitGroup
		for i := range twins {
			all.Go(func() { twins[i] = said() })
		}
		all.Wait()
	})
	do().ok()
	w.unchanged(func() {
		for _, twin := range twins {
			if later := said(); twin != later {
				t.Errorf("one is answered %s, and later %s", twin, later)
			}
		}
	})
	for _, e := range written {
		if e.ChangeID != written[0].ChangeID {
			t.Errorf("done more than once: %v", written)
		}
	}
}

// TestR26_NoMutationIsLeftOut: a new mutation has a case above, or a test of its own.
func TestR26_NoMutationIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, field := range graph.NewExecutableSchema(graph.Config{}).Schema().Mutation.Fields {
		_, here := repeated[field.Name]
		_, undoes := undoing[field.Name]
		if !here && !undoes && !slices.Contains(repeatedElsewhere, field.Name) {
			t.Errorf("%s is repeated by no test", field.Name)
		}
	}
}
