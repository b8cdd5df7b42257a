package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// testSearchOthers holds what finds spaces and users instead of content, and who finds them.
func testSearchOthers(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous, wiki.User(ann))
		p.space("team", wiki.Group(writers))
		w.clock.Advance(time.Minute)
		p.newSpace(wiki.Space{Key: "OLD", Name: "Old river", Kind: wiki.KnowledgeBase, Status: wiki.SpaceArchived, Creator: ann}, wiki.Anonymous)
		p.newSpace(wiki.Space{Key: "~bob", Name: "Bob's corner", Kind: wiki.PersonalSpace, Status: wiki.SpaceCurrent, Creator: bob, Description: "boats and rivers"}, wiki.Anonymous)
		p.page("DOCS", "", "Ann's page")
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			return first(tx.AddSpaceLabel(ctx, p.spaces["DOCS"], "team", "kitchen"),
				tx.SetRelation(ctx, wiki.Relation{Name: wiki.Favourite, Source: user(bob), Target: p.end("DOCS")}),
				tx.SetRelation(ctx, wiki.Relation{Name: wiki.Favourite, Source: user(bob), Target: p.end("team")}))
		})
	})
	w.index()
	p := w.here
	w.write(func(ctx context.Context, tx *store.Tx) error {
		return first(tx.SetSiteAccess(ctx, p.site, ann, identity.SiteUser), tx.SetSiteAccess(ctx, p.site, bob, identity.SiteUser),
			tx.SetSiteAccess(ctx, w.there.site, eve, identity.SiteUser))
	})
	for _, c := range []struct {
		query string
		v     wiki.Viewer
		s     store.Search
		want  []string
	}{
		{`type = space`, asAnn, store.Search{}, []string{"Bob's corner", "Space DOCS", "Space team"}},
		{`type = space`, guest, store.Search{}, []string{"Bob's corner", "Space DOCS"}},
		{`type = space`, nobody, store.Search{}, []string{}},
		{`type = space order by title desc`, guest, store.Search{}, []string{"Space DOCS", "Bob's corner"}},
		{`type = space order by space.key`, asAnn, store.Search{}, []string{"Space DOCS", "Space team", "Bob's corner"}},
		{`type = space order by space desc`, asAnn, store.Search{}, []string{"Bob's corner", "Space team", "Space DOCS"}},
		{`type = space order by created desc, title`, asAnn, store.Search{}, []string{"Bob's corner", "Space DOCS", "Space team"}},
		{`type = space order by lastmodified`, asAnn, store.Search{}, []string{"Space DOCS", "Space team", "Bob's corner"}},
		{`type = space order by creator, title desc`, asAnn, store.Search{}, []string{"Space team", "Space DOCS", "Bob's corner"}},
		{`type in (space, user) order by type desc, title`, asAnn, store.Search{}, []string{"Ann", "Bob", "Bob's corner", "Space DOCS", "Space team"}},
		{`type in (space, user) order by id desc`, asAnn, store.Search{}, []string{"Bob's corner", "Space team", "Space DOCS", "Ann", "Bob"}},
		{`type = space and favourite = currentUser()`, asBob, store.Search{}, []string{"Space DOCS"}},
		{`type = space and favourite = "acc-bob"`, asAnn, store.Search{}, []string{}},
		{`type = space`, guest, store.Search{ArchivedSpaces: true}, []string{"Bob's corner", "Old river", "Space DOCS"}},
		{`type = space`, guest, store.Search{NoCurrent: true}, []string{"Old river"}},
		{`type = space and space.title ~ "corners"`, guest, store.Search{}, []string{"Bob's corner"}},
		{`type = space and title = "BOB'S CORNER"`, guest, store.Search{}, []string{"Bob's corner"}},
		{`type = space and text ~ river`, guest, store.Search{}, []string{"Bob's corner"}},
		{`type = space and space in (docs, "TEAM")`, guest, store.Search{}, []string{"Space DOCS"}},
		{`type = space and space.type != personal`, guest, store.Search{}, []string{"Space DOCS"}},
		{`type = space and space.category = kitchen`, guest, store.Search{}, []string{"Space DOCS"}},
		{`type = space and creator = currentUser()`, asBob, store.Search{}, []string{"Bob's corner"}},
		{`type = space and created > now("-1d") and id != 1`, guest, store.Search{}, []string{"Bob's corner", "Space DOCS"}},
		{`type = space and space in favouriteSpaces()`, asBob, store.Search{}, []string{"Space DOCS"}},
		{`type = space and space.type = favourite`, asBob, store.Search{}, []string{"Space DOCS"}},
		{`type = space and space in favouriteSpaces()`, guest, store.Search{}, []string{}},
		{`type = space and space not in favouriteSpaces()`, asBob, store.Search{}, []string{"Bob's corner"}},
		{`type = user`, asEve, store.Search{}, []string{"Ann", "Bob"}},
		{`type = user`, guest, store.Search{}, []string{}},
		{`user = currentUser()`, asAnn, store.Search{}, []string{"Ann"}},
		{`user.accountid in ("acc-bob", "acc-eve")`, asAnn, store.Search{}, []string{"Bob"}},
		{`user.fullname ~ "an*" or user.fullname = "BOB"`, asAnn, store.Search{}, []string{"Ann", "Bob"}},
		{`type = user and user.fullname !~ bob`, asAnn, store.Search{}, []string{"Ann"}},
		{`type in (space, user) and title ~ "bob* OR docs"`, asAnn, store.Search{}, []string{"Bob", "Bob's corner", "Space DOCS"}},
		{`not (type != user) and not user = "acc-ann"`, asAnn, store.Search{}, []string{"Bob"}},
		// What content can fulfil finds content alone.
		{`type in (page, user) and title ~ ann`, asAnn, store.Search{}, []string{"Ann's page"}},
		{`title ~ ann`, asAnn, store.Search{}, []string{"Ann's page"}},
		{`type != space and title ~ ann`, asAnn, store.Search{}, []string{"Ann's page"}},
		{`type = space`, asAnn, store.Search{ContentOnly: true}, []string{}},
		{`title ~ ann`, asAnn, store.Search{UsersOnly: true}, []string{"Ann"}},
		{`type in (space, user)`, asAnn, store.Search{UsersOnly: true}, []string{"Ann", "Bob"}},
		{`type = page`, asAnn, store.Search{UsersOnly: true}, []string{}},
	} {
		got := []string{}
		c.s.Query = parse(t, c.query)
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			win := wiki.Window{Limit: 2}
			for {
				found, n, err := tx.SearchCounted(ctx, c.v, c.s, win)
				if err != nil {
					return err
				}
				equal(t, c.query+" counted", n, len(c.want))
				for _, h := range found.Items {
					got = append(got, h.Name())
				}
				if win.After = found.After; !found.More {
					break
				}
			}
			return nil
		})
		equal(t, c.query, got, c.want)
	}
}

func parse(t *testing.T, query string) *cql.Query {
	t.Helper()
	q, err := cql.Parse(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return q
}
