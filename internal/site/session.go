package site

import (
	"context"
	"fmt"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Session is what a handler works with. Reads share the visit's snapshot; a write runs in a transaction of its own that
// loads and checks again, and reads after it see what it wrote.
type Session struct {
	visit  *Visit
	perm   wiki.Perm
	viewer wiki.Viewer
	within *store.SiteTx // the write that the session is part of (a step of a task), nil for requests
	doomed []string      // blobs to be dropped after that write
}

// Site is the site the session is in.
func (s *Session) Site() wiki.Site { return s.visit.Site }

// Caller is who works in the session.
func (s *Session) Caller() *identity.Caller { return s.visit.Caller }

// demand refuses a handler that does more than its row in the operation table says. That is our own mistake, so it is
// an internal error and never an answer to the caller.
func (s *Session) demand(want wiki.Perm) error {
	if !s.perm.Has(want) {
		return fmt.Errorf("session opened for %q used for %q", s.perm, want)
	}
	return nil
}

// identified refuses anonymous callers: on this ground floor they change nothing, whatever a space grants them.
func (s *Session) identified() error {
	if s.Caller().IsAnonymous() {
		return s.visit.unidentified()
	}
	return nil
}

// Identified refuses anonymous callers where an answer is for people with an account alone.
func (s *Session) Identified() error { return s.identified() }

// read gives the snapshot, opening a new one after a write.
func (s *Session) read(ctx context.Context) (*store.SiteTx, error) {
	if s.visit.tx != nil {
		return s.visit.tx, nil
	}
	tx, err := s.visit.service.DB.Read(ctx)
	if err != nil {
		return nil, err
	}
	bound := tx.In(s.visit.Site.ID)
	if err := s.renew(ctx, bound); err != nil {
		tx.Close()
		return nil, err
	}
	if s.visit.adminKey {
		if s.viewer.AdminKey, err = s.visit.holdsAdminKey(ctx, bound); err != nil {
			tx.Close()
			return nil, err
		}
	}
	s.visit.tx = bound
	return bound, nil
}

// renew judges the caller again in the snapshot that the session goes on with: what an old set of groups allowed must not
// meet new content (security-model.md R-NEWENEMY). An admin key is not renewed with it: it is for reading.
func (s *Session) renew(ctx context.Context, tx *store.SiteTx) error {
	if s.viewer.Account == "" {
		return nil
	}
	caller, err := s.visit.again(ctx, tx)
	if err == nil {
		s.viewer = caller.Viewer(s.visit.Site)
	}
	return err
}

// write runs fn in a write transaction bound to the site. The snapshot is given back first: it would hold a connection
// while the write waits for its commit.
func (s *Session) write(ctx context.Context, fn func(ctx context.Context, tx *store.SiteTx) error) error {
	if err := s.identified(); err != nil {
		return err
	}
	return s.commit(ctx, fn)
}

// commit is write for what anonymous callers may do as well.
func (s *Session) commit(ctx context.Context, fn func(ctx context.Context, tx *store.SiteTx) error) error {
	if s.within != nil {
		return fn(ctx, s.within)
	}
	if err := s.visit.service.index.wait(ctx); err != nil {
		return err
	}
	s.visit.Close()
	err := s.visit.service.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		bound := tx.In(s.visit.Site.ID)
		if err := s.renew(ctx, bound); err != nil {
			return err
		}
		return fn(ctx, bound)
	})
	if err == nil {
		s.visit.service.index.poke()
	}
	return err
}

// deny turns the formula's answer into a refusal about an object.
func deny(r wiki.Reason, want wiki.Perm, object, id string) *wiki.Error {
	return wiki.NewError(r, wiki.Facts{Object: object, ID: id, Permission: want})
}
