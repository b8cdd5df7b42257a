package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// makePage makes a page in a space of its own.
func makePage(t *testing.T, d *DB, site wiki.SiteID) (c wiki.Content) {
	t.Helper()
	err := d.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
		s, err := tx.In(site).CreateSpace(ctx, wiki.Space{Key: "S", Name: "S", Kind: wiki.GlobalSpace, Status: wiki.SpaceCurrent})
		if err != nil {
			return err
		}
		c, err = tx.In(site).CreateContent(ctx, "acc", wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: s.ID, Title: "P"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// edit changes a page and nothing else.
func edit(t testing.TB, d *DB, c *wiki.Content) {
	t.Helper()
	c.Version.Number++
	err := d.Write(context.Background(), func(ctx context.Context, tx *Tx) error {
		_, err := tx.exec(ctx, "UPDATE content SET version = $1 WHERE id = $2", c.Version.Number, c.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFactsOutliveThisProcessesChangesOfContent(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "weir.db")
	d, other := openMemo(t, path), openMemo(t, path)
	id := makeSite(t, d)
	page := makePage(t, d, id)
	if _, _, err := glanced(t, d); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what  string
		write func()
		name  string
		asked bool
	}{
		{"a page", func() { edit(t, d, &page) }, "0", false},
		{"a page again", func() { edit(t, d, &page) }, "0", false},
		{"a fact", func() { rename(t, d, id, "1") }, "1", true},
		{"a page, after it", func() { edit(t, d, &page) }, "1", false},
		{"a page, by another process", func() { edit(t, other, &page) }, "1", true},
		{"a fact, by another process", func() { rename(t, other, id, "2") }, "2", true},
		{"both, by two processes", func() { rename(t, other, id, "3"); edit(t, d, &page) }, "3", true},
	} {
		c.write()
		if name, asked, err := glanced(t, d); err != nil || name != c.name || asked != c.asked {
			t.Errorf("after a change of %s: %q, asked %v, %v", c.what, name, asked, err)
		}
	}
}

// What is kept of a state is not handed on with its facts.
func TestAnswersDoNotOutliveAChangeOfContent(t *testing.T) {
	t.Parallel()
	d := openMemo(t, filepath.Join(t.TempDir(), "weir.db"))
	id := makeSite(t, d)
	page := makePage(t, d, id)
	tx, err := d.Glance(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tx.In(id).Keep("k", "old", 1)
	edit(t, d, &page)
	tx.In(id).Keep("k", "older", 1)
	next, err := d.Glance(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, known := next.In(id).Recall("k"); known {
		t.Errorf("recalled %v after a commit", got)
	}
}

// A write asks for facts again as soon as one of its batch changes them, and what it saw then is not remembered: it may be
// rolled back.
func TestAWriteSeesTheFactsOfItsBatch(t *testing.T) {
	t.Parallel()
	d := openMemo(t, filepath.Join(t.TempDir(), "weir.db"))
	id := makeSite(t, d)
	name := func(ctx context.Context, tx *Tx) string {
		s, err := tx.SiteByKey(ctx, "k")
		if err != nil {
			t.Error(err)
		}
		return s.Name
	}
	rolledBack := errors.New("rolled back")
	err := d.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
		before := name(ctx, tx)
		if err := tx.SetSite(ctx, wiki.Site{ID: id, Name: "1", BaseURL: "http://x"}); err != nil {
			return err
		}
		if after := name(ctx, tx); before != "0" || after != "1" {
			t.Errorf("before the change %q, after it %q", before, after)
		}
		return rolledBack
	})
	if err != rolledBack {
		t.Fatal(err)
	}
	if got, _, err := glanced(t, d); err != nil || got != "0" {
		t.Errorf("after the change was undone: %q, %v", got, err)
	}
}

// Facts that are handed on are never older than what another process was told is done, while this one changes pages.
func TestNoHandedOnFactIsOlderThanAnAcknowledgedWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "weir.db")
	d, other := openMemo(t, path), openMemo(t, path)
	id := makeSite(t, d)
	page := makePage(t, d, id)
	stop := make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				edit(t, d, &page)
			}
		}
	})
	for i := range 50 {
		want := fmt.Sprint(i)
		rename(t, other, id, want)
		for {
			got, _, err := glanced(t, d)
			if errors.Is(err, ErrMoved) {
				continue
			}
			if err != nil || got != want {
				t.Errorf("glanced %q after %q was acknowledged, %v", got, want, err)
			}
			break
		}
		err := d.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
			if s, err := tx.SiteByKey(ctx, "k"); err != nil || s.Name != want {
				t.Errorf("a write saw %q after %q was acknowledged, %v", s.Name, want, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	work.Wait()
}

// The statements of facts read no table that may change under them, and nothing in the schema changes other tables than a
// statement names.
func TestFactsReadNoTableOfContent(t *testing.T) {
	t.Parallel()
	d := openMemo(t, filepath.Join(t.TempDir(), "weir.db"))
	id := makeSite(t, d)
	viewer := wiki.Viewer{Account: "acc", Subjects: []wiki.Subject{wiki.User("acc"), wiki.Anonymous}}
	page := makePage(t, d, id)
	tx, err := d.Glance(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close()
	ctx, in := t.Context(), tx.In(id)
	var found identity.Found
	var errs [7]error
	_, errs[0] = tx.SiteByKey(ctx, "k")
	_, errs[1] = tx.SiteByCloudID(ctx, "c")
	found, errs[2] = in.Credential(ctx, "none")
	_, _, errs[3] = in.SpaceByID(ctx, viewer, page.Space)
	_, _, errs[4] = in.SpaceByKey(ctx, viewer, "S")
	_, errs[5] = in.heldIn(ctx, viewer, page.Space)
	_, errs[6] = tx.Accounts(ctx, []wiki.AccountID{"acc"})
	if err := errors.Join(errs[:]...); err != nil || found.Token != nil {
		t.Fatal(err)
	}
	texts := slices.Collect(maps.Keys(d.read.stmts))
	if remembered := len(tx.facts.answers); len(texts) != len(errs) || remembered != len(errs)-1 { // nobody has that account
		t.Fatalf("%d statements ran, %d answers are remembered, of %d", len(texts), remembered, len(errs))
	}
	table := regexp.MustCompile(`(?i)\b(?:FROM|JOIN)\s+(\w+)`)
	for _, text := range texts {
		tables := table.FindAllStringSubmatch(text, -1)
		if len(tables) == 0 {
			t.Errorf("no table in %s", text)
		}
		for _, m := range tables {
			if slices.Contains(contentTables, m[1]) {
				t.Errorf("a fact is read from %s, changes of which do not end it: %s", m[1], text)
			}
		}
	}
	schema, err := collect(ctx, tx, "SELECT COALESCE(sql, '') FROM sqlite_schema", nil,
		func(r *sql.Rows, s *string) error { return r.Scan(s) })
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(schema, "\n")
	if hidden := regexp.MustCompile(`(?i)TRIGGER|ON (DELETE|UPDATE)`).FindString(all); hidden != "" {
		t.Errorf("%s in the schema: a statement changes more than it names", hidden)
	}
	for _, name := range contentTables {
		if !regexp.MustCompile(`TABLE "?` + name + `\b`).MatchString(all) {
			t.Errorf("there is no table %s", name)
		}
	}
}

func TestWhichStatementsEndFacts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"SELECT 1":                            false,
		"SAVEPOINT job":                       false,
		"INSERT INTO content (id) VALUES (1)": false,
		"INSERT INTO index_queue (content) VALUES ($1)\n\tON CONFLICT (content) DO UPDATE SET turn = 1": false,
		"WITH RECURSIVE d (id) AS (SELECT 1) UPDATE content SET space = 1":                              false,
		"WITH d AS (SELECT 1) SELECT * FROM d":                                                          false,
		"DELETE FROM words WHERE rowid = $1":                                                            false,
		"UPDATE token SET revoked = 1":                                                                  true,
		"INSERT INTO group_member (account_id, group_id) VALUES ($1, $2)":                               true,
		"WITH d AS (SELECT 1) DELETE FROM space_grant WHERE space IN (SELECT * FROM d)":                 true,
		"insert into token (id) values (1)":                                                             true,
		"INSERT OR REPLACE INTO policy (name) VALUES ('content')":                                       true,
		"ALTER TABLE content ADD COLUMN x":                                                              true,
		"UPDATE":                                                                                        true,
	} {
		if got := endsFacts(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
