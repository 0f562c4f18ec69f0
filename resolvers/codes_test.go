package resolvers_test

import (
	"testing"
	"time"

	"accord/reseller"
)

// later are the codes that come with what is not built yet, and those that no request brings about: faults and limits.
var later = map[string]string{
	"RATE_LIMITED": "limits",
	"UNAVAILABLE":  "TestDatabaseGoesAndComes", "INTERNAL": "a fault",
}

// reached are requests that are refused with each code.
var reached = map[reseller.Code]func(w *world) *answer{
	reseller.CodeUnauthenticated: func(w *world) *answer { return w.request("", vars{}) },
	reseller.CodeForbiddenRole:   func(w *world) *answer { return w.request("help@alpha.example", vars{}) },
	reseller.CodeNotFound: func(w *world) *answer {
		id, _ := w.invite("admin@beta.example", vars{})
		return w.do("admin@alpha.example", revokeDoc, vars{"inviteId": id})
	},
	reseller.CodeValidationFailed: func(w *world) *answer { return w.request("admin@alpha.example", vars{"maxUses": 0}) },
	reseller.CodeInviteInvalid:    func(w *world) *answer { return w.accept("admin@one.example", vars{"token": "inv_x"}) },
	reseller.CodeInviteRevoked: func(w *world) *answer {
		id, token := w.invite("admin@alpha.example", vars{})
		w.do("admin@alpha.example", revokeDoc, vars{"inviteId": id}).ok()
		return w.accept("admin@one.example", vars{"token": token})
	},
	reseller.CodeInviteExpired: func(w *world) *answer {
		_, token := w.invite("admin@alpha.example", vars{"expiresAt": w.clock.now().Add(time.Minute)})
		w.clock.pass(time.Hour)
		return w.accept("admin@one.example", vars{"token": token})
	},
	reseller.CodeInviteExhausted: func(w *world) *answer {
		_, token := w.invite("admin@alpha.example", vars{"maxUses": 1})
		w.accept("admin@one.example", vars{"token": token}).ok()
		return w.accept("admin@two.example", vars{"token": token})
	},
	reseller.CodePartnerSuspended: func(w *world) *answer {
		w.suspend(alphaSuspended)
		return w.request("admin@alpha.example", vars{})
	},
	reseller.CodeAgreementRequired: func(w *world) *answer {
		w.registerPartner(vars{}).ok()
		return w.request("first@gamma.example", vars{})
	},
	reseller.CodeRegionMismatch: func(w *world) *answer {
		return w.accept("admin@one.example", vars{"token": w.link("admin@sing.example", vars{})})
	},
	reseller.CodeServiceAlreadyDelegated: func(w *world) *answer {
		w.accept("admin@one.example", vars{"token": w.link("admin@beta.example", vars{})}).ok()
		return w.accept("admin@one.example", vars{"token": w.link("admin@alpha.example", vars{"services": []string{"AZURE"}})})
	},
	reseller.CodeNoRelationship: func(w *world) *answer {
		id := w.joined("admin@one.example", w.link("admin@alpha.example", vars{}))
		w.do("admin@alpha.example", proposeDoc, vars{"relationshipId": id}).ok()
		return w.do("admin@one.example", proposeDoc, vars{"relationshipId": id})
	},
	reseller.CodeLinkAltered: func(w *world) *answer {
		return w.request("admin@alpha.example", vars{"openingParagraphs": []string{"https://accord.example/invite/x"}})
	},
	reseller.CodeCustomerExists: func(w *world) *answer {
		return w.create("admin@alpha.example", vars{"domain": "one.example"})
	},
	reseller.CodeStaleVersion: func(w *world) *answer { return w.request("admin@alpha.example", vars{"version": 7}) },
	reseller.CodeIdempotencyConflict: func(w *world) *answer {
		w.request("admin@alpha.example", vars{"idempotencyKey": "k"}).ok()
		return w.request("admin@alpha.example", vars{"idempotencyKey": "k", "campaign": "another"})
	},
	reseller.CodeNotBilledPartner: func(w *world) *answer {
		w.market()
		return w.subscribe("admin@adv.example", "cancelSubscription", vars{"subscriptionId": w.bought("BUSINESS", 1)})
	},
	reseller.CodeDelegatedAdminRequired: func(w *world) *answer {
		w.market()
		id := w.orderedBy("admin@beta.example", "admin@one.example", "BUSINESS", 1)
		return w.subscribe("admin@beta.example", "upgradeSubscription", vars{"subscriptionId": id, "offer": "SUITE", "seats": 1})
	},
	reseller.CodeSubscriptionNotActive: func(w *world) *answer {
		w.market()
		in := vars{"subscriptionId": w.bought("BUSINESS", 1)}
		w.subscribe("sales@alpha.example", "cancelSubscription", in).ok()
		return w.subscribe("sales@alpha.example", "cancelSubscription", in)
	},
	reseller.CodeUpgradeNotAvailable: func(w *world) *answer {
		w.market()
		in := vars{"subscriptionId": w.bought("BUSINESS", 1), "offer": "DEVICES", "seats": 1}
		return w.subscribe("sales@alpha.example", "upgradeSubscription", in)
	},
	reseller.CodeRelationshipHasBlockers: func(w *world) *answer {
		w.market()
		w.bought("BUSINESS", 1)
		id := w.ask("admin@alpha.example", `{ viewer { partner { relationships { nodes { id } } } } }`, nil).text("viewer.partner.relationships.nodes.0.id")
		return w.do("admin@alpha.example", proposeDoc, vars{"relationshipId": id})
	},
	reseller.CodeLimitExceeded: func(w *world) *answer {
		return w.batchRequests(vars{"items": append(make1000(vars{"partnerId": "x"}), vars{"partnerId": "x"})})
	},
}

func TestR19_EveryCodeIsReached(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, w *world) {
		for _, value := range w.ask("op@x.example", `{ __type(name: "ErrorCode") { enumValues { name } } }`, nil).list("__type.enumValues") {
			code := value.text("name")
			if _, ok := reached[reseller.Code(code)]; !ok && later[code] == "" {
				t.Errorf("nothing here reaches %s", code)
			}
		}
	})
	for code, reach := range reached {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()
			eachStore(t, func(t *testing.T, w *world) {
				a := reach(w)
				got := a.topCode()
				if got == "" {
					got = a.codes()
				}
				if got != string(code) {
					t.Errorf("refused with %q", got)
				}
			})
		})
	}
}
