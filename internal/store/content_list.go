package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// A listing reads the ids of its rows first, from an index that has them in order, and the rows of those few afterwards.
// Neither engine can take one order from an index over several kinds and statuses; so a listing is cut into branches of one
// kind and one status each, and merged.

// sorts maps the orders of content listings to their columns.
var sorts = map[wiki.ContentSort]string{
	wiki.ByTitle: "c.title_fold", wiki.ByCreated: "c.created", wiki.ByModified: "c.modified", wiki.ByPosition: "c.position",
}

// ListContent lists the content that the filter selects and the viewer may view.
func (t *SiteTx) ListContent(ctx context.Context, v wiki.Viewer, f wiki.ContentFilter, w wiki.Window) (wiki.Slice[wiki.Content], error) {
	var b text
	sort := sorts[f.Sort]
	var ids []string
	for _, one := range branches(f) {
		branch, err := t.listedIDs(&b, v, one, sort, w)
		if err != nil {
			return wiki.Slice[wiki.Content]{}, err
		}
		ids = append(ids, branch)
	}
	b.WriteString("SELECT " + contentCols + contentFrom + " WHERE c.id IN (" + strings.Join(ids, " UNION ALL ") + ")")
	if err := window(&b, sort, "c.id", f.Desc, wiki.Window{Limit: w.Limit, Offset: w.Offset}); err != nil {
		return wiki.Slice[wiki.Content]{}, err
	}
	found, err := t.contents(ctx, &b)
	if err != nil {
		return wiki.Slice[wiki.Content]{}, fmt.Errorf("list content: %w", err)
	}
	return cut(found, w, func(c wiki.Content) string { return sortKey(f.Sort, c) }), nil
}

// maxBranches bounds into how many a listing is cut; beyond, it is sorted as a whole. The kinds of the tree, current and
// archived, are ten.
const maxBranches = 10

func branches(f wiki.ContentFilter) []wiki.ContentFilter {
	n := len(f.Kinds) * len(f.Statuses)
	if n < 2 || n > maxBranches || f.IDs != nil || f.Roots || f.Title != "" || f.Titles != nil {
		return []wiki.ContentFilter{f}
	}
	out := make([]wiki.ContentFilter, 0, n)
	for i := range f.Kinds {
		for j := range f.Statuses {
			one := f
			one.Kinds, one.Statuses = f.Kinds[i:i+1], f.Statuses[j:j+1]
			out = append(out, one)
		}
	}
	return out
}

// listedIDs selects the ids of one branch, as far as the window can reach.
func (t *SiteTx) listedIDs(b *text, v wiki.Viewer, f wiki.ContentFilter, sort string, w wiki.Window) (string, error) {
	s := "SELECT listed.id FROM (SELECT c.id FROM content c WHERE " + t.visible(b, v) + t.filterContent(b, f)
	after, err := afterWindow(b, sort, "c.id", f.Desc, w.After)
	if err != nil {
		return "", err
	}
	return s + after + windowOrder(sort, "c.id", f.Desc) + atMost(w.Offset+w.Limit+1) + ") listed", nil
}

// filterContent is the filter as conditions on c, each with its AND.
func (t *SiteTx) filterContent(b *text, f wiki.ContentFilter) string {
	var s strings.Builder
	add := func(condition string) { s.WriteString(" AND " + condition) }
	if f.Roots {
		add("c.parent = 0")
	}
	if f.Custom {
		add("c.kind LIKE '%:%'")
	}
	if f.Live != nil {
		add("c.live = " + b.arg(flag(*f.Live)))
	}
	if f.IDs != nil {
		add(in(b, "c.id", f.IDs))
	}
	if f.Kinds != nil {
		add(in(b, "c.kind", f.Kinds))
	}
	if f.Spaces != nil {
		add(in(b, "c.space", f.Spaces))
	}
	if f.SpaceKey != "" {
		add("c.space = (SELECT k.id FROM space k WHERE k.site = " + b.arg(t.site) + " AND k.key_fold = " + b.arg(words.Fold(f.SpaceKey)) + ")")
	}
	if f.Statuses != nil {
		add(in(b, "c.status", f.Statuses))
	}
	if f.Title != "" {
		add("c.title_fold = " + b.arg(words.Fold(f.Title)))
	}
	if f.Titles != nil {
		add(in(b, "c.title_fold", foldedTexts(f.Titles)))
	}
	if f.Parents != nil {
		add(in(b, "c.parent", f.Parents))
	}
	if f.Parent != nil {
		add("c.parent = " + b.arg(*f.Parent))
	}
	if !f.Day.IsZero() {
		add("c.created >= " + b.arg(millis(f.Day)) + " AND c.created < " + b.arg(millis(f.Day.AddDate(0, 0, 1))))
	}
	if f.FileName != "" {
		add("c.title = " + b.arg(f.FileName))
	}
	if f.FileNames != nil {
		add(in(b, "c.title", f.FileNames))
	}
	if f.Label != 0 {
		add("c.id IN (SELECT cl.content FROM content_label cl WHERE cl.label = " + b.arg(f.Label) + ")")
	}
	if f.State != nil {
		add("c.id IN (SELECT m.content FROM content_state_mark m WHERE m.state = " + b.arg(*f.State) + ")")
	}
	if f.Media != "" {
		add("EXISTS (SELECT 1 FROM file m WHERE m.content = c.id AND m.version = c.version AND m.media_type = " + b.arg(f.Media) + ")")
	}
	if f.Thread != nil {
		add(threadCondition(b, *f.Thread))
	}
	if f.Living {
		add(living)
	}
	return s.String()
}

func sortKey(by wiki.ContentSort, c wiki.Content) string {
	key := ""
	switch by {
	case wiki.ByTitle:
		key = words.Fold(c.Title)
	case wiki.ByCreated:
		key = fmt.Sprint(millis(c.Created))
	case wiki.ByModified:
		key = fmt.Sprint(millis(c.Version.At))
	case wiki.ByPosition:
		key = fmt.Sprint(c.Position)
	}
	return afterKey(key, int64(c.ID))
}
