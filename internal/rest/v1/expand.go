package v1

import (
	"context"
	"slices"
	"strings"
)

// Expand is the parameter expand: dotted paths of members to show, comma-joined and repeated
// (client-expectations.md 13).
type Expand struct {
	Paths []string `query:"expand"`
}

// tree is what was asked for, or what an operation shows when nothing was.
func (e Expand) tree(otherwise string) wants {
	if len(e.Paths) == 0 {
		return parseWants(strings.Split(otherwise, ","))
	}
	return parseWants(e.Paths)
}

// maxWants is how deep a path is followed. Deeper names are not shown, and stay where they are offered: in
// _expandable.
const maxWants = 8

// wants is a tree of names to expand. The nil tree wants nothing.
type wants map[string]wants

// parseWants reads dotted paths. Names nobody knows are kept and ignored.
func parseWants(paths []string) wants {
	root := wants{}
	for _, path := range paths {
		at := root
		for i, name := range strings.Split(path, ".") {
			if name = strings.TrimSpace(name); name == "" || i == maxWants {
				break
			}
			if at[name] == nil {
				at[name] = wants{}
			}
			at = at[name]
		}
	}
	return root
}

// has reports whether a member was asked for, as itself or on the way to another.
func (w wants) has(name string) bool {
	_, wanted := w[name]
	return wanted
}

// any reports whether one of the members was asked for.
func (w wants) any(names ...string) bool { return slices.ContainsFunc(names, w.has) }

// part is a member of a wire object that is shown only when asked for. It is loaded for a whole list at once: list and
// out run in step, and sub is what was asked for below it. A part may decline, when there is nothing to show or too much,
// and then stays in _expandable.
type part[N, T any] struct {
	name string
	load func(l *loader, ctx context.Context, list []N, out []T, sub wants) (shown bool, err error)
}

// fill loads the parts that were asked for and returns the names of those that are shown.
func fill[N, T any](ctx context.Context, l *loader, parts []part[N, T], list []N, out []T, want wants) ([]string, error) {
	var shown []string
	for _, p := range parts {
		if len(list) == 0 || !want.has(p.name) {
			continue
		}
		ok, err := p.load(l, ctx, list, out, want[p.name])
		if err != nil {
			return nil, err
		}
		if ok {
			shown = append(shown, p.name)
		}
	}
	return shown, nil
}
