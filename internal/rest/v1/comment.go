package v1

import (
	"context"
	"slices"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func commentOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getContentComments", Route: "GET /content/{id}/child/comment", Perm: seePeople}, getContentComments),
	}
}

type getContentCommentsIn struct {
	rest.Offset
	Expand
	ID            wiki.ContentID `path:"id"`
	ParentVersion int            `query:"parentVersion" min:"0"` // without effect: comments are on content, not on its versions
	Location      []string       `query:"location" enum:"inline,footer,resolved"`
	Depth         string         `query:"depth"` // all: answers too
}

// locations are the places of comments, in the words of the parameter.
var locations = map[string][]wiki.Resolution{
	"footer": {wiki.FooterComment}, "inline": {wiki.Open, wiki.Reopened, wiki.Dangling}, "resolved": {wiki.Resolved},
}

// getContentComments lists the comments on content, or the answers to a comment.
func getContentComments(ctx context.Context, s *site.Session, in *getContentCommentsIn) (*wire.List[wire.Content], error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	filter := wiki.ContentFilter{Kinds: []wiki.Kind{wiki.Comment}, Statuses: []wiki.Status{wiki.Current}, Parent: &c.ID}
	if in.Location != nil {
		filter.Thread = &wiki.ThreadFilter{}
		for _, l := range in.Location {
			filter.Thread.Resolutions = append(filter.Thread.Resolutions, locations[l]...)
		}
	}
	var found wiki.Slice[wiki.Content]
	switch {
	case in.Depth != "all":
		found, err = s.ListContent(ctx, filter, in.Window())
	case c.Kind != wiki.Comment:
		if filter.Parent = nil; filter.Thread == nil {
			filter.Thread = &wiki.ThreadFilter{}
		}
		filter.Thread.On = c.ID
		found, err = s.ListContent(ctx, filter, in.Window())
	default:
		found, err = answersTo(ctx, s, c, filter.Thread, in.Window())
	}
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).contents(ctx, found.Items, in.tree(""))
	return listPage(in.Offset, found, made), err
}

// answersTo lists everything below a comment: all of it, or nothing, is where the filter says.
func answersTo(ctx context.Context, s *site.Session, c wiki.Content, f *wiki.ThreadFilter, w wiki.Window) (wiki.Slice[wiki.Content], error) {
	if f != nil && !slices.Contains(f.Resolutions, c.Thread.Resolution) {
		return wiki.Slice[wiki.Content]{}, nil
	}
	below, err := s.Descendants(ctx, []wiki.Content{c}, wiki.Comment, w.Offset+w.Limit)
	found := below[c.ID]
	found.Items = found.Items[min(w.Offset, len(found.Items)):]
	return found, err
}

// createComment makes a comment on the container, or an answer to the last of the ancestors.
func createComment(ctx context.Context, s *site.Session, in *createContentIn, given *wire.ContentCreate) (*wire.Content, error) {
	var n site.NewComment
	around, err := commented(ctx, s, given.Container)
	if err != nil {
		return nil, err
	}
	n.On = around.ID
	if n.Parent, err = parentOf(given.Ancestors); err != nil {
		return nil, err
	}
	if n.Parent != 0 {
		if around, err = s.Content(ctx, n.Parent); err != nil {
			return nil, err
		}
	}
	switch {
	case around.ID == 0:
		return nil, wiki.Invalid("container", "", rest.WantValue)
	case given.Status != "" && given.Status != string(wiki.Current), in.Status == wiki.Draft:
		return nil, wiki.Invalid("status", given.Status, "current")
	}
	storage, err := storageOf(ctx, s, around, given.Body)
	if err == nil && storage == nil {
		err = wiki.Invalid("body", "", rest.WantValue)
	}
	if err != nil {
		return nil, err
	}
	n.Storage = *storage
	made, err := s.Comment(ctx, n)
	if err != nil {
		return nil, err
	}
	return newLoader(s).contentAnswer(ctx, made, in.tree(writeExpand))
}

// commented finds the content a comment is made on; none when there is no container.
func commented(ctx context.Context, s *site.Session, given *wire.ContainerRef) (wiki.Content, error) {
	if given == nil || given.ID == "" {
		return wiki.Content{}, nil
	}
	id, err := given.ID.Int64()
	if err != nil {
		return wiki.Content{}, wiki.Invalid("container.id", string(given.ID), rest.WantContentID)
	}
	c, err := s.Content(ctx, wiki.ContentID(id))
	if err == nil && given.Type != "" && given.Type != string(c.Kind) {
		err = wiki.Invalid("container.type", given.Type, string(c.Kind))
	}
	return c, err
}

// updateComment changes the text of a comment; its title comes from what it is on.
func updateComment(ctx context.Context, s *site.Session, in *updateContentIn, c wiki.Content, given *wire.ContentUpdate) (*wire.Content, error) {
	var ch site.CommentChange
	if v := given.Version; v != nil {
		ch.Version, ch.Message, ch.Minor = v.Number, v.Message, v.MinorEdit
	}
	if given.Status != "" && given.Status != string(wiki.Current) {
		return nil, wiki.Invalid("status", given.Status, "current")
	}
	var err error
	if ch.Storage, err = storageOf(ctx, s, c, given.Body); err != nil {
		return nil, err
	}
	made, err := s.UpdateComment(ctx, c.ID, ch)
	if err != nil {
		return nil, err
	}
	return newLoader(s).contentAnswer(ctx, made, in.tree(writeExpand))
}

// contentExtensions shows what of an inline comment was asked for; where it is in the body is shown unasked.
func (l *loader) contentExtensions(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	var resolvers []wiki.AccountID
	for _, c := range list {
		if sub.has("resolution") && c.Thread != nil && c.Thread.Resolver != "" {
			resolvers = append(resolvers, c.Thread.Resolver)
		}
	}
	people, err := l.users(ctx, resolvers, sub["resolution"]["lastModifier"])
	if err != nil {
		return false, err
	}
	for i, c := range list {
		th, x := c.Thread, out[i].Extensions
		if th == nil || !th.Inline() {
			continue
		}
		if sub.has("inlineProperties") {
			x.InlineProperties = &wire.InlineProperties{OriginalSelection: th.Selection, MarkerRef: th.Marker}
			x.Expandable = x.Expandable.Without("inlineProperties")
		}
		if sub.has("resolution") {
			x.Resolution = &wire.CommentResolution{Status: string(th.Resolution), LastModifier: people[th.Resolver], LastModifiedDate: scalar.Time(th.ResolvedAt)}
			x.Expandable = x.Expandable.Without("resolution")
		}
	}
	return true, nil
}

// commentExtensions are the extensions of every comment.
func commentExtensions(c wiki.Content) *wire.Extensions {
	if !c.Thread.Inline() {
		return &wire.Extensions{Location: "footer"}
	}
	return &wire.Extensions{Location: "inline", Expandable: wire.InlineExpandable()}
}

// containerOf is what an attachment, comment or custom content is in: for a comment what its thread is on.
func containerOf(c wiki.Content) (wiki.ContentID, wiki.Kind) {
	if c.Thread != nil {
		return c.Thread.On, c.Thread.OnKind
	}
	return c.Parent, c.ParentKind
}

// ancestorsOf are those of the contents above that a content shows: a comment those it answers, an attachment none, custom
// content the custom content it lies in.
func ancestorsOf(c wiki.Content, above []*wiki.Content) []*wiki.Content {
	same := func(kind wiki.Kind) []*wiki.Content {
		return slices.DeleteFunc(slices.Clone(above), func(a *wiki.Content) bool { return !a.Kind.Is(kind) })
	}
	switch {
	case c.Kind == wiki.Attachment:
		return nil
	case c.Kind == wiki.Comment:
		return same(wiki.Comment)
	case c.Kind.IsCustom():
		return same(wiki.CustomContent)
	}
	return above
}
