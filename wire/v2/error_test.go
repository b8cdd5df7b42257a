package v2

import (
	"testing"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

// Bodies of auth-behaviour.md §2 S3 and §6 E3, E4, byte for byte: detail null, absent and "".
func TestErrorsWithTheThreeKindsOfDetail(t *testing.T) {
	t.Parallel()
	golden.Check(t, Errors{Errors: []Error{{Status: 404, Code: "NOT_FOUND", Title: "Not Found", Detail: wire.NullOf[string]()}}},
		`{"errors":[{"status":404,"code":"NOT_FOUND","title":"Not Found","detail":null}]}`)
	golden.Check(t, Errors{Errors: []Error{{Status: 405, Code: "METHOD_NOT_ALLOWED", Title: "org.springframework.web.HttpRequestMethodNotSupportedException: Request method 'PUT' not supported"}}},
		`{"errors":[{"status":405,"code":"METHOD_NOT_ALLOWED","title":"org.springframework.web.HttpRequestMethodNotSupportedException: Request method 'PUT' not supported"}]}`)
	golden.Check(t, Errors{Errors: []Error{{Status: 400, Code: "INVALID_REQUEST_PARAMETER", Title: "Provided value {x} for 'id' is not the correct type. Expected type is ContentId", Detail: wire.Value("")}}},
		`{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"Provided value {x} for 'id' is not the correct type. Expected type is ContentId","detail":""}]}`)
}
