package db

// WithSearchBounds has a Store gather so many customers at most from the index of grams, and look through so many of a
// partner's, so that a test crosses the bounds with few rows.
func WithSearchBounds(found, owned int) Option {
	return func(s *Store) { s.bounds = searchBounds{found: found, owned: owned} }
}
