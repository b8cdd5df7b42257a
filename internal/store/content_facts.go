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

// SetFacts replaces who is mentioned and which macros are used in a content's current body. Call it with every new body,
// in the same write.
func (t *SiteTx) SetFacts(ctx context.Context, id wiki.ContentID, mentions []wiki.AccountID, macros []string) error {
	for _, table := range []string{"content_mention", "content_macro"} {
		if _, err := t.exec(ctx, "DELETE FROM "+table+" WHERE content = $1", id); err != nil {
			return fmt.Errorf("set facts: %w", err)
		}
	}
	return t.addFacts(ctx, id, mentions, macros)
}

func (t *SiteTx) addFacts(ctx context.Context, id wiki.ContentID, mentions []wiki.AccountID, macros []string) error {
	people := make([]string, len(mentions))
	for i, m := range mentions {
		people[i] = string(m)
	}
	names := make([]string, len(macros))
	for i, m := range macros {
		names[i] = words.Fold(m)
	}
	if err := t.addRows(ctx, "content_mention", "account", id, people); err != nil {
		return err
	}
	return t.addRows(ctx, "content_macro", "macro", id, names)
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
