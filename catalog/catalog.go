package catalog

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed operations.tsv
var operationsTSV string

// Default is the catalogue of the API as embedded, read at the first call. It
// panics only if the embedded file is broken, which the tests exclude.
func Default() *Catalog { return embedded() }

var embedded = sync.OnceValue(func() *Catalog {
	c, err := parse(operationsTSV)
	if err != nil {
		panic("catalog: operations.tsv: " + err.Error())
	}
	return c
})

// Catalog is an immutable set of operations, safe for concurrent use.
type Catalog struct {
	operations []Operation
	byKey      map[string]int // "v1:getSpaces" → place in operations
	byID       map[string][]int
	paths      *node
}

// Operations are all operations: v1 before v2, then by path and method.
func (c *Catalog) Operations() []Operation { return slices.Clone(c.operations) }

// ByID finds the operation with this id in one version.
func (c *Catalog) ByID(version Version, id string) (Operation, bool) {
	i, ok := c.byKey[string(version)+":"+id]
	if !ok {
		return Operation{}, false
	}
	return c.operations[i], true
}

// Find reads an operation as a person writes it: "getPageById", "v1:getSpaces",
// or method and path as [Catalog.Lookup] takes them, "GET /pages/{id}". It
// fails with [*AmbiguousError] for a bare id of both versions and with
// [*UnknownOperationError] or [*NoMatchError] for none.
func (c *Catalog) Find(spec string) (Operation, error) {
	spec = strings.TrimSpace(spec)
	if method, path, ok := strings.Cut(spec, " "); ok {
		return c.Lookup(method, strings.TrimSpace(path))
	}
	if i, ok := c.byKey[spec]; ok {
		return c.operations[i], nil
	}
	switch places := c.byID[spec]; len(places) {
	case 0:
		return Operation{}, &UnknownOperationError{Spec: spec, Nearest: c.nearestKey(spec)}
	case 1:
		return c.operations[places[0]], nil
	default:
		return Operation{}, &AmbiguousError{Asked: spec, Candidates: c.at(places)}
	}
}

func (c *Catalog) at(places []int) []Operation {
	ops := make([]Operation, len(places))
	for i, place := range places {
		ops[i] = c.operations[place]
	}
	return ops
}

// columns of operations.tsv, in order.
const (
	colVersion = iota
	colMethod
	colPath
	colID
	colClassic
	colGranular
	colQuery
	colBody
	colSuccess
	colDeprecated
	colSource
	columns
)

// byAnalogy is the remark in the source column for scopes that are derived.
const byAnalogy = "; scopes by analogy"

func parse(tsv string) (*Catalog, error) {
	c := &Catalog{byKey: map[string]int{}, byID: map[string][]int{}, paths: &node{}}
	lines := strings.Split(strings.TrimSuffix(tsv, "\n"), "\n")
	for n, line := range lines[1:] { // the first names the columns
		op, err := parseRow(strings.Split(line, "\t"))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+2, err)
		}
		place := len(c.operations)
		if _, taken := c.byKey[op.Key()]; taken {
			return nil, fmt.Errorf("line %d: %s occurs twice", n+2, op.Key())
		}
		if !c.paths.insert(op.segments, op.Method, place) {
			return nil, fmt.Errorf("line %d: %s occurs twice", n+2, op)
		}
		c.operations = append(c.operations, op)
		c.byKey[op.Key()] = place
		c.byID[op.ID] = append(c.byID[op.ID], place)
	}
	return c, nil
}

func parseRow(row []string) (Operation, error) {
	if len(row) != columns {
		return Operation{}, fmt.Errorf("%d columns, want %d", len(row), columns)
	}
	version := Version(row[colVersion])
	if version != V1 && version != V2 {
		return Operation{}, fmt.Errorf("version %q", version)
	}
	classic, err := parseFamily(row[colClassic], Classic)
	if err != nil {
		return Operation{}, err
	}
	granular, err := parseFamily(row[colGranular], Granular)
	if err != nil {
		return Operation{}, err
	}
	if version == V2 && classic.Len() > 0 {
		return Operation{}, fmt.Errorf("classic scopes on v2") // auth-behaviour.md §5 rule 2
	}
	success, orCreated, err := parseSuccess(row[colSuccess])
	if err != nil {
		return Operation{}, err
	}
	var query []string
	if row[colQuery] != "" {
		query = strings.Split(row[colQuery], ",")
	}
	source, derived := strings.CutSuffix(row[colSource], byAnalogy)
	return Operation{
		Version: version, ID: row[colID], Method: row[colMethod], Path: row[colPath],
		Classic: classic.Scopes(), Granular: granular.Scopes(),
		Query: query, Body: row[colBody],
		Success: success, OrCreated: orCreated,
		Deprecated: row[colDeprecated] == "yes",
		Source:     source, ByAnalogy: derived,
		segments:     parseTemplate(row[colPath]),
		alternatives: alternativesOf(version, classic, granular),
	}, nil
}

// parseFamily reads scopes that must all be of one family: Least relies on it.
func parseFamily(text string, kind Kind) (ScopeSet, error) {
	set, err := ParseScopes(text)
	if err != nil {
		return ScopeSet{}, err
	}
	for scope := range set.All() {
		if scope.Kind() != kind {
			return ScopeSet{}, fmt.Errorf("%s is not %s", scope, kind)
		}
	}
	return set, nil
}

// parseSuccess reads "200", "200,201" or nothing.
func parseSuccess(text string) (status int, orCreated bool, err error) {
	if text == "" {
		return 0, false, nil
	}
	text, orCreated = strings.CutSuffix(text, ",201")
	status, err = strconv.Atoi(text)
	return status, orCreated, err
}
