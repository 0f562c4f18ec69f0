package reseller

import (
	"context"
	"slices"
)

// EndInput proposes, confirms or withdraws the end of a relationship (R23).
type EndInput struct {
	Common
	RelationshipID ID
	// Reason is what the other side is told; empty is none.
	Reason string
}

// EndAnswer names the relationship, and the privileges that have ended with it.
type EndAnswer struct {
	RelationshipID ID
	Ended          []ID
}

// ProposeRelationshipEnd proposes to the other side that the relationship end (R23). It stands, as ENDING, until the other side
// confirms.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18, R6), CodeStaleVersion, CodeNoRelationship for one that is not ACTIVE,
// CodeRelationshipHasBlockers while the partner is billed for a subscription that is not cancelled, CodeValidationFailed.
func (a *App) ProposeRelationshipEnd(ctx context.Context, v Viewer, in EndInput) (EndAnswer, error) {
	return a.changeEnd(ctx, v, "proposeRelationshipEnd", in, (*ending).propose)
}

// ConfirmRelationshipEnd ends a relationship whose end the other side has proposed (R23): its privileges end as
// RELATIONSHIP_ENDED, the customer leaves the partner's list, the history stays.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18, R6), CodeStaleVersion, CodeValidationFailed when there is nothing to confirm
// or the proposal is one's own, CodeRelationshipHasBlockers as for a proposal.
func (a *App) ConfirmRelationshipEnd(ctx context.Context, v Viewer, in EndInput) (EndAnswer, error) {
	return a.changeEnd(ctx, v, "confirmRelationshipEnd", in, (*ending).confirm)
}

// WithdrawRelationshipEnd takes a proposal of one's own back (R23); the relationship is ACTIVE again.
//
// Refusals: CodeNotFound, CodeForbiddenRole (R18, R6), CodeStaleVersion, CodeValidationFailed when there is nothing to withdraw
// or the proposal is the other side's.
func (a *App) WithdrawRelationshipEnd(ctx context.Context, v Viewer, in EndInput) (EndAnswer, error) {
	return a.changeEnd(ctx, v, "withdrawRelationshipEnd", in, (*ending).withdraw)
}

// ending is one step towards the end of a relationship: what it is, and from which side the step comes.
type ending struct {
	*change
	tx     Tx
	before Relationship
	side   Side
	reason string
}

func (a *App) changeEnd(ctx context.Context, v Viewer, name string, in EndInput, step func(*ending, context.Context) ([]ID, error)) (EndAnswer, error) {
	var err error
	if in.Reason, err = cleanReason(in.Reason); err != nil {
		return EndAnswer{}, err
	}
	m := mutation{name: name, input: in, Common: in.Common}
	return onRelationship(ctx, a, v, m, actEnd, in.RelationshipID, func(ctx context.Context, tx Tx, c *change, r Relationship) (EndAnswer, error) {
		side, err := v.sideOf(r)
		if err != nil {
			return EndAnswer{}, err
		}
		ended, err := step(&ending{change: c, tx: tx, before: r, side: side, reason: in.Reason}, ctx)
		return EndAnswer{RelationshipID: r.ID, Ended: ended}, err
	})
}

// sideOf tells on which side of a relationship the viewer is. A partner that merely has something to do with it is on neither:
// the relationship is the provider's (R6).
func (v Viewer) sideOf(r Relationship) (Side, error) {
	switch {
	case v.Customer != nil:
		return SideCustomer, nil
	case v.Partner != nil && v.Partner.ID == r.PartnerID:
		return SidePartner, nil
	}
	return "", refuse(CodeForbiddenRole, "R6", "This relationship is another partner's. Only that partner and the customer can agree on its end.")
}

func (e *ending) propose(ctx context.Context) ([]ID, error) {
	switch e.before.Status {
	case RelationshipEnding:
		return nil, refuse(CodeNoRelationship, "R23", "The end of this relationship has been proposed already. The other side can confirm it, and the side that proposed it can withdraw it.").at("relationshipId")
	case RelationshipEnded:
		return nil, refuse(CodeNoRelationship, "R23", "This relationship has ended already. A new one begins when the customer accepts a link.").at("relationshipId")
	case RelationshipActive:
	}
	if err := e.checkBlockers(ctx); err != nil {
		return nil, err
	}
	after := e.before
	after.Status, after.End = RelationshipEnding, EndProposal{By: e.side, At: e.at, Reason: e.reason}
	return nil, e.put(ctx, EventEndProposed, after)
}

func (e *ending) withdraw(ctx context.Context) ([]ID, error) {
	switch {
	case e.before.Status != RelationshipEnding:
		return nil, refuse(CodeValidationFailed, "R23", "Nobody has proposed the end of this relationship; there is nothing to withdraw.").at("relationshipId")
	case e.before.End.By != "" && e.before.End.By != e.side:
		return nil, refuse(CodeValidationFailed, "R23", "The other side has proposed this end, and only that side can withdraw it. As long as you do not confirm it, the relationship stands.").at("relationshipId")
	}
	after := e.before
	after.Status, after.End = RelationshipActive, EndProposal{}
	return nil, e.put(ctx, EventEndWithdrawn, after)
}

func (e *ending) confirm(ctx context.Context) ([]ID, error) {
	switch {
	case e.before.Status != RelationshipEnding:
		return nil, refuse(CodeValidationFailed, "R23", "Nobody has proposed the end of this relationship; there is nothing to confirm. Propose it first.").at("relationshipId")
	case e.before.End.By == e.side:
		return nil, refuse(CodeValidationFailed, "R23", "This end is your own side's proposal; the other side confirms it.").at("relationshipId")
	}
	if err := e.checkBlockers(ctx); err != nil {
		return nil, err
	}
	standing, err := e.tx.StandingRelationships(ctx, e.before.CustomerID)
	if err != nil {
		return nil, err
	}
	under := slices.DeleteFunc(standing.Active, func(d Delegation) bool { return d.RelationshipID != e.before.ID })
	after := e.before
	after.Status, after.EndedAt = RelationshipEnded, e.at
	if err := e.put(ctx, EventRelationshipEnded, after); err != nil {
		return nil, err
	}
	if err := e.part(ctx, standing); err != nil {
		return nil, err
	}
	return e.end(ctx, e.tx, standing, under, EndRelationshipEnded, ID{})
}

// part lets the customer's subscriptions go on without the relationship's partners, as far as nothing else relates them to it.
func (e *ending) part(ctx context.Context, standing Standing) error {
	for _, id := range []ID{e.before.PartnerID, e.before.ResellerID} {
		related := slices.ContainsFunc(standing.Relationships, func(r Relationship) bool {
			return r.ID != e.before.ID && (r.PartnerID == id || r.ResellerID == id)
		})
		if id.IsZero() || related {
			continue
		}
		if err := e.partWith(ctx, e.tx, e.before.CustomerID, id); err != nil {
			return err
		}
	}
	return nil
}

// checkBlockers refuses an end while the partner is billed for a subscription that is not cancelled, and lists these (R23).
func (e *ending) checkBlockers(ctx context.Context) error {
	// Of both sides, whichever of them asks.
	blockers, err := e.tx.Blockers(ctx, platform(), []ID{e.before.ID})
	if err != nil || len(blockers[e.before.ID]) == 0 {
		return err
	}
	refusal := refuse(CodeRelationshipHasBlockers, "R23", "The partner is billed for %d subscriptions of this customer that are not cancelled. They are cancelled or transferred first.",
		len(blockers[e.before.ID])).at("relationshipId")
	refusal.Blockers = blockers[e.before.ID]
	return refusal
}

// put writes the relationship as it has become, and its event.
func (e *ending) put(ctx context.Context, kind EventKind, after Relationship) error {
	after.Version++
	event := after.event(kind, ID{})
	event.Before, event.After = proposalState(e.before, ""), proposalState(after, e.reason)
	e.record(event)
	return e.tx.PutRelationships(ctx, []Relationship{after})
}

// proposalState is what an event says of a step towards the end: the reason is the one given with the step.
func proposalState(r Relationship, reason string) *EventState {
	state := &EventState{RelationshipStatus: r.Status, Fields: map[string]string{}}
	if r.End.By != "" {
		state.Fields["proposed_by"] = string(r.End.By)
	}
	if reason != "" {
		state.Fields["reason"] = reason
	}
	return state
}
