package resolvers

import (
	"context"

	"accord/graph/model"
)

func (r *queryResolver) Services(ctx context.Context) ([]*model.Service, error) {
	services, err := r.app.Reader().Services(ctx)
	return newServices(services), err
}
