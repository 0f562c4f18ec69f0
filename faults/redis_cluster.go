package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// slots is how many parts a cluster's keys are in.
const slots = 16384

// moved is how many slots a resharding moves: a third of one node's.
const moved = slots / 9

// startCluster starts three nodes, each with a third of the slots.
func (s *redisServers) startCluster(ctx context.Context) error {
	for number := range 3 {
		bus, err := freePort(ctx)
		if err != nil {
			return err
		}
		if _, err := s.addNode(ctx, "redis-cluster-"+strconv.Itoa(number), "--save", "", "--appendonly", "no", "--cluster-enabled", "yes",
			"--cluster-port", strconv.Itoa(bus), "--cluster-node-timeout", "2000"); err != nil {
			return err
		}
		n := s.nodes[number]
		first, last := number*slots/3, (number+1)*slots/3-1
		if err := n.client.Do(ctx, "CLUSTER", "ADDSLOTSRANGE", first, last).Err(); err != nil {
			return err
		}
		if err := n.client.Do(ctx, "CLUSTER", "SET-CONFIG-EPOCH", number+1).Err(); err != nil {
			return err
		}
		if err := s.nodes[0].client.Do(ctx, "CLUSTER", "MEET", "127.0.0.1", n.port, bus).Err(); number > 0 && err != nil {
			return err
		}
	}
	return waitFor(ctx, startPatience, s.joined)
}

// joined reports whether each node knows all the others and that every slot is somebody's.
func (s *redisServers) joined(ctx context.Context) error {
	for _, n := range s.nodes {
		info, err := n.client.ClusterInfo(ctx).Result()
		if err != nil {
			return err
		}
		if !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, "cluster_known_nodes:3") || !strings.Contains(info, "cluster_size:3") {
			return fmt.Errorf("%s: %s", n.name, info)
		}
	}
	return nil
}

// reshard moves slots of the first node, with their keys, to the second, as redis-cli --cluster reshard does.
func (s *redisServers) reshard(ctx context.Context) error {
	from, to := s.nodes[0], s.nodes[1]
	fromID, err := from.client.ClusterMyID(ctx).Result()
	if err != nil {
		return err
	}
	toID, err := to.client.ClusterMyID(ctx).Result()
	if err != nil {
		return err
	}
	for slot := range moved {
		if err := to.client.Do(ctx, "CLUSTER", "SETSLOT", slot, "IMPORTING", fromID).Err(); err != nil {
			return fmt.Errorf("slot %d: %w", slot, err)
		}
		if err := from.client.Do(ctx, "CLUSTER", "SETSLOT", slot, "MIGRATING", toID).Err(); err != nil {
			return fmt.Errorf("slot %d: %w", slot, err)
		}
		if err := moveKeys(ctx, from.client, to.port, slot); err != nil {
			return fmt.Errorf("slot %d: %w", slot, err)
		}
		// The new owner first, so that nobody is sent in a circle.
		for _, n := range []*redisNode{to, from, s.nodes[2]} {
			if err := n.client.Do(ctx, "CLUSTER", "SETSLOT", slot, "NODE", toID).Err(); err != nil {
				return fmt.Errorf("slot %d: %w", slot, err)
			}
		}
	}
	return nil
}

// moveKeys moves what is in a slot, until there is nothing.
func moveKeys(ctx context.Context, from *redis.Client, to, slot int) error {
	for {
		keys, err := from.ClusterGetKeysInSlot(ctx, slot, 100).Result()
		if err != nil || len(keys) == 0 {
			return err
		}
		command := []any{"MIGRATE", "127.0.0.1", to, "", 0, 5000, "REPLACE", "KEYS"}
		for _, key := range keys {
			command = append(command, key)
		}
		if err := from.Do(ctx, command...).Err(); err != nil {
			return err
		}
	}
}
