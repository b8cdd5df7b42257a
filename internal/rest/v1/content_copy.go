package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// Copies of pages, and what is done to trees and many pages behind the answer.
func contentCopyOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "copyPage", Route: "POST /content/{id}/copy", Perm: seePeople | copyPages}, copyPage),
		rest.On(rest.Op{ID: "copyPageHierarchy", Route: "POST /content/{id}/pagehierarchy/copy", Perm: copyPages}, copyPageHierarchy),
		rest.On(rest.Op{ID: "deleteContentByIdPageTree", Route: "DELETE /content/{id}/pageTree", Perm: wiki.View | wiki.DeletePage}, deletePageTree),
		rest.On(rest.Op{ID: "archivePages", Route: "POST /content/archive", Perm: wiki.View | wiki.Archive}, archivePages),
	}
}

const copyPages = wiki.View | wiki.CreatePage | wiki.CreateAttachment | wiki.Restrict

type copyPageIn struct {
	Expand
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wire.CopyPage]
}

func copyPage(ctx context.Context, s *site.Session, in *copyPageIn) (*wire.Content, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	cp := site.Copy{Source: c.ID, Title: given.PageTitle, CopyParts: copyParts(given.CopyParts)}
	if err := setDestination(&cp, given.Destination); err != nil {
		return nil, err
	}
	if cp.Storage, err = storageOf(ctx, s, c, given.Body); err != nil {
		return nil, err
	}
	made, err := s.CopyPage(ctx, cp)
	if err != nil {
		return nil, err
	}
	return newLoader(s).contentAnswer(ctx, made, in.tree(readExpand))
}

func copyParts(given wire.CopyParts) wiki.CopyParts {
	return wiki.CopyParts{Attachments: given.CopyAttachments, Permissions: given.CopyPermissions, Properties: given.CopyProperties,
		Labels: given.CopyLabels, CustomContents: given.CopyCustomContents}
}

// setDestination reads where a copy goes.
func setDestination(cp *site.Copy, given *wire.CopyDestination) error {
	if given == nil || given.Type == "" || given.Value == "" {
		return wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "destination", Detail: "A destination with type and value is required"})
	}
	if given.Type == "space" {
		cp.Space = string(given.Value)
		return nil
	}
	id, err := contentIDOf("destination.value", given.Value)
	if err != nil {
		return err
	}
	switch given.Type {
	case "parent_page":
		cp.Parent, cp.PageParent = id, true
	case "parent_content":
		cp.Parent = id
	case "existing_page":
		cp.Existing = id
	default:
		return wiki.Invalid("destination.type", given.Type, "one of space, existing_page, parent_page, parent_content")
	}
	return nil
}

func contentIDOf(name string, id scalar.ID) (wiki.ContentID, error) {
	n, err := id.Int64()
	if err != nil {
		return 0, wiki.Invalid(name, string(id), rest.WantContentID)
	}
	return wiki.ContentID(n), nil
}

type copyPageHierarchyIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wire.CopyHierarchy]
}

func copyPageHierarchy(ctx context.Context, s *site.Session, in *copyPageHierarchyIn) (*wire.LongTask, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	cp := site.HierarchyCopy{Source: c.ID, Descendants: given.CopyDescendants == nil || *given.CopyDescendants,
		CopyParts: copyParts(given.CopyParts)}
	if cp.Destination, err = contentIDOf("destinationPageId", given.DestinationPageID); err != nil {
		return nil, err
	}
	if titles := given.TitleOptions; titles != nil {
		cp.Prefix, cp.Search, cp.Replace = titles.Prefix, titles.Search, titles.Replace
	}
	task, err := s.CopyHierarchy(ctx, cp)
	if err != nil {
		return nil, err
	}
	return longTask(task), nil
}

type deletePageTreeIn struct {
	ID wiki.ContentID `path:"id"`
}

func deletePageTree(ctx context.Context, s *site.Session, in *deletePageTreeIn) (*wire.LongTask, error) {
	task, err := s.TrashTree(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return longTask(task), nil
}

type archivePagesIn struct {
	Body rest.Body[wire.ArchivePages]
}

func archivePages(ctx context.Context, s *site.Session, in *archivePagesIn) (*wire.LongTask, error) {
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	pages := make([]wiki.ContentID, len(given.Pages))
	for i, p := range given.Pages {
		if pages[i], err = contentIDOf("pages.id", p.ID); err != nil {
			return nil, err
		}
	}
	task, err := s.Archive(ctx, pages)
	if err != nil {
		return nil, err
	}
	return longTask(task), nil
}
