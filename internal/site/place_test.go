package site_test

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// lands makes a page without naming a parent and returns where it came to lie.
func (a actor) lands(title string) wiki.ContentID {
	a.b.t.Helper()
	var made wiki.Content
	a.run("makes "+title, nil, func(ctx context.Context, s *site.Session) (err error) {
		made, err = s.Create(ctx, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: a.b.dev.ID, Title: title})
		return err
	})
	return made.Parent
}

func TestAPageWithoutAParentLandsBelowTheHomePage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, _, _, _, _ := b.cast()
	home := wiki.Content{ID: b.dev.Home}
	if got := bob.lands("First"); got != home.ID {
		t.Errorf("the page lies below %d, want %d", got, home.ID)
	}
	if made := bob.makes(wiki.NewContent{Title: "Root"}); made.Parent != 0 {
		t.Errorf("a page for the root lies below %d", made.Parent)
	}
	ann.restricts(home, toEdit, []string{"ann"})
	if got := bob.lands("Beside a home page for others to edit"); got != 0 {
		t.Errorf("the page lies below %d, want beside the home page", got)
	}
	ann.restricts(home, toRead, []string{"ann"})
	if got := bob.lands("Beside a hidden home page"); got != 0 {
		t.Errorf("the page lies below %d, want beside the home page", got)
	}
	if got := ann.lands("Below"); got != home.ID {
		t.Errorf("the page lies below %d, want %d", got, home.ID)
	}
	ann.trashes(home)
	if got := ann.lands("Beside a home page in the trash"); got != 0 {
		t.Errorf("the page lies below %d, want beside the home page", got)
	}
	ann.purges(home)
	if got := ann.lands("Without a home page"); got != 0 {
		t.Errorf("the page lies below %d, want the root", got)
	}
}

func TestAnArchivedSpaceIsReadOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, dee, _, _ := b.cast()
	page := bob.page("Page", wiki.Content{})
	trashed := bob.page("Trashed", wiki.Content{})
	bob.trashes(trashed)
	draft := bob.makes(wiki.NewContent{Status: wiki.Draft, Title: "Draft"})
	file := bob.attaches(page, "a.txt", "x")
	turn := func(status wiki.SpaceStatus) {
		ann.run("archives", nil, func(ctx context.Context, s *site.Session) error {
			return s.SetSpaceStatus(ctx, b.dev.ID, status)
		})
	}
	cy.run("archives", []wiki.Reason{wiki.NoPermission}, func(ctx context.Context, s *site.Session) error {
		return s.SetSpaceStatus(ctx, b.dev.ID, wiki.SpaceArchived)
	})
	ann.run("burns", []wiki.Reason{wiki.InvalidInput}, func(ctx context.Context, s *site.Session) error {
		return s.SetSpaceStatus(ctx, b.dev.ID, "burnt")
	})
	turn(wiki.SpaceArchived)
	dee.sees(page, file)
	for _, a := range []actor{ann, bob, cy} {
		a.edits(page, wiki.SpaceIsArchived)
		a.trashes(page, wiki.SpaceIsArchived)
		a.page("New", wiki.Content{}, wiki.SpaceIsArchived)
		a.restricts(page, toRead, []string{a.name}, wiki.SpaceIsArchived)
		a.attaches(page, "b.txt", "x", wiki.SpaceIsArchived)
		a.trashes(file, wiki.SpaceIsArchived)
		a.restores(trashed, wiki.SpaceIsArchived)
		a.purges(trashed, wiki.SpaceIsArchived)
		a.labels(page, "late", wiki.SpaceIsArchived)
	}
	bob.publishes(draft, wiki.SpaceIsArchived)
	bob.discards(draft, wiki.SpaceIsArchived)
	turn(wiki.SpaceCurrent)
	bob.edits(page)
	bob.publishes(draft)
}

func (a actor) labels(c wiki.Content, name string, want ...wiki.Reason) {
	a.b.t.Helper()
	a.run("labels "+c.Title, want, func(ctx context.Context, s *site.Session) error { return s.Label(ctx, c.ID, name) })
}

func TestSpacesAreFoundByThoseWhoMayViewThem(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, _, dee, eve, _ := b.cast()
	find := func(a actor, want ...wiki.Reason) {
		t.Helper()
		a.run("finds DEV by number", want, func(ctx context.Context, s *site.Session) error {
			_, err := s.Space(ctx, b.dev.ID)
			return err
		})
		a.run("finds DEV by key", want, func(ctx context.Context, s *site.Session) error {
			_, err := s.SpaceByKey(ctx, "dev")
			return err
		})
		a.run("lists spaces", nil, func(ctx context.Context, s *site.Session) error {
			list, err := s.Spaces(ctx, wiki.SpaceFilter{}, wiki.Window{Limit: 10})
			if found := len(list.Items) == 1; found != (len(want) == 0) {
				t.Errorf("%q lists %d spaces", a.name, len(list.Items))
			}
			return err
		})
	}
	find(ann)
	find(bob)
	find(dee)
	find(eve, wiki.NoViewPermission)
	b.leaves("bob", "eng")
	find(bob, wiki.NoViewPermission)
	bob.page("Page", wiki.Content{}, wiki.NoViewPermission)
	eve.makes(wiki.NewContent{Space: 99, Title: "Page"}, wiki.NoSuchObject)

	ann.run("lets eve create, and not view", nil, func(ctx context.Context, s *site.Session) error {
		return s.Grant(ctx, wiki.Grant{Space: b.dev.ID, Subject: b.subject("eve"), Perm: wiki.CreatePage | wiki.AdministerSpace})
	})
	find(eve, wiki.NoViewPermission)
	eve.page("Page", wiki.Content{}, wiki.NoViewPermission)
	eve.grants(wiki.View, "eve", wiki.NoViewPermission)
	ann.grants(wiki.View, "eve")
	find(eve)
}

// grants gives somebody abilities in DEV.
func (a actor) grants(p wiki.Perm, to string, want ...wiki.Reason) {
	a.b.t.Helper()
	a.run("grants "+p.String(), want, func(ctx context.Context, s *site.Session) error {
		return s.Grant(ctx, wiki.Grant{Space: a.b.dev.ID, Subject: a.b.subject(to), Perm: p})
	})
}

func TestWhoMayChangeSpaces(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, _, eve, nobody := b.cast()
	makes := func(a actor, n site.NewSpace, want ...wiki.Reason) {
		t.Helper()
		a.run("makes "+n.Key, want, func(ctx context.Context, s *site.Session) error {
			_, err := s.CreateSpace(ctx, n)
			return err
		})
	}
	makes(nobody, site.NewSpace{Key: "NO", Name: "Nobody's"}, wiki.CredentialsMissing)
	makes(cy, site.NewSpace{Key: "CY", Name: "Cy"}) // nobody need be an administrator for it
	makes(ann, site.NewSpace{Key: "dev", Name: "Again"}, wiki.DuplicateKey)
	for _, n := range []site.NewSpace{{Key: "", Name: "N"}, {Key: "A B", Name: "N"}, {Key: "~", Name: "N", Kind: wiki.PersonalSpace},
		{Key: "ANN", Name: "N", Kind: wiki.PersonalSpace}, {Key: "N", Name: " "},
		{Key: "N", Name: "N", Grants: []wiki.Grant{{Subject: wiki.Anonymous, Perm: wiki.AdministerSite}}}} {
		makes(ann, n, wiki.InvalidInput)
	}
	makes(ann, site.NewSpace{Key: "N", Name: "N", Home: "<p>"}, wiki.InvalidBody)
	makes(ann, site.NewSpace{Key: "~ann", Name: "Ann", Kind: wiki.PersonalSpace})

	cy.grants(wiki.View, "eve", wiki.NoPermission)
	bob.grants(wiki.AdministerSpace, "bob", wiki.NoPermission)
	eve.grants(wiki.View, "eve", wiki.NoViewPermission)
	ann.grants(wiki.UseSite, "eve", wiki.InvalidInput)
	b.opensTheSite(true)
	ann.grants(wiki.SpacePerms, "")
	nobody.grants(wiki.View, "eve", wiki.CredentialsMissing)
	nobody.page("Page", wiki.Content{}, wiki.CredentialsMissing) // whatever the space grants

	ann.grants(wiki.AdministerSpace, "cy")
	cy.grants(wiki.View, "eve")
	cy.run("takes it away", nil, func(ctx context.Context, s *site.Session) error {
		return s.Revoke(ctx, wiki.Grant{Space: b.dev.ID, Subject: wiki.Anonymous, Perm: wiki.SpacePerms})
	})
	eve.sees(wiki.Content{ID: b.dev.Home})
	nobody.misses(wiki.Content{ID: b.dev.Home})
}

func TestWhatIsDeletedByWhom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, _, cy, dee, _, _ := b.cast()
	ann.grants(wiki.CreatePage|wiki.CreateAttachment|wiki.DeleteOwn, "dee")
	own := dee.page("Own", wiki.Content{})
	foreign := cy.page("Foreign", wiki.Content{})
	ownFile, foreignFile := dee.attaches(foreign, "own.txt", "x"), cy.attaches(own, "foreign.txt", "x")
	dee.trashes(foreign, wiki.NoPermission)
	dee.trashes(foreignFile, wiki.NoPermission)
	dee.trashes(ownFile)
	dee.trashes(own)
	dee.purges(own, wiki.NoPermission)
	dee.trashes(wiki.Content{ID: 99}, wiki.NoSuchObject)
}
