package cql

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error says what is wrong with a query, where, and what would have been right. Its text is meant for the author of the query.
type Error struct {
	Pos      int      // byte offset in the query
	Column   int      // the same in characters, the first being 1
	Msg      string   // what is wrong
	Expected []string // what could stand there; empty when nothing could be listed
}

// Error returns the message with the column and what was expected.
func (e *Error) Error() string {
	if len(e.Expected) == 0 {
		return fmt.Sprintf("%s (column %d)", e.Msg, e.Column)
	}
	return fmt.Sprintf("%s (column %d, expected %s)", e.Msg, e.Column, either(e.Expected))
}

// Errorf makes an error at a byte offset of the query, for what only shows when a valid query meets its caller, such as
// currentUser() without one.
func (q *Query) Errorf(pos int, format string, args ...any) *Error {
	return newError(q.text, pos, nil, fmt.Sprintf(format, args...))
}

func newError(text string, pos int, expected []string, msg string) *Error {
	return &Error{Pos: pos, Column: utf8.RuneCountInString(text[:pos]) + 1, Msg: msg, Expected: expected}
}

// either lists alternatives as a sentence does.
func either(list []string) string {
	last := len(list) - 1
	if last == 0 {
		return list[0]
	}
	return strings.Join(list[:last], ", ") + " or " + list[last]
}
