package v1

import (
	"net/http"
	"strings"

	"github.com/weirhq/weir/catalog"
)

// markDeprecated puts the announcement of CHANGE-864 on answers of the old content and space operations, also on their
// 404, not on 401 and 403 (auth-behaviour.md §9).
func markDeprecated(h http.Header, op catalog.Operation, status int) {
	if status == http.StatusUnauthorized || status == http.StatusForbidden || !deprecated(op) {
		return
	}
	h.Set("Deprecation", "Wed, 1 Mar 2023 00:00:00 GMT")
	h.Set("Link", `<https://developer.atlassian.com/cloud/confluence/changelog/#CHANGE-864>; rel="deprecation"`)
	h.Set("Warning", `299 - "Deprecated API, will be removed on Mon, 31 Mar 2025 00:00:00 GMT"`)
}

// deprecated are the operations below content and space that today's description has dropped, and the removed ones.
func deprecated(op catalog.Operation) bool {
	if group := op.Group(); group != "content" && group != "space" {
		return false
	}
	return removed(op) || !strings.Contains(op.Source, "2025-12")
}

// removed are the operations that answer 410 to clients for whom they are gone: reading and writing content and spaces
// by the four old paths (auth-behaviour.md §3 G3).
func removed(op catalog.Operation) bool {
	switch op.Path {
	case "/wiki/rest/api/content", "/wiki/rest/api/content/{id}", "/wiki/rest/api/space", "/wiki/rest/api/space/{spaceKey}":
		return true
	}
	return false
}
