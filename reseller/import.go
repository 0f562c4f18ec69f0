package reseller

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"
)

const (
	// importChunk is how many rows are merged at once: each chunk costs the same number of statements.
	importChunk = 1000
	// maxBadRows is how many bad rows are kept with their reasons; the rest are counted.
	maxBadRows = 100
)

// Line is one row of an import file, as it was read.
type Line[R any] struct {
	// Number is the line of the file on which the row begins, from 1.
	Number int
	Row    R
	// Problems are what kept the row, or some of its cells, from being read; one without a column is of the whole row.
	Problems []RowError
}

// Source reads an import file from its start, each time that it is called: a transaction that met another one is run
// again. An error ends the sequence and the import with it.
type Source[R any] func() iter.Seq2[Line[R], error]

// RowError says what is wrong with a row of an import file.
type RowError struct {
	// Line is the line of the file on which the row begins, from 1.
	Line int
	// Column is the column at fault; empty when the whole row is.
	Column string
	// Reason says what is wrong and what to do, without the line and the column.
	Reason string
}

// BadRows is the error of an import file of which nothing was loaded, because some of its rows are bad.
type BadRows struct { //nolint:errname // a list of rows rather than one error
	// Total is the number of bad rows.
	Total int
	// First are all errors of the first 100 bad rows, by line.
	First []RowError
}

// Error implements error.
func (b *BadRows) Error() string {
	first := b.First[0]
	return fmt.Sprintf("%d bad rows, nothing is loaded; the first, line %d: %s", b.Total, first.Line, strings.TrimPrefix(first.Column+": "+first.Reason, ": "))
}

// ImportReport counts what an import did with the rows of a file.
type ImportReport struct {
	// Rows is the sum of the others.
	Rows int
	// Added, Changed and Unchanged rows; an unchanged one writes nothing, neither a version nor an event.
	Added, Changed, Unchanged int
}

// importable is a row of an import file.
type importable[R any] interface {
	// clean folds the row's values to how they are kept, and notes what breaks a rule that the row alone can break.
	clean(p *problems) R
	// identity is the row's key, and the column to name when the key stands in the file twice.
	identity() (column string, key []string)
}

// merger merges the rows of one kind of file into the store.
type merger[R any] interface {
	// merge merges a chunk of rows that are good in themselves. It may keep back those that wait for later rows.
	merge(ctx context.Context, lines []Line[R]) error
	// finish merges what was kept back, and checks what can be judged at the end of the file only.
	finish(ctx context.Context) error
}

// importing is the import of one file under way, in one attempt at its transaction. The whole file is one change (R25),
// and the platform itself is the actor.
type importing struct {
	*change
	tx     Tx
	report ImportReport
	bad    badRows
	// seen are the keys of the file's rows, hashed so that each takes the same room, with their lines.
	seen map[[16]byte]int
	// changedPartners are those whose links may be cached.
	changedPartners []ID
	// facts are what reports are to count, by partner.
	facts map[ID]Facts
	ids   int
	wrote bool
}

// newID makes the ids of a file sort in the order of their making, however many they are: the counter within an id's
// millisecond goes on into the next milliseconds. Rows then go side by side into the indexes, which is much quicker.
func (im *importing) newID() ID {
	const perMilli = 1 << 12
	at := im.at.Add(time.Duration(im.ids/perMilli) * time.Millisecond)
	order := uint16(im.ids % perMilli) //nolint:gosec // it is below 4096
	im.ids++
	return NewID(at, order, im.app.random)
}

// load runs the import of one file: one transaction, and what follows its commit. It returns *BadRows when rows are bad.
func load[R importable[R]](ctx context.Context, a *App, source Source[R], start func(context.Context, *importing) (merger[R], error)) (ImportReport, error) {
	var im *importing
	err := a.store.Update(ctx, platform(), func(ctx context.Context, tx Tx) error {
		im = &importing{change: a.begin(Viewer{}, platform()), tx: tx, seen: map[[16]byte]int{}}
		m, err := start(ctx, im)
		if err != nil {
			return err
		}
		return mergeAll(ctx, im, source, m)
	})
	if err != nil {
		return ImportReport{}, err
	}
	a.announceImport(ctx, im)
	return im.report, nil
}

// mergeAll merges every row. Good rows are written even after a bad one, so that the rows after them are judged rightly;
// the bad one undoes them all at the end.
func mergeAll[R importable[R]](ctx context.Context, im *importing, source Source[R], m merger[R]) error {
	chunk := make([]Line[R], 0, importChunk)
	for line, err := range source() {
		if err != nil {
			return err
		}
		im.report.Rows++
		if line, ok := admit(im, line); ok {
			chunk = append(chunk, line)
		}
		if len(chunk) == importChunk {
			if err := im.step(ctx, m.merge(ctx, chunk)); err != nil {
				return err
			}
			chunk = chunk[:0]
		}
	}
	if err := im.step(ctx, m.merge(ctx, chunk)); err != nil {
		return err
	}
	if err := im.step(ctx, m.finish(ctx)); err != nil {
		return err
	}
	if err := im.bad.err(); err != nil {
		return err
	}
	return im.countFacts(ctx)
}

// admit cleans a row and reports whether it is good in itself.
func admit[R importable[R]](im *importing, line Line[R]) (Line[R], bool) {
	p := problems{line: line.Number, at: im.at, list: line.Problems}
	if !p.has("") {
		line.Row = line.Row.clean(&p)
		im.checkTwice(&p, line.Row)
	}
	im.bad.add(p.list...)
	return line, len(p.list) == 0
}

// checkTwice notes a key that stood in the file before. A key that is not whole is noted elsewhere.
func (im *importing) checkTwice(p *problems, row interface{ identity() (string, []string) }) {
	column, key := row.identity()
	if slices.Contains(key, "") {
		return
	}
	sum := sha256.Sum256([]byte(strings.Join(key, "\x00")))
	hash := [16]byte(sum[:16])
	if first, twice := im.seen[hash]; twice {
		p.addf(column, "the same key stands on line %d already", first)
		return
	}
	im.seen[hash] = p.line
}

// step ends one step of the import: the events recorded so far are written, so that they are never many.
func (im *importing) step(ctx context.Context, err error) error {
	if err != nil || len(im.events) == 0 {
		return err
	}
	im.wrote = true
	err = im.tx.AppendEvents(ctx, im.events)
	im.events = im.events[:0]
	return err
}

// count notes what reports are to count of a partner, or with -1 no longer: 8 bytes for each, less than the row's key takes.
func (im *importing) count(partner ID, key FactKey, at time.Time, n int32) {
	if im.facts == nil {
		im.facts = map[ID]Facts{}
	}
	if im.facts[partner] == nil {
		im.facts[partner] = Facts{}
	}
	im.facts[partner].Add(key, FactPoint{QuarterOf(at), n})
}

// countFacts adds what was noted to what reports keep ready. It comes last: no customer is locked after that (of two imports each would wait
// for the other). Where nothing is kept yet it leaves it to the first counting, which counts the rows.
func (im *importing) countFacts(ctx context.Context) error {
	if len(im.facts) == 0 {
		return nil
	}
	_, counted, err := im.tx.LockFacts(ctx, true)
	if err == nil && counted {
		for _, facts := range im.facts {
			facts.Settle()
		}
		err = im.tx.CountFacts(ctx, im.facts)
	}
	return err
}

// weigh counts a row, and reports whether it is to be written.
func (im *importing) weigh(known, same bool) bool {
	switch {
	case !known:
		im.report.Added++
	case !same:
		im.report.Changed++
	default:
		im.report.Unchanged++
		return false
	}
	return true
}

// rejectf notes that a row is bad.
func (im *importing) rejectf(line int, column, format string, args ...any) {
	im.bad.add(RowError{Line: line, Column: column, Reason: fmt.Sprintf(format, args...)})
}

// recordAt records an event of a change that occurred before the import.
func (im *importing) recordAt(at time.Time, e Event) {
	im.record(e)
	im.events[len(im.events)-1].OccurredAt = at
}

// announceImport tells the outside of a committed import. What cannot be told is found out by itself: cached links
// expire, and readers of live events look now and then.
func (a *App) announceImport(ctx context.Context, im *importing) {
	ctx = context.WithoutCancel(ctx)
	for partners := range slices.Chunk(im.changedPartners, importChunk) {
		ids, err := a.store.InvitesShowing(ctx, platform(), partners)
		warn(ctx, "dropping cached links of imported partners", err)
		a.invites.Invalidate(ctx, ids...)
	}
	if im.wrote && a.identities != nil {
		a.identities.Forget()
	}
	if im.wrote {
		a.notifier.Notify(ctx)
	}
}

// badRows collects the bad rows of a file: all are counted, the first are kept. They need not come in order.
type badRows struct {
	lines map[int]struct{}
	kept  map[int][]RowError
	// highest is the last line kept once there are maxBadRows of them.
	highest int
}

func (b *badRows) add(list ...RowError) {
	for _, e := range list {
		if b.lines == nil {
			b.lines, b.kept = map[int]struct{}{}, map[int][]RowError{}
		}
		b.lines[e.Line] = struct{}{}
		b.keep(e)
	}
}

func (b *badRows) keep(e RowError) {
	if _, has := b.kept[e.Line]; !has && len(b.kept) == maxBadRows {
		if e.Line > b.highest {
			return
		}
		delete(b.kept, b.highest)
	}
	b.kept[e.Line] = append(b.kept[e.Line], e)
	if len(b.kept) == maxBadRows {
		b.highest = slices.Max(slices.Collect(maps.Keys(b.kept)))
	}
}

// err gives what was collected, by line; nil when no row is bad.
func (b *badRows) err() error {
	if len(b.lines) == 0 {
		return nil
	}
	all := &BadRows{Total: len(b.lines)}
	for _, list := range b.kept {
		all.First = append(all.First, list...)
	}
	slices.SortStableFunc(all.First, func(x, y RowError) int { return cmp.Compare(x.Line, y.Line) })
	return all
}
