package sqlite

import (
	"context"
	"database/sql"
	"sync"
)

// maxStatements bounds how many statements are kept prepared. There are as many as there are ways to ask, and each takes some 20 KB
// on each connection.
const maxStatements = 100

// Statements keeps statements prepared: SQLite takes longer to prepare one than to run it.
type Statements struct {
	mu       sync.Mutex
	prepared map[statementOf]*statement
}

type statementOf struct {
	pool *sql.DB
	text string
}

// statement is one that is kept, or was until a moment ago.
type statement struct {
	// mu is held for reading while the statement is begun. Rows that have begun outlive its end, and none begin after it.
	mu       sync.RWMutex
	prepared *sql.Stmt
	ended    bool
}

// query runs a statement. One that has to make room just now runs as it is.
func (s *Statements) query(ctx context.Context, pool *sql.DB, text string, args []any) (*sql.Rows, error) {
	kept, err := s.of(ctx, statementOf{pool, text})
	if err != nil {
		return nil, err
	}
	kept.mu.RLock()
	defer kept.mu.RUnlock()
	if kept.ended {
		return pool.QueryContext(ctx, text, args...) //nolint:sqlclosecheck // the rows are the caller's to close
	}
	return kept.prepared.QueryContext(ctx, args...) //nolint:sqlclosecheck // the same
}

// of gives a statement prepared.
func (s *Statements) of(ctx context.Context, key statementOf) (*statement, error) {
	s.mu.Lock()
	kept := s.prepared[key]
	s.mu.Unlock()
	if kept != nil {
		return kept, nil
	}
	prepared, err := key.pool.PrepareContext(ctx, key.text)
	if err != nil {
		return nil, err
	}
	kept = &statement{prepared: prepared}
	for _, gone := range s.keep(key, kept) {
		gone.end()
	}
	return kept, nil
}

// keep gives those that make room: one that somebody else has prepared meanwhile, and any beyond the bound.
func (s *Statements) keep(key statementOf, kept *statement) (gone []*statement) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.prepared == nil {
		s.prepared = map[statementOf]*statement{}
	}
	if earlier := s.prepared[key]; earlier != nil {
		gone = append(gone, earlier)
	}
	s.prepared[key] = kept
	for other, stale := range s.prepared {
		if len(s.prepared) <= maxStatements {
			break
		}
		if other != key {
			delete(s.prepared, other)
			gone = append(gone, stale)
		}
	}
	return gone
}

func (s *statement) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	_ = s.prepared.Close() // which waits for nobody: the rows that have begun close it
}
