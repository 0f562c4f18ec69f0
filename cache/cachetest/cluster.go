package cachetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// slots is how many slots the keys of a Cluster fall into.
const slots = 16384

// Cluster is a Redis Cluster of a test's own, whose nodes find a dead one out within a second.
type Cluster struct {
	// Masters have the slots, in order; Replicas each follow the master of the same number.
	Masters, Replicas []*Server
}

// StartCluster starts a Cluster with so many masters, of which the first so many have a replica, and waits until all nodes agree. It ends
// with the test.
func StartCluster(t testing.TB, masters, replicas int) *Cluster {
	t.Helper()
	c := &Cluster{}
	for range masters {
		c.Masters = append(c.Masters, startNode(t))
	}
	for range replicas {
		c.Replicas = append(c.Replicas, startNode(t))
	}
	for i, m := range c.Masters {
		m.Do("cluster", "addslotsrange", i*slots/masters, (i+1)*slots/masters-1)
		m.Do("cluster", "set-config-epoch", i+1)
	}
	nodes := c.nodes()
	for _, n := range nodes[1:] {
		n.Do("cluster", "meet", "127.0.0.1", nodes[0].Port, nodes[0].busPort())
	}
	c.agree(t, len(nodes))
	for i, r := range c.Replicas {
		r.Do("cluster", "replicate", c.Masters[i].NodeID())
	}
	for i, m := range c.Masters[:replicas] {
		Eventually(t, "a node's replica follows", func() bool { return strings.Contains(m.info("replication"), "state=online") })
		c.knowReplica(t, c.Replicas[i])
	}
	return c
}

// URL is how Dial finds it: by two of its nodes.
func (c *Cluster) URL() string {
	return c.Masters[0].URL() + "?addr=" + c.Masters[1].Addr
}

// Owner gives the master that had a slot, one of 0 to 16383, at the start.
func (c *Cluster) Owner(slot int) *Server {
	for i, m := range c.Masters {
		if slot < (i+1)*slots/len(c.Masters) {
			return m
		}
	}
	return nil
}

// Move gives a slot and its keys to another master, as rebalancing does, and waits until all nodes agree.
func (c *Cluster) Move(slot int, from, to *Server) {
	to.Do("cluster", "setslot", slot, "importing", from.NodeID())
	from.Do("cluster", "setslot", slot, "migrating", to.NodeID())
	for {
		keys, _ := from.Do("cluster", "getkeysinslot", slot, 100).([]any)
		if len(keys) == 0 {
			break
		}
		from.Do(append([]any{"migrate", "127.0.0.1", to.Port, "", 0, 5000, "keys"}, keys...)...)
	}
	to.Do("cluster", "setslot", slot, "node", to.NodeID())
	from.Do("cluster", "setslot", slot, "node", to.NodeID())
	c.agree(to.t, len(c.nodes()))
}

// NodeID is the server's name in its Cluster.
func (s *Server) NodeID() string { return fmt.Sprint(s.Do("cluster", "myid")) }

func (c *Cluster) nodes() []*Server { return slices.Concat(c.Masters, c.Replicas) }

// agree waits until every node knows so many, that all slots are served, and how many times slots have changed hands. A master that
// takes a slot before it knows of the time before counts it as the same, and neither of the two then owns what the other gave it.
func (c *Cluster) agree(t testing.TB, known int) {
	t.Helper()
	Eventually(t, "the nodes agree", func() bool {
		epochs := map[string]bool{}
		for _, n := range c.nodes() {
			info, err := n.Client.ClusterInfo(t.Context()).Result()
			if err != nil || !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, fmt.Sprintf("cluster_known_nodes:%d\r", known)) {
				return false
			}
			_, after, _ := strings.Cut(info, "cluster_current_epoch:")
			epoch, _, _ := strings.Cut(after, "\r")
			epochs[epoch] = true
		}
		return len(epochs) == 1
	})
}

// knowReplica waits until every node knows of a replica, which takes its master's place only with their votes.
func (c *Cluster) knowReplica(t testing.TB, replica *Server) {
	t.Helper()
	for _, n := range c.nodes() {
		Eventually(t, "the nodes know a replica", func() bool {
			nodes, err := n.Client.ClusterNodes(t.Context()).Result()
			return err == nil && slices.ContainsFunc(strings.Split(nodes, "\n"), func(line string) bool {
				return strings.Contains(line, "127.0.0.1:"+replica.Port+"@") && strings.Contains(line, "slave")
			})
		})
	}
}

func startNode(t testing.TB) *Server {
	t.Helper()
	return startServer(t, func(port string) []string {
		return append(plain(port), "--cluster-enabled", "yes", "--cluster-port", freePort(t), "--cluster-node-timeout", "1000",
			"--cluster-replica-validity-factor", "0", "--cluster-require-full-coverage", "no")
	})
}

// busPort is the port on which nodes speak to each other.
func (s *Server) busPort() string {
	return s.args[slices.Index(s.args, "--cluster-port")+1]
}
