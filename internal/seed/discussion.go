package seed

import (
	"context"
	"fmt"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// postRow is a blog post of the demo.
type postRow struct{ space, title, author, body string }

var posts = []postRow{
	{"PUB", `The handbook is open`, "ada", `<p>From today on everybody may read the handbook. Tell us what is missing.</p>`},
	{"HR", `Summer party`, "mary", `<p>On the second Friday of July, in the garden.</p>`},
}

// commentRow is a comment of the demo: on a page or blog post, or on one of its files.
type commentRow struct {
	on, file  string
	author    string
	selection string // of an inline comment: a text that occurs once
	body      string
	answer    string // by ada
}

var comments = []commentRow{
	{on: `Getting started`, author: "grace", body: `<p>Clear and short. Could we add a picture?</p>`, answer: `<p>One is on its way.</p>`},
	{on: `Getting started`, file: `welcome.txt`, author: "grace", body: `<p>Who wrote this?</p>`},
	{on: `Ask for one page`, author: "linus", selection: "the current user", body: `<p>Is that you or me?</p>`, answer: `<p>Whoever the token belongs to.</p>`},
	{on: `The handbook is open`, author: "grace", body: `<p>Wonderful!</p>`},
	{on: `The handbook is open`, author: "linus", selection: "everybody", body: `<p>Without an account, too?</p>`},
	{on: `Salary bands`, author: "mary", body: `<p>Draft for next year is attached.</p>`},
	{on: `Salary bands`, author: "mary", selection: "each January", body: `<p>Or in December?</p>`},
	{on: `Salary bands`, file: `bands.csv`, author: "mary", body: `<p>Second row is still open.</p>`},
}

// makeDiscussion adds the blog posts, then what people say about pages, posts and files.
func (d *Demo) makeDiscussion(ctx context.Context, s *site.Service, _ Options) error {
	for _, p := range posts {
		err := d.as(ctx, s, p.author, func(as *site.Session) (err error) {
			d.Posts[p.title], err = as.Create(ctx, wiki.NewContent{Kind: wiki.BlogPost, Status: wiki.Current,
				Space: d.Spaces[p.space].ID, Title: p.title, Storage: p.body})
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", p.title, err)
		}
	}
	for _, c := range comments {
		if err := d.makeComment(ctx, s, c); err != nil {
			return fmt.Errorf("comment on %s: %w", c.on, err)
		}
	}
	return nil
}

func (d *Demo) makeComment(ctx context.Context, s *site.Service, c commentRow) error {
	on, isPage := d.Pages[c.on]
	if !isPage {
		on = d.Posts[c.on]
	}
	key := c.on
	var made wiki.Content
	err := d.as(ctx, s, c.author, func(as *site.Session) (err error) {
		n := site.NewComment{On: on.ID, Storage: c.body}
		switch {
		case c.selection != "":
			n.Selection, key = &site.Selection{Text: c.selection, Count: 1}, key+"/inline"
		case c.file != "":
			key += "/" + c.file
			n.On = d.Files[key].ID
		}
		made, err = as.Comment(ctx, n)
		return err
	})
	if err != nil {
		return err
	}
	if d.Comments[key] = made; c.answer == "" {
		return nil
	}
	return d.as(ctx, s, "ada", func(as *site.Session) error {
		_, err := as.Comment(ctx, site.NewComment{Parent: made.ID, Storage: c.answer})
		return err
	})
}

// as does something in the session of a person.
func (d *Demo) as(ctx context.Context, s *site.Service, person string, do func(*site.Session) error) error {
	session, visit, err := s.System().As(ctx, d.Site.ID, d.People[person].ID, everything)
	if err != nil {
		return err
	}
	defer visit.Close()
	return do(session)
}
