package gateway

import (
	"net/http"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
	wirev1 "github.com/weirhq/weir/wire/v1"
)

// routeTime is how the gateway writes a moment: nine decimals, UTC.
const routeTime = "2006-01-02T15:04:05.000000000Z"

// fail words what the gateway itself refuses (auth-behaviour.md §3, §6 E5): an address it does not know, a missing
// scope, a credential that is not usable here.
func fail(f rest.Failure) rest.Answer {
	switch f.Err.Reason {
	case wiki.ScopeMissing, wiki.OperationClosedToScopes: // G1: never names the scope
		a := rest.JSON(http.StatusUnauthorized, wirev1.EdgeError{
			Code: http.StatusUnauthorized, Message: "Unauthorized; scope does not match"})
		return a.With("X-Failure-Category", "FAILURE_CLIENT_SCOPE_CHECK")
	}
	if f.Err.Kind() == wiki.Unauthorized { // G2
		return rest.Mismatch(f)
	}
	return rest.JSON(http.StatusNotFound, wirev1.RouteError{ // E5
		Timestamp: f.Now.UTC().Format(routeTime),
		Status:    http.StatusNotFound, Error: "Not Found", Message: "No message available",
		Path: f.Target.Path(),
	})
}
