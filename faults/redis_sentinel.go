package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// masterName is what the sentinels call the master.
const masterName = "accord"

// startSentinel starts a master, a replica, and three sentinels that watch them, two of which have to agree.
func (s *redisServers) startSentinel(ctx context.Context) error {
	master, err := s.addNode(ctx, "redis-master", "--save", "", "--appendonly", "no")
	if err != nil {
		return err
	}
	if _, err := s.addNode(ctx, "redis-replica", "--save", "", "--appendonly", "no", "--replicaof", "127.0.0.1 "+strconv.Itoa(master.port), "--repl-diskless-sync-delay", "0"); err != nil {
		return err
	}
	for number := range 3 {
		if err := s.addSentinel(ctx, number, master.port); err != nil {
			return err
		}
	}
	return waitFor(ctx, startPatience, s.watched)
}

// addSentinel starts a sentinel, which keeps what it learns in its configuration.
func (s *redisServers) addSentinel(ctx context.Context, number, master int) error {
	file := filepath.Join(s.run.data, fmt.Sprintf("sentinel-%d-%d.conf", master, number))
	text := fmt.Sprintf("sentinel monitor %[1]s 127.0.0.1 %[2]d 2\nsentinel down-after-milliseconds %[1]s 500\nsentinel failover-timeout %[1]s 3000\n", masterName, master)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return err
	}
	n, err := s.run.newSentinel(ctx, "sentinel-"+strconv.Itoa(number), file)
	if n != nil {
		s.sentinels = append(s.sentinels, n)
	}
	return err
}

// newSentinel starts the process; the file has to come first among its arguments.
func (r *run) newSentinel(ctx context.Context, name, file string) (*redisNode, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	n := &redisNode{run: r, name: name, port: port}
	n.args = []string{file, "--sentinel", "--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--daemonize", "no"}
	n.client = newRedisClient(n.address())
	err = n.start(ctx)
	return n, err
}

// watched reports whether each sentinel knows the replica and both other sentinels, without which they do not agree.
func (s *redisServers) watched(ctx context.Context) error {
	for _, n := range s.sentinels {
		about, err := n.client.Do(ctx, "SENTINEL", "CKQUORUM", masterName).Text()
		if err != nil {
			return fmt.Errorf("%s: %w", n.name, err)
		}
		replicas, err := n.client.Do(ctx, "SENTINEL", "REPLICAS", masterName).Slice()
		if err != nil {
			return fmt.Errorf("%s: %w", n.name, err)
		}
		others, err := n.client.Do(ctx, "SENTINEL", "SENTINELS", masterName).Slice()
		if err != nil {
			return fmt.Errorf("%s: %w", n.name, err)
		}
		if len(replicas) != 1 || len(others) != len(s.sentinels)-1 {
			return fmt.Errorf("%s knows %d replicas and %d other sentinels (%s)", n.name, len(replicas), len(others), about)
		}
	}
	return nil
}

// failOver kills the master for a moment and waits until the sentinels have made the replica the master.
func (s *redisServers) failOver(ctx context.Context, down time.Duration) error {
	master, replica := s.nodes[0], s.nodes[1]
	master.kill()
	err := waitFor(ctx, startPatience, func(ctx context.Context) error {
		address, err := s.sentinels[0].client.Do(ctx, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName).StringSlice()
		if err == nil && (len(address) != 2 || address[1] != strconv.Itoa(replica.port)) {
			err = fmt.Errorf("the sentinels take %v for the master, and not the replica yet", address)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := rest(ctx, down); err != nil {
		return err
	}
	return master.start(ctx)
}
