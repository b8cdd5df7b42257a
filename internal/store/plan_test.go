package store

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/wiki"
)

// grows matches the plan of a step that reads a whole table that grows with the wiki, or builds an index of one: SCAN of
// anything but a walk, a subquery or the queue.
var grows = regexp.MustCompile(`^SCAN (c|k|p|a|v|o|f|m|s|l|cl|cv|content|version|file|space|label|ix|indexed|x|y|r|rs|g)( |$)|AUTOMATIC`)

// TestStatementsFindTheirRowsByIndex asks SQLite for the plan of each statement that the calls below run. A plan here does
// not depend on how much there is (statistics.go), so an empty database tells about a large one.
func TestStatementsFindTheirRowsByIndex(t *testing.T) {
	t.Parallel()
	d := openForBatches(t)
	base, err := d.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer base.Close()
	tx := base.In(1)
	v := wiki.Viewer{Account: "a", Subjects: []wiki.Subject{"u:a", "g:1", "anonymous"}}
	w, id, ids := wiki.Window{Limit: 25}, wiki.ContentID(5), []wiki.ContentID{5, 6, 7}
	pages, both, spaces := []wiki.Kind{wiki.Page}, []wiki.Status{wiki.Current, wiki.Archived}, []wiki.SpaceID{8}
	calls := map[string]func(ctx context.Context) error{
		"content":    func(ctx context.Context) error { _, _, err := tx.Content(ctx, v, id); return ignoreMissing(err) },
		"accesses":   func(ctx context.Context) error { _, err := tx.Accesses(ctx, v, ids); return err },
		"ancestors":  func(ctx context.Context) error { _, err := tx.Ancestors(ctx, v, ids); return err },
		"counts":     func(ctx context.Context) error { _, err := tx.ChildCounts(ctx, v, ids); return err },
		"children":   func(ctx context.Context) error { _, err := tx.Children(ctx, v, ids, wiki.Page, 5); return err },
		"descendant": func(ctx context.Context) error { _, err := tx.Descendants(ctx, v, ids, wiki.Page, 5); return err },
		"tree": func(ctx context.Context) error {
			_, err := tx.Below(ctx, v, wiki.TreeFilter{Top: id, Kinds: wiki.TreeKinds(), Statuses: both, Depth: 2}, wiki.Window{Limit: 25, After: "1 2 3 4"})
			return err
		},
		"pages below": func(ctx context.Context) error {
			_, err := tx.Below(ctx, v, wiki.TreeFilter{Top: id, Kinds: pages, Statuses: both, ByID: true}, w)
			return err
		},
		"labels":     func(ctx context.Context) error { _, err := tx.Labels(ctx, v, ids, ""); return err },
		"limits":     func(ctx context.Context) error { _, err := tx.Restrictions(ctx, ids); return err },
		"bodies":     func(ctx context.Context) error { _, err := tx.Bodies(ctx, map[wiki.ContentID]int{id: 1}); return err },
		"last views": func(ctx context.Context) error { _, err := tx.LastViews(ctx, "a", ids); return err },
		"all bodies": func(ctx context.Context) error { // with hundreds of them the plan of a condition would be another
			many := make([]wiki.Content, 600)
			for i := range many {
				many[i] = wiki.Content{ID: wiki.ContentID(i + 1), Version: wiki.Version{Number: 1}}
			}
			_, err := tx.BodiesOf(ctx, many)
			return err
		},
		"versions":   func(ctx context.Context) error { _, err := tx.Versions(ctx, id, w); return err },
		"authors":    func(ctx context.Context) error { _, err := tx.Contributors(ctx, ids); return err },
		"grants":     func(ctx context.Context) error { _, err := tx.Grants(ctx, spaces); return err },
		"credential": func(ctx context.Context) error { _, err := tx.Credential(ctx, "x"); return err },
		"place":      func(ctx context.Context) error { _, err := tx.LastPosition(ctx, 8, 0); return err },
		"below":      func(ctx context.Context) error { _, err := tx.IsBelow(ctx, id, 6); return err },
		"subtree":    func(ctx context.Context) error { _, err := tx.subtree(ctx, id); return err },
		"blobs":      func(ctx context.Context) error { _, err := tx.blobsOnlyOf(ctx, ids); return err },
		"queue":      func(ctx context.Context) error { _, err := d.queued(ctx, 9); return err },
		"lag":        func(ctx context.Context) error { _, err := d.IndexLag(ctx); return err },
	}
	maps.Copy(calls, map[string]func(ctx context.Context) error{ // what hangs on content
		"label list": func(ctx context.Context) error {
			_, err := tx.ListLabels(ctx, v, wiki.LabelFilter{Content: id, Sort: wiki.LabelByName}, w)
			return err
		},
		"all labels": func(ctx context.Context) error { _, err := tx.ListLabels(ctx, v, wiki.LabelFilter{}, w); return err },
		"label": func(ctx context.Context) error {
			_, err := tx.LabelByName(ctx, v, "my", "x")
			return ignoreMissing(err)
		},
		"properties": func(ctx context.Context) error {
			_, err := tx.Properties(ctx, wiki.PropertyOwner{Content: id}, wiki.PropertyFilter{Keys: []string{"k"}}, w)
			return err
		},
		"property of": func(ctx context.Context) error { _, err := tx.PropertiesOf(ctx, ids, []string{"k"}); return err },
	})
	maps.Copy(calls, map[string]func(ctx context.Context) error{ // who watches what, and what is related
		"watchers":   func(ctx context.Context) error { _, err := tx.Watchers(ctx, wiki.Watched{Content: id}, w); return err },
		"watches":    func(ctx context.Context) error { _, err := tx.Watches(ctx, wiki.Watched{Space: 8}, "a"); return err },
		"favourites": func(ctx context.Context) error { _, err := tx.Favourites(ctx, "a", ids); return err },
		"relation": func(ctx context.Context) error {
			_, err := tx.Relation(ctx, "sibling", wiki.Node{Content: id}, wiki.Node{Space: 8})
			return ignoreMissing(err)
		},
		"favourite": func(ctx context.Context) error {
			_, err := tx.Relation(ctx, wiki.Favourite, wiki.Node{Account: "a"}, wiki.Node{Content: id})
			return ignoreMissing(err)
		},
	})
	for name, f := range map[string]wiki.RelationFilter{
		"of a user":          {Name: wiki.Favourite, Of: wiki.Node{Account: "a"}, Kind: wiki.ContentNode},
		"of a user, spaces":  {Name: wiki.Favourite, Of: wiki.Node{Account: "a"}, Kind: wiki.SpaceNode},
		"to a page":          {Name: wiki.Favourite, Of: wiki.Node{Content: id}, Kind: wiki.UserNode, Incoming: true},
		"from a page":        {Name: "sibling", Of: wiki.Node{Content: id}, Kind: wiki.ContentNode, Status: wiki.Current},
		"to a page of pages": {Name: "sibling", Of: wiki.Node{Content: id}, Kind: wiki.ContentNode, Incoming: true},
	} {
		calls["relations "+name] = func(ctx context.Context) error { _, err := tx.ListRelations(ctx, v, f, w); return err }
	}
	for name, f := range map[string]wiki.ContentFilter{
		"site":              {Kinds: pages, Statuses: both},
		"site by title":     {Kinds: pages, Statuses: both, Sort: wiki.ByTitle},
		"site by change":    {Kinds: pages, Statuses: both, Sort: wiki.ByModified, Desc: true},
		"site by creation":  {Kinds: pages, Statuses: both, Sort: wiki.ByCreated},
		"space":             {Kinds: pages, Statuses: both, Spaces: spaces},
		"space key":         {Kinds: pages, Statuses: both, SpaceKey: "S"},
		"space by title":    {Kinds: pages, Statuses: both, Spaces: spaces, Sort: wiki.ByTitle},
		"space roots":       {Kinds: pages, Statuses: both, Spaces: spaces, Roots: true},
		"title":             {Kinds: pages, Statuses: both, Title: "t"},
		"titles":            {Kinds: pages, Statuses: both, Titles: []string{"t", "u"}, Spaces: spaces},
		"files by names":    {Kinds: []wiki.Kind{wiki.Attachment}, Statuses: both[:1], Parents: ids, FileNames: []string{"a", "b"}},
		"title in space":    {Kinds: pages, Statuses: both, Title: "t", SpaceKey: "S"},
		"children in order": {Kinds: pages, Statuses: both, Parent: &id, Sort: wiki.ByPosition},
		"tree in order":     {Kinds: wiki.TreeKinds(), Statuses: both, Parent: &id, Sort: wiki.ByPosition},
		"files":             {Kinds: []wiki.Kind{wiki.Attachment}, Statuses: both, Parent: &id, Media: "image/png"},
		"file by name":      {Parent: &id, FileName: "x"},
		"posts of a day":    {Kinds: []wiki.Kind{wiki.BlogPost}, Statuses: both, Day: time.UnixMilli(0), SpaceKey: "S"},
		"ids":               {IDs: ids},
		"of a label":        {Kinds: pages, Statuses: both, Label: 3},
	} {
		calls["list "+name] = func(ctx context.Context) error {
			_, err := tx.ListContent(ctx, v, f, wiki.Window{Limit: 25, After: "7:9"})
			return err
		}
	}
	for name, f := range map[string]wiki.SpaceFilter{"all": {}, "by name": {Sort: wiki.SpaceByName}, "key": {Keys: []string{"S"}}, "label": {Labels: []string{"l"}}, "favourites": {Favoured: "a", Ordinary: "b"},
		"called": {Called: []string{"S", "T"}}} {
		calls["spaces "+name] = func(ctx context.Context) error { _, err := tx.ListSpaces(ctx, v, f, w); return err }
	}
	for _, query := range []string{"text ~ apple", `text ~ "apple OR pear" and type = page`, "text ~ apple order by created", "title ~ apple",
		"title = apple", "type = page", "space = S", "space = S and type = page", "space = S and text !~ apple", "label = l", "id in (1, 2)", "parent = 5", "favourite = currentUser()", "watcher = currentUser()", "space in (S, favouriteSpaces())", "id in recentlyViewedContent()", "space in recentlyViewedSpaces(3)",
		"ancestor = 5", "creator = currentUser()", `lastmodified > "2026-01-01"`, "type = page order by title"} {
		parsed, err := cql.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		calls["search "+query] = func(ctx context.Context) error {
			_, err := tx.Search(ctx, v, Search{Query: parsed}, w)
			return err
		}
	}

	common, err := cql.Parse("text ~ \"apple app*\" and type = page")
	if err != nil {
		t.Fatal(err)
	}
	calls["search for a common word"] = func(ctx context.Context) error {
		usual := d.walk
		defer func() { d.walk = usual }()
		d.walk.common, d.walk.broad = 0, -1
		_, err := tx.Search(ctx, v, Search{Query: common}, w)
		return err
	}

	for name, call := range calls {
		d.read.stmts = map[string]*statement{}
		if err := call(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(d.read.stmts) == 0 {
			t.Errorf("%s: ran no statement", name)
		}
		for statement, s := range d.read.stmts {
			for _, step := range planOf(t, d, statement) {
				if grows.MatchString(step) {
					t.Errorf("%s: %s in\n%s", name, step, statement)
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	d.read.stmts = map[string]*statement{}
}

func ignoreMissing(err error) error {
	if wiki.HasReason(err, wiki.NoSuchObject) {
		return nil
	}
	return err
}

var placeholder = regexp.MustCompile(`\$(\d+)`)

// planOf lists the steps of SQLite's plan for a statement, which does not depend on its values.
func planOf(t *testing.T, d *DB, statement string) (steps []string) {
	t.Helper()
	most := 0
	for _, m := range placeholder.FindAllStringSubmatch(statement, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, n)
	}
	rows, err := d.read.db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+statement, make([]any, most)...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}

// TestStatisticsKnowTheIndexes holds statistics.go to the schema: of each table in it every index, and no other.
func TestStatisticsKnowTheIndexes(t *testing.T) {
	t.Parallel()
	d := openForBatches(t)
	var want, got []string
	tables := map[string]bool{}
	for _, s := range sqliteStatistics {
		got = append(got, s.table+" "+s.index)
		tables[s.table] = true
	}
	rows, err := d.read.db.QueryContext(t.Context(), "SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var table, index string
		if err := rows.Scan(&table, &index); err != nil {
			t.Fatal(err)
		}
		if tables[table] {
			want = append(want, table+" "+index)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("statistics of %v\nindexes are %v", got, want)
	}
}
