package cql

import "strings"

// Func is a function of the language.
type Func uint8

// The functions. Those from Now on give a point in time and appear in the tree as [Moment], the others as [Call].
const (
	Contributors          Func = iota // the accounts that have edited the content the query was asked from
	CurrentContent                    // the content the query was asked from (cqlcontext)
	CurrentSpace                      // the space the query was asked from (cqlcontext)
	CurrentUser                       // the caller
	FavouriteSpaces                   // the spaces the caller has marked
	RecentlyViewedContent             // what the caller has last looked at
	RecentlyViewedSpaces              // the spaces of what the caller has last looked at
	Now
	StartOfDay
	StartOfWeek
	StartOfMonth
	StartOfYear
	EndOfDay
	EndOfWeek
	EndOfMonth
	EndOfYear
	numFuncs
)

// What the "recently viewed" functions give when nothing is said, and at most; ours, the vendor states neither.
const (
	defaultRecent = 25
	maxRecent     = 1000
)

// arguments a function takes.
type arguments uint8

const (
	noArguments  arguments = iota
	oneIncrement           // an optional "+1w"
	limitOffset            // an optional limit, then an optional offset
)

type funcRow struct {
	name string
	kind Kind // fields of this kind take the function
	list bool // it gives a list: IN and NOT IN only
	args arguments
}

// funcs is the language's list of functions: vendor documentation "CQL functions". contributors() is known by name only.
var funcs = [numFuncs]funcRow{
	Contributors:          {"contributors", UserKind, true, noArguments},
	CurrentContent:        {"currentContent", ContentKind, false, noArguments},
	CurrentSpace:          {"currentSpace", SpaceKind, false, noArguments},
	CurrentUser:           {"currentUser", UserKind, false, noArguments},
	FavouriteSpaces:       {"favouriteSpaces", SpaceKind, true, noArguments},
	RecentlyViewedContent: {"recentlyViewedContent", ContentKind, true, limitOffset},
	RecentlyViewedSpaces:  {"recentlyViewedSpaces", SpaceKind, true, limitOffset},
	Now:                   {"now", DateKind, false, oneIncrement},
	StartOfDay:            {"startOfDay", DateKind, false, oneIncrement},
	StartOfWeek:           {"startOfWeek", DateKind, false, oneIncrement},
	StartOfMonth:          {"startOfMonth", DateKind, false, oneIncrement},
	StartOfYear:           {"startOfYear", DateKind, false, oneIncrement},
	EndOfDay:              {"endOfDay", DateKind, false, oneIncrement},
	EndOfWeek:             {"endOfWeek", DateKind, false, oneIncrement},
	EndOfMonth:            {"endOfMonth", DateKind, false, oneIncrement},
	EndOfYear:             {"endOfYear", DateKind, false, oneIncrement},
}

// funcAliases are other spellings, in lower case.
var funcAliases = map[string]Func{"favoritespaces": FavouriteSpaces}

// funcNamed finds a function by its name in any case.
func funcNamed(name string) (Func, bool) {
	for f := range numFuncs {
		if strings.EqualFold(funcs[f].name, name) {
			return f, true
		}
	}
	f, ok := funcAliases[strings.ToLower(name)]
	return f, ok
}

// String returns the name of the function without its parentheses.
func (f Func) String() string { return funcs[f].name }

// IsList reports whether the function gives any number of values.
func (f Func) IsList() bool { return funcs[f].list }

// wanted lists what may stand right of the field and operator, functions included.
func wanted(f Field, op Op) []string {
	row := fields[f]
	if row.kind == EnumKind {
		return row.values
	}
	out := []string{kindNames[row.kind]}
	if row.kind == TextKind || row.kind == StringKind {
		return out
	}
	for fn := range numFuncs {
		if funcs[fn].kind == row.kind && (!funcs[fn].list || op == In || op == NotIn) {
			out = append(out, funcs[fn].name+"()")
		}
	}
	return out
}
