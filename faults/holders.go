package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

// register is who holds one service of one customer: what a linearizability check is about.
type register struct{ customer, service string }

// holding is what one call tells of a register: what it asked for there, and what it was answered.
type holding struct {
	register register
	// name is what people know the call by.
	name string
	// takes is the transacting partner that the call asks to be the holder; empty for none. Replaces tells whether in another's place.
	takes    string
	replaces bool
	// frees are the partners that it asks to hold no longer.
	frees []string
	// granted and ended are the partners whose privileges it has granted and ended there; empty for nobody's.
	granted, ended string
	// reads is whom it has found there, where it tells.
	reads *string
	// refused tells that it has changed nothing.
	refused bool
}

// anybody is what a register holds before the first call tells.
const anybody = "?"

// step is what the register holds after a call; ok is false where the call cannot have come to that.
func (h holding) step(holder string) (after string, ok bool) {
	switch {
	case h.reads != nil:
		return *h.reads, (holder == anybody || holder == *h.reads) && !h.inItsOwnWay()
	case h.refused:
		// The service was not in the way of what it asked for.
		return holder, holder == anybody || holder == "" || holder == h.takes
	case h.takes != "":
		return h.takes, h.tookFrom(holder)
	case h.ended != "":
		return "", (holder == anybody || holder == h.ended) && slices.Contains(h.frees, h.ended)
	}
	return holder, !slices.Contains(h.frees, holder)
}

// inItsOwnWay tells of an acceptance that is refused for the very partner that it is to give the service to.
func (h holding) inItsOwnWay() bool { return h.refused && h.takes != "" && *h.reads == h.takes }

// tookFrom tells whether an acceptance with that answer can have found that holder. What it has granted it has granted to whom it was asked to.
func (h holding) tookFrom(holder string) bool {
	switch {
	case h.granted == "":
		return holder == anybody || holder == h.takes
	case h.granted != h.takes:
		return false
	case h.ended != "":
		return h.replaces && (holder == anybody || holder == h.ended)
	}
	return holder == anybody || holder == ""
}

// holderModel is the register for porcupine.
var holderModel = porcupine.Model{
	Init: func() any { return anybody },
	Step: func(state, input, _ any) (bool, any) {
		h, isHolding := input.(holding)
		holder, isText := state.(string)
		if !isHolding || !isText {
			return false, state
		}
		after, ok := h.step(holder)
		return ok, after
	},
	DescribeOperation: func(input, _ any) string { return fmt.Sprint(input) },
}

// checkDeadline bounds the search for an order of one register's calls. Of 25,000 calls it takes about three seconds.
const checkDeadline = 3 * time.Minute

// checkHolders searches, for each register, an order of all calls in which each was answered as one after the other would have been, and none
// takes effect before it was sent or after it was answered (R11).
func checkHolders(ctx context.Context, e evidence) ([]string, error) {
	settled, err := e.settle(ctx)
	if err != nil {
		return nil, err
	}
	byRegister := map[register][]porcupine.Operation{}
	for _, c := range settled {
		for _, h := range e.world.holdings(c) {
			byRegister[h.register] = append(byRegister[h.register], porcupine.Operation{
				ClientId: c.Client, Input: h, Call: int64(c.Sent), Return: returned(c),
			})
		}
	}
	var violations []string
	for r, operations := range byRegister {
		switch result, info := porcupine.CheckOperationsVerbose(holderModel, operations, checkDeadline); result {
		case porcupine.Ok:
		case porcupine.Unknown:
			return nil, fmt.Errorf("no order of the %d calls about %s of %s was found within %s", len(operations), r.service, r.customer, checkDeadline)
		case porcupine.Illegal:
			violations = append(violations, fmt.Sprintf("no order explains the %d calls about %s of %s; %s", len(operations), r.service, r.customer, stuckAt(operations, info)))
		}
	}
	slices.Sort(violations)
	return violations, nil
}

// returned is when a call had taken effect at the latest.
func returned(c call) int64 {
	if c.Outcome == unknown {
		return math.MaxInt64
	}
	return int64(c.Answered)
}

// stuckAt tells of the calls after the longest order that could be explained.
func stuckAt(operations []porcupine.Operation, info porcupine.LinearizationInfo) string {
	var longest []int
	for _, some := range info.PartialLinearizations() {
		for _, order := range some {
			if len(order) > len(longest) {
				longest = order
			}
		}
	}
	in := make([]bool, len(operations))
	for _, at := range longest {
		in[at] = true
	}
	var lines []string
	for _, at := range longest[max(0, len(longest)-3):] {
		lines = append(lines, described(operations[at]))
	}
	var rest []porcupine.Operation
	for at, o := range operations {
		if !in[at] {
			rest = append(rest, o)
		}
	}
	slices.SortFunc(rest, func(a, b porcupine.Operation) int { return int(a.Call - b.Call) })
	var next []string
	for _, o := range rest[:min(3, len(rest))] {
		next = append(next, described(o))
	}
	return "after " + strings.Join(lines, ", then ") + " none of these can come: " + strings.Join(next, "; ")
}

func described(o porcupine.Operation) string {
	h, _ := o.Input.(holding)
	until := "never"
	if o.Return != math.MaxInt64 {
		until = time.Duration(o.Return).Round(time.Microsecond).String()
	}
	return fmt.Sprintf("%s (%s to %s) %s", h.name, time.Duration(o.Call).Round(time.Microsecond), until, h.says())
}

// says tells what the call was answered.
func (h holding) says() string {
	switch {
	case h.reads != nil:
		return fmt.Sprintf("finds %q", *h.reads)
	case h.refused:
		return fmt.Sprintf("finds nobody beside %q", h.takes)
	case h.takes != "" && h.granted == "":
		return fmt.Sprintf("finds %q there already", h.takes)
	case h.takes != "":
		return fmt.Sprintf("grants it to %q in the place of %q", h.takes, h.ended)
	case h.ended != "":
		return fmt.Sprintf("ends that of %q", h.ended)
	}
	return fmt.Sprintf("finds none of %q", h.frees)
}
