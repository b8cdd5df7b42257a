package login

import (
	"context"
	"errors"
	"fmt"

	"github.com/weirhq/weir/client"
)

// Sources are where a credential may come from, and what the command line says about it.
type Sources struct {
	Env  func(string) (string, bool)
	Home Home

	Site    string // named on the command line
	Gateway string // the same
	Context string // the same
	Netrc   bool   // whether .netrc is read at all

	Anonymous bool // only the site is looked for
}

// Choice is what a command uses, and why.
type Choice struct {
	Site        string
	Gateway     string // empty for the site's usual one
	Credentials client.Credentials
	Source      string   // of the token: `context "acme"`, `variable CONFLUENCE_API_TOKEN`, …
	Notes       []string // what the user should know about how it was chosen
}

// MissingError is a command without a site, or without a credential for it.
type MissingError struct {
	Site string // empty when not even that is known
}

func (e *MissingError) Error() string {
	if e.Site == "" {
		return "no site: log in with weir auth login, or name one with --site"
	}
	return fmt.Sprintf("no credential for %s: log in with weir auth login %s", e.Site, e.Site)
}

// Pick chooses. The command line comes before the environment, that before the stored contexts, and .netrc last. A token
// from the environment is used only for the site that stands there beside it, if one does.
func (s Sources) Pick(ctx context.Context) (Choice, error) {
	book, err := s.Home.Book()
	if err != nil {
		return Choice{}, err
	}
	if s.Context != "" {
		c, ok := book.Find(s.Context)
		if !ok {
			return Choice{}, fmt.Errorf("no context is called %q; weir auth status lists them", s.Context)
		}
		return s.stored(ctx, c)
	}
	e, err := readEnvironment(s.Env)
	if err != nil {
		return Choice{}, err
	}
	site := either(s.Site, e.site.value)
	if site == "" {
		current, _ := book.Find(book.Current)
		site = current.Site
	}
	if site == "" {
		return Choice{}, &MissingError{}
	}
	address, err := client.ParseAddress(site)
	if err != nil {
		return Choice{}, err
	}
	if s.Anonymous {
		return Choice{Site: site, Gateway: either(s.Gateway, value(s.Env, "WEIR_GATEWAY")), Source: "nowhere"}, nil
	}
	if e.token.value != "" {
		if e.site.value == "" || hostOf(e.site.value) == address.Host() {
			if e.site.value == "" && s.Site == "" && e.token.family() != "WEIR" {
				e.note("%s comes without a site: it goes to the current one, %s", e.token.name, address.Host())
			}
			return Choice{
				Site: site, Gateway: either(s.Gateway, value(s.Env, "WEIR_GATEWAY")), Source: "variable " + e.token.name, Notes: e.notes,
				Credentials: client.Credentials{Email: e.email.value, Token: e.token.value},
			}, nil
		}
		e.note("%s belongs to %s, not to %s: not used", e.token.name, hostOf(e.site.value), address.Host())
	}
	choice, err := s.kept(ctx, book, site, address.Host())
	choice.Notes = append(e.notes, choice.Notes...)
	return choice, err
}

// kept looks among contexts and in .netrc.
func (s Sources) kept(ctx context.Context, book Book, site, host string) (Choice, error) {
	if c, ok := book.ForSite(host); ok {
		return s.stored(ctx, c)
	}
	if !s.Netrc {
		return Choice{}, &MissingError{Site: host}
	}
	name := netrcFile(s.Env)
	login, password, err := readNetrc(name, host)
	if err != nil {
		return Choice{}, err
	}
	if password == "" {
		return Choice{}, &MissingError{Site: host}
	}
	return Choice{
		Site: site, Gateway: s.Gateway, Source: "file " + name,
		Credentials: client.Credentials{Email: login, Token: password},
	}, nil
}

// stored is a context with its token.
func (s Sources) stored(ctx context.Context, c Context) (Choice, error) {
	token, err := s.Home.Secrets(c.Storage, s.Env).Get(ctx, c.Host(), c.Email)
	if errors.Is(err, ErrNoSecret) {
		return Choice{}, fmt.Errorf("context %q: %w; log in again with weir auth login %s", c.Name, err, c.Host())
	}
	if err != nil {
		return Choice{}, fmt.Errorf("context %q: %w", c.Name, err)
	}
	return Choice{
		Site: c.Site, Gateway: either(s.Gateway, c.Gateway), Source: fmt.Sprintf("context %q", c.Name),
		Credentials: client.Credentials{Email: c.Email, Token: token},
	}, nil
}
