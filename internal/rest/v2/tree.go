package v2

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// treeKind is a kind of content in the tree of a space, as its operations name it.
type treeKind struct {
	kind wiki.Kind
	noun string // in operationIds
	path string // of the collection
}

// treeKinds are pages, which have operations of their own too, and the four kinds that differ in little.
func treeKinds() []treeKind {
	return []treeKind{
		{wiki.Page, "Page", "pages"}, {wiki.Folder, "Folder", "folders"}, {wiki.Whiteboard, "Whiteboard", "whiteboards"},
		{wiki.Database, "Database", "databases"}, {wiki.Embed, "SmartLink", "embeds"},
	}
}

// treeOps are the operations of folders, whiteboards, databases and smart links.
func treeOps() []rest.Op {
	var ops []rest.Op
	for _, k := range treeKinds()[1:] {
		create := rest.Op{ID: "create" + k.noun, Route: "POST /" + k.path, Perm: wiki.View | wiki.CreatePage}
		if k.kind == wiki.Whiteboard || k.kind == wiki.Database {
			ops = append(ops, rest.On(create, k.createPrivate))
		} else {
			ops = append(ops, rest.On(create, k.create))
		}
		ops = append(ops,
			rest.On(rest.Op{ID: "get" + k.noun + "ById", Route: "GET /" + k.path + "/{id}", Perm: wiki.View, Viewed: "id"}, k.get),
			rest.On(rest.Op{ID: "delete" + k.noun, Route: "DELETE /" + k.path + "/{id}", Perm: wiki.View | wiki.DeletePage}, k.remove),
		)
	}
	return ops
}

type createTreeIn struct {
	Body rest.Body[wirev2.TreeCreate]
}

func (k treeKind) create(ctx context.Context, s *site.Session, in *createTreeIn) (*wirev2.TreeContent, error) {
	return k.make(ctx, s, in, false)
}

type createPrivateTreeIn struct {
	createTreeIn
	Private bool `query:"private"`
}

func (k treeKind) createPrivate(ctx context.Context, s *site.Session, in *createPrivateTreeIn) (*wirev2.TreeContent, error) {
	return k.make(ctx, s, &in.createTreeIn, in.Private)
}

func (k treeKind) make(ctx context.Context, s *site.Session, in *createTreeIn, private bool) (*wirev2.TreeContent, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	space, err := requiredSpace(ctx, s, asked.SpaceID)
	if err != nil {
		return nil, err
	}
	n := wiki.NewContent{Kind: k.kind, Status: wiki.Current, Space: space.ID, Private: private}
	if n.Parent, err = contentIDOf("parentId", asked.ParentID); err != nil {
		return nil, err
	}
	switch k.kind {
	case wiki.Whiteboard:
		if err := checkTemplate(asked); err != nil {
			return nil, err
		}
	case wiki.Embed:
		if n.EmbedURL, err = embedURL(asked.EmbedURL); err != nil {
			return nil, err
		}
	}
	n.Title = cmp.Or(asked.Title, untitled(k.kind, asked))
	made, err := s.Create(ctx, n)
	for i := 2; asked.Title == "" && i <= maxUntitled && wiki.HasReason(err, wiki.DuplicateTitle); i++ {
		n.Title = untitled(k.kind, asked) + " " + strconv.Itoa(i)
		made, err = s.Create(ctx, n)
	}
	if err != nil {
		return nil, named(k.kind, err)
	}
	return newTreeContent(s, made), nil
}

// requiredSpace finds the space that a body names, before anything else is found wrong (security-model.md §6 "Order").
func requiredSpace(ctx context.Context, s *site.Session, asked wire.ID) (wiki.Space, error) {
	id, err := spaceIDOf(asked)
	if err == nil && id == 0 {
		err = wiki.Invalid("spaceId", "", rest.WantValue)
	}
	if err != nil {
		return wiki.Space{}, err
	}
	return s.Space(ctx, id)
}

// maxUntitled is how many folders of a space may be given their name here: titles of folders are one of a kind.
const maxUntitled = 100

// untitled is what content is called that was given no title: ours, since the description demands none.
func untitled(kind wiki.Kind, asked *wirev2.TreeCreate) string {
	switch {
	case kind == wiki.Embed && asked.EmbedURL != "":
		return cutTitle(asked.EmbedURL)
	case kind == wiki.Embed:
		return "Untitled Smart Link"
	case kind == wiki.Whiteboard && asked.TemplateKey != "":
		words := strings.ReplaceAll(asked.TemplateKey, "-", " ")
		return strings.ToUpper(words[:1]) + words[1:]
	}
	return "Untitled " + string(kind)
}

// cutTitle is a text cut to the length of a title.
func cutTitle(text string) string {
	letters := []rune(text)
	return string(letters[:min(len(letters), site.MaxTitle)])
}

// embedURL checks where a smart link leads: an absolute address of the web, or nothing yet.
func embedURL(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(text) > maxEmbedURL {
		return "", wiki.Invalid("embedUrl", text, "an address that begins with http:// or https://")
	}
	return text, nil
}

// maxEmbedURL is the longest address of a smart link in bytes: ours.
const maxEmbedURL = 8192

type getTreeIn struct {
	ID             wiki.ContentID `path:"id"`
	Collaborators  bool           `query:"include-collaborators"` // the answer has no member for them
	DirectChildren bool           `query:"include-direct-children"`
	Operations     bool           `query:"include-operations"`
	Properties     bool           `query:"include-properties"`
	Parts          rest.Parts
}

func (k treeKind) get(ctx context.Context, s *site.Session, in *getTreeIn) (*wirev2.TreeContent, error) {
	c, err := k.find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	out := newTreeContent(s, c)
	p := partsOf(s, in.Parts, c, k.path)
	out.Properties = p.properties(ctx, in.Properties)
	out.Operations = p.operations(ctx, in.Operations)
	out.DirectChildren = p.directChildren(ctx, in.DirectChildren)
	return out, p.err
}

type deleteTreeIn struct {
	ID wiki.ContentID `path:"id"`
}

func (k treeKind) remove(ctx context.Context, s *site.Session, in *deleteTreeIn) (rest.Empty, error) {
	c, err := k.find(ctx, s, in.ID)
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, named(k.kind, s.Trash(ctx, c.ID))
}

// find finds content of the kind that the caller may view, in whatever status. Content of another kind is not there.
func (k treeKind) find(ctx context.Context, s *site.Session, id wiki.ContentID) (wiki.Content, error) {
	c, err := s.Content(ctx, id)
	return only(k.kind, id, c, err)
}

func newTreeContent(s *site.Session, c wiki.Content) *wirev2.TreeContent {
	version := newVersion(c.Version)
	out := &wirev2.TreeContent{
		ID: wire.NewID(int64(c.ID)), Type: string(c.Kind), Status: string(c.Status), Title: c.Title,
		SpaceID: wire.NewID(int64(c.Space)), Position: wire.Value(int(c.Position)), AuthorID: string(c.Creator),
		OwnerID: string(c.Owner), CreatedAt: wire.Time(c.Created), EmbedURL: c.EmbedURL, Version: &version,
		Links: wirev2.TreeLinks{WebUI: site.WebPath(c), Base: baseOf(s)},
	}
	if c.Parent != 0 {
		out.ParentID, out.ParentType = wire.NewID(int64(c.Parent)), string(c.ParentKind)
	}
	if c.Kind == wiki.Whiteboard {
		out.Links.EditUI = site.WebPath(c)
	}
	return out
}
