package site_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// told is what is known of a content beside its body.
type told struct{ Macro, Mention, Open, Done bool }

// knows asks every door to what is kept beside a body for one content.
func (a actor) knows(c wiki.Content) (out told) {
	a.b.t.Helper()
	a.run("asks about "+c.Title, nil, func(ctx context.Context, s *site.Session) error {
		for query, has := range map[string]*bool{"macro = toc": &out.Macro, `mention = currentUser()`: &out.Mention} {
			hits, err := s.Search(ctx, query+" and id = "+c.ID.String(), site.SearchContext{Excerpts: site.NoExcerpt}, wiki.Window{Limit: 2})
			if err != nil {
				return err
			}
			*has = len(hits.Items) == 1
		}
		tasks, err := s.InlineTasks(ctx, wiki.InlineTaskFilter{Contents: []wiki.ContentID{c.ID}}, wiki.Window{Limit: 9})
		for _, k := range tasks.Items {
			if k.Complete {
				out.Done = true
			} else {
				out.Open = true
			}
		}
		return err
	})
	return out
}

// TestEveryWayToWriteABodyTellsWhatIsInIt: a body becomes that of a content in many ways, and each keeps the same beside it.
func TestEveryWayToWriteABodyTellsWhatIsInIt(t *testing.T) {
	t.Parallel()
	onEachEngine(t, everyWayToWriteABody)
}

func everyWayToWriteABody(t *testing.T, url string) {
	b := newBenchOn(t, url)
	_, bob, cy, _, _, _ := b.cast()
	user := `<ac:link><ri:user ri:account-id="` + string(b.people["bob"].ID) + `" /></ac:link>`
	rich := macro("toc") + `<p>` + user + `</p><ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>incomplete</ac:task-status>` +
		`<ac:task-body>buy</ac:task-body></ac:task></ac:task-list>`
	plain := "<p>nothing</p>"
	all := told{Macro: true, Mention: true, Open: true}
	expect := func(how string, c wiki.Content, want told) {
		t.Helper()
		if diff := cmp.Diff(want, bob.knows(c)); diff != "" {
			t.Errorf("%s: %s", how, diff)
		}
	}
	page := cy.makes(wiki.NewContent{Title: "Page", Storage: rich})
	expect("created", page, all)
	expect("a blog post", cy.makes(wiki.NewContent{Kind: wiki.BlogPost, Title: "Post", Storage: rich}), all)
	expect("a comment, whose tasks are no tasks", cy.says(site.NewComment{On: page.ID, Storage: rich}), told{Macro: true, Mention: true})
	expect("copied", cy.copies(site.Copy{Source: page.ID, Space: "DEV", Title: "Copy"}), all)
	other := cy.makes(wiki.NewContent{Title: "Other", Storage: plain})
	expect("copied with another body", cy.copies(site.Copy{Source: other.ID, Space: "DEV", Title: "Rich", Storage: &rich}), all)
	expect("copied without it", cy.copies(site.Copy{Source: page.ID, Space: "DEV", Title: "Poor", Storage: &plain}), told{})
	expect("copied onto", cy.copies(site.Copy{Source: page.ID, Existing: other.ID}), all)
	marked := cy.marks(page, "buy")
	expect("copied onto", cy.copies(site.Copy{Source: other.ID, Existing: page.ID}), all)
	cy.run("looks", nil, func(ctx context.Context, s *site.Session) error {
		c, err := s.Content(ctx, marked.ID)
		if err == nil && c.Thread.Resolution != wiki.Dangling {
			t.Errorf("a thread whose mark was copied over is %s, want %s", c.Thread.Resolution, wiki.Dangling)
		}
		return err
	})
	expect("changed", cy.changes(page, wiki.Change{Storage: &plain}), told{})
	restore := func(number int) (made wiki.Content) {
		cy.run("restores", nil, func(ctx context.Context, s *site.Session) (err error) {
			made, err = s.RestoreVersion(ctx, page.ID, number, "", false)
			return err
		})
		return made
	}
	expect("restored", restore(1), all)
	cy.run("looks", nil, func(ctx context.Context, s *site.Session) error {
		c, err := s.Content(ctx, marked.ID)
		if err == nil && c.Thread.Resolution != wiki.Open {
			t.Errorf("a thread whose mark came back is %s, want %s", c.Thread.Resolution, wiki.Open)
		}
		return err
	})
	cy.run("finishes the task", nil, func(ctx context.Context, s *site.Session) error {
		tasks, err := s.InlineTasks(ctx, wiki.InlineTaskFilter{Contents: []wiki.ContentID{page.ID}}, wiki.Window{Limit: 1})
		if err != nil {
			return err
		}
		_, err = s.FinishInlineTask(ctx, tasks.Items[0].ID, true)
		return err
	})
	expect("a task was finished", page, told{Macro: true, Mention: true, Done: true})
	expect("restored to nothing", restore(3), told{})

	var home wiki.Content
	bob.run("makes a space", nil, func(ctx context.Context, s *site.Session) error {
		space, err := s.CreateSpace(ctx, site.NewSpace{Key: "NEW", Name: "New", Home: rich})
		if err != nil {
			return err
		}
		home, err = s.Content(ctx, space.Home)
		return err
	})
	expect("a home page", home, all)
}
