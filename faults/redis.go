package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

// quietRedis has go-redis say nothing of its own: a connection that breaks is what is meant here.
type quietRedis struct{}

// Printf implements the interface of go-redis's logger.
func (quietRedis) Printf(context.Context, string, ...any) {}

// redisKind is how Redis is run.
type redisKind string

// The kinds.
const (
	redisSingle   redisKind = "single"
	redisSentinel redisKind = "Sentinel"
	redisCluster  redisKind = "Cluster"
)

// redisServers are one Redis, however many processes that takes.
type redisServers struct {
	run  *run
	kind redisKind
	// nodes hold data: the one; master and replica; the three of a cluster.
	nodes []*redisNode
	// sentinels watch the nodes, with Sentinel alone.
	sentinels []*redisNode
}

// redisNode is one process.
type redisNode struct {
	*process

	run  *run
	name string
	port int
	args []string
	// client asks this process alone, for what the bench itself does with it.
	client *redis.Client
}

// redis starts a Redis of a kind. End it with end, also where an error comes with it.
func (r *run) redis(ctx context.Context, kind redisKind) (*redisServers, error) {
	s := &redisServers{run: r, kind: kind}
	switch kind {
	case redisSingle:
		_, err := s.addNode(ctx, "redis", "--save", "", "--appendonly", "no")
		return s, err
	case redisSentinel:
		err := s.startSentinel(ctx)
		return s, err
	case redisCluster:
		err := s.startCluster(ctx)
		return s, err
	}
	return s, fmt.Errorf("there is no Redis of kind %q", kind)
}

// addNode starts one more process that holds data.
func (s *redisServers) addNode(ctx context.Context, name string, args ...string) (*redisNode, error) {
	n, err := s.run.newRedisNode(ctx, name, args...)
	if n != nil {
		s.nodes = append(s.nodes, n)
	}
	return n, err
}

// newRedisNode starts a process at a free port; nothing of it is written to disk but what Redis has to.
func (r *run) newRedisNode(ctx context.Context, name string, args ...string) (*redisNode, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(r.data, "redis-*")
	if err != nil {
		return nil, err
	}
	n := &redisNode{run: r, name: name, port: port}
	n.args = append([]string{"--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--dir", dir, "--daemonize", "no"}, args...)
	n.client = newRedisClient(n.address())
	err = n.start(ctx)
	return n, err
}

// newRedisClient asks one process, and does not ask twice.
func newRedisClient(address string) *redis.Client {
	return redis.NewClient(&redis.Options{Addr: address, MaxRetries: -1, DialTimeout: time.Second, DialerRetries: 1})
}

// start starts the process, again or for the first time, and waits until it answers.
func (n *redisNode) start(ctx context.Context) (err error) {
	cmd := exec.Command(n.run.programs.redis, n.args...) //nolint:gosec,noctx // a program that was found; ended by end
	if n.process, err = n.run.launch(n.name, cmd, nil); err != nil {
		return err
	}
	return n.await(ctx, func(ctx context.Context) error { return n.client.Ping(ctx).Err() })
}

func (n *redisNode) address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(n.port)) }

// url is the address that clients are given.
func (s *redisServers) url() string {
	switch s.kind {
	case redisSentinel:
		return "redis://" + s.sentinels[0].address() + "?master_name=" + masterName + also(s.sentinels[1:], "&")
	case redisCluster:
		return "redis://" + s.nodes[0].address() + also(s.nodes[1:], "?")
	case redisSingle:
	}
	return "redis://" + s.nodes[0].address()
}

// also names further servers in an address; mark stands before the first.
func also(nodes []*redisNode, mark string) string {
	if len(nodes) == 0 {
		return ""
	}
	named := make([]string, len(nodes))
	for i, n := range nodes {
		named[i] = "addr=" + n.address()
	}
	return mark + strings.Join(named, "&")
}

// end ends all processes, those that watch the others first.
func (s *redisServers) end() error {
	var err error
	for _, n := range append(s.sentinels, s.nodes...) {
		if n.process != nil {
			err = errors.Join(err, n.stop(syscall.SIGTERM))
		}
		err = errors.Join(err, n.client.Close())
	}
	return err
}
