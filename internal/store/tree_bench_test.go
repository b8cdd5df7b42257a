package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/pgtest"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// treeNodes is how many pages the tree has that is measured: ten below each, so four levels. Each hundredth is restricted.
const treeNodes = 10_000

func BenchmarkTreeSQLite(b *testing.B) {
	path := filepath.Join(b.TempDir(), "weir.db")
	raw, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?_pragma=busy_timeout(10000)")
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	benchTree(b, path, raw, "SELECT 1")
}

func BenchmarkTreePostgres(b *testing.B) {
	url := pgtest.Database(b)
	raw, err := sql.Open("pgx", url)
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	benchTree(b, url, raw, "ANALYZE")
}

// benchTree measures the readings of a tree beside a plain walk over the same tree in the same run. analyze has PostgreSQL
// gather its statistics.
func benchTree(b *testing.B, url string, raw *sql.DB, analyze string) {
	db := open(b, store.Options{URL: url, Now: time.Now})
	l, err := newLedger(b.Context(), db)
	if err != nil {
		b.Fatal(err)
	}
	w := &bench{ledger: l, raw: raw, viewer: wiki.Viewer{Account: "acc", Subjects: []wiki.Subject{wiki.User("acc"), wiki.Anonymous}}}
	w.grow(b)
	if _, err := raw.ExecContext(b.Context(), analyze); err != nil { // as autovacuum does within a minute
		b.Fatal(err)
	}
	top, leaf := w.pages[0], w.pages[len(w.pages)-1]
	both := []wiki.Status{wiki.Current, wiki.Archived}
	below := func(depth int, after string) func(ctx context.Context, tx *store.SiteTx, i int) error {
		return func(ctx context.Context, tx *store.SiteTx, _ int) error {
			_, err := tx.Below(ctx, w.viewer, wiki.TreeFilter{Top: top, Kinds: wiki.TreeKinds(), Statuses: both, Depth: depth},
				wiki.Window{Limit: 250, After: after})
			return err
		}
	}
	b.Run("250 of two levels", func(b *testing.B) { w.each(b, below(2, "")) })
	b.Run("250 of all levels", func(b *testing.B) { w.each(b, below(10, "")) })
	b.Run("250 of all levels, from the middle", func(b *testing.B) {
		w.each(b, below(10, fmt.Sprintf("4 %d 0 0", w.pages[treeNodes/20])))
	})
	b.Run("250 pages by id", func(b *testing.B) {
		w.each(b, func(ctx context.Context, tx *store.SiteTx, _ int) error {
			_, err := tx.Below(ctx, w.viewer, wiki.TreeFilter{Top: top, Kinds: []wiki.Kind{wiki.Page}, Statuses: both, ByID: true}, wiki.Window{Limit: 250})
			return err
		})
	})
	b.Run("ancestors of a leaf", func(b *testing.B) {
		w.each(b, func(ctx context.Context, tx *store.SiteTx, _ int) error {
			_, err := tx.Ancestors(ctx, w.viewer, []wiki.ContentID{leaf})
			return err
		})
	})
	b.Run("plain SQL, a walk over the tree", func(b *testing.B) {
		w.plainSQL(b, `WITH RECURSIVE down (id) AS (SELECT id FROM content WHERE parent = $1
			UNION ALL SELECT c.id FROM content c JOIN down ON c.parent = down.id) SELECT COUNT(*) FROM down`,
			func(int) []any { return []any{int64(top)} })
	})
}

// grow makes the tree, a thousand pages a write.
func (w *bench) grow(b *testing.B) {
	b.Helper()
	var space wiki.SpaceID
	for len(w.pages) < treeNodes {
		err := w.db.Write(b.Context(), func(ctx context.Context, t *store.Tx) error {
			tx := t.In(w.site)
			if space == 0 {
				made, err := tx.CreateSpace(ctx, wiki.Space{Key: "T", Name: "Tree", Kind: wiki.GlobalSpace, Status: wiki.SpaceCurrent})
				if err != nil {
					return err
				}
				space = made.ID
				if err := tx.Grant(ctx, wiki.Grant{Space: space, Subject: wiki.Anonymous, Perm: wiki.SpacePerms}); err != nil {
					return err
				}
			}
			for range 1000 {
				n := wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: space, Title: fmt.Sprint("Page ", len(w.pages))}
				if len(w.pages) > 0 {
					n.Parent = w.pages[(len(w.pages)-1)/10]
				}
				c, err := tx.CreateContent(ctx, "acc", n)
				if err != nil {
					return err
				}
				if w.pages = append(w.pages, c.ID); len(w.pages)%100 == 0 {
					err = tx.SetRestriction(ctx, wiki.Restriction{Content: c.ID, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User("other")}})
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
