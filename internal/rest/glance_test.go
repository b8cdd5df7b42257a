package rest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// When the database changes under a request that rests on what was remembered, the request begins anew, once, and the
// client sees nothing of it.
func TestARequestBeginsAnewWhenTheDatabaseMoved(t *testing.T) {
	t.Parallel()
	calls := 0
	moves := func(context.Context, *site.Session, *pageIn) (okOut, error) {
		if calls++; calls == 1 {
			return nil, fmt.Errorf("content: %w", site.ErrMoved)
		}
		return okOut{"ok": fmt.Sprint(calls)}, nil
	}
	b := newBench(t, nil, []rest.Op{rest.On(rest.Op{ID: "getPageById", Route: "GET /pages/{id}", Perm: wiki.View}, moves)})
	b.public = true
	glances, entries := 0, 0
	b.api.EnterBy(func(ctx context.Context, at site.Address, c identity.Credential, d identity.Door) (*site.Visit, error) {
		entries++
		return b.enter(ctx, at, c, d)
	})
	b.api.GlanceBy(func(ctx context.Context, at site.Address, c identity.Credential, d identity.Door) (*site.Visit, error) {
		glances++
		return b.enter(ctx, at, c, d)
	})
	res := b.send(request("GET", "/wiki/api/v2/pages/1", ""))
	if body := read(t, res); res.StatusCode != 200 || body != `{"ok":"2"}` || glances != 1 || entries != 1 {
		t.Errorf("%d %s after %d glances and %d entries", res.StatusCode, body, glances, entries)
	}
	if len(b.refusals) != 0 {
		t.Errorf("reported %v", b.refusals)
	}
}

// A write never rests on what was remembered: it could not begin anew once its body is read.
func TestWritesEnterAtOnce(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	b.public = true
	b.api.GlanceBy(func(context.Context, site.Address, identity.Credential, identity.Door) (*site.Visit, error) {
		t.Error("glanced")
		return nil, site.ErrMoved
	})
	if res := b.send(request("POST", "/wiki/rest/api/content", "")); res.StatusCode != 200 {
		t.Errorf("%d %s", res.StatusCode, read(t, res))
	}
}
