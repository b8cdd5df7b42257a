package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testContents(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "parent")
	})
	p := w.here
	w.clock.Advance(time.Hour)
	id := p.content(wiki.NewContent{Space: p.spaces["DOCS"], Parent: p.contents["parent"], Title: "Child", Storage: "<p>one</p>", Message: "first"})
	want := wiki.Content{ID: id, Space: p.spaces["DOCS"], SpaceKey: "DOCS", Kind: wiki.Page, Status: wiki.Current, Title: "Child",
		Parent: p.contents["parent"], ParentKind: wiki.Page, Position: 1000, Owner: ann, Creator: ann, Created: start.Add(time.Hour),
		Version: wiki.Version{Number: 1, Author: ann, At: start.Add(time.Hour), Message: "first", Title: "Child"}}
	got, _ := p.get(asAnn, id)
	equal(t, "a new content", got, want)

	w.clock.Advance(time.Hour + 123456*time.Nanosecond) // what is stored has whole milliseconds
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		want.Title, want.Owner, want.LastOwner, want.Position, want.Status = "Renamed", bob, ann, 5, wiki.Trashed
		want.Version = wiki.Version{Number: 2, Author: bob, At: tx.Now(), Message: "second", Minor: true, Title: "Renamed"}
		return tx.SetContent(ctx, want, &want.Version, "<p>two</p>")
	})
	got, _ = p.get(asAnn, id)
	equal(t, "after SetContent with a version", got, want)
	equal(t, "its time", got.Version.At, start.Add(2*time.Hour))

	p.edit(id, "", func(c *wiki.Content) { c.Status = wiki.Current })
	want.Status = wiki.Current
	got, _ = p.get(asAnn, id)
	equal(t, "after SetContent without a version", got, want)
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		_, body, _, err := tx.ContentWithBody(ctx, asAnn, id)
		equal(t, "body of the current version", body, wiki.Body{Content: id, Version: 2, Storage: "<p>two</p>"})
		return err
	})

	// A draft is written over: it keeps number 1 and has no history.
	draft := p.content(wiki.NewContent{Space: p.spaces["DOCS"], Status: wiki.Draft, Title: "Draft", Storage: "<p>d1</p>"})
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, asAnn, draft)
		c.Status = wiki.Current
		return first(err, tx.SetContent(ctx, c, &wiki.Version{Number: 1, Author: ann, At: tx.Now(), Title: c.Title}, "<p>published</p>"))
	})
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		c, body, _, err := tx.ContentWithBody(ctx, asAnn, draft)
		equal(t, "a published draft", []any{c.Status, c.Version.Number, body.Storage}, []any{wiki.Current, 1, "<p>published</p>"})
		all, err2 := tx.Versions(ctx, draft, wiki.Window{Limit: 10})
		equal(t, "versions of a published draft", len(all.Items), 1)
		return first(err, err2)
	})

	// Positions: each new child stands behind the last, in steps that leave room, apart for each parent.
	second := p.page("DOCS", "parent", "second")
	root := p.page("DOCS", "", "another root")
	c, _ := p.get(asAnn, second)
	r, _ := p.get(asAnn, root)
	equal(t, "positions", []int64{c.Position, r.Position}, []int64{1005, 3000}) // behind Renamed at 5; behind parent and Draft
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		last, err := tx.LastPosition(ctx, p.spaces["DOCS"], p.contents["parent"])
		equal(t, "LastPosition", last, int64(2005))
		empty, err2 := tx.LastPosition(ctx, p.spaces["DOCS"], second)
		equal(t, "LastPosition of no children", empty, int64(1000))
		return first(err, err2)
	})

	for name, write := range map[string]func(ctx context.Context, tx *store.SiteTx) error{
		"create in no space": func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.CreateContent(ctx, ann, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: 1, Title: "x"})
			return err
		},
		"create below nothing": func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.CreateContent(ctx, ann, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: p.spaces["DOCS"], Parent: 1, Title: "x"})
			return err
		},
		"set nothing": func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetContent(ctx, wiki.Content{ID: 1, Space: p.spaces["DOCS"]}, nil, "")
		},
		"read nothing": func(ctx context.Context, tx *store.SiteTx) error {
			_, _, err := tx.Content(ctx, asAnn, 1)
			return err
		},
	} {
		wantReason(t, name, p.try(write), wiki.NoSuchObject)
	}
}

func testAttachments(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "page")
	})
	p := w.here
	file := wiki.File{FileID: "f-1", Blob: "b-1", MediaType: "image/png", Size: 1 << 40, Comment: "a picture"}
	attach := func(parent wiki.ContentID, name string) (wiki.ContentID, error) {
		var id wiki.ContentID
		err := p.try(func(ctx context.Context, tx *store.SiteTx) error {
			c, err := tx.CreateContent(ctx, ann, wiki.NewContent{Kind: wiki.Attachment, Status: wiki.Current, Space: p.spaces["DOCS"],
				Parent: parent, Title: name, File: &file})
			id = c.ID
			return err
		})
		return id, err
	}
	id, err := attach(p.contents["page"], "picture.png")
	wantReason(t, "attach", err, "")
	got, _ := p.get(asAnn, id)
	equal(t, "file", got.File, &file)
	_, err = attach(p.contents["page"], "PICTURE.png")
	wantReason(t, "the same name in another case", err, wiki.DuplicateTitle)
	_, err = attach(p.page("DOCS", "", "other"), "picture.png")
	wantReason(t, "the same name at another page", err, "")

	// A new version keeps the file unless it brings another.
	p.edit(id, "-", func(c *wiki.Content) { c.Title = "renamed.png" })
	got, _ = p.get(asAnn, id)
	equal(t, "renamed", []any{got.Title, got.Version.Number, got.File}, []any{"renamed.png", 2, &file})
	next := wiki.File{FileID: "f-1", Blob: "b-2", MediaType: "image/gif", Size: 3}
	p.edit(id, "-", func(c *wiki.Content) { c.File = &next })
	got, _ = p.get(asAnn, id)
	equal(t, "replaced", []any{got.Version.Number, got.File}, []any{3, &next})
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		for number, want := range map[int]string{1: "b-1", 2: "b-1", 3: "b-2"} {
			f, err := tx.FileAt(ctx, id, number)
			if err != nil {
				return err
			}
			equal(t, "blob of a version", f.Blob, want)
		}
		_, err := tx.FileAt(ctx, id, 4)
		wantReason(t, "FileAt of no version", err, wiki.NoSuchObject)
		return nil
	})
}

func testTitles(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.space("TEAM", wiki.Anonymous)
		p.page("DOCS", "", "Straße")
	})
	p := w.here
	create := func(space, title string, kind wiki.Kind, status wiki.Status) error {
		return p.try(func(ctx context.Context, tx *store.SiteTx) error {
			c, err := tx.CreateContent(ctx, ann, wiki.NewContent{Kind: kind, Status: status, Space: p.spaces[space], Title: title})
			p.contents[title+" as "+string(kind)+" "+string(status)] = c.ID
			return err
		})
	}
	for _, c := range []struct {
		name, space, title string
		kind               wiki.Kind
		status             wiki.Status
		want               wiki.Reason
	}{
		{"the same", "DOCS", "Straße", wiki.Page, wiki.Current, wiki.DuplicateTitle},
		{"full case folding", "DOCS", "STRASSE", wiki.Page, wiki.Current, wiki.DuplicateTitle},
		{"accents count", "DOCS", "Strässe", wiki.Page, wiki.Current, ""},
		{"another form of the same accent", "DOCS", "Stra\u0308sse", wiki.Page, wiki.Current, wiki.DuplicateTitle},
		{"another space", "TEAM", "Straße", wiki.Page, wiki.Current, ""},
		{"a blog post", "DOCS", "Straße", wiki.BlogPost, wiki.Current, ""},
		{"a blog post again", "DOCS", "Straße", wiki.BlogPost, wiki.Current, ""},
		{"a draft", "DOCS", "Straße", wiki.Page, wiki.Draft, ""},
	} {
		wantReason(t, c.name, create(c.space, c.title, c.kind, c.status), c.want)
	}
	// What becomes current later meets the rule then, and so does what moves.
	publish := p.try(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, asAnn, p.contents["Straße as page draft"])
		c.Status = wiki.Current
		return first(err, tx.SetContent(ctx, c, nil, ""))
	})
	wantReason(t, "publishing a draft", publish, wiki.DuplicateTitle)
	move := p.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.SetSubtreeSpace(ctx, p.contents["Straße"], p.spaces["TEAM"])
	})
	wantReason(t, "moving to a space with the title", move, wiki.DuplicateTitle)

	// In the trash a title is free; coming back it has to be free still.
	p.edit(p.contents["Straße"], "", func(c *wiki.Content) { c.Status = wiki.Trashed })
	wantReason(t, "the title of a trashed page", create("DOCS", "straße", wiki.Page, wiki.Current), "")
	restore := p.try(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, asAnn, p.contents["Straße"])
		c.Status = wiki.Current
		return first(err, tx.SetContent(ctx, c, nil, ""))
	})
	wantReason(t, "restoring when the title is taken", restore, wiki.DuplicateTitle)
}

// testTexts holds that both engines keep the same texts, and refuse the same.
func testTexts(t *testing.T, open Opener) {
	w := newWorld(t, open)
	p := w.here
	p.space("DOCS", wiki.Anonymous)
	page := p.page("DOCS", "", "page")
	set := func(body, message string) error {
		return p.try(func(ctx context.Context, tx *store.SiteTx) error {
			c, _, err := tx.Content(ctx, asAnn, page)
			v := wiki.Version{Number: c.Version.Number + 1, Author: ann, At: tx.Now(), Message: message, Title: c.Title}
			return first(err, tx.SetContent(ctx, c, &v, body))
		})
	}
	for name, text := range map[string]string{
		"empty":         "",
		"quotes":        `'"$1;--` + "`\\",
		"lines":         "a\r\nb\n\tc ",
		"all planes":    "é日本🙂\U0010FFFF\uFFFE\u200B",
		"a megabyte":    strings.Repeat("0123456789abcdef", 1<<16),
		"six megabytes": strings.Repeat("<p>Ünïcode</p>\n", 6<<20/16),
	} {
		if err := set(text, "m "+name+"\u2028"); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			c, body, _, err := tx.ContentWithBody(ctx, asAnn, page)
			if body.Storage != text || c.Version.Message != "m "+name+"\u2028" {
				t.Errorf("%s: came back otherwise: %d bytes, want %d", name, len(body.Storage), len(text))
			}
			return err
		})
	}
	for name, bad := range map[string]string{"NUL": "a\x00b", "a lone surrogate": "\xed\xa0\x80", "a cut sequence": "a\xe2\x82"} {
		wantReason(t, name+" in a body", set(bad, ""), wiki.InvalidInput)
		wantReason(t, name+" in a message", set("", bad), wiki.InvalidInput)
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.ListContent(ctx, asAnn, wiki.ContentFilter{FileName: bad}, wiki.Window{Limit: 1})
			wantReason(t, name+" in a filter", err, wiki.InvalidInput)
			return nil
		})
	}
}
