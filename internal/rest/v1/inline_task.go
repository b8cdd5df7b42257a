package v1

import (
	"context"
	"strconv"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func inlineTaskOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "searchTasks", Route: "GET /inlinetasks/search", Perm: wiki.View}, searchTasks),
		rest.On(rest.Op{ID: "getTaskById", Route: "GET /inlinetasks/{inlineTaskId}", Perm: wiki.View}, getInlineTask),
		rest.On(rest.Op{ID: "updateTaskById", Route: "PUT /inlinetasks/{inlineTaskId}", Perm: markContent}, updateInlineTask),
	}
}

type searchTasksIn struct {
	rest.Offset   `default:"20" max:"200"`
	SpaceKey      string         `query:"spaceKey"`
	PageID        wiki.ContentID `query:"pageId"`
	Assignee      wiki.AccountID `query:"assignee"`
	Creator       wiki.AccountID `query:"creator"`
	CompletedUser wiki.AccountID `query:"completedUser"`
	DueFrom       int64          `query:"duedateFrom"`
	DueTo         int64          `query:"duedateTo"`
	CreatedFrom   int64          `query:"createdateFrom"`
	CreatedTo     int64          `query:"createdateTo"`
	CompletedFrom int64          `query:"completedateFrom"`
	CompletedTo   int64          `query:"completedateTo"`
	Status        string         `query:"status" enum:"complete,incomplete"`
}

func searchTasks(ctx context.Context, s *site.Session, in *searchTasksIn) (*wire.InlineTaskList, error) {
	f := wiki.InlineTaskFilter{Created: wiki.MillisSpan(in.CreatedFrom, in.CreatedTo), Due: wiki.MillisSpan(in.DueFrom, in.DueTo),
		Completed: wiki.MillisSpan(in.CompletedFrom, in.CompletedTo)}
	if in.SpaceKey != "" {
		sp, err := s.SpaceByKey(ctx, in.SpaceKey)
		if err != nil {
			return nil, err
		}
		f.Spaces = []wiki.SpaceID{sp.ID}
	}
	if in.PageID != 0 {
		f.Contents = []wiki.ContentID{in.PageID}
	}
	for _, who := range []struct {
		given wiki.AccountID
		into  *[]wiki.AccountID
	}{{in.Assignee, &f.Assignees}, {in.Creator, &f.Creators}, {in.CompletedUser, &f.Completers}} {
		if who.given != "" {
			*who.into = []wiki.AccountID{who.given}
		}
	}
	if in.Status != "" {
		complete := in.Status == "complete"
		f.Complete = &complete
	}
	w := in.Window()
	found, err := s.InlineTasks(ctx, f, w)
	if err != nil {
		return nil, err
	}
	out := &wire.InlineTaskList{Results: make([]wire.InlineTask, len(found.Items)), Start: w.Offset, Limit: w.Limit, Size: len(found.Items)}
	for i, k := range found.Items {
		out.Results[i] = *newInlineTask(k)
	}
	return out, nil
}

type getInlineTaskIn struct {
	ID int64 `path:"inlineTaskId"`
}

func getInlineTask(ctx context.Context, s *site.Session, in *getInlineTaskIn) (*wire.InlineTask, error) {
	k, err := s.InlineTask(ctx, in.ID)
	return newInlineTask(k), err
}

type updateInlineTaskIn struct {
	getInlineTaskIn
	Body rest.Body[wire.InlineTaskWrite]
}

func updateInlineTask(ctx context.Context, s *site.Session, in *updateInlineTaskIn) (*wire.InlineTask, error) {
	if _, err := s.InlineTask(ctx, in.ID); err != nil { // before anything else is found wrong (security-model.md §6 "Order")
		return nil, err
	}
	given, err := in.Body.Read()
	switch {
	case err != nil:
		return nil, err
	case given.Status != "complete" && given.Status != "incomplete":
		return nil, wiki.Invalid("status", given.Status, "one of complete, incomplete")
	}
	k, err := s.FinishInlineTask(ctx, in.ID, given.Status == "complete")
	return newInlineTask(k), err
}

func newInlineTask(k wiki.InlineTask) *wire.InlineTask {
	local, err := strconv.ParseInt(k.Local, 10, 64)
	if err != nil {
		local = k.ID // clients write numbers; what is none has no number but the global one
	}
	out := &wire.InlineTask{GlobalID: k.ID, ID: local, ContentID: int64(k.Content), Status: "incomplete", Body: k.Body,
		Creator: string(k.Creator), Assignee: string(k.Assignee), CompleteUser: string(k.Completer), CreateDate: k.Created.UnixMilli(),
		UpdateDate: k.Updated.UnixMilli()}
	if k.Complete {
		out.Status = "complete"
	}
	if !k.Due.IsZero() {
		out.DueDate = k.Due.UnixMilli()
	}
	if !k.Completed.IsZero() {
		out.CompleteDate = k.Completed.UnixMilli()
	}
	return out
}
