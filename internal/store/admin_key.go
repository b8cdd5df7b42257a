package store

import (
	"context"
	"time"

	"github.com/weirhq/weir/internal/wiki"
)

// AdminKey is when the admin key of an account on this site ends; zero when it has none that is still good.
func (t *SiteTx) AdminKey(ctx context.Context, account wiki.AccountID) (time.Time, error) {
	var expires int64
	err := t.one(ctx, "SELECT expires FROM admin_key WHERE site = $1 AND account_id = $2 AND expires > $3",
		[]any{t.site, account, millis(t.now)}, &expires)
	if noRows(err) {
		err = nil
	}
	return fromMillis(expires), err
}

// SetAdminKey gives an account an admin key until a moment, in place of the one it had.
func (t *SiteTx) SetAdminKey(ctx context.Context, account wiki.AccountID, expires time.Time) error {
	_, err := t.exec(ctx, `INSERT INTO admin_key (site, account_id, expires) VALUES ($1, $2, $3)
		ON CONFLICT (site, account_id) DO UPDATE SET expires = excluded.expires`, t.site, account, millis(expires))
	return err
}

// DeleteAdminKey ends an account's admin key.
func (t *SiteTx) DeleteAdminKey(ctx context.Context, account wiki.AccountID) error {
	_, err := t.exec(ctx, "DELETE FROM admin_key WHERE site = $1 AND account_id = $2", t.site, account)
	return err
}
