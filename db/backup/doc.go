// Package backup writes copies of an SQLite database, beside a running server too, and puts one in the place of a database. What it
// writes is under another name until it is whole, on the disk and checked; a process that is killed leaves at most such a file.
package backup
