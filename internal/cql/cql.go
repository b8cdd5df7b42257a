// Package cql turns the text of a CQL query into a typed tree with positions, and says of a wrong one what was expected where.
//
// It owns the language: fields, operators, functions, dates, the text search expressions inside `~`, and the limits on all of
// them. It refuses to know any content: it resolves no user, space or id, builds no SQL and reads no clock; what depends on the
// caller stays a [Call] in the tree, what depends on the time a [Moment] or [Date] that is resolved against a given now.
//
// Where the vendor's description leaves room, weir chose:
//   - NOT binds tighter than AND, AND tighter than OR; keywords, field and function names match in any case.
//   - A negation may stand first.
//   - Reserved words need quotes as values, and a value without quotes is made of letters, digits and _ - . / : @ only.
//   - In a quoted string \" \' \\ \n \r \t and \uXXXX are escapes; any other backslash stands for itself, for the text search
//     expression gives it a meaning of its own.
package cql

import "iter"

// Limits of one query (security-model.md section 10). The last is ours: it bounds what one text search costs.
const (
	MaxBytes     = 8 << 10
	MaxDepth     = 32
	MaxClauses   = 100
	MaxValues    = 200
	MaxSortKeys  = 3
	MaxTextTerms = 200
)

// Query is a whole query.
type Query struct {
	Where Expr
	Order []SortKey // empty: by relevance, or as the caller decides
	text  string    // what was parsed, for the column of a later error
}

// Calls yields the functions among the values of the query's conditions, in the order in which they stand.
func (q *Query) Calls() iter.Seq[Call] {
	return func(yield func(Call) bool) { calls(q.Where, yield) }
}

// calls reports whether yield wants more.
func calls(e Expr, yield func(Call) bool) bool {
	var args []Expr
	switch e := e.(type) {
	case *And:
		args = e.Args
	case *Or:
		args = e.Args
	case *Not:
		args = []Expr{e.Arg}
	case *Clause:
		for _, v := range e.Values {
			if call, ok := v.(Call); ok && !yield(call) {
				return false
			}
		}
	}
	for _, a := range args {
		if !calls(a, yield) {
			return false
		}
	}
	return true
}

// Expr is a condition: [*And], [*Or], [*Not] or [*Clause].
type Expr interface{ expr() }

// And holds when all of its two or more conditions hold.
type And struct{ Args []Expr }

// Or holds when one of its two or more conditions holds.
type Or struct{ Args []Expr }

// Not holds when its condition does not.
type Not struct{ Arg Expr }

// Clause compares a field with values. The parser has checked that the field takes the operator and the operator the values:
// one value, or for [In] and [NotIn] one to [MaxValues]; the type of each is the one that the field's [Kind] names.
type Clause struct {
	Field  Field
	Op     Op
	Values []Value
	Pos    int // byte offset of the field in the query
}

// SortKey is one member of ORDER BY.
type SortKey struct {
	Field Field
	Desc  bool
	Pos   int // byte offset in the query
}

func (*And) expr()    {}
func (*Or) expr()     {}
func (*Not) expr()    {}
func (*Clause) expr() {}

// Op is an operator. Its negated form is the opposite of the plain one for all content, also for content without a value.
type Op uint8

// The operators.
const (
	Eq Op = iota
	NotEq
	Less
	LessEq
	Greater
	GreaterEq
	Contains
	NotContains
	In
	NotIn
)

var opNames = [...]string{
	Eq: "=", NotEq: "!=", Less: "<", LessEq: "<=", Greater: ">", GreaterEq: ">=", Contains: "~", NotContains: "!~", In: "IN", NotIn: "NOT IN",
}

// String returns the operator as it is written.
func (o Op) String() string { return opNames[o] }

// Negated reports whether o is one of != !~ NOT IN.
func (o Op) Negated() bool { return o == NotEq || o == NotContains || o == NotIn }

// Value is the right side of a clause: [Text], [ID], [Date], [Moment], [Call] or [*TextQuery].
type Value interface {
	value()
	// At returns the byte offset of the value in the query, for errors that only show when it is used.
	At() int
}

// Text is a string: a space key, an accountId, a label, a type, an exact title.
type Text struct {
	Text string
	Pos  int
}

// Bare returns the text without one pair of double quotes around it, which the vendor's examples put into a value to ask for an
// exact title: title = "\"Release notes\"".
func (t Text) Bare() string {
	if n := len(t.Text); n >= 2 && t.Text[0] == '"' && t.Text[n-1] == '"' {
		return t.Text[1 : n-1]
	}
	return t.Text
}

// ID is the id of some content. Attachments may be written att123; they share their numbers with all other content.
type ID struct {
	ID  int64
	Pos int
}

// Call is a function whose result depends on the caller or on content.
type Call struct {
	Func   Func
	Limit  int // RecentlyViewedContent, RecentlyViewedSpaces: how many
	Offset int // RecentlyViewedContent, RecentlyViewedSpaces: how many to leave out before them
	Pos    int
}

func (Text) value()       {}
func (ID) value()         {}
func (Date) value()       {}
func (Moment) value()     {}
func (Call) value()       {}
func (*TextQuery) value() {}

// At returns the offset of the text.
func (t Text) At() int { return t.Pos }

// At returns the offset of the id.
func (i ID) At() int { return i.Pos }

// At returns the offset of the date.
func (d Date) At() int { return d.Pos }

// At returns the offset of the function or of the relative date.
func (m Moment) At() int { return m.Pos }

// At returns the offset of the function.
func (c Call) At() int { return c.Pos }

// At returns the offset of the expression.
func (q *TextQuery) At() int { return q.Pos }
