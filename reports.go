package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"accord/db"
	"accord/reseller"
)

type reportsCommand struct {
	Verify  verifyReportsCommand  `cmd:"" help:"Count anew what reports count, and name all that is not as it is kept."`
	Rebuild rebuildReportsCommand `cmd:"" help:"Count anew what reports count, and keep that."`
}

type verifyReportsCommand struct{ databaseFlags }

// Help explains what is compared.
func (*verifyReportsCommand) Help() string {
	return `Reports count when relationships begin and end, and when privileges are granted and end. What they have counted is kept ready; this counts the rows again, partner by partner, beside a running server too. It changes nothing, and fails when it finds any drift.`
}

// maxDriftsNamed is how many drifts are named one by one.
const maxDriftsNamed = 100

// Run compares, and names what has drifted.
func (c *verifyReportsCommand) Run(ctx context.Context) error {
	return c.onReports(ctx, func(ctx context.Context, app *reseller.App) error {
		partners, drifts := 0, 0
		err := app.VerifyReports(ctx, func(checked int) { partners = checked }, func(d reseller.Drift) {
			drifts++
			if drifts <= maxDriftsNamed {
				fmt.Println(named(d))
			}
		})
		switch {
		case errors.Is(err, reseller.ErrNotCounted):
			return errors.New("nothing is counted yet: the server does so once it runs, or run accord reports rebuild")
		case err != nil:
			return err
		case drifts > 0:
			return fmt.Errorf("%d figures of %d partners are not what the rows tell; run accord reports rebuild, and tell us how it came to that", drifts, partners)
		}
		fmt.Printf("The reports of %d partners are what the rows tell.\n", partners)
		return nil
	})
}

// named writes a drift.
func named(d reseller.Drift) string {
	text := fmt.Sprintf("partner %s, %s%s, ", d.PartnerID, d.Key.Kind, detail(d.Key))
	if d.OfMonth {
		return text + fmt.Sprintf("in the month from %s: its sum says %d, its quarters say %d", d.Quarter, d.Reports, d.Rows)
	}
	return text + fmt.Sprintf("in the quarter of an hour from %s: reports say %d, the rows say %d", d.Quarter, d.Reports, d.Rows)
}

// detail names the rest of a key.
func detail(k reseller.FactKey) (text string) {
	if k.Service != "" {
		text += " of " + k.Service
	}
	if k.Reason != "" {
		text += " (" + string(k.Reason) + ")"
	}
	return text
}

type rebuildReportsCommand struct{ databaseFlags }

// Help says when it is of use.
func (*rebuildReportsCommand) Help() string {
	return `Of use after rows were changed by hand. It goes a few partners at a time, and a running server goes on. Where nothing was ever counted it is one transaction: until that is done imports wait with their last step, live events are not delivered on PostgreSQL, and on SQLite nothing else can be changed.`
}

// Run counts anew.
func (c *rebuildReportsCommand) Run(ctx context.Context) error {
	return c.onReports(ctx, func(ctx context.Context, app *reseller.App) error {
		partners := 0
		if err := app.RebuildReports(ctx, func(counted int) { partners = counted }); err != nil {
			return err
		}
		_, err := fmt.Fprintf(os.Stdout, "The reports of %d partners are counted anew.\n", partners)
		return err
	})
}

// onReports opens the database for work on what reports count.
func (f databaseFlags) onReports(ctx context.Context, work func(context.Context, *reseller.App) error) (err error) {
	store, err := f.openCurrent(ctx, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return work(db.WithoutTimeLimit(ctx), reseller.New(reseller.Config{Store: store}))
}
