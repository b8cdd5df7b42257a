package seed

import (
	"context"
	"fmt"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// review is what a program keeps about the page in Public Handbook that examples use.
const review = `{"by":"ada","due":"2026-06-30"}`

// makeAround puts around the page "Getting started", its first file, its space and ada what programs and readers leave
// there: a property each, that two people like the page, that ada has marked page and space, and that somebody watches the
// space.
func (d *Demo) makeAround(ctx context.Context, s *site.Service, _ Options) error {
	as, visit, err := s.System().As(ctx, d.Site.ID, d.People["ada"].ID, everything)
	if err != nil {
		return err
	}
	defer visit.Close()
	page := d.Pages["Getting started"]
	files, err := as.ListContent(ctx, wiki.ContentFilter{Parent: &page.ID, Kinds: []wiki.Kind{wiki.Attachment}}, wiki.Window{Limit: 1})
	if err == nil && len(files.Items) == 0 {
		err = fmt.Errorf("%q has no file", page.Title)
	}
	if err != nil {
		return err
	}
	for _, p := range []struct {
		of         wiki.PropertyOwner
		key, value string
	}{
		{wiki.PropertyOwner{Content: page.ID}, "review", review},
		{wiki.PropertyOwner{Content: files.Items[0].ID}, "scanned", `true`},
		{wiki.PropertyOwner{Space: page.Space}, "handbook", `{"edition":7}`},
		{wiki.PropertyOwner{Account: d.People["ada"].ID}, "editor", `{"theme":"dark"}`},
	} {
		if _, err := as.CreateProperty(ctx, p.of, p.key, p.value); err != nil {
			return err
		}
	}
	for _, person := range []string{"grace", "linus"} {
		if err := d.like(ctx, s, person, page.ID); err != nil {
			return err
		}
	}
	me := site.NodeName{Kind: wiki.UserNode, Key: site.CurrentUser}
	for _, marked := range []site.NodeName{{Kind: wiki.ContentNode, Content: page.ID}, {Kind: wiki.SpaceNode, Key: page.SpaceKey}} {
		if _, err := as.Relate(ctx, wiki.Favourite, me, marked); err != nil {
			return err
		}
	}
	return as.SetWatch(ctx, wiki.Watched{Space: page.Space}, d.People["grace"].ID, true)
}

func (d *Demo) like(ctx context.Context, s *site.Service, person string, id wiki.ContentID) error {
	as, visit, err := s.System().As(ctx, d.Site.ID, d.People[person].ID, wiki.View)
	if err != nil {
		return err
	}
	defer visit.Close()
	return as.SetLike(ctx, id, true)
}

// makeNotes keeps a property with a blog post and with a comment on it.
func (d *Demo) makeNotes(ctx context.Context, s *site.Service, _ Options) error {
	as, visit, err := s.System().As(ctx, d.Site.ID, d.People["ada"].ID, everything)
	if err != nil {
		return err
	}
	defer visit.Close()
	const post = "The handbook is open"
	for _, c := range []wiki.Content{d.Posts[post], d.Comments[post]} {
		if _, err := as.CreateProperty(ctx, wiki.PropertyOwner{Content: c.ID}, "seen", `[]`); err != nil {
			return err
		}
	}
	return as.Label(ctx, d.Posts[post].ID, "news")
}
