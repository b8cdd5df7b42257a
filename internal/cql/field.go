package cql

import (
	"iter"
	"strings"
)

// Field is a searchable property.
type Field uint8

// The fields of the documented language.
const (
	FieldAncestor      Field = iota // content below the given content, at any depth
	FieldContainer                  // what is attached to the given content or comments on it
	FieldContent                    // the content itself, another name of id
	FieldContributor                // accounts that created or edited it
	FieldCreated                    // when it was created
	FieldCreator                    // who created it
	FieldFavourite                  // accounts that marked it as a favourite
	FieldID                         // the content itself
	FieldLabel                      // labels, in the form name or prefix:name
	FieldLastModified               // when its current version was made
	FieldMacro                      // names of the macros in its body
	FieldMention                    // accounts mentioned in its body
	FieldParent                     // content directly below the given content
	FieldSiteSearch                 // text search over titles, bodies, labels and names
	FieldSpace                      // key of its space
	FieldSpaceCategory              // labels of its space
	FieldSpaceKey                   // key of its space
	FieldSpaceTitle                 // name of its space
	FieldSpaceType                  // kind of its space
	FieldText                       // text search over titles and bodies
	FieldTitle                      // its title
	FieldType                       // what it is: page, blogpost, comment, …
	FieldUser                       // accounts, when accounts are searched
	FieldUserAccountID              // accountId, when accounts are searched
	FieldUserFullName               // display name, when accounts are searched
	FieldWatcher                    // accounts that watch it
	numFields
)

// Kind is what a field is compared with, and so the type of its values.
type Kind uint8

// The kinds of fields.
const (
	ContentKind Kind = iota // ID or Call
	SpaceKind               // Text (a key) or Call
	UserKind                // Text (an accountId or a user name) or Call
	DateKind                // Date or Moment
	TextKind                // *TextQuery with Contains and NotContains, else Text
	StringKind              // Text, compared as a whole
	EnumKind                // Text, one of a list, in lower case
)

// kindNames say what a value must be, as the end of "expected …".
var kindNames = [...]string{
	ContentKind: "a content id",
	SpaceKind:   "a space key",
	UserKind:    "an account id",
	DateKind:    "a date",
	TextKind:    "a text",
	StringKind:  "a text",
	EnumKind:    "a text",
}

// Which operators go together.
const (
	opsEqual    = 1<<Eq | 1<<NotEq | 1<<In | 1<<NotIn
	opsContain  = 1<<Contains | 1<<NotContains
	opsInterval = 1<<Eq | 1<<NotEq | 1<<Less | 1<<LessEq | 1<<Greater | 1<<GreaterEq
)

type fieldRow struct {
	name     string
	kind     Kind
	ops      uint16 // a bit for each Op
	sortable bool
	values   []string // EnumKind: what is known, in lower case
	open     bool     // EnumKind: names with a colon or a dot are welcome too
}

// fields is the language's list of fields: vendor documentation "CQL fields"; siteSearch and the space and user fields as
// clients use them. Which fields can be sorted by is ours, for the vendor does not say.
var fields = [numFields]fieldRow{
	FieldAncestor:      {name: "ancestor", kind: ContentKind, ops: opsEqual},
	FieldContainer:     {name: "container", kind: ContentKind, ops: opsEqual},
	FieldContent:       {name: "content", kind: ContentKind, ops: opsEqual, sortable: true},
	FieldContributor:   {name: "contributor", kind: UserKind, ops: opsEqual},
	FieldCreated:       {name: "created", kind: DateKind, ops: opsInterval, sortable: true},
	FieldCreator:       {name: "creator", kind: UserKind, ops: opsEqual, sortable: true},
	FieldFavourite:     {name: "favourite", kind: UserKind, ops: opsEqual},
	FieldID:            {name: "id", kind: ContentKind, ops: opsEqual, sortable: true},
	FieldLabel:         {name: "label", kind: StringKind, ops: opsEqual},
	FieldLastModified:  {name: "lastmodified", kind: DateKind, ops: opsInterval, sortable: true},
	FieldMacro:         {name: "macro", kind: StringKind, ops: opsEqual},
	FieldMention:       {name: "mention", kind: UserKind, ops: opsEqual},
	FieldParent:        {name: "parent", kind: ContentKind, ops: opsEqual},
	FieldSiteSearch:    {name: "siteSearch", kind: TextKind, ops: opsContain},
	FieldSpace:         {name: "space", kind: SpaceKind, ops: opsEqual, sortable: true},
	FieldSpaceCategory: {name: "space.category", kind: StringKind, ops: opsEqual},
	FieldSpaceKey:      {name: "space.key", kind: SpaceKind, ops: opsEqual, sortable: true},
	FieldSpaceTitle:    {name: "space.title", kind: TextKind, ops: opsEqual | opsContain, sortable: true},
	FieldSpaceType: {name: "space.type", kind: EnumKind, ops: opsEqual, values: []string{
		"collaboration", "favourite", "global", "knowledge_base", "onboarding", "personal", "system", "xflow_sample_space",
	}},
	FieldText:  {name: "text", kind: TextKind, ops: opsContain},
	FieldTitle: {name: "title", kind: TextKind, ops: opsEqual | opsContain, sortable: true},
	FieldType: {name: "type", kind: EnumKind, ops: opsEqual, sortable: true, open: true, values: []string{
		"attachment", "blogpost", "comment", "database", "embed", "folder", "page", "space", "user", "whiteboard",
	}},
	FieldUser:          {name: "user", kind: UserKind, ops: opsEqual},
	FieldUserAccountID: {name: "user.accountid", kind: UserKind, ops: opsEqual},
	FieldUserFullName:  {name: "user.fullname", kind: TextKind, ops: opsEqual | opsContain, sortable: true},
	FieldWatcher:       {name: "watcher", kind: UserKind, ops: opsEqual},
}

// fieldAliases are other spellings, in lower case.
var fieldAliases = map[string]Field{"favorite": FieldFavourite}

// enumAliases are other spellings of values of an [EnumKind] field.
var enumAliases = map[string]string{"favorite": "favourite"}

// fieldNamed finds a field by its name in any case.
func fieldNamed(name string) (Field, bool) {
	for f := range Fields() {
		if strings.EqualFold(fields[f].name, name) {
			return f, true
		}
	}
	f, ok := fieldAliases[strings.ToLower(name)]
	return f, ok
}

// Fields yields every field, sorted by name.
func Fields() iter.Seq[Field] {
	return func(yield func(Field) bool) {
		for f := range numFields {
			if !yield(f) {
				return
			}
		}
	}
}

// String returns the name of the field as the vendor documents it.
func (f Field) String() string { return fields[f].name }

// Kind returns what the field is compared with.
func (f Field) Kind() Kind { return fields[f].kind }

// Takes reports whether the field can be used with the operator.
func (f Field) Takes(op Op) bool { return fields[f].ops&(1<<op) != 0 }

// Sortable reports whether the field may stand in ORDER BY.
func (f Field) Sortable() bool { return fields[f].sortable }

// opNames lists the operators the field takes.
func (f Field) opNames() []string {
	var out []string
	for op, name := range opNames {
		if f.Takes(Op(op)) {
			out = append(out, name)
		}
	}
	return out
}

// fieldNames lists the fields, or those that can be sorted by.
func fieldNames(sortable bool) []string {
	var out []string
	for f := range Fields() {
		if !sortable || f.Sortable() {
			out = append(out, f.String())
		}
	}
	return out
}
