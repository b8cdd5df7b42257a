package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testAudit(t *testing.T, open Opener) {
	w := newWorld(t, open)
	whole := wiki.AuditEvent{Author: ann, AuthorName: "Ann", Address: "192.0.2.7", Category: wiki.AuditSpaces, Summary: "Space created",
		Description: "by hand", SysAdmin: true, Object: wiki.AuditObject{Name: "Größe", Type: "Space"},
		Associated: []wiki.AuditObject{{Name: "Ann", Type: "User"}, {Name: "", Type: ""}},
		Changed:    []wiki.AuditChange{{Name: "name", Old: "a \"b\"", New: "c", HiddenOld: "secret", HiddenNew: "hush"}}}
	late := wiki.AuditEvent{Summary: "100% later", At: start.Add(time.Hour)}
	w.here.write(func(ctx context.Context, tx *store.SiteTx) error {
		return first(tx.Audit(ctx, late), tx.Audit(ctx, whole), tx.Audit(ctx, wiki.AuditEvent{Summary: "after it"}))
	})
	w.there.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.Audit(ctx, wiki.AuditEvent{Summary: "elsewhere"})
	})
	whole.At = start
	list := func(f wiki.AuditFilter, win wiki.Window) (out wiki.Slice[wiki.AuditEvent]) {
		w.here.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			out, err = tx.AuditRecords(ctx, f, win)
			return err
		})
		return out
	}
	summaries := func(f wiki.AuditFilter) []string {
		out := []string{}
		for _, e := range list(f, wiki.Window{Limit: 10}).Items {
			out = append(out, e.Summary)
		}
		return out
	}
	all := list(wiki.AuditFilter{}, wiki.Window{Limit: 10})
	equal(t, "number of records", len(all.Items), 3)
	equal(t, "a record as it was written", all.Items[2], whole)
	for name, c := range map[string]struct {
		f    wiki.AuditFilter
		want []string
	}{
		"newest first":       {wiki.AuditFilter{}, []string{"100% later", "after it", "Space created"}},
		"from":               {wiki.AuditFilter{From: start.Add(time.Hour)}, []string{"100% later"}},
		"to":                 {wiki.AuditFilter{To: start}, []string{"after it", "Space created"}},
		"between":            {wiki.AuditFilter{From: start.Add(1), To: start.Add(2)}, []string{"after it", "Space created"}}, // milliseconds count
		"a word, folded":     {wiki.AuditFilter{Search: "GRÖSSE"}, []string{"Space created"}},
		"an address":         {wiki.AuditFilter{Search: "192.0.2."}, []string{"Space created"}},
		"a change":           {wiki.AuditFilter{Search: `a "b"`}, []string{"Space created"}},
		"what is hidden":     {wiki.AuditFilter{Search: "secret"}, []string{}},
		"a percent sign":     {wiki.AuditFilter{Search: "0% l"}, []string{"100% later"}},
		"of the other site":  {wiki.AuditFilter{Search: "elsewhere"}, []string{}},
		"word and time":      {wiki.AuditFilter{Search: "e", To: start}, []string{"after it", "Space created"}},
		"nothing that early": {wiki.AuditFilter{To: start.Add(-time.Millisecond)}, []string{}},
	} {
		equal(t, name, summaries(c.f), c.want)
	}
	second := list(wiki.AuditFilter{}, wiki.Window{Limit: 1, Offset: 1})
	equal(t, "a window", []any{second.Items[0].Summary, second.More}, []any{"after it", true})

	older := func(moment time.Time) (some bool) {
		w.here.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			some, err = tx.HasAuditBefore(ctx, moment)
			return err
		})
		return some
	}
	equal(t, "HasAuditBefore the first", older(start), false)
	equal(t, "HasAuditBefore after the first", older(start.Add(time.Millisecond)), true)
	w.here.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.ForgetAudit(ctx, start.Add(time.Millisecond))
	})
	equal(t, "after ForgetAudit", summaries(wiki.AuditFilter{}), []string{"100% later"})
	w.there.read(func(ctx context.Context, tx *store.SiteTx) error {
		found, err := tx.AuditRecords(ctx, wiki.AuditFilter{}, wiki.Window{Limit: 10})
		equal(t, "the other site keeps its own", len(found.Items), 1)
		return err
	})
}

func testSettings(t *testing.T, open Opener) {
	w := newWorld(t, open)
	get := func(p *place) (value string) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			value, err = tx.Setting(ctx, "colour")
			return err
		})
		return value
	}
	equal(t, "none", get(w.here), "")
	for _, value := range []string{"red", "blue"} {
		w.here.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetSetting(ctx, "colour", value) })
		equal(t, "set", get(w.here), value)
	}
	equal(t, "on the other site", get(w.there), "")
}
