package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// A Progress is told from time to time how many bytes of how many are done.
type Progress func(done, total int64)

// A Copy is a file that was written whole.
type Copy struct {
	// Size is its length in bytes.
	Size int64
	// SHA256 is its digest, in hex digits.
	SHA256 string
	// Revision is that of its schema.
	Revision int64
}

// part makes the file that is written to before it gets its name, in the directory where it will have that; nobody else may read it.
func part(directory string) (string, error) {
	file, err := os.CreateTemp(directory, ".accord-part-*") // mode 0600
	if err != nil {
		return "", err
	}
	return file.Name(), file.Close()
}

// seal has a file written to the disk, and tells what is in it.
func seal(path string) (size int64, digest string, err error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // the operator names it
	if err != nil {
		return 0, "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := file.Sync(); err != nil {
		return 0, "", err
	}
	sum := sha256.New()
	size, err = io.Copy(sum, file)
	return size, hex.EncodeToString(sum.Sum(nil)), err
}

// place gives a file its name, on the disk too.
func place(part, path string, over bool) error {
	if err := name(part, path, over); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(path))
}

// name gives a file its name. Where none may be lost, one that has the name already is an error, fs.ErrExist, also one that got it a
// moment ago; but for file systems without links, where one that gets it at the same moment is lost.
func name(part, path string, over bool) error {
	if over {
		return os.Rename(part, path)
	}
	err := os.Link(part, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// File systems of sticks and of some networks know none.
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	return os.Rename(part, path)
}

// syncDirectory has the names in a directory written to the disk.
func syncDirectory(path string) error {
	if runtime.GOOS == "windows" { // which knows no such thing
		return nil
	}
	directory, err := os.Open(path) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}

// sameFile reports whether two names are of one file.
func sameFile(one, other string) bool {
	a, err := os.Stat(one)
	if err != nil {
		return false
	}
	b, err := os.Stat(other)
	return err == nil && os.SameFile(a, b)
}
