package store

import (
	"context"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// What copies a part of one content ($1) to another ($2) of the same site ($3). What is there already stays.
const (
	copyMentions = `INSERT INTO content_mention (content, account) SELECT c.id, m.account FROM content_mention m
		JOIN content o ON o.id = m.content AND o.site = $3 CROSS JOIN content c
		WHERE m.content = $1 AND c.id = $2 AND c.site = $3 ON CONFLICT DO NOTHING`
	copyMacros = `INSERT INTO content_macro (content, macro) SELECT c.id, m.macro FROM content_macro m
		JOIN content o ON o.id = m.content AND o.site = $3 CROSS JOIN content c
		WHERE m.content = $1 AND c.id = $2 AND c.site = $3 ON CONFLICT DO NOTHING`
	// They are tasks of their own, made by who copies ($4) at that time ($5).
	copyInlineTasks = `INSERT INTO inline_task (content, local, uuid, complete, body, blank, assignee, due, creator, created, updated,
			completer, completed)
		SELECT c.id, k.local, k.uuid, k.complete, k.body, k.blank, k.assignee, k.due, CAST($4 AS TEXT), CAST($5 AS BIGINT),
			CAST($5 AS BIGINT), k.completer, k.completed
		FROM inline_task k JOIN content o ON o.id = k.content AND o.site = $3 CROSS JOIN content c
		WHERE k.content = $1 AND c.id = $2 AND c.site = $3 ORDER BY k.id`
	copyLabels = `INSERT INTO content_label (content, label) SELECT c.id, m.label FROM content_label m
		JOIN label l ON l.id = m.label AND l.site = $3 CROSS JOIN content c
		WHERE m.content = $1 AND c.id = $2 AND c.site = $3 AND l.prefix = 'global' ON CONFLICT DO NOTHING`
	// Versions begin anew, by who copies ($4) and when ($5).
	copyProperties = `INSERT INTO property (site, content, key, value, creator, created, number, author, at)
		SELECT c.site, c.id, p.key, p.value, CAST($4 AS TEXT), CAST($5 AS BIGINT), 1, CAST($4 AS TEXT), CAST($5 AS BIGINT)
		FROM property p CROSS JOIN content c
		WHERE p.site = $3 AND p.content = $1 AND c.id = $2 AND c.site = $3 ON CONFLICT DO NOTHING`
)

// CopyFacts gives a content what is kept beside the body of another, whose body it has from author. The threads on it are
// not the other's, so that they dangle.
func (t *SiteTx) CopyFacts(ctx context.Context, from, to wiki.ContentID, author wiki.AccountID) error {
	if err := t.SetFacts(ctx, to, author, wiki.BodyFacts{}); err != nil {
		return err
	}
	for _, s := range []string{copyMentions, copyMacros} {
		if _, err := t.exec(ctx, s, from, to, t.site); err != nil {
			return fmt.Errorf("copy facts: %w", err)
		}
	}
	if _, err := t.exec(ctx, copyInlineTasks, from, to, t.site, author, millis(t.Now())); err != nil {
		return fmt.Errorf("copy facts: tasks: %w", err)
	}
	return nil
}

// CopyLabels gives a content the global labels of another beside its own.
func (t *SiteTx) CopyLabels(ctx context.Context, from, to wiki.ContentID) error {
	if _, err := t.exec(ctx, copyLabels, from, to, t.site); err != nil {
		return fmt.Errorf("copy labels: %w", err)
	}
	return nil
}

// CopyProperties gives a content the properties of another, at version 1; those it has under the same keys stay.
func (t *SiteTx) CopyProperties(ctx context.Context, from, to wiki.ContentID, author wiki.AccountID) error {
	if _, err := t.exec(ctx, copyProperties, from, to, t.site, author, millis(t.Now())); err != nil {
		return fmt.Errorf("copy properties: %w", err)
	}
	return nil
}
