package storetest

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testLabels(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "one")
		p.page("DOCS", "", "two")
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			one, two := p.contents["one"], p.contents["two"]
			return first(
				tx.AddLabel(ctx, one, "global", "red"), tx.AddLabel(ctx, one, "global", "red"), tx.AddLabel(ctx, one, "team", "red"),
				tx.AddLabel(ctx, one, "global", "blue"), tx.AddLabel(ctx, two, "global", "red"),
				tx.AddSpaceLabel(ctx, p.spaces["DOCS"], "team", "red"), tx.AddSpaceLabel(ctx, p.spaces["DOCS"], "team", "red"))
		})
	})
	type label struct{ Prefix, Name string }
	list := func(p *place, prefix string) map[string][]label {
		out := map[string][]label{}
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.Labels(ctx, guest, idList(w.here, w.there), prefix)
			for id, labels := range found {
				for _, l := range labels {
					name := p.names([]wiki.ContentID{id})[0]
					out[name] = append(out[name], label{l.Prefix, l.Name})
				}
			}
			return err
		})
		return out
	}
	equal(t, "labels", list(w.here, ""), map[string][]label{
		"one": {{"global", "blue"}, {"global", "red"}, {"team", "red"}}, "two": {{"global", "red"}}})
	equal(t, "labels of a prefix", list(w.there, "team"), map[string][]label{"one": {{"team", "red"}}})
	equal(t, "labels of no prefix", list(w.there, "my"), map[string][]label{})
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		found, err := tx.SpaceLabels(ctx, guest, []wiki.SpaceID{w.here.spaces["DOCS"], w.there.spaces["DOCS"]})
		if len(found) != 1 || len(found[w.here.spaces["DOCS"]]) != 1 || found[w.here.spaces["DOCS"]][0].Name != "red" {
			t.Errorf("SpaceLabels: %v", found)
		}
		return err
	})
}

// testOwnLabels gives two accounts a label of the same name: each sees its own, in lists and in searches.
func testOwnLabels(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.space("HR", wiki.User(ann))
		p.page("DOCS", "", "one")
		p.page("DOCS", "", "two")
		p.page("HR", "", "secret")
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			one, two, secret := p.contents["one"], p.contents["two"], p.contents["secret"]
			return first(
				tx.AddOwnLabel(ctx, ann, one, "my", "todo"), tx.AddOwnLabel(ctx, bob, one, "my", "todo"), tx.AddOwnLabel(ctx, ann, two, "my", "todo"),
				tx.AddOwnLabel(ctx, ann, one, "team", "b"), tx.AddOwnLabel(ctx, ann, one, "global", "c"), tx.AddOwnLabel(ctx, ann, secret, "global", "a"))
		})
	})
	w.index()
	p := w.here
	names := func(v wiki.Viewer, f wiki.LabelFilter) (out []string) {
		for after := ""; ; { // one by one, so that each order is also an order to go on in
			var more bool
			p.read(func(ctx context.Context, tx *store.SiteTx) error {
				found, err := tx.ListLabels(ctx, v, f, wiki.Window{Limit: 1, After: after})
				for _, l := range found.Items {
					out = append(out, l.Prefix+":"+l.Name)
				}
				after, more = found.After, found.More
				return err
			})
			if !more {
				return out
			}
		}
	}
	one := wiki.LabelFilter{Content: p.contents["one"]}
	equal(t, "ann's labels of one", names(asAnn, one), []string{"my:todo", "team:b", "global:c"})
	equal(t, "bob's labels of one", names(asBob, one), []string{"my:todo", "team:b", "global:c"})
	equal(t, "eve's labels of one", names(asEve, one), []string{"team:b", "global:c"})
	equal(t, "guest's labels of one", names(guest, one), []string{"team:b", "global:c"})
	equal(t, "all of ann's by name", names(asAnn, wiki.LabelFilter{Sort: wiki.LabelByName}), []string{"global:a", "team:b", "global:c", "my:todo"})
	equal(t, "all of bob's, backwards", names(asBob, wiki.LabelFilter{Sort: wiki.LabelByName, Desc: true}), []string{"my:todo", "global:c", "team:b"})
	equal(t, "all of nobody's", names(nobody, wiki.LabelFilter{}), []string(nil))
	equal(t, "of two prefixes", names(asBob, wiki.LabelFilter{Prefixes: []string{"my", "global"}}), []string{"my:todo", "global:c"})
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		mine, err := tx.LabelByName(ctx, asAnn, "my", "todo")
		yours, err2 := tx.LabelByName(ctx, asBob, "my", "todo")
		equal(t, "ann's label is not bob's", mine.ID != yours.ID, true)
		_, none := tx.LabelByName(ctx, asEve, "my", "todo")
		wantReason(t, "eve's own", none, wiki.NoSuchObject)
		_, hidden := tx.LabelByName(ctx, asBob, "global", "a")
		wantReason(t, "a label of a hidden page", hidden, wiki.NoSuchObject)
		labels, err3 := tx.Labels(ctx, asBob, []wiki.ContentID{p.contents["one"], p.contents["two"]}, "my")
		equal(t, "bob's own of both", []int{len(labels[p.contents["one"]]), len(labels[p.contents["two"]])}, []int{1, 0})
		listed, err4 := tx.ListContent(ctx, asAnn, wiki.ContentFilter{Label: mine.ID}, wiki.Window{Limit: 5})
		equal(t, "what has ann's label", p.names(idsOf(listed.Items)), []string{"one", "two"})
		return first(err, err2, err3, err4)
	})
	for v, want := range map[*wiki.Viewer][]string{&asAnn: {"one", "two"}, &asBob: {"one"}, &asEve: {}} {
		got, _, err := p.search(*v, `label = "my:todo" order by title`, store.Search{}, wiki.Window{})
		equal(t, "label = my:todo for "+string(v.Account), got, want)
		equal(t, "the error", err, error(nil))
	}
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.RemoveLabel(ctx, ann, p.contents["one"], "my", "todo")
	})
	equal(t, "ann's after RemoveLabel", names(asAnn, one), []string{"team:b", "global:c"})
	equal(t, "bob's after RemoveLabel", names(asBob, one), []string{"my:todo", "team:b", "global:c"})
	for what, remove := range map[string]func(ctx context.Context, tx *store.SiteTx) error{
		"again": func(ctx context.Context, tx *store.SiteTx) error {
			return tx.RemoveLabel(ctx, ann, p.contents["one"], "my", "todo")
		},
		"from the other site": func(ctx context.Context, tx *store.SiteTx) error {
			return tx.RemoveLabel(ctx, ann, w.there.contents["one"], "global", "c")
		},
	} {
		wantReason(t, "RemoveLabel "+what, p.try(remove), wiki.NoSuchObject)
	}
}
