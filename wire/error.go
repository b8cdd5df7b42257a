package wire

import "fmt"

// Reason says in what way bytes are not the JSON they should be.
type Reason string

// The reasons of a SyntaxError.
const (
	DuplicateName Reason = "duplicate member name"
	InvalidUTF8   Reason = "text is not UTF-8"
	Malformed     Reason = "malformed"
	TooDeep       Reason = "nested too deep"
	TrailingBytes Reason = "bytes after the value"
	UnexpectedEnd Reason = "unexpected end"
)

// SyntaxError is a body that is not exactly one well-formed JSON value.
type SyntaxError struct {
	Offset int64 // bytes before the fault
	Reason Reason
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("json at byte %d: %s", e.Offset, e.Reason)
}

// TypeError is well-formed JSON that does not fit the type it is read into.
type TypeError struct {
	Offset  int64  // bytes before the value
	Pointer string // JSON pointer to the value; "" is the whole body
	Got     string // kind of JSON found: null, boolean, number, string, array or object
	Err     error  // what the type said; may be nil
}

func (e *TypeError) Error() string {
	text := fmt.Sprintf("json at byte %d: %s does not fit %q", e.Offset, e.Got, e.Pointer)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// MissingError is an object without a member that it must have.
type MissingError struct{ Name string }

func (e *MissingError) Error() string { return fmt.Sprintf("the member %q is missing", e.Name) }

// Unwrap returns what the type said.
func (e *TypeError) Unwrap() error { return e.Err }
