package doctor

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite docs/doctor.md")

const docs = "../../docs"

// inWords stands in the manual for what a report names.
var inWords = strings.NewReplacer(
	"{need}", "what its operation needs", "{sets}", "those that docs/scopes.md lists", "{operation}", "the operation", "{path}", "the right path",
	"{wrong}", "what is wrong with it", "{gateway}", "https://api.atlassian.com/ex/confluence/{cloudId}", "{gatewayOrigin}", "https://api.atlassian.com", "{host}", "the host that was meant",
	"{operationId}", "<operation>", "{site}", "https://acme.atlassian.net",
)

// TestManual holds docs/doctor.md to the table; -update writes it.
func TestManual(t *testing.T) {
	t.Parallel()
	type cause struct {
		Cause, Why, Fix string
		Number          int
		Confidence      string
	}
	type group struct {
		Title  string
		Causes []cause
	}
	var groups []group
	for _, g := range []struct {
		title string
		rules []rule
	}{
		{"The token and its door", tokenRules}, {"Scopes", scopeRules}, {"The address", addressRules},
		{"Behind the door", otherRules}, {"The line itself", writingRules}, {"The way there", networkRules},
	} {
		made := group{Title: g.title}
		for _, r := range g.rules {
			i := slices.IndexFunc(made.Causes, func(c cause) bool { return c.Cause == r.cause && c.Number == r.number })
			if i >= 0 {
				if !strings.Contains(made.Causes[i].Confidence, string(r.confidence)) {
					made.Causes[i].Confidence += " or " + string(r.confidence)
				}
				continue
			}
			made.Causes = append(made.Causes, cause{r.cause, inWords.Replace(r.why), inWords.Replace(r.fix), r.number, string(r.confidence)})
		}
		groups = append(groups, made)
	}
	source, err := template.ParseFiles("testdata/doctor.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := source.Execute(&page, groups); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(docs, "doctor.md")
	if *update {
		if err := os.WriteFile(name, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(page.String(), string(written)); diff != "" {
		t.Errorf("docs/doctor.md is not what go generate ./internal/doctor writes (-want +got):\n%s", diff)
	}
}

// shape is as much of JSON Schema as docs/doctor.schema.json uses.
type shape struct {
	Type                 any
	Enum                 []string
	Properties           map[string]*shape
	Required             []string
	AdditionalProperties *bool
	Items                *shape
}

// schema is docs/doctor.schema.json.
func schema(t *testing.T) *shape {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(docs, "doctor.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var s shape
	if err := json.Unmarshal(content, &s, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	return &s
}

// faults are where a value is not as a schema has it.
func (s *shape) faults(at string, v any) []string {
	if !s.takes(typeOf(v)) {
		return []string{fmt.Sprintf("%s is a %s", at, typeOf(v))}
	}
	var found []string
	switch v := v.(type) {
	case string:
		if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
			found = append(found, fmt.Sprintf("%s is %q", at, v))
		}
	case []any:
		for i, item := range v {
			found = append(found, s.Items.faults(fmt.Sprintf("%s[%d]", at, i), item)...)
		}
	case map[string]any:
		for _, name := range s.Required {
			if _, ok := v[name]; !ok {
				found = append(found, at+"."+name+" is missing")
			}
		}
		for name, member := range v {
			if s.Properties[name] == nil {
				found = append(found, at+"."+name+" is not described")
				continue
			}
			found = append(found, s.Properties[name].faults(at+"."+name, member)...)
		}
	}
	return found
}

func (s *shape) takes(kind string) bool {
	list, several := s.Type.([]any)
	return s.Type == kind || several && slices.Contains(list, any(kind))
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case float64:
		if v == math.Trunc(v) {
			return "integer"
		}
	}
	return fmt.Sprintf("%T", v)
}

// fits holds a report to the schema.
func fits(t *testing.T, r *Report) {
	t.Helper()
	content, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(content, &v); err != nil {
		t.Fatal(err)
	}
	for _, fault := range schema(t).faults("report", v) {
		t.Error(fault)
	}
}

// TestTheSchemaRefuses: a schema that takes everything would show nothing.
func TestTheSchemaRefuses(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for name, tc := range map[string]struct {
		text string
		want string
	}{
		"another type":     {`{"status":1}`, "report.status is a integer"},
		"another value":    {`{"status":"ill"}`, `report.status is "ill"`},
		"a further member": {`{"more":1}`, "report.more is not described"},
		"a list of others": {`{"notes":[1]}`, "report.notes[0] is a integer"},
		"no members":       {`{}`, "report.call is missing"},
	} {
		var v any
		if err := json.Unmarshal([]byte(tc.text), &v); err != nil {
			t.Fatal(err)
		}
		if found := s.faults("report", v); !slices.Contains(found, tc.want) {
			t.Errorf("%s: %q, want %s among them", name, found, tc.want)
		}
	}
}
