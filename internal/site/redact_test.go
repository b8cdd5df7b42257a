package site_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// redacts takes texts out of a content as it is now.
func (a actor) redacts(c wiki.Content, r site.Redaction, want ...wiki.Reason) (title, text []site.Redacted) {
	a.b.t.Helper()
	if r.AsOf.IsZero() {
		r.AsOf = a.b.now()
	}
	a.run("redacts "+c.Title, want, func(ctx context.Context, s *site.Session) (err error) {
		title, text, err = s.Redact(ctx, c.ID, r)
		return err
	})
	return title, text
}

// out is a range of the text node a pointer leads to.
func out(pointer string, from, to int) []site.RedactRange {
	return []site.RedactRange{{Range: body.Range{Pointer: pointer, From: from, To: to}, Reason: "personal data"}}
}

// history is what each version of a content says, the oldest first: title and body.
func (a actor) history(c wiki.Content) (texts []string) {
	a.b.t.Helper()
	a.run("reads the history", nil, func(ctx context.Context, s *site.Session) error {
		list, err := s.VersionsInOrder(ctx, c, true, wiki.Window{Limit: 100})
		for _, v := range list.Items {
			_, text, err := s.Version(ctx, c, v.Number)
			if err != nil {
				return err
			}
			texts = append(texts, v.Title+"|"+text.Storage+"|"+v.Message)
		}
		return err
	})
	return texts
}

// finds are the titles that a search for a word shows, with their excerpts.
func (a actor) finds(word string) (found string) {
	a.b.t.Helper()
	a.run("searches "+word, nil, func(ctx context.Context, s *site.Session) error {
		hits, err := s.Search(ctx, `siteSearch ~ "`+word+`" order by id`, site.SearchContext{Excerpts: site.Indexed}, wiki.Window{Limit: 100})
		for _, h := range hits.Items {
			found += h.Title + "|" + h.Excerpt + "\n"
		}
		return err
	})
	return found
}

func TestRedaction(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, url string) {
		b := newBenchOn(t, url)
		ann, bob, _, dee, eve, nobody := b.cast()
		const first = `<p>Card 4111 of Jane.</p><ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>incomplete</ac:task-status>` +
			`<ac:task-body>Call Jane</ac:task-body></ac:task></ac:task-list>`
		page := bob.makes(wiki.NewContent{Title: "Jane's file", Storage: first})
		plain := "<p>Nothing yet.</p>"
		bob.changes(page, wiki.Change{Storage: &plain})
		again := first
		page = bob.changes(page, wiki.Change{Storage: &again})
		comment := b.as("cy").marks(page, "4111 of")
		b.must(b.service.Indexed(t.Context()))
		if got := bob.finds("Jane"); !strings.Contains(got, "Card 4111 of Jane.") {
			t.Fatalf("before: %q", got)
		}

		name := out("/content/0/content/2", 1, 5)
		for _, row := range []struct {
			who  actor
			ask  site.Redaction
			want wiki.Reason
		}{
			{nobody, site.Redaction{Body: name}, wiki.CredentialsMissing}, {eve, site.Redaction{Body: name}, wiki.NotSiteAdmin},
			{bob, site.Redaction{Body: name}, wiki.NotSiteAdmin},
			{ann, site.Redaction{}, wiki.InvalidInput},
			{ann, site.Redaction{Body: name, Version: 2}, wiki.StaleVersion},
			{ann, site.Redaction{Body: name, AsOf: noon.Add(-time.Second)}, wiki.StaleVersion},
			{ann, site.Redaction{Body: out("/content/0/content/9", 0, 1)}, wiki.InvalidInput},
			{ann, site.Redaction{Body: out("/content/0/content/2", 0, 99)}, wiki.InvalidInput},
			{ann, site.Redaction{Title: out("", 5, 5)}, wiki.InvalidInput},
			{ann, site.Redaction{Body: []site.RedactRange{{Range: name[0].Range, Reason: strings.Repeat("x", 256)}}}, wiki.InvalidInput},
		} {
			row.who.redacts(page, row.ask, row.want)
		}
		if got := len(ann.history(page)); got != 3 {
			t.Fatalf("refusals made versions: %d", got)
		}

		// Of the body alone, and the history stays as it is.
		marked := slices.Concat(out("/content/0/content/1", 0, 4), name, out("/content/1/content/0/content/0", 5, 9))
		title, text := ann.redacts(page, site.Redaction{Version: 3, Body: marked})
		if len(title) != 0 || len(text) != 3 || len(text[0].ID) != 36 || text[0].ID == text[1].ID || text[1].To != 5 || text[1].Reason != "personal data" {
			t.Errorf("%+v %+v", title, text)
		}
		for _, who := range []actor{ann, bob, dee} { // at once, before the index has read it
			if got := who.finds("4111"); got != "" {
				t.Errorf("%s finds %q", who.name, got)
			}
		}
		got := dee.history(page)
		if len(got) != 4 || !strings.Contains(got[2], "4111") || !strings.HasSuffix(got[3], "|Sensitive data was redacted") {
			t.Fatalf("%q", got)
		}
		bars := strings.NewReplacer("Jane.", body.Bar+".", "Call Jane", "Call "+body.Bar) // all else is as it was
		redacted := "Jane's file|" + strings.Replace(bars.Replace(first), "4111", `<ac:inline-comment-marker ac:ref="`+comment.Thread.Marker+`">`+body.Bar, 1)
		redacted = strings.Replace(redacted, "of ", "of</ac:inline-comment-marker> ", 1) + "|Sensitive data was redacted"
		if diff := cmp.Diff(redacted, got[3]); diff != "" {
			t.Error(diff)
		}
		dee.run("reads what is beside it", nil, func(ctx context.Context, s *site.Session) error {
			c, err := s.Content(ctx, comment.ID)
			if diff := cmp.Diff(body.Bar+" of", c.Thread.Selection); diff != "" {
				t.Error(diff)
			}
			tasks, err2 := s.InlineTasks(ctx, wiki.InlineTaskFilter{}, wiki.Window{Limit: 10})
			if len(tasks.Items) != 1 || tasks.Items[0].Body != "Call "+body.Bar || tasks.Items[0].Local != "1" {
				t.Errorf("%+v", tasks.Items)
			}
			return errors.Join(err, err2)
		})
		b.must(b.service.Indexed(t.Context()))
		if got := dee.finds("Jane"); !strings.HasPrefix(got, "Jane's file|Card "+body.Bar+" of "+body.Bar) {
			t.Errorf("by its title: %q", got)
		}

		// Of the title, with the versions that hold it: all that were called so.
		second := "<p>Plain.</p>"
		renamed := "No name"
		bob.changes(page, wiki.Change{Storage: &second, Title: &renamed})
		page = bob.changes(page, wiki.Change{Title: &page.Title})
		title, _ = ann.redacts(page, site.Redaction{Clean: true, Title: append(out("", 0, 4), out("/title", 2, 3)...)})
		if len(title) != 2 || title[0].ID != title[1].ID {
			t.Errorf("%+v", title)
		}
		want := []string{"No name|<p>Plain.</p>|", body.Bar + "'s file|<p>Plain.</p>|Sensitive data was redacted"}
		if diff := cmp.Diff(want, dee.history(page)); diff != "" {
			t.Error(diff)
		}
		for _, word := range []string{"Jane", "4111"} {
			if got := ann.finds(word); got != "" {
				t.Errorf("%s is found: %q", word, got)
			}
		}
		// Titles of which nothing is left are told apart.
		for i := range 2 {
			c := bob.makes(wiki.NewContent{Title: fmt.Sprint("Secret ", i)})
			title, _ := ann.redacts(c, site.Redaction{Clean: true, Title: out("", 0, -1)})
			want := []string{body.Bar, body.Bar + " " + title[0].ID[:8]}[i] + "||Sensitive data was redacted"
			if diff := cmp.Diff([]string{want}, dee.history(c)); diff != "" {
				t.Error(diff)
			}
		}

		ann.run("reads the audit log", nil, func(ctx context.Context, s *site.Session) error {
			list, err := s.AuditRecords(ctx, wiki.AuditFilter{Search: "redacted"}, wiki.Window{Limit: 10})
			if len(list.Items) != 4 || list.Items[2].Object.Name != page.ID.String() || !strings.HasSuffix(list.Items[2].Description, " personal data") ||
				strings.Contains(fmt.Sprint(list.Items), "Jane") {
				t.Errorf("%+v", list.Items)
			}
			return err
		})
	})
}
