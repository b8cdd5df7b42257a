package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

const inlineTaskCols = `k.id, k.content, c.space, c.kind, k.local, k.uuid, k.complete, k.body, k.blank, k.assignee, k.due,
	k.creator, k.created, k.updated, k.completer, k.completed`

func scanInlineTask(r *sql.Rows, k *wiki.InlineTask) error {
	var due, created, updated, completed int64
	if err := r.Scan(&k.ID, &k.Content, &k.Space, &k.Kind, &k.Local, &k.UUID, &k.Complete, &k.Body, &k.Blank, &k.Assignee, &due,
		&k.Creator, &created, &updated, &k.Completer, &completed); err != nil {
		return err
	}
	k.Created, k.Updated, k.Due, k.Completed = fromMillis(created), fromMillis(updated), fromMillis(due), fromMillis(completed)
	return nil
}

// InlineTasks lists the tasks in current content that the viewer may view, in the order of their numbers.
func (t *SiteTx) InlineTasks(ctx context.Context, v wiki.Viewer, f wiki.InlineTaskFilter, w wiki.Window) (wiki.Slice[wiki.InlineTask], error) {
	var b text
	b.WriteString("SELECT " + inlineTaskCols + " FROM inline_task k JOIN content c ON c.id = k.content WHERE " + t.visible(&b, v) +
		" AND c.status = 'current'" + t.filterInlineTasks(&b, f))
	if err := window(&b, "", "k.id", false, w); err != nil {
		return wiki.Slice[wiki.InlineTask]{}, err
	}
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanInlineTask)
	if err != nil {
		return wiki.Slice[wiki.InlineTask]{}, fmt.Errorf("inline tasks: %w", err)
	}
	return cut(found, w, func(k wiki.InlineTask) string { return afterKey("", k.ID) }), nil
}

func (t *SiteTx) filterInlineTasks(b *text, f wiki.InlineTaskFilter) string {
	s := ""
	add := func(condition string) { s += " AND " + condition }
	if f.IDs != nil {
		add(in(b, "k.id", f.IDs))
	}
	if f.Spaces != nil {
		add(in(b, "c.space", f.Spaces))
	}
	if f.SpaceKeys != nil {
		keys := make([]string, len(f.SpaceKeys))
		for i, key := range f.SpaceKeys {
			keys[i] = words.Fold(key)
		}
		add("c.space IN (SELECT s.id FROM space s WHERE s.site = " + b.arg(t.site) + " AND " + in(b, "s.key_fold", keys) + ")")
	}
	if f.Labels != nil {
		add("c.id IN (SELECT cl.content FROM content_label cl JOIN label l ON l.id = cl.label WHERE l.site = " + b.arg(t.site) +
			" AND l.prefix = 'global' AND " + in(b, "l.name", f.Labels) + ")")
	}
	if f.Contents != nil {
		add(in(b, "k.content", f.Contents))
	}
	if f.Kinds != nil {
		add(in(b, "c.kind", f.Kinds))
	}
	if f.Creators != nil {
		add(in(b, "k.creator", f.Creators))
	}
	if f.Assignees != nil {
		add(in(b, "k.assignee", f.Assignees))
	}
	if f.Completers != nil {
		add(in(b, "k.completer", f.Completers))
	}
	if f.Complete != nil {
		add("k.complete = " + b.arg(flag(*f.Complete)))
	}
	if f.NotBlank {
		add("k.blank = 0")
	}
	for _, span := range []struct {
		column string
		wiki.TimeSpan
	}{{"k.created", f.Created}, {"k.due", f.Due}, {"k.completed", f.Completed}} {
		if !span.From.IsZero() || !span.To.IsZero() {
			add(span.column + " <> 0")
		}
		if !span.From.IsZero() {
			add(span.column + " >= " + b.arg(millis(span.From)))
		}
		if !span.To.IsZero() {
			add(span.column + " <= " + b.arg(millis(span.To)))
		}
	}
	return s
}

// InlineTask finds a task by its number. NoSuchObject when the site has none in current content; whether the viewer may know
// of it is the caller's to decide, by the content.
func (t *SiteTx) InlineTask(ctx context.Context, id int64) (wiki.InlineTask, error) {
	found, err := collect(ctx, t.Tx, "SELECT "+inlineTaskCols+` FROM inline_task k JOIN content c ON c.id = k.content
		WHERE c.site = $1 AND c.status = 'current' AND k.id = $2`, []any{t.site, id}, scanInlineTask)
	switch {
	case err != nil:
		return wiki.InlineTask{}, fmt.Errorf("inline task: %w", err)
	case len(found) == 0:
		return wiki.InlineTask{}, wiki.Missing("task", strconv.FormatInt(id, 10))
	}
	return found[0], nil
}

// setInlineTasks makes the tasks of a content those of its new body.
func (t *SiteTx) setInlineTasks(ctx context.Context, id wiki.ContentID, author wiki.AccountID, tasks []wiki.InlineTask) error {
	old, err := collect(ctx, t.Tx, "SELECT "+inlineTaskCols+" FROM inline_task k JOIN content c ON c.id = k.content WHERE k.content = $1",
		[]any{id}, scanInlineTask)
	if err != nil {
		return fmt.Errorf("inline tasks: %w", err)
	}
	left := make(map[string]wiki.InlineTask, len(old))
	for _, k := range old {
		left[k.Local] = k
	}
	for _, k := range tasks {
		was, known := left[k.Local]
		delete(left, k.Local)
		if err := t.setInlineTask(ctx, id, author, was, known, k); err != nil {
			return fmt.Errorf("set inline task: %w", err)
		}
	}
	gone := make([]int64, 0, len(left))
	for _, k := range left {
		gone = append(gone, k.ID)
	}
	for some := range slices.Chunk(gone, maxBound) {
		var b text
		b.WriteString("DELETE FROM inline_task WHERE " + in(&b, "id", some))
		if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
			return fmt.Errorf("drop inline tasks: %w", err)
		}
	}
	return nil
}

// setInlineTask writes one task over what it was, if it was.
func (t *SiteTx) setInlineTask(ctx context.Context, id wiki.ContentID, author wiki.AccountID, was wiki.InlineTask, known bool, k wiki.InlineTask) error {
	now := millis(t.Now())
	completer, completed := was.Completer, millis(was.Completed)
	switch {
	case !k.Complete:
		completer, completed = "", 0
	case !known || !was.Complete:
		completer, completed = author, now
	}
	if !known {
		_, err := t.exec(ctx, `INSERT INTO inline_task (content, local, uuid, complete, body, blank, assignee, due, creator, created,
				updated, completer, completed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12)`,
			id, k.Local, k.UUID, flag(k.Complete), k.Body, flag(k.Blank), k.Assignee, millis(k.Due), author, now, completer, completed)
		return err
	}
	if was.UUID == k.UUID && was.Complete == k.Complete && was.Body == k.Body && was.Assignee == k.Assignee && was.Due.Equal(k.Due) {
		return nil
	}
	_, err := t.exec(ctx, `UPDATE inline_task SET uuid = $1, complete = $2, body = $3, blank = $4, assignee = $5, due = $6, updated = $7,
			completer = $8, completed = $9 WHERE id = $10`,
		k.UUID, flag(k.Complete), k.Body, flag(k.Blank), k.Assignee, millis(k.Due), now, completer, completed, was.ID)
	return err
}
