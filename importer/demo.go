package importer

import (
	"context"
	"embed"
	"io"

	"accord/reseller"
)

//go:embed demo/*.csv
var demo embed.FS

// Demo gives the demonstration data: a small believable world in English and Chinese, in the format of import files.
// Its folder's README says what is in it. The files are part of the program, so Demo cannot fail.
func Demo() []File {
	files := make([]File, len(kinds))
	for i, k := range kinds {
		name := "demo/" + k.name + ".csv"
		files[i] = File{Name: name, kind: k, open: func() (io.ReadCloser, int64, error) { return openFrom(demo.Open(name)) }}
	}
	return files
}

// LoadDemo loads the demonstration data. It is meant for an empty database, which the caller checks
// (reseller.Reader.IsEmpty); loaded again it changes what has been changed since back. The errors are those of Run.
func LoadDemo(ctx context.Context, app *reseller.App) error {
	_, err := Run(ctx, app, Demo(), nil)
	return err
}
