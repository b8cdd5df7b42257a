package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// seedComments fills a place with comments on a page, on its file and on a text of it, with answers.
func seedComments(p *place) {
	docs := p.space("DOCS", wiki.Anonymous)
	add := func(title, parent string, n wiki.NewContent) {
		p.w.clock.Advance(time.Minute)
		n.Space, n.Title, n.Parent = docs, title, p.contents[parent]
		p.content(n)
	}
	comment := func(title, parent string) {
		add(title, parent, wiki.NewContent{Kind: wiki.Comment, Storage: "<p>x</p>"})
	}
	add("page", "", wiki.NewContent{Storage: "<p>text</p>"})
	add("file", "page", wiki.NewContent{Kind: wiki.Attachment, File: &wiki.File{FileID: "f", Blob: "b"}})
	comment("foot", "page")
	comment("answer", "foot")
	comment("on file", "file")
	add("inline", "page", wiki.NewContent{Kind: wiki.Comment, Storage: "<p>x</p>",
		Thread: &wiki.Thread{Marker: "m", Selection: "text", Resolution: wiki.Open}})
	comment("inline answer", "inline")
	p.edit(p.contents["page"], "<p>text, again</p>", nil)
	comment("later", "page")
	add("other", "", wiki.NewContent{})
	add("inline elsewhere", "other", wiki.NewContent{Kind: wiki.Comment, Thread: &wiki.Thread{Marker: "m", Resolution: wiki.Open}})
}

func testComments(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(seedComments)
	p := w.here
	id := func(title string) wiki.ContentID { return p.contents[title] }
	thread := func(title string) (th wiki.Thread, container wiki.ContentID) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			c, _, err := tx.Content(ctx, asAnn, id(title))
			th, container = *c.Thread, c.Container
			return err
		})
		return th, container
	}
	check := func(title string, want wiki.Thread) {
		t.Helper()
		got, container := thread(title)
		if diff := cmp.Diff(want, got); diff != "" || container != id("page") {
			t.Errorf("%s is in %d:\n%s", title, container, diff)
		}
	}
	inline := wiki.Thread{On: id("page"), OnKind: wiki.Page, OnVersion: 1, Marker: "m", Selection: "text", Resolution: wiki.Open}
	check("foot", wiki.Thread{On: id("page"), OnKind: wiki.Page, OnVersion: 1})
	check("answer", wiki.Thread{On: id("page"), OnKind: wiki.Page, OnVersion: 1})
	check("on file", wiki.Thread{On: id("file"), OnKind: wiki.Attachment, OnVersion: 1})
	check("inline", inline)
	check("inline answer", inline)
	check("later", wiki.Thread{On: id("page"), OnKind: wiki.Page, OnVersion: 2})

	comments := []wiki.Kind{wiki.Comment}
	for name, c := range map[string]struct {
		f    wiki.ContentFilter
		want []string
	}{
		"all":             {wiki.ContentFilter{Thread: &wiki.ThreadFilter{}}, []string{"foot", "answer", "on file", "inline", "inline answer", "later", "inline elsewhere"}},
		"on the page":     {wiki.ContentFilter{Kinds: comments, Thread: &wiki.ThreadFilter{On: id("page")}}, []string{"foot", "answer", "inline", "inline answer", "later"}},
		"at its foot":     {wiki.ContentFilter{Thread: &wiki.ThreadFilter{On: id("page"), Resolutions: []wiki.Resolution{wiki.FooterComment}}}, []string{"foot", "answer", "later"}},
		"at a version":    {wiki.ContentFilter{Thread: &wiki.ThreadFilter{On: id("page"), OnVersion: 2}}, []string{"later"}},
		"open":            {wiki.ContentFilter{Thread: &wiki.ThreadFilter{Resolutions: []wiki.Resolution{wiki.Open}}}, []string{"inline", "inline answer", "inline elsewhere"}},
		"at no place":     {wiki.ContentFilter{Thread: &wiki.ThreadFilter{Resolutions: []wiki.Resolution{}}}, []string{}},
		"on the other":    {wiki.ContentFilter{Thread: &wiki.ThreadFilter{On: id("other")}}, []string{"inline elsewhere"}},
		"on another site": {wiki.ContentFilter{Thread: &wiki.ThreadFilter{On: w.there.contents["page"]}}, []string{}},
	} {
		if got, _ := p.list(asAnn, c.f, wiki.Window{Limit: 50}); !cmp.Equal(c.want, got) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}

	testResolving(t, w, check, inline)
}

// testResolving resolves a thread, takes its mark out of the body, and puts its page into the trash.
func testResolving(t *testing.T, w *world, check func(string, wiki.Thread), th wiki.Thread) {
	t.Helper()
	p := w.here
	w.clock.Advance(time.Hour)
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		wantReason(t, "facts of the other site", tx.SetFacts(ctx, w.there.contents["page"], ann, wiki.BodyFacts{}), wiki.NoSuchObject)
		return tx.SetFacts(ctx, th.On, ann, wiki.BodyFacts{Markers: []string{"q"}})
	})
	th.Resolution = wiki.Dangling
	check("inline", th)
	check("inline answer", th)
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.Resolve(ctx, th, wiki.Resolved, bob) })
	th.Resolution, th.Resolver, th.ResolvedAt = wiki.Resolved, bob, w.clock.Now()
	check("inline", th)
	check("inline answer", th)
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		return first(tx.Resolve(ctx, th, wiki.Reopened, bob), tx.SetFacts(ctx, th.On, ann, wiki.BodyFacts{Markers: []string{"a", "m"}}))
	})
	th.Resolution = wiki.Reopened
	check("inline", th)
	untouched := []string{"inline", "inline answer", "inline elsewhere"}
	open := wiki.ContentFilter{Thread: &wiki.ThreadFilter{Resolutions: []wiki.Resolution{wiki.Open}}}
	if got, _ := w.there.list(asAnn, open, wiki.Window{Limit: 9}); !cmp.Equal(untouched, got) {
		t.Errorf("on the other site are open %q, want %q", got, untouched)
	}
	if got, _ := p.list(asAnn, open, wiki.Window{Limit: 9}); !cmp.Equal([]string{"inline elsewhere"}, got) {
		t.Errorf("open are %q: a thread with the same mark on another page is another one", got)
	}

	living := wiki.ContentFilter{Kinds: []wiki.Kind{wiki.Comment, wiki.Attachment}, Living: true}
	for _, trashed := range []struct {
		title string
		want  []string
	}{
		{"file", []string{"file", "foot", "answer", "inline", "inline answer", "later", "inline elsewhere"}},
		{"page", []string{"inline elsewhere"}},
	} {
		p.edit(p.contents[trashed.title], "", func(c *wiki.Content) { c.Status = wiki.Trashed })
		if got, _ := p.list(asAnn, living, wiki.Window{Limit: 50}); !cmp.Equal(trashed.want, got) {
			t.Errorf("with %s in the trash live %q, want %q", trashed.title, got, trashed.want)
		}
	}
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		n, err := tx.OthersBelow(ctx, p.contents["page"], bob)
		if n != 7 {
			t.Errorf("%d others below the page, want 7", n)
		}
		return first(err, tx.SetBody(ctx, p.contents["page"], "<p>in place</p>"))
	})
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		c, body, _, err := tx.ContentWithBody(ctx, asAnn, p.contents["page"])
		if body.Storage != "<p>in place</p>" || c.Version.Number != 2 {
			t.Errorf("the page is %q at version %d", body.Storage, c.Version.Number)
		}
		return err
	})
	if err := p.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.SetBody(ctx, w.there.contents["page"], "x")
	}); !wiki.HasReason(err, wiki.NoSuchObject) {
		t.Errorf("a page of another site: %v", err)
	}
}
