package client

import (
	"errors"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// TestWatchesAndRelationsFromMakingToParting calls them through both doors, at the gateway with the scopes of the catalogue.
func TestWatchesAndRelationsFromMakingToParting(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	page := w.Page(t, "Make a token").ID
	for door, credentials := range map[string]Credentials{
		"site": {w.Member.Email, w.Reader.Text},
		"gateway": {w.Robot.Email, w.NewToken(t, w.Robot, "read:confluence-content.summary", "write:confluence-content",
			"read:watcher:confluence", "read:user:confluence").Text},
	} {
		t.Run(door, func(t *testing.T) {
			t.Parallel()
			c, _ := connect(t, w.URL, credentials)
			ctx := t.Context()
			me := w.Member.ID
			if door == "gateway" {
				me = w.Robot.ID
			}
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			watching := func(want bool) {
				t.Helper()
				got, err := c.V1.GetContentWatchStatus(ctx, page, AccountIDQuery{})
				must(err)
				if got.Watching != want {
					t.Errorf("watching: %t", got.Watching)
				}
			}
			must(c.V1.AddContentWatcher(ctx, page, AccountIDQuery{AccountID: me}))
			watching(true)
			if !lists(t, c.V1.GetWatchesForPage(ctx, page, PageSizeQuery{Limit: 1}), func(x wirev1.Watch) bool { return x.Watcher.AccountID == me }) {
				t.Error("the watcher is not listed")
			}
			must(c.V1.RemoveContentWatcher(ctx, page, AccountIDQuery{}))
			watching(false)
			must(c.V1.AddLabelWatcher(ctx, "help", AccountIDQuery{}))
			must(c.V1.RemoveLabelWatcher(ctx, "help", AccountIDQuery{}))
			must(c.V1.AddSpaceWatcher(ctx, "PUB", AccountIDQuery{}))
			if !lists(t, c.V1.GetWatchersForSpace(ctx, "PUB", PageSizeQuery{}), func(x wirev1.SpaceWatch) bool { return x.Watcher.AccountID == me }) {
				t.Error("the watcher of the space is not listed")
			}
			must(c.V1.RemoveSpaceWatch(ctx, "PUB", AccountIDQuery{}))

			ends := RelationEnds{"user", "current", "content", page}
			made, err := c.V1.CreateRelationship(ctx, "favourite", ends, RelationEndsQuery{})
			must(err)
			read, err := c.V1.GetRelationship(ctx, "favourite", ends, GetRelationshipQuery{Expand: []string{"target"}})
			must(err)
			if diff := cmp.Diff(made.Links, read.Links); diff != "" || read.Target == nil || string(read.Target.Content.ID) != page {
				t.Errorf("read %+v\n%s", read, diff)
			}
			isHere := func(r wirev1.Relation) bool { return r.Links.Self == made.Links.Self }
			if !lists(t, c.V1.FindTargetFromSource(ctx, "favourite", "user", "current", "content", FindRelationsQuery{Limit: 1}), isHere) ||
				!lists(t, c.V1.FindSourcesForTarget(ctx, "favourite", "content", page, "user", FindRelationsQuery{Limit: 1}), isHere) {
				t.Error("the relation is not found from its ends")
			}
			must(c.V1.DeleteRelationship(ctx, "favourite", ends, RelationEndsQuery{}))
			_, err = c.V1.GetRelationship(ctx, "favourite", ends, GetRelationshipQuery{})
			if _, hidden := errors.AsType[*HiddenError](err); !hidden {
				t.Errorf("after the end: %v", err)
			}
		})
	}
}

// lists reports whether a list has an item that fits.
func lists[T any](t *testing.T, list iter.Seq2[T, error], fits func(T) bool) (has bool) {
	t.Helper()
	for item, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		has = has || fits(item)
	}
	return has
}
