package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// pool is a set of connections with the statements prepared on them.
type pool struct {
	db    *sql.DB
	slots chan struct{} // one is taken by each open snapshot
	cache bool          // keep prepared statements; pgx keeps its own

	mu    sync.RWMutex
	stmts map[string]*statement
}

// statement is a prepared statement.
type statement struct {
	*sql.Stmt
	endsFacts bool // facts.go
}

// maxStatements bounds the prepared statements of a pool. Lists of values are padded (func in), so that a server's texts
// are far fewer; the bound is for a client that finds ways to make more.
const maxStatements = 400

// newPool makes a pool for a number of transactions at once. Preparing a statement needs a connection beside theirs: with
// none to spare, transactions that all want to prepare would wait for one another for ever. One more is the memo's.
func newPool(db *sql.DB, transactions int, cache bool) *pool {
	conns := transactions
	if cache {
		conns += 2
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return &pool{db: db, slots: make(chan struct{}, transactions), cache: cache, stmts: map[string]*statement{}}
}

// take waits for a slot, as long as ctx lasts.
func (p *pool) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case p.slots <- struct{}{}:
		return nil
	default: // ctx.Done may cost a timer, so it is asked for only where there is something to wait for
	}
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *pool) give() { <-p.slots }

// closing is how long close waits for what still runs on a connection.
const closing = 5 * time.Second

// close closes the pool's connections and waits until they are. database/sql ends the transaction of a context that ended
// in a goroutine of its own, and closes the connection after it, which it tells nobody; the files of an SQLite database are
// at rest, to be copied or removed, when the last connection is gone.
func (p *pool) close() error {
	err := p.db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for p.db.Stats().OpenConnections > 0 {
		select {
		case <-look.C:
		case <-ctx.Done():
			return errors.Join(err, fmt.Errorf("%d connections are still in use", p.db.Stats().OpenConnections))
		}
	}
	return err
}

// prepared returns the statement for a text, prepared once per pool, or nil when it should run as text.
func (p *pool) prepared(ctx context.Context, text string) (*statement, error) {
	if !p.cache {
		return nil, nil
	}
	p.mu.RLock()
	s := p.stmts[text]
	p.mu.RUnlock()
	if s != nil {
		return s, nil
	}
	// Prepared outside any transaction's connection; database/sql prepares it again where it is used.
	prepared, err := p.db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	s = &statement{prepared, endsFacts(text)}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other := p.stmts[text]; other != nil { // somebody was faster
		return other, s.Close()
	}
	if len(p.stmts) >= maxStatements {
		for old, victim := range p.stmts { // any one: maps are read in random order
			delete(p.stmts, old)
			if err := victim.Close(); err != nil { // who is using it keeps it until the end of the transaction
				return nil, err
			}
			break
		}
	}
	p.stmts[text] = s
	return s, nil
}
