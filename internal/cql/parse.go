package cql

import (
	"fmt"
	"strconv"
	"strings"
)

// Parse reads a query. A wrong one, or one beyond the limits, gives an [*Error].
func Parse(text string) (*Query, error) {
	if len(text) > MaxBytes {
		return nil, syntaxError(text, 0, nil, fmt.Sprintf("the query is longer than %d bytes", MaxBytes))
	}
	tokens, err := lex(text)
	if err != nil {
		return nil, err
	}
	p := &parser{text: text, tokens: tokens}
	where, err := p.or(0)
	if err != nil {
		return nil, err
	}
	order, err := p.order()
	if err != nil {
		return nil, err
	}
	return &Query{Where: where, Order: order, text: text}, nil
}

// parser is a recursive descent over the tokens: one method for each rule of the grammar.
type parser struct {
	text    string
	tokens  []token // what is left; the last one is an endToken
	clauses int
	terms   int // of text searches
}

// or = and { OR and }
func (p *parser) or(depth int) (Expr, error) {
	args, err := p.chain("or", depth, p.and)
	if err != nil || len(args) == 1 {
		return first(args), err
	}
	return &Or{Args: args}, nil
}

// and = not { AND not }
func (p *parser) and(depth int) (Expr, error) {
	args, err := p.chain("and", depth, p.not)
	if err != nil || len(args) == 1 {
		return first(args), err
	}
	return &And{Args: args}, nil
}

// not = NOT not | "(" or ")" | clause
func (p *parser) not(depth int) (Expr, error) {
	t := p.peek()
	if depth > MaxDepth {
		return nil, p.fail(t.pos, nil, fmt.Sprintf("the query is nested deeper than %d levels", MaxDepth))
	}
	switch {
	case t.is("not"):
		p.next()
		arg, err := p.not(depth + 1)
		if err != nil {
			return nil, err
		}
		return &Not{Arg: arg}, nil
	case t.is("("):
		p.next()
		inner, err := p.or(depth + 1)
		if err != nil {
			return nil, err
		}
		return inner, p.expect(")", "AND", "OR", "')'")
	}
	return p.clause()
}

// clause = field operator value
func (p *parser) clause() (Expr, error) {
	t := p.next()
	if t.kind != wordToken || keywords[strings.ToLower(t.raw)] {
		return nil, p.unexpected(t, "a field", "NOT", "'('")
	}
	if p.clauses++; p.clauses > MaxClauses {
		return nil, p.fail(t.pos, nil, fmt.Sprintf("the query has more than %d clauses", MaxClauses))
	}
	field, err := p.field(t, false)
	if err != nil {
		return nil, err
	}
	op, err := p.operator(field)
	if err != nil {
		return nil, err
	}
	c := &Clause{Field: field, Op: op, Pos: t.pos}
	if op == In || op == NotIn {
		c.Values, err = p.list(field, op)
		return c, err
	}
	value, err := p.value(field, op)
	c.Values = []Value{value}
	return c, err
}

func (p *parser) field(t token, sortable bool) (Field, error) {
	field, ok := fieldNamed(t.raw)
	if !ok {
		// auth-behaviour.md §6 knows no text for this; it is the vendor's, seen in a client's log.
		return 0, newError(p.text, t.pos, fieldNames(sortable), "No field exists with the name: '"+t.raw+"'")
	}
	return field, nil
}

// operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~" | IN | NOT IN
func (p *parser) operator(field Field) (Op, error) {
	t := p.next()
	name := t.raw
	if t.is("not") && p.peek().is("in") {
		p.next()
		name = "not in"
	}
	for op, written := range opNames {
		if t.kind == stringToken || !strings.EqualFold(written, name) {
			continue
		}
		if !field.Takes(Op(op)) {
			return 0, p.fail(t.pos, field.opNames(), fmt.Sprintf("the field '%s' cannot be used with %s", field, written))
		}
		return Op(op), nil
	}
	return 0, p.unexpected(t, field.opNames()...)
}

// list = "(" value { "," value } ")" | function
func (p *parser) list(field Field, op Op) ([]Value, error) {
	if p.peek().kind == wordToken && p.tokens[1].is("(") {
		value, err := p.value(field, op)
		return []Value{value}, err
	}
	if err := p.expect("(", "'('"); err != nil {
		return nil, err
	}
	var out []Value
	for {
		if len(out) == MaxValues {
			return nil, p.fail(p.peek().pos, nil, fmt.Sprintf("the list has more than %d values", MaxValues))
		}
		value, err := p.value(field, op)
		if err != nil {
			return nil, err
		}
		out = append(out, value)
		if !p.peek().is(",") {
			return out, p.expect(")", "','", "')'")
		}
		p.next()
	}
}

// order = [ ORDER BY key { "," key } ], key = field [ ASC | DESC ]
func (p *parser) order() ([]SortKey, error) {
	switch t := p.peek(); {
	case t.kind == endToken:
		return nil, nil
	case !t.is("order"):
		return nil, p.unexpected(t, "AND", "OR", "ORDER BY", "end of query")
	}
	p.next()
	if err := p.expect("by", "BY"); err != nil {
		return nil, err
	}
	var out []SortKey
	for {
		t := p.next()
		if t.kind != wordToken || keywords[strings.ToLower(t.raw)] {
			return nil, p.unexpected(t, "a field")
		}
		if len(out) == MaxSortKeys {
			return nil, p.fail(t.pos, nil, fmt.Sprintf("the query has more than %d sort keys", MaxSortKeys))
		}
		field, err := p.field(t, true)
		if err != nil {
			return nil, err
		}
		if !field.Sortable() {
			return nil, p.fail(t.pos, fieldNames(true), fmt.Sprintf("the field '%s' cannot be sorted by", field))
		}
		key := SortKey{Field: field, Pos: t.pos, Desc: p.peek().is("desc")}
		directed := key.Desc || p.peek().is("asc")
		if directed {
			p.next()
		}
		out = append(out, key)
		switch t := p.next(); {
		case t.kind == endToken:
			return out, nil
		case t.is(","):
		case directed:
			return nil, p.unexpected(t, "','", "end of query")
		default:
			return nil, p.unexpected(t, "ASC", "DESC", "','", "end of query")
		}
	}
}

// chain reads one or more conditions joined by a keyword.
func (p *parser) chain(keyword string, depth int, rule func(int) (Expr, error)) ([]Expr, error) {
	var args []Expr
	for {
		arg, err := rule(depth)
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		if !p.peek().is(keyword) {
			return args, nil
		}
		p.next()
	}
}

func first(args []Expr) Expr {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}

func (p *parser) peek() token { return p.tokens[0] }

// next takes a token; the endToken stays.
func (p *parser) next() token {
	t := p.tokens[0]
	if t.kind != endToken {
		p.tokens = p.tokens[1:]
	}
	return t
}

// expect takes a keyword or sign, or fails saying what could stand there.
func (p *parser) expect(s string, expected ...string) error {
	if t := p.next(); !t.is(s) {
		return p.unexpected(t, expected...)
	}
	return nil
}

func (p *parser) unexpected(t token, expected ...string) error {
	return p.fail(t.pos, expected, "unexpected "+t.String())
}

func (p *parser) fail(pos int, expected []string, msg string) error {
	return syntaxError(p.text, pos, expected, msg)
}

// syntaxError begins as the vendor's message for every query it cannot read.
func syntaxError(text string, pos int, expected []string, msg string) error {
	return newError(text, pos, expected, "Could not parse cql : "+msg)
}

// number reads a decimal number of at most max digits, no sign.
func number(s string, max int) (int, bool) {
	if s == "" || len(s) > max {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 63)
	return int(n), err == nil
}
