package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func stateOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getContentStates", Route: "GET /content-states", Perm: wiki.View, Kept: true}, getContentStates),
		rest.On(rest.Op{ID: "getContentByIdState", Route: "GET /content/{id}/state", Perm: wiki.View, Kept: true}, getContentState),
		rest.On(rest.Op{ID: "putContentByIdState", Route: "PUT /content/{id}/state", Perm: markContent}, putContentState),
		rest.On(rest.Op{ID: "deleteContentByIdState", Route: "DELETE /content/{id}/state", Perm: markContent}, deleteContentState),
		rest.On(rest.Op{ID: "getContentByIdStateAvailable", Route: "GET /content/{id}/state/available", Perm: markContent}, getAvailableStates),
		rest.On(rest.Op{ID: "getSpaceBySpaceKeyState", Route: "GET /space/{spaceKey}/state", Perm: wiki.View, Kept: true}, getSpaceStates),
		rest.On(rest.Op{ID: "getSpaceBySpaceKeyStateContent", Route: "GET /space/{spaceKey}/state/content", Perm: seePeople, Kept: true}, getContentInState),
		rest.On(rest.Op{ID: "getSpaceBySpaceKeyStateSettings", Route: "GET /space/{spaceKey}/state/settings", Perm: wiki.View | wiki.AdministerSpace, Kept: true}, getStateSettings),
	}
}

const markContent = wiki.View | wiki.CreatePage | wiki.CreateBlogPost

type getContentStatesIn struct{}

func getContentStates(ctx context.Context, s *site.Session, _ *getContentStatesIn) ([]wire.ContentState, error) {
	states, err := s.CustomStates(ctx)
	return newStates(states), err
}

type getContentStateIn struct {
	ID     wiki.ContentID `path:"id"`
	Status wiki.Status    `query:"status" default:"current" enum:"current,draft,archived"`
}

func getContentState(ctx context.Context, s *site.Session, in *getContentStateIn) (*wire.ContentStateMark, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if c.Status != in.Status {
		return nil, wiki.Missing("content", in.ID.String())
	}
	mark, err := s.State(ctx, c)
	return newStateMark(mark), err
}

type putContentStateIn struct {
	ID     wiki.ContentID `path:"id"`
	Status wiki.Status    `query:"status" required:"yes" enum:"current,draft"`
	Body   rest.Body[wire.ContentStateWrite]
}

func putContentState(ctx context.Context, s *site.Session, in *putContentStateIn) (*wire.ContentStateMark, error) {
	if _, err := s.Content(ctx, in.ID); err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	mark, err := s.MarkState(ctx, in.ID, in.Status, &site.NewState{ID: given.ID, Name: given.Name, Color: given.Color})
	return newStateMark(mark), err
}

type deleteContentStateIn struct {
	ID     wiki.ContentID `path:"id"`
	Status wiki.Status    `query:"status" default:"current" enum:"current,draft"`
}

func deleteContentState(ctx context.Context, s *site.Session, in *deleteContentStateIn) (*wire.ContentStateMark, error) {
	mark, err := s.MarkState(ctx, in.ID, in.Status, nil)
	return newStateMark(mark), err
}

type getAvailableStatesIn struct {
	ID wiki.ContentID `path:"id"`
}

func getAvailableStates(ctx context.Context, s *site.Session, in *getAvailableStatesIn) (*wire.AvailableStates, error) {
	found, err := s.AvailableStates(ctx, in.ID)
	return &wire.AvailableStates{Space: newStates(found.Suggested), Custom: newStates(found.Custom)}, err
}

type spaceStatesIn struct {
	SpaceKey string `path:"spaceKey"`
}

func getSpaceStates(ctx context.Context, s *site.Session, in *spaceStatesIn) ([]wire.ContentState, error) {
	sp, err := s.SpaceByKey(ctx, in.SpaceKey)
	if err != nil {
		return nil, err
	}
	states, err := s.SuggestedStates(ctx, sp.ID)
	return newStates(states), err
}

type getContentInStateIn struct {
	rest.Offset `default:"25" max:"100"`
	Expand
	SpaceKey string `path:"spaceKey"`
	State    int64  `query:"state-id" required:"yes"`
}

func getContentInState(ctx context.Context, s *site.Session, in *getContentInStateIn) (*wire.List[wire.Content], error) {
	sp, err := s.SpaceByKey(ctx, in.SpaceKey)
	if err != nil {
		return nil, err
	}
	found, err := s.ListContent(ctx, wiki.ContentFilter{Spaces: []wiki.SpaceID{sp.ID}, State: &in.State,
		Kinds: []wiki.Kind{wiki.Page, wiki.BlogPost}, Statuses: []wiki.Status{wiki.Current}}, in.Window())
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).contents(ctx, found.Items, in.tree(""))
	return listPage(in.Offset, found, made), err
}

func getStateSettings(ctx context.Context, s *site.Session, in *spaceStatesIn) (*wire.StateSettings, error) {
	sp, err := s.SpaceByKey(ctx, in.SpaceKey)
	if err != nil {
		return nil, err
	}
	rule, err := s.StateRule(ctx, sp.ID)
	if err != nil {
		return nil, err
	}
	states, err := s.SuggestedStates(ctx, sp.ID)
	return &wire.StateSettings{Allowed: rule.Custom || rule.Suggested, CustomAllowed: rule.Custom,
		SpaceAllowed: rule.Suggested, Space: newStates(states)}, err
}

func newStates(states []wiki.State) []wire.ContentState {
	out := make([]wire.ContentState, len(states))
	for i, s := range states {
		out[i] = newState(s)
	}
	return out
}

func newState(s wiki.State) wire.ContentState {
	return wire.ContentState{ID: s.ID, Name: s.Name, Color: s.Color}
}

func newStateMark(m wiki.StateMark) *wire.ContentStateMark {
	out := &wire.ContentStateMark{Updated: scalar.Time(m.At)}
	if m.State != nil {
		state := newState(*m.State)
		out.State = &state
	}
	return out
}
