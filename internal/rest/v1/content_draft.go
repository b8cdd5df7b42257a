package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

// A draft here is the caller's own, whether the service would call it shared or legacy, so one handler publishes both.
func contentDraftOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "publishSharedDraft", Route: "PUT /content/blueprint/instance/{draftId}", Perm: writePages}, publishDraft),
		rest.On(rest.Op{ID: "publishLegacyDraft", Route: "POST /content/blueprint/instance/{draftId}", Perm: writePages}, publishDraft),
	}
}

// publishExpand is what publishing shows when nothing is asked for, as the description has it.
const publishExpand = "body.storage,history,space,version,ancestors"

type publishDraftIn struct {
	Expand
	ID     wiki.ContentID `path:"draftId"`
	Status wiki.Status    `query:"status" enum:"draft"`
	Body   rest.Body[wire.DraftPublish]
}

// publishDraft makes a draft current, under the title and the parent it is given and with the body it has.
func publishDraft(ctx context.Context, s *site.Session, in *publishDraftIn) (*wire.Content, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	switch {
	case given.Type != string(wiki.Page) || c.Kind != wiki.Page:
		return nil, wiki.Invalid("type", given.Type, string(wiki.Page))
	case given.Status != "" && given.Status != string(wiki.Current):
		return nil, wiki.Invalid("status", given.Status, string(wiki.Current))
	case given.Version == nil:
		return nil, wiki.Invalid("version", "", rest.WantValue)
	case c.Status != wiki.Draft:
		return nil, noDraft(c)
	}
	status := wiki.Current
	ch := wiki.Change{Version: given.Version.Number, Message: given.Version.Message, Status: &status, Title: &given.Title}
	if given.Space != nil {
		space, err := spaceOf(ctx, s, given.Space)
		if err != nil {
			return nil, err
		}
		ch.Space = &space.ID
	}
	if err := moveTo(&ch, given.Ancestors); err != nil {
		return nil, err
	}
	made, err := s.Update(ctx, c.ID, ch)
	if err != nil {
		return nil, err
	}
	return newLoader(s).contentAnswer(ctx, made, in.tree(publishExpand))
}

// noDraft refuses to publish what is no draft.
func noDraft(c wiki.Content) error {
	return wiki.NewError(wiki.WrongStatus, wiki.Facts{Object: string(c.Kind), ID: c.ID.String(), Value: string(c.Status),
		Detail: "content with the id " + c.ID.String() + " exists and is no draft"})
}
