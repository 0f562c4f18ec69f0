package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"accord/db/backup"
)

type backupCommand struct {
	databaseFlags

	Force bool   `help:"Write over FILE, where it is there: it stays as it was until the new one is whole."`
	File  string `arg:"" name:"file" help:"The file to write, in a directory that is there."`
}

// Help explains what is in a backup, and what is not.
func (*backupCommand) Help() string {
	return `Copies an SQLite database as it is at one moment, beside a running server too: whatever was acknowledged before is in it, and nobody waits for it. The copy has another name until it is whole, checked and on the disk; when it is interrupted, nothing is left. Only its owner may read it.
The secret key is not in it: keep that apart, since a backup without its key opens no link. accord restore puts a backup in the place of a database. For PostgreSQL, use pg_dump or pg_basebackup.`
}

// Run writes the backup.
func (c *backupCommand) Run(ctx context.Context) error {
	if !c.embedded() {
		return errors.New("accord backup is for SQLite; for PostgreSQL use pg_dump --format=custom for one database, " +
			"or pg_basebackup and archived logs for the whole server and any moment")
	}
	began := time.Now()
	copied, err := backup.Write(ctx, c.path(), c.File, c.Force, progressOf(os.Stderr, "copying"))
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes at schema revision %d, written and checked in %s\nSHA-256 %s\n",
		c.File, copied.Size, copied.Revision, time.Since(began).Round(time.Millisecond), copied.SHA256)
	fmt.Printf("The secret key is not in it: keep %s, or what ACCORD_SECRET_KEY is, in another place. Without it no link of the backup opens.\n", c.secretFile())
	return nil
}

type restoreCommand struct {
	databaseFlags

	Digest string `help:"The SHA-256 that accord backup printed: a file with any other is refused." placeholder:"HEX"`
	File   string `arg:"" name:"file" help:"A file that accord backup wrote."`
}

// Help explains what is done to the database that is there.
func (*restoreCommand) Help() string {
	return `Puts a copy of a backup in the place of an SQLite database, which is kept under another name, with the time in it. Stop the server first, and run this as its user: while anybody has the database open it refuses. So it does where the backup is damaged, none of Accord's, or from a newer build; the database is then as it was.
For PostgreSQL, use pg_restore.`
}

// Run restores the backup.
func (c *restoreCommand) Run(ctx context.Context) error {
	if !c.embedded() {
		return errors.New("accord restore is for SQLite; for PostgreSQL use pg_restore into an empty database, in which the role accord_tenant is there")
	}
	copied, kept, err := backup.Restore(ctx, c.File, c.path(), c.Digest, time.Now(), progressOf(os.Stderr, "restoring"))
	if err != nil {
		return err
	}
	fmt.Printf("%s is now what %s was: %d bytes at schema revision %d, checked.\nSHA-256 %s\n", c.path(), c.File, copied.Size, copied.Revision, copied.SHA256)
	if kept != "" {
		fmt.Printf("What it was before is kept as %s: to undo this, restore that; remove it when all is well.\n", kept)
	}
	fmt.Printf("Next: see that the secret key is the backup's (%s or ACCORD_SECRET_KEY), and start the server; it brings an older schema to its own.\n", c.secretFile())
	return nil
}

// progressOf draws a bar on a terminal, and nothing elsewhere.
func progressOf(w *os.File, what string) backup.Progress {
	if !term.IsTerminal(int(w.Fd())) {
		return func(int64, int64) {}
	}
	var bar *progressbar.ProgressBar
	return func(done, total int64) {
		if bar == nil {
			bar = newBar(w, what, total)
		}
		_ = bar.Set64(done) // a bar that cannot be drawn stops nothing
		if done == total {
			_, _ = fmt.Fprintln(w, "checking")
		}
	}
}
