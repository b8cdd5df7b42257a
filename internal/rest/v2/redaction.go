package v2

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func redactionOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "postRedactPage", Route: "POST /pages/{id}/redact", Perm: wiki.View | wiki.CreatePage | wiki.AdministerSite}, redact(wiki.Page)),
		rest.On(rest.Op{ID: "postRedactBlog", Route: "POST /blogposts/{id}/redact", Perm: wiki.View | wiki.CreateBlogPost | wiki.AdministerSite}, redact(wiki.BlogPost)),
	}
}

type redactIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wirev2.RedactionRequest]
}

func redact(kind wiki.Kind) func(context.Context, *site.Session, *redactIn) (*wirev2.RedactionResult, error) {
	return func(ctx context.Context, s *site.Session, in *redactIn) (*wirev2.RedactionResult, error) {
		c, err := findKind(ctx, s, kind, in.ID)
		if err != nil {
			return nil, err
		}
		asked, err := in.Body.Read()
		if err != nil {
			return nil, err
		}
		r := site.Redaction{Clean: asked.CleanHistory.Or(false)}
		if asked.CreatedAt == "" {
			return nil, wiki.Invalid("createdAt", "", rest.WantValue)
		}
		if r.AsOf, err = createdAt(asked.CreatedAt); err != nil {
			return nil, err
		}
		if number, given := asked.VersionNumber.Get(); given {
			if r.Version = number; number < 1 {
				return nil, wiki.Invalid("versionNumber", wiki.ContentID(number).String(), "at least 1")
			}
		}
		if r.Title, err = newRanges(asked.Title); err != nil {
			return nil, err
		}
		for _, one := range r.Title {
			if one.Pointer != "" && one.Pointer != "/title" {
				return nil, wiki.Invalid("pointer", one.Pointer, `"" or /title`)
			}
		}
		if r.Body, err = newRanges(asked.Body); err != nil {
			return nil, err
		}
		title, text, err := s.Redact(ctx, c.ID, r)
		if err != nil {
			return nil, named(kind, err)
		}
		return &wirev2.RedactionResult{Title: newRedacted(title), Body: newRedacted(text)}, nil
	}
}

// newRanges reads the ranges of a title or a body. What has no end goes on to the end of its text.
func newRanges(given *wirev2.RedactionRanges) ([]site.RedactRange, error) {
	if given == nil {
		return nil, nil
	}
	out := make([]site.RedactRange, len(given.Redactions))
	for i, p := range given.Redactions {
		if p.Pointer == nil { // nothing is taken out that nobody pointed at
			return nil, wiki.Invalid("pointer", "", rest.WantValue)
		}
		r := body.Range{Pointer: *p.Pointer, To: -1}
		if p.From != nil {
			r.From = *p.From
		}
		if p.To != nil {
			if r.To = *p.To; r.To < 0 {
				return nil, wiki.Invalid("to", wiki.ContentID(r.To).String(), "at least 0")
			}
		}
		out[i] = site.RedactRange{Range: r, Reason: p.Reason.Or("")}
	}
	return out, nil
}

func newRedacted(done []site.Redacted) *wirev2.RedactedRanges {
	if done == nil {
		return nil
	}
	out := &wirev2.RedactedRanges{Redactions: make([]wirev2.RedactedRange, len(done))}
	for i, d := range done {
		out.Redactions[i] = wirev2.RedactedRange{Pointer: d.Pointer, From: &d.From, To: &d.To, Reason: d.Reason, RedactionID: d.ID}
	}
	return out
}
