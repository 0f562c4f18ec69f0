package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// promise is one that a scenario measures.
type promise struct {
	// name heads a column; it is short.
	name string
	// means says it in a sentence.
	means string
	check func(*stage) cell
}

const (
	// returnWithin is how soon the service has to be back once the database is.
	returnWithin = 2 * time.Second
	// slower is by how much calls may take longer without Redis.
	slower = 3
	// noise is what the slowest of a hundred calls is taken for at the least, before it is multiplied: below that a machine that is
	// shared shows what else it is doing, and not what the server does.
	noise = 20 * time.Millisecond
	// onTheWay is how much later than the server's own limit an answer may arrive at a client, on a busy machine.
	onTheWay = 500 * time.Millisecond
)

// The promises.
var (
	noneFails = promise{
		"no call fails", "no call fails while the fault lasts nor after it", (*stage).noneFails,
	}
	readsGoOn = promise{
		"reads go on", "no read fails while nothing can be written", func(st *stage) cell {
			read := func(c call) bool { return !c.mutation() }
			return listed(
				st.between(st.broken, st.mended, func(c call) bool { return read(c) && failed(c) }),
				st.between(st.broken, st.mended, read),
			)
		},
	}
	asQuick = promise{
		"p99 ≤ 3×", fmt.Sprintf("99 of 100 reads, and of 100 writes, take at most %d times as long as in the same run before the fault (in brackets), or %s where that is more", slower, slower*noise),
		(*stage).asQuick,
	}
	saidUnavailable = promise{
		"UNAVAILABLE in time", "every call that fails is answered with UNAVAILABLE, within the server's limit for an operation and " + onTheWay.String(),
		(*stage).saidUnavailable,
	}
	backAgain = promise{
		"back in 2 s", fmt.Sprintf("every instance acknowledges its first write within %s of the return of what was gone", returnWithin), (*stage).backAgain,
	}
	othersUnharmed = promise{
		"others unharmed", "no call fails but those in flight to the instance that is down, and those that find it down", (*stage).othersUnharmed,
	}
	noneCutOff = promise{
		"none cut off", "every operation that the instance has begun is answered; a connection that is refused is no cut", (*stage).noneCutOff,
	}
	allSettled = promise{
		"all settled", "as many acceptances are sent as were asked for, and each is acknowledged, or refused for the holder that it is not to replace",
		(*stage).allSettled,
	}
	saidGoodbye = promise{
		"1001", "a WebSocket is closed with 1001 (going away), upon which clients connect anew", (*stage).saidGoodbye,
	}
	bounded = promise{
		"bounded", "a server takes no more at the end than it did once it was warm, but for what is at work at the moment", (*stage).bounded,
	}
	exitedWell = promise{
		"exit 0", "the server ends with exit code 0", (*stage).exitedWell,
	}
)

// promises are all, in the order of the columns.
func promises() []promise {
	return []promise{noneFails, readsGoOn, asQuick, saidUnavailable, backAgain, othersUnharmed, noneCutOff, saidGoodbye, exitedWell, allSettled, bounded}
}

// failed tells of a call that nobody can say about whether it was done, or that was turned away, which no client of the load deserves: all of
// them are who they say, ask soundly, and no more often than they may.
func failed(c call) bool { return c.Outcome == unknown || c.TurnedAway }

// between gives the calls of a time that are as asked for: those that were at work when it began, as a fault finds them, and those sent in it.
func (st *stage) between(from, to time.Duration, is func(call) bool) []call {
	var some []call
	for _, c := range st.history.calls() {
		if c.Answered >= from && c.Sent < to && is(c) {
			some = append(some, c)
		}
	}
	return some
}

// described tells of a call to whoever looks for it in the logs.
func (c call) described() string {
	code := c.Code
	if code == "" {
		code = "no code"
	}
	return fmt.Sprintf("%s of client %d to instance %d, sent at %s, %s with %s after %s",
		c.Operation, c.Client, c.Instance, milliseconds(c.Sent), c.Outcome, code, milliseconds(c.Answered-c.Sent))
}

// listed makes a cell of the calls that should not be.
func listed(wrong, of []call) cell {
	one := cell{kept: len(wrong) == 0 && len(of) > 0, figure: fmt.Sprintf("%d of %d", len(wrong), len(of))}
	for _, c := range wrong {
		one.violations = append(one.violations, c.described())
	}
	return one
}

func whatever(call) bool { return true }

func (st *stage) noneFails() cell {
	return listed(st.between(st.broken, st.over, failed), st.between(st.broken, st.over, whatever))
}

// asQuick compares reads with reads and writes with writes: those that wait would hide behind those that never waited less. Before the fault
// those calls count that were answered by then, and after it came those that were sent while it lasted, even if its end alone let them go.
func (st *stage) asQuick() cell {
	before := summary(st.history, func(c call) bool { return c.Answered >= st.normal && c.Answered < st.broken })
	during := summary(st.history, func(c call) bool { return c.Sent >= st.broken && c.Sent < st.mended })
	reads, readsKept := st.quick("reads", before.Reads, during.Reads)
	writes, writesKept := st.quick("writes", before.Writes, during.Writes)
	return cell{kept: readsKept && writesKept, figure: reads + ", " + writes}
}

// bound is how long something may take. Of so few calls as the short form has one in a hundred is one or two, and the machine that it runs on
// has others to serve: it finds what hangs, and the long form measures.
func (st *stage) bound(promised time.Duration) time.Duration {
	if st.Short {
		return hasty * promised
	}
	return promised
}

// hasty is by how much longer something may take in the short form.
const hasty = 4

// quick compares how long calls of a kind took with how long they did before. None at all are not quick.
func (st *stage) quick(kind string, before, during durations) (figure string, kept bool) {
	kept = before.Count > 0 && during.Count > 0 && during.P99 <= st.bound(slower*max(before.P99, noise))
	return fmt.Sprintf("%s %s (%s)", kind, milliseconds(during.P99), milliseconds(before.P99)), kept
}

// saidUnavailable is kept without a failure where servers try again what broke, and says so. Of a database that is away for long they cannot:
// then nothing was broken, and nothing is proven.
func (st *stage) saidUnavailable() cell {
	limit := st.scenario.requestTimeout() + st.bound(onTheWay)
	wrong, refused := []call{}, st.between(st.broken, st.over, failed)
	for _, c := range refused {
		if c.Code != "UNAVAILABLE" || c.Answered-c.Sent > limit {
			wrong = append(wrong, c)
		}
	}
	slowest := longest(st.between(st.broken, st.mended, whatever))
	one := listed(wrong, refused)
	one.kept = len(wrong) == 0
	one.figure = fmt.Sprintf("%d failed, after at most %s", len(refused), milliseconds(longest(refused)))
	if len(refused) == 0 {
		one.figure = "0 failed, slowest " + milliseconds(slowest)
	}
	if gone := st.mended - st.broken; st.scenario.away && len(refused) == 0 && slowest < gone/2 {
		one.kept = false
		one.violations = append(one.violations, fmt.Sprintf("the database was away for %s, and no call has felt it", milliseconds(gone)))
	}
	return one
}

// longest is how long the slowest of some calls took.
func longest(some []call) time.Duration {
	slowest := time.Duration(0)
	for _, c := range some {
		slowest = max(slowest, c.Answered-c.Sent)
	}
	return slowest
}

// backAgain is told by the last of the instances: one whose connections are dead is not back because another one is.
func (st *stage) backAgain() cell {
	first := st.firstWrites()
	one, slowest := cell{kept: len(first) > 0}, time.Duration(0)
	for _, instance := range slices.Sorted(maps.Keys(first)) {
		slowest = max(slowest, first[instance])
		if first[instance] > st.bound(returnWithin) {
			one.kept = false
			one.violations = append(one.violations, fmt.Sprintf("the first write of instance %d was acknowledged after the fault: %s", instance, milliseconds(first[instance])))
		}
	}
	one.figure = fmt.Sprintf("%s, the last of %d", milliseconds(slowest), len(first))
	return one
}

// firstWrites gives how long after the fault each instance that was asked for a write acknowledged one. Clients are spread over instances, and
// what one does not answer they ask of the next.
func (st *stage) firstWrites() map[int]time.Duration {
	first := map[int]time.Duration{}
	for _, c := range st.history.calls() {
		after := c.Answered - st.mended
		if !c.mutation() || after <= 0 {
			continue
		}
		if _, asked := first[c.Instance]; !asked {
			first[c.Instance] = never
		}
		if c.Outcome == acknowledged {
			first[c.Instance] = min(first[c.Instance], after)
		}
	}
	return first
}

// never is how long what does not come takes.
const never = time.Duration(math.MaxInt64)

func (st *stage) othersUnharmed() cell {
	excused := func(c call) bool {
		for _, d := range st.downs {
			if c.Instance == d.instance && c.Answered >= d.from && c.Sent <= d.to {
				return true
			}
		}
		return false
	}
	return listed(
		st.between(st.normal, st.over, func(c call) bool { return failed(c) && !excused(c) }),
		st.between(st.normal, st.over, func(c call) bool { return !excused(c) }),
	)
}

// allSettled is what a load of acceptances comes to: none is left open, and no replacement is refused.
func (st *stage) allSettled() cell {
	sent, acknowledgments := 0, 0
	var wrong []call
	for _, asked := range errands(st.history.calls()) {
		if asked.final.Operation != "acceptRelationship" {
			continue
		}
		sent++
		switch c := asked.final; {
		case asked.outcome() == acknowledged:
			acknowledgments++
		case asked.outcome() == unknown || c.Wanted.Replace || c.Code != "SERVICE_ALREADY_DELEGATED":
			wrong = append(wrong, c)
		}
	}
	one := listed(wrong, nil)
	// About a third of them replace, and are not refused: with far fewer acknowledged nothing would have been tried.
	one.kept = len(wrong) == 0 && sent >= st.Accepts && acknowledgments > 0 && acknowledgments >= sent/4
	one.figure = fmt.Sprintf("%d of %d acknowledged", acknowledgments, sent)
	return one
}

func milliseconds(d time.Duration) string {
	if d == never {
		return "never"
	}
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}
