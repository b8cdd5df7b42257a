package rest

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/wiki"
)

// What a binder may want, as Facts.Want of an InvalidInput. Each version has its own words for these; any other want
// is a sentence of its own ("one of current, archived").
const (
	WantInt       = "int"
	WantLong      = "long"
	WantBool      = "boolean"
	WantContentID = "ContentId"
	WantDate      = "date"
	WantValue     = "a value"    // the parameter is required
	WantPositive  = "at least 0" // a number below zero was given
)

// binder fills an input from a request. It is compiled once per operation from the tags of the input's fields:
//
//	path:"id"                  a parameter of the template; every one must be taken
//	path:"1"                   the first one, whatever its name: families whose rows call it differently
//	query:"space-id"           a query parameter; a slice takes it repeated and comma-joined
//	  default:"current"        for when it is absent or, but for texts, empty
//	  required:"yes"           its absence is an error
//	  enum:"current,archived"  the texts it may have; others are an error
//	  min:"1" max:"10"         bounds of a number; beyond them is an error
//	  maxitems:"250"           most items of a list
//
// Fields are texts, booleans, numbers, wiki.ContentID (123 and att123), wiki.SpaceID, time.Time, types with
// UnmarshalText, pointers to these (nil when absent) and slices of these. Embedded structs are walked, and fields
// without a tag that are structs, since a type parameter cannot be embedded. The groups
// Cursor, Offset, Scroll, Body and Form bind themselves. Parameters nobody asks for are ignored.
type binder struct {
	fields []field
	groups []groupField
	query  []string // names that select what the answer is: a cursor holds for these only
}

// field is a compiled field.
type field struct {
	index    []int
	path     bool
	name     string
	def      string
	required bool
	enum     []string
	min, max *int64
	items    int
	list     bool
	pointer  bool
	text     bool // an empty value is a value
	value    parser
}

// group is a part of an input that binds itself from the call.
type group interface {
	enter(*call, reflect.StructTag) *wiki.Error
	parameters() []string // query parameters that choose what is listed, for cursors
}

type groupField struct {
	index []int
	tag   reflect.StructTag
}

func newBinder(in reflect.Type, route string) (*binder, error) {
	if in.Kind() != reflect.Struct {
		return nil, fmt.Errorf("input %s is not a struct", in)
	}
	b := &binder{}
	if err := b.walk(in, nil); err != nil {
		return nil, err
	}
	if err := b.checkPath(in, route); err != nil {
		return nil, err
	}
	slices.Sort(b.query)
	return b, nil
}

// checkPath holds the path fields to the parameters of the route, and gives those that are taken by position their names.
func (b *binder) checkPath(in reflect.Type, route string) error {
	_, path, _ := strings.Cut(route, " ")
	var params []string
	for segment := range strings.SplitSeq(path, "/") {
		if name, isParam := strings.CutPrefix(segment, "{"); isParam {
			params = append(params, strings.TrimSuffix(name, "}"))
		}
	}
	taken := map[string]bool{}
	for i := range b.fields {
		f := &b.fields[i]
		if !f.path {
			continue
		}
		if n, err := strconv.Atoi(f.name); err == nil && 1 <= n && n <= len(params) {
			f.name = params[n-1]
		}
		if !slices.Contains(params, f.name) {
			return fmt.Errorf("input %s takes {%s}, which the route lacks", in, f.name)
		}
		taken[f.name] = true
	}
	for _, name := range params {
		if !taken[name] {
			return fmt.Errorf("input %s does not take {%s}", in, name) // security-model.md R-ALLIDS
		}
	}
	return nil
}

func (b *binder) walk(in reflect.Type, index []int) error {
	for i := range in.NumField() {
		sf := in.Field(i)
		at := append(slices.Clone(index), i)
		if g, ok := asGroup(sf.Type); ok {
			if !sf.IsExported() {
				return fmt.Errorf("field %s is a group and not exported", sf.Name)
			}
			b.groups = append(b.groups, groupField{at, sf.Tag})
			b.query = append(b.query, g.parameters()...)
			continue
		}
		if sf.Type.Kind() == reflect.Struct && (sf.Anonymous || sf.IsExported() && sf.Tag == "" && sf.Type != timeType) {
			if err := b.walk(sf.Type, at); err != nil {
				return err
			}
			continue
		}
		f, err := newField(sf, at)
		if err != nil {
			return fmt.Errorf("field %s: %w", sf.Name, err)
		}
		b.fields = append(b.fields, f)
		if !f.path {
			b.query = append(b.query, f.name)
		}
	}
	return nil
}

// asGroup tells whether a field's type is a group itself. A struct that embeds one has its methods too, but is walked.
func asGroup(t reflect.Type) (group, bool) {
	g, ok := reflect.New(t).Interface().(group)
	if !ok || t.Kind() != reflect.Struct {
		return nil, false
	}
	for i := range t.NumField() {
		if _, inner := reflect.New(t.Field(i).Type).Interface().(group); inner && t.Field(i).Anonymous {
			return nil, false
		}
	}
	return g, true
}

func newField(sf reflect.StructField, index []int) (field, error) {
	f := field{index: index, def: sf.Tag.Get("default"), required: sf.Tag.Get("required") == "yes"}
	if f.name, f.path = sf.Tag.Lookup("path"); !f.path {
		f.name = sf.Tag.Get("query")
	}
	if f.name == "" || !sf.IsExported() {
		return f, fmt.Errorf("wants a path or query tag and an exported name")
	}
	if enum := sf.Tag.Get("enum"); enum != "" {
		f.enum = strings.Split(enum, ",")
	}
	for tag, bound := range map[string]**int64{"min": &f.min, "max": &f.max} {
		if text, ok := sf.Tag.Lookup(tag); ok {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return f, fmt.Errorf("tag %s: %w", tag, err)
			}
			*bound = &n
		}
	}
	if text, ok := sf.Tag.Lookup("maxitems"); ok {
		n, err := strconv.Atoi(text)
		if err != nil {
			return f, fmt.Errorf("tag maxitems: %w", err)
		}
		f.items = n
	}
	t := sf.Type
	switch {
	case t.Kind() == reflect.Pointer:
		t, f.pointer = t.Elem(), true
	case t.Kind() == reflect.Slice && !reflect.PointerTo(t).Implements(textUnmarshaler):
		t, f.list = t.Elem(), true
	}
	f.text = t.Kind() == reflect.String && f.enum == nil
	var err error
	if f.value, err = parserOf(t); err != nil {
		return f, err
	}
	if f.def != "" { // a default that does not bind is a mistake of the row
		if bad := f.set(reflect.New(sf.Type).Elem(), []string{f.def}); bad != nil {
			return f, fmt.Errorf("default: %w", bad)
		}
	}
	return f, nil
}

// bind fills dst, an addressable struct of the compiled type.
func (b *binder) bind(c *call, dst reflect.Value) *wiki.Error {
	for i := range b.fields {
		f := &b.fields[i]
		var values []string
		if f.path {
			values = []string{c.route.pathParam(f.name, c.t.Segments)}
		} else {
			values = f.given(c.t.Query)
		}
		switch {
		case values != nil:
		case f.required:
			return wiki.Invalid(f.name, "", WantValue)
		case f.def != "":
			values = []string{f.def}
		default:
			continue
		}
		if err := f.set(dst.FieldByIndex(f.index), values); err != nil {
			return err
		}
	}
	for _, g := range b.groups {
		if err := dst.FieldByIndex(g.index).Addr().Interface().(group).enter(c, g.tag); err != nil {
			return err
		}
	}
	return nil
}

// given are the values of the query parameter, nil when there is none worth the name.
func (f *field) given(q Query) []string {
	values := q.All(f.name)
	if f.list {
		return splitList(values)
	}
	if len(values) == 0 || values[0] == "" && !f.text {
		return nil
	}
	return values[:1] // of a repeated single value the first counts
}

// splitList joins the two ways of writing a list: repeated and separated by commas (client-expectations.md 13).
func splitList(values []string) []string {
	var items []string
	for _, v := range values {
		for item := range strings.SplitSeq(v, ",") {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
	}
	return items
}

// set parses texts into a field. For a list a default may itself be comma-joined.
func (f *field) set(dst reflect.Value, values []string) *wiki.Error {
	if !f.list {
		if f.pointer {
			dst.Set(reflect.New(dst.Type().Elem()))
			dst = dst.Elem()
		}
		return f.one(dst, values[0])
	}
	values = splitList(values)
	if f.items > 0 && len(values) > f.items {
		return wiki.Invalid(f.name, strings.Join(values, ","), fmt.Sprintf("at most %d values", f.items))
	}
	list := reflect.MakeSlice(dst.Type(), len(values), len(values))
	for i, v := range values {
		if err := f.one(list.Index(i), v); err != nil {
			return err
		}
	}
	dst.Set(list)
	return nil
}

func (f *field) one(dst reflect.Value, text string) *wiki.Error {
	if f.enum != nil && !slices.Contains(f.enum, text) {
		return wiki.Invalid(f.name, text, "one of "+strings.Join(f.enum, ", "))
	}
	if !f.value.parse(dst, text) {
		return wiki.Invalid(f.name, text, f.value.want)
	}
	if !dst.CanInt() {
		return nil
	}
	switch n := dst.Int(); {
	case f.min != nil && n < *f.min:
		return wiki.Invalid(f.name, text, fmt.Sprintf("at least %d", *f.min))
	case f.max != nil && n > *f.max:
		return wiki.Invalid(f.name, text, fmt.Sprintf("at most %d", *f.max))
	}
	return nil
}

// parser reads one text into a value, and names what it wants.
type parser struct {
	parse func(dst reflect.Value, text string) bool
	want  string
}

var (
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	timeType        = reflect.TypeFor[time.Time]()
	contentIDType   = reflect.TypeFor[wiki.ContentID]()
	spaceIDType     = reflect.TypeFor[wiki.SpaceID]()
)

func parserOf(t reflect.Type) (parser, error) {
	switch {
	case t == timeType:
		return parser{parseTime, WantDate}, nil
	case t == contentIDType:
		return parser{parseContentID, WantContentID}, nil
	case t == spaceIDType:
		return parser{parseID, WantLong}, nil
	case reflect.PointerTo(t).Implements(textUnmarshaler):
		return parser{unmarshalText, t.Name()}, nil
	}
	switch t.Kind() {
	case reflect.String:
		return parser{func(dst reflect.Value, text string) bool { dst.SetString(text); return true }, "text"}, nil
	case reflect.Bool:
		return parser{parseBool, WantBool}, nil
	case reflect.Int, reflect.Int32: // the vendor's int32
		return parser{parseInt(32), WantInt}, nil
	case reflect.Int64:
		return parser{parseInt(64), WantLong}, nil
	}
	return parser{}, fmt.Errorf("cannot bind a %s", t)
}

func parseInt(bits int) func(reflect.Value, string) bool {
	return func(dst reflect.Value, text string) bool {
		n, err := strconv.ParseInt(text, 10, bits)
		if err != nil {
			return false
		}
		dst.SetInt(n)
		return true
	}
}

// parseID reads a number of an object: [1-9][0-9]{0,18} (security-model.md §7.4).
func parseID(dst reflect.Value, text string) bool {
	if text == "" || text[0] < '1' || text[0] > '9' {
		return false
	}
	return parseInt(64)(dst, text)
}

// parseContentID reads 123 and att123 alike (design.md §2 "Paths").
func parseContentID(dst reflect.Value, text string) bool {
	return parseID(dst, strings.TrimPrefix(text, "att"))
}

// parseBool takes what Spring takes.
func parseBool(dst reflect.Value, text string) bool {
	switch strings.ToLower(text) {
	case "true", "on", "yes", "1":
		dst.SetBool(true)
	case "false", "off", "no", "0":
		dst.SetBool(false)
	default:
		return false
	}
	return true
}

// parseTime takes a moment in RFC 3339, a day, and milliseconds since 1970.
func parseTime(dst reflect.Value, text string) bool {
	for _, layout := range [...]string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			dst.Set(reflect.ValueOf(t.UTC()))
			return true
		}
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		dst.Set(reflect.ValueOf(time.UnixMilli(ms).UTC()))
	}
	return err == nil
}

func unmarshalText(dst reflect.Value, text string) bool {
	return dst.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)) == nil
}
