package site

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/wiki"
)

// What macros that list and include ask of the wiki. Each list is bounded: an author writes one macro, and every reader
// pays for it.
const (
	maxListed = 100  // rows of a report, files of a page
	maxTree   = 1000 // pages of a tree of children
)

// children lists the pages below a page, a level at a time.
func (l lens) children(ctx context.Context, from body.Page, q body.ChildrenQuery) ([]body.Branch, error) {
	top, found, err := l.pageOr(from, q.Of)
	if !found {
		return nil, err
	}
	below := map[wiki.ContentID][]wiki.Content{}
	level, left := []wiki.Content{top}, maxTree
	for depth := 0; depth < q.Levels && len(level) > 0 && left > 0 && ctx.Err() == nil; depth++ {
		families, err := l.viewer.Children(l.request, level, wiki.Page, left)
		if err != nil {
			return nil, err
		}
		var next []wiki.Content
		for _, parent := range level {
			kids := arrange(families[parent.ID].Items, q)
			kids = kids[:min(len(kids), left)]
			left -= len(kids)
			below[parent.ID] = kids
			next = append(next, kids...)
		}
		level = next
	}
	return l.branches(below, top.ID), nil
}

// arrange brings siblings into the order a macro asks for and cuts them to its number.
func arrange(kids []wiki.Content, q body.ChildrenQuery) []wiki.Content {
	var order func(a, b wiki.Content) int
	switch q.Sort {
	case "title":
		order = func(a, b wiki.Content) int { return cmp.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)) }
	case "creation":
		order = func(a, b wiki.Content) int { return a.Created.Compare(b.Created) }
	case "modified":
		order = func(a, b wiki.Content) int { return a.Version.At.Compare(b.Version.At) }
	default: // their order in the tree, in which they come
		order = func(_, _ wiki.Content) int { return 0 }
	}
	slices.SortStableFunc(kids, order)
	if q.Reverse {
		slices.Reverse(kids)
	}
	if q.First > 0 && q.First < len(kids) {
		kids = kids[:q.First]
	}
	return kids
}

func (l lens) branches(below map[wiki.ContentID][]wiki.Content, parent wiki.ContentID) []body.Branch {
	var out []body.Branch
	for _, c := range below[parent] {
		out = append(out, body.Branch{Page: l.viewer.pageOf(c), Below: l.branches(below, c.ID)})
	}
	return out
}

// include finds the page a transclusion names, with its body.
func (l lens) include(ctx context.Context, from body.Page, r body.Resource) (*body.Included, error) {
	if ctx.Err() != nil {
		return nil, nil
	}
	c, found, err := l.content(from, r)
	if !found {
		return nil, err
	}
	rows, err := l.included([]wiki.Content{c}, true)
	if err != nil {
		return nil, err
	}
	return &rows[0], nil
}

// included dresses contents as rows, with their bodies where they are wanted.
func (l lens) included(contents []wiki.Content, withBodies bool) ([]body.Included, error) {
	authors := make([]wiki.AccountID, len(contents))
	for i, c := range contents {
		authors[i] = c.Version.Author
	}
	people, err := l.accounts(authors)
	if err != nil {
		return nil, err
	}
	var bodies map[wiki.ContentID]wiki.Body
	if withBodies {
		if bodies, err = l.viewer.Bodies(l.request, contents); err != nil {
			return nil, err
		}
	}
	out := make([]body.Included, len(contents))
	for i, c := range contents {
		out[i] = body.Included{Page: l.viewer.pageOf(c), Author: people[c.Version.Author].PublicName,
			Date: c.Version.At.Format(time.DateOnly)}
		if !withBodies {
			continue
		}
		// A body that does not parse is shown as missing: it must not take the page that includes it along.
		if doc, err := body.ParseStorage(bodies[c.ID].Storage); err == nil {
			out[i].Doc = doc
		}
	}
	return out, nil
}

// pages lists pages for the reports. A query that does not parse finds nothing: its author sees an empty list, and the
// page's other readers the rest of the page.
func (l lens) pages(ctx context.Context, from body.Page, q body.PagesQuery) ([]body.Included, error) {
	text := q.CQL
	if text == "" {
		query, ok := reportQuery(from, q)
		if !ok {
			return nil, nil
		}
		text = query.String()
	}
	if ctx.Err() != nil {
		return nil, nil
	}
	sc := SearchContext{Space: from.SpaceKey, Excerpts: NoExcerpt}
	if c, found, err := l.byID(from.ID); err != nil {
		return nil, err
	} else if found {
		sc.Content = c.ID
	}
	limit := maxListed
	if q.Max > 0 {
		limit = min(q.Max, maxListed)
	}
	hits, err := l.viewer.Search(l.request, text, sc, wiki.Window{Limit: limit})
	if err != nil {
		if wiki.AsError(err).Kind() == wiki.BadRequest {
			return nil, nil
		}
		return nil, err
	}
	contents := make([]wiki.Content, len(hits.Items))
	for i, h := range hits.Items {
		contents[i] = h.Content
	}
	return l.included(contents, q.Bodies)
}

// reportQuery is the query that the parameters of a report stand for; false when they ask for nothing.
func reportQuery(from body.Page, q body.PagesQuery) (*cql.Query, bool) {
	labels, spaces := commaList(q.Labels), commaList(q.Spaces)
	if len(labels) == 0 && !q.Recent {
		return nil, false
	}
	where := &cql.And{Args: []cql.Expr{oneOf(cql.FieldType, []string{string(wiki.Page), string(wiki.BlogPost)})}}
	if len(labels) > 0 {
		where.Args = append(where.Args, oneOf(cql.FieldLabel, labels))
	}
	for i, key := range spaces {
		if key == "@self" {
			spaces[i] = from.SpaceKey
		}
	}
	if len(spaces) > 0 && !slices.Contains(spaces, "@all") {
		where.Args = append(where.Args, oneOf(cql.FieldSpace, spaces))
	}
	return &cql.Query{Where: where, Order: []cql.SortKey{{Field: cql.FieldLastModified, Desc: true}}}, true
}

// tasks lists the tasks a report asks for, those that are open unless it says otherwise.
func (l lens) tasks(ctx context.Context, from body.Page, q body.TasksQuery) ([]body.ReportedTask, error) {
	complete := q.Status == "complete"
	f := wiki.InlineTaskFilter{Kinds: []wiki.Kind{wiki.Page, wiki.BlogPost}, NotBlank: true, Complete: &complete,
		SpaceKeys: commaList(q.Spaces), Labels: commaList(strings.ToLower(q.Labels))}
	for i, key := range f.SpaceKeys {
		if key == "@self" {
			f.SpaceKeys[i] = from.SpaceKey
		}
	}
	for _, id := range commaList(q.Assignees) {
		f.Assignees = append(f.Assignees, wiki.AccountID(id))
	}
	if q.Pages != "" {
		f.Contents = []wiki.ContentID{}
	}
	for _, digits := range commaList(q.Pages) {
		if id, err := strconv.ParseInt(digits, 10, 64); err == nil {
			f.Contents = append(f.Contents, wiki.ContentID(id))
		}
	}
	if ctx.Err() != nil {
		return nil, nil
	}
	found, err := l.viewer.InlineTasks(l.request, f, wiki.Window{Limit: min(q.Max, maxListed)})
	if err != nil || len(found.Items) == 0 {
		return nil, err
	}
	ids, people := make([]wiki.ContentID, len(found.Items)), make([]wiki.AccountID, len(found.Items))
	for i, k := range found.Items {
		ids[i], people[i] = k.Content, k.Assignee
	}
	names, err := l.accounts(people)
	if err != nil {
		return nil, err
	}
	contents, err := l.viewer.ListContent(l.request, wiki.ContentFilter{IDs: distinct(ids)}, wiki.Window{Limit: len(ids)})
	if err != nil {
		return nil, err
	}
	pages := make(map[wiki.ContentID]body.Page, len(contents.Items))
	for _, c := range contents.Items {
		pages[c.ID] = l.viewer.pageOf(c)
	}
	out := make([]body.ReportedTask, len(found.Items))
	for i, k := range found.Items {
		out[i] = body.ReportedTask{Page: pages[k.Content], Complete: k.Complete}
		if a, known := names[k.Assignee]; known {
			out[i].Assignee = &body.User{AccountID: string(a.ID), Name: a.PublicName}
		}
		if !k.Due.IsZero() {
			out[i].Due = k.Due.Format(time.DateOnly)
		}
		if doc, err := body.ParseStorage(k.Body); err == nil {
			out[i].Body = doc
		}
	}
	return out, nil
}

func oneOf(f cql.Field, texts []string) cql.Expr {
	c := &cql.Clause{Field: f, Op: cql.In}
	for _, t := range texts {
		c.Values = append(c.Values, cql.Text{Text: t})
	}
	return c
}

func commaList(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
