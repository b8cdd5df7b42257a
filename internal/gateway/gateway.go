// Package gateway owns the addressing of the API gateway, /ex/confluence/{cloudId}/…, and the refusals the gateway words
// itself. Behind it the pipeline of package rest is the same as at the site. It refuses to check anything: scope,
// tenant and routing are the pipeline's.
package gateway

import (
	"net/http"
	"slices"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/wire"
)

// Split takes the gateway's own segments off a target and gives the rest the site's form, "wiki" first: with and without
// /wiki are two spellings of one path (auth-behaviour.md §1 "So"), so one is stripped and one is set. ok is false when
// the path is not one of /ex/confluence/{cloudId}, which is a GatewayPathLost.
func Split(t rest.Target) (cloudID string, below rest.Target, ok bool) {
	s := t.Segments
	if len(s) < 3 || s[0] != "ex" || s[1] != "confluence" {
		return "", t, false
	}
	tail := s[3:]
	if len(tail) > 0 && tail[0] == "wiki" {
		tail = tail[1:]
	}
	return s[2], t.At(slices.Concat([]string{"wiki"}, tail)), true
}

// Entrance is the gateway's door of the site with this cloudId.
func Entrance(cloudID, requestID string) rest.Entrance {
	return rest.GatewayEntrance(cloudID, requestID, fail)
}

// TenantInfo is the answer of /_edge/tenant_info on a site's host. It needs no credential and looks at none.
func TenantInfo(cloudID string) rest.Answer {
	return rest.JSON(http.StatusOK, wire.TenantInfo{CloudID: cloudID})
}
