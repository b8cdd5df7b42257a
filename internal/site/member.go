package site

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// maxEmails is how many e-mails one call may name (the description's maxItems).
const maxEmails = 100

// Email is the e-mail of an account. NoPermission when it is not the caller's to see: one's own, and for administrators
// of the site everybody's; NoSuchObject when there is no such account.
func (s *Session) Email(ctx context.Context, id wiki.AccountID) (string, error) {
	if err := s.identified(); err != nil {
		return "", err
	}
	a, err := s.Person(ctx, id)
	if err != nil {
		return "", err
	}
	if !s.maySeeEmail(a) {
		return "", wiki.NewError(wiki.NoPermission, wiki.Facts{Object: "user", ID: string(id), Permission: wiki.AdministerSite})
	}
	return a.Email, nil
}

// Emails finds the e-mails of accounts, leaving out those that are not the caller's to see.
func (s *Session) Emails(ctx context.Context, ids []wiki.AccountID) (map[wiki.AccountID]string, error) {
	if err := s.identified(); err != nil {
		return nil, err
	}
	found, err := s.People(ctx, ids)
	out := map[wiki.AccountID]string{}
	for id, a := range found {
		if s.maySeeEmail(a) {
			out[id] = a.Email
		}
	}
	return out, err
}

// EmailAccess says of each e-mail in a list what it is, in the list's order and spelling.
type EmailAccess struct {
	Without []string // of nobody who may use the site
	Invalid []string // no e-mail addresses
}

// CheckAccess tells which e-mails are of no account that may use the site. InvalidInput for none or too many.
func (s *Session) CheckAccess(ctx context.Context, emails []string) (EmailAccess, error) {
	var out EmailAccess
	valid, err := s.sortEmails(emails, &out)
	if err != nil {
		return out, err
	}
	tx, err := s.directory(ctx)
	if err != nil {
		return out, err
	}
	found, err := tx.AccountsByEmail(ctx, valid)
	if err != nil {
		return out, err
	}
	for _, email := range valid {
		if f := found[words.Fold(email)]; f.Role == "" || !f.Account.Active {
			out.Without = append(out.Without, email)
		}
	}
	return out, nil
}

// sortEmails parts those that can be e-mails, each once, from the others.
func (s *Session) sortEmails(emails []string, out *EmailAccess) (valid []string, err error) {
	if len(emails) == 0 || len(emails) > maxEmails {
		return nil, wiki.Invalid("emails", fmt.Sprint(len(emails), " e-mails"), fmt.Sprintf("1 to %d", maxEmails))
	}
	for _, email := range distinct(emails) {
		if checkEmail(email) != nil {
			out.Invalid = append(out.Invalid, email)
		} else if !slices.ContainsFunc(valid, func(v string) bool { return words.Fold(v) == words.Fold(email) }) {
			valid = append(valid, email)
		}
	}
	return valid, nil
}

// errNothing ends a write in which nothing was to be done.
var errNothing = errors.New("nothing to do")

// Invite gives the accounts with these e-mails access to the site, making those that are missing. Who has access already,
// who is deactivated and what is no e-mail is passed over, as the service does. NotSiteAdmin unless the caller administers
// every site: accounts are the installation's.
func (s *Session) Invite(ctx context.Context, emails []string) error {
	var parted EmailAccess
	valid, err := s.sortEmails(emails, &parted)
	if err != nil {
		return err
	}
	fresh := make(map[string]identity.Account, len(valid))
	for _, email := range valid {
		a, err := newAccount(identity.Account{Email: email}, s.visit.service.Random)
		if err != nil {
			return err
		}
		fresh[words.Fold(email)] = a
	}
	err = s.administerPeople(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		found, err := tx.AccountsByEmail(ctx, valid)
		if err != nil {
			return err
		}
		var invited []wiki.AuditObject
		for _, email := range valid {
			f, exists := found[words.Fold(email)]
			if exists && (f.Role != "" || !f.Account.Active) {
				continue
			}
			if !exists {
				f.Account = fresh[words.Fold(email)]
				if err := tx.CreateAccount(ctx, f.Account); err != nil {
					return err
				}
			}
			if err := tx.SetSiteAccess(ctx, tx.SiteID(), f.Account.ID, identity.SiteUser); err != nil {
				return err
			}
			invited = append(invited, wiki.AuditObject{Name: string(f.Account.ID), Type: "User"})
		}
		if invited == nil {
			return errNothing
		}
		return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditGroups, Summary: "Users invited",
			Object: wiki.AuditObject{Name: s.Site().Name, Type: "Site"}, Associated: invited})
	})
	if errors.Is(err, errNothing) {
		return nil
	}
	return err
}
