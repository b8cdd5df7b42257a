package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// rounds is how often each race is run.
func rounds() int {
	if testing.Short() {
		return 20
	}
	return 200
}

// race runs two writes at once and returns their errors. A write may run more than once; what it notes for the check must
// be of its last run.
func (p *place) race(one, two func(ctx context.Context, tx *store.SiteTx) error) (errs [2]error) {
	var start, done sync.WaitGroup
	start.Add(2)
	for i, fn := range []func(ctx context.Context, tx *store.SiteTx) error{one, two} {
		done.Go(func() {
			start.Done()
			start.Wait()
			errs[i] = p.try(fn)
		})
	}
	done.Wait()
	return errs
}

// testRaces has two writers break together each rule that neither breaks alone.
func testRaces(t *testing.T, open Opener) {
	w := newWorld(t, open)
	for _, r := range []struct {
		rule string
		run  func(t *testing.T, p *place)
	}{
		{"no circle by crossing moves", raceMoves},
		{"one title once", raceTitles},
		{"one space key once", raceKeys},
		{"version numbers have no gap and no double", raceVersions},
		{"no edit past a restriction", raceRestrictEdit},
		{"no child past a restriction", raceRestrictChild},
		{"no move past a restriction", raceRestrictMove},
		{"no child of a purged page", racePurgeChild},
		{"labels and rules are made once", raceInterned},
	} {
		p := w.newPlace("race " + r.rule)
		p.space("DOCS", wiki.Anonymous)
		t.Run(r.rule, func(t *testing.T) {
			t.Parallel()
			own := *w // so that failures show under their own name
			own.T = t
			p.w = &own
			r.run(t, p)
		})
	}
}

// pages makes current pages at the root of DOCS in one write.
func (p *place) pages(titles ...string) []wiki.ContentID {
	p.w.Helper()
	var ids []wiki.ContentID
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		ids = ids[:0]
		for _, title := range titles {
			c, err := tx.CreateContent(ctx, ann, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: p.spaces["DOCS"], Title: title})
			if err != nil {
				return err
			}
			ids = append(ids, c.ID)
		}
		return nil
	})
	return ids
}

// moveBelow moves a page unless that made a circle, which it reports.
func moveBelow(ctx context.Context, tx *store.SiteTx, id, parent wiki.ContentID) (circle bool, err error) {
	if circle, err = tx.IsBelow(ctx, parent, id); circle || err != nil {
		return circle, err
	}
	c, _, err := tx.Content(ctx, asAnn, id)
	if err != nil {
		return false, err
	}
	c.Parent = parent
	return false, first(tx.SetContent(ctx, c, nil, ""), tx.Reroot(ctx, id))
}

func raceMoves(t *testing.T, p *place) {
	for n := range rounds() {
		ids := p.pages(fmt.Sprint("a", n), fmt.Sprint("b", n))
		var circles [2]bool
		move := func(i int) func(ctx context.Context, tx *store.SiteTx) error {
			return func(ctx context.Context, tx *store.SiteTx) (err error) {
				circles[i], err = moveBelow(ctx, tx, ids[i], ids[1-i])
				return err
			}
		}
		errs := p.race(move(0), move(1))
		a, _ := p.get(asAnn, ids[0])
		b, _ := p.get(asAnn, ids[1])
		if errs != [2]error{} || circles[0] == circles[1] || (a.Parent == 0) == (b.Parent == 0) {
			t.Fatalf("round %d: %v, refused %v, parents %d and %d", n, errs, circles, a.Parent, b.Parent)
		}
	}
}

func raceTitles(t *testing.T, p *place) {
	for n := range rounds() {
		create := func(title string) func(ctx context.Context, tx *store.SiteTx) error {
			return func(ctx context.Context, tx *store.SiteTx) error {
				_, err := tx.CreateContent(ctx, ann, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: p.spaces["DOCS"], Title: fmt.Sprint(title, n)})
				return err
			}
		}
		oneOf(t, n, p.race(create("same"), create("SAME")), wiki.DuplicateTitle)
	}
}

func raceKeys(t *testing.T, p *place) {
	for n := range rounds() {
		create := func(key string) func(ctx context.Context, tx *store.SiteTx) error {
			return func(ctx context.Context, tx *store.SiteTx) error {
				_, err := tx.CreateSpace(ctx, wiki.Space{Key: fmt.Sprint(key, n), Kind: wiki.GlobalSpace, Status: wiki.SpaceCurrent})
				return err
			}
		}
		oneOf(t, n, p.race(create("key"), create("KEY")), wiki.DuplicateKey)
	}
}

// oneOf checks that one of two writes was done and the other refused.
func oneOf(t *testing.T, round int, errs [2]error, want wiki.Reason) {
	t.Helper()
	refused := errs[0]
	if refused == nil {
		refused = errs[1]
	} else if errs[1] != nil {
		t.Fatalf("round %d: both refused: %v", round, errs)
	}
	if !wiki.HasReason(refused, want) {
		t.Fatalf("round %d: %v, want one %s", round, errs, want)
	}
}

func raceVersions(t *testing.T, p *place) {
	id := p.pages("page")[0]
	for n := range rounds() {
		edit := func(ctx context.Context, tx *store.SiteTx) error {
			c, _, err := tx.Content(ctx, asAnn, id)
			if err != nil {
				return err
			}
			if c.Version.Number != n+1 { // what the client wants to write over
				return wiki.NewError(wiki.StaleVersion, wiki.Facts{})
			}
			return tx.SetContent(ctx, c, &wiki.Version{Number: n + 2, Author: ann, At: tx.Now(), Title: c.Title}, "body")
		}
		oneOf(t, n, p.race(edit, edit), wiki.StaleVersion)
	}
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		all, err := tx.Versions(ctx, id, wiki.Window{Limit: 1000})
		equal(t, "versions", len(all.Items), rounds()+1)
		return err
	})
}

func raceRestrictEdit(t *testing.T, p *place) {
	id := p.pages("page")[0]
	for n := range rounds() {
		var sawOld, sawOpen bool
		restrict := func(ctx context.Context, tx *store.SiteTx) error {
			c, _, err := tx.Content(ctx, asAnn, id)
			sawOld = c.Version.Number == n+1
			return first(err, tx.SetRestriction(ctx, wiki.Restriction{Content: id, Op: wiki.RestrictUpdate, Subjects: []wiki.Subject{wiki.User(ann)}}))
		}
		edit := func(ctx context.Context, tx *store.SiteTx) error {
			c, a, err := tx.Content(ctx, asBob, id)
			sawOpen = a.EditAdmits
			if !sawOpen {
				c.Version.Number = n + 1 // the round goes on all the same
			}
			return first(err, tx.SetContent(ctx, c, &wiki.Version{Number: n + 2, Author: bob, At: tx.Now(), Title: c.Title}, "body"))
		}
		errs := p.race(restrict, edit)
		if errs != [2]error{} || sawOld && sawOpen {
			t.Fatalf("round %d: %v; the restriction came before the edit, and the edit before the restriction", n, errs)
		}
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetRestriction(ctx, wiki.Restriction{Content: id, Op: wiki.RestrictUpdate})
		})
	}
}

// sameRule checks that a content below a restricted one has its rule.
func sameRule(t *testing.T, p *place, round int, errs [2]error, top, below wiki.ContentID) {
	t.Helper()
	a, _ := p.get(asAnn, top)
	b, _ := p.get(asAnn, below)
	if errs != [2]error{} || a.Rule == 0 || a.Rule != b.Rule {
		t.Fatalf("round %d: %v, rule %d above and %d below", round, errs, a.Rule, b.Rule)
	}
}

func raceRestrictChild(t *testing.T, p *place) {
	for n := range rounds() {
		top := p.pages(fmt.Sprint("top ", n))[0]
		var child wiki.ContentID
		errs := p.race(func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetRestriction(ctx, wiki.Restriction{Content: top, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User(ann)}})
		}, func(ctx context.Context, tx *store.SiteTx) error {
			c, err := tx.CreateContent(ctx, ann, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: p.spaces["DOCS"], Parent: top, Title: fmt.Sprint("child ", n)})
			child = c.ID
			return err
		})
		sameRule(t, p, n, errs, top, child)
	}
}

func raceRestrictMove(t *testing.T, p *place) {
	for n := range rounds() {
		ids := p.pages(fmt.Sprint("top ", n), fmt.Sprint("moved ", n))
		errs := p.race(func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetRestriction(ctx, wiki.Restriction{Content: ids[0], Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User(ann)}})
		}, func(ctx context.Context, tx *store.SiteTx) error {
			_, err := moveBelow(ctx, tx, ids[1], ids[0])
			return err
		})
		sameRule(t, p, n, errs, ids[0], ids[1])
	}
}

func racePurgeChild(t *testing.T, p *place) {
	for n := range rounds() {
		top := p.pages(fmt.Sprint("top ", n))[0]
		errs := p.race(func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.Purge(ctx, wiki.Content{ID: top})
			return err
		}, func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.CreateContent(ctx, ann, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: p.spaces["DOCS"], Parent: top, Title: fmt.Sprint("child ", n)})
			return err
		})
		var left wiki.Content
		err := p.try(func(ctx context.Context, tx *store.SiteTx) (err error) {
			left, _, err = tx.Content(ctx, asAnn, top)
			return err
		})
		purgedFirst := wiki.HasReason(errs[1], wiki.NoSuchObject) && wiki.HasReason(err, wiki.NoSuchObject)
		childFirst := errs[1] == nil && err == nil && left.Status == wiki.Deleted
		if errs[0] != nil || purgedFirst == childFirst {
			t.Fatalf("round %d: %v, then the page is %v, %v", n, errs, left.Status, err)
		}
	}
}

func raceInterned(t *testing.T, p *place) {
	for n := range rounds() {
		ids := p.pages(fmt.Sprint("a", n), fmt.Sprint("b", n))
		mark := func(id wiki.ContentID) func(ctx context.Context, tx *store.SiteTx) error {
			return func(ctx context.Context, tx *store.SiteTx) error {
				who := []wiki.Subject{wiki.User(ann), wiki.User(wiki.AccountID(fmt.Sprint("new ", n)))}
				return first(tx.AddLabel(ctx, id, "global", fmt.Sprint("new-", n)),
					tx.SetRestriction(ctx, wiki.Restriction{Content: id, Op: wiki.RestrictRead, Subjects: who}))
			}
		}
		errs := p.race(mark(ids[0]), mark(ids[1]))
		sameRule(t, p, n, errs, ids[0], ids[1])
	}
}
