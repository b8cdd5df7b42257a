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
	"github.com/weirhq/weir/internal/words"
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
	known   *known
}

func (s *Session) lens(ctx context.Context) lens {
	return lens{viewer: s, request: ctx, known: newKnown()}
}

// wiki is the lens as rendering has it.
func (l lens) wiki() body.Wiki {
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
		space, err := l.space(key)
		if space == nil {
			return nil, err
		}
		return &body.Target{URL: "/wiki" + SpacePath(*space), Title: space.Name, Type: "space"}, nil
	case body.ResourceUser:
		u, err := l.user(ctx, to.AccountID)
		if u == nil {
			return nil, err
		}
		return &body.Target{URL: u.URL, Title: u.Name}, nil
	}
	return nil, nil
}

// space finds a space by its key, nil when there is none for the viewer.
func (l lens) space(key string) (*wiki.Space, error) {
	at := words.Fold(key)
	if space, asked := l.known.spaces[at]; asked {
		return space, nil
	}
	space, err := l.viewer.SpaceByKey(l.request, key)
	if err != nil {
		l.known.spaces[at] = nil
		return nil, unlessUnseen(err)
	}
	l.known.spaces[at] = &space
	return &space, nil
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
	at := titled{words.Fold(f.SpaceKey), words.Fold(f.Title)}
	if page, asked := l.known.titles[at]; asked && r.Type == body.ResourcePage {
		if page == nil {
			return c, false, nil
		}
		return *page, true, nil
	}
	list, err := l.viewer.ListContent(l.request, f, wiki.Window{Limit: 1})
	if err != nil {
		return c, false, err
	}
	var page *wiki.Content
	if len(list.Items) > 0 {
		page = &list.Items[0]
		c = *page
	}
	if r.Type == body.ResourcePage {
		l.known.titles[at] = page
	}
	return c, page != nil, nil
}

// byID finds a content by the digits of its id, in whatever status.
func (l lens) byID(digits string) (wiki.Content, bool, error) {
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || id <= 0 {
		return wiki.Content{}, false, nil
	}
	if c, asked := l.known.ids[wiki.ContentID(id)]; asked {
		if c == nil {
			return wiki.Content{}, false, nil
		}
		return *c, true, nil
	}
	c, err := l.viewer.Content(l.request, wiki.ContentID(id))
	if err != nil {
		l.known.ids[wiki.ContentID(id)] = nil
		return c, false, unlessUnseen(err)
	}
	return l.known.remember(c), true, nil
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
	var unknown []wiki.AccountID
	for _, id := range distinct(ids) {
		if _, asked := l.known.people[id]; !asked && id != "" {
			unknown = append(unknown, id)
		}
	}
	if unknown != nil {
		tx, err := l.viewer.read(l.request)
		if err != nil {
			return nil, err
		}
		found, err := tx.Accounts(l.request, unknown)
		if err != nil {
			return nil, err
		}
		for _, id := range unknown {
			l.known.people[id] = nil
			if a, there := found[id]; there {
				l.known.people[id] = &a
			}
		}
	}
	out := make(map[wiki.AccountID]identity.Account, len(ids))
	for _, id := range ids {
		if a := l.known.people[id]; a != nil {
			out[id] = *a
		}
	}
	return out, nil
}

// file finds an attachment by its name: of the container the resource names, else of the page itself.
func (l lens) file(ctx context.Context, from body.Page, r body.Resource) (*body.File, error) {
	if ctx.Err() != nil || r.Type != body.ResourceAttachment || r.Filename == "" {
		return nil, nil
	}
	container, found, err := l.pageOr(from, r.Container)
	if !found {
		return nil, err
	}
	at := fileName{container.ID, r.Filename}
	if file, asked := l.known.files[at]; asked {
		return file, nil
	}
	files, err := l.attachments(container, wiki.ContentFilter{FileName: r.Filename}, 1)
	if err != nil {
		return nil, err
	}
	l.known.files[at] = nil
	if len(files) > 0 {
		l.known.files[at] = &files[0]
	}
	return l.known.files[at], nil
}

// files lists the attachments of a page, the one changed last first.
func (l lens) files(ctx context.Context, from body.Page, of *body.Resource) ([]body.File, error) {
	if ctx.Err() != nil {
		return nil, nil
	}
	container, found, err := l.pageOr(from, of)
	if !found {
		return nil, err
	}
	return l.attachments(container, wiki.ContentFilter{Sort: wiki.ByModified, Desc: true}, maxListed)
}

func (l lens) attachments(container wiki.Content, f wiki.ContentFilter, limit int) ([]body.File, error) {
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
		out[i] = fileOf(c, people)
	}
	return out, nil
}

// fileOf is an attachment as rendering knows it.
func fileOf(c wiki.Content, people map[wiki.AccountID]identity.Account) body.File {
	return body.File{ID: c.ID.String(), Name: c.Title, MediaType: c.File.MediaType, Size: c.File.Size,
		URL:    "/wiki/download/attachments/" + c.Parent.String() + "/" + url.PathEscape(c.Title),
		FileID: c.File.FileID, Author: people[c.Version.Author].PublicName,
		Date: c.Version.At.Format(time.DateOnly), Comment: c.File.Comment}
}

// pageOr is the content a resource names, or the page itself where there is no resource.
func (l lens) pageOr(from body.Page, of *body.Resource) (wiki.Content, bool, error) {
	if of == nil {
		return l.byID(from.ID) // it may be a draft, or in the trash
	}
	return l.content(from, *of)
}
