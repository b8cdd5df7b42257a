package site

import (
	"context"
	"net/url"
	"strings"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/wiki"
)

// pathEscape writes a title as the last part of a web path, blanks as plus signs.
func pathEscape(title string) string {
	return strings.ReplaceAll(url.PathEscape(title), "%20", "+")
}

// lens is what rendering asks of the wiki, answered as the caller of the session (security-model.md R-VIEWER): what the
// caller may not view is not found.
func (s *Session) lens() body.Wiki {
	return body.Wiki{
		Target: s.findTarget,
		User:   s.findUser,
	}
}

func (s *Session) findTarget(ctx context.Context, from body.Page, to body.Resource) (*body.Target, error) {
	return nil, nil
}

func (s *Session) findUser(ctx context.Context, accountID string) (*body.User, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	found, err := tx.Accounts(ctx, []wiki.AccountID{wiki.AccountID(accountID)})
	if err != nil {
		return nil, err
	}
	a, known := found[wiki.AccountID(accountID)]
	if !known {
		return nil, nil
	}
	return &body.User{AccountID: accountID, Name: a.PublicName, URL: "/wiki/people/" + accountID}, nil
}
