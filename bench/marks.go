package main

import (
	"fmt"
	"io"
	"time"
)

// The contenders that marks name.
const (
	onPostgres  = "accord on postgres"
	onSQLite    = "accord on sqlite"
	onHundredth = "accord on postgres, a hundredth of the data"
	sqlAlone    = "SQL alone"
	bareHandler = "net/http"
	bareRedis   = "net/http and a GET of Redis"
)

// marks holds what was measured to what it is to come to; what was not measured has none.
func (b *bench) marks(works []*work) []mark {
	var marks []mark
	for _, m := range []struct {
		work, who, against string
		want               float64
	}{
		{"page", onPostgres, sqlAlone, 0.6},
		{"page", onPostgres, "Mercurius", 2.5},
		{"page", onPostgres, "PostGraphile", 3},
		{"page", onSQLite, onPostgres, 1},
		{"page", onPostgres, onHundredth, 1 / 1.3},
		{"invite", onPostgres, bareRedis, 0.8},
		{"invite", onSQLite, onPostgres, 1},
		{"invite", onPostgres, onHundredth, 1 / 1.3},
		{"accept", onPostgres, sqlAlone, 0.6},
		{reports[0].name, onPostgres, sqlAlone, 20},
		{reports[1].name, onPostgres, sqlAlone, 5},
		{reports[2].name, onPostgres, sqlAlone, 1},
		{reports[2].name, onPostgres, onHundredth, 1 / 1.3},
	} {
		who, against := findIn(works, m.work, m.who), findIn(works, m.work, m.against)
		if who != nil && against != nil {
			got := ratio(who, against)
			marks = append(marks, mark{m.work + ": " + m.who + " ÷ " + m.against, fmt.Sprintf("%.2f", got), fmt.Sprintf("≥ %.2g", m.want), got >= m.want})
		}
	}
	for _, w := range works {
		if c := w.find(onPostgres); c != nil && (w.name == "page" || w.name == "invite") {
			o := outcomeOf(w, c)
			got := float64(o.P99) / float64(o.P50)
			marks = append(marks, mark{w.name + ": p99 ÷ p50 of " + onPostgres, fmt.Sprintf("%.1f", got), "≤ 5", got <= 5})
		}
	}
	return append(marks, b.figures(works)...)
}

func findIn(works []*work, name, contender string) *contender {
	for _, w := range works {
		if w.name == name {
			return w.find(contender)
		}
	}
	return nil
}

// figures are the marks that are no ratios.
func (b *bench) figures(works []*work) []mark {
	const (
		maxMemory = 150 << 20
		maxBinary = 60 << 20
		maxStart  = 300 * time.Millisecond
		minImport = 10_000
	)
	marks := []mark{{"size of the binary", mebibytes(b.binarySize), "< " + mebibytes(maxBinary), b.binarySize < maxBinary}}
	var peak int64
	var started time.Duration
	for _, w := range works {
		if c := w.find(onPostgres); c != nil {
			peak, started = max(peak, c.process.usage().Peak), max(started, c.process.ready)
		}
	}
	if peak > 0 {
		marks = append(
			marks, mark{"memory of " + onPostgres + " through all of it", mebibytes(peak), "< " + mebibytes(maxMemory), peak < maxMemory},
			mark{"ready, on PostgreSQL", started.Round(time.Millisecond).String(), "< " + maxStart.String(), started < maxStart},
		)
	}
	if took := b.postgres.imported; took > 0 {
		rate := float64(b.data.relationships()) / took.Seconds()
		marks = append(marks, mark{"relationships imported into PostgreSQL a second", fmt.Sprintf("%.0f", rate), fmt.Sprintf("≥ %d", minImport), rate >= minImport})
	}
	if b.idle.subscriptions > 0 {
		const most = 45 << 20
		marks = append(marks, mark{fmt.Sprintf("memory of %d idle subscriptions", b.idle.subscriptions), mebibytes(b.idle.memory), "< " + mebibytes(most), b.idle.memory < most})
	}
	return marks
}

// writeNotes says what the table does not.
func (b *bench) writeNotes(w io.Writer) {
	_, _ = fmt.Fprintf(w, "\n%d rounds of %d seconds each, the contenders by turns, %d clients; medians, and ratios within each round. "+
		"The memory of %s counts the pages of its file that are mapped, which the system may take back.\n", b.Rounds, b.Seconds, concurrency, onSQLite)
	if b.sqlite.imported > 0 {
		_, _ = fmt.Fprintf(w, "Relationships were imported into SQLite at %.0f a second.\n", float64(b.data.relationships())/b.sqlite.imported.Seconds())
	}
}
