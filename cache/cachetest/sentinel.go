package cachetest

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// MasterName is what the Sentinels of tests call their master.
const MasterName = "accord"

// Sentinels watch a master with one replica, which takes its place within a second or two.
type Sentinels struct {
	// Master and Replica are what they were at the start.
	Master, Replica *Server
	// Watchers are the Sentinels themselves.
	Watchers []*Server
}

// StartSentinels starts a master, a replica and so many Sentinels, and waits until the Sentinels know of them and of each other. They
// end with the test.
func StartSentinels(t testing.TB, watchers int) *Sentinels {
	t.Helper()
	s := &Sentinels{Master: StartServer(t)}
	s.Replica = StartServer(t, "--replicaof", "127.0.0.1 "+s.Master.Port)
	// What a Sentinel does not find when it begins it looks for ten seconds later.
	Eventually(t, "the replica follows", func() bool { return strings.Contains(s.Master.info("replication"), "state=online") })
	for range watchers {
		s.Watchers = append(s.Watchers, startWatcher(t, s.Master, watchers/2+1))
	}
	for _, w := range s.Watchers {
		all := fmt.Sprintf("slaves=1,sentinels=%d", watchers)
		Eventually(t, "the Sentinels know all", func() bool { return strings.Contains(w.info("sentinel"), all) })
	}
	return s
}

// URL is how Dial finds the master through the Sentinels.
func (s *Sentinels) URL() string {
	options := url.Values{"master_name": {MasterName}}
	for _, w := range s.Watchers[1:] {
		options.Add("addr", w.Addr)
	}
	return s.Watchers[0].URL() + "?" + options.Encode()
}

func startWatcher(t testing.TB, master *Server, quorum int) *Server {
	t.Helper()
	// A Sentinel writes into its file what it learns, so that it needs one.
	file := filepath.Join(t.TempDir(), "sentinel.conf")
	text := fmt.Sprintf("sentinel monitor %[1]s 127.0.0.1 %[2]s %[3]d\nsentinel down-after-milliseconds %[1]s 300\nsentinel failover-timeout %[1]s 3000\n",
		MasterName, master.Port, quorum)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return startServer(t, func(port string) []string { return []string{file, "--sentinel", "--port", port} })
}

// info gives a section of what the server tells of itself.
func (s *Server) info(section string) string {
	text, err := s.Client.Info(s.t.Context(), section).Result()
	if err != nil {
		return "" // it may be busy with what is waited for
	}
	return text
}
