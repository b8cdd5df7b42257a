package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testTemplates(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) { p.space("DOCS", wiki.Anonymous) })
	p := w.here
	docs := p.spaces["DOCS"]
	create := func(at *place, n wiki.Template) (id wiki.TemplateID, err error) {
		n.Description, n.Storage, n.Creator = "d", "<p>"+n.Name+"</p>", ann
		err = at.try(func(ctx context.Context, tx *store.SiteTx) error {
			id, err = tx.CreateTemplate(ctx, n)
			return err
		})
		return id, err
	}
	must := func(at *place, n wiki.Template) wiki.TemplateID {
		t.Helper()
		id, err := create(at, n)
		equal(t, "create", err, error(nil))
		return id
	}
	labels := []wiki.Label{{Prefix: "global", Name: "form"}, {Prefix: "my", Name: "mine"}}
	first := must(p, wiki.Template{Name: "B one", Labels: labels})
	second := must(p, wiki.Template{Name: "a two"})
	ofSpace := must(p, wiki.Template{Name: "b ONE", Space: docs})
	theirs := must(w.there, wiki.Template{Name: "B one"})
	_, err := create(p, wiki.Template{Name: "b ONE"})
	wantReason(t, "a name that is taken", err, wiki.DuplicateKey)
	_, err = create(w.there, wiki.Template{Name: "x", Space: docs})
	wantReason(t, "a space of the other site", err, wiki.NoSuchObject)

	find := func(v wiki.Viewer, id wiki.TemplateID) (found wiki.Template, err error) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err = tx.Template(ctx, v, id)
			return nil
		})
		return found, err
	}
	names := func(list []wiki.Label) (out string) {
		for _, l := range list {
			out += l.Prefix + ":" + l.Name + " "
		}
		return out
	}
	got, err := find(asAnn, first)
	equal(t, "find", err, error(nil))
	equal(t, "labels", names(got.Labels), "global:form my:mine ")
	got.Labels = nil
	equal(t, "found", got, wiki.Template{ID: first, Name: "B one", Description: "d", Storage: "<p>B one</p>", Creator: ann, Created: start, Modified: start})
	got, _ = find(asBob, first)
	equal(t, "labels for another", names(got.Labels), "global:form ")
	got, _ = find(asBob, ofSpace)
	equal(t, "its space", got.SpaceKey, "DOCS")
	_, err = find(asAnn, theirs)
	wantReason(t, "the other site's", err, wiki.NoSuchObject)

	list := func(space wiki.SpaceID, cut wiki.Window) (out wiki.Slice[wiki.Template]) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			out, err = tx.Templates(ctx, asAnn, space, cut)
			return err
		})
		return out
	}
	one := list(0, wiki.Window{Limit: 1})
	equal(t, "the first", one.Items[0].ID, second)
	equal(t, "and there are more", one.More, true)
	two := list(0, wiki.Window{Limit: 1, After: one.After})
	equal(t, "the next", two.Items[0].ID, first)
	equal(t, "with its labels", names(two.Items[0].Labels), "global:form my:mine ")
	equal(t, "and there are no more", two.More, false)
	equal(t, "by offset", list(0, wiki.Window{Limit: 5, Offset: 1}).Items[0].ID, first)
	equal(t, "of the space", len(list(docs, wiki.Window{Limit: 5}).Items), 1)

	labelled := func(v wiki.Viewer, name string) (out []wiki.TemplateID) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			l, err := tx.LabelByName(ctx, v, "global", name)
			if wiki.HasReason(err, wiki.NoSuchObject) {
				return nil
			}
			list, err := tx.LabeledTemplates(ctx, v, l.ID, wiki.Window{Limit: 10})
			for _, t := range list.Items {
				out = append(out, t.ID)
			}
			return err
		})
		return out
	}
	team := p.space("TEAM", wiki.User(ann))
	ofTeam := must(p, wiki.Template{Name: "Team's", Space: team, Labels: []wiki.Label{{Prefix: "global", Name: "form"}, {Prefix: "global", Name: "hush"}}})
	equal(t, "with the label", labelled(asAnn, "form"), []wiki.TemplateID{first, ofTeam})
	equal(t, "for another", labelled(asBob, "form"), []wiki.TemplateID{first})
	equal(t, "with a label that is on the team's alone", labelled(asAnn, "hush"), []wiki.TemplateID{ofTeam})
	equal(t, "for another", labelled(asBob, "hush"), []wiki.TemplateID(nil))
	equal(t, "for nobody", labelled(guest, "form"), []wiki.TemplateID(nil))

	w.clock.Advance(time.Minute)
	set := func(at *place, by wiki.AccountID, n wiki.Template) error {
		return at.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetTemplate(ctx, by, n) })
	}
	equal(t, "set without labels", set(p, bob, wiki.Template{ID: first, Name: "C", Description: "e", Storage: "s"}), error(nil))
	got, _ = find(asAnn, first)
	equal(t, "they stay", names(got.Labels), "global:form my:mine ")
	got.Labels = nil
	equal(t, "the rest", got, wiki.Template{ID: first, Name: "C", Description: "e", Storage: "s", Creator: ann, Created: start, Modified: start.Add(time.Minute)})
	equal(t, "set labels", set(p, bob, wiki.Template{ID: first, Name: "C", Labels: []wiki.Label{{Prefix: "team", Name: "blue"}}}), error(nil))
	got, _ = find(asAnn, first)
	equal(t, "another's own stays", names(got.Labels), "my:mine team:blue ")
	equal(t, "set none", set(p, ann, wiki.Template{ID: first, Name: "C", Labels: []wiki.Label{}}), error(nil))
	got, _ = find(asAnn, first)
	equal(t, "none", len(got.Labels), 0)
	wantReason(t, "rename to another's", set(p, ann, wiki.Template{ID: first, Name: "A Two"}), wiki.DuplicateKey)
	wantReason(t, "set the other site's", set(p, ann, wiki.Template{ID: theirs, Name: "x"}), wiki.NoSuchObject)

	remove := func(id wiki.TemplateID) error {
		return p.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.RemoveTemplate(ctx, id) })
	}
	wantReason(t, "remove the other site's", remove(theirs), wiki.NoSuchObject)
	equal(t, "set labels again", set(p, ann, wiki.Template{ID: first, Name: "C", Labels: labels}), error(nil))
	equal(t, "remove", remove(first), error(nil))
	wantReason(t, "again", remove(first), wiki.NoSuchObject)
	must(p, wiki.Template{Name: "labelled", Space: docs, Labels: labels})
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.DropSpace(ctx, docs) })
	equal(t, "after its space", len(list(docs, wiki.Window{Limit: 5}).Items), 0)
	_, err = find(asAnn, second)
	equal(t, "another stays", err, error(nil))
}
