package wire

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// attachmentPrefix stands before the digits of an attachment's id.
const attachmentPrefix = "att"

var errNotID = errors.New("an id is a string or a whole number")

// ID is the id of content, and in version 2 of a space: a JSON string of digits, for attachments
// with "att" before them. On input a whole number is read as well, since clients send both
// (client-expectations.md 7). Reading checks the kind of JSON only; Int64 checks the text, so
// that a handler can answer a wrong id in its version's own words.
type ID string

// NewID returns the id of a page, comment, space or other object that is not an attachment.
func NewID(n int64) ID { return ID(strconv.FormatInt(n, 10)) }

// FormatID returns the digits of a number, as an id has them.
func FormatID(n int64) string { return strconv.FormatInt(n, 10) }

// NewAttachmentID returns the id of an attachment.
func NewAttachmentID(n int64) ID { return ID(attachmentPrefix + strconv.FormatInt(n, 10)) }

// Int64 returns the digits as a number, without the prefix of an attachment. It fails unless id
// is one to nineteen decimal digits that make a positive number.
func (id ID) Int64() (int64, error) {
	digits := strings.TrimPrefix(string(id), attachmentPrefix)
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 || digits[0] == '+' {
		return 0, fmt.Errorf("id %q is not a positive number", string(id))
	}
	return n, nil
}

// UnmarshalJSONFrom reads a string or a whole number; null leaves the id empty.
func (id *ID) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	switch dec.PeekKind() {
	case 'n', '"', '0':
	default:
		return errNotID
	}
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	text := token.String()
	switch {
	case token.Kind() == 'n':
		text = ""
	case token.Kind() == '0' && strings.ContainsAny(text, ".eE"):
		return errNotID
	}
	*id = ID(text)
	return nil
}
