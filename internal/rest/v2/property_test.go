package v2_test

import (
	"strings"
	"testing"
)

func TestPropertiesOfAPage(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const (
		path = "/pages/65538/properties"
		at   = `"message":"","minorEdit":false,"authorId":"ann-0000","createdAt":"2026-08-07T12:02:00.000Z"}}`
		n    = `{"id":"1","key":"n","value":{"a":[1,2.50,null]},"version":{"number":1,` + at
		a    = `{"id":"2","key":"a","value":null,"version":{"number":1,` + at
	)
	b.answers("ann", "POST "+path, `{"key":"n","value":{ "a" : [1, 2.50, null] }}`, 200, n)
	b.answers("ann", "POST "+path, `{"key":"a","value":null,"unknown":1}`, 200, a)
	list := func(items ...string) string { return `{"results":[` + strings.Join(items, ",") + endOfList }
	for query, want := range map[string]string{
		"": list(n, a), "?sort=key": list(a, n), "?sort=-key": list(n, a), "?key=a": list(a), "?key=A": list(),
	} {
		b.answers("bob", "GET "+path+query, "", 200, want)
	}
	b.answers("bob", "GET "+path+"/2", "", 200, a)
	b.answers("bob", "GET /pages/65538?include-properties=true&include-version=false", "", 200, `{"id":"65538","status":"current",
		"title":"Zebra","spaceId":"32769","parentId":"65537","parentType":"page","position":1000,"authorId":"ann-0000","ownerId":"ann-0000",
		"lastOwnerId":null,"createdAt":"2026-08-07T12:01:00.000Z","body":{},"properties":{"results":[`+n+","+a+`],"meta":{"hasMore":false},
		"_links":{"self":"/api/v2/pages/65538/properties"}},"_links":{"editui":"/pages/resumedraft.action?draftId=65538",
		"webui":"/spaces/DEV/pages/65538/Zebra","tinyui":"/x/AgAB","base":"https://wiki.test/wiki"}}`)

	// The next version, by one who may change the page; then the number is spent.
	update := `{"key":"a","value":"new","version":{"number":2,"message":"why"}}`
	b.answers("bob", "PUT "+path+"/2", update, 200, `{"id":"2","key":"a","value":"new","version":{"number":2,"message":"why",
		"minorEdit":false,"authorId":"bob-0000","createdAt":"2026-08-07T12:02:00.000Z"}}`)
	b.refuses("bob", "PUT "+path+"/2", update, 409, "CONFLICT", "Version must be incremented on update. Current version is: 2")

	// A property belongs to its page, and is hidden with it.
	for _, line := range []string{"GET /pages/65539/properties/2", "PUT /pages/65539/properties/2", "DELETE /pages/65539/properties/2", "GET " + path + "/3"} {
		id := line[len(line)-1:]
		b.refuses("ann", line, update, 404, "NOT_FOUND", "Could not find property with id ["+id+"]")
	}
	for _, line := range []string{"GET " + path, "POST " + path, "GET " + path + "/2", "PUT " + path + "/2", "DELETE " + path + "/2"} {
		b.refuses("eve", line, "{}", 404, "NOT_FOUND", "Cannot find a page with id [65538]")
	}
	if w := b.call("bob", "DELETE "+path+"/2", ""); w.Code != 204 || w.Body.Len() != 0 {
		t.Errorf("delete: %d %s", w.Code, w.Body)
	}
	b.answers("bob", "GET "+path, "", 200, list(n))
}

func TestPropertiesThatCannotBeKept(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const path = "/pages/65538/properties"
	long := strings.Repeat("k", 256)
	for body, title := range map[string]string{
		`{"value":1}`:                        "'key' is required",
		`{"key":"k"}`:                        "'value' is required",
		`{"key":"` + long + `","value":1}`:   "Provided value {" + long[:200] + "} for 'key' is not valid. Expected 1 to 255 characters",
		`{"key":"a\u0000b","value":1}`:       "Provided value {a\\u0000b} for 'key' is not valid. Expected text without control characters",
		`{"key":"a\nb","value":1,"other":2}`: "Provided value {a\\nb} for 'key' is not valid. Expected text without control characters",
	} {
		b.answers("ann", "POST "+path, body, 400, `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"`+title+`","detail":""}]}`)
	}
	big := `{"key":"k","value":"` + strings.Repeat("x", 32<<10) + `"}`
	b.refuses("ann", "POST "+path, big, 413, "PAYLOAD_TOO_LARGE", "Request entity too large")
	b.answers("ann", "GET "+path, "", 200, `{"results":[`+endOfList)
}

func TestPropertiesOfASpace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const (
		path = "/spaces/32769/properties"
		made = `{"id":"1","key":"k","value":true,"createdAt":"2026-08-07T12:00:00.000Z","createdBy":"ann-0000",
			"version":{"createdAt":"2026-08-07T12:00:00.000Z","createdBy":"ann-0000","message":"","number":1}}`
	)
	b.answers("ann", "POST "+path, `{"key":"k","value":true}`, 201, made)
	b.answers("bob", "GET "+path+"?key=k", "", 200, `{"results":[`+made+endOfList)
	b.answers("bob", "GET "+path+"/1", "", 200, made)
	for _, line := range []string{"POST " + path, "PUT " + path + "/1", "DELETE " + path + "/1"} {
		b.refuses("bob", line, `{"key":"k","value":1,"version":{"number":2}}`, 403, "FORBIDDEN", "Forbidden")
		b.refuses("eve", line, "{}", 404, "NOT_FOUND", "Could not find space with id [32769]")
	}
	b.minutes.Add(1)
	b.answers("ann", "PUT "+path+"/1", `{"key":"k","value":false,"version":{"number":2}}`, 200, `{"id":"1","key":"k","value":false,
		"createdAt":"2026-08-07T12:00:00.000Z","createdBy":"ann-0000","version":{"createdAt":"2026-08-07T12:01:00.000Z",
		"createdBy":"ann-0000","message":"","number":2}}`)
	if w := b.call("ann", "DELETE "+path+"/1", ""); w.Code != 204 {
		t.Errorf("delete: %d %s", w.Code, w.Body)
	}
	b.refuses("ann", "GET "+path+"/1", "", 404, "NOT_FOUND", "Could not find property with id [1]")
}
