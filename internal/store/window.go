package store

import (
	"math/bits"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
)

// atMost is the clause that ends a statement after n rows, or a few more: n is rounded up, so that few texts are made of many
// limits. It is a number in the text and no parameter, since how much is read decides how: SQLite would plan such a statement
// anew each time it runs, PostgreSQL would plan as if a tenth of the table were asked for.
func atMost(n int) string { return " LIMIT " + strconv.Itoa(1<<bits.Len(uint(n-1))) }

// window adds the condition, order and limit of a cut. sort may be empty for the order of ids; ties go by id, so that
// cuts never overlap. It reads at least one row more than asked for.
func window(b *text, sort, id string, desc bool, w wiki.Window) error {
	after, err := afterWindow(b, sort, id, desc, w.After)
	if err != nil {
		return err
	}
	b.WriteString(after + windowOrder(sort, id, desc) + atMost(w.Limit+1))
	if w.Offset > 0 {
		b.WriteString(" OFFSET " + b.arg(w.Offset))
	}
	return nil
}

// afterWindow is the condition that a row comes after the last one seen, with its AND; empty at the start.
func afterWindow(b *text, sort, id string, desc bool, after string) (string, error) {
	if after == "" {
		return "", nil
	}
	cmp := ">"
	if desc {
		cmp = "<"
	}
	key, n, err := splitAfter(after)
	if err != nil {
		return "", err
	}
	switch {
	case sort == "":
		return " AND " + id + " " + cmp + " " + b.arg(n), nil
	case isText(sort):
		return " AND (" + sort + ", " + id + ") " + cmp + " (" + b.arg(key) + ", " + b.arg(n) + ")", nil
	}
	number, err := strconv.ParseInt(key, 10, 64)
	if err != nil {
		return "", wiki.NewError(wiki.InvalidCursor, wiki.Facts{})
	}
	return " AND (" + sort + ", " + id + ") " + cmp + " (" + b.arg(number) + ", " + b.arg(n) + ")", nil
}

// isText reports whether a sort column holds texts: folded ones, keys of properties and names of labels. All others hold
// numbers.
func isText(sort string) bool {
	return strings.HasSuffix(sort, "_fold") || strings.HasSuffix(sort, ".key") || strings.HasSuffix(sort, ".name")
}

func windowOrder(sort, id string, desc bool) string {
	dir := ""
	if desc {
		dir = " DESC"
	}
	if sort != "" {
		sort += dir + ", "
	}
	return " ORDER BY " + sort + id + dir
}

func afterKey(sort string, id int64) string { return strconv.FormatInt(id, 10) + ":" + sort }

func splitAfter(after string) (sort string, id int64, err error) {
	first, sort, found := strings.Cut(after, ":")
	id, err = strconv.ParseInt(first, 10, 64)
	if !found || err != nil {
		return "", 0, wiki.NewError(wiki.InvalidCursor, wiki.Facts{})
	}
	return sort, id, nil
}

// cut drops the rows that were read beyond the limit and says how to go on.
func cut[T any](found []T, w wiki.Window, after func(T) string) wiki.Slice[T] {
	if len(found) <= w.Limit {
		return wiki.Slice[T]{Items: found}
	}
	found = found[:w.Limit]
	s := wiki.Slice[T]{Items: found, More: true}
	if len(found) > 0 {
		s.After = after(found[len(found)-1])
	}
	return s
}
