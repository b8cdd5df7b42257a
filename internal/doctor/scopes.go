package doctor

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/weirhq/weir/catalog"
)

// survey is what GETs told of a token's scopes. The gate stands before everything else, so an operation that answers
// anything but its refusal is open (auth-behaviour.md §3, "Order of checks").
type survey struct {
	asked         []asked
	held, missing map[catalog.Scope]bool // as far as the answers leave no other way
	stopped       bool                   // some had no answer
}

// asked is an operation and whether it opened.
type asked struct {
	op   catalog.Operation
	open bool
}

func (s *survey) refusedAny() bool {
	return slices.ContainsFunc(s.asked, func(a asked) bool { return !a.open })
}

// usual is how many operations must share a set of scopes for it to be asked without being told to.
const usual = 4

// questions are operations to ask, one for each set of alternatives that GETs can show, the most needed first.
func questions(c *catalog.Catalog, about *catalog.Operation, all bool) []catalog.Operation {
	type group struct {
		best catalog.Operation
		n    int
	}
	groups, order := map[string]*group{}, []string{}
	for _, op := range c.Operations() {
		if op.Method != http.MethodGet || op.Closed() || strings.Contains(op.Path, "export") || op.Success == 0 {
			continue
		}
		key := setsKey(op)
		g := groups[key]
		if g == nil {
			g = &group{best: op}
			groups[key], order = g, append(order, key)
		}
		if g.n++; cheaper(op, g.best) {
			g.best = op
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return groups[b].n - groups[a].n })
	var chosen []catalog.Operation
	for _, key := range order {
		if all || groups[key].n >= usual || about != nil && shares(groups[key].best, *about) {
			chosen = append(chosen, groups[key].best)
		}
	}
	return chosen
}

func setsKey(op catalog.Operation) string {
	var key strings.Builder
	for _, set := range op.Alternatives() {
		for _, scope := range set {
			key.WriteString(string(scope) + " ")
		}
		key.WriteString("| ")
	}
	return key.String()
}

// cheaper prefers what asks for one object, which need not exist, to what lists many.
func cheaper(a, b catalog.Operation) bool {
	byID := func(op catalog.Operation) bool { return strings.Contains(op.Path, "{") }
	if byID(a) != byID(b) {
		return byID(a)
	}
	return len(a.Segments()) < len(b.Segments())
}

// shares reports whether two operations have a scope in common.
func shares(a, b catalog.Operation) bool {
	for _, set := range a.Alternatives() {
		for _, other := range b.Alternatives() {
			if slices.ContainsFunc(set, func(s catalog.Scope) bool { return slices.Contains(other, s) }) {
				return true
			}
		}
	}
	return false
}

// scopeWorkers is how many questions are under way at a time.
const scopeWorkers = 4

// tryScopes asks the gateway what the token may do. Unscoped tokens may do everything, so they are asked nothing.
func (x *examination) tryScopes(ctx context.Context) {
	credentials, open := x.accepted()
	if x.fault != nil || x.opens(false) {
		return
	}
	base := ""
	for _, d := range open {
		if d.Door.Gateway {
			base = d.Base
		}
	}
	if base == "" {
		return
	}
	list := questions(x.catalog, x.place.op, x.q.AllScopes)
	answers := make([]*Answer, len(list))
	var wait sync.WaitGroup
	next := make(chan int)
	for range min(scopeWorkers, len(list)) {
		wait.Go(func() {
			for i := range next {
				answers[i], _ = x.get(ctx, http.MethodGet, base+examplePath(list[i]), authorization(credentials), nil) // nil: not known
			}
		})
	}
	for i := range list {
		next <- i
	}
	close(next)
	wait.Wait()
	for i, a := range answers {
		switch {
		case a == nil || a.Status >= 500 || a.Status == http.StatusTooManyRequests:
			x.held.stopped = true
		case a.scopeRefusal():
			x.held.asked = append(x.held.asked, asked{list[i], false})
		case a.Status != http.StatusUnauthorized:
			x.held.asked = append(x.held.asked, asked{list[i], true})
		}
	}
	x.held.infer()
	if x.kind() == Accepted {
		x.tryGate(ctx) // it may have every scope that was asked for
	}
}

// examplePath is an operation's path with values that name nothing: 0, and one item where it lists.
func examplePath(op catalog.Operation) string {
	var path strings.Builder
	for _, segment := range op.Segments() {
		if segment.Param {
			path.WriteString("/0")
			continue
		}
		path.WriteString("/" + segment.Text)
	}
	if slices.Contains(op.Query, "limit") {
		path.WriteString("?limit=1")
	}
	return path.String()
}

// infer works out which scopes the answers leave no doubt of.
func (s *survey) infer() {
	s.held, s.missing = map[catalog.Scope]bool{}, map[catalog.Scope]bool{}
	for changed := true; changed; {
		before := len(s.held) + len(s.missing)
		for _, a := range s.asked {
			var left [][]catalog.Scope // alternatives that may be what the token has
			for _, set := range a.op.Alternatives() {
				unknown := slices.DeleteFunc(slices.Clone(set), func(x catalog.Scope) bool { return s.held[x] })
				if !a.open && len(unknown) == 1 {
					s.missing[unknown[0]] = true
				}
				if !slices.ContainsFunc(set, func(x catalog.Scope) bool { return s.missing[x] }) {
					left = append(left, set)
				}
			}
			if a.open && len(left) == 1 {
				for _, scope := range left[0] {
					s.held[scope] = true
				}
			}
		}
		changed = len(s.held)+len(s.missing) != before
	}
}

// lacks is what is missing of an operation's cheapest set, as far as is known; empty when the token may hold it.
func (s *survey) lacks(op catalog.Operation) []catalog.Scope {
	var least []catalog.Scope
	for _, set := range op.Alternatives() {
		var lacking []catalog.Scope
		for _, scope := range set {
			if s.missing[scope] {
				lacking = append(lacking, scope)
			}
		}
		if len(lacking) == 0 {
			return nil
		}
		if least == nil || len(lacking) < len(least) {
			least = lacking
		}
	}
	return least
}

// needed is the scope set that a new token should have for an operation (least privilege), empty if none opens it.
func (x *examination) needed(op *catalog.Operation) string {
	if op == nil {
		return ""
	}
	plan, err := x.catalog.Least([]catalog.Operation{*op}, catalog.LeastOptions{})
	if err != nil {
		return ""
	}
	return plan.Scopes.String()
}

func contains(s, part string) bool { return strings.Contains(s, part) }
