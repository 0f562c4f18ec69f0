// Command faults breaks what Accord stands on, while many clients are at work, and then checks that nothing was lost, nothing was
// granted twice and nobody was told what is not so; `make faults` runs it. docs/reliability.md says what is promised, and how it stands.
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
	Run   runCommand   `cmd:"" default:"withargs" help:"Start everything, inject the faults, check, and write the table."`
	Guard guardCommand `cmd:"" hidden:"" help:"End what a run has started when that run is gone."`
}

func main() {
	var cli commands
	command := kong.Parse(&cli, kong.Name("faults"), kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Description("Injects faults into PostgreSQL, Redis, the disk, the clock and the server itself while clients work, and checks what came of it.\n\nIt needs the programs of PostgreSQL and Redis, which scripts/with-servers installs, and starts servers of its own on loopback."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(); err != nil {
		if errors.Is(err, context.Canceled) {
			err = errors.New("interrupted")
		}
		fmt.Fprintln(os.Stderr, "faults: "+err.Error())
		os.Exit(1) //nolint:gocritic // what was started has been ended by Run
	}
}
