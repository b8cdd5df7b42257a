package site

import (
	"context"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// LabelNames brings the names of labels to the form they are kept in: small letters. InvalidInput for one that cannot be
// a label.
func LabelNames(given []string) ([]string, error) {
	if err := CheckLabels(len(given)); err != nil {
		return nil, err
	}
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

// maxLabels is how many labels one request may give: a commit must not keep others waiting.
const maxLabels = 1000

// CheckLabels refuses more labels than one request may give. LimitReached.
func CheckLabels(n int) error {
	if n > maxLabels {
		return wiki.NewError(wiki.LimitReached, wiki.Facts{Param: "labels", Detail: "At most 1000 labels can be given at once"})
	}
	return nil
}

// ParseLabel reads a label as it is written in addresses, team:name or name, which is global. InvalidInput for one that
// cannot be a label.
func ParseLabel(text string) (wiki.Label, error) {
	prefix, name, found := strings.Cut(text, ":")
	if !found {
		prefix, name = "", text
	}
	return NewLabel(prefix, name)
}

// NewLabel is a label with its name in the form it is kept in. No prefix is the global one.
func NewLabel(prefix, name string) (wiki.Label, error) {
	switch prefix {
	case "":
		prefix = wiki.GlobalLabel
	case wiki.GlobalLabel, wiki.TeamLabel, wiki.MyLabel:
	default:
		return wiki.Label{}, wiki.Invalid("prefix", prefix, "one of global, my, team")
	}
	names, err := LabelNames([]string{name})
	if err != nil {
		return wiki.Label{}, err
	}
	return wiki.Label{Prefix: prefix, Name: names[0]}, nil
}

// LabelAll puts global labels on a content, all or none. Errors as for AddLabels; names come from LabelNames.
func (s *Session) LabelAll(ctx context.Context, id wiki.ContentID, names []string) error {
	labels := make([]wiki.Label, len(names))
	for i, name := range names {
		labels[i] = wiki.Label{Prefix: wiki.GlobalLabel, Name: name}
	}
	return s.AddLabels(ctx, id, labels)
}

// AddLabels puts labels on a content, all or none; having one already is no error. Errors: CredentialsMissing for anonymous
// callers, NoSuchObject or NoViewPermission, NoPermission, EditRestricted, SpaceIsArchived.
func (s *Session) AddLabels(ctx context.Context, id wiki.ContentID, labels []wiki.Label) error {
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if _, err := s.allowed(ctx, tx, id, changing); err != nil {
			return err
		}
		for _, l := range labels {
			if err := tx.AddOwnLabel(ctx, s.viewer.Account, id, l.Prefix, l.Name); err != nil {
				return err
			}
		}
		return nil
	})
}

// RemoveLabel takes a label off a content. Errors as for AddLabels, and NoSuchObject when it has no such label.
func (s *Session) RemoveLabel(ctx context.Context, id wiki.ContentID, l wiki.Label) error {
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if _, err := s.allowed(ctx, tx, id, changing); err != nil {
			return err
		}
		return tx.RemoveLabel(ctx, s.viewer.Account, id, l.Prefix, l.Name)
	})
}

// ListLabels lists labels of a content the caller was shown or, where the filter names none, of all it may view.
func (s *Session) ListLabels(ctx context.Context, f wiki.LabelFilter, w wiki.Window) (wiki.Slice[wiki.Label], error) {
	if err := s.demand(wiki.View); err != nil {
		return wiki.Slice[wiki.Label]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.Label]{}, err
	}
	return tx.ListLabels(ctx, s.viewer, f, w)
}

// FindLabel finds a label by its number or, where that is 0, by prefix and name. NoSuchObject when it is on nothing that the
// caller may view.
func (s *Session) FindLabel(ctx context.Context, l wiki.Label) (wiki.Label, error) {
	if l.ID != 0 {
		found, err := s.ListLabels(ctx, wiki.LabelFilter{IDs: []int64{l.ID}}, wiki.Window{Limit: 1})
		if err == nil && len(found.Items) == 0 {
			err = wiki.Missing("label", strconv.FormatInt(l.ID, 10))
		}
		if err != nil {
			return wiki.Label{}, err
		}
		return found.Items[0], nil
	}
	if err := s.demand(wiki.View); err != nil {
		return wiki.Label{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Label{}, err
	}
	return tx.LabelByName(ctx, s.viewer, l.Prefix, l.Name)
}
