package v2

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// levelFamily is the three operations on the classification of one kind of content.
type levelFamily struct {
	kind            wiki.Kind
	path            string
	get, put, reset string
}

func levelOps() []rest.Op {
	ops := []rest.Op{
		rest.On(rest.Op{ID: "getClassificationLevels", Route: "GET /classification-levels", Perm: wiki.UseSite, Kept: true}, listLevels),
	}
	for _, f := range []levelFamily{
		{wiki.Page, "/pages/{id}", "getPageClassificationLevel", "putPageClassificationLevel", "postPageClassificationLevel"},
		{wiki.BlogPost, "/blogposts/{id}", "getBlogPostClassificationLevel", "putBlogPostClassificationLevel", "postBlogPostClassificationLevel"},
		{wiki.Whiteboard, "/whiteboards/{id}", "getWhiteboardClassificationLevel", "putWhiteboardClassificationLevel", "postWhiteboardClassificationLevel"},
		{wiki.Database, "/databases/{id}", "getDatabaseClassificationLevel", "putDatabaseClassificationLevel", "postDatabaseClassificationLevel"},
	} {
		ops = append(ops, f.ops()...)
	}
	const ofSpace, write = "/spaces/{id}/classification-level/default", wiki.View | wiki.AdministerSpace
	return append(ops,
		rest.On(rest.Op{ID: "getSpaceDefaultClassificationLevel", Route: "GET " + ofSpace, Perm: wiki.View, Kept: true}, getSpaceLevel),
		rest.On(rest.Op{ID: "putSpaceDefaultClassificationLevel", Route: "PUT " + ofSpace, Perm: write}, putSpaceLevel),
		rest.On(rest.Op{ID: "deleteSpaceDefaultClassificationLevel", Route: "DELETE " + ofSpace, Perm: write}, deleteSpaceLevel),
	)
}

func (f levelFamily) ops() []rest.Op {
	level, write := f.path+"/classification-level", wiki.View|wiki.CreatePerm(f.kind)
	get := rest.On(rest.Op{ID: f.get, Route: "GET " + level, Perm: wiki.View, Kept: true}, f.getOne)
	if f.drafts() { // the others have no parameter that asks for one
		get = rest.On(rest.Op{ID: f.get, Route: "GET " + level, Perm: wiki.View, Kept: true}, f.getOneInStatus)
	}
	return []rest.Op{
		get,
		rest.On(rest.Op{ID: f.put, Route: "PUT " + level, Perm: write}, f.putOne),
		rest.On(rest.Op{ID: f.reset, Route: "POST " + level + "/reset", Perm: write}, f.resetOne),
	}
}

// drafts reports whether content of the kind may be a draft.
func (f levelFamily) drafts() bool { return f.kind == wiki.Page || f.kind == wiki.BlogPost }

type listLevelsIn struct{}

func listLevels(ctx context.Context, s *site.Session, _ *listLevelsIn) ([]wirev2.ClassificationLevel, error) {
	levels, err := s.Levels(ctx)
	out := make([]wirev2.ClassificationLevel, len(levels))
	for i, l := range levels {
		out[i] = *newLevel(l)
	}
	return out, err
}

type getLevelIn struct {
	ID wiki.ContentID `path:"id"`
}

func (f levelFamily) getOne(ctx context.Context, s *site.Session, in *getLevelIn) (*wirev2.ClassificationLevel, error) {
	return f.inStatus(ctx, s, in.ID, wiki.Current)
}

type getLevelInStatusIn struct {
	ID     wiki.ContentID `path:"id"`
	Status wiki.Status    `query:"status" default:"current" enum:"current,draft,archived"`
}

func (f levelFamily) getOneInStatus(ctx context.Context, s *site.Session, in *getLevelInStatusIn) (*wirev2.ClassificationLevel, error) {
	return f.inStatus(ctx, s, in.ID, in.Status)
}

func (f levelFamily) inStatus(ctx context.Context, s *site.Session, id wiki.ContentID, status wiki.Status) (*wirev2.ClassificationLevel, error) {
	c, err := f.find(ctx, s, id, status)
	if err != nil {
		return nil, err
	}
	l, err := s.ContentLevel(ctx, c)
	return newLevel(l), err
}

// find finds the content of the kind in the status that the request names: an unpublished page is its own draft, and a
// published one has no other.
func (f levelFamily) find(ctx context.Context, s *site.Session, id wiki.ContentID, status wiki.Status) (wiki.Content, error) {
	c, err := findKind(ctx, s, f.kind, id)
	if err == nil && c.Status != status {
		err = wiki.Missing(string(f.kind), id.String())
	}
	return c, err
}

type putLevelIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wirev2.LevelUpdate]
}

func (f levelFamily) putOne(ctx context.Context, s *site.Session, in *putLevelIn) (rest.Empty, error) {
	if _, err := findKind(ctx, s, f.kind, in.ID); err != nil {
		return rest.Empty{}, err
	}
	given, err := in.Body.Read()
	switch {
	case err != nil:
		return rest.Empty{}, err
	case given.ID == "":
		return rest.Empty{}, wiki.Invalid("id", "", rest.WantValue)
	}
	return f.classify(ctx, s, in.ID, given.Status, given.ID)
}

type resetLevelIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wirev2.LevelReset]
}

func (f levelFamily) resetOne(ctx context.Context, s *site.Session, in *resetLevelIn) (rest.Empty, error) {
	if _, err := findKind(ctx, s, f.kind, in.ID); err != nil {
		return rest.Empty{}, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return rest.Empty{}, err
	}
	return f.classify(ctx, s, in.ID, given.Status, "")
}

func (f levelFamily) classify(ctx context.Context, s *site.Session, id wiki.ContentID, status, level string) (rest.Empty, error) {
	switch {
	case status == "":
		return rest.Empty{}, wiki.Invalid("status", "", rest.WantValue)
	case status != string(wiki.Current) && !f.drafts():
		return rest.Empty{}, wiki.Invalid("status", status, "current")
	case status != string(wiki.Current) && status != string(wiki.Draft):
		return rest.Empty{}, wiki.Invalid("status", status, "one of current, draft")
	}
	c, err := f.find(ctx, s, id, wiki.Status(status))
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, s.Classify(ctx, c.ID, level)
}

type spaceLevelIn struct {
	ID wiki.SpaceID `path:"id"`
}

func getSpaceLevel(ctx context.Context, s *site.Session, in *spaceLevelIn) (*wirev2.ClassificationLevel, error) {
	sp, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	l, err := s.SpaceLevel(ctx, sp)
	return newLevel(l), err
}

type putSpaceLevelIn struct {
	ID   wiki.SpaceID `path:"id"`
	Body rest.Body[wirev2.LevelUpdate]
}

func putSpaceLevel(ctx context.Context, s *site.Session, in *putSpaceLevelIn) (rest.Empty, error) {
	sp, err := s.Space(ctx, in.ID)
	if err != nil {
		return rest.Empty{}, err
	}
	given, err := in.Body.Read()
	switch {
	case err != nil:
		return rest.Empty{}, err
	case given.ID == "":
		return rest.Empty{}, wiki.Invalid("id", "", rest.WantValue)
	}
	return rest.Empty{}, s.ClassifySpace(ctx, sp.ID, given.ID)
}

func deleteSpaceLevel(ctx context.Context, s *site.Session, in *spaceLevelIn) (rest.Empty, error) {
	sp, err := s.Space(ctx, in.ID)
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, s.ClassifySpace(ctx, sp.ID, "")
}

func newLevel(l wiki.Level) *wirev2.ClassificationLevel {
	return &wirev2.ClassificationLevel{ID: l.ID, Status: string(l.Status), Order: l.Order, Name: l.Name,
		Description: l.Description, Guideline: l.Guideline, Color: l.Color}
}
