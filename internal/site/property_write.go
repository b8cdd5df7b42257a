package site

import (
	"context"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// checkWritten refuses properties that cannot be written together with their content: too many, one twice, and those that
// cannot be kept.
func checkWritten(properties []wiki.PropertyWrite) error {
	if len(properties) > wiki.MaxWritten {
		return wiki.Invalid("properties", "", "at most 100 properties")
	}
	seen := map[string]bool{}
	for _, p := range properties {
		if seen[p.Key] {
			return wiki.Invalid("properties", p.Key, "each key once")
		}
		seen[p.Key] = true
		if err := checkProperty(p.Key, p.Value); err != nil {
			return err
		}
	}
	return nil
}

// writeProperties writes properties of a content that the caller changes. Clients send back objects as they read them, so
// what has its value already stays as it is. StaleVersion for one that was changed since.
func (s *Session) writeProperties(ctx context.Context, tx *store.SiteTx, id wiki.ContentID, properties []wiki.PropertyWrite) error {
	of := wiki.PropertyOwner{Content: id}
	for _, w := range properties {
		p, err := tx.PropertyByKey(ctx, of, w.Key)
		now := p.Version.Number
		switch {
		case wiki.HasReason(err, wiki.NoSuchObject):
			_, err = tx.CreateProperty(ctx, s.viewer.Account, wiki.Property{Of: of, Key: w.Key, Value: w.Value})
		case err != nil, p.Value == w.Value:
		case w.Version != 0 && w.Version != now && w.Version != now+1:
			err = wiki.NewError(wiki.StaleVersion, wiki.Facts{Object: "property", ID: w.Key, Version: now})
		default:
			p.Value, p.Version = w.Value, wiki.Version{Number: now + 1, Author: s.viewer.Account, At: tx.Now()}
			err = tx.SetProperty(ctx, p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
