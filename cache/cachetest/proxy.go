package cachetest

import (
	"context"
	"net"
	"sync"
	"testing"
)

// Mode is how a Proxy treats connections.
type Mode int

// The modes of a Proxy.
const (
	// Forward passes everything on.
	Forward Mode = iota
	// Hang accepts and passes nothing on, as a stopped server does.
	Hang
	// Cut closes every connection, as a server does that dies.
	Cut
)

// Proxy stands on loopback between a test and a server.
type Proxy struct {
	// Addr is its host:port.
	Addr string

	target   string
	listener net.Listener

	mu       sync.Mutex
	changed  *sync.Cond
	mode     Mode
	closed   bool
	accepted int
	conns    map[net.Conn]struct{}
}

// NewProxy starts a proxy to a host:port that forwards, until the test ends.
func NewProxy(t testing.TB, target string) *Proxy {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen on loopback: %v", err)
	}
	p := &Proxy{Addr: listener.Addr().String(), target: target, listener: listener, conns: map[net.Conn]struct{}{}}
	p.changed = sync.NewCond(&p.mu)
	var running sync.WaitGroup
	running.Go(func() { p.accept(t.Context(), &running) })
	t.Cleanup(func() {
		p.close()
		running.Wait()
	})
	return p
}

// Set changes the mode, for the connections that there are as well.
func (p *Proxy) Set(m Mode) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mode = m
	if m == Cut {
		p.drop()
	}
	p.changed.Broadcast()
}

// Accepted tells how many connections were made so far.
func (p *Proxy) Accepted() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.accepted
}

func (p *Proxy) close() {
	_ = p.listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.drop()
	p.changed.Broadcast()
}

// drop closes all connections. The lock is held.
func (p *Proxy) drop() {
	for conn := range p.conns {
		_ = conn.Close()
	}
	clear(p.conns)
}

func (p *Proxy) accept(ctx context.Context, running *sync.WaitGroup) {
	for {
		conn, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		p.accepted++
		p.mu.Unlock()
		if p.hold(conn) {
			running.Go(func() { p.serve(ctx, conn, running) })
		}
	}
}

// hold remembers a connection so that drop closes it; false when it is closed already.
func (p *Proxy) hold(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.mode == Cut {
		_ = conn.Close()
		return false
	}
	p.conns[conn] = struct{}{}
	return true
}

func (p *Proxy) serve(ctx context.Context, client net.Conn, running *sync.WaitGroup) {
	p.pass()
	var dialer net.Dialer
	server, err := dialer.DialContext(ctx, "tcp", p.target)
	if err != nil {
		_ = client.Close()
		return
	}
	if !p.hold(server) {
		_ = client.Close()
		return
	}
	running.Go(func() { p.pump(server, client) })
	p.pump(client, server)
}

// pump passes bytes on until either side ends.
func (p *Proxy) pump(to, from net.Conn) {
	defer func() {
		_ = to.Close()
		_ = from.Close()
	}()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		p.pass()
		if n > 0 {
			if _, failed := to.Write(buffer[:n]); failed != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// pass returns once the proxy does not hang.
func (p *Proxy) pass() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.mode == Hang && !p.closed {
		p.changed.Wait()
	}
}
