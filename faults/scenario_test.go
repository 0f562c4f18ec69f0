package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestScenarios: their names are those of databases, files and columns of tables, and each proves something.
func TestScenarios(t *testing.T) {
	t.Parallel()
	seen, name := map[string]bool{}, regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, s := range scenarios() {
		if seen[s.name] || !name.MatchString(s.name) || s.story == "" {
			t.Errorf("the name %q is none, or is there twice", s.name)
		}
		seen[s.name] = true
		if s.accepts == (s.fault != nil) {
			t.Errorf("%s has to be a fault or a load alone", s.name)
		}
		if len(s.promises) == 0 {
			t.Errorf("%s promises nothing", s.name)
		}
		for _, p := range s.promises {
			if !slices.Contains(columns(), p.name) {
				t.Errorf("%s promises %q, for which the table has no column", s.name, p.name)
			}
		}
		if s.database == sqlite && s.instances != 1 {
			t.Errorf("%s has %d instances on one file", s.name, s.instances)
		}
	}
}

// TestChoose: the short form leaves out what takes long, and an unknown name is refused with advice.
func TestChoose(t *testing.T) {
	t.Parallel()
	short, err := (&runCommand{Short: true}).choose(scenarios())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range short {
		if s.long {
			t.Errorf("%s is for the long form alone", s.name)
		}
	}
	only, err := (&runCommand{Short: true, Only: []string{"redis-kill", "sqlite-accepts"}}).choose(scenarios())
	if err != nil || len(only) != 2 {
		t.Errorf("what is named is played: %d scenarios, %v", len(only), err)
	}
	if _, err := (&runCommand{Only: []string{"earthquake"}}).choose(scenarios()); err == nil || !strings.Contains(err.Error(), "--list") {
		t.Errorf("an unknown name: %v", err)
	}
}

// toldStage is a stage with a history: ordinary time until 1 s, a fault until 2 s, the end at 3 s. The instance 1 was
// told to end at 1.2 s, with one operation at work. Three acceptances are asked for.
func toldStage(calls ...call) *stage {
	h := newHistory()
	for _, c := range calls {
		h.add(c)
	}
	return &stage{
		run: &run{runCommand: runCommand{Accepts: 3}}, history: h, normal: 0, broken: time.Second, mended: 2 * time.Second, over: 3 * time.Second,
		downs:    []down{{instance: 1, from: time.Second, to: 2 * time.Second}},
		goodbyes: []goodbye{{instance: 1, at: 1200 * time.Millisecond, left: 2 * time.Second, worked: 1, held: "held0"}},
	}
}

// took is a call that was sent at a moment and took so long, both in milliseconds.
func took(sent, long int, o outcome, code string) call {
	c := call{Operation: "accept", Key: "k", Sent: time.Duration(sent) * time.Millisecond, Outcome: o, Code: code}
	c.Answered = c.Sent + time.Duration(long)*time.Millisecond
	return c
}

// asRead is the call without what makes it a mutation.
func asRead(c call) call {
	c.Operation, c.Key = "list", ""
	return c
}

// onOther is the call to instance 1.
func onOther(c call) call {
	c.Instance = 1
	return c
}

// written is the call with the moment, in milliseconds, at which it was on a connection.
func written(c call, at int) call {
	c.Written = time.Duration(at) * time.Millisecond
	return c
}

// heldUpBy is the call that is at work on instance 1 when that is told to end, if it takes so many milliseconds.
func heldUpBy(long int) call {
	c := onOther(took(1050, long, acknowledged, ""))
	c.Key = "held0"
	return c
}

// read is the call as a query.
func read(c call) call {
	c.Key = ""
	return c
}

// turnedAway is the call as none that the server would look at.
func turnedAway(c call) call {
	c.TurnedAway = true
	return c
}

// TestPromises: each tells a history that keeps it from one that does not.
func TestPromises(t *testing.T) {
	t.Parallel()
	well := []call{
		took(100, 10, acknowledged, ""), took(1500, 10, acknowledged, ""), took(2100, 10, acknowledged, ""),
		read(took(100, 10, acknowledged, "")), read(took(1500, 10, acknowledged, "")),
	}
	for name, c := range map[string]struct {
		p      promise
		calls  []call
		broken bool
	}{
		"none fails":                         {noneFails, well, false},
		"one fails during the fault":         {noneFails, append(well, took(1500, 10, unknown, "UNAVAILABLE")), true},
		"one fails that it finds at work":    {noneFails, append(well, took(900, 200, unknown, networkCode)), true},
		"one failed before it":               {noneFails, append(well, took(900, 20, unknown, networkCode)), false},
		"one fails after it":                 {noneFails, append(well, took(2500, 10, unknown, "INTERNAL")), true},
		"a refusal is no failure":            {noneFails, append(well, took(1500, 10, refused, "SERVICE_ALREADY_DELEGATED")), false},
		"to be turned away is one":           {noneFails, append(well, turnedAway(took(1500, 10, refused, "RATE_LIMITED"))), true},
		"turned away instead":                {saidUnavailable, append(well, turnedAway(took(1100, 10, refused, "UNAUTHENTICATED"))), true},
		"a write fails, and reads go on":     {readsGoOn, []call{took(1500, 10, unknown, "UNAVAILABLE"), asRead(took(1500, 10, acknowledged, ""))}, false},
		"a read fails":                       {readsGoOn, []call{asRead(took(1500, 10, unknown, "UNAVAILABLE"))}, true},
		"nobody asked at all":                {noneFails, well[:1], true},
		"as quick as before":                 {asQuick, well, false},
		"up to three times the noise":        {asQuick, append(well, took(1500, 59, acknowledged, "")), false},
		"slower than that":                   {asQuick, append(well, took(1500, 61, acknowledged, "")), true},
		"reads are slower than that":         {asQuick, append(well, took(500, 200, acknowledged, ""), read(took(1500, 61, acknowledged, ""))), true},
		"one waits until it is over":         {asQuick, append(well, took(1500, 1200, acknowledged, "")), true},
		"nobody reads":                       {asQuick, well[:3], true},
		"unavailable and in time":            {saidUnavailable, append(well, took(1100, 10_400, unknown, "UNAVAILABLE")), false},
		"unavailable, too late":              {saidUnavailable, append(well, took(1100, 10_600, unknown, "UNAVAILABLE")), true},
		"a fault instead":                    {saidUnavailable, append(well, took(1100, 10, unknown, "INTERNAL")), true},
		"no answer at all":                   {saidUnavailable, append(well, took(1100, 10, unknown, networkCode)), true},
		"no answer to one at work":           {saidUnavailable, append(well, took(900, 200, unknown, networkCode)), true},
		"back at once":                       {backAgain, well, false},
		"back too late":                      {backAgain, []call{took(100, 10, acknowledged, ""), took(4100, 10, acknowledged, "")}, true},
		"never back":                         {backAgain, []call{took(100, 10, acknowledged, ""), took(2500, 10, refused, "X")}, true},
		"back with both":                     {backAgain, append(well, onOther(took(1900, 300, acknowledged, ""))), false},
		"one of two back too late":           {backAgain, append(well, onOther(took(3900, 300, acknowledged, ""))), true},
		"one of two never back":              {backAgain, append(well, onOther(took(2100, 10, unknown, "UNAVAILABLE"))), true},
		"only the dead one fails":            {othersUnharmed, append(well, onOther(took(990, 20, unknown, networkCode))), false},
		"another one fails too":              {othersUnharmed, append(well, took(1500, 10, unknown, networkCode)), true},
		"the dead one fails when it is back": {othersUnharmed, append(well, onOther(took(2200, 10, unknown, networkCode))), true},
		"all that was begun is answered":     {noneCutOff, append(well, heldUpBy(1000), onOther(took(1600, 10, unknown, networkCode))), false},
		"an answer is missing":               {noneCutOff, append(well, onOther(took(1500, 10, unknown, networkCode))), true},
		"it has answered before its end":     {noneCutOff, append(well, heldUpBy(100)), true},
		"another instance has answered":      {noneCutOff, append(well, onOther(took(1150, 10, acknowledged, "")), took(1150, 1000, acknowledged, "")), true},
		"what it has begun is cut off":       {noneCutOff, append(well, heldUpBy(1000), written(onOther(took(1050, 200, unknown, networkCode)), 1060)), true},
		"not read by then":                   {noneCutOff, append(well, heldUpBy(1000), written(onOther(took(1190, 20, unknown, networkCode)), 1195)), false},
		"never on a connection":              {noneCutOff, append(well, heldUpBy(1000), onOther(took(1050, 200, unknown, networkCode))), false},
	} {
		if got := c.p.check(toldStage(c.calls...)); got.kept == c.broken {
			t.Errorf("%s: kept is %v: %s %v", name, got.kept, got.figure, got.violations)
		}
	}
}

// TestClocksOfInstancesDiffer: each goes forward and back, never with the other one until both are right again.
func TestClocksOfInstancesDiffer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	instances := []*instance{{clock: filepath.Join(dir, "0")}, {clock: filepath.Join(dir, "1")}}
	told := make([][]string, len(instances))
	for _, by := range clockSteps {
		if by[0] != -by[1] {
			t.Errorf("the clocks step to %s and %s", by[0], by[1])
		}
		for n, i := range instances {
			if err := i.step(by[n]); err != nil {
				t.Fatal(err)
			}
		}
		for n, i := range instances {
			text, err := os.ReadFile(i.clock)
			if err != nil {
				t.Fatal(err)
			}
			told[n] = append(told[n], string(text))
		}
	}
	if want := []string{"1h0m0s", "-1h0m0s", "0s"}; !slices.Equal(told[0], want) || slices.Equal(told[1], want) {
		t.Errorf("the files of the clocks say %q", told)
	}
}

// TestAnOutageIsFelt: where the database is away some call fails or waits for it; where servers try again none has to.
func TestAnOutageIsFelt(t *testing.T) {
	t.Parallel()
	quick, waits, fails := took(1100, 10, acknowledged, ""), took(1100, 900, acknowledged, ""), took(1100, 10, unknown, "UNAVAILABLE")
	for name, test := range map[string]struct {
		away   bool
		calls  []call
		kept   bool
		figure string
	}{
		"nobody has felt it":       {true, []call{quick}, false, "0 failed, slowest 10 ms"},
		"one has waited":           {true, []call{quick, waits}, true, "0 failed, slowest 900 ms"},
		"one has failed":           {true, []call{quick, fails}, true, "1 failed, after at most 10 ms"},
		"servers have tried again": {false, []call{quick}, true, "0 failed, slowest 10 ms"},
	} {
		st := toldStage(test.calls...)
		st.scenario.away = test.away
		if got := st.saidUnavailable(); got.kept != test.kept || got.figure != test.figure {
			t.Errorf("%s: kept is %v: %s %v", name, got.kept, got.figure, got.violations)
		}
	}
}

// TestAcceptancesAreAllSettled: as many as asked for, and by nothing but their being done or there being a holder.
func TestAcceptancesAreAllSettled(t *testing.T) {
	t.Parallel()
	accepted := func(key string, replace bool, o outcome, code string) call {
		return call{Operation: "acceptRelationship", Key: key, Outcome: o, Code: code, Wanted: wanted{Replace: replace}}
	}
	well := []call{accepted("a", true, acknowledged, ""), accepted("b", false, refused, "SERVICE_ALREADY_DELEGATED"), accepted("c", false, acknowledged, "")}
	for name, test := range map[string]struct {
		calls []call
		kept  bool
	}{
		"all settled":                   {well, true},
		"settled by a try":              {append(well, accepted("d", false, unknown, "UNAVAILABLE"), accepted("d", false, acknowledged, "")), true},
		"too few":                       {well[:2], false},
		"one is left open":              {append(well, accepted("d", false, unknown, "UNAVAILABLE")), false},
		"a refusal of another":          {append(well, accepted("d", false, refused, "INVITE_INVALID")), false},
		"a replacement that is refused": {append(well, accepted("d", true, refused, "SERVICE_ALREADY_DELEGATED")), false},
		"nothing done":                  {[]call{well[1], accepted("e", false, refused, "SERVICE_ALREADY_DELEGATED"), accepted("f", false, refused, "SERVICE_ALREADY_DELEGATED")}, false},
	} {
		if got := toldStage(test.calls...).allSettled(); got.kept != test.kept {
			t.Errorf("%s: kept is %v: %s %v", name, got.kept, got.figure, got.violations)
		}
	}
}

// TestTheShortFormIsPatient: what is slow on a busy machine is not yet broken there, and what hangs is.
func TestTheShortFormIsPatient(t *testing.T) {
	t.Parallel()
	before, slow, hung := took(100, 10, acknowledged, ""), took(1500, 200, acknowledged, ""), took(1500, 260, acknowledged, "")
	for _, c := range []struct {
		short, kept bool
		during      call
	}{{false, false, slow}, {true, true, slow}, {true, false, hung}} {
		st := toldStage(before, c.during)
		st.Short = c.short
		if _, kept := st.quick("writes", durations{1, 0, before.Answered - before.Sent, 0}, durations{1, 0, c.during.Answered - c.during.Sent, 0}); kept != c.kept {
			t.Errorf("%s, in the short form %v: kept is %v", c.during.Answered-c.during.Sent, c.short, kept)
		}
	}
}

// TestTable: no cell is blank, and what was not kept, or not played, is no success.
func TestTable(t *testing.T) {
	t.Parallel()
	s := scenario{name: "some", promises: []promise{noneFails}}
	cells := map[string]cell{noneFails.name: {kept: true, figure: "0 of 7"}}
	for _, truth := range truths() {
		cells[truth.name] = cell{kept: true, figure: "0"}
	}
	fine := result{scenario: s, cells: cells}
	if !fine.kept() || len(fine.complaints()) > 0 {
		t.Errorf("all is kept: %v", fine.complaints())
	}
	half := result{scenario: s, cells: map[string]cell{truths()[0].name: {figure: "2", violations: []string{"a", "b"}}}}
	unlike := result{scenario: scenario{name: "unlike"}, cells: maps.Clone(cells)}
	delete(unlike.cells, noneFails.name)
	text := table([]result{fine, half, unlike})
	for _, want := range []string{"| T1 |", "kept: 0 of 7", "| – |", "**BROKEN** 2", "NOT PLAYED"} {
		if !strings.Contains(text, want) {
			t.Errorf("the table lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, asQuick.name) {
		t.Errorf("a column that no fault is about:\n%s", text)
	}
	if strings.Contains(text, "|  |") || half.kept() {
		t.Errorf("a blank cell, or a success that is none:\n%s", text)
	}
	if got := strings.Join(half.complaints(), "\n"); !strings.Contains(got, "BROKEN: "+truths()[0].name) || !strings.HasSuffix(got, "  b") {
		t.Errorf("the complaints: %s", got)
	}
}
