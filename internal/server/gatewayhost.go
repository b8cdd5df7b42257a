package server

import (
	"net/http"
	"slices"

	"github.com/weirhq/weir/internal/gateway"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
)

// entrance is the door that the request came to, for the wording of refusals.
func (s *Server) entrance(x *exchange) rest.Entrance {
	if !x.gateway {
		return rest.SiteEntrance(x.at.site.Key, x.id)
	}
	cloudID, _, _ := gateway.Split(x.target)
	return gateway.Entrance(cloudID, x.id)
}

// atGateway answers at the API gateway: a site's API below its cloudId, and nothing else (auth-behaviour.md §1).
func (s *Server) atGateway(x *exchange) rest.Outcome {
	if isIdentityRoute(x.target) {
		return s.identityRoute(x)
	}
	cloudID, below, ok := gateway.Split(x.target)
	switch {
	case !ok:
		return s.api.Refuse(x, x.r, x.target, s.entrance(x), wiki.NewError(wiki.GatewayPathLost, wiki.Facts{}))
	case x.at.role == sharedHost && !x.at.anyTenant && cloudID != x.at.site.CloudID:
		// On a site's own name the gateway knows that site only (security-model.md R-TENANT).
		return s.api.Refuse(x, x.r, x.target, s.entrance(x), wiki.NewError(wiki.UnknownCloudID, wiki.Facts{Object: "site", ID: cloudID}))
	}
	return s.api.Serve(x, x.r, below, s.entrance(x))
}

// isIdentityRoute reports whether the path is one of the gateway's own, about the caller and not about a site.
func isIdentityRoute(t rest.Target) bool {
	return slices.Equal(t.Segments, []string{"me"}) ||
		slices.Equal(t.Segments, []string{"oauth", "token", "accessible-resources"})
}

// identityRoute refuses every API token with G2 (auth-behaviour.md §1 "accessible-resources", §3): these routes are for
// OAuth access tokens. The vendor reflects Origin here and allows credentials; weir does not (security-model.md R-CSRF).
func (s *Server) identityRoute(x *exchange) rest.Outcome {
	why := wiki.NewError(wiki.CredentialsMissing, wiki.Facts{})
	if len(x.r.Header["Authorization"]) > 0 {
		why = wiki.NewError(wiki.CredentialsNotAccepted, wiki.Facts{})
	}
	if x.r.Method != http.MethodGet && x.r.Method != http.MethodHead {
		return s.api.Refuse(x, x.r, x.target, s.entrance(x), wiki.NewError(wiki.MethodNotAllowed, wiki.Facts{Want: http.MethodGet}))
	}
	return s.refuse(x, rest.Mismatch(rest.Failure{Err: why, RequestID: x.id}), why)
}
