package storetest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// testRules builds random trees with random restrictions, moves and removals, and compares what the store keeps with
// what the restrictions say when they are looked at from scratch.
func testRules(t *testing.T, open Opener) {
	w := newWorld(t, open)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		m := &model{r: r, p: w.newPlace(fmt.Sprint(n)), contents: map[wiki.ContentID]*modelContent{}, open: map[wiki.SpaceID][]wiki.Subject{},
			granted: map[wiki.CustomGrant]bool{}}
		for i, subjects := range [][]wiki.Subject{{wiki.Anonymous}, {wiki.User(ann), wiki.Group(readers)}} {
			m.spaces = append(m.spaces, m.p.space(fmt.Sprintf("R%d", i), subjects...))
			m.open[m.spaces[i]] = subjects
		}
		for range rapid.IntRange(5, 25).Draw(r, "steps") {
			rapid.SampledFrom([]func(){m.create, m.create, m.create, m.restrict, m.restrict, m.move, m.moveToSpace, m.setStatus, m.purge, m.grant}).Draw(r, "step")()
		}
		m.check()
	})
}

// model is what the test knows of the contents it made.
type model struct {
	r        *rapid.T
	p        *place
	spaces   []wiki.SpaceID
	open     map[wiki.SpaceID][]wiki.Subject
	contents map[wiki.ContentID]*modelContent
	granted  map[wiki.CustomGrant]bool // who alone may read custom content of a type in a space
	made     int
}

type modelContent struct {
	space   wiki.SpaceID
	parent  wiki.ContentID
	kind    wiki.Kind
	status  wiki.Status
	creator wiki.AccountID
	read    *wiki.Clause // the view restriction of the content itself
}

// pick draws a content that is not purged, 0 when there is none.
func (m *model) pick(label string) wiki.ContentID {
	var ids []wiki.ContentID
	for id, c := range m.contents {
		if c.status != wiki.Deleted {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return 0
	}
	slices.Sort(ids)
	return rapid.SampledFrom(ids).Draw(m.r, label)
}

func (m *model) create() {
	c := &modelContent{
		space:   rapid.SampledFrom(m.spaces).Draw(m.r, "space"),
		kind:    rapid.SampledFrom([]wiki.Kind{wiki.Page, wiki.Page, wiki.Page, wiki.Comment, wiki.Attachment, noteKind, noteKind, voteKind}).Draw(m.r, "kind"),
		status:  rapid.SampledFrom([]wiki.Status{wiki.Current, wiki.Current, wiki.Current, wiki.Draft}).Draw(m.r, "status"),
		creator: rapid.SampledFrom([]wiki.AccountID{ann, bob}).Draw(m.r, "creator"),
	}
	parent := m.pick("parent")
	switch {
	case (c.kind == wiki.Page || c.kind.IsCustom()) && rapid.IntRange(0, 4).Draw(m.r, "root") == 0:
	case parent == 0:
		c.kind = wiki.Page
	case !m.holds(parent, c.kind):
		return
	default:
		c.parent, c.space = parent, m.contents[parent].space
	}
	m.made++
	n := wiki.NewContent{Kind: c.kind, Status: c.status, Space: c.space, Parent: c.parent, Title: fmt.Sprintf("%d", m.made)}
	if c.kind == wiki.Attachment {
		n.File = &wiki.File{FileID: n.Title, Blob: n.Title}
	}
	m.contents[m.p.contentBy(c.creator, n)] = c
}

// holds reports whether a content can have one of this kind below it.
func (m *model) holds(parent wiki.ContentID, kind wiki.Kind) bool {
	switch c := m.contents[parent]; {
	case c.kind == wiki.Page:
		return true
	case c.kind == wiki.Comment:
		return kind == wiki.Comment
	}
	return m.contents[parent].kind.IsCustom() && kind != wiki.Page && m.contents[parent].status != wiki.Draft
}

// Two types of custom content.
const (
	noteKind wiki.Kind = "ac:app:note"
	voteKind wiki.Kind = "ac:app:vote"
)

// grant names somebody who may read custom content of a type in a space, or takes that back.
func (m *model) grant() {
	g := wiki.CustomGrant{
		Space:   rapid.SampledFrom(m.spaces).Draw(m.r, "space"),
		Subject: rapid.SampledFrom([]wiki.Subject{wiki.User(ann), wiki.User(eve), wiki.Group(readers)}).Draw(m.r, "subject"),
		Kind:    rapid.SampledFrom([]wiki.Kind{noteKind, voteKind}).Draw(m.r, "type"), Op: "read",
	}
	access := rapid.Bool().Draw(m.r, "access")
	m.granted[g] = access
	m.p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.GrantCustom(ctx, g, access) })
}

// clauses are few, so that equal rules come from different restrictions.
var clauses = []*wiki.Clause{nil, {}, {wiki.User(ann)}, {wiki.User(bob), wiki.User(ann)}, {wiki.Group(readers)}, {wiki.User(eve), wiki.Group(writers)}}

func (m *model) restrict() {
	id := m.pick("restricted")
	if id == 0 {
		return
	}
	c := rapid.SampledFrom(clauses).Draw(m.r, "clause")
	m.contents[id].read = c
	r := wiki.Restriction{Content: id, Op: wiki.RestrictRead}
	if c != nil {
		r.Subjects = append([]wiki.Subject{}, *c...)
	}
	m.p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetRestriction(ctx, r) })
}

// below reports whether a content is another or lies below it.
func (m *model) below(id, top wiki.ContentID) bool {
	for ; id != 0; id = m.contents[id].parent {
		if id == top {
			return true
		}
	}
	return false
}

// inCustom reports whether a content is custom content or lies in such.
func (m *model) inCustom(id wiki.ContentID) bool {
	for ; id != 0; id = m.contents[id].parent {
		if m.contents[id].kind.IsCustom() {
			return true
		}
	}
	return false
}

func (m *model) move() {
	id, to := m.pick("moved"), m.pick("to")
	if id == 0 || m.contents[to].space != m.contents[id].space || !m.holds(to, m.contents[id].kind) {
		return
	}
	if m.contents[id].kind == wiki.Comment && (m.inCustom(id) || m.inCustom(to)) {
		return // a comment stays on what it is on
	}
	m.p.write(func(ctx context.Context, tx *store.SiteTx) error {
		circle, err := tx.IsBelow(ctx, to, id)
		if err != nil {
			return err
		}
		if circle != m.below(to, id) {
			m.r.Errorf("IsBelow(%d, %d) = %v", to, id, circle)
		}
		if circle {
			return nil
		}
		m.contents[id].parent = to
		c, _, err := tx.Content(ctx, asAnn, id)
		c.Parent = to
		return first(err, tx.SetContent(ctx, c, nil, ""), tx.Reroot(ctx, id))
	})
}

func (m *model) moveToSpace() {
	id := m.pick("moved")
	if id == 0 || m.contents[id].kind != wiki.Page {
		return
	}
	space := rapid.SampledFrom(m.spaces).Draw(m.r, "space")
	for other, c := range m.contents {
		if m.below(other, id) {
			c.space = space
		}
	}
	m.contents[id].parent = 0
	m.p.write(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, asAnn, id)
		c.Parent, c.Space = 0, space
		return first(err, tx.SetContent(ctx, c, nil, ""), tx.SetSubtreeSpace(ctx, id, space), tx.Reroot(ctx, id))
	})
}

func (m *model) setStatus() {
	id := m.pick("changed")
	if id == 0 {
		return
	}
	status := rapid.SampledFrom([]wiki.Status{wiki.Current, wiki.Trashed, wiki.Archived}).Draw(m.r, "status")
	m.contents[id].status = status
	m.p.edit(id, "", func(c *wiki.Content) { c.Status = status })
}

// purge removes a content with the comments and attachments in it; with other content below it leaves a husk.
func (m *model) purge() {
	id := m.pick("purged")
	if id == 0 {
		return
	}
	m.p.write(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, asAnn, id)
		if err == nil {
			_, err = tx.Purge(ctx, c)
		}
		return err
	})
	gone, husk := map[wiki.ContentID]bool{id: true}, false
	for changed := true; changed; {
		changed = false
		for other, c := range m.contents {
			if !gone[other] && gone[c.parent] && c.kind.IsContained() {
				gone[other], changed = true, true
			}
		}
	}
	for other, c := range m.contents {
		husk = husk || gone[c.parent] && !gone[other]
	}
	if husk {
		m.contents[id].status = wiki.Deleted
		delete(gone, id)
	}
	for other := range gone {
		delete(m.contents, other)
	}
}

// rule is the conjunction of the view restrictions of a content and of all above it, and of who may read their types.
func (m *model) rule(id wiki.ContentID) (r wiki.Rule) {
	for ; id != 0; id = m.contents[id].parent {
		if c := m.contents[id].read; c != nil {
			r = append(r, *c)
		}
		var named wiki.Clause
		for g, access := range m.granted {
			if access && g.Space == m.contents[id].space && g.Kind == m.contents[id].kind {
				named = append(named, g.Subject)
			}
		}
		if named != nil {
			r = append(r, named)
		}
	}
	return r
}

// visible is whether the viewer may view a content, from the restrictions themselves.
func (m *model) visible(v wiki.Viewer, id wiki.ContentID) bool {
	c := m.contents[id]
	if !v.Is(m.open[c.space]) || !m.rule(id).Admits(v) || c.status == wiki.Deleted || c.status == wiki.Draft && c.creator != v.Account {
		return false
	}
	for c.kind.IsContained() && c.parent != 0 {
		c = m.contents[c.parent]
	}
	return c.status != wiki.Draft || c.creator == v.Account
}

// living is whether a search looks at a content: what lies in the trash is left there.
func (m *model) living(id wiki.ContentID) bool {
	c := m.contents[id]
	living := c.status == wiki.Current
	for c.kind.IsContained() && c.parent != 0 {
		c = m.contents[c.parent]
		living = living && (c.status != wiki.Trashed || c.kind == wiki.Comment) // comments know no trash
	}
	return living
}

func (m *model) check() {
	keys, rules := map[wiki.RuleID]string{0: ""}, map[string]wiki.RuleID{"": 0}
	ids := slices.Sorted(maps.Keys(m.contents))
	m.p.read(func(ctx context.Context, tx *store.SiteTx) error {
		for _, id := range ids {
			c, _, err := tx.Content(ctx, nobody, id)
			if err != nil {
				return err
			}
			key := m.rule(id).Key()
			if k, seen := keys[c.Rule]; seen && k != key {
				m.r.Fatalf("rule %d of content %d stands for %q and for %q", c.Rule, id, k, key)
			}
			if known, seen := rules[key]; seen && known != c.Rule {
				m.r.Fatalf("content %d has rule %d, but %q is rule %d", id, c.Rule, key, known)
			}
			keys[c.Rule], rules[key] = key, c.Rule
			if c.Space != m.contents[id].space || c.Parent != m.contents[id].parent || c.Status != m.contents[id].status {
				m.r.Fatalf("content %d is in space %d below %d, %s; want %+v", id, c.Space, c.Parent, c.Status, m.contents[id])
			}
		}
		for _, v := range []wiki.Viewer{asAnn, viewer(ann), asBob, viewer(bob), asEve, guest, nobody} {
			if err := m.checkViewer(ctx, tx, v, ids); err != nil {
				return err
			}
		}
		return nil
	})
}

// checkViewer compares what the restrictions say with the formula for each content, the listing and the count.
func (m *model) checkViewer(ctx context.Context, tx *store.SiteTx, v wiki.Viewer, ids []wiki.ContentID) error {
	list, err := tx.ListContent(ctx, v, wiki.ContentFilter{}, wiki.Window{Limit: 100})
	accesses, err2 := tx.Accesses(ctx, v, ids)
	_, hits, err3 := tx.SearchCounted(ctx, v, store.Search{Query: &cql.Query{}}, wiki.Window{Limit: 1})
	if err := first(err, err2, err3); err != nil {
		return err
	}
	var want, allowed []wiki.ContentID
	searched := 0
	for _, id := range ids {
		if m.visible(v, id) {
			want = append(want, id)
			if m.living(id) {
				searched++
			}
		}
		if wiki.Allow(wiki.View, accesses[id]) == "" {
			allowed = append(allowed, id)
		}
	}
	if got := idsOf(list.Items); !slices.Equal(got, want) || !slices.Equal(allowed, want) {
		m.r.Fatalf("%v may view %v; the list has %v, the formula allows %v", v.Subjects, want, got, allowed)
	}
	if hits != searched {
		m.r.Fatalf("%v: %d contents are living, a search counts %d", v.Subjects, searched, hits)
	}
	return nil
}
