package rest_test

import (
	"context"
	"fmt"
	"slices"
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

// A write begins anew too, with the body that it has read already.
func TestAWriteBeginsAnewWithItsBody(t *testing.T) {
	t.Parallel()
	var read []string
	moves := func(_ context.Context, _ *site.Session, in *struct{ Body rest.Body[map[string]string] }) (okOut, error) {
		body, err := in.Body.Read()
		if err != nil {
			return nil, err
		}
		if read = append(read, (*body)["title"]); len(read) == 1 {
			return nil, site.ErrMoved
		}
		return okOut{"ok": "yes"}, nil
	}
	b := newBench(t, nil, []rest.Op{rest.On(rest.Op{ID: "createPage", Route: "POST /pages", Perm: wiki.View}, moves)})
	b.public = true
	res := b.send(request("POST", "/wiki/api/v2/pages", `{"title":"A"}`, "Content-Type: application/json"))
	if res.StatusCode != 200 || !slices.Equal(read, []string{"A", "A"}) {
		t.Errorf("%d, read %q", res.StatusCode, read)
	}
}

// A form is not kept in memory, so it could not begin anew once it is read.
func TestFormsEnterAtOnce(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	b.public = true
	b.api.GlanceBy(func(context.Context, site.Address, identity.Credential, identity.Door) (*site.Visit, error) {
		t.Error("glanced")
		return nil, site.ErrMoved
	})
	r := request("POST", "/wiki/rest/api/content", "", "Content-Type: multipart/form-data; boundary=b", "X-Atlassian-Token: nocheck")
	if res := b.send(r); res.StatusCode != 200 {
		t.Errorf("%d %s", res.StatusCode, read(t, res))
	}
}
