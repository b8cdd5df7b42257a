package site

import (
	"context"
	"strings"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// LabelNames brings the names of labels to the form they are kept in: small letters. InvalidInput for one that cannot be
// a label.
func LabelNames(given []string) ([]string, error) {
	out := make([]string, len(given))
	for i, name := range given {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" || len(name) > 255 || strings.ContainsAny(name, " :;,.?&[]()#^*!@") {
			return nil, wiki.Invalid("label", name, "a word of at most 255 letters without blanks and punctuation")
		}
		out[i] = name
	}
	return out, nil
}

// LabelAll puts global labels on a content, all or none. Errors as for Label; names come from LabelNames.
func (s *Session) LabelAll(ctx context.Context, id wiki.ContentID, names []string) error {
	if err := s.demand(wiki.View | wiki.CreatePage); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, a, err := tx.Content(ctx, s.viewer, id)
		if err != nil {
			return err
		}
		if r := wiki.Allow(wiki.CreatePerm(c.Kind), a); r != "" {
			return deny(r, wiki.CreatePerm(c.Kind), "content", id.String())
		}
		for _, name := range names {
			if err := tx.AddLabel(ctx, id, "global", name); err != nil {
				return err
			}
		}
		return nil
	})
}
