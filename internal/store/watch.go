package store

import (
	"context"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// watchTable is the noun in the names of the table of watches and of its column, and the number of what is watched.
func watchTable(of wiki.Watched) (noun string, id int64) {
	switch {
	case of.Content != 0:
		return "content", int64(of.Content)
	case of.Space != 0:
		return "space", int64(of.Space)
	}
	return "label", of.Label
}

// SetWatch lets an account watch something or no longer. Doing so again is no error. NoSuchObject when the site has no such
// thing.
func (t *SiteTx) SetWatch(ctx context.Context, of wiki.Watched, account wiki.AccountID, watches bool) error {
	noun, id := watchTable(of)
	err := t.mustHave(ctx, noun, id)
	switch {
	case err != nil:
		return err
	case watches:
		_, err = t.exec(ctx, "INSERT INTO "+noun+"_watch ("+noun+", account) VALUES ($1, $2) ON CONFLICT DO NOTHING", id, account)
	default:
		_, err = t.exec(ctx, "DELETE FROM "+noun+"_watch WHERE "+noun+" = $1 AND account = $2", id, account)
	}
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	return nil
}

// watchers begins a statement over those who watch something of this site.
func (t *SiteTx) watchers(b *text, of wiki.Watched) string {
	noun, id := watchTable(of)
	return " FROM " + noun + "_watch w JOIN " + noun + " o ON o.id = w." + noun + " WHERE o.site = " + b.arg(t.site) + " AND o.id = " + b.arg(id)
}

// Watches reports whether an account watches something.
func (t *SiteTx) Watches(ctx context.Context, of wiki.Watched, account wiki.AccountID) (bool, error) {
	var b text
	var n int
	b.WriteString("SELECT COUNT(*)" + t.watchers(&b, of) + " AND w.account = " + b.arg(account))
	if err := t.one(ctx, b.String(), b.args, &n); err != nil {
		return false, fmt.Errorf("watches: %w", err)
	}
	return n > 0, nil
}

// Watchers lists who watches something, by accountId.
func (t *SiteTx) Watchers(ctx context.Context, of wiki.Watched, w wiki.Window) (wiki.Slice[wiki.AccountID], error) {
	var b text
	b.WriteString("SELECT w.account" + t.watchers(&b, of))
	return t.accounts(ctx, &b, "w.account", w)
}
