package body

import (
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"
)

// publishedSchema judges documents by the vendor's JSON schema (draft 4), as
// far as that schema uses the language.
type publishedSchema struct {
	definitions map[string]any
}

func loadSchema(t fataler) publishedSchema {
	data, err := os.ReadFile("testdata/adf-schema/full.json")
	if err != nil {
		t.Fatalf("%v", err)
	}
	var root map[string]any
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatalf("%v", err)
	}
	s := publishedSchema{root["definitions"].(map[string]any)}
	// The service itself has sections of one to five columns.
	section := s.definitions["layoutSection_full_node"].(map[string]any)["allOf"].([]any)[1].(map[string]any)["properties"].(map[string]any)["content"].(map[string]any)
	section["minItems"], section["maxItems"] = 1.0, 5.0
	return s
}

// accepts reports whether a whole document keeps to the schema.
func (s publishedSchema) accepts(t fataler, src string) bool {
	var doc any
	if err := json.Unmarshal([]byte(src), &doc); err != nil {
		t.Fatalf("%v in %s", err, src)
	}
	return s.valid(s.definitions["doc_node"], doc)
}

func (s publishedSchema) valid(schema, value any) bool {
	rules, ok := schema.(map[string]any)
	if !ok {
		return true
	}
	if ref, ok := rules["$ref"].(string); ok {
		return s.valid(s.definitions[strings.TrimPrefix(ref, "#/definitions/")], value)
	}
	if choices, ok := rules["anyOf"].([]any); ok && !slices.ContainsFunc(choices, s.judge(value)) {
		return false
	}
	if all, ok := rules["allOf"].([]any); ok {
		for _, sub := range all {
			if !s.valid(sub, value) {
				return false
			}
		}
	}
	if enum, ok := rules["enum"].([]any); ok && !slices.Contains(enum, value) {
		return false
	}
	switch v := value.(type) {
	case string:
		return typeIs(rules, "string") && s.validString(rules, v)
	case float64:
		low, hasLow := rules["minimum"].(float64)
		high, hasHigh := rules["maximum"].(float64)
		return (typeIs(rules, "number") || typeIs(rules, "integer") && v == math.Trunc(v)) && (!hasLow || v >= low) && (!hasHigh || v <= high)
	case bool:
		return typeIs(rules, "boolean")
	case []any:
		return typeIs(rules, "array") && s.validArray(rules, v)
	case map[string]any:
		return typeIs(rules, "object") && s.validObject(rules, v)
	}
	return rules["type"] == nil
}

func (s publishedSchema) judge(value any) func(any) bool {
	return func(schema any) bool { return s.valid(schema, value) }
}

func typeIs(rules map[string]any, name string) bool {
	return rules["type"] == nil || rules["type"] == name
}

func (s publishedSchema) validString(rules map[string]any, v string) bool {
	if least, ok := rules["minLength"].(float64); ok && utf8.RuneCountInString(v) < int(least) {
		return false
	}
	pattern, ok := rules["pattern"].(string)
	return !ok || regexp.MustCompile(pattern).MatchString(v)
}

func (s publishedSchema) validArray(rules map[string]any, v []any) bool {
	least, hasLeast := rules["minItems"].(float64)
	most, hasMost := rules["maxItems"].(float64)
	if hasLeast && len(v) < int(least) || hasMost && len(v) > int(most) {
		return false
	}
	for i, e := range v {
		items := rules["items"]
		if list, ok := items.([]any); ok {
			if i >= len(list) {
				continue
			}
			items = list[i]
		}
		if !s.valid(items, e) {
			return false
		}
	}
	return true
}

func (s publishedSchema) validObject(rules, v map[string]any) bool {
	if required, ok := rules["required"].([]any); ok {
		for _, name := range required {
			if _, ok := v[name.(string)]; !ok {
				return false
			}
		}
	}
	properties, _ := rules["properties"].(map[string]any)
	for name, member := range v {
		schema, known := properties[name]
		if !known && rules["additionalProperties"] == false || !s.valid(schema, member) {
			return false
		}
	}
	return true
}

func TestWrittenADFKeepsToThePublishedSchema(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	if schema.accepts(t, `{"type":"doc","version":1,"content":[{"type":"heading","attrs":{"level":7}}]}`) {
		t.Fatal("the schema accepts a heading of level 7: the judge is asleep")
	}
	for _, src := range hostileBodies {
		if out := toADF(t, parsed(t, src)); !schema.accepts(t, out) {
			t.Errorf("%s\nbecomes %s", src, out)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		doc := drawTree(t)
		if out := toADF(t, doc); !schema.accepts(t, out) {
			t.Fatalf("%s\nbecomes %s", doc.Storage(), out)
		}
	})
}

func TestGeneratedADFKeepsToThePublishedSchema(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		if src := drawADF(t); !schema.accepts(t, src) {
			t.Fatalf("the table allows what the schema does not: %s", src)
		}
	})
}

// TestADFToStorageAndBackIsAFixedPoint: ADF → storage → ADF changes nothing
// after the first step, whether or not the tree was written out in between.
func TestADFToStorageAndBackIsAFixedPoint(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		src := drawADF(t)
		doc := fromADF(t, src)
		again, err := ParseStorage(doc.Storage())
		if err != nil {
			t.Fatalf("%s\nbecomes %s: %v", src, doc.Storage(), err)
		}
		first := toADF(t, again)
		if direct := toADF(t, doc); direct != first {
			t.Fatalf("of %s\nthrough %s\nthe tree gives %s\nits text %s", src, doc.Storage(), direct, first)
		}
		holdStorageLaw(t, again)
		if second := fromADF(t, first).Storage(); toADF(t, fromADF(t, first)) != first {
			t.Fatalf("of %s\n%s\nbecomes %s\nand changes", src, first, second)
		}
	})
}
