package edge

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"accord/reseller"
)

// roomAgain is after how long whoever found no room is told to come again.
const roomAgain = time.Second

// Room tells of something of which there is only so much at once.
type Room struct {
	// Used is how much there is now, Max how much there may be, and Refused how often there was no room for more.
	Used, Max, Refused int64
}

// Rooms tells what is bounded, by names as labels of metrics have them: for all clients together, and the streams of the tenant that has most.
func (h *Handler) Rooms() map[string]func() Room {
	return map[string]func() Room{
		"operations": h.atWork.room, "websockets": h.socketRoom.room, "event_streams": h.streamRoom.room, "tenant_streams": h.tenantStreams.room,
	}
}

// places are so many as there may be of something at once.
type places struct {
	most          int64
	used, refused atomic.Int64
}

// take takes a place, and reports whether there was one.
func (p *places) take() bool {
	if p.used.Add(1) <= p.most {
		return true
	}
	p.used.Add(-1)
	p.refused.Add(1)
	return false
}

func (p *places) giveBack() { p.used.Add(-1) }

func (p *places) room() Room {
	return Room{Used: p.used.Load(), Max: p.most, Refused: p.refused.Load()}
}

// shares are the places of each of several. Who has none costs nothing.
type shares struct {
	most    int
	refused atomic.Int64
	mu      sync.Mutex
	of      map[string]int
}

func (s *shares) take(who string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of[who] >= s.most {
		s.refused.Add(1)
		return false
	}
	s.of[who]++
	return true
}

func (s *shares) giveBack(who string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of[who]--
	if s.of[who] == 0 {
		delete(s.of, who)
	}
}

// room tells of the one that has most.
func (s *shares) room() Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := Room{Max: int64(s.most), Refused: s.refused.Load()}
	for _, used := range s.of {
		r.Used = max(r.Used, int64(used))
	}
	return r
}

// begin takes a place for the work on an operation. A subscription needs none while nothing happens; it has one as a stream.
func (h *Handler) begin(op *operation) (end func(), refused *refusal) {
	if op.Operation.Operation == ast.Subscription {
		return func() {}, nil
	}
	if !h.atWork.take() {
		return nil, refuse(http.StatusServiceUnavailable, reseller.CodeUnavailable,
			"The server has as much to do as it takes on at once. Try again shortly.").retryAfter(roomAgain)
	}
	return h.atWork.giveBack, nil
}

// beginStream takes a place for a stream of server-sent events.
func (h *Handler) beginStream(ctx context.Context, op *operation) (end func(), refused *refusal) {
	if op.Operation.Operation != ast.Subscription {
		return func() {}, nil
	}
	who, refused := h.share(ctx, &h.streamRoom)
	if refused != nil {
		return nil, refused
	}
	return func() { h.unshare(who, &h.streamRoom) }, nil
}

// share takes a place for a stream, among all of its kind and of the share of the tenant, or of the address of whom nobody knows. who is
// whose share it is.
func (h *Handler) share(ctx context.Context, room *places) (who string, refused *refusal) {
	if !room.take() {
		return "", noRoom()
	}
	who = tenantOf(ctx)
	if !h.tenantStreams.take(who) {
		room.giveBack()
		return "", h.tooManyStreams()
	}
	return who, nil
}

func (h *Handler) unshare(who string, room *places) {
	h.tenantStreams.giveBack(who)
	room.giveBack()
}

func noRoom() *refusal {
	return refuse(http.StatusServiceUnavailable, reseller.CodeUnavailable,
		"The server has as many streams open as it takes on at once. Try again shortly.").retryAfter(roomAgain)
}

func (h *Handler) tooManyStreams() *refusal {
	return refuse(http.StatusTooManyRequests, reseller.CodeLimitExceeded,
		"At most %d streams of one company are open at once. Close some that nobody reads.", h.limits.TenantStreams)
}
