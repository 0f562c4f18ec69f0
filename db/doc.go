// Package db is the Store: sqlx over SQLite or PostgreSQL. The statements are shared; what differs is a dialect's
// (packages dialect, sqlite, postgres). Both are held to the suite in dbtest.
package db
