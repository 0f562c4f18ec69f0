package main

import (
	"context"
	"fmt"
	"math"
)

// checkIntervals holds the times of the privileges against each other: those of transacting partners for one service of one customer
// must not overlap (R11).
func checkIntervals(ctx context.Context, e evidence) ([]string, error) {
	rows, err := e.privileges(ctx)
	if err != nil {
		return nil, err
	}
	var violations []string
	latest := map[[2]string]privilegeRow{}
	for _, r := range rows {
		if !r.transacting {
			continue
		}
		if r.ended == 0 {
			r.ended = forever
		}
		key := [2]string{string(r.customer), r.service}
		before, there := latest[key]
		if there && r.granted < before.ended {
			violations = append(violations, fmt.Sprintf("dap_%s of par_%s, granted at %s, begins before dap_%s of par_%s for the same %s of cus_%s has ended, %s",
				r.id, r.partner, clockTime(r.granted), before.id, before.partner, r.service, r.customer, ending(before.ended)))
		}
		if r.ended < r.granted {
			violations = append(violations, fmt.Sprintf("dap_%s of par_%s for %s of cus_%s ended at %s, before it was granted, at %s", r.id, r.partner, r.service, r.customer, clockTime(r.ended), clockTime(r.granted)))
		}
		if !there || r.ended > before.ended {
			latest[key] = r
		}
	}
	return violations, nil
}

// forever is when what stands ends.
const forever = instant(math.MaxInt64)

// ending writes when something ends.
func ending(at instant) string {
	if at == forever {
		return "which it has not"
	}
	return "at " + clockTime(at)
}
