package wiki

import (
	"errors"
	"fmt"
	"strings"
)

// ErrorKind is the class of an answer. Each REST version turns it into a status and a body in one file of its own.
type ErrorKind int

// The kinds. Refused is the answer to a caller that may not use the site at all: v1 says 403, v2 says 404
// (auth-behaviour.md §2 S1, S3).
const (
	Internal ErrorKind = iota
	BadRequest
	Unauthorized
	Forbidden
	Refused
	NotFound
	NoMethod
	Conflict
	Gone
	TooBig
	WrongMedia
	Misdirected
	TooMany
	Unavailable
	Abandoned    // nobody waits for the answer any more
	NotSupported // 501, which the service answers for a few listings (auth-behaviour.md §6 "Odd ones")
)

// Error is the one error type of the system: why (Reason), the facts of this refusal, and for the log alone the cause.
// What a client reads is worded by each REST version from Reason and Facts, never from Err.
type Error struct {
	Reason Reason
	Facts  Facts
	Err    error // for the log; may be nil
	// hard marks a credential refused outright with 401 where the default would be to go on as anonymous.
	hard bool
}

// Hard returns the error as an outright refusal of the credential: 401 instead of what an anonymous caller gets.
func (e *Error) Hard() *Error {
	h := *e
	h.hard = true
	return &h
}

// Facts are what is known of a refusal. Which members are set depends on the reason.
type Facts struct {
	Object     string   // noun: "page", "space", "content", "attachment", "user"
	ID         string   // of the object, as the caller wrote it
	Param      string   // name of the input that is wrong
	Value      string   // its value, cut to 200 bytes
	Want       string   // what was expected instead
	Detail     string   // one sentence for the client
	Operation  string   // "v1:getSpaces"
	Need       []string // scope sets, each "a b c"; any one suffices
	Held       []string // scopes of the token
	Permission Perm     // the ability that is missing
	Version    int      // current version number
	TryURL     string   // the URL at which the same call would work
	Account    AccountID
	Token      string // public id of the token
}

// NewError makes an Error of a reason and its facts.
func NewError(r Reason, f Facts) *Error { return &Error{Reason: r, Facts: f} }

// Kind is the class of answer.
func (e *Error) Kind() ErrorKind {
	if e.hard {
		return Unauthorized
	}
	return e.Reason.Kind()
}

func (e *Error) Error() string {
	s := string(e.Reason)
	if e.Facts.Object != "" {
		s += " " + e.Facts.Object
		if e.Facts.ID != "" {
			s += " " + e.Facts.ID
		}
	}
	if e.Facts.Param != "" {
		s += fmt.Sprintf(" %s=%q", e.Facts.Param, e.Facts.Value)
	}
	if e.Facts.Want != "" {
		s += ", want " + e.Facts.Want
	}
	if e.Facts.Detail != "" {
		s += ": " + e.Facts.Detail
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// AsError finds the Error in err, or wraps err as an internal one: what has no reason is our own fault.
func AsError(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Reason: InternalError, Err: err}
}

// Missing is the refusal for an object that is not there, or that the caller must not know of.
func Missing(object, id string) *Error {
	return NewError(NoSuchObject, Facts{Object: object, ID: id})
}

// Invalid is the refusal for an input that is wrong.
func Invalid(param, value, want string) *Error {
	if len(value) > 200 {
		value = strings.ToValidUTF8(value[:200], "") // the cut may have split a letter
	}
	return NewError(InvalidInput, Facts{Param: param, Value: value, Want: want})
}

// HasReason reports whether err carries the reason.
func HasReason(err error, r Reason) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Reason == r
}
