package cql

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// String returns the query in one canonical spelling, which parses to the same tree.
func (q *Query) String() string {
	var b strings.Builder
	printExpr(&b, q.Where)
	for i, key := range q.Order {
		if i == 0 {
			b.WriteString(" ORDER BY ")
		} else {
			b.WriteString(", ")
		}
		b.WriteString(key.Field.String())
		if key.Desc {
			b.WriteString(" DESC")
		}
	}
	return b.String()
}

func printExpr(b *strings.Builder, e Expr) {
	switch e := e.(type) {
	case *And:
		printChain(b, e.Args, " AND ", true)
	case *Or:
		printChain(b, e.Args, " OR ", false)
	case *Not:
		b.WriteString("NOT ")
		printGrouped(b, e.Arg, true, true)
	case *Clause:
		e.print(b)
	}
}

func printChain(b *strings.Builder, args []Expr, joint string, isAnd bool) {
	for i, arg := range args {
		if i > 0 {
			b.WriteString(joint)
		}
		printGrouped(b, arg, isAnd, true)
	}
}

// printGrouped writes e, in parentheses if it is a chain that would dissolve where it stands.
func printGrouped(b *strings.Builder, e Expr, ands, ors bool) {
	_, isAnd := e.(*And)
	_, isOr := e.(*Or)
	if isAnd && ands || isOr && ors {
		b.WriteByte('(')
		printExpr(b, e)
		b.WriteByte(')')
		return
	}
	printExpr(b, e)
}

func (c *Clause) print(b *strings.Builder) {
	b.WriteString(c.Field.String() + " " + c.Op.String() + " ")
	if c.Op != In && c.Op != NotIn {
		b.WriteString(printValue(c.Values[0]))
		return
	}
	for i, v := range c.Values {
		b.WriteString([...]string{"(", ", "}[min(i, 1)])
		b.WriteString(printValue(v))
	}
	b.WriteByte(')')
}

func printValue(v Value) string {
	switch v := v.(type) {
	case Text:
		return quote(v.Text)
	case ID:
		return strconv.FormatInt(v.ID, 10)
	case Date:
		return quote(v.text())
	case Moment:
		if v.Inc.N == 0 {
			return v.Func.String() + "()"
		}
		return v.Func.String() + "(" + quote(fmt.Sprintf("%+d%c", v.Inc.N, v.Inc.Unit)) + ")"
	case Call:
		if funcs[v.Func].args == limitOffset {
			return fmt.Sprintf("%s(%d, %d)", v.Func, v.Limit, v.Offset)
		}
		return v.Func.String() + "()"
	case *TextQuery:
		return quote(v.Source)
	}
	return ""
}

// text returns the date as it can be parsed, without quotes.
func (d Date) text() string {
	layout := map[Precision]string{
		ToDay: "2006-01-02", ToMinute: "2006-01-02T15:04", ToSecond: "2006-01-02T15:04:05", ToMillisecond: "2006-01-02T15:04:05.000",
	}[d.Precision]
	if d.Zoned {
		layout += "Z07:00"
	}
	nanos := d.Millisecond * int(time.Millisecond)
	return time.Date(d.Year, time.Month(d.Month), d.Day, d.Hour, d.Minute, d.Second, nanos, time.FixedZone("", d.Offset)).Format(layout)
}

// quote writes a string with the escapes that Parse knows; the rest stands for itself.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + `"`
}
