package v1

import (
	"context"

	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// contentMetadata shows labels, likes and what the caller did with the content. Properties and what the frontend keeps
// are empty until they can be written; comments and simple are offered and never shown.
func (l *loader) contentMetadata(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	var labels map[wiki.ContentID][]wiki.Label
	var err error
	if sub.has("labels") {
		if labels, err = l.s.Labels(ctx, list, ""); err != nil {
			return false, err
		}
	}
	mine := make([]*wire.CurrentUserMetadata, len(list))
	if sub.has("currentuser") {
		if mine, err = l.currentUser(ctx, list, sub["currentuser"]); err != nil {
			return false, err
		}
	}
	for i, c := range list {
		m := out[i].Metadata
		if m == nil {
			m = &wire.Metadata{Expandable: wire.MetadataExpandable()}
			out[i].Metadata = m
		}
		m.CurrentUser = mine[i]
		if sub.has("properties") {
			m.Properties = scalar.Object[any]{}
		}
		if sub.has("frontend") {
			m.Frontend = scalar.Object[any]{}
		}
		if sub.has("likes") {
			m.Likes = &wire.Likes{}
		}
		if sub.has("labels") {
			m.Labels = l.labels(labels[c.ID], wire.ContentPath(idOf(c))+"/label")
		}
		for _, name := range []string{"currentuser", "properties", "frontend", "likes", "labels"} {
			if sub.has(name) {
				m.Expandable = m.Expandable.Without(name)
			}
		}
	}
	return true, nil
}

// currentUser is what the caller did with each content. Views are not recorded, so viewed stays offered.
func (l *loader) currentUser(ctx context.Context, list []wiki.Content, sub wants) ([]*wire.CurrentUserMetadata, error) {
	var mine map[wiki.ContentID]wiki.Version
	var versions []*wire.Version
	if sub.any("lastmodified", "lastcontributed") {
		var err error
		if mine, err = l.s.MyVersions(ctx, list); err != nil {
			return nil, err
		}
		asked := make([]versionOf, len(list))
		for i, c := range list {
			asked[i] = versionOf{c, mine[c.ID]}
		}
		if versions, err = l.versions(ctx, asked, sub["lastmodified"]["version"]); err != nil {
			return nil, err
		}
	}
	out := make([]*wire.CurrentUserMetadata, len(list))
	for i, c := range list {
		m := &wire.CurrentUserMetadata{Expandable: wire.CurrentUserExpandable()}
		last, wrote := mine[c.ID]
		if sub.has("favourited") {
			m.Favourited = &wire.Favourited{}
		}
		if sub.has("lastmodified") && wrote {
			m.LastModified = &wire.LastModified{Version: versions[i]}
		}
		if sub.has("scheduled") {
			m.Scheduled = scalar.Object[any]{}
		}
		if sub.has("lastcontributed") && wrote {
			m.LastContributed = &wire.LastContributed{Status: "editor", When: scalar.Time(last.At)}
			if last.Number == 1 {
				m.LastContributed.Status = "creator"
			}
		}
		for _, name := range []string{"favourited", "lastmodified", "scheduled", "lastcontributed"} {
			if sub.has(name) {
				m.Expandable = m.Expandable.Without(name)
			}
		}
		out[i] = m
	}
	return out, nil
}
