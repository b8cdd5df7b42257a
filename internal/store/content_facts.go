package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// maxFact is the longest mention or macro name in bytes that is kept. No account or macro has a longer one, and an index
// of PostgreSQL cannot hold much more.
const maxFact = 255

// SetFacts makes what is kept beside the current body of a content that of its new one, which author wrote: a task that
// stands there under the same number is the same task, and threads on marks that are gone dangle. Call it with every new
// body, in the same write. NoSuchObject when the site has no such content.
func (t *SiteTx) SetFacts(ctx context.Context, id wiki.ContentID, author wiki.AccountID, f wiki.BodyFacts) error {
	var mentions, macros, tasks, threads bool // what there is already: mostly nothing
	err := t.one(ctx, `SELECT EXISTS (SELECT 1 FROM content_mention m WHERE m.content = c.id),
			EXISTS (SELECT 1 FROM content_macro m WHERE m.content = c.id),
			EXISTS (SELECT 1 FROM inline_task k WHERE k.content = c.id),
			EXISTS (SELECT 1 FROM comment d WHERE d.target = c.id AND d.marker <> '')
		FROM content c WHERE c.site = $1 AND c.id = $2`, []any{t.site, id}, &mentions, &macros, &tasks, &threads)
	switch {
	case noRows(err):
		return wiki.Missing("content", id.String())
	case err != nil:
		return fmt.Errorf("set facts: %w", err)
	}
	for _, old := range []struct {
		there bool
		table string
	}{{mentions, "content_mention"}, {macros, "content_macro"}} {
		if !old.there {
			continue
		}
		if _, err := t.exec(ctx, "DELETE FROM "+old.table+" WHERE content = $1", id); err != nil {
			return fmt.Errorf("set facts: %w", err)
		}
	}
	if threads {
		if err := t.setMarkers(ctx, id, f.Markers); err != nil {
			return err
		}
	}
	if !tasks {
		return t.addFacts(ctx, id, author, f)
	}
	if err := t.setInlineTasks(ctx, id, author, f.Tasks); err != nil {
		return err
	}
	f.Tasks = nil
	return t.addFacts(ctx, id, author, f)
}

// addFacts keeps what a body has where nothing was kept before. A content without threads has no use for its Markers.
func (t *SiteTx) addFacts(ctx context.Context, id wiki.ContentID, author wiki.AccountID, f wiki.BodyFacts) error {
	people := make([]string, len(f.Mentions))
	for i, m := range f.Mentions {
		people[i] = string(m)
	}
	names := make([]string, len(f.Macros))
	for i, m := range f.Macros {
		names[i] = words.Fold(m)
	}
	if err := t.addRows(ctx, "content_mention", "account", id, people); err != nil {
		return err
	}
	if err := t.addRows(ctx, "content_macro", "macro", id, names); err != nil {
		return err
	}
	for _, k := range f.Tasks {
		if err := t.setInlineTask(ctx, id, author, wiki.InlineTask{}, false, k); err != nil {
			return fmt.Errorf("add inline task: %w", err)
		}
	}
	return nil
}

// addRows adds a row with the content for each value, in as few statements as may be.
func (t *SiteTx) addRows(ctx context.Context, table, column string, id wiki.ContentID, values []string) error {
	values = slices.DeleteFunc(values, func(v string) bool { return v == "" || len(v) > maxFact })
	slices.Sort(values)
	for some := range slices.Chunk(slices.Compact(values), maxBound) {
		var b text
		content := b.arg(id)
		rows := make([]string, len(some))
		for i, v := range some {
			rows[i] = "(" + content + ", " + b.arg(v) + ")"
		}
		b.WriteString("INSERT INTO " + table + " (content, " + column + ") VALUES " + strings.Join(rows, ", "))
		if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
			return fmt.Errorf("add %s: %w", table, err)
		}
	}
	return nil
}
