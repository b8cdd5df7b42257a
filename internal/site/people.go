package site

import (
	"context"
	"strings"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// Me is the account of the caller; CredentialsMissing for anonymous.
func (s *Session) Me(ctx context.Context) (identity.Account, error) {
	if s.Caller().IsAnonymous() {
		return identity.Account{}, wiki.NewError(wiki.CredentialsMissing, wiki.Facts{})
	}
	return s.Person(ctx, s.Caller().Account)
}

// Person finds an account by its accountId. Everybody who may use the site may see names; NoSuchObject when there is
// none. The e-mail is for the wire to leave out where the caller may not see it.
func (s *Session) Person(ctx context.Context, id wiki.AccountID) (identity.Account, error) {
	found, err := s.People(ctx, []wiki.AccountID{id})
	if err != nil {
		return identity.Account{}, err
	}
	a, known := found[id]
	if !known {
		return identity.Account{}, wiki.Missing("user", string(id))
	}
	return a, nil
}

// People finds accounts by accountId, one statement for the whole list.
func (s *Session) People(ctx context.Context, ids []wiki.AccountID) (map[wiki.AccountID]identity.Account, error) {
	if err := s.demand(wiki.UseSite); err != nil {
		return nil, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Accounts(ctx, ids)
}

// PersonalKey is the key of an account's personal space.
func PersonalKey(id wiki.AccountID) string {
	return "~" + strings.NewReplacer(":", "", "-", "").Replace(string(id))
}

// MayAdminister reports whether the caller administers the site.
func (s *Session) MayAdminister() bool { return s.viewer.SiteAdmin }
