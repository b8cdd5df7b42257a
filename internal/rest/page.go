package rest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
	wirev1 "github.com/weirhq/weir/wire/v1"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// Cursor is how v2 lists are paged: limit and cursor, the default 25, the most 250 and the least 1 unless the tags default,
// max and min say otherwise. A limit beyond the most is clamped, one below the least is an error (auth-behaviour.md §8); 0 is
// the default where it is none.
type Cursor struct {
	call  *call
	limit int
	after string
}

func (p *Cursor) enter(c *call, tag reflect.StructTag) (err *wiki.Error) {
	p.call = c
	if p.limit, err = c.limit(tag, 25, 250, tagInt(tag, "min", 1)); err != nil {
		return err
	}
	p.after, err = c.cursor()
	return err
}

func (p *Cursor) parameters() []string { return nil }

// Window is the cut of the listing that was asked for.
func (p Cursor) Window() wiki.Window { return wiki.Window{Limit: p.limit, After: p.after} }

// List is one page of a v2 list: the envelope, and the header Link that repeats its next link.
type List[T any] struct {
	wirev2.List[T]
}

// NewList makes the page a v2 list operation answers with, each item converted in turn. cursor stands last in the next
// link: clients cut it off there (client-expectations.md 4).
func NewList[N, T any](p Cursor, found wiki.Slice[N], convert func(N) T) *List[T] {
	list := &List[T]{}
	list.Results = convertAll(found.Items, convert)
	list.Links.Base = p.call.base()
	if found.More {
		query := append(p.call.t.Query.Without("cursor"), Pair{"cursor", p.call.seal(found.After)})
		list.Links.Next = p.call.t.Canonical() + "?" + query.Encode()
	}
	return list
}

func (l *List[T]) reply() Reply {
	h := http.Header{}
	if l.Links.Next != "" {
		h.Set("Link", "<"+l.Links.Next+`>; rel="next"`)
	}
	return Reply{Header: h, Body: &l.List}
}

// Offset is how v1 lists are paged: start and limit. Tags: default (25), max (1000, clamped), maxstart (an error
// beyond it). A limit of 0 counts as none given.
type Offset struct {
	call         *call
	start, limit int
}

func (p *Offset) enter(c *call, tag reflect.StructTag) (err *wiki.Error) {
	p.call = c
	if p.start, err = c.start(tag); err != nil {
		return err
	}
	p.limit, err = c.limit(tag, 25, 1000, 0)
	return err
}

func (p *Offset) parameters() []string { return nil }

// Window is the cut of the listing that was asked for.
func (p Offset) Window() wiki.Window { return wiki.Window{Limit: p.limit, Offset: p.start} }

// NewOffsetList makes the page a v1 list operation answers with, each item converted in turn.
func NewOffsetList[N, T any](p Offset, found wiki.Slice[N], convert func(N) T) *wirev1.List[T] {
	return &wirev1.List[T]{
		Results: convertAll(found.Items, convert), Start: p.start, Limit: p.limit, Size: len(found.Items), Links: p.Links(found.More),
	}
}

// Links are the links of the page: next only if there are more, prev only if this is not the first.
func (p Offset) Links(more bool) wirev1.ListLinks {
	links := p.call.contextLinks()
	cut := func(direction string, start int) string {
		return p.call.contextLink(Query{{direction, "true"}, {"limit", strconv.Itoa(p.limit)}, {"start", strconv.Itoa(start)}})
	}
	if more {
		links.Next = cut("next", p.start+p.limit)
	}
	if p.start > 0 {
		links.Prev = cut("prev", max(0, p.start-p.limit))
	}
	return links
}

// Scroll is how v1 searches are paged: by cursor, while start is only echoed (auth-behaviour.md §8 "v1 search"). Tags:
// default (25), max (1000, clamped).
type Scroll struct {
	Start, Limit int // as the envelope repeats them
	call         *call
	after        string
}

func (p *Scroll) enter(c *call, tag reflect.StructTag) (err *wiki.Error) {
	p.call = c
	if p.Start, err = c.start(tag); err != nil {
		return err
	}
	if p.Limit, err = c.limit(tag, 25, 1000, 0); err != nil {
		return err
	}
	p.after, err = c.cursor()
	return err
}

func (p *Scroll) parameters() []string { return nil }

// Window is the cut of the results that was asked for.
func (p Scroll) Window() wiki.Window { return wiki.Window{Limit: p.Limit, After: p.after} }

// Links are the links of the page of results: next only if there are more, going on after the key; prev only if this is not
// the first page. A key is how many results stand before it.
func (p Scroll) Links(more bool, after string) wirev1.ListLinks {
	links := p.call.contextLinks()
	cut := func(direction, after string, start int) string {
		return p.call.contextLink(Query{
			{direction, "true"}, {"cursor", p.call.seal(after)}, {"limit", strconv.Itoa(p.Limit)}, {"start", strconv.Itoa(start)},
		})
	}
	if more {
		links.Next = cut("next", after, p.Start+p.Limit)
	}
	if seen, err := strconv.Atoi(p.after); err == nil && seen > 0 {
		links.Prev = cut("prev", strconv.Itoa(max(0, seen-p.Limit)), max(0, p.Start-p.Limit))
	}
	return links
}

// Parts is for answers that show parts of an object, each the first page of a list with a path of its own: it makes the
// cursors with which these lists go on.
type Parts struct{ call *call }

func (p *Parts) enter(c *call, _ reflect.StructTag) *wiki.Error {
	p.call = c
	return nil
}

func (p *Parts) parameters() []string { return nil }

// Cursor is the cursor for the list at a path below the context, "/api/v2/pages/98306/labels", asked for without
// parameters: it goes on after the key. It is "" where no operation lists.
func (p Parts) Cursor(path, after string) string {
	segments := strings.Split(contextPath+path, "/")[1:]
	r, _ := p.call.api.tree.match(http.MethodGet, segments)
	if r == nil {
		return ""
	}
	return encodeCursor(p.call.cursorCode(r, joinPath(segments), nil, after), after)
}

func convertAll[N, T any](items []N, convert func(N) T) []T {
	out := make([]T, len(items))
	for i, item := range items {
		out[i] = convert(item)
	}
	return out
}

// limit reads the page size. Below least is an error, 0 is the default, beyond the most is clamped.
func (c *call) limit(tag reflect.StructTag, def, most, least int) (int, *wiki.Error) {
	def, most = tagInt(tag, "default", def), tagInt(tag, "max", most)
	text, _ := c.t.Query.Get("limit")
	if text == "" {
		return def, nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	switch {
	case err != nil:
		return 0, wiki.Invalid("limit", text, WantInt)
	case int(n) < least:
		return 0, wiki.Invalid("limit", text, fmt.Sprintf("at least %d", least))
	case n == 0:
		return def, nil
	}
	return min(int(n), most), nil
}

// start reads the offset of a v1 list.
func (c *call) start(tag reflect.StructTag) (int, *wiki.Error) {
	text, _ := c.t.Query.Get("start")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	most := tagInt(tag, "maxstart", 0)
	switch {
	case err != nil:
		return 0, wiki.Invalid("start", text, WantInt)
	case n < 0:
		return 0, wiki.Invalid("start", text, WantPositive)
	case most > 0 && int(n) > most:
		return 0, wiki.Invalid("start", text, fmt.Sprintf("at most %d", most))
	}
	return int(n), nil
}

// tagInt is a number in a tag of a group; one that is no number is a mistake of the row and counts as absent.
func tagInt(tag reflect.StructTag, name string, otherwise int) int {
	if n, err := strconv.Atoi(tag.Get(name)); err == nil {
		return n
	}
	return otherwise
}

// base is the site's address as _links.base has it, also for calls through the gateway (auth-behaviour.md §8 "Through
// gateway").
func (c *call) base() string { return c.site.BaseURL + contextPath }

// contextPath is where the wiki lies on its host.
const contextPath = "/wiki"

// pagingParams are left out of what a link or a cursor repeats of the query.
var pagingParams = []string{"next", "prev", "cursor", "limit", "start"}

func (c *call) contextLinks() wirev1.ListLinks {
	self := c.site.BaseURL + c.t.Canonical()
	if query := c.t.Query.Without(pagingParams...); len(query) > 0 {
		self += "?" + query.Encode()
	}
	return wirev1.ListLinks{Base: c.base(), Context: contextPath, Self: self}
}

// contextLink is this request again with other paging, relative to the context as v1 has it: the paging first, then
// the rest of the query.
func (c *call) contextLink(paging Query) string {
	query := append(paging, c.t.Query.Without(pagingParams...)...)
	return strings.TrimPrefix(c.t.Canonical(), contextPath) + "?" + query.Encode()
}

// cursorMAC is the length of the code in front of a cursor's sort key.
const cursorMAC = 16

// seal turns a sort key into a cursor: URL-safe, unpadded, and good only for this caller and this query.
func (c *call) seal(after string) string {
	return encodeCursor(c.cursorCode(c.route, c.t.Canonical(), c.t.Query, after), after)
}

func encodeCursor(code []byte, after string) string {
	return base64.RawURLEncoding.EncodeToString(append(code, after...))
}

// cursor opens the cursor of the request; "" when there is none. A foreign or damaged one is InvalidCursor.
func (c *call) cursor() (string, *wiki.Error) {
	text, _ := c.t.Query.Get("cursor")
	if text == "" {
		return "", nil
	}
	refused := wiki.NewError(wiki.InvalidCursor, wiki.Facts{Param: "cursor"})
	raw, err := base64.RawURLEncoding.Strict().DecodeString(strings.TrimRight(text, "="))
	if err != nil || len(raw) < cursorMAC {
		return "", refused
	}
	after := string(raw[cursorMAC:])
	if !hmac.Equal(raw[:cursorMAC], c.cursorCode(c.route, c.t.Canonical(), c.t.Query, after)) {
		return "", refused
	}
	return after, nil
}

// cursorCode authenticates a sort key together with all it depends on: site, account, operation, path and the
// parameters the operation reads, but for those that only say how much of the list is wanted.
func (c *call) cursorCode(r *route, path string, query Query, after string) []byte {
	mac := hmac.New(sha256.New, c.api.cursorKey)
	for _, part := range [...]string{"cursor 1", c.site.CloudID, string(c.caller.Account), r.key, path} {
		writePart(mac, part)
	}
	for _, name := range r.row.binder.query {
		if slices.Contains(pagingParams, name) {
			continue
		}
		values := query.All(name)
		writePart(mac, name)
		writePart(mac, strconv.Itoa(len(values)))
		for _, v := range values {
			writePart(mac, v)
		}
	}
	writePart(mac, after)
	return mac.Sum(nil)[:cursorMAC]
}

// writePart writes a text so that no two sequences of texts look alike.
func writePart(mac hash.Hash, text string) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(text)))
	mac.Write(n[:])
	mac.Write([]byte(text))
}
