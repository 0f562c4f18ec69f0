package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// evidence is what truths are held against, after the faults, when all is up again and quiet.
type evidence struct {
	world    *world
	history  *history
	database *sql.DB
	// dialect is "postgres" or "sqlite".
	dialect string
	targets []target
	// catchUp is how long a watcher may take for the events that it has not got yet; half a minute when 0.
	catchUp time.Duration
}

// truth is what must hold whatever happens. A check names the violations, each in a sentence with ids; none is a truth that held. An error
// is that it could not be found out.
type truth struct {
	name  string
	check func(context.Context, evidence) ([]string, error)
}

// truths are all of them.
func truths() []truth {
	return []truth{
		{"one holder at every instant, as clients saw it (R11)", checkHolders},
		{"one holder at every instant, as the tables tell it (R11)", checkIntervals},
		{"what was acknowledged is there, with the events of one change (R25)", checkDone},
		{"what was refused left nothing (R25)", checkLeft},
		{"one key has one effect (R26)", checkOnce},
		{"links have counted who accepted (R8)", checkAcceptances},
		{"reports are what the rows tell", checkReports},
		{"everybody reads what it has written", checkOwnWrites},
		{"live events come once and in order (R25)", checkDeliveries},
	}
}

// figures sum up what was asked.
type figures struct {
	// Outcomes and Codes count the calls.
	Outcomes map[outcome]int
	Codes    map[string]int
	// Reads and Writes are how long answers took, whatever they said.
	Reads, Writes durations
}

// durations are percentiles of a number of calls.
type durations struct {
	Count         int
	P50, P99, Max time.Duration
}

// summary sums up the calls of a history that are as asked for.
func summary(h *history, is func(call) bool) figures {
	f := figures{Outcomes: map[outcome]int{}, Codes: map[string]int{}}
	var reads, writes []time.Duration
	for _, c := range h.calls() {
		if !is(c) {
			continue
		}
		f.Outcomes[c.Outcome]++
		if c.Code != "" {
			f.Codes[c.Code]++
		}
		if c.mutation() {
			writes = append(writes, c.Answered-c.Sent)
		} else {
			reads = append(reads, c.Answered-c.Sent)
		}
	}
	f.Reads, f.Writes = percentilesOf(reads), percentilesOf(writes)
	return f
}

func percentilesOf(all []time.Duration) durations {
	if len(all) == 0 {
		return durations{}
	}
	slices.Sort(all)
	return durations{Count: len(all), P50: all[len(all)/2], P99: all[len(all)*99/100], Max: all[len(all)-1]}
}

// query asks one of the targets as a company's user, and the next one where that does not answer.
func (e evidence) query(ctx context.Context, as *company, document string, variables map[string]any) (r *response, err error) {
	client := &http.Client{Timeout: queryPatience}
	for _, at := range e.targets {
		if r, err = post(ctx, client, at, as.token, "", document, variables); err == nil && len(r.Errors) > 0 {
			err = fmt.Errorf("%s: %s", r.Errors[0].Extensions.Code, r.Errors[0].Message)
		}
		if err == nil {
			return r, nil
		}
	}
	return nil, err
}

// queryPatience is how long a query of the evidence may take.
const queryPatience = 30 * time.Second
