package ops

import (
	"container/list"
	"net"
	"net/http"
	"sync"
)

// Connections bounds how many connections of clients there are at once. A new one takes the place of the one that has said nothing for
// longest: so whoever connects and is silent keeps nobody from being served. Where all are at work, the new one is closed.
type Connections struct {
	most int

	mu   sync.Mutex
	open int
	// silent are those at which no request is at work, the longest first.
	silent list.List
	closed int64
}

// NewConnections bounds them to so many, 1 at least.
func NewConnections(most int) *Connections { return &Connections{most: most} }

// Listener counts what a listener accepts. The server has to tell by Follow what the connections do.
func (c *Connections) Listener(of net.Listener) net.Listener { return &countedListener{of, c} }

// Follow is the server's ConnState: it learns whether a request is at work.
func (c *Connections) Follow(connection net.Conn, state http.ConnState) {
	one, ok := connection.(*countedConn)
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateActive, http.StateHijacked:
		c.speaks(one)
	case http.StateIdle:
		if one.place == nil && !one.gone {
			one.place = c.silent.PushBack(one)
		}
	case http.StateNew, http.StateClosed: // counted when it is accepted, and when it is closed
	}
}

// Room tells how many are open, how many may be, and how many were closed to make room or because there was none.
func (c *Connections) Room() (used, most, refused int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return int64(c.open), int64(c.most), c.closed
}

// enter counts a connection, and gives one that has to go: the new one itself where no other is silent.
func (c *Connections) enter(one *countedConn) (out *countedConn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open++
	one.place = c.silent.PushBack(one)
	if c.open <= c.most {
		return nil
	}
	c.closed++
	out, _ = c.silent.Front().Value.(*countedConn)
	c.speaks(out) // it is chosen once
	return out
}

func (c *Connections) leave(one *countedConn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.speaks(one)
	one.gone = true
	c.open--
}

// speaks takes a connection from the silent ones.
func (c *Connections) speaks(one *countedConn) {
	if one.place != nil {
		c.silent.Remove(one.place)
		one.place = nil
	}
}

type countedListener struct {
	net.Listener

	of *Connections
}

// Accept implements net.Listener.
func (l *countedListener) Accept() (net.Conn, error) {
	for {
		connection, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		one := &countedConn{Conn: connection, of: l.of}
		out := l.of.enter(one)
		if out != nil {
			_ = out.Close() // a client that has gone already makes room too
		}
		if out != one {
			return one, nil
		}
	}
}

// countedConn is a connection that is counted until it is closed.
type countedConn struct {
	net.Conn

	of   *Connections
	once sync.Once
	// place is where it stands among the silent ones, nil while a request is at work, and gone that it is closed; both are of's.
	place *list.Element
	gone  bool
}

// Close implements net.Conn.
func (c *countedConn) Close() error {
	c.once.Do(func() { c.of.leave(c) })
	return c.Conn.Close()
}
