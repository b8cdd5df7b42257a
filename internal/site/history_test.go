package site_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// TestRandomHistoriesAgreeWithTheModel is T-MODEL: people do random things in two spaces of a site of their own, and after
// each step everybody is shown exactly what the reference evaluator says, by every way there is; what takes something
// away never shows anybody more.
func TestRandomHistoriesAgreeWithTheModel(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, url string) {
		b := newBenchOn(t, url)
		rounds, steps := 5, 100
		if url != "" {
			rounds = 2
		}
		nodes := []*site.Service{b.service, b.open(url, identity.Switches{})}
		passed, failed := 0, false
		rapid.Check(t, func(t *rapid.T) {
			if passed >= rounds && !failed {
				return
			}
			failed = true // until the history is through; a history that failed is played again, whatever the count
			h := newHistory(t, b, nodes)
			h.check(t)
			for _, name := range rapid.SliceOfN(rapid.SampledFrom(plot), steps, steps).Draw(t, "steps") {
				h.acts()[name](t)
				h.check(t)
			}
			passed, failed = passed+1, false
		})
	})
}

// plot weighs the steps; the first is what a failing history is made shorter with.
var plot = []string{"rest", "create", "create", "create", "create", "attach", "attach", "move", "move", "move", "restrict",
	"restrict", "restrict", "lift", "show", "show", "trash", "trash", "purge", "discard", "grant", "revoke", "revoke",
	"join", "join", "leave", "archive", "admit", "open", "open"}

func (h *history) acts() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"rest": func(*rapid.T) {}, "create": h.create, "attach": h.attach, "move": h.move, "restrict": h.restrict,
		"lift": h.lift, "show": h.show, "grant": h.grant, "revoke": h.revoke, "join": h.join, "leave": h.leave,
		"archive": h.archive, "admit": h.admit, "open": h.open,
		"trash":   h.step("trashes", h.world.mayTrash, h.trashed, (*site.Session).Trash),
		"purge":   h.step("purges", h.world.mayPurge, h.world.remove, (*site.Session).Purge),
		"discard": h.step("discards", h.world.mayDiscard, h.world.remove, (*site.Session).DiscardDraft),
	}
}

// history plays one random history on a site of its own, and keeps the model beside it.
type history struct {
	b      *bench
	ctx    context.Context
	site   wiki.Site
	people map[string]wiki.AccountID
	tokens map[string]identity.Credential
	groups map[string]wiki.GroupID
	nodes  []*site.Service // over the one database: the first does what is done, all of them show it
	world  *world
	seen   map[string][]int64 // what each person was shown after the step before
	less   bool               // the step took something away: nobody may be shown more
	titles int
	checks int
}

var (
	cast      = []string{"ann", "bob", "cy", "dee", ""} // ann makes the spaces and keeps her rights
	abilities = map[string]wiki.Perm{
		"view": wiki.View, "create": wiki.CreatePage, "attach": wiki.CreateAttachment, "delete": wiki.DeletePage,
		"delete-file": wiki.DeleteAttachment, "delete-own": wiki.DeleteOwn, "restrict": wiki.Restrict, "administer": wiki.AdministerSpace,
	}
	holders = []string{"bob", "cy", "dee", "@red", "@blue", "*"}
)

func newHistory(t *rapid.T, b *bench, nodes []*site.Service) *history {
	h := &history{b: b, ctx: context.Background(), people: map[string]wiki.AccountID{}, groups: map[string]wiki.GroupID{},
		tokens: map[string]identity.Credential{}, nodes: nodes, seen: map[string][]int64{},
		world: &world{access: map[string]bool{}, members: map[string]map[string]bool{"@red": {}, "@blue": {}}}}
	y := b.service.System()
	unique := b.seconds.Add(1) // also moves the clock, so that the histories differ in time
	var err error
	h.site, err = y.CreateSite(h.ctx, wiki.Site{Key: fmt.Sprint("site-", unique), Name: "Site", BaseURL: "https://wiki.test"})
	h.must(t, err)
	for _, name := range cast[:4] {
		a, err := y.CreateAccount(h.ctx, identity.Account{Email: fmt.Sprintf("%s-%d@example.com", name, unique)})
		h.must(t, err)
		role := identity.SiteUser
		if name == "ann" {
			role = identity.SiteAdmin
		}
		h.must(t, y.SetAccess(h.ctx, h.site.ID, a.ID, role))
		h.people[name], h.world.access[name] = a.ID, true
		text, _, err := y.CreateToken(h.ctx, identity.TokenSpec{Account: a.ID})
		h.must(t, err)
		h.tokens[name] = identity.Credential{Carrier: identity.Basic, User: a.Email, Secret: text}
	}
	for _, name := range []string{"@red", "@blue"} {
		g, err := y.CreateGroup(h.ctx, fmt.Sprint(name, unique))
		h.must(t, err)
		h.groups[name] = g.ID
	}
	for _, key := range []string{"ONE", "TWO"} {
		h.must(t, h.as("ann", func(s *site.Session) error {
			space, err := s.CreateSpace(h.ctx, site.NewSpace{Key: key, Name: key})
			r := &room{id: int64(space.ID), grants: map[string]map[string]bool{"ann": {}}}
			for a := range abilities {
				r.grants["ann"][a] = true
			}
			h.world.rooms = append(h.world.rooms, r)
			h.world.nodes = append(h.world.nodes, &node{id: int64(space.Home), room: r, kind: "page", status: "current", author: "ann"})
			return err
		}))
		for _, holder := range holders[:4] { // a world in which nobody may do anything tells little
			h.give(t, h.world.rooms[len(h.world.rooms)-1], holder, "view", "create", "attach", "restrict")
		}
	}
	return h
}

func (h *history) must(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// as runs fn in a session of a person; the error may be that of coming in.
func (h *history) as(person string, fn func(*site.Session) error) error {
	return h.visits(h.nodes[0].Enter, person, fn)
}

// looks is as for reading alone, at one node or the other, and from what the node remembers where it may.
func (h *history) looks(person string, fn func(*site.Session) error) error {
	node := h.nodes[h.checks/2%len(h.nodes)]
	err := h.visits(node.Glance, person, fn)
	if errors.Is(err, site.ErrMoved) {
		err = h.visits(node.Enter, person, fn)
	}
	return err
}

type enterFunc func(context.Context, site.Address, identity.Credential, identity.Door) (*site.Visit, error)

func (h *history) visits(enter enterFunc, person string, fn func(*site.Session) error) error {
	v, err := enter(h.ctx, site.Address{Key: h.site.Key}, h.tokens[person], identity.AtSite)
	defer v.Close()
	if err != nil {
		return err
	}
	s, err := v.Open(everything)
	if err != nil {
		return err
	}
	return fn(s)
}

// agrees holds an outcome to the model's: done where it may be, else refused with a reason.
func (h *history) agrees(t *rapid.T, may bool, err error, format string, args ...any) {
	t.Helper()
	refusal, typed := errors.AsType[*wiki.Error](err)
	switch {
	case err != nil && (!typed || refusal.Kind() == wiki.Internal || refusal.Kind() == wiki.Unavailable):
		t.Fatalf("%s: %v", fmt.Sprintf(format, args...), err)
	case may != (err == nil):
		t.Fatalf("%s: %v; the model says %v", fmt.Sprintf(format, args...), err, may)
	}
	t.Logf("%s: %v", fmt.Sprintf(format, args...), err)
}

func (h *history) somebody(t *rapid.T) string {
	return rapid.SampledFrom([]string{"ann", "ann", "ann", "bob", "bob", "cy", "cy", "dee", ""}).Draw(t, "who")
}

// node is some content, mostly one that somebody can see: what nobody may do anything with tells little.
func (h *history) node(t *rapid.T, who string) *node {
	from := h.world.nodes
	if rapid.IntRange(0, 4).Draw(t, "whatever there is") < 4 {
		seen := slices.DeleteFunc(slices.Clone(from), func(n *node) bool { return !h.world.sees(who, n) })
		if len(seen) > 0 {
			from = seen
		}
	}
	return rapid.SampledFrom(from).Draw(t, "content")
}

func (h *history) actorAndNode(t *rapid.T) (string, *node) {
	who := h.somebody(t)
	return who, h.node(t, who)
}

func (h *history) room(t *rapid.T) *room { return rapid.SampledFrom(h.world.rooms).Draw(t, "space") }

func (h *history) subject(name string) wiki.Subject {
	switch {
	case name == "*":
		return wiki.Anonymous
	case strings.HasPrefix(name, "@"):
		return wiki.Group(h.groups[name])
	}
	return wiki.User(h.people[name])
}

// create makes a page or a draft, below some content or at the root.
func (h *history) create(t *rapid.T) {
	who, r := h.somebody(t), h.room(t)
	n := &node{room: r, kind: "page", author: who, status: rapid.SampledFrom([]string{"current", "current", "draft"}).Draw(t, "status")}
	if rapid.IntRange(0, 3).Draw(t, "below something") > 0 {
		n.parent = h.node(t, who)
		if rapid.IntRange(0, 9).Draw(t, "in its space") > 0 {
			n.room = n.parent.room
		}
	}
	r = n.room
	h.titles++
	in := wiki.NewContent{Kind: wiki.Page, Status: wiki.Status(n.status), Space: wiki.SpaceID(r.id), Title: fmt.Sprint("T", h.titles),
		Root: true, Private: rapid.IntRange(0, 5).Draw(t, "private") == 0}
	if n.parent != nil {
		in.Parent = wiki.ContentID(n.parent.id)
	}
	if in.Private {
		n.read, n.edit = []string{who}, []string{who}
	}
	may := h.world.mayCreate(who, r, n.parent)
	err := h.as(who, func(s *site.Session) error {
		made, err := s.Create(h.ctx, in)
		n.id = int64(made.ID)
		return err
	})
	h.agrees(t, may, err, "%q creates a %s below %v", who, n.status, n.parent)
	if may {
		h.world.nodes = append(h.world.nodes, n)
	}
}

func (h *history) move(t *rapid.T) {
	who, n := h.actorAndNode(t)
	var parent *node
	ch := wiki.Change{Version: h.next(n), Parent: new(wiki.ContentID)}
	if rapid.IntRange(0, 3).Draw(t, "below something") > 0 {
		parent = h.node(t, who)
		*ch.Parent = wiki.ContentID(parent.id)
	}
	may := h.world.mayMove(who, n, parent)
	err := h.update(who, n, ch)
	h.agrees(t, may, err, "%q moves %v below %v", who, n, parent)
	if may {
		n.parent = parent
	}
}

// next is the version number that an update of a content has to name.
func (h *history) next(n *node) int {
	if n.status == "draft" {
		return 1
	}
	tx, err := h.b.service.DB.Read(h.ctx)
	if err != nil {
		return 0
	}
	defer tx.Close()
	c, _, err := tx.In(h.site.ID).Content(h.ctx, wiki.Viewer{}, wiki.ContentID(n.id))
	if err != nil {
		return 0 // it is gone
	}
	return c.Version.Number + 1
}

func (h *history) update(who string, n *node, ch wiki.Change) error {
	return h.as(who, func(s *site.Session) error {
		_, err := s.Update(h.ctx, wiki.ContentID(n.id), ch)
		return err
	})
}

// show publishes a draft or restores from the trash.
func (h *history) show(t *rapid.T) {
	who, n := h.actorAndNode(t)
	from := "trashed"
	if n.status == "draft" {
		from = "draft"
	}
	current := wiki.Current
	may := h.world.mayShow(who, n, from)
	err := h.update(who, n, wiki.Change{Version: h.next(n), Status: &current})
	if n.status == "current" && err == nil {
		return // an update that changes nothing
	}
	h.agrees(t, may, err, "%q shows %v", who, n)
	if may {
		n.status = "current"
	}
}

func (h *history) restrict(t *rapid.T) {
	to := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"ann", "bob", "cy", "dee", "@red", "@blue"}), 1, 3, rapid.ID).Draw(t, "to")
	h.restriction(t, to)
}

func (h *history) lift(t *rapid.T) { h.restriction(t, nil) }

func (h *history) restriction(t *rapid.T, to []string) {
	who, n := h.actorAndNode(t)
	op, list := wiki.RestrictRead, &n.read
	if rapid.IntRange(0, 2).Draw(t, "operation") == 0 {
		op, list = wiki.RestrictUpdate, &n.edit
	}
	r := wiki.Restriction{Content: wiki.ContentID(n.id), Op: op}
	for _, name := range to {
		r.Subjects = append(r.Subjects, h.subject(name))
	}
	may := h.world.mayRestrict(who, n, to)
	err := h.as(who, func(s *site.Session) error { return s.Restrict(h.ctx, r) })
	h.agrees(t, may, err, "%q restricts %v, %s to %q", who, n, op, to)
	if may {
		h.less = *list == nil
		*list = to
	}
}

func (h *history) attach(t *rapid.T) {
	who, n := h.actorAndNode(t)
	h.titles++
	file := &node{room: n.room, parent: n, kind: "attachment", status: "current", author: who}
	may := h.world.mayAttach(who, n)
	err := h.as(who, func(s *site.Session) error {
		made, err := s.Attach(h.ctx, site.NewFile{Container: wiki.ContentID(n.id), Name: fmt.Sprint("f", h.titles), Bytes: strings.NewReader("x")})
		file.id = int64(made.ID)
		return err
	})
	h.agrees(t, may, err, "%q attaches to %v", who, n)
	if may {
		h.world.nodes = append(h.world.nodes, file)
	}
}

func (h *history) trashed(n *node) { n.status = "trashed" }

// step is an action of somebody on some content that needs nothing else.
func (h *history) step(what string, may func(string, *node) bool, then func(*node),
	do func(*site.Session, context.Context, wiki.ContentID) error) func(*rapid.T) {
	return func(t *rapid.T) {
		who, n := h.actorAndNode(t)
		allowed := may(who, n)
		err := h.as(who, func(s *site.Session) error { return do(s, h.ctx, wiki.ContentID(n.id)) })
		h.agrees(t, allowed, err, "%q %s %v", who, what, n)
		if allowed {
			then(n)
			h.less = true
		}
	}
}

func (h *history) give(t *rapid.T, r *room, to string, names ...string) {
	var perm wiki.Perm
	if r.grants[to] == nil {
		r.grants[to] = map[string]bool{}
	}
	for _, name := range names {
		perm |= abilities[name]
		r.grants[to][name] = true
	}
	h.must(t, h.as("ann", func(s *site.Session) error {
		return s.Grant(h.ctx, wiki.Grant{Space: wiki.SpaceID(r.id), Subject: h.subject(to), Perm: perm})
	}))
}

func (h *history) ability(t *rapid.T) string {
	return rapid.SampledFrom(slices.Sorted(maps.Keys(abilities))).Draw(t, "ability")
}

func (h *history) grant(t *rapid.T) {
	h.give(t, h.room(t), rapid.SampledFrom(holders).Draw(t, "to"), h.ability(t))
}

func (h *history) revoke(t *rapid.T) {
	r, from, name := h.room(t), rapid.SampledFrom(holders).Draw(t, "from"), h.ability(t)
	h.must(t, h.as("ann", func(s *site.Session) error {
		return s.Revoke(h.ctx, wiki.Grant{Space: wiki.SpaceID(r.id), Subject: h.subject(from), Perm: abilities[name]})
	}))
	delete(r.grants[from], name)
	h.less = true
}

func (h *history) member(t *rapid.T) (who, group string) {
	return rapid.SampledFrom(cast[:4]).Draw(t, "who"), rapid.SampledFrom([]string{"@red", "@blue"}).Draw(t, "group")
}

func (h *history) join(t *rapid.T) {
	who, group := h.member(t)
	h.must(t, h.b.service.System().AddMember(h.ctx, h.groups[group], h.people[who]))
	h.world.members[group][who] = true
}

func (h *history) leave(t *rapid.T) {
	who, group := h.member(t)
	h.must(t, h.b.service.System().RemoveMember(h.ctx, h.groups[group], h.people[who]))
	delete(h.world.members[group], who)
	h.less = true
}

func (h *history) archive(t *rapid.T) {
	r := h.room(t)
	r.closed = rapid.IntRange(0, 2).Draw(t, "archived") == 0
	status := map[bool]wiki.SpaceStatus{true: wiki.SpaceArchived, false: wiki.SpaceCurrent}[r.closed]
	h.must(t, h.as("ann", func(s *site.Session) error { return s.SetSpaceStatus(h.ctx, wiki.SpaceID(r.id), status) }))
}

// admit gives somebody access to the site or takes it away.
func (h *history) admit(t *rapid.T) {
	who, in := rapid.SampledFrom(cast[1:4]).Draw(t, "who"), rapid.IntRange(0, 2).Draw(t, "in") > 0
	role := map[bool]identity.SiteRole{true: identity.SiteUser, false: ""}[in]
	h.must(t, h.b.service.System().SetAccess(h.ctx, h.site.ID, h.people[who], role))
	h.less = !in
	h.world.access[who] = in
}

// open opens the site to anonymous callers, or closes it.
func (h *history) open(t *rapid.T) {
	h.site.Public = rapid.Bool().Draw(t, "public")
	h.must(t, h.b.service.System().SetSite(h.ctx, h.site))
	h.less = !h.site.Public
	h.world.open = h.site.Public
}
