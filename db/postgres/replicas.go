package postgres

// Positions in the log are numbers of bytes, from which PostgreSQL makes the two halves of its own notation.
const (
	// written is behind all that has been written down so far, on the disk or not yet: a commit of the moment before is seen by whoever
	// has replayed up to it.
	written = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"
	// flushed is up to where the log is on the disk: what replicas are sent, and reach also when nothing more is written.
	flushed = "SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint AS position, TRUE AS following"
	// replayed is up to where a replica has followed, and whether it is connected to what it follows: one that has followed a server for
	// whom another one stands in since has a log that goes on otherwise, and is not taken on by that.
	replayed = "SELECT CASE WHEN pg_is_in_recovery() THEN COALESCE((pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint, 0) ELSE 0 END AS position," +
		" EXISTS (SELECT FROM pg_stat_wal_receiver) AS following"
)
