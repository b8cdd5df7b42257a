package site

import (
	"time"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/wiki"
)

// checkStorage refuses a body that is not well-formed storage format, and tells what is kept beside it. The text is kept as
// it was sent: reading it back gives what was written. Call it before the write is queued: it is the one time a written
// body is read.
func checkStorage(storage string) (wiki.BodyFacts, error) {
	doc, err := body.ParseStorage(storage)
	if err != nil {
		return wiki.BodyFacts{}, &wiki.Error{Reason: wiki.InvalidBody, Err: err, Facts: wiki.Facts{Param: "body", Detail: err.Error()}}
	}
	return factsOf(doc), nil
}

// factsOf tells what is kept beside a body.
func factsOf(doc *body.Doc) wiki.BodyFacts {
	found := body.Extract(doc)
	f := wiki.BodyFacts{Macros: found.Macros, Tasks: inlineTasks(found.Tasks), Markers: doc.Markers()}
	for _, m := range found.Mentions {
		f.Mentions = append(f.Mentions, wiki.AccountID(m))
	}
	return f
}

// maxTaskName is the longest number or name of a task in bytes: an index holds no more.
const maxTaskName = 255

// inlineTasks are the tasks that have a number, the first of each.
func inlineTasks(found []body.TaskItem) []wiki.InlineTask {
	var out []wiki.InlineTask
	seen := map[string]bool{}
	for _, k := range found {
		if k.ID == "" || len(k.ID) > maxTaskName || len(k.UUID) > maxTaskName || seen[k.ID] {
			continue
		}
		seen[k.ID] = true
		due, err := time.Parse(time.DateOnly, k.Due)
		if err != nil {
			due = time.Time{}
		}
		out = append(out, wiki.InlineTask{Local: k.ID, UUID: k.UUID, Complete: k.Complete, Body: k.Storage(), Blank: k.IsBlank(),
			Assignee: wiki.AccountID(k.Assignee), Due: due})
	}
	return out
}
