package site

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// System is the host's own hand: what commands run on the machine may do without a caller. Its methods make sites,
// people, tokens and seeds, and return no content (design.md §5 "Open(caller, perm)"). No route leads here.
type System struct{ s *Service }

// System returns the host's own hand on the installation.
func (s *Service) System() System { return System{s} }

// CreateSite makes a site with a new cloudId. DuplicateKey when the key is taken.
func (y System) CreateSite(ctx context.Context, site wiki.Site) (wiki.Site, error) {
	id, err := uuid.NewRandomFromReader(y.s.Random)
	if err != nil {
		return wiki.Site{}, fmt.Errorf("create site: %w", err)
	}
	site.CloudID = id.String()
	site.BaseURL = strings.TrimRight(site.BaseURL, "/")
	if err := checkSite(site); err != nil {
		return wiki.Site{}, err
	}
	err = y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		made, err := tx.CreateSite(ctx, site)
		if err == nil {
			site.ID = made.ID
		}
		return err
	})
	return site, err
}

// checkSite refuses a key that is no host label and a base URL that is more than scheme and host.
func checkSite(site wiki.Site) error {
	if site.Key == "" || len(site.Key) > 63 || strings.Trim(site.Key, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return wiki.Invalid("key", site.Key, "a name of small letters, digits and hyphens")
	}
	u, err := url.Parse(site.BaseURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || !strings.EqualFold(site.BaseURL, u.Scheme+"://"+u.Host) {
		return wiki.Invalid("url", site.BaseURL, "an address like https://wiki.example.com, without a path")
	}
	return nil
}

// SetSite changes a site's name, base URL or whether it is public.
func (y System) SetSite(ctx context.Context, site wiki.Site) error {
	site.BaseURL = strings.TrimRight(site.BaseURL, "/")
	if err := checkSite(site); err != nil {
		return err
	}
	return y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.SetSite(ctx, site) })
}

// CreateAccount makes an account with a new accountId. The e-mail needs a dotted domain, since clients refuse others
// (client-expectations.md "An account e-mail needs a dotted domain"). DuplicateKey when it is taken.
func (y System) CreateAccount(ctx context.Context, a identity.Account) (identity.Account, error) {
	a, err := newAccount(a, y.s.Random)
	if err != nil {
		return a, err
	}
	err = y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.CreateAccount(ctx, a) })
	return a, err
}

// newAccount completes an account that is to be made: its id, and what nobody has said of it.
func newAccount(a identity.Account, random io.Reader) (identity.Account, error) {
	if err := checkEmail(a.Email); err != nil {
		return a, err
	}
	if strings.TrimSpace(a.DisplayName) == "" {
		a.DisplayName, _, _ = strings.Cut(a.Email, "@")
	}
	if a.PublicName == "" {
		a.PublicName = a.DisplayName
	}
	if a.Kind == "" {
		a.Kind = identity.Person
	}
	if a.TimeZone == "" {
		a.TimeZone = "UTC"
	}
	var raw [12]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return a, fmt.Errorf("create account: %w", err)
	}
	a.ID, a.Active = wiki.AccountID(hex.EncodeToString(raw[:])), true
	return a, nil
}

func checkEmail(email string) error {
	name, domain, found := strings.Cut(email, "@")
	if !found || name == "" || !strings.Contains(strings.Trim(domain, "."), ".") || strings.ContainsAny(email, " :\t\r\n") {
		return wiki.Invalid("email", email, "an address like ann@example.com")
	}
	return nil
}

// Account finds an account by e-mail, compared case-folded.
func (y System) Account(ctx context.Context, email string) (identity.Account, error) {
	tx, err := y.s.DB.Read(ctx)
	if err != nil {
		return identity.Account{}, err
	}
	defer tx.Close()
	return tx.AccountByEmail(ctx, email)
}

// Accounts lists every account.
func (y System) Accounts(ctx context.Context) ([]identity.Account, error) {
	tx, err := y.s.DB.Read(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Close()
	return tx.AllAccounts(ctx)
}

// SetActive activates or deactivates an account. A deactivated one's tokens stop at once.
func (y System) SetActive(ctx context.Context, id wiki.AccountID, active bool) error {
	return y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.SetAccountActive(ctx, id, active) })
}

// SetPassword gives an account a password in place of the one it had; an empty one takes it away. InvalidInput for one that
// is too short or common, and for service accounts, which have none. Hashing happens before the write.
func (y System) SetPassword(ctx context.Context, owner identity.Account, password string) error {
	hash := ""
	if password != "" {
		if owner.Kind == identity.Service {
			return wiki.Invalid("password", "", "none: service accounts have tokens only")
		}
		err := identity.CheckPassword(password, owner)
		if err == nil {
			hash, err = identity.HashPassword(password, y.s.Random)
		}
		if err != nil {
			return err
		}
	}
	return y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.SetPassword(ctx, owner.ID, hash) })
}

// SetAccess gives an account a role on a site; the empty role takes the access away.
func (y System) SetAccess(ctx context.Context, site wiki.SiteID, id wiki.AccountID, role identity.SiteRole) error {
	return y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.SetSiteAccess(ctx, site, id, role) })
}

// CreateGroup makes a group with a new id. DuplicateKey when the name is taken.
func (y System) CreateGroup(ctx context.Context, name string) (identity.Group, error) {
	id, err := uuid.NewRandomFromReader(y.s.Random)
	if err != nil {
		return identity.Group{}, fmt.Errorf("create group: %w", err)
	}
	g := identity.Group{ID: wiki.GroupID(id.String()), Name: name}
	err = y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.CreateGroup(ctx, g) })
	return g, err
}

// Groups lists every group by name.
func (y System) Groups(ctx context.Context) ([]identity.Group, error) {
	tx, err := y.s.DB.Read(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Close()
	return tx.AllGroups(ctx)
}

// AddMember puts an account into a group.
func (y System) AddMember(ctx context.Context, g wiki.GroupID, id wiki.AccountID) error {
	return y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.AddMember(ctx, g, id) })
}

// RemoveMember takes an account out of a group.
func (y System) RemoveMember(ctx context.Context, g wiki.GroupID, id wiki.AccountID) error {
	return y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.RemoveMember(ctx, g, id) })
}

// SetPolicy replaces the organisation's policy.
func (y System) SetPolicy(ctx context.Context, p identity.Policy) error {
	return y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.SetPolicy(ctx, p) })
}

// CreateToken makes an API token and returns its text, which is stored nowhere and shown once. Errors: InvalidInput for
// unknown scopes, too many of them, a life outside 1 to 365 days; NoSuchObject for the account; PolicyBlocked when the
// organisation allows no tokens.
func (y System) CreateToken(ctx context.Context, spec identity.TokenSpec) (text string, k identity.Token, err error) {
	spec.MaxScopes = y.s.MaxScopes
	tx, err := y.s.DB.Read(ctx)
	if err != nil {
		return "", k, err
	}
	owners, err := tx.Accounts(ctx, []wiki.AccountID{spec.Account})
	policy, policyErr := tx.Policy(ctx)
	tx.Close()
	switch owner, known := owners[spec.Account]; {
	case err != nil:
		return "", k, err
	case policyErr != nil:
		return "", k, policyErr
	case !known || !owner.Active:
		return "", k, wiki.Missing("account", string(spec.Account))
	case policy.TokensBlocked:
		return "", k, wiki.NewError(wiki.PolicyBlocked, wiki.Facts{Account: spec.Account})
	}
	if k, text, err = y.newToken(spec, owners[spec.Account]); err != nil {
		return "", k, err
	}
	if err := y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.CreateToken(ctx, k) }); err != nil {
		return "", k, err
	}
	return text, k, nil
}

// newToken makes a token that is still to be stored.
func (y System) newToken(spec identity.TokenSpec, owner identity.Account) (k identity.Token, text string, err error) {
	if k, err = spec.Check(owner, y.s.Now().UTC()); err != nil {
		return k, "", err
	}
	if k.ID, text, err = identity.NewTokenText(k.Kind, y.s.Random); err != nil {
		return k, "", err
	}
	k.KeyID, k.Hash = y.s.Keys.Hash(text)
	return k, text, nil
}

// Tokens lists tokens without their secrets, newest first; an empty account means everybody's.
func (y System) Tokens(ctx context.Context, owner wiki.AccountID) ([]identity.Token, error) {
	tx, err := y.s.DB.Read(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Close()
	return tx.Tokens(ctx, owner)
}

// RevokeToken ends a token for good. When it returns, no request that starts later is accepted, on any node.
func (y System) RevokeToken(ctx context.Context, id string) error {
	return y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.RevokeToken(ctx, id) })
}

// As opens a session for an account on a site without a credential, as the host may: the demo and weirtest seed
// their content with it, so that seeds pass the same checks as requests. The account's own rights hold, no more.
// Close the visit.
func (y System) As(ctx context.Context, site wiki.SiteID, id wiki.AccountID, perm wiki.Perm) (*Session, *Visit, error) {
	tx, err := y.s.DB.Read(ctx)
	if err != nil {
		return nil, nil, err
	}
	caller, row, err := tx.Member(ctx, site, id)
	if err != nil {
		tx.Close()
		return nil, nil, err
	}
	v := &Visit{Site: row, Caller: &caller, service: y.s, tx: tx.In(site)}
	s, err := v.Open(perm)
	if err != nil {
		v.Close()
		return nil, nil, err
	}
	return s, v, nil
}
