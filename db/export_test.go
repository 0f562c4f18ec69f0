package db

// WithSearchBounds has a Store gather so many customers at most from the index of grams, sort so many, look through so many of
// an owner's, and ask so many whose they are, so that a test crosses the bounds with few rows.
func WithSearchBounds(found, sorted, owned, asked int) Option {
	return func(s *Store) { s.bounds = searchBounds{found: found, sorted: sorted, owned: owned, asked: asked} }
}
