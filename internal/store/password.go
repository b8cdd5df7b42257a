package store

import (
	"context"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// SetPassword keeps the hash of an account's password; an empty hash removes it. NoSuchObject when there is no such
// account.
func (t *Tx) SetPassword(ctx context.Context, id wiki.AccountID, hash string) error {
	if hash == "" {
		_, err := t.exec(ctx, "DELETE FROM password WHERE account_id = $1", id)
		return err
	}
	_, err := t.exec(ctx, `INSERT INTO password (account_id, hash, changed) VALUES ($1, $2, $3)
		ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, changed = excluded.changed`, id, hash, millis(t.now))
	if isForeign(err) {
		return wiki.Missing("account", string(id))
	}
	return err
}

// PasswordByEmail finds the active account with an e-mail, compared case-folded, and the hash of its password. Both are
// empty when there is none.
func (t *Tx) PasswordByEmail(ctx context.Context, email string) (id wiki.AccountID, hash string, err error) {
	err = t.one(ctx, `SELECT a.account_id, p.hash FROM account a JOIN password p ON p.account_id = a.account_id
		WHERE a.email_fold = $1 AND a.active = 1`, []any{words.Fold(email)}, &id, &hash)
	if noRows(err) {
		return "", "", nil
	}
	return id, hash, err
}
