package v1

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func contentOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getContent", Route: "GET /content", Perm: seePeople, Kept: true}, getContent),
		rest.On(rest.Op{ID: "getContentById", Route: "GET /content/{id}", Perm: seePeople, Kept: true, Viewed: "id"}, getContentByID),
	}
}

// readExpand is what reads of content show when nothing is asked for.
const readExpand = "space,history,version"

type getContentIn struct {
	rest.Offset `max:"1000" maxstart:"100000"` // auth-behaviour.md §8 "v1 limits"
	Expand
	Kind     wiki.Kind     `query:"type" default:"page"`
	SpaceKey string        `query:"spaceKey"`
	Title    string        `query:"title"`
	Status   []wiki.Status `query:"status" default:"current" enum:"current,trashed,deleted,historical,draft,archived,any"`
	Day      time.Time     `query:"postingDay"`
	OrderBy  string        `query:"orderby"`
	Trigger  string        `query:"trigger" enum:"viewed"` // without effect: lists are no views
}

func getContent(ctx context.Context, s *site.Session, in *getContentIn) (*wire.List[wire.Content], error) {
	filter := wiki.ContentFilter{Title: in.Title, Day: in.Day.Truncate(24 * time.Hour)}
	switch {
	case in.Kind == wiki.Page, in.Kind == wiki.BlogPost, in.Kind.CheckCustom("type") == nil:
		filter.Kinds, filter.Living = []wiki.Kind{in.Kind}, in.Kind.IsCustom()
	default:
		return nil, unlistable(in.Kind)
	}
	if !slices.Contains(in.Status, anyStatus) {
		filter.Statuses = in.Status
	}
	var err error
	if filter.Sort, filter.Desc, err = parseOrder(in.OrderBy); err != nil {
		return nil, err
	}
	if in.SpaceKey != "" {
		space, err := s.SpaceByKey(ctx, in.SpaceKey) // an unknown space is 404, not an empty list
		if err != nil {
			return nil, err
		}
		filter.Spaces = []wiki.SpaceID{space.ID}
	}
	found, err := s.ListContent(ctx, filter, in.Window())
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).contents(ctx, found.Items, in.tree(readExpand))
	return listPage(in.Offset, found, made), err
}

// anyStatus asks for content in whatever status.
const anyStatus wiki.Status = "any"

// unlistable refuses a kind of content that this list does not have: the kinds of version 2 with 501 (auth-behaviour.md
// §6 "Odd ones", seen for folders), others as a wrong value.
func unlistable(kind wiki.Kind) error {
	switch kind {
	case wiki.Folder, wiki.Whiteboard, wiki.Database, wiki.Embed:
		return wiki.NewError(wiki.TypeNotListed, wiki.Facts{Param: "type", Value: string(kind)})
	}
	return wiki.Invalid("type", string(kind), "one of page, blogpost")
}

// orders are the fields that a list can be ordered by, as paths of the answer.
var orders = map[string]wiki.ContentSort{
	"id": wiki.ByID, "title": wiki.ByTitle, "history.createdDate": wiki.ByCreated, "created": wiki.ByCreated,
	"version.when": wiki.ByModified, "history.lastUpdated": wiki.ByModified, "history.lastUpdated.when": wiki.ByModified,
	"modified": wiki.ByModified, "extensions.position": wiki.ByPosition,
}

// parseOrder reads "history.createdDate desc".
func parseOrder(text string) (sort wiki.ContentSort, desc bool, err error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return wiki.ByID, false, nil
	}
	sort, known := orders[words[0]]
	switch {
	case !known || len(words) > 2:
		return "", false, wiki.Invalid("orderby", text, "a field and asc or desc")
	case len(words) == 1 || strings.EqualFold(words[1], "asc"):
		return sort, false, nil
	case strings.EqualFold(words[1], "desc"):
		return sort, true, nil
	}
	return "", false, wiki.Invalid("orderby", text, "a field and asc or desc")
}

type getContentByIDIn struct {
	Expand
	ID      wiki.ContentID `path:"id"`
	Status  []wiki.Status  `query:"status" enum:"current,trashed,deleted,historical,draft,archived,any"`
	Version int            `query:"version" min:"0"` // 0: the current one (client-expectations.md 12)
	// Every read of a content is a view, and what is embedded is shown as it is now (within): both are so in any case.
	Trigger  string `query:"trigger" enum:"viewed"`
	Embedded string `query:"embeddedContentRender" enum:"current,version-at-save"`
}

func getContentByID(ctx context.Context, s *site.Session, in *getContentByIDIn) (*wire.Content, error) {
	l, want := newLoader(s), in.tree(readExpand)
	c, err := l.find(ctx, in.ID, want)
	if err != nil {
		return nil, err
	}
	if c, err = asAsked(ctx, s, c, in.Status, in.Version); err != nil {
		return nil, err
	}
	return l.contentAnswer(ctx, c, want)
}

// contentAt finds a content in one of the statuses, or one of its versions. Without a status any will do: deleted
// content stays readable as trashed, comments do not (client-expectations.md, last section). A version is asked for by
// its number alone, whatever the status says.
func contentAt(ctx context.Context, s *site.Session, id wiki.ContentID, statuses []wiki.Status, version int) (wiki.Content, error) {
	c, err := s.Content(ctx, id)
	if err != nil {
		return c, err
	}
	return asAsked(ctx, s, c, statuses, version)
}

// asAsked is contentAt for a content that was found.
func asAsked(ctx context.Context, s *site.Session, c wiki.Content, statuses []wiki.Status, version int) (wiki.Content, error) {
	if version != 0 && version != c.Version.Number {
		v, _, err := s.Version(ctx, c, version)
		if wiki.HasReason(err, wiki.NoSuchObject) {
			err = wiki.Missing("content", c.ID.String())
		}
		return asOf(c, v), err
	}
	asked := len(statuses) == 0 || slices.Contains(statuses, anyStatus) || slices.Contains(statuses, c.Status) || version != 0
	if !asked || c.Kind == wiki.Comment && c.Status == wiki.Trashed {
		return c, wiki.Missing("content", c.ID.String())
	}
	return c, nil
}

// asOf is a content as it was at one of its versions.
func asOf(c wiki.Content, v wiki.Version) wiki.Content {
	if v.Number != c.Version.Number {
		c.Version, c.Title, c.Status = v, v.Title, wiki.Historical
	}
	return c
}

// contentAnswer is a content as the object an answer consists of.
func (l *loader) contentAnswer(ctx context.Context, c wiki.Content, want wants) (*wire.Content, error) {
	made, err := l.contents(ctx, []wiki.Content{c}, want)
	if err != nil {
		return nil, err
	}
	out := &made[0]
	out.Links.Base, out.Links.Context, out.Links.Collection = l.base(), contextPath, "/rest/api/content"
	return out, nil
}

// contents makes contents with the expansions that were asked for.
func (l *loader) contents(ctx context.Context, list []wiki.Content, want wants) ([]wire.Content, error) {
	out := make([]wire.Content, len(list))
	for i, c := range list {
		out[i] = l.content(c)
	}
	shown, err := fill(ctx, l, contentParts(), list, out, want)
	if err != nil {
		return nil, err
	}
	shown = append(shown, "extensions")
	for i, c := range list {
		space, container := wire.SpacePath(c.SpaceKey), wire.SpacePath(c.SpaceKey)
		if inContent(c) {
			id, kind := containerOf(c)
			container = wire.ContentPath(wireID(kind, id))
		}
		out[i].Expandable = wire.ContentExpandable(idOf(c), container, space).Without(shown...)
		if out[i].Metadata != nil {
			out[i].Expandable = out[i].Expandable.Without("metadata")
		}
	}
	return out, nil
}

// contentsByID makes contents the caller may view, by id; nil when they are too many. Ids it may not view are left out.
func (l *loader) contentsByID(ctx context.Context, ids []wiki.ContentID, want wants) (map[wiki.ContentID]*wire.Content, error) {
	out := map[wiki.ContentID]*wire.Content{}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return out, nil
	}
	found, err := l.s.ListContent(ctx, wiki.ContentFilter{IDs: ids}, wiki.Window{Limit: len(ids)})
	if err != nil || !l.room(len(found.Items), len(found.Items)) {
		return nil, err
	}
	made, err := l.contents(ctx, found.Items, want)
	for i := range made {
		out[found.Items[i].ID] = &made[i]
	}
	return out, err
}

// content is a content without expansions. What clients rely on in every attachment is shown unasked
// (client-expectations.md 8).
func (l *loader) content(c wiki.Content) wire.Content {
	id := idOf(c)
	ari := "ari:cloud:confluence:" + l.s.Site().CloudID + ":" + string(c.Kind) + "/" + c.ID.String()
	out := wire.Content{
		ID: id, Type: string(c.Kind), ARI: ari, Base64EncodedARI: base64.StdEncoding.EncodeToString([]byte(ari)),
		Status: string(c.Status), Title: c.Title, Extensions: &wire.Extensions{}, Links: l.contentLinks(c),
	}
	switch {
	case c.File != nil:
		out.Extensions = fileExtensions(c)
		out.Metadata = fileMetadata(c)
	case c.Thread != nil:
		out.Extensions = commentExtensions(c)
	case c.Kind.InTree():
		out.Extensions.Position = scalar.Value(c.Position)
	}
	return out
}

// contentLinks are the links of a content wherever it stands.
func (l *loader) contentLinks(c wiki.Content) wire.Links {
	path := wire.ContentPath(idOf(c))
	links := wire.Links{WebUI: site.WebPath(c), Self: l.self(path)}
	if c.Status == wiki.Historical {
		links.Self += "?status=historical&version=" + strconv.Itoa(c.Version.Number)
		links.WebUI = "/pages/viewpage.action?pageId=" + c.ID.String() + "&pageVersion=" + strconv.Itoa(c.Version.Number)
	}
	switch c.Kind {
	case wiki.Attachment:
		links.Download = site.DownloadPath(c)
	case wiki.Page, wiki.BlogPost:
		links.EditUI = site.EditPath(c)
		links.EditUIV2 = "/spaces/" + c.SpaceKey + "/pages/edit-v2/" + c.ID.String()
		links.TinyUI = site.TinyPath(c)
	}
	return links
}

// inContent reports whether a content lies in other content and not in a space.
func inContent(c wiki.Content) bool { return c.Kind.IsContained() && c.Parent != 0 }

// idOf is a content's id as it is written.
func idOf(c wiki.Content) scalar.ID { return wireID(c.Kind, c.ID) }

func wireID(kind wiki.Kind, id wiki.ContentID) scalar.ID {
	if kind == wiki.Attachment {
		return scalar.NewAttachmentID(int64(id))
	}
	return scalar.NewID(int64(id))
}
