package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// complaints are what is wrong, a line each; there may be very many of a kind, of which a few say enough.
func (r result) complaints() []string {
	const enough = 5
	var lines []string
	if r.failure != nil {
		lines = append(lines, "FAILED: "+r.failure.Error())
	}
	for _, name := range columns() {
		c, there := r.cells[name]
		if !there || c.kept {
			continue
		}
		lines = append(lines, fmt.Sprintf("BROKEN: %s: %s", name, c.figure))
		for n, violation := range c.violations {
			if n == enough {
				lines = append(lines, fmt.Sprintf("  and %d more", len(c.violations)-enough))
				break
			}
			lines = append(lines, "  "+violation)
		}
	}
	return lines
}

// kept reports whether the scenario was played to its end and everything held.
func (r result) kept() bool {
	for _, c := range r.cells {
		if !c.kept {
			return false
		}
	}
	return r.failure == nil
}

func (r result) verdict() string {
	if r.kept() {
		return "all kept"
	}
	return "NOT KEPT"
}

// columns are the names of all truths and promises.
func columns() []string {
	var names []string
	for _, t := range truths() {
		names = append(names, t.name)
	}
	for _, p := range promises() {
		names = append(names, p.name)
	}
	return names
}

// table is fault × (truths and promises) × result, as Markdown. What none of the faults is about has no column.
func table(results []result) string {
	var b strings.Builder
	row := func(cells ...string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	names, heads := slices.DeleteFunc(columns(), func(name string) bool {
		return !slices.ContainsFunc(results, func(r result) bool { return r.concerns(name) })
	}), []string{"Fault"}
	for n, name := range names {
		if n < len(truths()) {
			name = fmt.Sprintf("T%d", n+1)
		}
		heads = append(heads, name)
	}
	row(heads...)
	row(strings.Split(strings.Repeat("---,", len(names))+"---", ",")...)
	for _, r := range results {
		cells := []string{r.scenario.name}
		for _, name := range names {
			cells = append(cells, r.shown(name))
		}
		row(cells...)
	}
	return b.String()
}

// shown is a result in its cell. A truth concerns every fault, so that one without a result has failed.
func (r result) shown(name string) string {
	c, there := r.cells[name]
	switch {
	case !there && r.concerns(name):
		return "NOT PLAYED"
	case !there:
		return "–"
	case !c.kept:
		return "**BROKEN** " + c.figure
	case c.figure == "0":
		return "kept"
	}
	return "kept: " + c.figure
}

// concerns reports whether a truth or promise is about this fault.
func (r result) concerns(name string) bool {
	called := func(p promise) bool { return p.name == name }
	return !slices.ContainsFunc(promises(), called) || slices.ContainsFunc(r.scenario.promises, called)
}

// totals counts what was checked.
func totals(results []result) string {
	checked, broken, failed, calls := 0, 0, 0, 0
	for _, r := range results {
		calls += r.calls
		if r.failure != nil {
			failed++
		}
		for _, c := range r.cells {
			checked++
			if !c.kept {
				broken++
			}
		}
	}
	return fmt.Sprintf("%d faults, %d calls; %d checks: %d kept, %d broken; %d faults not played to the end", len(results), calls, checked, checked-broken, broken, failed)
}

// legend says what the columns mean.
func (r *run) legend() string {
	var b strings.Builder
	b.WriteString("Truths, checked after every fault:\n\n")
	for n, t := range truths() {
		fmt.Fprintf(&b, "- **T%d**: %s.\n", n+1, t.name)
	}
	b.WriteString("\nPromises, measured where they concern a fault, and – where they do not:\n\n")
	for _, p := range promises() {
		fmt.Fprintf(&b, "- **%s**: %s.\n", p.name, p.means)
	}
	if r.Short {
		fmt.Fprintf(&b, "\nIn the short form times are to be kept %d times over.\n", hasty)
	}
	return b.String()
}

// report prints the table, and the long form writes it. An error is that something was not kept.
func (r *run) report(ctx context.Context, results []result) error {
	if _, err := fmt.Fprintf(os.Stdout, "\n%s\n%s\n%s, seed %d, %.0f s\n", table(results), r.legend(), totals(results), r.Seed, time.Since(r.began).Seconds()); err != nil {
		return err
	}
	if !r.Short && len(r.Only) == 0 {
		if err := r.write(ctx, results); err != nil {
			return err
		}
	}
	for _, one := range results {
		if !one.kept() {
			return fmt.Errorf("not all was kept; again with --seed %d", r.Seed)
		}
	}
	return nil
}

// write writes the table with what it was measured on.
func (r *run) write(ctx context.Context, results []result) error {
	if err := os.MkdirAll(r.Out, 0o750); err != nil {
		return err
	}
	text := fmt.Sprintf("# Faults\n\nWritten by `make faults`; [docs/reliability.md](../../docs/reliability.md) says what is promised.\n\n%s\n%s\n%s\n%s.\n",
		r.machine(ctx), table(results), r.legend(), totals(results))
	return os.WriteFile(filepath.Join(r.Out, "table.md"), []byte(text+details(results)), 0o600)
}

// details are the complaints, scenario by scenario; nothing where there are none.
func details(results []result) string {
	var b strings.Builder
	for _, one := range results {
		for n, line := range one.complaints() {
			if n == 0 {
				b.WriteString("\n## " + one.scenario.name + "\n\n")
			}
			b.WriteString("- " + strings.TrimSpace(line) + "\n")
		}
	}
	return b.String()
}

// machine describes what was broken, and where.
func (r *run) machine(ctx context.Context) string {
	printed := func(name string, args ...string) string {
		text, err := output(exec.CommandContext(ctx, name, args...)) //nolint:gosec // programs named below
		if err != nil {
			return "unknown"
		}
		return strings.TrimSpace(text)
	}
	return fmt.Sprintf("- %s, commit %s, seed %d\n- %d cores, %s\n- %s; %s\n- Go %s\n",
		r.began.UTC().Format("2006-01-02 15:04 UTC"), printed("git", "describe", "--always", "--dirty"), r.Seed,
		runtime.NumCPU(), runtime.GOOS, printed(filepath.Join(r.programs.postgres, "postgres"), "--version"),
		printed(r.programs.redis, "--version"), strings.TrimPrefix(runtime.Version(), "go"))
}
