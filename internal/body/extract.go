package body

import (
	"strings"
	"unicode"
)

// Extracted is what search, watches, tasks and backlinks need to know of a
// body. Each list is in document order; mentions, attachments and macros occur
// once each, links and tasks as often as they stand there.
type Extracted struct {
	Links       []Resource // pages, posts, spaces, addresses, places; not mentions, not files
	Mentions    []string   // account ids
	Attachments []Resource // files linked, shown or listed
	Macros      []string   // names
	Tasks       []TaskItem
	Words       int
}

// TaskItem is an inline task.
type TaskItem struct {
	ID       string // ac:task-id, unique in the page
	UUID     string
	Complete bool
	Assignee string // account id of the first mention
	Due      string // first date, "2026-11-22"
	Body     []*Node
}

// Storage is the task's body in storage format.
func (t TaskItem) Storage() string { return storageOf(t.Body) }

// IsBlank reports whether the task's body has no text.
func (t TaskItem) IsBlank() bool { return strings.TrimSpace(textOf(t.Body)) == "" }

// SetTask marks the task of that number done or undone, and reports whether the body has it.
func SetTask(d *Doc, id string, complete bool) bool {
	status, found := "incomplete", false
	if complete {
		status = "complete"
	}
	walk(d.Nodes, func(n *Node) bool {
		if n.Kind != Task || taskOf(n).ID != id {
			return !found
		}
		found = true
		if s := n.Child(TaskStatus); s != nil {
			s.Children = []*Node{NewText(status)}
		}
		return false
	})
	return found
}

// Extract walks the body once for the things others keep about it.
func Extract(d *Doc) Extracted {
	out := References(d)
	out.Words = countWords(d.PlainText())
	return out
}

// References is Extract without counting words, for those who only ask what a body leads to.
func References(d *Doc) Extracted {
	x := extractor{seen: map[string]bool{}}
	walk(d.Nodes, x.visit)
	return x.out
}

type extractor struct {
	out  Extracted
	seen map[string]bool
}

// first reports whether the value is new in its list.
func (x *extractor) first(list, value string) bool {
	key := list + "\x00" + value
	if value == "" || x.seen[key] {
		return false
	}
	x.seen[key] = true
	return true
}

func (x *extractor) visit(n *Node) bool {
	switch n.Kind {
	case ADFFallback:
		return false
	case Macro:
		x.macro(n)
	case Link:
		x.link(n)
	case Anchor:
		if href := n.Attr("href"); href != "" {
			x.out.Links = append(x.out.Links, Resource{Type: ResourceURL, URL: href})
		}
	case Task:
		x.out.Tasks = append(x.out.Tasks, taskOf(n))
	default:
		if r, ok := resourceOf(n); ok {
			x.resource(r)
			return false // an attachment's container is no link of its own
		}
	}
	return true
}

func (x *extractor) macro(n *Node) {
	name := n.MacroName()
	if x.first("macro", name) {
		x.out.Macros = append(x.out.Macros, name)
	}
	if name != "include" && name != "excerpt-include" {
		return
	}
	// A title given as text is a link too; one given as an element is found below.
	if r, ok := includeTarget(n); ok && len(n.Children) > 0 {
		if _, element := n.paramResource(""); !element {
			x.resource(r)
		}
	}
}

// link handles a link with a place: without a resource it points into the page.
func (x *extractor) link(n *Node) {
	r := linkResource(n)
	if r.Type == 0 && r.Anchor != "" {
		x.out.Links = append(x.out.Links, r)
	}
}

func (x *extractor) resource(r Resource) {
	switch r.Type {
	case ResourceUser:
		if x.first("user", r.AccountID) {
			x.out.Mentions = append(x.out.Mentions, r.AccountID)
		}
	case ResourceAttachment:
		where := ""
		if r.Container != nil {
			where = r.Container.SpaceKey + "\x00" + r.Container.Title + "\x00" + r.Container.ContentID
		}
		if x.first("file\x00"+where, r.Filename) {
			x.out.Attachments = append(x.out.Attachments, r)
		}
	default:
		x.out.Links = append(x.out.Links, r)
	}
}

// taskOf reads an ac:task.
func taskOf(n *Node) TaskItem {
	var t TaskItem
	for _, c := range n.Children {
		switch c.Kind {
		case TaskID:
			t.ID = strings.TrimSpace(textOf(c.Children))
		case TaskUUID:
			t.UUID = strings.TrimSpace(textOf(c.Children))
		case TaskStatus:
			t.Complete = strings.TrimSpace(textOf(c.Children)) == "complete"
		case TaskBody:
			t.Body = c.Children
		}
	}
	walk(t.Body, func(n *Node) bool {
		if n.Kind == UserRef && t.Assignee == "" {
			r, _ := resourceOf(n)
			t.Assignee = r.AccountID
		}
		if n.Kind == Time && t.Due == "" {
			t.Due = n.Attr("datetime")
		}
		return true
	})
	return t
}

// countWords counts runs of letters and digits.
func countWords(s string) int {
	words, inside := 0, false
	for _, r := range s {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if letter && !inside {
			words++
		}
		inside = letter
	}
	return words
}
