package v1

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// contentMetadata shows labels, properties, likes and what the caller did with the content. What the frontend keeps is
// empty; comments and simple are offered and never shown.
func (l *loader) contentMetadata(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	var labels map[wiki.ContentID][]wiki.Label
	var err error
	if sub.has("labels") {
		if labels, err = l.s.Labels(ctx, list, ""); err != nil {
			return false, err
		}
	}
	var likes map[wiki.ContentID]int
	if sub.has("likes") {
		if likes, err = l.s.LikeCounts(ctx, list); err != nil {
			return false, err
		}
	}
	mine := make([]*wire.CurrentUserMetadata, len(list))
	if sub.has("currentuser") {
		if mine, err = l.currentUser(ctx, list, sub["currentuser"]); err != nil {
			return false, err
		}
	}
	properties := make([]scalar.Object[any], len(list))
	if sub.has("properties") {
		if properties, err = l.namedProperties(ctx, list, sub["properties"]); err != nil {
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
		m.Properties = properties[i]
		if sub.has("frontend") {
			m.Frontend = scalar.Object[any]{}
		}
		if sub.has("likes") {
			m.Likes = &wire.Likes{Count: likes[c.ID]}
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

// namedProperties shows the properties that were asked for by their keys, metadata.properties.KEY, and names the others.
func (l *loader) namedProperties(ctx context.Context, list []wiki.Content, sub wants) ([]scalar.Object[any], error) {
	asked := map[string]wants{}
	dotted(sub, "", asked)
	found, err := l.s.PropertiesOf(ctx, list, slices.Sorted(maps.Keys(asked)))
	out := make([]scalar.Object[any], len(list))
	for i, c := range list {
		shown, others := scalar.Object[any]{}, scalar.Expandable{}
		for _, p := range found[c.ID] {
			if below, wanted := asked[p.Key]; wanted {
				shown = append(shown, scalar.Member[any]{Name: p.Key, Value: l.property(c, p, below)})
			} else {
				others = append(others, scalar.Member[string]{Name: p.Key})
			}
		}
		shown = slices.DeleteFunc(shown, func(m scalar.Member[any]) bool { return m.Name == "_expandable" })
		if out[i] = shown; len(others) > 0 {
			out[i] = append(shown, scalar.Member[any]{Name: "_expandable", Value: others})
		}
	}
	return out, err
}

// dotted collects each path of a tree as the key it may be, since keys may have dots, with what is asked for below it.
func dotted(w wants, prefix string, into map[string]wants) {
	for name, below := range w {
		into[prefix+name] = below
		dotted(below, prefix+name+".", into)
	}
}

// currentUser is what the caller did with each content.
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
	var marked map[wiki.ContentID]wiki.Relation
	if sub.has("favourited") {
		var err error
		if marked, err = l.s.Favourites(ctx, list); err != nil {
			return nil, err
		}
	}
	var viewed map[wiki.ContentID]time.Time
	if sub.has("viewed") {
		var err error
		if viewed, err = l.s.LastViews(ctx, list); err != nil {
			return nil, err
		}
	}
	out := make([]*wire.CurrentUserMetadata, len(list))
	for i, c := range list {
		m := &wire.CurrentUserMetadata{Expandable: wire.CurrentUserExpandable()}
		last, wrote := mine[c.ID]
		if sub.has("favourited") {
			favourite, is := marked[c.ID]
			m.Favourited = &wire.Favourited{IsFavourite: is, FavouritedDate: scalar.Time(favourite.Created)}
		}
		if sub.has("lastmodified") && wrote {
			m.LastModified = &wire.LastModified{Version: versions[i]}
		}
		if at, ever := viewed[c.ID]; ever {
			m.Viewed = &wire.Viewed{LastSeen: scalar.Time(at), FriendlyLastSeen: friendly(at)}
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
		for _, name := range []string{"favourited", "lastmodified", "viewed", "scheduled", "lastcontributed"} {
			if sub.has(name) {
				m.Expandable = m.Expandable.Without(name)
			}
		}
		out[i] = m
	}
	return out, nil
}

// propertiesOf are the properties a body gives by their keys. Names that begin with an underscore are no keys: an object that
// is sent back as it was read has them.
func propertiesOf(given *wire.MetadataWrite) ([]wiki.PropertyWrite, error) {
	if given == nil {
		return nil, nil
	}
	var out []wiki.PropertyWrite
	for _, m := range given.Properties {
		if strings.HasPrefix(m.Name, "_") {
			continue
		}
		var p wire.PropertyWrite
		if err := scalar.Unmarshal(m.Value, &p); err != nil || p.Value == nil {
			return nil, wiki.Invalid("metadata.properties", m.Name, "an object with a value")
		}
		value, err := scalar.OneLine(p.Value)
		if err != nil {
			return nil, err
		}
		w := wiki.PropertyWrite{Key: m.Name, Value: value}
		if p.Version != nil {
			w.Version = p.Version.Number
		}
		out = append(out, w)
	}
	return out, nil
}
