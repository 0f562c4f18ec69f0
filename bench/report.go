package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// outcome is what one contender has come to in one work: the medians of its turns.
type outcome struct {
	Work      string  `json:"work"`
	Contender string  `json:"contender"`
	PerSecond float64 `json:"perSecond"`
	// Slowest and Fastest are of all turns, a second.
	Slowest float64 `json:"slowest"`
	Fastest float64 `json:"fastest"`
	// P50 and P99 are in nanoseconds.
	P50 time.Duration `json:"p50"`
	P99 time.Duration `json:"p99"`
	// CPU is the server's time for each request, in nanoseconds; Resident and Peak its memory, in bytes. Zero where there is no server
	// of its own.
	CPU      time.Duration `json:"cpu"`
	Resident int64         `json:"resident"`
	Peak     int64         `json:"peak"`
}

// outcomeOf sums up the turns of a contender.
func outcomeOf(w *work, c *contender) outcome {
	o := outcome{Work: w.name, Contender: c.name}
	of := func(value func(sample) float64) (median float64) {
		var all []float64
		for _, s := range c.samples {
			all = append(all, value(s))
		}
		return medianOf(all)
	}
	o.PerSecond = of(func(s sample) float64 { return s.perSecond() })
	o.P50 = time.Duration(of(func(s sample) float64 { return float64(s.P50) }))
	o.P99 = time.Duration(of(func(s sample) float64 { return float64(s.P99) }))
	o.CPU = time.Duration(of(func(s sample) float64 { return float64(s.CPU) / float64(s.Requests) }))
	for i, s := range c.samples {
		if rate := s.perSecond(); i == 0 || rate < o.Slowest {
			o.Slowest = rate
		}
		o.Fastest = max(o.Fastest, s.perSecond())
		o.Resident = max(o.Resident, s.Resident)
	}
	if c.process != nil {
		o.Peak = c.process.usage().Peak
	}
	return o
}

func medianOf(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// ratio is the median, over the rounds, of how many times as many requests one has answered as another: both had their turns in each
// round, so that a machine that grows slower does so for both.
func ratio(a, b *contender) float64 {
	var all []float64
	for i := range min(len(a.samples), len(b.samples)) {
		all = append(all, a.samples[i].perSecond()/b.samples[i].perSecond())
	}
	return medianOf(all)
}

// report prints the table, and writes it, the figures and the plot. A quick run prints alone.
func (b *bench) report(ctx context.Context, works []*work, flames map[string][]byte) error {
	var outcomes []outcome
	for _, w := range works {
		for _, c := range w.contenders {
			outcomes = append(outcomes, outcomeOf(w, c))
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "# %s\n\n%s\n", b.title(), b.machine(ctx))
	writeTable(&text, outcomes)
	writeMarks(&text, b.marks(works))
	b.writeNotes(&text)
	if _, err := os.Stdout.WriteString(text.String()); err != nil || b.Quick {
		return err
	}
	name := filepath.Join(b.Out, b.began.UTC().Format("2006-01-02T1504Z-")+b.Size)
	figures, err := json.MarshalIndent(outcomes, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(b.Out, 0o750); err != nil {
		return err
	}
	files := map[string][]byte{".md": []byte(text.String()), ".json": figures, ".svg": plot(outcomes)}
	for work, drawn := range flames {
		files["-"+strings.ReplaceAll(work, " ", "-")+".svg"] = drawn
	}
	for ending, content := range files {
		if err := os.WriteFile(name+ending, content, 0o600); err != nil {
			return err
		}
	}
	b.sayf("written to %s.md, .json and .svg", name)
	return nil
}

func (b *bench) title() string {
	return fmt.Sprintf("%s of the data: %d partners, %d customers, %d relationships", strings.ToUpper(b.Size[:1])+b.Size[1:], b.data.partners, b.data.customers, b.data.relationships())
}

func writeTable(w io.Writer, outcomes []outcome) {
	_, _ = fmt.Fprint(w, "\n| work | who | requests/s | slowest–fastest turn | p50 | p99 | CPU of the server for each | resident | at most |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, o := range outcomes {
		_, _ = fmt.Fprintf(w, "| %s | %s | %.0f | %.0f–%.0f | %s | %s | %s | %s | %s |\n", o.Work, o.Contender, o.PerSecond, o.Slowest, o.Fastest,
			milliseconds(o.P50), milliseconds(o.P99), orNothing(o.CPU > 0, milliseconds(o.CPU)),
			orNothing(o.Resident > 0, mebibytes(o.Resident)), orNothing(o.Peak > 0, mebibytes(o.Peak)))
	}
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
}

func mebibytes(n int64) string { return fmt.Sprintf("%d MiB", n>>20) }

func orNothing(there bool, text string) string {
	if !there {
		return "–"
	}
	return text
}

// mark is what a ratio, or a figure, is to come to.
type mark struct {
	what string
	got  string
	want string
	met  bool
}

func writeMarks(w io.Writer, marks []mark) {
	_, _ = fmt.Fprint(w, "\n| mark | measured | at least or most | |\n|---|---|---|---|\n")
	for _, m := range marks {
		verdict := "not met"
		if m.met {
			verdict = "met"
		}
		_, _ = fmt.Fprintf(w, "| %s | %s | %s | %s |\n", m.what, m.got, m.want, verdict)
	}
}
