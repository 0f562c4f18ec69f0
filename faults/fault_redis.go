package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"time"
)

// degraded waits until an instance has noticed that Redis is gone: else nothing would be proven.
func (st *stage) degraded(ctx context.Context) error {
	return waitFor(ctx, startPatience, func(ctx context.Context) error {
		err := st.instances[0].ready(ctx)
		if err == nil {
			return errors.New("readiness should say that Redis is down")
		}
		if !strings.Contains(err.Error(), "degraded") {
			return err
		}
		return nil
	})
}

// killRedis kills Redis and starts it again, with nothing in it.
func killRedis(ctx context.Context, st *stage) error {
	node := st.redis.nodes[0]
	node.kill()
	if err := st.degraded(ctx); err != nil {
		return err
	}
	if err := rest(ctx, st.held()); err != nil {
		return err
	}
	return node.start(ctx)
}

// hangRedis stops Redis, whose connections stay.
func hangRedis(ctx context.Context, st *stage) error {
	node := st.redis.nodes[0]
	if err := node.signal(syscall.SIGSTOP); err != nil {
		return err
	}
	if err := st.degraded(ctx); err != nil {
		return err
	}
	if err := rest(ctx, st.held()); err != nil {
		return err
	}
	return node.signal(syscall.SIGCONT)
}

// flushRedis has Redis forget everything.
func flushRedis(ctx context.Context, st *stage) error {
	client, forgotten := st.redis.nodes[0].client, int64(0)
	for range 5 * st.times() {
		held, err := client.DBSize(ctx).Result()
		if err != nil {
			return err
		}
		forgotten += held
		if err := client.FlushAll(ctx).Err(); err != nil {
			return err
		}
		if err := rest(ctx, st.held()/time.Duration(5*st.times())); err != nil {
			return err
		}
	}
	if forgotten == 0 {
		return errors.New("there was nothing in Redis to forget")
	}
	return nil
}

// fillRedis leaves Redis no memory for another write.
func fillRedis(ctx context.Context, st *stage) error {
	client := st.redis.nodes[0].client
	for name, value := range map[string]string{"maxmemory-policy": "noeviction", "maxmemory": "1"} {
		if err := client.ConfigSet(ctx, name, value).Err(); err != nil {
			return err
		}
	}
	if err := client.Set(ctx, "faults", "x", 0).Err(); err == nil || !strings.Contains(err.Error(), "OOM") {
		return fmt.Errorf("a full Redis should refuse a write for lack of memory, and says: %w", err)
	}
	if err := rest(ctx, st.held()); err != nil {
		return err
	}
	return client.ConfigSet(ctx, "maxmemory", "0").Err()
}

// failOverRedis kills the master, and starts it again once there is another.
func failOverRedis(ctx context.Context, st *stage) error { return st.redis.failOver(ctx, st.held()) }

// reshardRedis moves slots.
func reshardRedis(ctx context.Context, st *stage) error {
	if err := st.redis.reshard(ctx); err != nil {
		return err
	}
	return rest(ctx, st.held())
}
