package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// scenario is a fault, and what has to hold through it. The truths have to hold through every one.
type scenario struct {
	// name is one word, of small letters and dashes; story says what is done, without an end.
	name, story string
	// database is postgres or sqlite.
	database string
	// redis is how Redis is run; empty: the server has none.
	redis     redisKind
	instances int
	// proxied has the servers reach the database through a proxy; smallDisk has the database on a disk that can be filled.
	proxied, smallDisk bool
	// fault injects the fault and undoes it, while clients are at work. Where what it undoes is back before it returns, it notes when.
	// Without one the load is all.
	fault    func(context.Context, *stage) error
	promises []promise
	// long is for the long form alone.
	long bool
	// accepts has clients accept, and nothing else, as often as the command line says.
	accepts bool
	// replicas is from how many of those of PostgreSQL the servers read what may be a moment old, as clients say that send positions back:
	// 1 is the one that is never promoted.
	replicas int
	// lag is how old what a replica has may be before it is left out; 0 is the server's default.
	lag time.Duration
	// away tells that the fault takes the database away for as long as it lasts, which calls cannot but feel.
	away bool
	// asked tells that the scenario is played only when it is named.
	asked bool
	// timeout is how long an operation may take; 0 is the server's default.
	timeout time.Duration
}

// serverTimeout is how long an operation may take by the server's default.
const serverTimeout = 10 * time.Second

// scenarios are all, in the order in which they are played. The one that leaves PostgreSQL with another primary comes last: what follows
// it needs a new cluster.
func scenarios() []scenario {
	return slices.Concat(sqliteScenarios(), postgresScenarios(), redisScenarios(), clientScenarios(), []scenario{{
		name: "postgres-promote", story: "kill -9 of the primary for good, and the synchronous replica is promoted",
		database: postgres, redis: redisSingle, instances: 2, replicas: 1, fault: promote, promises: []promise{saidUnavailable, backAgain},
	}, {
		name: "soak", story: "nothing breaks, for as long as --soak says: what the servers take at the start and at the end",
		database: postgres, redis: redisSingle, instances: 2, replicas: 1, long: true, asked: true, fault: soak, promises: []promise{noneFails, bounded},
	}})
}

func sqliteScenarios() []scenario {
	return []scenario{
		{
			name: "sqlite-kill", story: "kill -9 of the server, whose database is an SQLite file, at random moments",
			database: sqlite, instances: 1, fault: killInstances, promises: []promise{backAgain},
		},
		{
			name: "sqlite-full-disk", story: "no space is left for the SQLite file",
			database: sqlite, instances: 1, smallDisk: true, fault: fillDisk, promises: []promise{readsGoOn, saidUnavailable, backAgain},
		},
		{
			name: "sqlite-accepts", story: "acceptances alone, as many at once as there are clients",
			database: sqlite, instances: 1, accepts: true, long: true, promises: []promise{allSettled},
		},
	}
}

func redisScenarios() []scenario {
	unnoticed := []promise{noneFails, asQuick}
	return []scenario{
		{
			name: "redis-kill", story: "kill -9 of Redis, and its restart",
			database: postgres, redis: redisSingle, instances: 2, fault: killRedis, promises: unnoticed,
		},
		{
			name: "redis-hang", story: "SIGSTOP of Redis, which then takes connections and answers nothing",
			database: postgres, redis: redisSingle, instances: 2, fault: hangRedis, promises: unnoticed,
		},
		{
			name: "redis-flush", story: "FLUSHALL, again and again",
			database: postgres, redis: redisSingle, instances: 2, fault: flushRedis, promises: unnoticed,
		},
		{
			name: "redis-full", story: "Redis refuses writes for lack of memory (maxmemory and noeviction)",
			database: postgres, redis: redisSingle, instances: 2, fault: fillRedis, promises: unnoticed,
		},
		{
			name: "redis-sentinel", story: "kill -9 of the master, and the sentinels make the replica the master",
			database: postgres, redis: redisSentinel, instances: 2, fault: failOverRedis, promises: unnoticed,
		},
		{
			name: "redis-cluster", story: "slots move from one node of Redis Cluster to another",
			database: postgres, redis: redisCluster, instances: 2, fault: reshardRedis, promises: unnoticed,
		},
	}
}

func clientScenarios() []scenario {
	return []scenario{
		{
			name: "clock-steps", story: "the clock of one server steps an hour forward and that of the other one back, and then they change sides",
			database: postgres, redis: redisSingle, instances: 2, fault: stepClocks, promises: []promise{noneFails, asQuick},
		},
		{
			name: "slow-clients", story: "20 clients read their answers one byte a second",
			database: postgres, redis: redisSingle, instances: 2, fault: readSlowly, promises: []promise{noneFails, asQuick},
		},
		{
			name: "silent-clients", story: "1,000 clients connect and say nothing",
			database: postgres, redis: redisSingle, instances: 2, fault: connectSilently, promises: []promise{noneFails, asQuick},
		},
		{
			name: "instance-kill", story: "kill -9 of one of three instances after the other, at random moments",
			database: postgres, redis: redisSingle, instances: 3, replicas: 1, fault: killInstances, promises: []promise{othersUnharmed},
		},
		{
			name: "instance-term", story: "SIGTERM of one instance after the other, each with an operation at work, and its restart",
			database: postgres, redis: redisSingle, instances: 2, fault: terminateInstances,
			promises: []promise{othersUnharmed, noneCutOff, saidGoodbye, exitedWell},
		},
	}
}

func postgresScenarios() []scenario {
	outage := []promise{saidUnavailable, backAgain}
	return []scenario{
		{
			name: "postgres-resets", story: "every connection to PostgreSQL is reset, again and again",
			database: postgres, redis: redisSingle, instances: 2, proxied: true, fault: resetConnections, promises: outage,
		},
		{
			name: "postgres-hole", story: "what is sent to PostgreSQL and back vanishes",
			database: postgres, redis: redisSingle, instances: 2, proxied: true, fault: cutCable, away: true, timeout: 2 * time.Second, promises: outage,
		},
		{
			name: "postgres-kill", story: "kill -9 of PostgreSQL, all its processes at once, and its restart",
			database: postgres, redis: redisSingle, instances: 2, fault: killPostgres, away: true, promises: outage,
		},
		{
			name: "postgres-replicas", story: "the replicas that are read from stop to follow, and one of them is killed",
			database: postgres, redis: redisSingle, instances: 2, replicas: 2, lag: 2 * time.Second, fault: disturbReplicas, promises: []promise{noneFails},
		},
		{
			name: "postgres-accepts", story: "acceptances alone, as many at once as there are clients",
			database: postgres, redis: redisSingle, instances: 2, accepts: true, long: true, promises: []promise{allSettled},
		},
	}
}

// list tells what there is.
func list(w io.Writer, all []scenario) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range all {
		form := ""
		switch {
		case s.asked:
			form = " (only when it is named)"
		case s.long:
			form = " (long form only)"
		}
		if _, err := fmt.Fprintf(t, "%s\t%s%s\n", s.name, s.story, form); err != nil {
			return err
		}
	}
	return t.Flush()
}

// pick gives the short form's time or the long one's.
func pick(short bool, brief, long time.Duration) time.Duration {
	if short {
		return brief
	}
	return long
}

// ordinary is how long clients work before the fault, and afterwards how long they do after it.
func (scenario) ordinary(short bool) time.Duration {
	return pick(short, 1500*time.Millisecond, 10*time.Second)
}

func (scenario) afterwards(short bool) time.Duration { return pick(short, time.Second, 5*time.Second) }

// limit is how long the scenario may take in all, its own servers and checks included.
func (s scenario) limit(short bool) time.Duration {
	if s.accepts || s.asked {
		return longTimeout
	}
	return pick(short, 2*time.Minute, 5*time.Minute)
}

// requestTimeout is how long an operation may take on the servers.
func (s scenario) requestTimeout() time.Duration {
	if s.timeout > 0 {
		return s.timeout
	}
	return serverTimeout
}

// args are those of accord serve.
func (s scenario) args() []string {
	args := []string{"--request-timeout", s.requestTimeout().String()}
	if s.lag > 0 {
		args = append(args, "--database-replica-lag", s.lag.String())
	}
	return args
}

// load is what clients do.
func (s scenario) load(c runCommand) loadOptions {
	// A client waits longer than the server may take, so that it is the server that says when a call has failed.
	o := loadOptions{clients: c.Clients, seed: c.Seed, deadline: s.requestTimeout() + 5*time.Second, rate: 200, position: true}
	if s.accepts {
		o.limit, o.mix, o.rate = c.Accepts, mix{"accept": 2, "replace": 1}, unbounded
	}
	return o
}

// unbounded is more calls a second than any machine answers.
const unbounded = 1e6
