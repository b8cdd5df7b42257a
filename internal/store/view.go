package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/weirhq/weir/internal/wiki"
)

// AddViews counts views of a content by an account, empty for anonymous readers, in the minute of a moment. A content that
// is gone takes none.
func (t *Tx) AddViews(ctx context.Context, id wiki.ContentID, account wiki.AccountID, at time.Time, n int) error {
	_, err := t.exec(ctx, `INSERT INTO content_view (content, account, minute, views)
		SELECT c.id, $2, $3, $4 FROM content c WHERE c.id = $1
		ON CONFLICT (content, account, minute) DO UPDATE SET views = content_view.views + excluded.views`,
		id, account, millis(at.Truncate(time.Minute)), n)
	return err
}

// LastViews finds when an account last viewed each content, to the minute. One statement; contents it did not view are left
// out.
func (t *SiteTx) LastViews(ctx context.Context, account wiki.AccountID, ids []wiki.ContentID) (map[wiki.ContentID]time.Time, error) {
	out := make(map[wiki.ContentID]time.Time, len(ids))
	var b text
	b.WriteString("SELECT cv.content, MAX(cv.minute) FROM content_view cv JOIN content c ON c.id = cv.content WHERE c.site = " + b.arg(t.site) +
		" AND cv.account = " + b.arg(account) + " AND " + in(&b, "cv.content", ids) + " GROUP BY cv.content")
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.ContentID
		var minute int64
		err := r.Scan(&id, &minute)
		out[id] = fromMillis(minute)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("last views: %w", err)
	}
	return out, nil
}

// Views counts the views of a content since a moment, and the accounts that viewed it.
func (t *SiteTx) Views(ctx context.Context, id wiki.ContentID, since time.Time) (views, viewers int, err error) {
	err = t.one(ctx, `SELECT COALESCE(SUM(w.views), 0), COUNT(DISTINCT NULLIF(w.account, '')) FROM content_view w
		WHERE w.content = $1 AND w.minute >= $2`, []any{id, millis(since.Truncate(time.Minute))}, &views, &viewers)
	return views, viewers, err
}
