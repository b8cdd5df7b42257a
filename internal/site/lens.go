package site

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// pathEscape writes a title as the last part of a web path, blanks as plus signs.
func pathEscape(title string) string {
	return strings.ReplaceAll(url.PathEscape(title), "%20", "+")
}

// lens is what rendering asks of the wiki, answered through the methods of one session: what its viewer may not view is
// not found (security-model.md R-VIEWER).
type lens struct {
	viewer *Session
	// request is the context of the statements. The one that rendering passes ends with its time limit, and a statement
	// cancelled by it would take the request's snapshot along; it only says when to stop asking.
	request context.Context
}

func (s *Session) lens(ctx context.Context) body.Wiki {
	l := lens{viewer: s, request: ctx}
	return body.Wiki{Target: l.target, User: l.user, File: l.file, Files: l.files, Children: l.children,
		Include: l.include, Pages: l.pages, Tasks: l.tasks, Media: l.media, Address: l.address}
}

// shown are the statuses of content that links lead to.
var shown = []wiki.Status{wiki.Current, wiki.Archived}

// target finds what a link leads to.
func (l lens) target(ctx context.Context, from body.Page, to body.Resource) (*body.Target, error) {
	if ctx.Err() != nil {
		return nil, nil
	}
	switch to.Type {
	case body.ResourcePage, body.ResourceBlogPost, body.ResourceContent:
		c, found, err := l.content(from, to)
		if !found {
			return nil, err
		}
		return &body.Target{URL: "/wiki" + WebPath(c), Title: c.Title, ID: c.ID.String(), Type: string(c.Kind)}, nil
	case body.ResourceAttachment:
		f, err := l.file(ctx, from, to)
		if f == nil {
			return nil, err
		}
		return &body.Target{URL: f.URL, Title: f.Name, ID: f.ID, Type: string(wiki.Attachment)}, nil
	case body.ResourceSpace:
		key := to.SpaceKey
		if key == "" {
			key = from.SpaceKey
		}
		space, err := l.viewer.SpaceByKey(l.request, key)
		if err != nil {
			return nil, unlessUnseen(err)
		}
		return &body.Target{URL: "/wiki" + SpacePath(space), Title: space.Name, Type: "space"}, nil
	case body.ResourceUser:
		u, err := l.user(ctx, to.AccountID)
		if u == nil {
			return nil, err
		}
		return &body.Target{URL: u.URL, Title: u.Name}, nil
	}
	return nil, nil
}

// content finds the page, blog post or other content a resource names, by id or by title in a space.
func (l lens) content(from body.Page, r body.Resource) (c wiki.Content, found bool, err error) {
	if r.ContentID != "" {
		c, found, err = l.byID(r.ContentID)
		return c, found && (c.Status == wiki.Current || c.Status == wiki.Archived), err
	}
	f := wiki.ContentFilter{Kinds: []wiki.Kind{wiki.Page}, SpaceKey: r.SpaceKey, Title: r.Title, Statuses: shown}
	if f.SpaceKey == "" {
		f.SpaceKey = from.SpaceKey
	}
	if r.Type == body.ResourceBlogPost {
		f.Kinds = []wiki.Kind{wiki.BlogPost}
		if f.Day, err = time.Parse("2006/01/02", r.PostingDay); r.PostingDay != "" && err != nil {
			return c, false, nil
		}
	}
	if f.SpaceKey == "" || f.Title == "" {
		return c, false, nil
	}
	list, err := l.viewer.ListContent(l.request, f, wiki.Window{Limit: 1})
	if err != nil || len(list.Items) == 0 {
		return c, false, err
	}
	return list.Items[0], true, nil
}

// byID finds a content by the digits of its id, in whatever status.
func (l lens) byID(digits string) (wiki.Content, bool, error) {
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || id <= 0 {
		return wiki.Content{}, false, nil
	}
	c, err := l.viewer.Content(l.request, wiki.ContentID(id))
	return c, err == nil, unlessUnseen(err)
}

// unlessUnseen drops the refusals that mean "not found" to a viewer.
func unlessUnseen(err error) error {
	if wiki.HasReason(err, wiki.NoSuchObject) || wiki.HasReason(err, wiki.NoViewPermission) {
		return nil
	}
	return err
}

func (l lens) user(ctx context.Context, accountID string) (*body.User, error) {
	if ctx.Err() != nil {
		return nil, nil
	}
	found, err := l.accounts([]wiki.AccountID{wiki.AccountID(accountID)})
	a, known := found[wiki.AccountID(accountID)]
	if !known {
		return nil, err
	}
	return &body.User{AccountID: accountID, Name: a.PublicName, URL: "/wiki/people/" + url.PathEscape(accountID)}, nil
}

// accounts finds accounts by id. Their names stand in what the viewer reads, whatever the operation may do with people.
func (l lens) accounts(ids []wiki.AccountID) (map[wiki.AccountID]identity.Account, error) {
	tx, err := l.viewer.read(l.request)
	if err != nil {
		return nil, err
	}
	return tx.Accounts(l.request, distinct(ids))
}

// file finds an attachment by its name: of the container the resource names, else of the page itself.
func (l lens) file(ctx context.Context, from body.Page, r body.Resource) (*body.File, error) {
	if ctx.Err() != nil || r.Type != body.ResourceAttachment || r.Filename == "" {
		return nil, nil
	}
	found, err := l.attachments(from, r.Container, wiki.ContentFilter{FileName: r.Filename}, 1)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// files lists the attachments of a page, the one changed last first.
func (l lens) files(ctx context.Context, from body.Page, of *body.Resource) ([]body.File, error) {
	if ctx.Err() != nil {
		return nil, nil
	}
	return l.attachments(from, of, wiki.ContentFilter{Sort: wiki.ByModified, Desc: true}, maxListed)
}

func (l lens) attachments(from body.Page, of *body.Resource, f wiki.ContentFilter, limit int) ([]body.File, error) {
	container, found, err := l.pageOr(from, of)
	if !found {
		return nil, err
	}
	f.Kinds, f.Statuses, f.Parent = []wiki.Kind{wiki.Attachment}, []wiki.Status{wiki.Current}, &container.ID
	list, err := l.viewer.ListContent(l.request, f, wiki.Window{Limit: limit})
	if err != nil {
		return nil, err
	}
	authors := make([]wiki.AccountID, len(list.Items))
	for i, c := range list.Items {
		authors[i] = c.Version.Author
	}
	people, err := l.accounts(authors)
	if err != nil {
		return nil, err
	}
	out := make([]body.File, len(list.Items))
	for i, c := range list.Items {
		out[i] = body.File{ID: c.ID.String(), Name: c.Title, MediaType: c.File.MediaType, Size: c.File.Size,
			URL:    "/wiki/download/attachments/" + c.Parent.String() + "/" + url.PathEscape(c.Title),
			FileID: c.File.FileID, Author: people[c.Version.Author].PublicName,
			Date: c.Version.At.Format(time.DateOnly), Comment: c.File.Comment}
	}
	return out, nil
}

// pageOr is the content a resource names, or the page itself where there is no resource.
func (l lens) pageOr(from body.Page, of *body.Resource) (wiki.Content, bool, error) {
	if of == nil {
		return l.byID(from.ID) // it may be a draft, or in the trash
	}
	return l.content(from, *of)
}
