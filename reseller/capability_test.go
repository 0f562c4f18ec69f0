package reseller

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accord/internal/conformance"
)

// The partners of the cells: whose viewer asks, another one, and one that can take a transfer.
var (
	cellPartner  = ID{1}
	cellOther    = ID{2}
	cellReceiver = ID{3}
	cellCustomer = ID{4}
	cellSub      = ID{5}
)

// cell is one combination of all that may matter for what a partner's user may do with a subscription.
type cell struct {
	agent, admin            Role
	kind                    PartnerType
	status                  PartnerStatus
	relationship            RelationshipStatus
	dap                     bool
	subscription            SubscriptionStatus
	billed, partnerOfRecord ID
}

// each walks all combinations.
func (cell) each(yield func(cell) bool) {
	for _, c := range product([]cell{{}}, []func(cell) []cell{
		vary([]Role{RoleAdminAgent, RoleSalesAgent, RoleHelpdeskAgent}, func(c *cell) *Role { return &c.agent }),
		vary([]Role{"", RoleGlobalAdmin, RoleBillingAdmin, RoleUserAdmin}, func(c *cell) *Role { return &c.admin }),
		vary([]PartnerType{DirectReseller, IndirectProvider, IndirectReseller, Advisor}, func(c *cell) *PartnerType { return &c.kind }),
		vary([]PartnerStatus{PartnerActive, PartnerSuspended}, func(c *cell) *PartnerStatus { return &c.status }),
		vary([]RelationshipStatus{"", RelationshipActive, RelationshipEnding, RelationshipEnded}, func(c *cell) *RelationshipStatus { return &c.relationship }),
		vary([]bool{true, false}, func(c *cell) *bool { return &c.dap }),
		vary([]SubscriptionStatus{SubscriptionActive, SubscriptionSuspended, SubscriptionCancelled}, func(c *cell) *SubscriptionStatus { return &c.subscription }),
		vary([]ID{cellPartner, cellOther, {}}, func(c *cell) *ID { return &c.billed }),
		vary([]ID{cellPartner, cellOther, {}}, func(c *cell) *ID { return &c.partnerOfRecord }),
	}) {
		if !yield(c) {
			return
		}
	}
}

func vary[T any](values []T, field func(*cell) *T) func(cell) []cell {
	return func(c cell) []cell {
		all := make([]cell, len(values))
		for i, v := range values {
			all[i] = c
			*field(&all[i]) = v
		}
		return all
	}
}

func product(cells []cell, varied []func(cell) []cell) []cell {
	for _, each := range varied {
		var next []cell
		for _, c := range cells {
			next = append(next, each(c)...)
		}
		cells = next
	}
	return cells
}

func (c cell) stands() bool {
	return c.relationship == RelationshipActive || c.relationship == RelationshipEnding
}

// visible is the first row of the table: the billed partner while the relationship stands, or who holds DAP.
func (c cell) visible() bool { return c.billed == cellPartner && c.stands() || c.dap }

// expected is the table "What a relationship allows" and R5, R16–R18, R20 as a person reads them, written apart from the
// code that decides: the code of the refusal, or "" where the action is allowed.
func (c cell) expected(a Action) Code {
	among := func(actions ...Action) bool { return slices.Contains(actions, a) }
	switch {
	case !c.expectedRole(a):
		return CodeForbiddenRole
	case among(ActionSupport):
		if c.billed != cellPartner && !c.dap {
			return CodeDelegatedAdminRequired
		}
		return ""
	case among(ActionAdminister):
		return c.expectedToAdminister()
	case c.status == PartnerSuspended && among(ActionAddSeats, ActionRemoveSeats, ActionOrderAddOn, ActionUpgrade, ActionResume, ActionTransfer):
		return CodePartnerSuspended // R5
	case among(ActionAddSeats, ActionOrderAddOn, ActionUpgrade) && c.relationship != RelationshipActive, !c.stands():
		return CodeNoRelationship // R16
	case c.billed != cellPartner:
		return CodeNotBilledPartner
	case a == ActionSeePrice:
		return ""
	case a == ActionUpgrade && !c.dap:
		return CodeDelegatedAdminRequired // R17
	}
	return c.expectedByStatus(a)
}

// expectedRole is R18.
func (c cell) expectedRole(a Action) bool {
	is := func(roles ...Role) bool { return slices.Contains(roles, c.agent) || slices.Contains(roles, c.admin) }
	switch a { //nolint:exhaustive // all others are those who sell
	case ActionSupport:
		return true
	case ActionSeePrice:
		return is(RoleAdminAgent, RoleGlobalAdmin, RoleBillingAdmin)
	case ActionAdminister:
		return is(RoleAdminAgent, RoleHelpdeskAgent, RoleGlobalAdmin)
	case ActionTransfer, ActionChangePartnerOfRecord:
		return is(RoleAdminAgent, RoleGlobalAdmin)
	default:
		return is(RoleAdminAgent, RoleSalesAgent, RoleGlobalAdmin)
	}
}

func (c cell) expectedToAdminister() Code {
	switch {
	case !c.dap:
		return CodeDelegatedAdminRequired
	case c.subscription != SubscriptionActive:
		return CodeSubscriptionNotActive
	}
	return ""
}

// expectedByStatus is R20: a suspended one can be resumed or cancelled, and nothing else.
func (c cell) expectedByStatus(a Action) Code {
	switch {
	case a == ActionResume && c.subscription == SubscriptionActive:
		return CodeValidationFailed
	case c.subscription == SubscriptionActive, c.subscription == SubscriptionSuspended && (a == ActionResume || a == ActionCancel):
		return ""
	}
	return CodeSubscriptionNotActive
}

func (c cell) viewer() Viewer {
	roles := []Role{c.agent}
	if c.admin != "" {
		roles = append(roles, c.admin)
	}
	partner := c.partner(cellPartner)
	return Viewer{User: User{ID: ID{20}, Tenant: TenantPartner, TenantID: cellPartner, Roles: roles}, Partner: &partner}
}

// partner is one of the partners: all but the viewer's can do anything.
func (c cell) partner(id ID) Partner {
	p := Partner{
		ID: id, Name: "Brightcloud", Type: DirectReseller, Status: PartnerActive, Country: "CN", BilledSince: 20_000,
		Agreement: Agreement{Version: AgreementVersion, SignedAt: time.Unix(1, 0)},
	}
	if id == cellPartner {
		p.Type, p.Status = c.kind, c.status
	}
	return p
}

var cellNow = time.Date(2026, 7, 20, 3, 0, 0, 0, time.UTC)

func (c cell) sub() Subscription {
	s := Subscription{
		ID: cellSub, CustomerID: cellCustomer, Offer: "E1", Service: "OFFICE365", Seats: 10, Status: c.subscription,
		OriginalReseller: c.billed, BilledPartner: c.billed, PartnerOfRecord: c.partnerOfRecord,
		UnitPrice: Money{Minor: 1100, Currency: "CNY"}, Term: firstTerm(20_600, 1), Version: 1,
	}
	if c.subscription == SubscriptionSuspended {
		s.Suspension = Suspension{Since: cellNow.Add(-time.Hour), Reason: SuspendedFraud}
	}
	return s
}

func (c cell) hold() Hold {
	h := Hold{DelegatedAdmin: c.dap}
	if c.stands() {
		h.Relationship = c.relationship
	}
	return h
}

// cellStore answers as a store in which the cell is all there is. What a mutation writes is dropped.
type cellStore struct {
	Store

	tx cellTx
}

func (s cellStore) Update(ctx context.Context, _ Scope, fn func(context.Context, Tx) error) error {
	return fn(ctx, s.tx)
}

type cellTx struct {
	Tx

	cell
}

func (t cellTx) SubscriptionsByID(context.Context, Scope, []ID) (map[ID]Subscription, error) {
	found := map[ID]Subscription{}
	if t.visible() {
		found[cellSub] = t.sub()
	}
	return found, nil
}

func (t cellTx) LockCustomer(context.Context, ID) (Customer, error) {
	return Customer{ID: cellCustomer}, nil
}

func (t cellTx) PrivilegesChangedAt(context.Context, ID) (time.Time, error) { return time.Time{}, nil }

func (t cellTx) Partner(_ context.Context, id ID) (Partner, error) { return t.partner(id), nil }

func (t cellTx) Holds(context.Context, Scope, []ID) (map[ID]Hold, error) {
	return map[ID]Hold{cellSub: t.hold()}, nil
}

func (t cellTx) StandingRelationships(context.Context, ID) (Standing, error) {
	return Standing{Relationships: []Relationship{
		{PartnerID: cellPartner, Status: t.relationship},
		{PartnerID: cellReceiver, Status: RelationshipActive},
	}}, nil
}

func (t cellTx) AddOnsOf(context.Context, Scope, []ID, time.Time) (map[ID][]Subscription, error) {
	return map[ID][]Subscription{}, nil
}

func (t cellTx) OffersByCode(_ context.Context, codes []string) (map[string]OfferRow, error) {
	all := map[string]OfferRow{
		"E1": {Code: "E1", UpgradesTo: []string{"E3"}}, "E3": {Code: "E3"}, "ARCHIVING": {Code: "ARCHIVING", AddOnOf: []string{"E1"}},
	}
	found := map[string]OfferRow{}
	for _, code := range codes {
		o := all[code]
		o.Services, o.MinSeats, o.MaxSeats, o.Currency = []string{"OFFICE365"}, 1, 300, "CNY"
		found[code] = o
	}
	return found, nil
}

func (t cellTx) PricesOf(context.Context, []string) ([]PriceRow, error) { return nil, nil }
func (t cellTx) HeldOffers(context.Context, ID, ID) ([]OfferRow, error) { return nil, nil }
func (t cellTx) BilledCurrency(context.Context, Scope, ID, time.Time) (string, error) {
	return "CNY", nil
}
func (t cellTx) PutSubscriptions(context.Context, []Subscription) error { return nil }
func (t cellTx) InsertCharges(context.Context, []BegunCharge) error     { return nil }
func (t cellTx) EndCharges(context.Context, []ID, Day, time.Time) (map[ID]EndedCharge, error) {
	return map[ID]EndedCharge{}, nil
}
func (t cellTx) AppendEvents(context.Context, []Event) error { return nil }

// mutations are those that take an action, with input that nothing else is wrong with.
var mutations = map[Action]func(context.Context, *App, Viewer) error{
	ActionAddSeats: func(ctx context.Context, a *App, v Viewer) error {
		return second(a.ChangeSeats(ctx, v, SeatsInput{SubscriptionID: cellSub, Seats: 11}))
	},
	ActionRemoveSeats: func(ctx context.Context, a *App, v Viewer) error {
		return second(a.ChangeSeats(ctx, v, SeatsInput{SubscriptionID: cellSub, Seats: 9}))
	},
	ActionOrderAddOn: func(ctx context.Context, a *App, v Viewer) error {
		return second(a.OrderAddOn(ctx, v, OrderInput{SubscriptionID: cellSub, Offer: "ARCHIVING", Seats: 5}))
	},
	ActionUpgrade: func(ctx context.Context, a *App, v Viewer) error {
		return second(a.UpgradeSubscription(ctx, v, OrderInput{SubscriptionID: cellSub, Offer: "E3", Seats: 10}))
	},
	ActionTransfer: func(ctx context.Context, a *App, v Viewer) error {
		return second(a.OfferTransfer(ctx, v, ToPartnerInput{SubscriptionID: cellSub, PartnerID: cellReceiver}))
	},
	ActionChangePartnerOfRecord: func(ctx context.Context, a *App, v Viewer) error {
		return second(a.ChangePartnerOfRecord(ctx, v, ToPartnerInput{SubscriptionID: cellSub}))
	},
	ActionSuspend: func(ctx context.Context, a *App, v Viewer) error {
		return second(a.SuspendSubscription(ctx, v, SuspendInput{SubscriptionID: cellSub, Reason: SuspendedFraud}))
	},
	ActionResume: func(ctx context.Context, a *App, v Viewer) error {
		return second(a.ResumeSubscription(ctx, v, ReasonInput{SubscriptionID: cellSub}))
	},
	ActionCancel: func(ctx context.Context, a *App, v Viewer) error {
		return second(a.CancelSubscription(ctx, v, ReasonInput{SubscriptionID: cellSub}))
	},
}

func second[A any](_ A, err error) error { return err }

type quiet struct{ Notifier }

func (quiet) Notify(context.Context) {}

func codeOf(err error) Code {
	if refusals := AsRefusals(err); refusals != nil {
		return refusals[0].Code
	}
	if err != nil {
		return Code(err.Error())
	}
	return ""
}

// TestR5_R16_R17_R18_R20_R38_R39_EveryCombination walks every combination of roles, partner, relationship, privilege and
// subscription, and compares what the rules say, what the field says and what the mutation does.
func TestR5_R16_R17_R18_R20_R38_R39_EveryCombination(t *testing.T) {
	t.Parallel()
	cells, done := 0, 0
	for c := range (cell{}).each {
		app := New(Config{
			Store: cellStore{tx: cellTx{cell: c}}, Notifier: quiet{}, Random: rand.Reader,
			Clock: func() time.Time { return cellNow },
		})
		for _, a := range Actions {
			cells++
			said := app.Decide(c.viewer(), c.sub(), c.hold(), a)
			if got, want := codeOf(said), c.expected(a); got != want {
				t.Fatalf("%s in %+v: %q, want %q", a, c, got, want)
			}
			mutation := mutations[a]
			if mutation == nil {
				continue
			}
			done++
			did := mutation(t.Context(), app, c.viewer())
			if want := c.expectedOfMutation(said); fmt.Sprint(did) != want {
				t.Fatalf("%s in %+v: the mutation says %v, the field %s", a, c, did, want)
			}
		}
	}
	conformance.Report(t, fmt.Sprintf("conformance: %d cells of what a relationship allows walked, a mutation run in %d of them", cells, done))
}

// expectedOfMutation is what a mutation says where the field says so: what is not visible is not there (R27).
func (c cell) expectedOfMutation(said error) string {
	if !c.visible() {
		return notFound(aSubscription).Error()
	}
	return fmt.Sprint(said)
}

// TestR19_EveryRefusalOfTheTableSaysWhatToDo holds each sentence to naming the rule that refused.
func TestR19_EveryRefusalOfTheTableSaysWhatToDo(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	app := New(Config{Clock: func() time.Time { return cellNow }})
	for c := range (cell{}).each {
		for _, a := range Actions {
			refusal := AsRefusals(app.Decide(c.viewer(), c.sub(), c.hold(), a))
			if refusal == nil || seen[refusal[0].Message] {
				continue
			}
			seen[refusal[0].Message] = true
			if !strings.HasPrefix(refusal[0].Rule, "R") || refusal[0].Chinese == refusal[0].Message {
				t.Errorf("%s: %+v", a, refusal[0])
			}
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d sentences", len(seen))
	}
}
