package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/internal/toolkit/login"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
)

// reportedError is an error that the command has told in its own way; Main adds nothing but the exit code.
type reportedError struct{ error }

func (e reportedError) Unwrap() error { return e.error }

// told is an error as a person reads it. The commonest refusals of an installation get a sentence; what they are called
// on the wire is of no use here.
func told(err error) string {
	if errors.Is(err, errCancelled) {
		return "cancelled"
	}
	refusal, ok := errors.AsType[*wiki.Error](err)
	if !ok || err.Error() != refusal.Error() { // there is more to tell
		return err.Error()
	}
	f := refusal.Facts
	switch {
	case refusal.Reason == wiki.NoSuchObject && f.Object != "":
		return strings.TrimSpace("there is no " + f.Object + " " + f.ID)
	case refusal.Reason == wiki.DuplicateKey && f.Object != "":
		return fmt.Sprintf("there is a %s %s already", f.Object, f.ID)
	case refusal.Reason == wiki.InvalidInput && f.Want != "" && f.Value == "": // a secret, or nothing
		return fmt.Sprintf("%s: want %s", f.Param, f.Want)
	case refusal.Reason == wiki.InvalidInput && f.Want != "":
		return fmt.Sprintf("%s %q: want %s", f.Param, f.Value, f.Want)
	case refusal.Reason == wiki.InvalidInput && f.Detail != "":
		return f.Detail
	}
	return err.Error()
}

// causes are the errors of a call with their names in --json and their exit codes. The first that fits counts.
var causes = []struct {
	name string
	code int
	is   func(error) bool
}{
	{"scope", exitScope, is[*client.ScopeError]},
	{"permission", exitPermission, is[*client.PermissionError]},
	{"policy", exitPermission, is[*client.PolicyError]},
	{"credentials", exitAuthentication, is[*client.CredentialsError]},
	{"credentials", exitAuthentication, is[*login.MissingError]},
	{"door", exitAuthentication, is[*client.DoorError]},
	{"hidden", exitFailed, is[*client.HiddenError]},
	{"not-found", exitFailed, is[*client.NotFoundError]},
	{"conflict", exitFailed, is[*client.ConflictError]},
	{"input", exitFailed, is[*client.InputError]},
	{"removed", exitFailed, is[*client.RemovedError]},
	{"rate-limit", exitFailed, is[*client.RateLimitError]},
	{"server", exitFailed, is[*client.ServerError]},
	{"answer", exitFailed, is[*client.AnswerError]},
	{"address", exitFailed, is[*client.AddressError]},
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// callFailure is the name and the exit code of a failed call; ok is false when no call failed.
func callFailure(err error) (name string, code int, ok bool) {
	for _, cause := range causes {
		if cause.is(err) {
			return cause.name, cause.code, true
		}
	}
	return "failed", exitFailed, false
}

// errorJSON is a failed call for programs: one object on one line.
func errorJSON(err error) ([]byte, error) {
	name, _, _ := callFailure(err)
	out := wire.Object[any]{{Name: "cause", Value: name}, {Name: "message", Value: err.Error()}, {Name: "exitCode", Value: exitCode(err)}}
	if refusal, ok := errors.AsType[*client.Refusal](err); ok {
		out = append(out, wire.Member[any]{Name: "status", Value: refusal.Status})
		if refusal.Operation != nil {
			out = append(out, wire.Member[any]{Name: "operation", Value: refusal.Operation.Key()})
		}
		if refusal.RequestID != "" {
			out = append(out, wire.Member[any]{Name: "requestId", Value: refusal.RequestID})
		}
	}
	if scope, ok := errors.AsType[*client.ScopeError](err); ok && len(scope.Need) > 0 {
		out = append(out, wire.Member[any]{Name: "need", Value: scope.Need})
	}
	if limit, ok := errors.AsType[*client.RateLimitError](err); ok {
		out = append(out, wire.Member[any]{Name: "retryAfterSeconds", Value: int(limit.RetryAfter.Seconds())})
	}
	return wire.Marshal(wire.Object[any]{{Name: "error", Value: out}})
}
