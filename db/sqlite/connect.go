package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"os"

	sqlite "modernc.org/sqlite"
)

// fileURL is how the driver is told of a file.
func fileURL(path string, query url.Values) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
}

// open makes a pool of connections to the file that path names.
func open(path, dsn string) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(named{connector, path}), nil
}

// named connects to the file that has the name, and to no other. While a backup is put in the place of a database, a connection waits
// for the lock of the old file, which then has another name: what was written to it would be lost.
type named struct {
	driver.Connector

	path string
}

// maxConnects is how often a connection is made while the file is another one each time.
const maxConnects = 3

// Connect implements driver.Connector.
func (n named) Connect(ctx context.Context) (driver.Conn, error) {
	for range maxConnects {
		before, err := os.Stat(n.path)
		if err != nil {
			return nil, fmt.Errorf("the database file is not there: %w", err)
		}
		connection, err := n.Connector.Connect(ctx)
		if now, gone := os.Stat(n.path); gone == nil && os.SameFile(before, now) {
			return connection, err
		}
		if err == nil { // else SQLite may have noticed itself
			_ = connection.Close() // nothing was done on it
		}
	}
	return nil, fmt.Errorf("the database file %s is being replaced", n.path)
}
