package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// ledger is a database into which tests write pages, and the titles of those that were acknowledged.
type ledger struct {
	db    *store.DB
	site  wiki.SiteID
	space wiki.SpaceID

	mu    sync.Mutex
	acked []string
}

// newLedger makes the site and the space, or finds them.
func newLedger(ctx context.Context, db *store.DB) (*ledger, error) {
	l := &ledger{db: db}
	err := db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		site, err := tx.SiteByKey(ctx, "ledger")
		if wiki.HasReason(err, wiki.NoSuchObject) {
			site, err = tx.CreateSite(ctx, wiki.Site{CloudID: "ledger", Key: "ledger"})
		}
		if err != nil {
			return err
		}
		space, _, err := tx.In(site.ID).SpaceByKey(ctx, wiki.Viewer{}, "L")
		if wiki.HasReason(err, wiki.NoSuchObject) {
			if space, err = tx.In(site.ID).CreateSpace(ctx, wiki.Space{Key: "L", Kind: wiki.GlobalSpace, Status: wiki.SpaceCurrent}); err == nil {
				err = tx.In(site.ID).Grant(ctx, wiki.Grant{Space: space.ID, Subject: wiki.Anonymous, Perm: wiki.View})
			}
		}
		l.site, l.space = site.ID, space.ID
		return err
	})
	return l, err
}

// write makes a page. When it returns nil, the page is acknowledged.
func (l *ledger) write(ctx context.Context, title string) error {
	err := l.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.In(l.site).CreateContent(ctx, "acc", wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: l.space,
			Title: title, Storage: "<p>" + title + "</p>"})
		return err
	})
	if err == nil {
		l.mu.Lock()
		l.acked = append(l.acked, title)
		l.mu.Unlock()
	}
	return err
}

func (l *ledger) acknowledged() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string{}, l.acked...)
}

// missing lists which of some titles the database does not have.
func (l *ledger) missing(t *testing.T, titles []string) (out []string) {
	t.Helper()
	tx, err := l.db.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close()
	v := wiki.Viewer{Subjects: []wiki.Subject{wiki.Anonymous}}
	found := map[string]bool{}
	w := wiki.Window{Limit: 1000}
	for {
		cut, err := tx.In(l.site).ListContent(t.Context(), v, wiki.ContentFilter{}, w)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cut.Items {
			found[c.Title] = true
		}
		if !cut.More {
			break
		}
		w.After = cut.After
	}
	for _, title := range titles {
		if !found[title] {
			out = append(out, title)
		}
	}
	return out
}

// writeUntil has a few goroutines write pages until ctx ends; each tells its outcome on the channel.
func (l *ledger) writeUntil(ctx context.Context, name string, done *sync.WaitGroup) {
	for g := range 8 {
		done.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				if err := l.write(ctx, fmt.Sprintf("%s-%d-%d", name, g, i)); err != nil {
					return
				}
			}
		})
	}
}

// cutPower writes to a database on a disk that loses what is not synced, cuts the power again and again, and counts the
// acknowledged writes that are missing afterwards.
func cutPower(t *testing.T, synchronous string, chances ...float64) (lost int) {
	t.Helper()
	dir, d := t.TempDir(), newDisk(t)
	db, err := store.Open(t.Context(), store.Options{URL: filepath.Join(dir, "weir.db"), Now: time.Now, Synchronous: synchronous, VFS: d.name})
	if err != nil {
		t.Fatal(err)
	}
	l, err := newLedger(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	l.writeUntil(ctx, "page", &writers)
	type outage struct {
		dir   string
		acked []string
	}
	var outages []outage
	for i, chance := range chances {
		for len(l.acknowledged()) < 40*(i+1) { // the writers are under way
			if err := l.write(ctx, fmt.Sprintf("own-%d-%d", i, len(l.acknowledged()))); err != nil {
				t.Fatal(err)
			}
		}
		o := outage{t.TempDir(), l.acknowledged()} // first what was acknowledged, then what is on the disk
		d.powerCut(t, o.dir, chance)
		outages = append(outages, o)
	}
	stop()
	writers.Wait()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, o := range outages {
		path := filepath.Join(o.dir, "weir.db")
		after := open(t, store.Options{URL: path, Now: time.Now})
		again, err := newLedger(t.Context(), after)
		if err != nil {
			t.Fatal(err)
		}
		lost += len(again.missing(t, o.acked))
		if err := again.write(t.Context(), "after the outage"); err != nil {
			t.Errorf("write after the outage: %v", err)
		}
		checkIntegrity(t, path)
	}
	return lost
}

func checkIntegrity(t *testing.T, path string) {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for _, check := range []string{"PRAGMA integrity_check", "SELECT COUNT(*) || ' broken references' FROM pragma_foreign_key_check"} {
		var verdict string
		if err := raw.QueryRow(check).Scan(&verdict); err != nil || verdict != "ok" && verdict != "0 broken references" {
			t.Errorf("%s: %s, %v", check, verdict, err)
		}
	}
}

// TestPowerCutLosesNoAcknowledgedWrite is T-POWER (security-model.md R-ACK): unsynced bytes dropped, all or some of them.
func TestPowerCutLosesNoAcknowledgedWrite(t *testing.T) {
	t.Parallel()
	if lost := cutPower(t, "", 0, 0, 0, 0.1, 0.5, 0.5, 0.9, 1); lost != 0 {
		t.Errorf("%d acknowledged writes are lost", lost)
	}
}

// TestPowerCutShowsWhatNormalLoses shows that the test above would notice: with synchronous=NORMAL a commit is
// acknowledged before it is synced.
func TestPowerCutShowsWhatNormalLoses(t *testing.T) {
	t.Parallel()
	if lost := cutPower(t, "NORMAL", 0, 0, 0); lost == 0 {
		t.Error("no acknowledged write is lost with synchronous=NORMAL: the power cut does not cut")
	}
}
