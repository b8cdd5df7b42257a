package cql_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/cql"
)

const (
	allFields = "ancestor, container, content, contributor, created, creator, favourite, id, label, lastmodified, macro, mention, " +
		"parent, siteSearch, space, space.category, space.key, space.title, space.type, text, title, type, user, user.accountid, " +
		"user.fullname or watcher"
	sortFields = "content, created, creator, id, lastmodified, space, space.key, space.title, title, type or user.fullname"
	types      = "attachment, blogpost, comment, database, embed, folder, page, space, user or whiteboard"
	dates      = "a date, now(), startOfDay(), startOfWeek(), startOfMonth(), startOfYear(), endOfDay(), endOfWeek(), endOfMonth() or endOfYear()"
	noDate     = "is not a date: yyyy-MM-dd, yyyy/MM/dd, either with HH:mm after a space, an RFC 3339 time, or -2w"
	wordWanted = "a word, a phrase or '('"
)

func TestErrorsNameTheColumnAndWhatWasExpected(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ query, want string }{
		// structure
		{``, "unexpected end of query (column 1, expected a field, NOT or '(')"},
		{`  `, "unexpected end of query (column 3, expected a field, NOT or '(')"},
		{`type`, "unexpected end of query (column 5, expected =, !=, IN or NOT IN)"},
		{`type = `, "unexpected end of query (column 8, expected " + types + ")"},
		{`label =`, "unexpected end of query (column 8, expected a text)"},
		{`type = page type = blogpost`, "unexpected 'type' (column 13, expected AND, OR, ORDER BY or end of query)"},
		{`type = page AND`, "unexpected end of query (column 16, expected a field, NOT or '(')"},
		{`type = page AND OR type = page`, "unexpected 'OR' (column 17, expected a field, NOT or '(')"},
		{`(type = page`, "unexpected end of query (column 13, expected AND, OR or ')')"},
		{`type = page)`, "unexpected ')' (column 12, expected AND, OR, ORDER BY or end of query)"},
		{`"type" = page`, "unexpected '\"type\"' (column 1, expected a field, NOT or '(')"},
		{`title ~ é hello`, "unexpected 'hello' (column 11, expected AND, OR, ORDER BY or end of query)"},
		{`type == page`, "unexpected '=' (column 7, expected " + types + ")"},
		{`type IS EMPTY`, "unexpected 'IS' (column 6, expected =, !=, IN or NOT IN)"},
		{`type NOT page`, "unexpected 'NOT' (column 6, expected =, !=, IN or NOT IN)"},
		{`type "=" page`, "unexpected '\"=\"' (column 6, expected =, !=, IN or NOT IN)"},
		{`label = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb`,
			"unexpected 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…' (column 61, expected AND, OR, ORDER BY or end of query)"},
		{`creator = currentUser`, "'currentUser' is a function and needs parentheses, or quotes if it is a value (column 11, expected an account id or currentUser())"},
		{`created > NOW`, "'NOW' is a function and needs parentheses, or quotes if it is a value (column 11, expected " + dates + ")"},
		{`space in (DEV, favoriteSpaces)`, "'favoriteSpaces' is a function and needs parentheses, or quotes if it is a value (column 16, expected " +
			"a space key, currentSpace(), favouriteSpaces() or recentlyViewedSpaces())"},
		// lists
		{`id IN 5`, "unexpected '5' (column 7, expected '(')"},
		{`id IN ()`, "unexpected ')' (column 8, expected a content id, currentContent() or recentlyViewedContent())"},
		{`id IN (1, )`, "unexpected ')' (column 11, expected a content id, currentContent() or recentlyViewedContent())"},
		{`id IN (1 2)`, "unexpected '2' (column 10, expected ',' or ')')"},
		{`id = (1)`, "unexpected '(' (column 6, expected a content id or currentContent())"},
		// order
		{`type = page ORDER title`, "unexpected 'title' (column 19, expected BY)"},
		{`type = page ORDER BY`, "unexpected end of query (column 21, expected a field)"},
		{`type = page ORDER BY label`, "the field 'label' cannot be sorted by (column 22, expected " + sortFields + ")"},
		{`type = page ORDER BY title up`, "unexpected 'up' (column 28, expected ASC, DESC, ',' or end of query)"},
		{`type = page ORDER BY title DESC up`, "unexpected 'up' (column 33, expected ',' or end of query)"},
		{`ORDER BY title`, "unexpected 'ORDER' (column 1, expected a field, NOT or '(')"},
		// characters
		{`title = win*`, `unexpected "*"; a value with characters other than letters, digits and _ - . / : @ needs quotes (column 12)`},
		{`title = "open`, "the string that begins here has no closing quote (column 9)"},
		{`title = "a\u12"`, `\u needs four hexadecimal digits and no half of a pair (column 11)`},
		{`title = "a\ud83d"`, `\u needs four hexadecimal digits and no half of a pair (column 11)`},
		{`title = "a\u0000"`, "a string cannot hold the character U+0000 (column 11)"},
		{"title = a\xff", "the query is not valid UTF-8 (column 10)"},
		{"title = \"a\xff\"", "the query is not valid UTF-8 (column 11)"},
		{"title = \x00", `unexpected "\x00"; a value with characters other than letters, digits and _ - . / : @ needs quotes (column 9)`},
		// fields and operators
		{`label ~ a`, "the field 'label' cannot be used with ~ (column 7, expected =, !=, IN or NOT IN)"},
		{`text = a`, "the field 'text' cannot be used with = (column 6, expected ~ or !~)"},
		{`created NOT IN (1)`, "the field 'created' cannot be used with NOT IN (column 9, expected =, !=, <, <=, > or >=)"},
		// values
		{`id = abc`, "'abc' is not a content id (column 6, expected a content id or currentContent())"},
		{`id = 0`, "'0' is not a content id (column 6, expected a content id or currentContent())"},
		{`id = -1`, "'-1' is not a content id (column 6, expected a content id or currentContent())"},
		{`id = 9223372036854775808`, "'9223372036854775808' is not a content id (column 6, expected a content id or currentContent())"},
		{`type = pages`, "'pages' is no value of the field 'type' (column 8, expected " + types + ")"},
		{`label = update`, "the reserved word 'update' needs quotes as a value (column 9, expected a text)"},
		{`created > 2026-02-30`, "'2026-02-30' does not exist in the calendar (column 11, expected " + dates + ")"},
		{`created > "2026-01-02 24:00"`, `'"2026-01-02 24:00"' does not exist in the calendar (column 11, expected ` + dates + ")"},
		{`created > "2026-13-01"`, `'"2026-13-01"' does not exist in the calendar (column 11, expected ` + dates + ")"},
		{`created > 0000-01-01`, "'0000-01-01' does not exist in the calendar (column 11, expected " + dates + ")"},
		{`created > yesterday`, "'yesterday' " + noDate + " (column 11, expected " + dates + ")"},
		{`created > "2026-01-02T03:04:05,5Z"`, `'"2026-01-02T03:04:05,5Z"' ` + noDate + " (column 11, expected " + dates + ")"},
		{`created > -2`, "'-2' " + noDate + " (column 11, expected " + dates + ")"},
		{`created > 2026/01/02 10:00`, "unexpected '10:00' (column 22, expected AND, OR, ORDER BY or end of query)"},
		// functions
		{`creator = me()`, "no function exists with the name 'me' (column 11, expected an account id or currentUser())"},
		{`space = currentUser()`, "the field 'space' cannot be compared with currentUser() (column 9, expected a space key or currentSpace())"},
		{`title = now()`, "the field 'title' cannot be compared with now() (column 9, expected a text)"},
		{`space = favouriteSpaces()`, "favouriteSpaces() gives a list, which = does not take (column 9, expected a space key or currentSpace())"},
		{`creator = currentUser(`, "unexpected end of query (column 23, expected an argument or ')')"},
		{`creator = currentUser(1)`, "currentUser() takes no more arguments (column 23, expected ')')"},
		{`created > now("1d", 2)`, "now() takes no more arguments (column 21, expected ')')"},
		{`created > now(1d 2)`, "unexpected '2' (column 18, expected ',' or ')')"},
		{`created > now("+1")`, `'"+1"' is not an increment (column 15, expected a number and one of y M w d h m, as in -4w)`},
		{`created > now("+-1d")`, `'"+-1d"' is not an increment (column 15, expected a number and one of y M w d h m, as in -4w)`},
		{`created > now("100000d")`, `'"100000d"' is not an increment (column 15, expected a number and one of y M w d h m, as in -4w)`},
		{`created > now("1D")`, `'"1D"' is not an increment (column 15, expected a number and one of y M w d h m, as in -4w)`},
		{`id IN recentlyViewedContent(0)`, "'0' is out of range (column 29, expected a number up to 1000)"},
		{`id IN recentlyViewedContent(5, 1001)`, "'1001' is out of range (column 32, expected a number up to 1000)"},
		{`id IN recentlyViewedContent(5, 6, 7)`, "recentlyViewedContent() takes no more arguments (column 35, expected ')')"},
		// text searches: the column counts through the escapes of the string
		{`text ~ "*"`, "a wildcard cannot begin a word (column 9, expected a letter or digit before it)"},
		{`text ~ "é \\- ?b"`, "a wildcard cannot begin a word (column 15, expected a letter or digit before it)"},
		{`text ~ "foo.*"`, "a wildcard cannot begin a word (column 9, expected a letter or digit before it)"},
		{`text ~ "\"open"`, "the text search has a phrase without its closing quote (column 9)"},
		{`text ~ "a \u0022open"`, "the text search has a phrase without its closing quote (column 11)"},
		{`text ~ "(a"`, "the text search has a '(' without a ')' (column 9)"},
		{`text ~ "a) b"`, "the text search has a ')' without a '(' (column 10)"},
		{`text ~ "a AND"`, "AND in the text search lacks one of its sides (column 14, expected " + wordWanted + ")"},
		{`text ~ "AND a"`, "AND in the text search lacks one of its sides (column 12, expected " + wordWanted + ")"},
		{`text ~ "a && || b"`, "AND in the text search lacks one of its sides (column 14, expected " + wordWanted + ")"},
		{`text ~ "OR a"`, "OR in the text search lacks one of its sides (column 9, expected " + wordWanted + ")"},
		{`text ~ "a OR "`, "OR in the text search lacks one of its sides (column 14, expected " + wordWanted + ")"},
		{`text ~ "(a OR) b"`, "OR in the text search lacks one of its sides (column 14, expected " + wordWanted + ")"},
		{`text ~ "a NOT"`, "NOT in the text search lacks one of its sides (column 14, expected " + wordWanted + ")"},
		{`text ~ "roam~3"`, "a fuzzy search goes no farther than two changes (column 14, expected 1, 2 or a similarity below 1)"},
		{`text ~ "roam^"`, "a boost needs a number (column 14, expected a number up to 9999)"},
	} {
		checkError(t, c.query, "Could not parse cql : "+c.want)
	}
	checkError(t, `title ~ BBQ AND Grill = 1`, "No field exists with the name: 'Grill' (column 17, expected "+allFields+")")
	checkError(t, `title ~ BBQ ORDER BY Grill`, "No field exists with the name: 'Grill' (column 22, expected "+sortFields+")")
}

func checkError(t *testing.T, query, want string) {
	t.Helper()
	_, err := cql.Parse(query)
	var wrong *cql.Error
	if !errors.As(err, &wrong) {
		t.Errorf("%s: got %v, want an *Error", query, err)
		return
	}
	if diff := cmp.Diff(want, wrong.Error()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", query, diff)
	}
	if column := utf8.RuneCountInString(query[:wrong.Pos]) + 1; column != wrong.Column {
		t.Errorf("%s: offset %d is column %d, not %d", query, wrong.Pos, column, wrong.Column)
	}
}
