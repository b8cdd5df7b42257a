package v1

import (
	"net/http"
	"testing"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
)

// Exceptions of the vendor, as auth-behaviour.md §6 spells them.
const (
	allTrue  = `"data":{"authorized":true,"valid":true,"errors":[],"successful":true},"message":"com.atlassian.confluence.api.service.exceptions.`
	notDone  = `"data":{"authorized":false,"valid":true,"errors":[],"successful":false},"message":"com.atlassian.confluence.api.service.exceptions.`
	badInput = `{"statusCode":400,"message":"org.springframework.web.method.annotation.MethodArgumentTypeMismatchException: Failed to convert value of type 'java.lang.String' to required type `
)

func TestWordsOfRefusals(t *testing.T) {
	t.Parallel()
	missing := func(object, id string) *wiki.Error { return wiki.Missing(object, id) }
	tests := []struct {
		name   string
		err    *wiki.Error
		status int
		body   string
	}{
		{"content missing", missing("content", "12"), 404,
			`{"statusCode":404,` + notDone + `NotFoundException: No content found with id: ContentId{id=12}"}`},
		{"page missing", missing("page", "12"), 404,
			`{"statusCode":404,` + notDone + `NotFoundException: No content found with id: ContentId{id=12}"}`},
		{"attachment missing", missing("attachment", "att12"), 404,
			`{"statusCode":404,` + notDone + `NotFoundException: No content found with id: ContentId{id=12}"}`},
		{"content hidden", wiki.NewError(wiki.NoViewPermission, wiki.Facts{Object: "content", ID: "12", Permission: wiki.View}), 404,
			`{"statusCode":404,` + notDone + `NotFoundException: No content found with id: ContentId{id=12}"}`},
		{"content without id", missing("content", ""), 404,
			`{"statusCode":404,` + notDone + `NotFoundException: There is no content with the given id, or the calling user does not have permission to view the content"}`},
		{"space missing", missing("space", "DOC"), 404,
			`{"statusCode":404,` + notDone + `NotFoundException: No space with the given key exists, or the calling user does not have permission to view the space"}`},
		{"user missing", missing("user", "abc"), 404,
			`{"statusCode":404,` + notDone + `NotFoundException: No user found with id: abc"}`},

		{"int", wiki.Invalid("limit", "abc", rest.WantInt), 400,
			badInput + `'int'; nested exception is java.lang.NumberFormatException: For input string: \"abc\""}`},
		{"content id", wiki.Invalid("id", "abc", rest.WantContentID), 400,
			badInput + `'long'; nested exception is java.lang.NumberFormatException: For input string: \"abc\""}`},
		{"boolean", wiki.Invalid("flag", "maybe", rest.WantBool), 400,
			badInput + `'boolean'; nested exception is java.lang.IllegalArgumentException: Invalid boolean value [maybe]"}`},
		{"negative start", wiki.Invalid("start", "-1", rest.WantPositive), 400,
			`{"statusCode":400,"message":"java.lang.IllegalArgumentException: start cannot be less than zero"}`},
		{"no cql", wiki.Invalid("cql", "", rest.WantValue), 400,
			`{"statusCode":400,` + allTrue + `api.BadRequestException: cql query parameter is required"}`},
		{"bad cql", wiki.NewError(wiki.InvalidCQL, wiki.Facts{Detail: "Could not parse cql : type = ="}), 400,
			`{"statusCode":400,` + allTrue + `api.BadRequestException: Could not parse cql : type = ="}`},
		{"a folder", wiki.NewError(wiki.TypeNotListed, wiki.Facts{Value: "folder"}), 501,
			`{"statusCode":501,"data":{"authorized":false,"valid":true,"errors":[],"successful":false},"message":` +
				`"com.atlassian.confluence.api.service.exceptions.NotImplementedServiceException: content of the type folder cannot be listed"}`},
		{"one of", wiki.Invalid("status", "lost", "one of current, draft"), 400,
			`{"statusCode":400,` + allTrue + `api.BadRequestException: Invalid value for 'status': lost. Expected one of current, draft"}`},
		{"detail", wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "x", Detail: "The title is empty"}), 400,
			`{"statusCode":400,` + allTrue + `api.BadRequestException: The title is empty"}`},
		{"duplicate title", wiki.NewError(wiki.DuplicateTitle, wiki.Facts{Object: "page"}), 400,
			`{"statusCode":400,` + notDone + `BadRequestException: A page with this title already exists: A page already exists with the same TITLE in this space"}`},
		{"duplicate key", wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "space", ID: "DOC"}), 400,
			`{"statusCode":400,` + notDone + `api.BadRequestException: A space already exists with key DOC"}`},

		{"stale version", wiki.NewError(wiki.StaleVersion, wiki.Facts{Version: 7}), 409,
			`{"statusCode":409,` + notDone + `ConflictException: Version must be incremented on update. Current version is: 7"}`},
		{"no permission", wiki.NewError(wiki.NoPermission, wiki.Facts{Permission: wiki.CreatePage}), 403,
			`{"statusCode":403,` + notDone + `PermissionException: User does not have permission to perform this operation"}`},
		{"gone", wiki.NewError(wiki.EndpointRemoved, wiki.Facts{}), 410,
			`{"statusCode":410,` + allTrue + `pagesmodes.GoneException: This deprecated endpoint has been removed."}`},
		{"too many", wiki.NewError(wiki.RateLimited, wiki.Facts{}), 429, `{"statusCode":429,"message":"Rate limit exceeded"}`},
		{"unavailable", wiki.NewError(wiki.WriteConflict, wiki.Facts{}), 503, `{"statusCode":503,"message":"Service temporarily unavailable"}`},
		{"gone client", wiki.NewError(wiki.ClientGone, wiki.Facts{}), 499, `{"statusCode":499,"message":"Client closed request"}`},
		{"internal", &wiki.Error{Reason: wiki.InternalError, Err: http.ErrAbortHandler}, 500, `{"statusCode":500,"message":"Internal server error"}`},
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

// Every reason has words, and none shows its cause.
func TestEveryReasonIsWorded(t *testing.T) {
	t.Parallel()
	for _, r := range wiki.Reasons() {
		a := fail(rest.Failure{Err: wiki.NewError(r, wiki.Facts{})})
		if a.Status < 400 || len(a.Body) == 0 {
			t.Errorf("%s: %d %s", r, a.Status, a.Body)
		}
	}
}

func TestServicesThatSayNotPermitted(t *testing.T) {
	t.Parallel()
	want := map[string]bool{
		"getAuditRecords": true, "getRetentionPeriod": true, "getContentStates": true, "getTasks": true, "getTask": true,
		"getRelationship": true, "searchUser": true, "searchByCQL": true, "getLookAndFeelSettings": true,
		"resetLookAndFeelSettings": true, "createContentTemplate": true, "getBlueprintTemplates": true,
		"isWatchingSpace": true, "getModules": true,
		"getContent": false, "getContentById": false, "getSpaces": false, "getCurrentUser": false, "searchContentByCQL": false,
		"getSystemInfo": false, "getThemes": false, "getGroups": false, "getBulkUserLookup": false,
	}
	for id, s2 := range want {
		op, ok := catalog.Default().ByID(catalog.V1, id)
		if !ok {
			t.Fatalf("no operation %s", id)
		}
		if got := saysNotPermitted(op); got != s2 {
			t.Errorf("%s %s: %t", id, op.Path, got)
		}
	}
}

func TestDeprecatedAndRemovedOperations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		id                  string
		deprecated, removed bool
	}{
		{"getContent", true, true}, {"createContent", true, true}, {"updateContent", true, true}, {"deleteContent", true, true},
		{"getSpaces", true, true}, {"createSpace", true, true}, {"deleteSpace", true, true},
		{"getContentChildren", true, false}, {"getLabelsForContent", true, false}, {"getSpaceProperties", true, false},
		{"searchContentByCQL", false, false}, {"addLabelsToContent", false, false}, {"getSpaceSettings", false, false},
		{"getCurrentUser", false, false}, {"getGroupByName", false, false}, {"searchByCQL", false, false},
	}
	for _, tt := range tests {
		op, ok := catalog.Default().ByID(catalog.V1, tt.id)
		if !ok {
			t.Fatalf("no operation %s", tt.id)
		}
		if deprecated(op) != tt.deprecated || removed(op) != tt.removed {
			t.Errorf("%s: deprecated %t, removed %t", tt.id, deprecated(op), removed(op))
		}
	}
}
