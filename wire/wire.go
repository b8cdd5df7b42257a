// Package wire holds what the JSON of both API versions has in common: how a value becomes
// bytes and bytes become a value, and the scalars that need a spelling of their own (Time, ID,
// Null, Object). The objects themselves are in wire/v1 and wire/v2, the only packages of this
// module whose structs carry json tags.
//
// The order of struct fields is the order on the wire. A member chooses on purpose between
// absent (omitzero), null (Null) and empty ([] or {}).
//
// The package refuses to know about HTTP, permissions or storage: it has no handlers, makes no
// links and imports nothing of this module.
package wire

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MaxDepth is the number of arrays and objects that may be nested in a request body.
const MaxDepth = 64

// Marshal returns v as JSON on one line: struct fields in their declared order, maps sorted by
// name, nil slices as [], and no escaping of <, > or &. It fails on text that is not UTF-8.
func Marshal(v any) ([]byte, error) {
	return json.Marshal(v, json.Deterministic(true))
}

// Unmarshal reads exactly one JSON value from data into v. Names are case-sensitive and unknown
// members are ignored, because clients send back whole objects as they read them
// (client-expectations.md, "Whole-object echo").
//
// It returns a *SyntaxError when data is not one well-formed value within MaxDepth, and a
// *TypeError when it is but does not fit v.
func Unmarshal(data []byte, v any) error {
	if err := CheckDepth(data); err != nil {
		return err
	}
	err := json.Unmarshal(data, v)
	if mismatch, ok := errors.AsType[*json.SemanticError](err); ok {
		return &TypeError{
			Offset:  mismatch.ByteOffset,
			Pointer: string(mismatch.JSONPointer),
			Got:     kindAt(data, mismatch.ByteOffset),
			Err:     mismatch.Err,
		}
	}
	return err
}

// OneLine returns JSON without the white space between its parts, all else as it is written. It
// fails, with a *SyntaxError, where CheckDepth does.
func OneLine(data []byte) (string, error) {
	if err := CheckDepth(data); err != nil {
		return "", err
	}
	v := jsontext.Value(bytes.Clone(data))
	if err := v.Compact(); err != nil {
		return "", err
	}
	return string(v), nil
}

// kindAt names the kind of the JSON value that begins at offset, or after the white space there.
func kindAt(data []byte, offset int64) string {
	rest := bytes.TrimLeft(data[offset:], " \t\r\n,:")
	if len(rest) == 0 {
		return ""
	}
	switch rest[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 'n':
		return "null"
	case 't', 'f':
		return "boolean"
	default:
		return "number"
	}
}

// CheckDepth reports, as a *SyntaxError, the first reason why data is not exactly one JSON value
// nested at most MaxDepth deep: a duplicate member name, text that is not UTF-8, bytes after the
// value, a missing end, or anything else the grammar forbids. It stops at the first level too many,
// so a body that exists only to be deep costs nothing.
func CheckDepth(data []byte) error {
	dec := jsontext.NewDecoder(bytes.NewBuffer(data))
	for {
		_, err := dec.ReadToken()
		switch {
		case err != nil:
			return newSyntaxError(data, err)
		case dec.StackDepth() > MaxDepth:
			return &SyntaxError{Offset: dec.InputOffset() - 1, Reason: TooDeep}
		case dec.StackDepth() == 0:
			return checkEnd(data[dec.InputOffset():], dec.InputOffset())
		}
	}
}

// checkEnd refuses anything but white space in rest, which begins at offset.
func checkEnd(rest []byte, offset int64) error {
	for i, c := range rest {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return &SyntaxError{Offset: offset + int64(i), Reason: TrailingBytes}
		}
	}
	return nil
}

// newSyntaxError names the reason behind an error of the decoder.
func newSyntaxError(data []byte, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &SyntaxError{Offset: int64(len(data)), Reason: UnexpectedEnd}
	}
	found, ok := errors.AsType[*jsontext.SyntacticError](err)
	if !ok {
		return err
	}
	reason := Malformed
	if errors.Is(err, jsontext.ErrDuplicateName) {
		reason = DuplicateName
	} else if r, n := utf8.DecodeRune(data[found.ByteOffset:]); r == utf8.RuneError && n == 1 {
		reason = InvalidUTF8
	}
	return &SyntaxError{Offset: found.ByteOffset, Reason: reason}
}
