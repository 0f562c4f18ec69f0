// Package cache keeps the views of links that many people look at: in this process (Memory), in Redis shared by many
// processes (Redis), and the two together (Tiered). Lookup reads through any of them, one flight per link; Local and
// RedisNotifier wake the readers of live events.
//
// What is kept answers look-ups and never decides. Two bounds hold it:
//
//   - An entry lives for its TTL. If an invalidation is lost – Redis lost it on a failover, or a process died before it
//     could send it – the entry is wrong for that long at most.
//   - An invalidation leaves a tombstone for reseller.InvalidationWindow, and a fill is dropped when it began more than
//     reseller.FillTimeout ago. The window is the longer, so a fill that read before a change never lands after it.
//     Nothing compares versions.
//
// Two things beside them decide nothing about links: a Bucket says which requests of a tenant are too many, and Documents
// keeps the texts of persisted queries.
//
// Redis, which may be one server, a master that Sentinel watches, or a Cluster, may vanish at any moment: a call waits for
// CallTimeout at most, is not retried, and a breaker ends the calls altogether while Redis is down – in a Cluster those to the node
// that is. Whether it is back no caller finds out, but a timer. Without Redis every look-up misses, buckets are each process's own, and
// nothing else changes.
package cache
