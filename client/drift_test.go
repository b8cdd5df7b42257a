package client

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/rest"
	restv1 "github.com/weirhq/weir/internal/rest/v1"
	restv2 "github.com/weirhq/weir/internal/rest/v2"
)

var abbreviation = regexp.MustCompile(`Id([A-Z]|$)`)

// methodName is how a typed call is named after its operationId.
func methodName(id string) string {
	name := abbreviation.ReplaceAllString(strings.ToUpper(id[:1])+id[1:], "ID$1")
	return strings.ReplaceAll(name, "Attatchment", "Attachment") // the vendor's slip
}

// paging are the parameters that iterators send by themselves, and left are those that no caller needs: names of accounts
// that the service gave up, and one that only breaks caches.
var (
	paging = []string{"start", "cursor", "next", "prev"}
	left   = []string{"key", "username", "favouriteUserKey", "_"}
)

// TestEveryRowHasATypedCall holds the client to the operations that the server has: each row needs a method of its
// version, and that method's query struct all parameters of the catalogue, no others.
func TestEveryRowHasATypedCall(t *testing.T) {
	t.Parallel()
	for _, version := range []struct {
		rows  rest.Version
		calls reflect.Type
	}{
		{restv1.Version(), reflect.TypeFor[V1]()},
		{restv2.Version(), reflect.TypeFor[V2]()},
	} {
		for _, row := range version.rows.Ops {
			op, ok := catalog.Default().ByID(version.rows.Name, row.ID)
			if !ok {
				t.Errorf("%s:%s is not in the catalogue", version.rows.Name, row.ID)
				continue
			}
			method, ok := version.calls.MethodByName(methodName(op.ID))
			if !ok {
				t.Errorf("%s has a row and no typed call %s.%s", op.Key(), version.calls.Name(), methodName(op.ID))
				continue
			}
			checkQuery(t, op, method.Type)
		}
	}
}

func checkQuery(t *testing.T, op catalog.Operation, method reflect.Type) {
	t.Helper()
	var has []string
	for i := range method.NumIn() {
		if in := method.In(i); in.Kind() == reflect.Struct && strings.HasSuffix(in.Name(), "Query") {
			for j := range in.NumField() {
				name, _, _ := strings.Cut(in.Field(j).Tag.Get("query"), ",")
				has = append(has, name)
			}
		}
	}
	for _, name := range op.Query {
		if !slices.Contains(has, name) && !slices.Contains(paging, name) && !slices.Contains(left, name) {
			t.Errorf("%s: no way to give the parameter %s", op.Key(), name)
		}
	}
	for _, name := range has {
		if !slices.Contains(op.Query, name) {
			t.Errorf("%s: the catalogue has no parameter %s", op.Key(), name)
		}
	}
}
