package body

import (
	"errors"
	"fmt"
)

// ErrorKind says which rule a body broke.
type ErrorKind uint8

const (
	// NotWellFormed is text that is not the language it claims to be.
	NotWellFormed ErrorKind = iota + 1
	// Refused is well-formed XML the wiki does not accept: document types,
	// entity declarations, processing instructions (R-XML).
	Refused
	// TooLarge is a body beyond a limit of security-model.md §10.
	TooLarge
	// Schema is ADF whose node at Path breaks the document schema.
	Schema
)

// Error is why a body was not accepted. Its text is meant for the client.
type Error struct {
	Kind   ErrorKind
	Line   int    // 1-based; 0 when the place is named by Path
	Column int    // 1-based, in bytes
	Path   string // ADF only: "/content/0/attrs/level"
	Msg    string
}

// Error words the refusal the way the service does: storage errors name a row
// and a column, ADF errors a path to the node.
func (e *Error) Error() string {
	switch {
	case e.Path != "":
		return fmt.Sprintf("Invalid ADF document: %s at %s", e.Msg, e.Path)
	case e.Line == 0:
		return e.Msg
	default:
		return fmt.Sprintf("Error parsing xhtml: %s at [row,col]: [%d,%d]", e.Msg, e.Line, e.Column)
	}
}

// ErrUnknownRepresentation is returned for a representation name that is not
// one of the documented ones.
var ErrUnknownRepresentation = errors.New("unknown body representation")

// ErrNoConversion is returned for two known representations between which the
// service defines no conversion, such as from rendered HTML to ADF.
var ErrNoConversion = errors.New("no conversion between these body representations")
