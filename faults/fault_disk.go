package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// disk is where an SQLite file is, and what can be filled.
type disk interface {
	// fill leaves no space, and free gives it back.
	fill(ctx context.Context) error
	free(ctx context.Context) error
	end(ctx context.Context) error
}

// diskSize is that of a small disk, in bytes: more than the file takes.
const diskSize = 64 << 20

// newDisk makes a directory on a small disk: a file system in memory where this process may mount one, else a directory in which the
// server is allowed no longer files than there are. Containers commonly have no right to mount, root's neither.
func (st *stage) newDisk(ctx context.Context, dir string) (disk, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	size := "size=" + strconv.Itoa(diskSize)
	_, err := output(exec.CommandContext(ctx, "mount", "-t", "tmpfs", "-o", size, "tmpfs", dir)) //nolint:gosec // names of our own
	if err != nil {
		st.sayf("    no file system can be mounted here, so the server's files are kept from growing instead (RLIMIT_FSIZE)")
		return &limitedFiles{st: st}, nil //nolint:nilerr // it is told, and there is another way
	}
	st.guard.unmount(dir)
	return &smallDisk{dir: dir}, nil
}

// smallDisk is a file system of its own.
type smallDisk struct{ dir string }

func (d *smallDisk) ballast() string { return filepath.Join(d.dir, "ballast") }

func (d *smallDisk) fill(context.Context) (err error) {
	file, err := os.Create(d.ballast())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	// To the last byte: blocks first, then what is smaller than one.
	for _, size := range []int{1 << 20, 4 << 10, 1} {
		for {
			if _, err := file.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
				break
			} else if err != nil && !errors.Is(err, io.ErrShortWrite) {
				return err
			}
		}
	}
	return nil
}

func (d *smallDisk) free(context.Context) error { return os.Remove(d.ballast()) }

func (d *smallDisk) end(ctx context.Context) error {
	_, err := output(exec.CommandContext(ctx, "umount", d.dir)) //nolint:gosec // a directory of our own
	return err
}

// limitedFiles forbids the server, and nobody else, to make a file longer.
type limitedFiles struct{ st *stage }

func (d *limitedFiles) fill(ctx context.Context) error { return d.limit(ctx, "1") }
func (d *limitedFiles) free(ctx context.Context) error { return d.limit(ctx, "unlimited") }
func (*limitedFiles) end(context.Context) error        { return nil }

// limit sets the limit at which a file of the server may not grow; the hard one stays.
func (d *limitedFiles) limit(ctx context.Context, size string) error {
	pid := strconv.Itoa(d.st.instances[0].cmd.Process.Pid)
	_, err := output(exec.CommandContext(ctx, "prlimit", "--pid", pid, "--fsize="+size+":")) //nolint:gosec // numbers
	return err
}

// fillDisk leaves no space for the SQLite file, until clients have been refused for it.
func fillDisk(ctx context.Context, st *stage) error {
	if err := st.disk.fill(ctx); err != nil {
		return err
	}
	if err := rest(ctx, st.held()); err != nil {
		return err
	}
	if err := waitFor(ctx, startPatience, func(context.Context) error {
		if len(st.between(st.broken, st.history.now(), failed)) == 0 {
			return fmt.Errorf("the disk is full, and no call has failed in %s", st.history.now()-st.broken)
		}
		return nil
	}); err != nil {
		return err
	}
	if err := st.disk.free(ctx); err != nil {
		return err
	}
	st.mended = st.history.now()
	return nil
}
