package v1

import (
	"cmp"
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func longTaskOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getTasks", Route: "GET /longtask", Perm: wiki.UseSite}, getTasks),
		rest.On(rest.Op{ID: "getTask", Route: "GET /longtask/{id}", Perm: wiki.UseSite}, getTask),
	}
}

type getTasksIn struct {
	rest.Offset `default:"100" max:"100"`
	Key         string `query:"key"`
}

func getTasks(ctx context.Context, s *site.Session, in *getTasksIn) (*wire.List[wire.LongTaskStatus], error) {
	found, err := s.Tasks(ctx, in.Key, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewOffsetList(in.Offset, found, longTaskStatus), nil
}

type getTaskIn struct {
	ID string `path:"id"`
}

func getTask(ctx context.Context, s *site.Session, in *getTaskIn) (*wire.LongTaskStatus, error) {
	task, err := s.Task(ctx, wiki.TaskID(in.ID))
	if err != nil {
		return nil, err
	}
	out, l := longTaskStatus(task), newLoader(s)
	out.Links = wire.Links{Base: l.base(), Context: contextPath, Self: l.self(taskPath(task))}
	return &out, nil
}

func taskPath(t wiki.Task) string { return "/rest/api/longtask/" + string(t.ID) }

// longTask is the answer of an operation that started a task.
func longTask(t wiki.Task) *wire.LongTask {
	return &wire.LongTask{ID: string(t.ID), Links: wire.LongTaskLinks{Status: taskPath(t)}}
}

func longTaskStatus(k wiki.Task) wire.LongTaskStatus {
	out := wire.LongTaskStatus{
		ID: string(k.ID), Name: wire.LongTaskName{Key: k.Report.Name, Args: []scalar.Object[any]{}},
		ElapsedTime: k.Elapsed.Milliseconds(), PercentageComplete: k.Report.Percent,
		Finished: k.Done(), Successful: k.Done() && k.Failed == nil, Messages: []wire.Message{},
	}
	if m := k.Report.Message; m.Text != "" {
		out.Messages = append(out.Messages, message(m))
	}
	if k.Failed != nil {
		out.Errors = append(out.Errors, wire.Message{Args: []any{}, Translation: failureText(k.Failed)})
	}
	if d := k.Report.Details; d != (wiki.TaskDetails{}) {
		out.AdditionalDetails = &wire.LongTaskDetails{DestinationURL: d.DestinationURL, TotalPageNeedToCopy: d.Pages}
		if d.Destination != 0 {
			out.AdditionalDetails.DestinationID = scalar.NewID(int64(d.Destination))
		}
	}
	return out
}

func message(m wiki.Message) wire.Message {
	args := make([]any, len(m.Args))
	for i, a := range m.Args {
		args[i] = a
	}
	return wire.Message{Args: args, Translation: m.Text}
}

// failureText is the refusal a task ended with, as one sentence. The words are ours.
func failureText(f *wiki.TaskFailure) string {
	switch f.Reason {
	case wiki.InternalError:
		return "Internal server error"
	case wiki.NoSuchObject, wiki.NoViewPermission:
		return missingText(f.Facts)
	}
	return cmp.Or(f.Facts.Detail, string(f.Reason.Public()))
}
