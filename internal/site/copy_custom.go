package site

import (
	"context"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// copyCustom copies the current custom content in a content that the caller may view, with the custom content in that, into
// another: the caller must be able to make content of its type there. mayOpen says that the copy may be open to more people
// than what is copied; without it, a type that fewer may read here than there is refused as the page would be.
func (s *Session) copyCustom(ctx context.Context, tx *store.SiteTx, parts wiki.CopyParts, from, to wiki.Content, mayOpen bool) error {
	type pair struct{ from, to wiki.Content }
	for todo := []pair{{from, to}}; len(todo) > 0; todo = todo[1:] {
		at := todo[0]
		f := wiki.ContentFilter{Parent: &at.from.ID, Custom: true, Statuses: []wiki.Status{wiki.Current}, Sort: wiki.ByPosition}
		for w := (wiki.Window{Limit: 250}); ; {
			found, err := tx.ListContent(ctx, s.viewer, f, w)
			if err != nil {
				return err
			}
			bodies, err := tx.BodiesOf(ctx, found.Items)
			if err != nil {
				return err
			}
			for i, c := range found.Items {
				made, err := s.copyOneCustom(ctx, tx, parts, c, bodies[i], at.to)
				if err != nil {
					return err
				}
				holds, err := tx.RuleHolds(ctx, made.Rule, c.Rule)
				if err != nil {
					return err
				}
				if !holds && !mayOpen {
					return opened(from)
				}
				todo = append(todo, pair{c, made})
			}
			if !found.More {
				break
			}
			w.After = found.After
		}
	}
	return nil
}

func (s *Session) copyOneCustom(ctx context.Context, tx *store.SiteTx, parts wiki.CopyParts, c wiki.Content, b wiki.Body, to wiki.Content) (wiki.Content, error) {
	made, err := s.create(ctx, tx, wiki.NewContent{Kind: c.Kind, Status: wiki.Current, Space: to.Space, Parent: to.ID, Title: c.Title,
		Storage: b.Storage, Raw: b.Raw})
	if err != nil {
		return made, err
	}
	if err := tx.CopyFacts(ctx, c.ID, made.ID, s.viewer.Account); err != nil {
		return made, err
	}
	return made, s.copyAround(ctx, tx, parts, c, made)
}
