package v1

import (
	"cmp"
	"context"
	"strings"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func contentWriteOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "createContent", Route: "POST /content", Perm: writePages}, createContent),
		rest.On(rest.Op{ID: "updateContent", Route: "PUT /content/{id}", Perm: writePages}, updateContent),
		rest.On(rest.Op{ID: "deleteContent", Route: "DELETE /content/{id}", Perm: seePeople | deletePages}, deleteContent),
	}
}

const (
	writePages  = seePeople | wiki.CreatePage | wiki.CreateBlogPost | wiki.CreateComment
	deletePages = wiki.DeletePage | wiki.DeleteBlogPost | wiki.DeleteComment | wiki.DeleteAttachment | wiki.DeleteOwn
)

// writeExpand is what writes of content show when nothing is asked for.
const writeExpand = "body.storage,history,space,container,version,ancestors"

type createContentIn struct {
	Expand
	Status wiki.Status `query:"status" enum:"current,draft"`
	Body   rest.Body[wire.ContentCreate]
}

func createContent(ctx context.Context, s *site.Session, in *createContentIn) (*wire.Content, error) {
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	if given.ID != "" {
		return publish(ctx, s, in, given)
	}
	if given.Type == string(wiki.Comment) {
		return createComment(ctx, s, in, given)
	}
	n := wiki.NewContent{Kind: wiki.Kind(given.Type), Status: wiki.Status(given.Status), Title: given.Title}
	if n.Kind != wiki.Page && n.Kind != wiki.BlogPost && n.Kind.CheckCustom("type") != nil {
		return nil, wiki.Invalid("type", given.Type, "one of page, blogpost, comment, or a type of custom content")
	}
	if n.Status == "" {
		n.Status = in.Status
	}
	switch n.Status {
	case wiki.Draft, wiki.Current:
	case "":
		n.Status = wiki.Current
	default:
		return nil, wiki.Invalid("status", given.Status, "one of current, draft")
	}
	at, err := placeOf(ctx, s, n.Kind, given)
	if err != nil {
		return nil, err
	}
	n.Space, n.Parent = at.Space, at.ID
	storage, err := storageOf(ctx, s, wiki.Content{Kind: n.Kind, SpaceKey: at.SpaceKey, Title: n.Title}, given.Body)
	if err != nil {
		return nil, err
	}
	if storage != nil {
		n.Storage, n.Raw = *storage, rawOf(given.Body)
	}
	labels, err := labelsOf(given.Metadata)
	if err == nil {
		n.Properties, err = propertiesOf(given.Metadata)
	}
	if err != nil {
		return nil, err
	}
	made, err := s.Create(ctx, n)
	if err == nil && len(labels) > 0 {
		err = s.LabelAll(ctx, made.ID, labels)
	}
	if err != nil {
		return nil, err
	}
	return newLoader(s).contentAnswer(ctx, made, in.tree(writeExpand))
}

// placeOf is where a new content goes: its space, and what it lies below or in. A blog post has no such.
func placeOf(ctx context.Context, s *site.Session, kind wiki.Kind, given *wire.ContentCreate) (at wiki.Content, err error) {
	if kind.IsCustom() {
		return customPlaceOf(ctx, s, given)
	}
	space, err := spaceOf(ctx, s, given.Space)
	if err != nil {
		return at, err
	}
	at.Space, at.SpaceKey = space.ID, space.Key
	if kind == wiki.Page {
		at.ID, err = parentOf(given.Ancestors)
	}
	return at, err
}

// publish makes the draft that the body names current, with what else the body says; with the status draft it stays one.
func publish(ctx context.Context, s *site.Session, in *createContentIn, given *wire.ContentCreate) (*wire.Content, error) {
	id, err := given.ID.Int64()
	if err != nil {
		return nil, wiki.Invalid("id", string(given.ID), rest.WantContentID)
	}
	c, err := s.Content(ctx, wiki.ContentID(id))
	if err != nil {
		return nil, err
	}
	status := cmp.Or(wiki.Status(given.Status), wiki.Current)
	switch {
	case c.Status != wiki.Draft:
		return nil, noDraft(c)
	case given.Type != string(c.Kind):
		return nil, wiki.Invalid("type", given.Type, string(c.Kind))
	case status != wiki.Current && status != wiki.Draft:
		return nil, wiki.Invalid("status", given.Status, "one of current, draft")
	}
	ch := wiki.Change{Version: c.Version.Number, Status: &status}
	if ch.Space, err = otherSpaceOf(ctx, s, c, given.Space); err != nil {
		return nil, err
	}
	if given.Title != "" {
		ch.Title = &given.Title
	}
	if ch.Storage, err = storageOf(ctx, s, c, given.Body); err != nil {
		return nil, err
	}
	ch.Raw = rawOf(given.Body)
	if ch.Properties, err = propertiesOf(given.Metadata); err != nil {
		return nil, err
	}
	if err := moveTo(&ch, given.Ancestors); err != nil {
		return nil, err
	}
	made, err := s.Update(ctx, c.ID, ch)
	if err != nil {
		return nil, err
	}
	return newLoader(s).contentAnswer(ctx, made, in.tree(writeExpand))
}

type updateContentIn struct {
	Expand
	ID     wiki.ContentID `path:"id"`
	Status wiki.Status    `query:"status" enum:"current,draft,trashed,historical,deleted"`
	Policy string         `query:"conflictPolicy" enum:"abort"` // the one there is: an update of a stale version is refused
	Body   rest.Body[wire.ContentUpdate]
}

// updateContent changes what the body gives; all else stays. Clients send back whole objects as they read them, so what
// cannot be written is not looked at (client-expectations.md "Whole-object echo").
func updateContent(ctx context.Context, s *site.Session, in *updateContentIn) (*wire.Content, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if c.Kind != wiki.Page && c.Kind != wiki.BlogPost && c.Kind != wiki.Comment && !c.Kind.IsCustom() {
		return nil, wiki.Invalid("type", string(c.Kind), "one of page, blogpost, comment, or a type of custom content")
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	if given.Type != "" && given.Type != string(c.Kind) {
		return nil, wiki.Invalid("type", given.Type, string(c.Kind))
	}
	if c.Kind == wiki.Comment {
		return updateComment(ctx, s, in, c, given)
	}
	ch, err := changeOf(ctx, s, c, given)
	if err != nil {
		return nil, err
	}
	if ch.Status == nil && in.Status != "" {
		ch.Status = &in.Status
	}
	made, err := s.Update(ctx, c.ID, ch)
	if err != nil {
		return nil, err
	}
	return newLoader(s).contentAnswer(ctx, made, in.tree(writeExpand))
}

// changeOf reads an update. No version is the version 0, which is stale.
func changeOf(ctx context.Context, s *site.Session, c wiki.Content, given *wire.ContentUpdate) (ch wiki.Change, err error) {
	if v := given.Version; v != nil {
		ch.Version, ch.Message, ch.Minor = v.Number, v.Message, v.MinorEdit
	}
	if title, ok := given.Title.Get(); ok {
		ch.Title = &title
	}
	if given.Status != "" {
		status := wiki.Status(given.Status)
		ch.Status = &status
	}
	if ch.Space, err = otherSpaceOf(ctx, s, c, given.Space); err != nil {
		return ch, err
	}
	if ch.Storage, err = storageOf(ctx, s, c, given.Body); err != nil {
		return ch, err
	}
	ch.Raw = rawOf(given.Body)
	if ch.Properties, err = propertiesOf(given.Metadata); err != nil {
		return ch, err
	}
	if c.Kind == wiki.Page || c.Kind.IsCustom() {
		err = moveTo(&ch, given.Ancestors)
	}
	return ch, err
}

type deleteContentIn struct {
	ID     wiki.ContentID `path:"id"`
	Status wiki.Status    `query:"status" enum:"current,archived,trashed,draft"`
}

// deleteContent puts content into the trash; status=trashed removes what is there for good, status=draft a draft. Comments
// know no trash.
func deleteContent(ctx context.Context, s *site.Session, in *deleteContentIn) (rest.Empty, error) {
	c, err := s.Content(ctx, in.ID)
	switch {
	case err != nil:
		return rest.Empty{}, err
	case c.Kind == wiki.Comment:
		return rest.Empty{}, s.DeleteComment(ctx, in.ID)
	}
	switch in.Status {
	case wiki.Trashed:
		return rest.Empty{}, s.Purge(ctx, in.ID)
	case wiki.Draft:
		return rest.Empty{}, s.DiscardDraft(ctx, in.ID)
	}
	return rest.Empty{}, s.Trash(ctx, in.ID)
}

// spaceOf finds the space that a body names, by key or by id.
func spaceOf(ctx context.Context, s *site.Session, given *wire.SpaceRef) (wiki.Space, error) {
	switch {
	case given != nil && given.Key != "":
		return s.SpaceByKey(ctx, given.Key)
	case given != nil && given.ID != "":
		id, err := given.ID.Int64()
		if err != nil {
			return wiki.Space{}, wiki.Invalid("space.id", string(given.ID), rest.WantLong)
		}
		return s.Space(ctx, wiki.SpaceID(id))
	}
	return wiki.Space{}, wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "space", Detail: "Space is required"})
}

// otherSpaceOf is the space that a body names for content which is in another one; nil when it stays where it is.
func otherSpaceOf(ctx context.Context, s *site.Session, c wiki.Content, given *wire.SpaceRef) (*wiki.SpaceID, error) {
	if given == nil || strings.EqualFold(given.Key, c.SpaceKey) {
		return nil, nil
	}
	space, err := spaceOf(ctx, s, given)
	if err != nil {
		return nil, err
	}
	return &space.ID, nil
}

// parentOf is the last of the ancestors: the parent. None is 0.
func parentOf(ancestors []wire.ContentRef) (wiki.ContentID, error) {
	if len(ancestors) == 0 {
		return 0, nil
	}
	ref := ancestors[len(ancestors)-1].ID
	id, err := ref.Int64()
	if err != nil {
		return 0, wiki.Invalid("ancestors", string(ref), rest.WantContentID)
	}
	return wiki.ContentID(id), nil
}

// moveTo puts the parent into a change. Without ancestors the content stays where it is.
func moveTo(ch *wiki.Change, ancestors []wire.ContentRef) error {
	parent, err := parentOf(ancestors)
	if parent != 0 {
		ch.Parent = &parent
	}
	return err
}

// storageOf makes storage format of the body that was given for c, nil when none was. Of several the first in the order of
// wire.BodyWrite counts: an echoed object has its storage beside what was made from it.
func storageOf(ctx context.Context, s *site.Session, c wiki.Content, given *wire.BodyWrite) (*string, error) {
	all := given.Given()
	if len(all) == 0 {
		return nil, nil
	}
	storage, err := s.Storage(ctx, c, all[0].Value, body.Representation(all[0].Representation))
	return &storage, err
}

// labelsOf are the global labels a body gives; a label of one's own or of a team comes by the operation for labels.
func labelsOf(given *wire.MetadataWrite) ([]string, error) {
	if given == nil {
		return nil, nil
	}
	var names []string
	for _, label := range given.Labels {
		if label.Prefix == "" || label.Prefix == "global" {
			names = append(names, label.Name)
		}
	}
	return site.LabelNames(names)
}
