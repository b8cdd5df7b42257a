// Package schema holds the structs of wire/v1 and wire/v2 against the members that the API
// description gives the same objects. It owns the reading of members.tsv and of struct types;
// which struct mirrors which schema, and where they differ on purpose, is written in the tests of
// those packages. Test code only.
package schema

import (
	"bufio"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
)

// Member is what the description says about one member of a schema.
type Member struct {
	Name     string
	Nullable bool
	Required bool
}

// Read returns the rows of a members.tsv by schema: schema, member, "nullable" or "-",
// "required" or "-", under one line of headings.
func Read(t *testing.T, path string) map[string][]Member {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	bySchema := map[string][]Member{}
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) != 4 {
			t.Fatalf("%s:%d: %d cells, want 4", path, n, len(cells))
		}
		if n == 1 {
			continue
		}
		bySchema[cells[0]] = append(bySchema[cells[0]],
			Member{Name: cells[1], Nullable: cells[2] == "nullable", Required: cells[3] == "required"})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return bySchema
}

// Names returns the member names of struct v in wire order, those of embedded structs in place.
func Names(v any) []string { return names(reflect.TypeOf(v)) }

func names(t reflect.Type) []string {
	var all []string
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			all = append(all, names(field.Type)...)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		all = append(all, name)
	}
	return all
}

// Written returns the members that v writes, with their JSON.
func Written(t *testing.T, v any) map[string]jsontext.Value {
	t.Helper()
	data, err := wire.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]jsontext.Value
	if err := json.Unmarshal(data, &members); err != nil {
		t.Fatal(err)
	}
	return members
}
