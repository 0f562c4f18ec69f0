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
	mu       sync.RWMutex
	prepared map[statementOf]*sql.Stmt
}

type statementOf struct {
	pool *sql.DB
	text string
}

// of gives a statement prepared. Those beyond the bound take the place of others.
func (s *Statements) of(ctx context.Context, pool *sql.DB, text string) (*sql.Stmt, error) {
	key := statementOf{pool, text}
	s.mu.RLock()
	prepared := s.prepared[key]
	s.mu.RUnlock()
	if prepared != nil {
		return prepared, nil
	}
	return s.prepare(ctx, key)
}

func (s *Statements) prepare(ctx context.Context, key statementOf) (*sql.Stmt, error) {
	prepared, err := key.pool.PrepareContext(ctx, key.text)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if earlier := s.prepared[key]; earlier != nil { // somebody was first
		return earlier, prepared.Close() //nolint:sqlclosecheck // the other is the one that is kept
	}
	for other, stale := range s.prepared {
		if len(s.prepared) < maxStatements {
			break
		}
		delete(s.prepared, other)
		_ = stale.Close() // once those who use it are done
	}
	if s.prepared == nil {
		s.prepared = map[statementOf]*sql.Stmt{}
	}
	s.prepared[key] = prepared
	return prepared, nil
}
