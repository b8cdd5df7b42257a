package v2

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func taskOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getTasks", Route: "GET /tasks", Perm: wiki.View}, listTasks),
		rest.On(rest.Op{ID: "getTaskById", Route: "GET /tasks/{id}", Perm: wiki.View}, getTask),
		rest.On(rest.Op{ID: "updateTask", Route: "PUT /tasks/{id}", Perm: wiki.View | wiki.CreatePage | wiki.CreateBlogPost}, updateTask),
	}
}

type listTasksIn struct {
	rest.Cursor
	Format        body.Representation `query:"body-format" enum:"storage,atlas_doc_format"`
	Blank         bool                `query:"include-blank-tasks" default:"true"`
	Status        string              `query:"status" enum:"complete,incomplete"`
	IDs           []int64             `query:"task-id" maxitems:"250"`
	Spaces        []wiki.SpaceID      `query:"space-id" maxitems:"250"`
	Pages         []wiki.ContentID    `query:"page-id" maxitems:"250"`
	BlogPosts     []wiki.ContentID    `query:"blogpost-id" maxitems:"250"`
	CreatedBy     []wiki.AccountID    `query:"created-by" maxitems:"250"`
	AssignedTo    []wiki.AccountID    `query:"assigned-to" maxitems:"250"`
	CompletedBy   []wiki.AccountID    `query:"completed-by" maxitems:"250"`
	CreatedFrom   int64               `query:"created-at-from"`
	CreatedTo     int64               `query:"created-at-to"`
	DueFrom       int64               `query:"due-at-from"`
	DueTo         int64               `query:"due-at-to"`
	CompletedFrom int64               `query:"completed-at-from"`
	CompletedTo   int64               `query:"completed-at-to"`
}

func listTasks(ctx context.Context, s *site.Session, in *listTasksIn) (*rest.List[wirev2.Task], error) {
	found, err := s.InlineTasks(ctx, in.filter(), in.Window())
	if err != nil {
		return nil, err
	}
	bodies, err := taskBodies(ctx, s, found.Items, in.Format)
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, func(k wiki.InlineTask) wirev2.Task { return newTask(k, bodies[k.ID]) }), nil
}

// filter is the query; pages and blog posts are one set.
func (in *listTasksIn) filter() wiki.InlineTaskFilter {
	f := wiki.InlineTaskFilter{IDs: in.IDs, Spaces: in.Spaces, Creators: in.CreatedBy, Assignees: in.AssignedTo,
		Completers: in.CompletedBy, NotBlank: !in.Blank,
		Created: wiki.MillisSpan(in.CreatedFrom, in.CreatedTo), Due: wiki.MillisSpan(in.DueFrom, in.DueTo), Completed: wiki.MillisSpan(in.CompletedFrom, in.CompletedTo)}
	if in.Pages != nil || in.BlogPosts != nil {
		f.Contents = append(append([]wiki.ContentID{}, in.Pages...), in.BlogPosts...)
		switch {
		case in.BlogPosts == nil:
			f.Kinds = []wiki.Kind{wiki.Page}
		case in.Pages == nil:
			f.Kinds = []wiki.Kind{wiki.BlogPost}
		}
	}
	if in.Status != "" {
		complete := in.Status == "complete"
		f.Complete = &complete
	}
	return f
}

type getTaskIn struct {
	ID     int64               `path:"id"`
	Format body.Representation `query:"body-format" enum:"storage,atlas_doc_format"`
}

func getTask(ctx context.Context, s *site.Session, in *getTaskIn) (*wirev2.Task, error) {
	k, err := s.InlineTask(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	b, err := taskBodies(ctx, s, []wiki.InlineTask{k}, in.Format)
	return pointTo(newTask(k, b[k.ID])), err
}

type updateTaskIn struct {
	getTaskIn
	Body rest.Body[wirev2.TaskUpdate]
}

func updateTask(ctx context.Context, s *site.Session, in *updateTaskIn) (*wirev2.Task, error) {
	if _, err := s.InlineTask(ctx, in.ID); err != nil { // before anything else is found wrong (security-model.md §6 "Order")
		return nil, err
	}
	given, err := in.Body.Read()
	switch {
	case err != nil:
		return nil, err
	case given.Status == "":
		return nil, wiki.Invalid("status", "", rest.WantValue)
	case given.Status != "complete" && given.Status != "incomplete":
		return nil, wiki.Invalid("status", given.Status, "one of complete, incomplete")
	}
	k, err := s.FinishInlineTask(ctx, in.ID, given.Status == "complete")
	if err != nil {
		return nil, err
	}
	b, err := taskBodies(ctx, s, []wiki.InlineTask{k}, in.Format)
	return pointTo(newTask(k, b[k.ID])), err
}

// taskBodies are the texts of tasks by their numbers; none unless a format was asked for.
func taskBodies(ctx context.Context, s *site.Session, tasks []wiki.InlineTask, as body.Representation) (map[int64]*wirev2.Body, error) {
	if as == "" || len(tasks) == 0 {
		return nil, nil
	}
	contents, bodies := make([]wiki.Content, len(tasks)), make([]wiki.Body, len(tasks))
	for i, k := range tasks {
		contents[i] = wiki.Content{ID: k.Content, Kind: k.Kind, Space: k.Space}
		bodies[i] = wiki.Body{Content: k.Content, Storage: k.Body}
	}
	spaces, err := s.SpacesOf(ctx, contents)
	if err != nil {
		return nil, err
	}
	for i := range contents { // where links without a space lead
		contents[i].SpaceKey = spaces[contents[i].Space].Key
	}
	made, err := represent(ctx, s, contents, bodies, as)
	out := make(map[int64]*wirev2.Body, len(made))
	for i := range made {
		out[tasks[i].ID] = &made[i]
	}
	return out, err
}

func newTask(k wiki.InlineTask, b *wirev2.Body) wirev2.Task {
	out := wirev2.Task{ID: wire.NewID(k.ID), LocalID: k.Local, SpaceID: wire.NewID(int64(k.Space)), Status: "incomplete", Body: b,
		CreatedBy: string(k.Creator), AssignedTo: string(k.Assignee), CompletedBy: string(k.Completer), CreatedAt: wire.Time(k.Created),
		UpdatedAt: wire.Time(k.Updated), DueAt: wire.Time(k.Due), CompletedAt: wire.Time(k.Completed)}
	if k.Complete {
		out.Status = "complete"
	}
	if k.Kind == wiki.BlogPost {
		out.BlogPostID = wire.NewID(int64(k.Content))
	} else {
		out.PageID = wire.NewID(int64(k.Content))
	}
	return out
}
