// Package identity owns who calls: accounts, groups, API tokens and their text, the Authorization field, the policy of
// the organisation, and the judgement that turns a credential at a door into a Caller or a refusal. It is pure: the
// store finds rows, this package decides. It never asks how a request reached a handler and never looks at content.
package identity

import (
	"strings"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/wiki"
)

// AccountKind tells people from service accounts.
type AccountKind string

// The kinds of account. The texts are those of the v1 member accountType where it has one.
const (
	Person  AccountKind = "atlassian"
	Service AccountKind = "app"
)

// Account is one account of the installation. It may use several sites.
type Account struct {
	ID          wiki.AccountID
	Kind        AccountKind
	Email       string // as it was given; compared folded
	DisplayName string
	PublicName  string
	TimeZone    string // IANA name, "UTC" by default
	Active      bool
	Created     time.Time
}

// Group is a named set of accounts.
type Group struct {
	ID   wiki.GroupID
	Name string
}

// SiteRole is what an account may be on a site.
type SiteRole string

// The roles. An account without a row has no access to the site.
const (
	SiteUser  SiteRole = "user"
	SiteAdmin SiteRole = "admin"
)

// Door is the way a request came in. Only Judge asks for it (security-model.md R-SAMEWAY).
type Door int

// The two doors.
const (
	AtSite    Door = iota // https://{site}/wiki/…
	AtGateway             // https://{gateway}/ex/confluence/{cloudId}/…
)

func (d Door) String() string {
	if d == AtGateway {
		return "gateway"
	}
	return "site"
}

// Policy is what the organisation decided for everybody.
type Policy struct {
	TokensBlocked bool // API tokens are blocked, whatever their kind
}

// Caller is who makes a request, after the door and before any object.
type Caller struct {
	Account     wiki.AccountID // empty for anonymous
	DisplayName string
	Groups      []wiki.GroupID
	Admin       bool             // administrator of the site
	Token       string           // public id of the token, empty for anonymous
	Scoped      bool             // the token has scopes; they are all it may use
	Scopes      catalog.ScopeSet // set when Scoped
	// Failure is why a presented credential was not accepted while the call goes on as anonymous
	// (auth-behaviour.md §2 "Failed pair"). Nil when none was presented or it was accepted.
	Failure *wiki.Error
}

// IsAnonymous reports whether no account stands behind the call.
func (c *Caller) IsAnonymous() bool { return c.Account == "" }

// Viewer is the caller as the permission formula sees it on a site.
func (c *Caller) Viewer(site wiki.Site) wiki.Viewer {
	v := wiki.Viewer{Account: c.Account, SiteAdmin: c.Admin}
	if !c.IsAnonymous() {
		v.Subjects = append(v.Subjects, wiki.User(c.Account))
		for _, g := range c.Groups {
			v.Subjects = append(v.Subjects, wiki.Group(g))
		}
	}
	if site.Public {
		v.Subjects = append(v.Subjects, wiki.Anonymous)
	}
	return v
}

// Gate is the scope check, the door's own and the first of all checks on an operation (auth-behaviour.md §3 "Order of
// checks"). An unscoped token and an anonymous caller pass: their limits are permissions. It returns ScopeMissing with
// the sets that would do and the scopes held, or OperationClosedToScopes where no scope opens the operation.
func (c *Caller) Gate(op catalog.Operation) *wiki.Error {
	if !c.Scoped || op.Allows(c.Scopes) {
		return nil
	}
	f := wiki.Facts{Operation: op.Key(), Held: scopeTexts(c.Scopes.Scopes()), Account: c.Account, Token: c.Token}
	for _, set := range op.Alternatives() {
		f.Need = append(f.Need, strings.Join(scopeTexts(set), " "))
	}
	if len(f.Need) == 0 {
		return wiki.NewError(wiki.OperationClosedToScopes, f)
	}
	return wiki.NewError(wiki.ScopeMissing, f)
}

func scopeTexts(scopes []catalog.Scope) []string {
	out := make([]string, len(scopes))
	for i, s := range scopes {
		out[i] = string(s)
	}
	return out
}
