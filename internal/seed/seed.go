// Package seed owns what a demo site and a test server begin with: the people, groups, tokens, spaces, pages and files,
// as tables, and the code that puts them in through the same sessions that requests use. It refuses to know HTTP and
// the command line.
package seed

import (
	"context"
	"fmt"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// Options say what the seeded site is called and for whom it is open.
type Options struct {
	BaseURL string // without /wiki
	Public  bool   // anonymous callers may use the site and read the space PUB
}

// Demo is what Site made: enough to print curl lines and to write an environment file. The token texts are shown once
// and kept nowhere.
type Demo struct {
	Site     wiki.Site
	People   map[string]identity.Account // by the name before the @
	Groups   map[string]identity.Group   // by name
	Spaces   map[string]wiki.Space       // by key
	Pages    map[string]wiki.Content     // by title
	Posts    map[string]wiki.Content     // blog posts by title
	Files    map[string]wiki.Content     // attachments by "Title/file name"
	Comments map[string]wiki.Content     // by what they are on: "Title", "Title/inline", "Title/file name"
	Levels   map[string]wiki.Level       // by name
	Unscoped Credential                  // ada, administrator
	Scoped   Credential                  // ada, every scope of the catalogue
	ReadOnly Credential                  // ada, every classic scope that reads
	Narrow   Credential                  // ada, read:confluence-space.summary alone
	Service  Credential                  // the service account
	Revoked  Credential                  // ada, revoked
	Reader   Credential                  // grace, unscoped: a member who may not see everything
}

// Credential is an e-mail with a token.
type Credential struct {
	Email string
	Token string
	ID    string // the token's public id
}

// Site fills an empty installation. It needs Service.MaxScopes to allow a token with every scope.
func Site(ctx context.Context, s *site.Service, o Options) (*Demo, error) {
	d := &Demo{People: map[string]identity.Account{}, Groups: map[string]identity.Group{},
		Spaces: map[string]wiki.Space{}, Pages: map[string]wiki.Content{}, Posts: map[string]wiki.Content{},
		Files: map[string]wiki.Content{}, Comments: map[string]wiki.Content{}, Levels: map[string]wiki.Level{}}
	steps := []struct {
		name string
		run  func(context.Context, *site.Service, Options) error
	}{
		{"site", d.makeSite}, {"people", d.makePeople}, {"spaces", d.makeSpaces}, {"around", d.makeAround}, {"tokens", d.makeTokens},
		{"levels", d.makeLevels},
		{"discussion", d.makeDiscussion}, {"notes", d.makeNotes}, // last: what comes before keeps its numbers
		{"templates", d.makeTemplates},
	}
	for _, step := range steps {
		if err := step.run(ctx, s, o); err != nil {
			return nil, fmt.Errorf("seed %s: %w", step.name, err)
		}
	}
	return d, s.Indexed(ctx)
}

func (d *Demo) makeSite(ctx context.Context, s *site.Service, o Options) (err error) {
	d.Site, err = s.System().CreateSite(ctx, wiki.Site{Key: "demo", Name: "Demo", BaseURL: o.BaseURL, Public: o.Public})
	return err
}

func (d *Demo) makePeople(ctx context.Context, s *site.Service, _ Options) error {
	y := s.System()
	for _, name := range groups {
		g, err := y.CreateGroup(ctx, name)
		if err != nil {
			return err
		}
		d.Groups[name] = g
	}
	for _, p := range people {
		a, err := y.CreateAccount(ctx, identity.Account{Email: p.email, DisplayName: p.name, Kind: p.kind})
		if err != nil {
			return err
		}
		short, _, _ := strings.Cut(p.email, "@")
		d.People[short] = a
		if p.role != "" {
			if err := y.SetAccess(ctx, d.Site.ID, a.ID, p.role); err != nil {
				return err
			}
		}
		for _, g := range p.groups {
			if err := y.AddMember(ctx, d.Groups[g].ID, a.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// everything is what a seeding session may do; the account's own rights still decide.
const everything = wiki.SpacePerms | wiki.UseSite

func (d *Demo) makeSpaces(ctx context.Context, s *site.Service, o Options) error {
	for _, sp := range spaces {
		if err := d.makeSpace(ctx, s, sp, o); err != nil {
			return fmt.Errorf("%s: %w", sp.key, err)
		}
	}
	return nil
}

func (d *Demo) makeSpace(ctx context.Context, s *site.Service, sp spaceRow, o Options) error {
	admin, visit, err := s.System().As(ctx, d.Site.ID, d.People["ada"].ID, everything)
	if err != nil {
		return err
	}
	defer visit.Close()
	n := site.NewSpace{Key: sp.key, Name: sp.name, Kind: sp.kind, Description: sp.description, Home: sp.home}
	for group, perm := range sp.grants {
		n.Grants = append(n.Grants, wiki.Grant{Subject: wiki.Group(d.Groups[group].ID), Perm: perm})
	}
	if sp.owner != "" {
		n.Grants = append(n.Grants, wiki.Grant{Subject: wiki.User(d.People[sp.owner].ID), Perm: wiki.SpacePerms})
	}
	if sp.anonymous && o.Public {
		n.Grants = append(n.Grants, wiki.Grant{Subject: wiki.Anonymous, Perm: wiki.View})
	}
	space, err := admin.CreateSpace(ctx, n)
	if err != nil {
		return err
	}
	d.Spaces[sp.key] = space
	for _, label := range sp.labels {
		if err := admin.LabelSpace(ctx, space.ID, "global", label); err != nil {
			return err
		}
	}
	for _, p := range pages[sp.key] {
		if err := d.makePage(ctx, s, space, p); err != nil {
			return fmt.Errorf("%s: %w", p.title, err)
		}
	}
	if sp.archived {
		return admin.SetSpaceStatus(ctx, space.ID, wiki.SpaceArchived)
	}
	return nil
}

func (d *Demo) makePage(ctx context.Context, s *site.Service, space wiki.Space, p pageRow) error {
	author := d.People["ada"]
	if p.author != "" {
		author = d.People[p.author]
	}
	as, visit, err := s.System().As(ctx, d.Site.ID, author.ID, everything)
	if err != nil {
		return err
	}
	defer visit.Close()
	status := wiki.Current
	if p.draft {
		status = wiki.Draft
	}
	page, err := as.Create(ctx, wiki.NewContent{Kind: wiki.Page, Status: status, Space: space.ID,
		Parent: d.Pages[p.under].ID, Title: p.title, Storage: p.body})
	if err != nil {
		return err
	}
	for i, message := range p.edits {
		body := p.body + fmt.Sprintf("<p>Edit %d: %s.</p>", i+1, message)
		if page, err = as.Update(ctx, page.ID, wiki.Change{Version: page.Version.Number + 1, Storage: &body, Message: message}); err != nil {
			return err
		}
	}
	for _, label := range p.labels {
		if err := as.Label(ctx, page.ID, label); err != nil {
			return err
		}
	}
	for _, f := range p.files {
		made, err := as.Attach(ctx, site.NewFile{Container: page.ID, Name: f.name, MediaType: f.mediaType,
			Comment: f.comment, Bytes: strings.NewReader(f.content)})
		if err != nil {
			return err
		}
		d.Files[p.title+"/"+f.name] = made
	}
	for _, r := range p.restrict {
		subjects := make([]wiki.Subject, 0, len(r.people)+len(r.groups))
		for _, name := range r.people {
			subjects = append(subjects, wiki.User(d.People[name].ID))
		}
		for _, name := range r.groups {
			subjects = append(subjects, wiki.Group(d.Groups[name].ID))
		}
		if err := as.Restrict(ctx, wiki.Restriction{Content: page.ID, Op: r.op, Subjects: subjects}); err != nil {
			return err
		}
	}
	if p.trashed {
		if err := as.Trash(ctx, page.ID); err != nil {
			return err
		}
	}
	d.Pages[p.title] = page
	return nil
}

func (d *Demo) makeTokens(ctx context.Context, s *site.Service, _ Options) error {
	y := s.System()
	all := make([]string, 0, 128)
	for _, sc := range catalog.AllScopes() {
		all = append(all, string(sc))
	}
	for _, t := range []struct {
		into   *Credential
		person string
		label  string
		scopes []string
		days   int
	}{
		{&d.Unscoped, "ada", "demo: unscoped", nil, 0},
		{&d.Scoped, "ada", "demo: every scope", all, 0},
		{&d.ReadOnly, "ada", "demo: read only", ReadOnlyScopes(), 0},
		{&d.Narrow, "ada", "demo: list spaces on v1 only", []string{"read:confluence-space.summary"}, 0},
		{&d.Service, "robot", "demo: service account", ReadOnlyScopes(), 0},
		{&d.Revoked, "ada", "demo: revoked", nil, 0},
		{&d.Reader, "grace", "demo: a member", nil, 0},
	} {
		owner := d.People[t.person]
		text, token, err := y.CreateToken(ctx, identity.TokenSpec{Account: owner.ID, Label: t.label, Scopes: t.scopes, Days: t.days})
		if err != nil {
			return fmt.Errorf("%s: %w", t.label, err)
		}
		*t.into = Credential{owner.Email, text, token.ID}
	}
	return y.RevokeToken(ctx, d.Revoked.ID)
}

// ReadOnlyScopes is every classic scope that reads: read:*, readonly:* and search:confluence.
func ReadOnlyScopes() []string {
	var out []string
	for _, sc := range catalog.ScopesOf(catalog.Classic) {
		if s := string(sc); strings.HasPrefix(s, "read:") || strings.HasPrefix(s, "readonly:") || s == "search:confluence" {
			out = append(out, s)
		}
	}
	return out
}
