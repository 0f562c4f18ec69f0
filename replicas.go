package main

import (
	"context"
	"fmt"
	"time"

	"accord/db"
	"accord/ops"
)

// maxReplicaLag is how old what a replica has may be at most.
const maxReplicaLag = time.Minute

// replicaFlags say where what may be a moment old is read from.
type replicaFlags struct {
	DatabaseReplicaURL []string      `help:"A streaming replica of the PostgreSQL database (postgres://…); several by repeating the flag, or separated by spaces. Queries that send back the position of an earlier answer (the header Accord-Position, or extensions.position) are read from one that has reached it; all else from the database." env:"DATABASE_REPLICA_URL" name:"database-replica-url" sep:" " placeholder:"URL"`
	DatabaseReplicaLag time.Duration `help:"How old what a replica has may be; one that is further behind is left out. A minute at most." env:"DATABASE_REPLICA_LAG" default:"10s"`
}

// check refuses what is no bound.
func (f replicaFlags) check() error {
	if f.DatabaseReplicaLag <= 0 || f.DatabaseReplicaLag > maxReplicaLag {
		return fmt.Errorf("--database-replica-lag must be more than 0, and %s at most: for so long whoever lost access may see what it saw before", maxReplicaLag)
	}
	return nil
}

func (f replicaFlags) replicas() db.Option {
	return db.Replicas(f.DatabaseReplicaURL, f.DatabaseReplicaLag)
}

// replicaDependencies are the replicas, without which the server goes on.
func replicaDependencies(store *db.Store) (all []ops.Dependency) {
	for i, r := range store.Replicas() {
		all = append(all, ops.Dependency{Name: r.Name, Check: func(context.Context) error {
			if now := store.Replicas()[i]; !now.Used {
				return fmt.Errorf("it does not answer, or lags by %s", now.Lag)
			}
			return nil
		}})
	}
	return all
}

// watchReplicas tells of the replicas among the metrics.
func watchReplicas(metrics *ops.Metrics, store *db.Store) {
	for i, r := range store.Replicas() {
		metrics.WatchReplica(r.Name, func() (lag time.Duration, used bool) {
			now := store.Replicas()[i]
			return now.Lag, now.Used
		})
	}
}
