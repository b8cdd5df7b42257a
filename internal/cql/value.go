package cql

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// value = word | string | function "(" [ argument { "," argument } ] ")", as the field and operator want it.
func (p *parser) value(field Field, op Op) (Value, error) {
	t := p.next()
	if t.kind == wordToken && p.peek().is("(") {
		return p.function(t, field, op)
	}
	if t.kind != wordToken && t.kind != stringToken {
		return nil, p.unexpected(t, wanted(field, op)...)
	}
	if t.kind == wordToken && reserved[strings.ToLower(t.raw)] {
		return nil, p.fail(t.pos, wanted(field, op), "the reserved word "+t.String()+" needs quotes as a value")
	}
	if fn, ok := funcNamed(t.raw); ok && t.kind == wordToken && funcs[fn].kind == field.Kind() {
		return nil, p.fail(t.pos, wanted(field, op), t.String()+" is a function and needs parentheses, or quotes if it is a value")
	}
	switch field.Kind() {
	case ContentKind:
		if id, ok := contentID(t.text); ok {
			return ID{ID: id, Pos: t.pos}, nil
		}
		return nil, p.fail(t.pos, wanted(field, op), t.String()+" is not a content id")
	case DateKind:
		return p.date(t, field, op)
	case EnumKind:
		return p.enum(t, field)
	case TextKind:
		if op == Contains || op == NotContains {
			return p.textQuery(t)
		}
	}
	return Text{Text: t.text, Pos: t.pos}, nil
}

// contentID reads 123 or att123, a positive number.
func contentID(s string) (int64, bool) {
	digits := strings.TrimPrefix(s, "att")
	if digits == "" || digits[0] < '0' || digits[0] > '9' {
		return 0, false
	}
	id, err := strconv.ParseInt(digits, 10, 64)
	return id, err == nil && id > 0
}

func (p *parser) enum(t token, field Field) (Value, error) {
	row, name := fields[field], strings.ToLower(t.text)
	if other, ok := enumAliases[name]; ok {
		name = other
	}
	switch {
	case slices.Contains(row.values, name):
		return Text{Text: name, Pos: t.pos}, nil
	case row.open && strings.ContainsAny(name, ".:"): // a custom content type, ac:vendor.app:kind; its case counts
		return Text{Text: t.text, Pos: t.pos}, nil
	}
	return nil, p.fail(t.pos, row.values, fmt.Sprintf("%s is no value of the field '%s'", t, field))
}

// date reads an absolute date, or an increment such as -2w, which is short for now("-2w").
func (p *parser) date(t token, field Field, op Op) (Value, error) {
	if inc, ok := parseIncrement(t.text, 0); ok {
		return Moment{Func: Now, Inc: inc, Pos: t.pos}, nil
	}
	d, problem := parseDate(t.text)
	if problem != "" {
		return nil, p.fail(t.pos, wanted(field, op), t.String()+" "+problem)
	}
	d.Pos = t.pos
	return d, nil
}

// function reads a function whose name t has been taken.
func (p *parser) function(t token, field Field, op Op) (Value, error) {
	fn, ok := funcNamed(t.raw)
	if !ok {
		return nil, p.fail(t.pos, wanted(field, op), "no function exists with the name "+t.String())
	}
	row := funcs[fn]
	textual := field.Kind() == TextKind || field.Kind() == StringKind
	switch {
	case textual || row.kind != field.Kind():
		return nil, p.fail(t.pos, wanted(field, op), fmt.Sprintf("the field '%s' cannot be compared with %s()", field, fn))
	case row.list && op != In && op != NotIn:
		return nil, p.fail(t.pos, wanted(field, op), fmt.Sprintf("%s() gives a list, which %s does not take", fn, op))
	}
	p.next() // "("
	args, err := p.arguments()
	if err != nil {
		return nil, err
	}
	switch {
	case row.args == oneIncrement && len(args) <= 1:
		return p.moment(fn, t, args)
	case row.args == limitOffset && len(args) <= 2:
		return p.recent(fn, t, args)
	case row.args == noArguments && len(args) == 0:
		return Call{Func: fn, Pos: t.pos}, nil
	}
	most := map[arguments]int{oneIncrement: 1, limitOffset: 2}[row.args]
	return nil, p.fail(args[most].pos, []string{"')'"}, fmt.Sprintf("%s() takes no more arguments", fn))
}

// arguments reads words and strings up to the closing parenthesis.
func (p *parser) arguments() ([]token, error) {
	var out []token
	if p.peek().is(")") {
		p.next()
		return nil, nil
	}
	for {
		t := p.next()
		if t.kind != wordToken && t.kind != stringToken {
			return nil, p.unexpected(t, "an argument", "')'")
		}
		out = append(out, t)
		if !p.peek().is(",") {
			return out, p.expect(")", "','", "')'")
		}
		p.next()
	}
}

func (p *parser) moment(fn Func, t token, args []token) (Value, error) {
	m := Moment{Func: fn, Pos: t.pos}
	for _, arg := range args {
		inc, ok := parseIncrement(arg.text, fn.unit())
		if !ok {
			return nil, p.fail(arg.pos, []string{"a number and one of y M w d h m, as in -4w"}, arg.String()+" is not an increment")
		}
		m.Inc = inc
	}
	return m, nil
}

func (p *parser) recent(fn Func, t token, args []token) (Value, error) {
	c := Call{Func: fn, Limit: defaultRecent, Pos: t.pos}
	for i, arg := range args {
		n, ok := number(arg.text, 4)
		if !ok || n > maxRecent || (i == 0 && n == 0) {
			return nil, p.fail(arg.pos, []string{fmt.Sprintf("a number up to %d", maxRecent)}, arg.String()+" is out of range")
		}
		if i == 0 {
			c.Limit = n
		} else {
			c.Offset = n
		}
	}
	return c, nil
}
