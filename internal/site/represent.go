package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// Represent makes representations of bodies, in the order they are asked for, as the caller sees them; contents and bodies run
// in step, and one content may occur at several versions. What links lead to is found for all at once. UnknownFormat for a
// representation that bodies are not read in.
func (s *Session) Represent(ctx context.Context, contents []wiki.Content, bodies []wiki.Body, as ...body.Representation) ([][]string, error) {
	r := reading{session: s, contents: contents, bodies: bodies}
	out := make([][]string, len(contents))
	for i := range contents {
		out[i] = make([]string, len(as))
	}
	for j, representation := range as {
		for i := range contents {
			var err error
			if out[i][j], err = r.text(ctx, i, representation); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// reading is bodies on their way to the caller.
type reading struct {
	session           *Session
	contents          []wiki.Content
	bodies            []wiki.Body
	docs              []*body.Doc // nil until one is needed
	mine, everybodies *lens       // nil until one is needed
}

// text makes a representation of one body.
func (r *reading) text(ctx context.Context, i int, as body.Representation) (string, error) {
	switch as {
	case body.Raw:
		return cmp.Or(r.bodies[i].Raw, r.bodies[i].Storage), nil
	case body.Storage:
		return r.bodies[i].Storage, nil
	case body.Rendered, body.ExportView, body.StyledView, body.AnonymousExportView, body.Editor, body.Editor2, body.ADF, body.WikiMarkup:
	default: // Markdown and plain text are for people and tools, not for the wire
		return "", wiki.NewError(wiki.UnknownFormat, wiki.Facts{Param: "representation", Value: string(as)})
	}
	if err := r.parse(); err != nil {
		return "", err
	}
	if as == body.Editor2 || as == body.WikiMarkup { // they name what links lead to as the body does
		return r.session.lens(ctx).write(ctx, r.contents[i], r.docs[i], as)
	}
	l := &r.mine
	if as == body.AnonymousExportView {
		l = &r.everybodies
	}
	if *l == nil {
		reader, err := r.session.readerOf(ctx, as)
		if err != nil {
			return "", err
		}
		made := reader.lens(ctx)
		if err := made.learn(r.contents, r.docs); err != nil {
			return "", err
		}
		*l = &made
	}
	return (*l).write(ctx, r.contents[i], r.docs[i], as)
}

func (r *reading) parse() error {
	if r.docs != nil {
		return nil
	}
	r.docs = make([]*body.Doc, len(r.bodies))
	for i, b := range r.bodies {
		var err error
		if r.docs[i], err = body.ParseStorage(b.Storage); err != nil {
			return fmt.Errorf("stored body of %s: %w", r.contents[i].ID, err)
		}
	}
	return nil
}

// renderTime is how long one body may take (security-model.md §10 "render CPU"); the rest of it is left out with a note.
const renderTime = 2 * time.Second

// view renders a body as the caller sees it.
func (s *Session) view(ctx context.Context, c wiki.Content, doc *body.Doc, as body.Representation) (string, error) {
	reader, err := s.readerOf(ctx, as)
	if err != nil {
		return "", err
	}
	return reader.lens(ctx).write(ctx, c, doc, as)
}

// readerOf is as whom a representation is made: the caller, but for the variant made for anonymous readers, which shows what
// they may view, whoever asks (security-model.md R-VIEWER).
func (s *Session) readerOf(ctx context.Context, as body.Representation) (*Session, error) {
	if as != body.AnonymousExportView {
		return s, nil
	}
	if _, err := s.read(ctx); err != nil {
		return nil, err
	}
	return &Session{visit: s.visit, perm: s.perm, viewer: (&identity.Caller{}).Viewer(s.Site())}, nil
}

// write renders one body.
func (l lens) write(ctx context.Context, c wiki.Content, doc *body.Doc, as body.Representation) (string, error) {
	timed, cancel := context.WithTimeout(ctx, renderTime)
	defer cancel()
	return body.Write(timed, doc, as, l.options(c))
}

func (l lens) options(c wiki.Content) body.Options {
	return body.Options{View: body.ViewOptions{BaseURL: l.viewer.Site().BaseURL, Page: l.viewer.pageOf(c), Wiki: l.wiki()}}
}

// written refuses, as UnknownFormat, what is no representation that bodies are written in.
func written(from body.Representation) error {
	switch from {
	case body.Storage, body.ADF, body.WikiMarkup, body.Editor, body.Editor2:
		return nil
	}
	return wiki.NewError(wiki.UnknownFormat, wiki.Facts{Param: "representation", Value: string(from)})
}

// Storage makes storage format of a body in another representation, before a write. c is the content it is for: the
// stored one for an update, else one with as much as is known. Errors: UnknownFormat for a representation that bodies
// are not written in, InvalidBody for a text that does not parse. Only custom content is written as raw text.
func (s *Session) Storage(ctx context.Context, c wiki.Content, value string, from body.Representation) (string, error) {
	if from == body.Raw && c.Kind.IsCustom() {
		return rawStorage(value)
	}
	if err := written(from); err != nil {
		return "", err
	}
	if from == body.Storage {
		return value, nil // checked where it is written
	}
	o := s.lens(ctx).options(c)
	if from == body.ADF && c.ID != 0 {
		known, err := s.taskIDs(ctx, c)
		if err != nil {
			return "", err
		}
		o.TaskID = func(localID string) string { return known[localID] }
	}
	doc, err := body.Read(ctx, value, from, o)
	switch broken, isBody := errors.AsType[*body.Error](err); {
	case err == nil:
		return doc.Storage(), nil
	case errors.Is(err, body.ErrNoConversion), errors.Is(err, body.ErrUnknownRepresentation):
		return "", wiki.NewError(wiki.UnknownFormat, wiki.Facts{Param: "representation", Value: string(from)})
	case isBody:
		return "", &wiki.Error{Reason: wiki.InvalidBody, Err: err, Facts: wiki.Facts{Param: "body", Detail: broken.Error()}}
	}
	return "", err
}

// taskIDs are the numbers of the tasks in a stored body by their local ids, so that a page that comes back as ADF keeps
// them.
func (s *Session) taskIDs(ctx context.Context, c wiki.Content) (map[string]string, error) {
	bodies, err := s.Bodies(ctx, []wiki.Content{c})
	if err != nil {
		return nil, err
	}
	doc, err := body.ParseStorage(bodies[c.ID].Storage)
	if err != nil {
		return nil, fmt.Errorf("stored body of %s: %w", c.ID, err)
	}
	out := map[string]string{}
	for _, t := range body.Extract(doc).Tasks {
		out[t.UUID] = t.ID
	}
	return out, nil
}

// pageOf is a content as rendering names it. One that is not stored has no id and no address.
func (s *Session) pageOf(c wiki.Content) body.Page {
	if c.ID == 0 {
		return body.Page{Title: c.Title, SpaceKey: c.SpaceKey}
	}
	id := c.ID
	if c.Kind == wiki.Comment { // files that a comment shows are those of the page it is on
		id = c.Container
	}
	return body.Page{ID: id.String(), Title: c.Title, SpaceKey: c.SpaceKey, URL: "/wiki" + WebPath(c)}
}

// WebPath is the path of a content's page below /wiki, as _links.webui has it.
func WebPath(c wiki.Content) string {
	switch c.Kind {
	case wiki.Attachment:
		return fmt.Sprintf("/pages/viewpageattachments.action?pageId=%d&preview=%%2F%d%%2F%d%%2F%s", c.Parent, c.Parent, c.ID, pathEscape(c.Title))
	case wiki.Comment:
		return fmt.Sprintf("/pages/viewpage.action?pageId=%d&focusedCommentId=%d", c.Container, c.ID)
	case wiki.BlogPost:
		return fmt.Sprintf("/spaces/%s/blog/%s/%d/%s", c.SpaceKey, c.Created.Format("2006/01/02"), c.ID, pathEscape(c.Title))
	}
	switch {
	case c.Kind.IsCustom():
		return fmt.Sprintf("/spaces/%s/custom-content/%d", c.SpaceKey, c.ID)
	case c.Kind.InTree() && c.Kind != wiki.Page:
		return fmt.Sprintf("/spaces/%s/%s/%d", c.SpaceKey, c.Kind, c.ID)
	case c.Status == wiki.Draft:
		return fmt.Sprintf("/spaces/%s/pages/edit-v2/%d?draftShareId=", c.SpaceKey, c.ID)
	}
	return fmt.Sprintf("/spaces/%s/pages/%d/%s", c.SpaceKey, c.ID, pathEscape(c.Title))
}
