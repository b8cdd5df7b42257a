package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testLikes(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "one")
		p.page("DOCS", "", "two")
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			one, two := p.contents["one"], p.contents["two"]
			return first(tx.SetLike(ctx, one, bob, true), tx.SetLike(ctx, one, ann, true), tx.SetLike(ctx, one, eve, true), tx.SetLike(ctx, one, eve, true),
				tx.SetLike(ctx, two, bob, true), tx.SetLike(ctx, two, bob, false), tx.SetLike(ctx, two, bob, false))
		})
	})
	p := w.here
	one := p.contents["one"]
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		counts, err := tx.LikeCounts(ctx, idList(w.here, w.there))
		equal(t, "LikeCounts", counts, map[wiki.ContentID]int{one: 3})
		some, err2 := tx.Likes(ctx, one, wiki.Window{Limit: 2})
		equal(t, "Likes", some, wiki.Slice[wiki.AccountID]{Items: []wiki.AccountID{ann, bob}, More: true, After: string(bob)})
		rest, err3 := tx.Likes(ctx, one, wiki.Window{Limit: 2, After: some.After})
		equal(t, "the rest", rest, wiki.Slice[wiki.AccountID]{Items: []wiki.AccountID{eve}})
		skipped, err4 := tx.Likes(ctx, one, wiki.Window{Limit: 2, Offset: 1})
		equal(t, "behind the first", skipped.Items, []wiki.AccountID{bob, eve})
		foreign, err5 := tx.Likes(ctx, w.there.contents["one"], wiki.Window{Limit: 5})
		equal(t, "another site's", len(foreign.Items), 0)
		return first(err, err2, err3, err4, err5)
	})
	wantReason(t, "liking another site's page", p.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.SetLike(ctx, w.there.contents["one"], ann, true)
	}), wiki.NoSuchObject)
}

func testDroppedVersions(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.content(wiki.NewContent{Kind: wiki.Attachment, Space: p.space("FILES", wiki.Anonymous), Parent: p.page("FILES", "", "holder"),
			Title: "file", File: &wiki.File{FileID: "1", Blob: "blob 1"}})
		for n := 2; n <= 5; n++ {
			blob := fmt.Sprintf("blob %d", n-n%2) // 2 and 3 share one, so do 4 and 5
			p.edit(p.contents["file"], fmt.Sprintf("text %d", n), func(c *wiki.Content) { c.File = &wiki.File{FileID: "1", Blob: p.w.Name() + blob} })
		}
	})
	w.index()
	p := w.here
	file := p.contents["file"]
	drop := func(number int) (blobs []string) {
		p.write(func(ctx context.Context, tx *store.SiteTx) (err error) {
			blobs, err = tx.DropVersion(ctx, file, number)
			return err
		})
		return blobs
	}
	state := func() (out []string) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			versions, err := tx.VersionsInOrder(ctx, file, true, wiki.Window{Limit: 10})
			for _, v := range versions.Items {
				bodies, err2 := tx.Bodies(ctx, map[wiki.ContentID]int{file: v.Number})
				at, err3 := tx.FileAt(ctx, file, v.Number)
				if err := first(err2, err3); err != nil {
					return err
				}
				out = append(out, fmt.Sprintf("%d %s %s", v.Number, bodies[file].Storage, at.Blob[len(at.Blob)-6:]))
			}
			return err
		})
		return out
	}
	before, _ := w.there.get(asAnn, w.there.contents["file"])
	equal(t, "blobs that others name", drop(3), []string(nil))
	equal(t, "after the third", state(), []string{"1  blob 1", "2 text 2 blob 2", "3 text 4 blob 4", "4 text 5 blob 4"})
	equal(t, "the blob nobody names any more, but on the other site", drop(1), []string(nil))
	equal(t, "after the first", state(), []string{"1 text 2 blob 2", "2 text 4 blob 4", "3 text 5 blob 4"})
	c, _ := p.get(asAnn, file)
	equal(t, "the current version", []any{c.Version.Number, c.File.Blob}, []any{3, w.Name() + "blob 4"})
	wantReason(t, "a version of another site's file", p.try(func(ctx context.Context, tx *store.SiteTx) error {
		_, err := tx.DropVersion(ctx, w.there.contents["file"], 1)
		return err
	}), wiki.NoSuchObject)
	after, _ := w.there.get(asAnn, w.there.contents["file"])
	equal(t, "another site's file", after, before)
	p.edit(file, "text 6", nil)
	equal(t, "the next version", state()[3], "4 text 6 blob 4")
}
