package importer

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// File is a file to load: Open makes them of paths, Demo of the demonstration data.
type File struct {
	// Name is how messages call the file: the path as it was given.
	Name string

	kind   kind
	ndjson bool
	// open opens the content, from its start each time, and tells its size in bytes.
	open func() (io.ReadCloser, int64, error)
}

// Open looks at the files that paths name. What each holds is told by its base name, such as partners.csv or
// partners.ndjson; the same kind may come more than once. Nothing of their content is read yet.
//
// Errors: *FileError for a name that is not known, a directory, or what else cannot be read from its start again; those
// of os.Stat.
func Open(paths []string) ([]File, error) {
	files := make([]File, len(paths))
	for i, path := range paths {
		f, err := named(path)
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, &FileError{File: path, Reason: "is not a file that can be read more than once; write it to a file on the disk first"}
		}
		f.open = func() (io.ReadCloser, int64, error) { return openFrom(os.Open(path)) } //nolint:gosec // whoever runs the import names the file
		files[i] = f
	}
	return files, nil
}

func openFrom(content fs.File, err error) (io.ReadCloser, int64, error) {
	if err != nil {
		return nil, 0, err
	}
	info, err := content.Stat()
	if err != nil {
		_ = content.Close() // the first error matters
		return nil, 0, err
	}
	return content, info.Size(), nil
}

// named tells by its name what a file holds.
func named(path string) (File, error) {
	base := filepath.Base(path)
	extension := filepath.Ext(base)
	name := strings.TrimSuffix(base, extension)
	for _, k := range kinds {
		if k.name == name && (extension == ".csv" || extension == ".ndjson") {
			return File{Name: path, kind: k, ndjson: extension == ".ndjson"}, nil
		}
	}
	return File{}, &FileError{File: path, Reason: fmt.Sprintf("its name does not tell what it holds; name it %s, followed by .csv or .ndjson", listKinds())}
}

func listKinds() string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
