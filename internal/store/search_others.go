package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// A query that no content can fulfil, because it asks for type = space or type = user or for a field that only users have,
// searches spaces and users instead. They are few, so they are read and matched in Go.

// maxOthers is how many spaces, and how many users, such a search looks at.
const maxOthers = 10_000

// truth is what is known of a condition before the content is: the middle value is "depends".
type truth int8

const (
	never   truth = -1
	depends truth = 0
	always  truth = 1
)

func truthOf(holds bool) truth {
	if holds {
		return always
	}
	return never
}

// decide takes a condition apart and asks of each clause, its negation left aside, what is known of it.
func decide(e cql.Expr, clause func(*cql.Clause) truth) truth {
	switch e := e.(type) {
	case *cql.And:
		out := always
		for _, a := range e.Args {
			out = min(out, decide(a, clause))
		}
		return out
	case *cql.Or:
		out := never
		for _, a := range e.Args {
			out = max(out, decide(a, clause))
		}
		return out
	case *cql.Not:
		return -decide(e.Arg, clause)
	case *cql.Clause:
		if e.Op.Negated() {
			return -clause(e)
		}
		return clause(e)
	}
	return always // no condition
}

// isForOthers reports whether no content can fulfil a condition.
func isForOthers(e cql.Expr) bool {
	return decide(e, func(clause *cql.Clause) truth {
		switch clause.Field {
		case cql.FieldUser, cql.FieldUserAccountID, cql.FieldUserFullName:
			return never
		case cql.FieldType:
			if !slices.ContainsFunc(texts(clause), func(kind string) bool { return kind != "space" && kind != "user" }) {
				return never
			}
		}
		return depends
	}) == never
}

// others finds the spaces the viewer may view and the members of the site that a query describes, by name. Anonymous
// viewers find no users.
func (t *SiteTx) others(ctx context.Context, v wiki.Viewer, s Search) (hits []Hit, err error) {
	c := &compiler{t: t, b: &text{}, v: v, s: s}
	if !s.UsersOnly {
		if hits, err = t.spaceHits(ctx, c); err != nil {
			return nil, err
		}
	}
	var people []identity.Account
	if !s.GuestsOnly {
		if people, err = t.members(ctx, v); err != nil {
			return nil, err
		}
	}
	for _, a := range people {
		if decide(s.Query.Where, func(e *cql.Clause) truth { return truthOf(c.isAccount(e, a)) }) == always {
			hits = append(hits, Hit{Account: &a})
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int {
		for _, key := range s.Query.Order {
			n := compareOthers(key.Field, a, b)
			if key.Desc {
				n = -n
			}
			if n != 0 {
				return n
			}
		}
		return cmp.Compare(words.Fold(a.Name()), words.Fold(b.Name()))
	})
	return hits, nil
}

// compareOthers compares what two spaces or users have for a field. What neither has tells nothing, what one has not comes
// first.
func compareOthers(f cql.Field, a, b Hit) int {
	switch f {
	case cql.FieldTitle, cql.FieldSpaceTitle, cql.FieldUserFullName:
		return cmp.Compare(words.Fold(a.Name()), words.Fold(b.Name()))
	case cql.FieldCreated, cql.FieldLastModified:
		return a.born().Compare(b.born())
	case cql.FieldType: // "space" before "user"
		return cmp.Compare(flag(a.Account != nil), flag(b.Account != nil))
	}
	one, other := a.Space, b.Space
	if one == nil || other == nil {
		return cmp.Compare(flag(one != nil), flag(other != nil))
	}
	switch f {
	case cql.FieldID, cql.FieldContent:
		return cmp.Compare(one.ID, other.ID)
	case cql.FieldSpace, cql.FieldSpaceKey:
		return cmp.Compare(words.Fold(one.Key), words.Fold(other.Key))
	case cql.FieldCreator:
		return cmp.Compare(one.Creator, other.Creator)
	}
	return 0
}

// born is when a space or a user was made.
func (h Hit) born() time.Time {
	if h.Space != nil {
		return h.Space.Created
	}
	return h.Account.Created
}

// spaceHits finds the spaces the viewer may view that a query describes.
func (t *SiteTx) spaceHits(ctx context.Context, c *compiler) (hits []Hit, err error) {
	spaces, err := t.ListSpaces(ctx, c.v, wiki.SpaceFilter{Statuses: c.s.statuses()}, wiki.Window{Limit: maxOthers})
	if err != nil {
		return nil, err
	}
	ids := make([]wiki.SpaceID, len(spaces.Items))
	for i, space := range spaces.Items {
		ids[i] = space.ID
	}
	labels := map[wiki.SpaceID][]wiki.Label{}
	for some := range slices.Chunk(ids, maxBound) {
		found, err := t.SpaceLabels(ctx, c.v, some)
		if err != nil {
			return nil, err
		}
		for id, l := range found {
			labels[id] = l
		}
	}
	if err := c.findRecent(ctx); err != nil {
		return nil, err
	}
	if c.favourites, err = t.favouriteSpaces(ctx, c.v.Account); err != nil {
		return nil, err
	}
	for _, space := range spaces.Items {
		if decide(c.s.Query.Where, func(e *cql.Clause) truth { return truthOf(c.isSpace(e, space, labels[space.ID])) }) == always {
			hits = append(hits, Hit{Space: &space})
		}
	}
	return hits, nil
}

// Name is the title of a content, or the name of a space or a user.
func (h Hit) Name() string {
	switch {
	case h.Space != nil:
		return h.Space.Name
	case h.Account != nil:
		return h.Account.DisplayName
	}
	return h.Title
}

// members lists the active accounts that may use the site, for those who may themselves.
func (t *SiteTx) members(ctx context.Context, v wiki.Viewer) ([]identity.Account, error) {
	if v.Account == "" {
		return nil, nil
	}
	found, err := collect(ctx, t.Tx, "SELECT "+accountCols+` FROM account a JOIN site_access sa ON sa.account_id = a.account_id
		WHERE sa.site = $1 AND sa.role <> '' AND a.active = 1 ORDER BY a.account_id LIMIT `+strconv.Itoa(maxOthers), []any{t.site}, scanAccount)
	if err != nil {
		return nil, fmt.Errorf("members: %w", err)
	}
	return found, nil
}

// isSpace reports whether a clause, its negation left aside, holds for a space.
func (c *compiler) isSpace(e *cql.Clause, s wiki.Space, labels []wiki.Label) bool {
	switch e.Field {
	case cql.FieldType:
		return slices.Contains(texts(e), "space")
	case cql.FieldSpace, cql.FieldSpaceKey:
		return slices.Contains(c.spaceKeys(e), words.Fold(s.Key)) || calls(e, cql.FavouriteSpaces) && c.favourites[s.ID] ||
			slices.Contains(c.recentSpaces(e), s.ID)
	case cql.FieldSpaceType:
		return slices.Contains(texts(e), string(s.Kind)) || slices.Contains(texts(e), "favourite") && c.favourites[s.ID]
	case cql.FieldSpaceTitle, cql.FieldTitle:
		return isNamed(e, s.Name)
	case cql.FieldText, cql.FieldSiteSearch:
		return isNamed(e, s.Name+" "+s.Description)
	case cql.FieldSpaceCategory, cql.FieldLabel:
		return slices.ContainsFunc(labels, func(l wiki.Label) bool {
			return slices.ContainsFunc(texts(e), func(asked string) bool {
				return asked == l.Name || asked == l.Prefix+":"+l.Name
			})
		})
	case cql.FieldCreator, cql.FieldContributor:
		return slices.Contains(c.accounts(e), s.Creator)
	case cql.FieldFavourite: // whose favourites others are, is their own business
		return c.favourites[s.ID] && slices.Contains(c.accounts(e), c.v.Account)
	case cql.FieldCreated, cql.FieldLastModified:
		when, _ := e.Interval(c.t.Now(), c.s.Zone)
		return !s.Created.Before(when.From) && s.Created.Before(when.To)
	}
	return false
}

// isAccount reports whether a clause, its negation left aside, holds for an account.
func (c *compiler) isAccount(e *cql.Clause, a identity.Account) bool {
	switch e.Field {
	case cql.FieldType:
		return slices.Contains(texts(e), "user")
	case cql.FieldUser, cql.FieldUserAccountID:
		return slices.Contains(c.accounts(e), a.ID)
	case cql.FieldUserFullName, cql.FieldTitle, cql.FieldText, cql.FieldSiteSearch:
		return isNamed(e, a.DisplayName)
	}
	return false
}

// isNamed reports whether a name is one of the values of a clause, or is found by its text search.
func isNamed(e *cql.Clause, name string) bool {
	if q, isText := e.Values[0].(*cql.TextQuery); isText {
		return inName(q.Root, words.Tokens(name))
	}
	return slices.Contains(folded(e), words.Fold(strings.TrimSpace(name)))
}
