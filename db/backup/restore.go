package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"accord/db/sqlite"
)

// Restore puts a copy of a backup in the place of the SQLite database in the file database, which nobody may have open, and gives the
// name under which that is kept; "" where there was none. The backup is read whole and checked before; with a digest it must have that
// SHA-256. Whatever goes wrong before the backup has the database's name, the database is as it was; a process that is killed leaves one or
// the other.
func Restore(ctx context.Context, backup, database, digest string, now time.Time, progress Progress) (c Copy, kept string, err error) {
	if err := checkBackup(backup, database); err != nil {
		return c, "", err
	}
	if followed, err := filepath.EvalSymlinks(database); err == nil {
		database = followed // so that a link to it stays one
	}
	release, err := lock(ctx, database)
	if err != nil {
		return c, "", err
	}
	defer func() { err = errors.Join(err, release()) }()
	written, err := part(filepath.Dir(database))
	if err != nil {
		return c, "", fmt.Errorf("nothing can be written beside the database: %w", err)
	}
	defer func() { _ = os.Remove(written) }() // where it got its name, there is none
	if err := copyFile(ctx, backup, written, progress); err != nil {
		return c, "", err
	}
	if c, err = examine(ctx, written); err != nil {
		return c, "", fmt.Errorf("%s is not put in the place of the database: %w", backup, err)
	}
	if digest != "" && !strings.EqualFold(digest, c.SHA256) {
		return c, "", fmt.Errorf("%s is not the backup that was written: its SHA-256 is %s", backup, c.SHA256)
	}
	kept, err = replace(ctx, written, database, database+".before-"+now.UTC().Format("20060102T150405.000Z"), os.Link)
	return c, kept, err
}

func checkBackup(backup, database string) error {
	info, err := os.Stat(backup)
	switch {
	case err != nil:
		return fmt.Errorf("there is no backup: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no file: name one that accord backup wrote", backup)
	case sameFile(backup, database):
		return fmt.Errorf("%s is the database itself: name a file that accord backup wrote", backup)
	}
	for _, end := range logs {
		if holds(backup + end) {
			return fmt.Errorf("%s is a database at work and no backup: a part of it is in %s%s. Make a backup of it: accord backup --database-url sqlite:%s FILE",
				backup, backup, end, backup)
		}
	}
	return nil
}

// lock keeps everybody out of the database until it is released. One that cannot be read, nobody is in.
func lock(ctx context.Context, database string) (release func() error, err error) {
	free := func() error { return nil }
	if _, err := os.Stat(database); errors.Is(err, fs.ErrNotExist) {
		return free, nil
	}
	release, err = sqlite.Lock(ctx, database)
	switch {
	case errors.Is(err, sqlite.ErrDamaged):
		return free, nil
	case errors.Is(err, sqlite.ErrInUse):
		return nil, fmt.Errorf("%s is in use: stop the server, and whatever else has it open, and try again", database)
	case err != nil:
		return nil, fmt.Errorf("%s cannot be locked: %w", database, err)
	}
	return release, nil
}

// copyFile copies until ctx ends.
func copyFile(ctx context.Context, from, to string, progress Progress) error {
	source, err := os.Open(from) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // it was only read
	return copyOf(ctx, source, to, progress)
}

// copyOf copies an open file, also to the disk.
func copyOf(ctx context.Context, source *os.File, to string, progress Progress) (err error) {
	info, err := source.Stat()
	if err != nil {
		return err
	}
	target, err := os.OpenFile(to, os.O_WRONLY, 0) //nolint:gosec // made by part
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	if _, err := io.Copy(target, &follower{ctx: ctx, from: source, total: info.Size(), progress: progress}); err != nil {
		return err
	}
	return target.Sync()
}

// follower tells how far reading is, and ends it with ctx.
type follower struct {
	ctx         context.Context //nolint:containedctx // io.Reader takes none
	from        io.Reader
	done, total int64
	progress    Progress
}

// Read implements io.Reader.
func (f *follower) Read(into []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := f.from.Read(into)
	f.done += int64(n)
	f.progress(f.done, f.total)
	return n, err
}
