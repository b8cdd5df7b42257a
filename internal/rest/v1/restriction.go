package v1

import (
	"context"
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func contentRestrictionOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getRestrictions", Route: "GET /content/{id}/restriction", Perm: seePeople}, getRestrictions),
		rest.On(rest.Op{ID: "addRestrictions", Route: "POST /content/{id}/restriction", Perm: restrict}, addRestrictions),
		rest.On(rest.Op{ID: "updateRestrictions", Route: "PUT /content/{id}/restriction", Perm: restrict}, updateRestrictions),
		rest.On(rest.Op{ID: "deleteRestrictions", Route: "DELETE /content/{id}/restriction", Perm: restrict}, deleteRestrictions),
		rest.On(rest.Op{ID: "getRestrictionsByOperation", Route: "GET /content/{id}/restriction/byOperation", Perm: seePeople}, getRestrictionsByOperation),
		rest.On(rest.Op{ID: "getRestrictionsForOperation", Route: "GET /content/{id}/restriction/byOperation/{operationKey}", Perm: seePeople}, getRestrictionsForOperation),
	}
}

// restrict is what changing restrictions takes.
const restrict = seePeople | wiki.Restrict

// restrictionExpand is what restrictions show when nothing is asked for.
const restrictionExpand = "restrictions.user,restrictions.group"

var restrictionOps = []wiki.RestrictionOp{wiki.RestrictRead, wiki.RestrictUpdate}

type getRestrictionsIn struct {
	rest.Offset `default:"100" max:"1000"` // of the users and groups of each restriction
	Expand
	ID wiki.ContentID `path:"id"`
}

// getRestrictions lists both operations even where nothing restricts them (client-expectations.md, last section).
func getRestrictions(ctx context.Context, s *site.Session, in *getRestrictionsIn) (*wire.RestrictionList, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return newLoader(s).restrictionList(ctx, c, in.tree(restrictionExpand), in.Window())
}

type writeRestrictionsIn struct {
	Expand
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wire.RestrictionsWrite]
}

func addRestrictions(ctx context.Context, s *site.Session, in *writeRestrictionsIn) (*wire.RestrictionList, error) {
	return in.write(ctx, s, func(held, given site.Restrictions) {
		for op, subjects := range given {
			held.Add(op, subjects...)
		}
	})
}

// updateRestrictions writes what is given over all that was there.
func updateRestrictions(ctx context.Context, s *site.Session, in *writeRestrictionsIn) (*wire.RestrictionList, error) {
	return in.write(ctx, s, func(held, given site.Restrictions) {
		clear(held)
		for op, subjects := range given {
			held.Add(op, subjects...)
		}
	})
}

func (in *writeRestrictionsIn) write(ctx context.Context, s *site.Session, change func(held, given site.Restrictions)) (*wire.RestrictionList, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	body, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	given, err := restrictionsOf(ctx, s, *body)
	if err != nil {
		return nil, err
	}
	err = s.ChangeRestrictions(ctx, c.ID, func(held site.Restrictions) error {
		change(held, given)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return newLoader(s).restrictionList(ctx, c, in.tree(restrictionExpand), wiki.Window{Limit: 100})
}

// restrictionsOf reads restrictions to be written. Groups may be named.
func restrictionsOf(ctx context.Context, s *site.Session, given wire.RestrictionsWrite) (site.Restrictions, error) {
	if len(given) == 0 {
		return nil, wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "results", Detail: "No restriction was provided"})
	}
	var names []string
	n := 0
	for _, r := range given {
		if n += len(r.Restrictions.User) + len(r.Restrictions.Group); n > len(restrictionOps)*site.MaxSubjects {
			return nil, site.TooManySubjects()
		}
		for _, g := range r.Restrictions.Group {
			if g.ID == "" {
				names = append(names, g.Name)
			}
		}
	}
	named, err := s.GroupsNamed(ctx, names)
	if err != nil {
		return nil, err
	}
	out := site.Restrictions{}
	for _, r := range given {
		op := wiki.RestrictionOp(r.Operation)
		if !slices.Contains(restrictionOps, op) {
			return nil, wiki.Invalid("operation", r.Operation, "read or update")
		}
		for _, u := range r.Restrictions.User {
			if u.AccountID == "" {
				return nil, wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "user", Detail: "A user is named by its accountId"})
			}
			out.Add(op, wiki.User(wiki.AccountID(u.AccountID)))
		}
		for _, g := range r.Restrictions.Group {
			id := wiki.GroupID(g.ID)
			if g.ID == "" {
				group, known := named[g.Name]
				if !known {
					return nil, wiki.Invalid("group", g.Name, "the name of a group")
				}
				id = group.ID
			}
			out.Add(op, wiki.Group(id))
		}
		if _, named := out[op]; !named { // nobody listed means no restriction
			out[op] = nil
		}
	}
	return out, nil
}

type deleteRestrictionsIn struct {
	Expand
	ID wiki.ContentID `path:"id"`
}

func deleteRestrictions(ctx context.Context, s *site.Session, in *deleteRestrictionsIn) (*wire.RestrictionList, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	err = s.ChangeRestrictions(ctx, c.ID, func(held site.Restrictions) error {
		clear(held)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return newLoader(s).restrictionList(ctx, c, in.tree(restrictionExpand), wiki.Window{Limit: 100})
}

type getRestrictionsByOperationIn struct {
	Expand
	ID wiki.ContentID `path:"id"`
}

func getRestrictionsByOperation(ctx context.Context, s *site.Session, in *getRestrictionsByOperationIn) (*wire.RestrictionsByOperation, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	l := newLoader(s)
	made, _, err := l.restrictionsOn(ctx, c, in.tree(restrictionExpand), wiki.Window{Limit: maxPrincipals})
	if err != nil {
		return nil, err
	}
	return &wire.RestrictionsByOperation{Read: made[0], Update: made[1], Links: wire.Links{Base: l.base(), Context: contextPath,
		Self: l.self(wire.ContentPath(idOf(c)) + "/restriction/byOperation")}}, nil
}

type getRestrictionsForOperationIn struct {
	rest.Offset `default:"100" max:"1000"`
	Expand
	ID wiki.ContentID     `path:"id"`
	Op wiki.RestrictionOp `path:"operationKey"`
}

func getRestrictionsForOperation(ctx context.Context, s *site.Session, in *getRestrictionsForOperationIn) (*wire.Restriction, error) {
	c, err := restrictable(ctx, s, in.ID, in.Op)
	if err != nil {
		return nil, err
	}
	l := newLoader(s)
	made, _, err := l.restrictionsOn(ctx, c, in.tree(restrictionExpand), in.Window())
	if err != nil {
		return nil, err
	}
	out := &made[0]
	if in.Op == wiki.RestrictUpdate {
		out = &made[1]
	}
	out.Links.Base, out.Links.Context = l.base(), contextPath
	return out, nil
}

// restrictable finds the content that a path names, and only then looks at the operation (security-model.md §6 "Order").
func restrictable(ctx context.Context, s *site.Session, id wiki.ContentID, op wiki.RestrictionOp) (wiki.Content, error) {
	c, err := s.Content(ctx, id)
	if err == nil && !slices.Contains(restrictionOps, op) {
		err = wiki.Invalid("operationKey", string(op), "one of read, update")
	}
	return c, err
}

// restrictionsOn makes the restriction of each operation on one content, and tells who they name.
func (l *loader) restrictionsOn(ctx context.Context, c wiki.Content, want wants, w wiki.Window) ([]wire.Restriction, []wiki.Restriction, error) {
	found, err := l.s.Restrictions(ctx, []wiki.Content{c})
	if err != nil {
		return nil, nil, err
	}
	var subjects []wiki.Subject
	for _, r := range found[c.ID] {
		subjects = append(subjects, r.Subjects...)
	}
	who, err := l.principals(ctx, subjects, want["restrictions"]["user"])
	if err != nil {
		return nil, nil, err
	}
	var content *wire.Content
	if want.has("content") {
		made, err := l.contents(ctx, []wiki.Content{c}, want["content"])
		if err != nil {
			return nil, nil, err
		}
		content = &made[0]
	}
	out := make([]wire.Restriction, len(restrictionOps))
	for i, op := range restrictionOps {
		sub := want // restrictions.user holds for both, read.restrictions.user for one of them
		if own, asked := want[string(op)]; asked {
			sub = own
		}
		out[i] = *l.restriction(idOf(c), op, subjectsOf(found[c.ID], op), who, sub, w)
		if content != nil {
			out[i].Content, out[i].Expandable = content, out[i].Expandable.Without("content")
		}
	}
	return out, found[c.ID], nil
}

func (l *loader) restrictionList(ctx context.Context, c wiki.Content, want wants, w wiki.Window) (*wire.RestrictionList, error) {
	made, held, err := l.restrictionsOn(ctx, c, want, w)
	if err != nil {
		return nil, err
	}
	return &wire.RestrictionList{Results: made, Start: w.Offset, Limit: w.Limit, Size: len(made), Hash: restrictionHash(held),
		Links: wire.ListLinks{Base: l.base(), Context: contextPath, Self: l.self(wire.ContentPath(idOf(c)) + "/restriction")}}, nil
}

// restrictionHash is the same as long as the restrictions are.
func restrictionHash(held []wiki.Restriction) string {
	h := fnv.New64a()
	for _, r := range held { // in the order of operations, subjects sorted
		_, _ = h.Write([]byte(string(r.Op) + wiki.Rule{r.Subjects}.Key())) // a hash does not fail
	}
	return strconv.FormatUint(h.Sum64(), 16)
}
