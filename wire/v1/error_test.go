package v1

import (
	"testing"

	"github.com/weirhq/weir/wire/internal/golden"
)

// Bodies of auth-behaviour.md §2 and §6, byte for byte.

func TestServiceErrorIsG3(t *testing.T) {
	t.Parallel()
	golden.Check(t, ServiceError{
		StatusCode: 410,
		Data:       ServiceErrorData{Authorized: true, Valid: true, Successful: true},
		Message:    "com.atlassian.confluence.api.service.exceptions.pagesmodes.GoneException: This deprecated endpoint has been removed.",
	}, `{"statusCode":410,"data":{"authorized":true,"valid":true,"errors":[],"successful":true},"message":"com.atlassian.confluence.api.service.exceptions.pagesmodes.GoneException: This deprecated endpoint has been removed."}`)
}

func TestServiceErrorWithValidationErrors(t *testing.T) {
	t.Parallel()
	golden.Check(t, ServiceError{
		StatusCode: 400,
		Data:       ServiceErrorData{Errors: []ValidationError{{Message: Message{Translation: "Title is missing"}}}},
		Message:    "x",
	}, `{"statusCode":400,"data":{"authorized":false,"valid":false,"errors":[{"message":{"args":[],"translation":"Title is missing"}}],"successful":false},"message":"x"}`)
}

func TestSpringErrorIsS1(t *testing.T) {
	t.Parallel()
	golden.Check(t, SpringError{
		StatusCode: 403,
		Message:    `com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: 403 FORBIDDEN "Request rejected because caller cannot access Confluence"`,
	}, `{"statusCode":403,"message":"com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: 403 FORBIDDEN \"Request rejected because caller cannot access Confluence\""}`)
}

func TestSpringErrorIsE1(t *testing.T) {
	t.Parallel()
	golden.Check(t, SpringError{
		StatusCode: 400,
		Message:    `org.springframework.web.method.annotation.MethodArgumentTypeMismatchException: Failed to convert value of type 'java.lang.String' to required type 'int'; nested exception is java.lang.NumberFormatException: For input string: "abc"`,
	}, `{"statusCode":400,"message":"org.springframework.web.method.annotation.MethodArgumentTypeMismatchException: Failed to convert value of type 'java.lang.String' to required type 'int'; nested exception is java.lang.NumberFormatException: For input string: \"abc\""}`)
}

func TestAccessErrorIsS2(t *testing.T) {
	t.Parallel()
	golden.Check(t, AccessError{Message: "Current user not permitted to use Confluence", StatusCode: 403},
		`{"message":"Current user not permitted to use Confluence","statusCode":403}`)
}

func TestStatusErrorIsE2(t *testing.T) {
	t.Parallel()
	golden.Check(t, StatusError{Message: "null for uri: https://demo.example.com/wiki/rest/api/nosuch", StatusCode: 404},
		`{"message":"null for uri: https://demo.example.com/wiki/rest/api/nosuch","status-code":404}`)
}

func TestConnectErrorIsB1(t *testing.T) {
	t.Parallel()
	golden.Check(t, ConnectError{Error: "Failed to parse Connect Session Auth Token"},
		`{"error":"Failed to parse Connect Session Auth Token"}`)
}

func TestEdgeErrorIsG1AndG2(t *testing.T) {
	t.Parallel()
	golden.Check(t, EdgeError{Code: 401, Message: "Unauthorized; scope does not match"},
		`{"code":401,"message":"Unauthorized; scope does not match"}`)
	golden.Check(t, EdgeError{Code: 401, Message: "Unauthorized"}, `{"code":401,"message":"Unauthorized"}`)
}

func TestRouteErrorIsE5(t *testing.T) {
	t.Parallel()
	golden.Check(t, RouteError{
		Timestamp: "2026-05-19T18:10:14.698736667Z", Status: 404, Error: "Not Found", Message: "No message available",
		Path: "/wiki/api/v2/pages/1",
	}, `{"timestamp":"2026-05-19T18:10:14.698736667Z","status":404,"error":"Not Found","message":"No message available","path":"/wiki/api/v2/pages/1"}`)
}
