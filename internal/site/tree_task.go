package site

import (
	"context"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Limits of what is done to trees. maxCopied and maxArchived are how many pages one task takes on, the others how many one
// step does.
const (
	maxCopied   = 2000
	maxArchived = 300
	copyStep    = 20
	trashStep   = 250
	archiveStep = 50
)

// HierarchyCopy is a page that is copied with all below it.
type HierarchyCopy struct {
	Source, Destination     wiki.ContentID
	Descendants             bool
	Prefix, Search, Replace string // of titles: Search is replaced, then Prefix stands in front
	wiki.CopyParts
}

// hierarchyCopy is the state of the task: the nodes that are left, parents first, and the copies of those done.
type hierarchyCopy struct {
	HierarchyCopy
	Nodes []copiedNode
	Made  map[wiki.ContentID]wiki.ContentID
	Top   wiki.ContentID
	URL   string
	Pages int
	Done  int
}

type copiedNode struct{ ID, Parent wiki.ContentID }

// CopyHierarchy starts to copy a page, with what lies below it and the caller may view, below another. What is made or moved
// there later is not copied. Errors: CredentialsMissing, NoSuchObject or NoViewPermission for the page, InvalidParent for the
// destination, NoPermission, EditRestricted, LimitReached for more than 2000 pages. What CopyPage refuses ends the task.
func (s *Session) CopyHierarchy(ctx context.Context, cp HierarchyCopy) (wiki.Task, error) {
	if err := s.demand(wiki.View | wiki.CreatePage); err != nil {
		return wiki.Task{}, err
	}
	return s.start(ctx, copyTreeKind, func(ctx context.Context, tx *store.SiteTx) (any, error) {
		src, a, err := tx.Content(ctx, s.viewer, cp.Source)
		if err != nil {
			return nil, err
		}
		if r := wiki.Allow(wiki.View, a); r != "" {
			return nil, deny(r, wiki.View, "content", cp.Source.String())
		}
		if src.Kind != wiki.Page {
			return nil, wiki.Missing(string(wiki.Page), src.ID.String())
		}
		dest, a, err := tx.Content(ctx, s.viewer, cp.Destination)
		switch {
		case wiki.HasReason(err, wiki.NoSuchObject), err == nil && wiki.Allow(wiki.View, a) != "":
			return nil, badParent(cp.Destination, "the destination does not exist or you may not view it")
		case err != nil:
			return nil, err
		}
		if _, err := s.mayCreate(ctx, tx, wiki.Page, dest.Space); err != nil {
			return nil, err
		}
		if err := s.checkParent(ctx, tx, dest.ID, dest.Space); err != nil {
			return nil, err
		}
		state := hierarchyCopy{HierarchyCopy: cp, Nodes: []copiedNode{{ID: src.ID}}}
		if cp.Descendants {
			below, err := tx.Below(ctx, s.viewer, wiki.TreeFilter{Top: src.ID, Kinds: wiki.TreeKinds(), Statuses: []wiki.Status{wiki.Current}},
				wiki.Window{Limit: maxCopied})
			if err != nil {
				return nil, err
			}
			if below.More || len(below.Items) == maxCopied {
				return nil, wiki.NewError(wiki.LimitReached, wiki.Facts{Object: "page", ID: src.ID.String(),
					Detail: "at most " + strconv.Itoa(maxCopied) + " pages are copied at once"})
			}
			for _, d := range below.Items {
				state.Nodes = append(state.Nodes, copiedNode{d.ID, d.Parent})
			}
		}
		state.Pages = len(state.Nodes)
		return state, nil
	})
}

// copySome copies the next nodes. What is gone or hidden by now is left out, with what lies below it.
func copySome(ctx context.Context, s *Session, c hierarchyCopy) (hierarchyCopy, progress, error) {
	made := map[wiki.ContentID]wiki.ContentID{}
	for from, to := range c.Made {
		made[from] = to
	}
	c.Made = made
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		for range min(copyStep, len(c.Nodes)) {
			node := c.Nodes[0]
			c.Nodes = c.Nodes[1:]
			c.Done++
			parent := c.Destination
			if node.Parent != 0 {
				if parent = c.Made[node.Parent]; parent == 0 {
					continue
				}
			}
			copied, err := s.copyNode(ctx, tx, c, node, parent)
			switch {
			case node.Parent != 0 && (wiki.HasReason(err, wiki.NoSuchObject) || wiki.HasReason(err, wiki.NoViewPermission) ||
				wiki.HasReason(err, wiki.WrongStatus)):
				continue
			case err != nil:
				return err
			}
			c.Made[node.ID] = copied.ID
			if node.Parent == 0 {
				c.Top, c.URL = copied.ID, WebPath(copied)
			}
		}
		return nil
	})
	p := progress{percent: 100 * c.Done / max(1, c.Pages), done: len(c.Nodes) == 0,
		message: wiki.Message{Text: "Copied " + strconv.Itoa(c.Done) + " of " + strconv.Itoa(c.Pages) + " pages"},
		details: wiki.TaskDetails{Destination: c.Top, DestinationURL: c.URL, Pages: c.Pages}}
	return c, p, err
}

func (s *Session) copyNode(ctx context.Context, tx *store.SiteTx, c hierarchyCopy, node copiedNode, parent wiki.ContentID) (wiki.Content, error) {
	src, _, err := tx.Content(ctx, s.viewer, node.ID)
	if err != nil {
		return src, err
	}
	title := src.Title
	if c.Search != "" {
		title = strings.ReplaceAll(title, c.Search, c.Replace)
	}
	return s.copyPage(ctx, tx, Copy{Source: node.ID, Parent: parent, Title: c.Prefix + title, CopyParts: c.CopyParts}, wiki.TreeKinds()...)
}

// treeRemoval is the state of a task that puts a page and all below it into the trash.
type treeRemoval struct {
	Top   wiki.ContentID
	After string // how far it has come
	Total int
	Done  int
	Left  int // what the caller may not delete
}

// TrashTree starts to put a page, and what lies below it and the caller may delete, into the trash. Errors: CredentialsMissing
// and those of Trash for the page itself.
func (s *Session) TrashTree(ctx context.Context, id wiki.ContentID) (wiki.Task, error) {
	return s.start(ctx, trashTreeKind, func(ctx context.Context, tx *store.SiteTx) (any, error) {
		err := s.removing(ctx, tx, id, func(_ context.Context, _ *store.SiteTx, c wiki.Content, _ wiki.Access) error {
			switch {
			case c.Kind != wiki.Page:
				return wiki.Missing(string(wiki.Page), id.String())
			case c.Status != wiki.Current && c.Status != wiki.Archived:
				return wrongStatus(c, "only current content can be put into the trash")
			}
			return nil
		})
		return treeRemoval{Top: id}, err
	})
}

// trashSome puts the next contents below the page into the trash, and the page itself when there are no more.
func trashSome(ctx context.Context, s *Session, t treeRemoval) (treeRemoval, progress, error) {
	done := false
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		below, err := tx.Below(ctx, s.viewer, wiki.TreeFilter{Top: t.Top, Kinds: wiki.TreeKinds(),
			Statuses: []wiki.Status{wiki.Current, wiki.Archived}, ByID: true}, wiki.Window{Limit: trashStep, After: t.After})
		if err != nil {
			return err
		}
		for _, d := range below.Items {
			err := s.removing(ctx, tx, d.ID, trash)
			switch {
			case wiki.HasReason(err, wiki.NoPermission) || wiki.HasReason(err, wiki.EditRestricted):
				t.Left++
			case err != nil:
				return err
			default:
				t.Done++
			}
		}
		if t.After = below.After; below.More {
			return nil
		}
		done = true
		err = s.removing(ctx, tx, t.Top, trash)
		if wiki.HasReason(err, wiki.WrongStatus) { // somebody was faster
			return nil
		}
		t.Done++
		return err
	})
	text := "Moved " + strconv.Itoa(t.Done) + " pages to the trash"
	if t.Left > 0 {
		text += "; " + strconv.Itoa(t.Left) + " that you may not delete stay"
	}
	return t, progress{percent: 50, done: done, message: wiki.Message{Text: text}}, err
}

// archiving is the state of a task that archives pages.
type archiving struct {
	Pages []wiki.ContentID // what is left
	Total int
}

// Archive starts to archive pages. Errors, all before anything is archived: CredentialsMissing, NoSuchObject or
// NoViewPermission, NoPermission, EditRestricted, WrongStatus for a page that is not current, InvalidInput for none or more
// than 300.
func (s *Session) Archive(ctx context.Context, pages []wiki.ContentID) (wiki.Task, error) {
	if err := s.demand(wiki.View | wiki.Archive); err != nil {
		return wiki.Task{}, err
	}
	pages = distinct(pages)
	if len(pages) == 0 || len(pages) > maxArchived {
		return wiki.Task{}, wiki.Invalid("pages", strconv.Itoa(len(pages)), "1 to "+strconv.Itoa(maxArchived)+" pages")
	}
	return s.start(ctx, archiveKind, func(ctx context.Context, tx *store.SiteTx) (any, error) {
		for _, id := range pages {
			if _, err := s.archivable(ctx, tx, id); err != nil {
				return nil, err
			}
		}
		return archiving{Pages: pages, Total: len(pages)}, nil
	})
}

// archivable finds a page that the caller may archive.
func (s *Session) archivable(ctx context.Context, tx *store.SiteTx, id wiki.ContentID) (wiki.Content, error) {
	c, a, err := tx.Content(ctx, s.viewer, id)
	if err != nil {
		return c, err
	}
	if r := wiki.Allow(wiki.Archive, a); r != "" {
		return c, deny(r, wiki.Archive, "content", id.String())
	}
	switch {
	case c.Kind != wiki.Page:
		return c, wiki.Invalid("pages", id.String(), "the id of a page")
	case c.Status != wiki.Current:
		return c, wrongStatus(c, "only current pages can be archived")
	}
	return c, nil
}

func archiveSome(ctx context.Context, s *Session, a archiving) (archiving, progress, error) {
	some := a.Pages[:min(archiveStep, len(a.Pages))]
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		for _, id := range some {
			c, err := s.archivable(ctx, tx, id)
			if err == nil {
				c.Status = wiki.Archived
				err = tx.SetContent(ctx, c, nil, "")
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	a.Pages = a.Pages[len(some):]
	done := a.Total - len(a.Pages)
	return a, progress{percent: 100 * done / a.Total, done: len(a.Pages) == 0,
		message: wiki.Message{Text: "Archived " + strconv.Itoa(done) + " of " + strconv.Itoa(a.Total) + " pages"}}, err
}
