package main

import (
	"context"
	"errors"
	"net"
	"sync"
)

// network is how a proxy treats connections.
type network int

// The ways.
const (
	// whole passes everything on.
	whole network = iota
	// hole swallows what is sent, and tells nobody, as a cable that is cut or a firewall that forgets.
	hole
)

// proxy stands on loopback between the servers and their database.
type proxy struct {
	listener net.Listener
	// target gives host:port of the server behind.
	target string

	mu      sync.Mutex
	changed *sync.Cond
	state   network
	closed  bool
	conns   map[net.Conn]bool
	running sync.WaitGroup
}

// newProxy starts a proxy to a host:port. End it with close.
func newProxy(ctx context.Context, target string) (*proxy, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{listener: listener, target: target, conns: map[net.Conn]bool{}}
	p.changed = sync.NewCond(&p.mu)
	p.running.Go(func() { p.accept(context.WithoutCancel(ctx)) }) // ends with close
	return p, nil
}

func (p *proxy) address() string { return p.listener.Addr().String() }

// set changes the network, for the connections that there are as well.
func (p *proxy) set(n network) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = n
	p.changed.Broadcast()
}

// reset breaks every connection off, by a reset, as a server does that has been restarted. New ones are welcome.
func (p *proxy) reset() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.conns)
	p.drop()
	return n
}

// close ends the proxy and its connections.
func (p *proxy) close() error {
	err := p.listener.Close()
	p.mu.Lock()
	p.closed = true
	p.drop()
	p.changed.Broadcast()
	p.mu.Unlock()
	p.running.Wait()
	return err
}

// drop closes all connections, without a goodbye. The lock is held.
func (p *proxy) drop() {
	for conn := range p.conns {
		if c, ok := conn.(*net.TCPConn); ok {
			_ = c.SetLinger(0) // a connection that has ended cannot be reset
		}
		_ = conn.Close()
	}
	clear(p.conns)
}

func (p *proxy) accept(ctx context.Context) {
	for {
		conn, err := p.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil && p.hold(conn) {
			p.running.Go(func() { p.serve(ctx, conn) })
		}
	}
}

// hold remembers a connection so that drop closes it; false when that has been done already.
func (p *proxy) hold(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		_ = conn.Close()
		return false
	}
	p.conns[conn] = true
	return true
}

// let forgets a connection that has ended.
func (p *proxy) let(conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, conn)
	_ = conn.Close()
}

func (p *proxy) serve(ctx context.Context, client net.Conn) {
	defer p.let(client)
	p.pass()
	server, err := (&net.Dialer{}).DialContext(ctx, "tcp", p.target)
	if err != nil || !p.hold(server) {
		return
	}
	defer p.let(server)
	p.running.Go(func() { p.pump(server, client) })
	p.pump(client, server)
}

// pump passes bytes on until either side ends. What arrives while there is a hole is passed on afterwards, as TCP's own repetitions do.
func (p *proxy) pump(to, from net.Conn) {
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

// pass returns once the network is whole.
func (p *proxy) pass() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.state == hole && !p.closed {
		p.changed.Wait()
	}
}
