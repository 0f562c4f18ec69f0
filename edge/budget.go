package edge

import (
	"context"
	"net/http"
	"time"

	"accord/auth"
	"accord/reseller"
)

// Budget bounds what each tenant may ask for in a time: a leaky bucket for each.
type Budget interface {
	// Take lets an operation in while the tenant's bucket is not full, and then adds its cost. Otherwise wait says when there
	// will be room. Whatever keeps it from telling lets the operation in.
	Take(ctx context.Context, tenant string, cost int64) (remaining int64, wait time.Duration)
	// Limit is what a bucket holds, and leaks in per.
	Limit() (points int64, per time.Duration)
}

// Cost is what an operation costs, as answers tell it in extensions.cost.
type Cost struct {
	// Requested is what answering is reckoned to cost; Maximum what one operation may cost.
	Requested int64 `json:"requested"`
	Maximum   int64 `json:"maximum"`
	// Budget is what the tenant has left; absent where it is not bounded.
	Budget *Remaining `json:"budget,omitempty"`
}

// Remaining is the state of a budget.
type Remaining struct {
	Remaining int64 `json:"remaining"`
	Limit     int64 `json:"limit"`
	// PerSeconds is the time in which the whole limit comes back.
	PerSeconds float64 `json:"perSeconds"`
}

// spend takes points from the budget of whoever asks, 1 at least, and tells of it in the cost.
func (h *Handler) spend(ctx context.Context, cost *Cost, points int64) *refusal {
	if h.budget == nil {
		return nil
	}
	remaining, wait := h.budget.Take(ctx, tenantOf(ctx), max(points, 1))
	limit, per := h.budget.Limit()
	cost.Budget = &Remaining{Remaining: max(remaining, 0), Limit: limit, PerSeconds: per.Seconds()}
	if wait <= 0 {
		return nil
	}
	refused := refuse(http.StatusTooManyRequests, reseller.CodeRateLimited,
		"The budget for requests is used up for now. Ask again after %d s, and for less at once: extensions.cost says what each operation costs.", seconds(wait)).
		retryAfter(wait)
	refused.cost = cost
	return refused
}

type addressKey struct{}

// withAddress keeps the address that a request came from, without its port.
func withAddress(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, addressKey{}, address)
}

// tenantOf names whose budget is used: the company's, or the address's of whoever is nobody.
func tenantOf(ctx context.Context) string {
	v := auth.ViewerFrom(ctx)
	class := string(classOf(v))
	if !v.Known() {
		address, _ := ctx.Value(addressKey{}).(string)
		return class + ":" + address
	}
	return class + ":" + v.User.TenantID.String()
}
