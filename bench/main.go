// Command bench measures Accord beside the limit of what it stands on and beside what people would use instead; `make bench`
// runs it. docs/performance.md says what is measured and how it stands.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands is the command line.
type commands struct {
	Run   runCommand   `cmd:"" default:"withargs" help:"Build the data, start everything, measure, and write the table."`
	Plans plansCommand `cmd:"" help:"Compare how the databases go about every statement with what is kept, and refuse to read all of a large table."`
	Bare  bareCommand  `cmd:"" hidden:"" help:"Serve the bare handlers that invite is held against."`
}

func main() {
	var cli commands
	command := kong.Parse(&cli, kong.Name("bench"), kong.Vars{"plans": keptPlans}, kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Description("Measures Accord side by side with PostgreSQL alone, bare handlers, Mercurius and PostGraphile.\n\nIt needs PostgreSQL and Redis (scripts/with-servers brings both), wrk, and Node.js with npm for the peers."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(); err != nil {
		if errors.Is(err, context.Canceled) {
			err = errors.New("interrupted")
		}
		fmt.Fprintln(os.Stderr, "bench: "+err.Error())
		os.Exit(1) //nolint:gocritic // what was started has been ended by Run
	}
}
