// Command accord is an open GraphQL server for reseller relationships. This package holds the commands, their
// configuration, and the wiring of the rooms; no logic.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the zones in which partners are billed, on machines that have none

	"github.com/alecthomas/kong"

	"accord/ops"
)

// commands is the command line. Each flag has an environment variable; the flag wins.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the API, the playground and the invite pages."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to this build's schema, or say that it is."`
	Token   tokenCommand   `cmd:"" help:"Print a bearer token of the development identity for a user of the database."`
	Import  importCommand  `cmd:"" help:"Load files of services, offers, partners, customers, users, relationships, prices and subscriptions."`
	Reports reportsCommand `cmd:"" help:"Verify or rebuild what reports count."`
	Backup  backupCommand  `cmd:"" help:"Copy an SQLite database to a file, beside a running server too."`
	Restore restoreCommand `cmd:"" help:"Put a backup in the place of an SQLite database."`
	Version versionCommand `cmd:"" help:"Print version, commit and Go version."`

	LogLevel slog.Level `help:"What to log: debug, info, warn or error." env:"LOG_LEVEL" default:"info"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "accord: "+err.Error())
		os.Exit(1)
	}
}

func run(args []string) error {
	var cli commands
	parser, err := kong.New(&cli, kong.Name("accord"),
		kong.Description("Accord: an open GraphQL server for reseller relationships.\n\nStart with: accord serve --demo"),
		kong.ShortUsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return err
	}
	if err := forgetEmpty(parser.Model); err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		parser.FatalIfErrorf(err)
	}
	slog.SetDefault(ops.NewLogger(os.Stderr, cli.LogLevel))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	command.BindTo(ctx, (*context.Context)(nil))
	err = command.Run()
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return errors.New("interrupted")
	}
	return err
}

// forgetEmpty takes a variable that is set to nothing, as files of container tools like to do, for one that is not set.
func forgetEmpty(model *kong.Application) error {
	return kong.Visit(model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			for _, name := range flag.Envs {
				if os.Getenv(name) == "" {
					_ = os.Unsetenv(name) // an error only for names that no variable has
				}
			}
		}
		return next(nil)
	})
}
