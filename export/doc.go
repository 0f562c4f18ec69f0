// Package export writes lists as files: relationships, subscriptions and events as CSV, NDJSON or Parquet, of any number of rows in
// the memory of a few thousand, for whoever has the address of a file.
package export
