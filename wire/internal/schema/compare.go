package schema

import (
	"slices"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// Differences are deliberate deviations from the description: "Schema.member" to the reason.
type Differences map[string]string

// Mirrors say which struct has the members of which schema. It is a list and no map: each row stands for itself, whoever
// adds one beside it.
type Mirrors []struct {
	Schema string
	Struct any
}

// has reports whether a struct is named for the schema.
func (m Mirrors) has(name string) bool {
	for _, row := range m {
		if row.Schema == name {
			return true
		}
	}
	return false
}

// CompareMembers fails t where a struct and the schema it mirrors do not have the same members,
// unless differences gives a reason. It also fails on a schema without a struct and on a reason
// nothing needs.
func CompareMembers(t *testing.T, described map[string][]Member, mirrors Mirrors, differences Differences) {
	t.Helper()
	check := checker{t: t, differences: differences, used: map[string]bool{}}
	for _, row := range mirrors {
		name, v := row.Schema, row.Struct
		have := Names(v)
		var want []string
		for _, m := range described[name] {
			want = append(want, m.Name)
			if !slices.Contains(have, m.Name) {
				check.report(name+"."+m.Name, "is not in the struct")
			}
		}
		for _, member := range have {
			if !slices.Contains(want, member) {
				check.report(name+"."+member, "is not in the description")
			}
		}
	}
	for name := range described {
		if !mirrors.has(name) {
			t.Errorf("no struct mirrors %s", name)
		}
	}
	check.finish()
}

// ComparePresence fails t where law finds fault with what the zero value of a struct writes for a
// member, unless differences gives a reason. The value is nil where the member is left out.
// Schemas named in inputs are only ever read and are skipped.
func ComparePresence(t *testing.T, described map[string][]Member, mirrors Mirrors, inputs []string,
	law func(Member, jsontext.Value) string, differences Differences,
) {
	t.Helper()
	check := checker{t: t, differences: differences, used: map[string]bool{}}
	for _, row := range mirrors {
		name, v := row.Schema, row.Struct
		if slices.Contains(inputs, name) {
			continue
		}
		written := Written(t, v)
		for _, m := range described[name] {
			if fault := law(m, written[m.Name]); fault != "" {
				check.report(name+"."+m.Name, fault)
			}
		}
	}
	check.finish()
}

// checker collects which reasons were needed.
type checker struct {
	t           *testing.T
	differences Differences
	used        map[string]bool
}

func (c *checker) report(name, fault string) {
	c.t.Helper()
	c.used[name] = true
	if c.differences[name] == "" {
		c.t.Errorf("%s %s", name, fault)
	}
}

func (c *checker) finish() {
	c.t.Helper()
	for name := range c.differences {
		if !c.used[name] {
			c.t.Errorf("the reason given for %s is not needed", name)
		}
	}
}
