package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// classicScopes is the complete list (auth-behaviour.md §5).
const classicScopes = `
	read:confluence-content.all read:confluence-content.summary read:confluence-content.permission
	write:confluence-content read:confluence-space.summary write:confluence-space write:confluence-file
	read:confluence-props write:confluence-props search:confluence manage:confluence-configuration
	read:confluence-groups write:confluence-groups read:confluence-user
	readonly:content.attachment:confluence readonly:analytics.content:confluence`

// granularScopes names, per set of verbs, what they apply to: "read" and
// "page" make "read:page:confluence" (auth-behaviour.md §5). The e-mail scope
// is listed with both families there; it has a granular name and stands in the
// granular sets of the operations.
var granularScopes = []struct{ verbs, nouns string }{
	{"read write delete", `page comment attachment custom-content database embed folder whiteboard content space`},
	{"read write", `app-data audit-log configuration content.property content.restriction group label relation
		space.permission space.property space.setting task template user.property watcher`},
	{"read", `analytics.content blogpost content-details content.metadata content.permission email-address
		hierarchical-content inlinetask space-details user`},
}

const granularSuffix = ":confluence"

type scopeRow struct {
	name Scope
	kind Kind
}

// scopeTable holds every known scope in lexical order; scopeIndex finds a
// name's place. Both are written once, before main. Account scopes
// (offline_access, read:me, read:account) are left out: no Confluence
// operation asks for them (auth-behaviour.md §5 rule 6).
var (
	scopeTable = makeScopeTable()
	scopeIndex = makeScopeIndex()
)

func makeScopeTable() []scopeRow {
	var table []scopeRow
	for name := range strings.FieldsSeq(classicScopes) {
		table = append(table, scopeRow{Scope(name), Classic})
	}
	for _, row := range granularScopes {
		for verb := range strings.FieldsSeq(row.verbs) {
			for noun := range strings.FieldsSeq(row.nouns) {
				table = append(table, scopeRow{Scope(verb + ":" + noun + granularSuffix), Granular})
			}
		}
	}
	slices.SortFunc(table, func(a, b scopeRow) int { return cmp.Compare(a.name, b.name) })
	return table
}

func makeScopeIndex() map[Scope]int {
	index := make(map[Scope]int, len(scopeTable))
	for i, row := range scopeTable {
		index[row.name] = i
	}
	return index
}
