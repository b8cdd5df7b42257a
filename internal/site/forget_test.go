package site_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// TestWhatWasTakenAwayIsNeverFound plays random histories in which texts are written, redacted, deleted and restricted
// while the text index is behind by as much as it likes. After each step nobody is shown, by any door, a word that does not
// stand in what they may view; and when the index has caught up, everybody finds exactly those that do.
func TestWhatWasTakenAwayIsNeverFound(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, url string) {
		steps := 240
		if url != "" {
			steps = 60
		}
		f := &forgetting{b: newBenchOn(t, url), random: rand.New(rand.NewPCG(1, 2))}
		f.b.service.Close() // from here on the index is read when the test says so
		for step := range steps {
			f.step()
			f.check(false)
			if step%40 == 39 {
				for f.index(100) > 0 {
					continue
				}
				f.check(true)
			}
		}
		if f.redacted < steps/6 || f.unread < f.redacted/4 {
			t.Errorf("%d redactions, %d of them before the index had read all: the history tells little", f.redacted, f.unread)
		}
	})
}

// forgetting is such a history. Each word is written in one text alone; where it stands the model knows.
type forgetting struct {
	b                *bench
	random           *rand.Rand
	papers           []*paper
	words            []string // all there ever were
	gone             []string // what was redacted last
	redacted, unread int
}

// paper is a page as it should be.
type paper struct {
	c       wiki.Content
	number  int    // in its title, so that no two are called alike
	leaves  []leaf // its versions, the last one current
	trashed bool
	hidden  bool // from everybody but ann
	notes   []*note
}

// note is an inline comment on the first paragraph of a page.
type note struct {
	id       wiki.ContentID
	selected string // the word it was made on, or a bar
	called   string // the word in its title, or a bar
	marked   bool   // the current body has its mark
}

// leaf is a version: a word in the title, and one in each paragraph of the body; a bar where one was.
type leaf struct {
	title string
	body  []string
}

func (l leaf) words() []string {
	return slices.DeleteFunc(append([]string{l.title}, l.body...), func(w string) bool { return w == body.Bar })
}

func (l leaf) storage() string {
	var b strings.Builder
	for _, w := range l.body {
		b.WriteString("<p>say " + w + " aloud</p>")
	}
	return b.String()
}

func (p *paper) now() leaf { return p.leaves[len(p.leaves)-1] }

// isMarked reports whether the first paragraph has the mark of a comment.
func (p *paper) isMarked() bool {
	return slices.ContainsFunc(p.notes, func(n *note) bool { return n.marked })
}

func (p *paper) name(l leaf) string { return fmt.Sprintf("Paper %d on %s", p.number, l.title) }

func (f *forgetting) word() string {
	w := fmt.Sprintf("zq%dx", len(f.words))
	f.words = append(f.words, w)
	return w
}

func (f *forgetting) leaf(title string) leaf {
	l := leaf{title: title}
	for range 1 + f.random.IntN(3) {
		l.body = append(l.body, f.word())
	}
	return l
}

func (f *forgetting) index(n int) int {
	f.b.t.Helper()
	did, err := f.b.service.DB.IndexSome(f.b.t.Context(), n, func(storage string) string {
		doc, err := body.ParseStorage(storage)
		f.b.must(err)
		return doc.PlainText()
	})
	f.b.must(err)
	return did
}

// step does one thing at random that can be done.
func (f *forgetting) step() {
	f.b.t.Helper()
	f.b.seconds.Add(1)
	ann, bob := f.b.as("ann"), f.b.as("bob")
	if len(f.papers) < 3 {
		p := &paper{number: len(f.words), leaves: []leaf{f.leaf(f.word())}}
		p.c = bob.makes(wiki.NewContent{Title: p.name(p.now()), Storage: p.now().storage()})
		f.papers = append(f.papers, p)
		return
	}
	i := f.random.IntN(len(f.papers))
	p := f.papers[i]
	switch n := f.random.IntN(18); {
	case p.trashed && n < 4:
		ann.purges(p.c)
		f.papers = slices.Delete(f.papers, i, i+1)
	case p.trashed && n < 10:
		ann.restores(p.c)
		p.trashed, p.leaves = false, append(p.leaves, p.now())
	case p.trashed || n < 4:
		f.index(1 + f.random.IntN(4))
	case n == 4:
		ann.trashes(p.c)
		p.trashed = true
	case n == 5:
		p.hidden = !p.hidden
		var to []string
		if p.hidden {
			to = []string{"ann"}
		}
		ann.restricts(p.c, wiki.RestrictRead, to)
	case n < 9 && !p.isMarked() && p.now().body[0] != body.Bar:
		c := ann.marks(p.c, p.now().body[0])
		p.notes = append(p.notes, &note{c.ID, p.now().body[0], p.now().title, true})
	case n < 12:
		l := f.leaf(p.now().title)
		if f.random.IntN(2) == 0 {
			l.title = f.word()
		}
		p.leaves = append(p.leaves, l)
		for _, n := range p.notes {
			n.marked = false
		}
		title, text := p.name(l), l.storage()
		ann.changes(p.c, wiki.Change{Title: &title, Storage: &text})
	default:
		f.redact(p)
	}
}

// redact takes out words of a page, with or without its history.
func (f *forgetting) redact(p *paper) {
	f.b.t.Helper()
	now := p.now()
	next := leaf{now.title, slices.Clone(now.body)}
	ask := site.Redaction{Clean: f.random.IntN(2) == 0}
	var gone []string
	if now.title != body.Bar && f.random.IntN(3) == 0 {
		at := strings.Index(p.name(now), now.title)
		ask.Title, gone, next.title = out("", at, at+len(now.title)), append(gone, now.title), body.Bar
	}
	for i, w := range now.body {
		if w == body.Bar || f.random.IntN(2) == 0 {
			continue
		}
		at := out(fmt.Sprintf("/content/%d/content/0", i), 4, 4+len(w))
		if i == 0 && p.isMarked() {
			at = out(fmt.Sprintf("/content/%d/content/1", i), 0, -1)
		}
		ask.Body, gone, next.body[i] = append(ask.Body, at...), append(gone, w), body.Bar
	}
	if len(gone) == 0 {
		return
	}
	lag, err := f.b.service.DB.IndexLag(f.b.t.Context())
	f.b.must(err)
	if f.redacted++; lag > 0 {
		f.unread++
	}
	f.b.as("ann").redacts(p.c, ask)
	f.gone = gone
	isGone := func(w string) bool { return slices.Contains(gone, w) }
	if ask.Clean {
		p.leaves = slices.DeleteFunc(p.leaves[:len(p.leaves)-1], func(l leaf) bool { return slices.ContainsFunc(l.words(), isGone) })
	}
	p.leaves = append(p.leaves, next)
	for _, n := range p.notes {
		if isGone(n.selected) {
			n.selected = body.Bar
		}
		if next.title != now.title && isGone(n.called) {
			n.called = body.Bar
		}
	}
}

var aWord = regexp.MustCompile(`zq\d+x`)

// check asks every door as several people; all holds that the index has caught up.
func (f *forgetting) check(all bool) {
	f.b.t.Helper()
	for _, name := range []string{"ann", "dee", "eve"} {
		a := f.b.as(name)
		a.run("looks around", nil, func(ctx context.Context, s *site.Session) error {
			for _, p := range f.papers {
				if err := f.reads(ctx, s, name, p); err != nil {
					return err
				}
			}
			words := slices.Clone(f.gone)
			for range 5 {
				words = append(words, f.words[f.random.IntN(len(f.words))])
			}
			for _, word := range words {
				if err := f.searches(ctx, s, name, word, all); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func (f *forgetting) may(name string, p *paper) bool {
	return name == "ann" || name == "dee" && !p.hidden
}

// reads asks for a page, its history and its comment by their ids.
func (f *forgetting) reads(ctx context.Context, s *site.Session, name string, p *paper) error {
	c, text, err := s.ContentWithBody(ctx, p.c.ID)
	if may := f.may(name, p); may != (err == nil) || err != nil && wiki.AsError(err).Reason.Public() != wiki.NoSuchObject {
		f.b.t.Fatalf("%s reads %d: %v, may: %v", name, p.c.ID, err, may)
	}
	if err != nil {
		return nil
	}
	f.same(name+" reads the page", p.now().words(), aWord.FindAllString(c.Title+text.Storage, -1))
	list, err := s.VersionsInOrder(ctx, c, true, wiki.Window{Limit: 100})
	if err != nil {
		return err
	}
	if len(list.Items) != len(p.leaves) {
		f.b.t.Fatalf("%s sees %d versions, not %d", name, len(list.Items), len(p.leaves))
	}
	for i, v := range list.Items {
		_, text, err := s.Version(ctx, c, v.Number)
		if err != nil {
			return err
		}
		f.same(fmt.Sprintf("%s reads version %d", name, v.Number), p.leaves[i].words(), aWord.FindAllString(v.Title+text.Storage, -1))
	}
	for _, n := range p.notes {
		c, err := s.Content(ctx, n.id)
		if err != nil {
			return err
		}
		f.same(name+" reads the comment", leaf{n.called, []string{n.selected}}.words(), aWord.FindAllString(c.Title+c.Thread.Selection, -1))
	}
	return nil
}

func (f *forgetting) same(what string, want, got []string) {
	f.b.t.Helper()
	if diff := cmp.Diff(strings.Join(want, " "), strings.Join(got, " ")); diff != "" {
		f.b.t.Fatalf("%s: %s", what, diff)
	}
}

// searches looks for a word.
func (f *forgetting) searches(ctx context.Context, s *site.Session, name, word string, all bool) error {
	found, err := s.Search(ctx, `siteSearch ~ "`+word+`" order by id`, site.SearchContext{Excerpts: site.Indexed}, wiki.Window{Limit: 100})
	if err != nil {
		return err
	}
	var want, got []wiki.ContentID
	texts := map[wiki.ContentID][]string{}
	for _, p := range f.papers {
		if !f.may(name, p) || p.trashed {
			continue
		}
		texts[p.c.ID] = p.now().words()
		for _, n := range p.notes {
			texts[n.id] = []string{n.called}
		}
	}
	for id, words := range texts {
		if slices.Contains(words, word) {
			want = append(want, id)
		}
	}
	for _, h := range found.Items {
		got = append(got, h.Content.ID)
		for _, shown := range aWord.FindAllString(h.Title+h.Excerpt, -1) {
			if !slices.Contains(texts[h.Content.ID], shown) {
				f.b.t.Fatalf("%s searches %s and reads %s in %d", name, word, shown, h.Content.ID)
			}
		}
		if !slices.Contains(want, h.Content.ID) {
			f.b.t.Fatalf("%s finds %s in %d, where it does not stand", name, word, h.Content.ID)
		}
	}
	slices.Sort(want)
	if all && !slices.Equal(want, got) {
		f.b.t.Fatalf("%s finds %s in %v, not in %v", name, word, got, want)
	}
	return nil
}
