package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"accord/auth"
	"accord/db"
	"accord/reseller"
)

// Set by the linker: go build -ldflags "-X main.version=… -X main.commit=…".
var (
	version = "dev"
	commit  = ""
)

type migrateCommand struct{ databaseFlags }

// Run brings the schema up to date.
func (c *migrateCommand) Run(ctx context.Context) (err error) {
	store, err := db.Open(c.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	before, err := store.Migrate(ctx)
	if err != nil {
		return err
	}
	if before.Newer() {
		fmt.Printf("The database is at schema revision %d, from a newer build, and serves this one, of revision %d, too: it is left as it is.\n", before.Database, before.Build)
		return nil
	}
	if before.Current() {
		fmt.Printf("The database is at this build's schema, revision %d.\n", before.Build)
		return nil
	}
	fmt.Printf("The database has come from schema revision %d to %d.\n", before.Database, before.Build)
	return nil
}

type tokenCommand struct {
	databaseFlags
	secretFlags

	OIDCIssuer string `help:"With an identity provider there is no development identity, and no token of it." env:"OIDC_ISSUER" name:"oidc-issuer" placeholder:"URL"`

	As   string `help:"E-mail address of the user to be." placeholder:"EMAIL" xor:"what" required:""`
	List bool   `help:"Print the users instead: e-mail, tenant, roles." xor:"what" required:""`
}

// Run prints a token, or the users. It changes nothing, so that it works beside a running server.
func (c *tokenCommand) Run(ctx context.Context) (err error) {
	if c.OIDCIssuer != "" && !c.List {
		return fmt.Errorf("OIDC_ISSUER or --oidc-issuer is set: users sign in with %s, and the server refuses tokens of the development identity; "+
			"take a token of that provider, or unset it for a server that has none", c.OIDCIssuer)
	}
	starting, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	store, err := c.openExisting(starting)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if c.List {
		return listUsers(ctx, auth.NewDevelopmentUsers(nil, store), os.Stdout)
	}
	keys, err := c.keyring(c.secretFile(), false)
	if err != nil {
		return err
	}
	identity, err := auth.NewDevelopment(keys.Derive(auth.DevelopmentPurpose), nil)
	if err != nil {
		return err
	}
	token, err := auth.NewDevelopmentUsers(identity, store).Token(ctx, c.As)
	if errors.Is(err, reseller.ErrNotFound) {
		return fmt.Errorf("there is no user %s: accord token --list shows them all", c.As)
	}
	if err != nil {
		return err
	}
	fmt.Println(token)
	return nil
}

func listUsers(ctx context.Context, users *auth.DevelopmentUsers, w io.Writer) error {
	all, err := users.List(ctx, 0)
	if err != nil {
		return err
	}
	for _, u := range all {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", u.Email, u.Tenant, strings.Join(u.Roles, ";")); err != nil {
			return err
		}
	}
	return nil
}

type versionCommand struct{}

// Run prints what this build is.
func (versionCommand) Run() error { //nolint:unparam // kong wants it so
	at := commit
	if info, ok := debug.ReadBuildInfo(); ok && at == "" {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				at = s.Value
			}
		}
	}
	if at == "" {
		at = "unknown"
	}
	fmt.Printf("accord %s\ncommit %s\n%s\n", version, at, runtime.Version())
	return nil
}
