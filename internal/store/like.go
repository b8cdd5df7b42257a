package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// SetLike lets an account like a content or no longer. Doing so again is no error. NoSuchObject when the site has no such
// content.
func (t *SiteTx) SetLike(ctx context.Context, id wiki.ContentID, account wiki.AccountID, likes bool) error {
	err := t.mustHave(ctx, "content", int64(id))
	switch {
	case err != nil:
		return err
	case likes:
		_, err = t.exec(ctx, "INSERT INTO content_like (content, account, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", id, account, millis(t.Now()))
	default:
		_, err = t.exec(ctx, "DELETE FROM content_like WHERE content = $1 AND account = $2", id, account)
	}
	if err != nil {
		return fmt.Errorf("like: %w", err)
	}
	return nil
}

// LikeCounts counts who likes each content: one statement for the whole list. Contents that nobody likes are left out.
func (t *SiteTx) LikeCounts(ctx context.Context, ids []wiki.ContentID) (map[wiki.ContentID]int, error) {
	var b text
	b.WriteString(`SELECT k.content, COUNT(*) FROM content_like k JOIN content c ON c.id = k.content WHERE c.site = ` + b.arg(t.site) +
		" AND " + in(&b, "k.content", ids) + " GROUP BY k.content")
	out := make(map[wiki.ContentID]int, len(ids))
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.ContentID
		var n int
		if err := r.Scan(&id, &n); err != nil {
			return err
		}
		out[id] = n
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count likes: %w", err)
	}
	return out, nil
}

// Likes lists who likes a content, by accountId.
func (t *SiteTx) Likes(ctx context.Context, id wiki.ContentID, w wiki.Window) (wiki.Slice[wiki.AccountID], error) {
	var b text
	b.WriteString(`SELECT k.account FROM content_like k JOIN content c ON c.id = k.content WHERE c.site = ` + b.arg(t.site) +
		" AND k.content = " + b.arg(id))
	return t.accounts(ctx, &b, "k.account", w)
}

// accounts finishes a statement that selects accountIds and reads them in their order.
func (t *SiteTx) accounts(ctx context.Context, b *text, column string, w wiki.Window) (wiki.Slice[wiki.AccountID], error) {
	if w.After != "" {
		b.WriteString(" AND " + column + " > " + b.arg(w.After))
	}
	b.WriteString(" ORDER BY " + column + atMost(w.Limit+1))
	if w.Offset > 0 {
		b.WriteString(" OFFSET " + b.arg(w.Offset))
	}
	found, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, id *wiki.AccountID) error { return r.Scan(id) })
	if err != nil {
		return wiki.Slice[wiki.AccountID]{}, fmt.Errorf("list accounts: %w", err)
	}
	return cut(found, w, func(id wiki.AccountID) string { return string(id) }), nil
}
