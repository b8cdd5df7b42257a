package client

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/weirhq/weir/catalog"
)

// Refusal is an answer that is no success, as it came. Every error type below that is born of an answer wraps one, so
// errors.As finds it whatever the cause.
type Refusal struct {
	Status    int
	Proto     string // "HTTP/1.1", "HTTP/2.0"
	Method    string
	URL       string // without its query, which may be private
	Header    http.Header
	Body      []byte             // the first 64 KiB, as the vendor wrote it
	Operation *catalog.Operation // nil when the path is no operation's
	RequestID string             // the service's own name for the request
}

func (e *Refusal) Error() string {
	text := fmt.Sprintf("%s %s: %d %s", e.Method, e.URL, e.Status, http.StatusText(e.Status))
	if said := e.Message(); said != "" {
		text += ": " + said
	}
	return text
}

// name is how an error message calls the request.
func (e *Refusal) name() string {
	if e.Operation != nil {
		return e.Operation.Key()
	}
	if u, err := url.Parse(e.URL); err == nil && e.Method != "" {
		return e.Method + " " + u.Path
	}
	return "the call"
}

// said is the vendor's sentence behind a comma, or nothing.
func (e *Refusal) said() string {
	if m := e.Message(); m != "" {
		return fmt.Sprintf(" (%d: %s)", e.Status, m)
	}
	return fmt.Sprintf(" (%d)", e.Status)
}

// ScopeError refuses a scoped token that lacks a scope (auth-behaviour.md §3 G1). The service never names it; Need does.
type ScopeError struct {
	Refusal
	Need [][]catalog.Scope // sets of which any one, whole, opens the operation; none when no scoped token may call it
}

func (e *ScopeError) Error() string {
	if len(e.Need) == 0 {
		return e.name() + ": the token lacks a scope, and no scope is documented for this call"
	}
	sets := make([]string, len(e.Need))
	for i, set := range e.Need {
		names := make([]string, len(set))
		for j, scope := range set {
			names[j] = string(scope)
		}
		sets[i] = strings.Join(names, " + ")
	}
	return e.name() + ": the token lacks a scope: needed is " + strings.Join(sets, ", or ")
}

// Unwrap is the answer.
func (e *ScopeError) Unwrap() error { return &e.Refusal }

// DoorError is a credential at a door that it cannot open, though another may: a scoped token at the site, a Bearer
// token at the site (auth-behaviour.md §2 H1, B1).
type DoorError struct {
	Refusal
	Door    Door
	Problem string
}

func (e *DoorError) Error() string {
	return fmt.Sprintf("%s at the %s: %s%s", e.name(), e.Door, e.Problem, e.said())
}

// Unwrap is the answer.
func (e *DoorError) Unwrap() error { return &e.Refusal }

// CredentialsError is a credential that is not accepted: wrong, expired, revoked, another account's, or of an account
// without access to the site. The service does not tell these apart (auth-behaviour.md §2, "Failed pair").
type CredentialsError struct {
	Refusal         // empty when the credential was not even sent
	Problem  string // in words
	Password bool   // an account password was given in place of a token (§2 T1)
}

func (e *CredentialsError) Error() string {
	if e.Status == 0 {
		return "credentials: " + e.Problem
	}
	return fmt.Sprintf("credentials not accepted: %s%s", e.Problem, e.said())
}

// Unwrap is the answer, nil when there was none.
func (e *CredentialsError) Unwrap() error {
	if e.Status == 0 {
		return nil
	}
	return &e.Refusal
}

// PolicyError is a rule of the organisation's, such as a list of permitted addresses.
type PolicyError struct{ Refusal }

func (e *PolicyError) Error() string { return e.name() + ": refused by a policy" + e.said() }

// Unwrap is the answer.
func (e *PolicyError) Unwrap() error { return &e.Refusal }

// PermissionError is an account that may see the object and may not do this to it.
type PermissionError struct{ Refusal }

func (e *PermissionError) Error() string { return e.name() + ": no permission" + e.said() }

// Unwrap is the answer.
func (e *PermissionError) Unwrap() error { return &e.Refusal }

// HiddenError is an object that does not exist or that the account may not see; the service never says which.
type HiddenError struct{ Refusal }

func (e *HiddenError) Error() string { return e.name() + ": not there, or not to be seen" + e.said() }

// Unwrap is the answer.
func (e *HiddenError) Unwrap() error { return &e.Refusal }

// NotFoundError is a path that nothing answers (auth-behaviour.md §6 E2, E5).
type NotFoundError struct{ Refusal }

func (e *NotFoundError) Error() string { return e.name() + ": no such path" + e.said() }

// Unwrap is the answer.
func (e *NotFoundError) Unwrap() error { return &e.Refusal }

// ConflictError is a write that does not fit the present state.
type ConflictError struct {
	Refusal
	Current int // the present version, where that is the conflict and it was told; else 0
}

func (e *ConflictError) Error() string { return e.name() + ": conflict" + e.said() }

// Unwrap is the answer.
func (e *ConflictError) Unwrap() error { return &e.Refusal }

// InputError is a request that the service cannot take as it is.
type InputError struct{ Refusal }

func (e *InputError) Error() string { return e.name() + ": input not accepted" + e.said() }

// Unwrap is the answer.
func (e *InputError) Unwrap() error { return &e.Refusal }

// RemovedError is an operation that the service no longer has for this kind of credential (auth-behaviour.md §3 G3).
type RemovedError struct{ Refusal }

func (e *RemovedError) Error() string { return e.name() + ": removed" + e.said() }

// Unwrap is the answer.
func (e *RemovedError) Unwrap() error { return &e.Refusal }

// RateLimitError is a limit that was still in force when the last attempt was made.
type RateLimitError struct {
	Refusal
	RetryAfter time.Duration // how long the service asks to wait, 0 if it did not say
	Reason     string        // header RateLimit-Reason
}

func (e *RateLimitError) Error() string {
	text := e.name() + ": rate limit"
	if e.RetryAfter > 0 {
		text += fmt.Sprintf(", to be tried again in %s", e.RetryAfter)
	}
	return text + e.said()
}

// Unwrap is the answer.
func (e *RateLimitError) Unwrap() error { return &e.Refusal }

// ServerError is a fault on the other side, 5xx.
type ServerError struct {
	Refusal
	RetryAfter time.Duration // how long the service asks to wait, 0 if it did not say
}

func (e *ServerError) Error() string { return e.name() + ": the service failed" + e.said() }

// Unwrap is the answer.
func (e *ServerError) Unwrap() error { return &e.Refusal }

// AnswerError is a success whose body is not what the operation promises.
type AnswerError struct {
	Refusal
	Err error
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("%s: the answer does not fit: %v", e.name(), e.Err)
}

// Unwrap are the answer and what is wrong with it.
func (e *AnswerError) Unwrap() []error { return []error{&e.Refusal, e.Err} }
