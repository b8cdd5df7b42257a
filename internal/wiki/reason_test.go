package wiki_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/wiki"
)

// declaredReasons reads the constants of reason.go: the table of kinds is a map, which the compiler does not hold to be
// complete.
func declaredReasons(t *testing.T) map[wiki.Reason]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "reason.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[wiki.Reason]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); !ok || typ.Name != "Reason" {
			return true
		}
		text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		if other, twice := out[wiki.Reason(text)]; twice {
			t.Errorf("%s and %s are both %q", other, spec.Names[0], text)
		}
		out[wiki.Reason(text)] = spec.Names[0].Name
		return true
	})
	return out
}

func TestTheListOfReasonsIsClosed(t *testing.T) {
	t.Parallel()
	declared := declaredReasons(t)
	listed := map[wiki.Reason]bool{}
	for _, r := range wiki.Reasons() {
		listed[r] = true
		if _, ok := declared[r]; !ok {
			t.Errorf("%q has a row and no constant", r)
		}
	}
	spelling := regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	for r, name := range declared {
		if !listed[r] {
			t.Errorf("%s has no row: it would be answered as our own fault", name)
		}
		if !spelling.MatchString(string(r)) {
			t.Errorf("%s is spelt %q, which is no header word", name, r)
		}
	}
}

// TestWhatACallerIsToldFitsTheAnswer: a public reason has the kind of the reason it stands for, and stands for itself.
func TestWhatACallerIsToldFitsTheAnswer(t *testing.T) {
	t.Parallel()
	for _, r := range wiki.Reasons() {
		public := r.Public()
		if public.Kind() != r.Kind() || public.Public() != public {
			t.Errorf("%s (%d) is told as %s (%d), which is told as %s", r, r.Kind(), public, public.Kind(), public.Public())
		}
	}
}

// TestReasonsThatWouldProveSomething is R-ENUM: these reasons tell of an object, a token or an account what only some may
// know, so all callers are told the same.
func TestReasonsThatWouldProveSomething(t *testing.T) {
	t.Parallel()
	want := map[wiki.Reason]wiki.Reason{
		wiki.NoViewPermission:    wiki.NoSuchObject,
		wiki.EditRestricted:      wiki.NoPermission,
		wiki.NotSiteAdmin:        wiki.NoPermission,
		wiki.TokenExpired:        wiki.CredentialsNotAccepted,
		wiki.TokenRevoked:        wiki.CredentialsNotAccepted,
		wiki.TokenMistyped:       wiki.CredentialsNotAccepted,
		wiki.AccountDeactivated:  wiki.CredentialsNotAccepted,
		wiki.PasswordNotAccepted: wiki.CredentialsNotAccepted,
		wiki.PolicyBlocked:       wiki.CredentialsNotAccepted,
	}
	got := map[wiki.Reason]wiki.Reason{}
	for _, r := range wiki.Reasons() {
		if r.Public() != r {
			got[r] = r.Public()
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reasons told as others (-want +got):\n%s", diff)
	}
	hidden, missing := wiki.NewError(wiki.NoViewPermission, wiki.Facts{}), wiki.Missing("page", "12")
	if hidden.Kind() != wiki.NotFound || missing.Kind() != wiki.NotFound {
		t.Errorf("a hidden object is of kind %d, a missing one of %d, want NotFound", hidden.Kind(), missing.Kind())
	}
}

func TestAnUnknownReasonFailsClosed(t *testing.T) {
	t.Parallel()
	if r := wiki.Reason("made-up"); r.Kind() != wiki.Internal || r.Public() != wiki.InternalError {
		t.Errorf("an unknown reason is of kind %d and told as %s", r.Kind(), r.Public())
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"no-such-object page 12":                 wiki.Missing("page", "12"),
		"no-such-object page":                    wiki.Missing("page", ""),
		"no-such-object":                         wiki.Missing("", "12"),
		`invalid-input limit="x", want a number`: wiki.Invalid("limit", "x", "a number"),
		"invalid-parent parent 7: the parent is in another space": wiki.NewError(wiki.InvalidParent,
			wiki.Facts{Object: "parent", ID: "7", Detail: "the parent is in another space"}),
		"internal-error: disk full": wiki.AsError(errors.New("disk full")),
		`invalid-input page 3 title="": empty: cause`: &wiki.Error{Reason: wiki.InvalidInput, Err: errors.New("cause"),
			Facts: wiki.Facts{Object: "page", ID: "3", Param: "title", Detail: "empty"}},
	} {
		if got := err.Error(); got != want {
			t.Errorf("Error() = %q, want %q", got, want)
		}
	}
}

func TestAsErrorFindsTheReasonUnderneath(t *testing.T) {
	t.Parallel()
	refusal := wiki.Missing("page", "12")
	wrapped := fmt.Errorf("load: %w", refusal)
	if got := wiki.AsError(wrapped); got != refusal {
		t.Errorf("AsError = %v, want the refusal itself", got)
	}
	if wiki.AsError(nil) != nil {
		t.Error("AsError(nil) is an error")
	}
	cause := errors.New("disk full")
	if got := wiki.AsError(cause); got.Kind() != wiki.Internal || !errors.Is(got, cause) {
		t.Errorf("AsError = %v of kind %d, want an internal error that keeps its cause", got, got.Kind())
	}
	if !wiki.HasReason(wrapped, wiki.NoSuchObject) || wiki.HasReason(wrapped, wiki.NoViewPermission) ||
		wiki.HasReason(cause, wiki.NoSuchObject) || wiki.HasReason(nil, wiki.NoSuchObject) {
		t.Error("HasReason does not tell refusals apart")
	}
}

func TestHardTurnsACopyInto401(t *testing.T) {
	t.Parallel()
	soft := wiki.NewError(wiki.TokenExpired, wiki.Facts{Token: "t1"})
	hard := soft.Hard()
	if soft.Kind() != wiki.Refused || hard.Kind() != wiki.Unauthorized || hard.Reason != wiki.TokenExpired || hard.Facts.Token != "t1" {
		t.Errorf("soft is of kind %d, hard %d with %s %+v", soft.Kind(), hard.Kind(), hard.Reason, hard.Facts)
	}
}

func TestInvalidCutsTheValue(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		strings.Repeat("a", 200):       strings.Repeat("a", 200),
		strings.Repeat("a", 201):       strings.Repeat("a", 200),
		strings.Repeat("a", 199) + "é": strings.Repeat("a", 199),
	} {
		if got := wiki.Invalid("p", value, "w").Facts; got.Value != want || got.Param != "p" || got.Want != "w" {
			t.Errorf("Invalid of %d bytes keeps %d: %+v", len(value), len(got.Value), got)
		}
	}
}
