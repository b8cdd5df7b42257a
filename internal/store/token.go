package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

const tokenCols = "t.token_id, t.kind, t.account_id, t.label, t.scopes, t.hash, t.key_id, t.created, t.expires, t.died, t.revoked, t.last_used"

func tokenDest(k *identity.Token, scopes *string, times *[4]int64) []any {
	return []any{&k.ID, &k.Kind, &k.Account, &k.Label, scopes, &k.Hash, &k.KeyID,
		&times[0], &times[1], &times[2], &k.Revoked, &times[3]}
}

func tokenDone(k *identity.Token, scopes string, times [4]int64) {
	k.Scopes = scopeSet(scopes)
	k.Created, k.Expires, k.Died, k.LastUsed =
		fromMillis(times[0]), fromMillis(times[1]), fromMillis(times[2]), fromMillis(times[3])
}

// scopeSet reads the stored scopes. They were checked when the token was made; a text the catalogue does not know any
// more opens nothing, so it is left out.
func scopeSet(stored string) catalog.ScopeSet {
	var out catalog.ScopeSet
	for name := range strings.FieldsSeq(stored) {
		if one, err := catalog.ParseScopes(name); err == nil {
			out = out.Union(one)
		}
	}
	return out
}

// Credential finds what a token's public id leads to: the token, its account, the account's role on the site, its
// groups and the organisation's policy, in one statement, since every request begins with it. found.Token is nil when
// there is no such token.
func (t *SiteTx) Credential(ctx context.Context, tokenID string) (identity.Found, error) {
	key := "credential " + strconv.FormatInt(int64(t.site), 10) + " " + tokenID
	return remember(t.Tx, key, func(f identity.Found) int { return 512 + 64*len(f.Groups) }, func() (identity.Found, error) {
		return t.credential(ctx, tokenID)
	})
}

func (t *SiteTx) credential(ctx context.Context, tokenID string) (found identity.Found, err error) {
	var (
		k       identity.Token
		scopes  string
		times   [4]int64
		created int64
		groups  string
		blocked int
	)
	a := &found.Account
	dest := append(tokenDest(&k, &scopes, &times), &a.ID, &a.Kind, &a.Email, &a.DisplayName, &a.PublicName,
		&a.TimeZone, &a.Active, &created, &found.Role, &groups, &blocked)
	err = t.row(ctx, "SELECT "+tokenCols+", "+accountCols+`,
			COALESCE((SELECT s.role FROM site_access s WHERE s.account_id = a.account_id AND s.site = $2), ''),
			COALESCE((SELECT string_agg(m.group_id, ' ' ORDER BY m.group_id) FROM group_member m WHERE m.account_id = a.account_id), ''),
			(SELECT COUNT(*) FROM policy p WHERE p.name = '`+tokensBlocked+`' AND p.value = 'blocked')
		FROM token t JOIN account a ON a.account_id = t.account_id
		WHERE t.token_id = $1`, []any{tokenID, t.site}, dest...)
	if noRows(err) {
		return identity.Found{}, nil
	}
	if err != nil {
		return identity.Found{}, fmt.Errorf("token: %w", err)
	}
	tokenDone(&k, scopes, times)
	a.Created = fromMillis(created)
	found.Token, found.Policy.TokensBlocked = &k, blocked > 0
	for _, g := range strings.Fields(groups) {
		found.Groups = append(found.Groups, wiki.GroupID(g))
	}
	return found, nil
}

// CreateToken adds a token with its hash.
func (t *Tx) CreateToken(ctx context.Context, k identity.Token) error {
	_, err := t.exec(ctx, `INSERT INTO token (token_id, kind, account_id, label, scopes, hash, key_id, created, expires)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, k.ID, k.Kind, k.Account, k.Label, k.Scopes.String(), k.Hash, k.KeyID,
		millis(k.Created), millis(k.Expires))
	if isUnique(err) {
		return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "token", ID: k.ID})
	}
	return err
}

// Tokens lists tokens, newest first; an empty account means everybody's.
func (t *Tx) Tokens(ctx context.Context, owner wiki.AccountID) ([]identity.Token, error) {
	return collect(ctx, t, "SELECT "+tokenCols+` FROM token t WHERE t.account_id = $1 OR $1 = ''
		ORDER BY t.created DESC, t.token_id`, []any{owner}, func(r *sql.Rows, k *identity.Token) error {
		var scopes string
		var times [4]int64
		if err := r.Scan(tokenDest(k, &scopes, &times)...); err != nil {
			return err
		}
		tokenDone(k, scopes, times)
		return nil
	})
}

// TokenKeys are the ids of the server keys that living tokens were made under.
func (t *Tx) TokenKeys(ctx context.Context) ([]string, error) {
	return collect(ctx, t, "SELECT DISTINCT key_id FROM token WHERE died = 0 ORDER BY key_id", nil,
		func(r *sql.Rows, id *string) error { return r.Scan(id) })
}

// RevokeToken ends a token for good. NoSuchObject when there is none; revoking twice is not an error.
func (t *Tx) RevokeToken(ctx context.Context, tokenID string) error {
	n, err := t.exec(ctx, `UPDATE token SET revoked = 1, died = CASE WHEN died = 0 THEN $2 ELSE died END
		WHERE token_id = $1`, tokenID, millis(t.now))
	if err == nil && n == 0 {
		return wiki.Missing("token", tokenID)
	}
	return err
}

// BuryToken records that a token was seen expired, so that setting the clock back does not revive it
// (security-model.md §5 "Expiry").
func (t *Tx) BuryToken(ctx context.Context, tokenID string) error {
	_, err := t.exec(ctx, "UPDATE token SET died = $2 WHERE token_id = $1 AND died = 0 AND expires <= $2",
		tokenID, millis(t.now))
	return err
}

// HasExpired reports whether a token expired and nobody has recorded it yet.
func (t *Tx) HasExpired(ctx context.Context) (bool, error) {
	var n int
	err := t.one(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM token WHERE died = 0 AND expires <= $1 LIMIT 1) x",
		[]any{millis(t.now)}, &n)
	return n > 0, err
}

// BuryExpired is BuryToken for every token that has expired.
func (t *Tx) BuryExpired(ctx context.Context) error {
	_, err := t.exec(ctx, "UPDATE token SET died = $1 WHERE died = 0 AND expires <= $1", millis(t.now))
	return err
}

// TouchTokens records when tokens were last used. Older times than the recorded ones change nothing.
func (t *Tx) TouchTokens(ctx context.Context, used map[string]time.Time) error {
	for id, at := range used {
		if _, err := t.exec(ctx, "UPDATE token SET last_used = $2 WHERE token_id = $1 AND last_used < $2", id, millis(at)); err != nil {
			return err
		}
	}
	return nil
}
