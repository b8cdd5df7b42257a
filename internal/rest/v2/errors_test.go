package v2

import (
	"testing"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
)

func TestWordsOfRefusals(t *testing.T) {
	t.Parallel()
	list := func(status, code, title, detail string) string {
		return `{"errors":[{"status":` + status + `,"code":"` + code + `","title":"` + title + `","detail":` + detail + `}]}`
	}
	tests := []struct {
		name   string
		err    *wiki.Error
		status int
		body   string
	}{
		{"anonymous", wiki.NewError(wiki.CredentialsMissing, wiki.Facts{}), 404, list("404", "NOT_FOUND", "Not Found", "null")},
		{"no such path", wiki.NewError(wiki.UnknownPath, wiki.Facts{}), 404, list("404", "NOT_FOUND", "Not Found", "null")},
		{"page missing", wiki.Missing("page", "999999999999"), 404, list("404", "NOT_FOUND", "Cannot find a page with id [999999999999]", "null")},
		{"page hidden", wiki.NewError(wiki.NoViewPermission, wiki.Facts{Object: "page", ID: "999999999999"}), 404,
			list("404", "NOT_FOUND", "Cannot find a page with id [999999999999]", "null")},
		{"content missing", wiki.Missing("content", "5"), 404, list("404", "NOT_FOUND", "Content with id: [5] not found", "null")},
		{"space missing", wiki.Missing("space", "5"), 404, list("404", "NOT_FOUND", "Could not find space with id [5]", "null")},
		{"content id", wiki.Invalid("id", "abc", rest.WantContentID), 400, list("400", "INVALID_REQUEST_PARAMETER",
			"Provided value {abc} for 'id' is not the correct type. Expected type is ContentId", `""`)},
		{"enum", wiki.Invalid("sort", "up", "one of id, title"), 400, list("400", "INVALID_REQUEST_PARAMETER",
			"Provided value {up} for 'sort' is not valid. Expected one of id, title", `""`)},
		{"required", wiki.Invalid("type", "", rest.WantValue), 400, list("400", "INVALID_REQUEST_PARAMETER", "'type' is required", `""`)},
		{"cursor", wiki.NewError(wiki.InvalidCursor, wiki.Facts{Param: "cursor"}), 400, list("400", "INVALID_REQUEST_PARAMETER",
			"Provided value for 'cursor' is not the correct type. Expected type is Cursor.",
			`"The cursor is damaged or belongs to another request. Start the pagination again without it."`)},
		{"duplicate title", wiki.NewError(wiki.DuplicateTitle, wiki.Facts{Object: "page"}), 400, list("400", "BAD_REQUEST",
			"A page with this title already exists: A page already exists with the same TITLE in this space", "null")},
		{"detail", wiki.NewError(wiki.InvalidParent, wiki.Facts{Detail: "The parent is in another space"}), 400,
			list("400", "BAD_REQUEST", "The parent is in another space", "null")},
		{"stale version", wiki.NewError(wiki.StaleVersion, wiki.Facts{Version: 3}), 409, list("409", "CONFLICT",
			"Version must be incremented on update. Current version is: 3", "null")},
		{"no permission", wiki.NewError(wiki.NoPermission, wiki.Facts{}), 403, list("403", "FORBIDDEN", "Forbidden", "null")},
		{"too many", wiki.NewError(wiki.RateLimited, wiki.Facts{}), 429, list("429", "TOO_MANY_REQUESTS", "Rate limit exceeded", "null")},
		{"unavailable", wiki.NewError(wiki.Overloaded, wiki.Facts{}), 503, list("503", "SERVICE_UNAVAILABLE", "Service temporarily unavailable", "null")},
		{"gone client", wiki.NewError(wiki.ClientGone, wiki.Facts{}), 499, list("499", "CLIENT_CLOSED_REQUEST", "Client closed request", "null")},
		{"internal", wiki.NewError(wiki.InternalError, wiki.Facts{}), 500, list("500", "INTERNAL_SERVER_ERROR", "Internal Server Error", "null")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := fail(rest.Failure{Err: tt.err})
			if got.Status != tt.status || string(got.Body) != tt.body {
				t.Errorf("%d %s\nwant %d %s", got.Status, got.Body, tt.status, tt.body)
			}
			if ct := got.Header.Get("Content-Type"); ct != "application/json" {
				t.Errorf("Content-Type %q", ct)
			}
		})
	}
}

// Every reason has words.
func TestEveryReasonIsWorded(t *testing.T) {
	t.Parallel()
	for _, r := range wiki.Reasons() {
		a := fail(rest.Failure{Err: wiki.NewError(r, wiki.Facts{})})
		if a.Status < 400 || len(a.Body) == 0 {
			t.Errorf("%s: %d %s", r, a.Status, a.Body)
		}
	}
}
