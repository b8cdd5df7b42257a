package v1

import (
	"context"
	"slices"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

// loader makes wire objects of nouns for one request. Each of its methods takes a whole list, so that the number of
// statements depends on what was asked for and never on how much there is.
type loader struct {
	s      *site.Session
	made   int // contents made so far
	people map[wiki.AccountID]identity.Account
	body   wiki.Body // found together with its content
}

// maxMade bounds the contents of one answer. Expansions that would lead beyond it are not shown: ancestors of ancestors
// of a long list grow with the power of the depth.
const maxMade = 20_000

// maxTogether bounds the contents that are decorated together. A statement names each of them, once or twice, and SQLite
// takes 32,766 values of which lists have up to twice as many as they need.
const maxTogether = 8_000

func newLoader(s *site.Session) *loader {
	return &loader{s: s, people: map[wiki.AccountID]identity.Account{}}
}

// contextPath is where the wiki lies on its host.
const contextPath = "/wiki"

// base is what absolute links begin with, whatever door the request came by (auth-behaviour.md §8 "Through gateway").
func (l *loader) base() string { return l.s.Site().BaseURL + contextPath }

// self is the absolute link of a path below the context.
func (l *loader) self(path string) string { return l.base() + path }

// room reports whether a list of more contents may be made and shown in so many places, and counts these in.
func (l *loader) room(list, places int) bool {
	if list > maxTogether || l.made+places > maxMade {
		return false
	}
	l.made += places
	return true
}

// learn loads the accounts that are not known yet.
func (l *loader) learn(ctx context.Context, ids []wiki.AccountID) error {
	var unknown []wiki.AccountID
	for _, id := range ids {
		if _, known := l.people[id]; !known && id != "" && !slices.Contains(unknown, id) {
			unknown = append(unknown, id)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	found, err := l.s.People(ctx, unknown)
	for _, id := range unknown {
		l.people[id] = found[id] // an account that is not there is remembered as empty
	}
	return err
}

// listInside is a list that stands inside another object: its first page, with the way to the rest.
func listInside[T any](l *loader, items []T, limit int, more bool, path string) *wire.List[T] {
	list := &wire.List[T]{Results: items, Limit: limit, Size: len(items), Links: wire.ListLinks{Self: l.self(path)}}
	if more {
		list.Links.Next = nextPage(path, limit)
	}
	return list
}

// listPage is the page of a list that is a whole answer, its items converted already.
func listPage[N, T any](p rest.Offset, found wiki.Slice[N], items []T) *wire.List[T] {
	return rest.NewOffsetList(p, wiki.Slice[T]{Items: items, More: found.More}, func(item T) T { return item })
}

// sliceOf is the page of a list that is in memory as a whole.
func sliceOf[T any](items []T, w wiki.Window) wiki.Slice[T] {
	items = items[min(w.Offset, len(items)):]
	n := min(w.Limit, len(items))
	return wiki.Slice[T]{Items: items[:n], More: n < len(items)}
}
