package catalog

import (
	"errors"
	"fmt"
	"strings"
)

// UnknownScopeError refuses a name that is no scope of Confluence.
type UnknownScopeError struct {
	Name    string
	Nearest Scope // the known scope most like it, "" if none is
}

func (e *UnknownScopeError) Error() string {
	return unknown("scope", e.Name, string(e.Nearest))
}

// unknownScopes are names that ParseScopes refused.
type unknownScopes []string

func (names unknownScopes) err() error {
	errs := make([]error, len(names))
	for i, name := range names {
		errs[i] = &UnknownScopeError{Name: name, Nearest: nearestScope(name)}
	}
	return errors.Join(errs...)
}

// UnknownOperationError refuses a word that is no operation id.
type UnknownOperationError struct {
	Spec    string
	Nearest string // the key of the operation most like it, "" if none is
}

func (e *UnknownOperationError) Error() string {
	return unknown("operation", e.Spec, e.Nearest)
}

// NoMatchError tells that no operation has this method and path.
type NoMatchError struct {
	Method, Path string
	Methods      []string // those that the path does answer, sorted
}

func (e *NoMatchError) Error() string {
	if len(e.Methods) == 0 {
		return fmt.Sprintf("no operation is %s %s", e.Method, e.Path)
	}
	return fmt.Sprintf("no operation is %s %s; the path answers %s", e.Method, e.Path, strings.Join(e.Methods, ", "))
}

// AmbiguousError tells that a question has an answer in each version. Asking
// with the version settles it: "v2:getSpaces", [Catalog.LookupIn].
type AmbiguousError struct {
	Asked      string
	Candidates []Operation // v1 before v2
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%s is ambiguous: %s", e.Asked, keys(e.Candidates))
}

// UnreachableError names the operations that no scope of the wanted family
// opens, so that no token can be planned for them.
type UnreachableError struct {
	Family     Kind // "" if both families were allowed
	Operations []Operation
}

func (e *UnreachableError) Error() string {
	if e.Family == "" {
		return "closed to scoped tokens: " + keys(e.Operations)
	}
	return fmt.Sprintf("not open to %s scopes: %s", e.Family, keys(e.Operations))
}

// OversizeError names the operations that need more scopes by themselves than
// one token may hold.
type OversizeError struct {
	PerToken   int
	Operations []Operation
}

func (e *OversizeError) Error() string {
	return fmt.Sprintf("more than %d scopes needed in one token: %s", e.PerToken, keys(e.Operations))
}

func keys(ops []Operation) string {
	names := make([]string, len(ops))
	for i, op := range ops {
		names[i] = op.Key()
	}
	return strings.Join(names, ", ")
}

// UnknownClientError refuses the name of a client whose calls are not known.
type UnknownClientError struct {
	Name    string
	Nearest string // the known client most like it, "" if none is
}

func (e *UnknownClientError) Error() string {
	return unknown("client", e.Name, e.Nearest)
}

// unknown is the text of an error about a name that is not known, with the known one most like it if there is one.
func unknown(kind, name, nearest string) string {
	text := fmt.Sprintf("unknown %s %q", kind, name)
	if nearest != "" {
		text += ", did you mean " + nearest + "?"
	}
	return text
}
