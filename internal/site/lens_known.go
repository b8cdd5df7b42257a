package site

import (
	"slices"
	"strconv"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// known is what a lens has found: nothing is asked twice, and what the links of a list of bodies lead to is asked for all at
// once (learn). What is not there for the viewer is remembered as nil.
type known struct {
	ids    map[wiki.ContentID]*wiki.Content
	titles map[titled]*wiki.Content // pages
	spaces map[string]*wiki.Space   // by folded key
	people map[wiki.AccountID]*identity.Account
	files  map[fileName]*body.File
}

// titled names a page by the folded key of its space and its folded title.
type titled struct{ space, title string }

// fileName names an attachment by what it is in.
type fileName struct {
	parent wiki.ContentID
	name   string
}

func newKnown() *known {
	return &known{ids: map[wiki.ContentID]*wiki.Content{}, titles: map[titled]*wiki.Content{}, spaces: map[string]*wiki.Space{},
		people: map[wiki.AccountID]*identity.Account{}, files: map[fileName]*body.File{}}
}

// remember keeps a content that was found by its id.
func (k *known) remember(c wiki.Content) wiki.Content {
	k.ids[c.ID] = &c
	return c
}

// asked is what the links of bodies lead to.
type asked struct {
	spaces map[string]wiki.SpaceID // those of the bodies' contents, by folded key, and those that keys led to
	keys   map[string]bool         // folded, of spaces that are looked for
	titles map[titled]string       // as they were written
	ids    []wiki.ContentID
	people []wiki.AccountID
	files  []askedFile
}

// askedFile is a file with the page that names it; in is nil for one on that page.
type askedFile struct {
	from body.Page
	in   *body.Resource
	name string
}

// maxAsked is how many titles or names one statement asks for.
const maxAsked = 500

// learn asks for what the links of bodies lead to, so that a list of bodies takes no more statements than one of them. What it
// leaves open, since there is too much of it or it is named in a rare way, is asked for when it is needed.
func (l lens) learn(contents []wiki.Content, docs []*body.Doc) error {
	a := &asked{spaces: map[string]wiki.SpaceID{}, keys: map[string]bool{}, titles: map[titled]string{}}
	for _, c := range contents {
		a.spaces[words.Fold(c.SpaceKey)] = c.Space
	}
	for i, c := range contents {
		a.collect(l.viewer.pageOf(c), body.References(docs[i]))
	}
	for _, step := range []func(*asked) error{l.learnSpaces, l.learnPages, l.learnIDs, l.learnFiles} {
		if err := step(a); err != nil {
			return err
		}
	}
	_, err := l.accounts(a.people)
	return err
}

func (a *asked) collect(from body.Page, x body.Extracted) {
	for _, r := range x.Links {
		a.link(from, r)
	}
	for _, id := range x.Mentions {
		a.people = append(a.people, wiki.AccountID(id))
	}
	for _, r := range x.Attachments {
		a.files = append(a.files, askedFile{from, r.Container, r.Filename})
		if r.Container != nil {
			a.link(from, *r.Container)
		} else {
			a.id(from.ID)
		}
	}
}

func (a *asked) link(from body.Page, r body.Resource) {
	key := words.Fold(r.SpaceKey)
	if key == "" {
		key = words.Fold(from.SpaceKey)
	}
	switch {
	case r.ContentID != "":
		a.id(r.ContentID)
	case key == "":
	case r.Type == body.ResourceSpace:
		a.keys[key] = true
	case r.Type == body.ResourcePage && r.Title != "":
		a.titles[titled{key, words.Fold(r.Title)}] = r.Title
		a.keys[key] = a.keys[key] || a.spaces[key] == 0
	}
}

func (a *asked) id(digits string) {
	if id, err := strconv.ParseInt(digits, 10, 64); err == nil && id > 0 {
		a.ids = append(a.ids, wiki.ContentID(id))
	}
}

func (l lens) learnSpaces(a *asked) error {
	var keys []string
	for key, looked := range a.keys {
		if looked {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for some := range slices.Chunk(keys, maxAsked) {
		found, err := l.viewer.Spaces(l.request, wiki.SpaceFilter{Called: some}, wiki.Window{Limit: 2 * len(some)})
		if err != nil {
			return err
		}
		for _, key := range some {
			l.known.spaces[key] = nil
		}
		for _, space := range found.Items {
			if space.Alias != "" {
				l.known.spaces[words.Fold(space.Alias)] = &space
			}
		}
		for _, space := range found.Items { // a key goes before an alias, and pages are named by keys alone
			key := words.Fold(space.Key)
			a.spaces[key], l.known.spaces[key] = space.ID, &space
		}
	}
	return nil
}

func (l lens) learnPages(a *asked) error {
	var spaces []wiki.SpaceID
	var titles []string
	for at, title := range a.titles {
		if id := a.spaces[at.space]; id != 0 {
			spaces, titles = append(spaces, id), append(titles, title)
		} else {
			l.known.titles[at] = nil
		}
	}
	slices.Sort(spaces)
	slices.Sort(titles)
	spaces, titles = slices.Compact(spaces), slices.Compact(titles)
	if len(titles) == 0 || len(titles) > maxAsked || len(spaces) > maxAsked {
		return nil
	}
	found, err := l.viewer.ListContent(l.request, wiki.ContentFilter{Kinds: []wiki.Kind{wiki.Page}, Statuses: shown, Spaces: spaces, Titles: titles},
		wiki.Window{Limit: maxAsked + 2*len(titles)})
	if err != nil || found.More {
		return err
	}
	for at := range a.titles {
		l.known.titles[at] = nil
	}
	for _, c := range found.Items { // the first of two, as in content
		if at := (titled{words.Fold(c.SpaceKey), words.Fold(c.Title)}); l.known.titles[at] == nil {
			l.known.titles[at] = &c
		}
	}
	return nil
}

func (l lens) learnIDs(a *asked) error {
	slices.Sort(a.ids)
	for some := range slices.Chunk(slices.Compact(a.ids), maxAsked) {
		found, err := l.viewer.ListContent(l.request, wiki.ContentFilter{IDs: some}, wiki.Window{Limit: len(some)})
		if err != nil {
			return err
		}
		for _, id := range some {
			l.known.ids[id] = nil
		}
		for _, c := range found.Items {
			l.known.remember(c)
		}
	}
	return nil
}

// learnFiles comes after what the files are in is known, and adds those who wrote them to the people asked for.
func (l lens) learnFiles(a *asked) error {
	var parents []wiki.ContentID
	var names []string
	wanted := map[fileName]bool{}
	for _, f := range a.files {
		container, found, err := l.pageOr(f.from, f.in)
		if err != nil {
			return err
		}
		if found && f.name != "" {
			parents, names = append(parents, container.ID), append(names, f.name)
			wanted[fileName{container.ID, f.name}] = true
		}
	}
	slices.Sort(parents)
	slices.Sort(names)
	parents, names = slices.Compact(parents), slices.Compact(names)
	if len(names) == 0 || len(names) > maxAsked || len(parents) > maxAsked {
		return nil
	}
	found, err := l.viewer.ListContent(l.request, wiki.ContentFilter{Kinds: []wiki.Kind{wiki.Attachment}, Statuses: []wiki.Status{wiki.Current},
		Parents: parents, FileNames: names}, wiki.Window{Limit: maxAsked + len(wanted)})
	if err != nil || found.More {
		return err
	}
	for _, c := range found.Items {
		a.people = append(a.people, c.Version.Author)
	}
	people, err := l.accounts(a.people)
	if err != nil {
		return err
	}
	for at := range wanted {
		l.known.files[at] = nil
	}
	for _, c := range found.Items {
		file := fileOf(c, people)
		l.known.files[fileName{c.Parent, c.Title}] = &file
	}
	return nil
}
