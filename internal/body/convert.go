package body

import (
	"context"
	"fmt"
	"strings"
)

// Options is what reading and writing may need beside the text itself.
type Options struct {
	// View is the page and the wiki around it. Its Variant is set by the target.
	View ViewOptions
	// TaskID is the number of the task that ADF names by a local id, empty for
	// a new one. It keeps the ids of tasks when a page comes back as ADF; nil:
	// all are new.
	TaskID func(localID string) string
}

// Convert reads src in one representation and writes it in another.
//
// Errors: [ErrUnknownRepresentation] and [ErrNoConversion] wrapped with the
// names, an [*Error] for a body that is not accepted, or the error of a function
// of [Wiki].
func Convert(ctx context.Context, src string, from, to Representation, o Options) (string, error) {
	for _, r := range []Representation{from, to} {
		if !r.Known() {
			return "", fmt.Errorf("%w: %q", ErrUnknownRepresentation, string(r))
		}
	}
	if from == to && from == Raw {
		return src, nil // an app's own text; nobody else reads it
	}
	doc, err := Read(ctx, src, from, o)
	if err != nil {
		return "", err
	}
	return Write(ctx, doc, to, o)
}

// Known reports whether r is one of the representations.
func (r Representation) Known() bool {
	switch r {
	case Storage, Rendered, ExportView, StyledView, AnonymousExportView, Editor, Editor2, ADF, WikiMarkup, Raw, Plain, Markdown:
		return true
	}
	return false
}

// Read reads a body. Rendered HTML cannot be read: [ErrNoConversion].
func Read(ctx context.Context, src string, from Representation, o Options) (*Doc, error) {
	switch from {
	case Storage, Editor2:
		return ParseStorage(src)
	case Editor:
		return ParseEditor(src)
	case ADF:
		return ParseADF(ctx, src, o)
	case WikiMarkup:
		return ParseWiki(src)
	case Markdown:
		return ParseMarkdown(src)
	case Plain, Raw:
		return fromPlain(src), nil
	}
	if !from.Known() {
		return nil, fmt.Errorf("%w: %q", ErrUnknownRepresentation, string(from))
	}
	return nil, fmt.Errorf("%w: a body cannot be written as %q", ErrNoConversion, string(from))
}

// Write writes a body.
func Write(ctx context.Context, d *Doc, to Representation, o Options) (string, error) {
	switch to {
	case Storage, Editor2, Raw:
		return d.Storage(), nil
	case ADF:
		return d.ADF(ctx, o)
	case WikiMarkup:
		return d.Wiki(), nil
	case Markdown:
		return d.Markdown(), nil
	case Plain:
		return d.PlainText(), nil
	case Rendered, ExportView, StyledView, AnonymousExportView, Editor:
		o.View.Variant = to
		return View(ctx, d, o.View)
	}
	return "", fmt.Errorf("%w: %q", ErrUnknownRepresentation, string(to))
}

// fromPlain makes a paragraph of each block of lines.
func fromPlain(src string) *Doc {
	src = strings.ToValidUTF8(strings.ReplaceAll(src, "\r\n", "\n"), "\uFFFD")
	doc := &Doc{}
	for block := range strings.SplitSeq(src, "\n\n") {
		block = strings.Trim(block, "\n")
		if block == "" {
			continue
		}
		p := NewElement("p")
		for i, line := range strings.Split(block, "\n") {
			if i > 0 {
				p.append(NewElement("br"))
			}
			if line != "" {
				p.append(NewText(line))
			}
		}
		doc.Nodes = append(doc.Nodes, p)
	}
	return doc
}
