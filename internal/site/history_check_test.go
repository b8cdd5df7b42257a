package site_test

import (
	"errors"
	"slices"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// check compares what everybody is shown with the model: the list for all of them, every other way for one at a time.
func (h *history) check(t *rapid.T) {
	h.checks++
	for i, who := range cast {
		var shown []int64
		err := h.looks(who, func(s *site.Session) error {
			contents, err := h.list(t, who, s, &shown)
			if err != nil || i != h.checks%len(cast) {
				return err
			}
			for _, compare := range []func(*rapid.T, string, *site.Session, []wiki.Content) error{h.ids, h.search, h.tree} {
				if err := compare(t, who, s, contents); err != nil {
					return err
				}
			}
			return nil
		})
		if enters := h.world.enters(who); enters != (err == nil) || err != nil && wiki.AsError(err).Kind() != wiki.Refused {
			t.Fatalf("%q comes in: %v; the model says %v", who, err, enters)
		}
		for _, id := range shown {
			if h.less && !slices.Contains(h.seen[who], id) {
				t.Fatalf("%q is shown %d after a step that took something away", who, id)
			}
		}
		h.seen[who] = shown
	}
	h.less = false
}

func differ(t *rapid.T, who, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%q, %s (-model +shown):\n%s", who, what, diff)
	}
}

// list reads the listing, now and then in cuts that must fit together.
func (h *history) list(t *rapid.T, who string, s *site.Session, shown *[]int64) (contents []wiki.Content, err error) {
	window := wiki.Window{Limit: 1000}
	if h.checks%3 == 0 {
		window.Limit = 4
	}
	for more := true; more; {
		cut, err := s.ListContent(h.ctx, wiki.ContentFilter{}, window)
		if err != nil {
			return nil, err
		}
		contents = append(contents, cut.Items...)
		window.After, more = cut.After, cut.More
	}
	*shown = []int64{}
	for _, c := range contents {
		*shown = append(*shown, int64(c.ID))
	}
	differ(t, who, "list", h.world.shown(who, func(*node) bool { return true }), *shown)
	return contents, nil
}

// ids asks for each content by its id.
func (h *history) ids(t *rapid.T, who string, s *site.Session, _ []wiki.Content) error {
	everything := make([]wiki.Content, len(h.world.nodes))
	for i, n := range h.world.nodes {
		everything[i].ID = wiki.ContentID(n.id)
	}
	permitted, err := s.Operations(h.ctx, everything)
	if err != nil {
		return err
	}
	for _, n := range h.world.nodes {
		_, err := s.Content(h.ctx, wiki.ContentID(n.id))
		if errors.Is(err, site.ErrMoved) {
			return err
		}
		if err != nil && wiki.AsError(err).Reason.Public() != wiki.NoSuchObject {
			t.Fatalf("%q reads %v: %v", who, n, err)
		}
		differ(t, who, "get "+n.String(), h.world.sees(who, n), err == nil)
		may := func(op string) bool {
			return slices.Contains(permitted[wiki.ContentID(n.id)], site.Operation{Name: op, Target: n.kind})
		}
		differ(t, who, "view permitted on "+n.String(), h.world.sees(who, n), may("read"))
		if n.kind == "page" {
			differ(t, who, "edit permitted on "+n.String(), h.world.changes(who, n, "create"), who != "" && may("update"))
		}
	}
	return nil
}

func (h *history) search(t *rapid.T, who string, s *site.Session, _ []wiki.Content) error {
	sc := site.SearchContext{ArchivedSpaces: h.checks%2 == 0, Excerpts: site.NoExcerpt}
	want := h.world.shown(who, func(n *node) bool {
		return n.kind == "page" && n.status == "current" && (sc.ArchivedSpaces || !n.room.closed)
	})
	hits, err := s.Search(h.ctx, "type = page order by id", sc, wiki.Window{Limit: 1000})
	if err != nil {
		return err
	}
	got := []int64{}
	for _, hit := range hits.Items {
		got = append(got, int64(hit.ID))
	}
	differ(t, who, "search", want, got)
	_, count, err := s.SearchCounted(h.ctx, "type = page", sc, wiki.Window{Limit: 1})
	if err == nil {
		differ(t, who, "count of the search", len(want), count)
	}
	return err
}

// tree looks around what is shown.
func (h *history) tree(t *rapid.T, who string, s *site.Session, contents []wiki.Content) error {
	above, err := s.Ancestors(h.ctx, contents)
	if err != nil {
		return err
	}
	below, err := s.ChildCounts(h.ctx, contents)
	if err != nil {
		return err
	}
	for _, n := range h.world.nodes {
		if !h.world.sees(who, n) {
			continue
		}
		got := []int64{}
		for _, c := range above[wiki.ContentID(n.id)] {
			got = append(got, int64(c.ID))
		}
		differ(t, who, "ancestors of "+n.String(), h.world.above(who, n), got)
		counts := below[wiki.ContentID(n.id)]
		differ(t, who, "children of "+n.String(), []int{h.world.below(who, n, "page"), h.world.below(who, n, "attachment")},
			[]int{counts[wiki.Page], counts[wiki.Attachment]})
	}
	return nil
}
