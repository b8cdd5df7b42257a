package v1_test

import (
	"strings"
	"testing"
)

func TestPropertiesOfContent(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const (
		path   = "/content/65538/property"
		answer = `"_links":{"context":"/wiki","self":"https://wiki.test/wiki/rest/api/content/65538/property/`
		inList = `"_links":{"self":"https://wiki.test/wiki/rest/api/content/65538/property/`
		when   = `"version":{"when":"2026-08-07T12:00:02.000Z","message":"","number":1,"minorEdit":false},"_expandable":{"content":"/rest/api/content/65538"},`
		one    = `{"id":"1","key":"my.key","value":{"a":1},` + when
		two    = `{"id":"2","key":"a b","value":"x",` + when
		base   = `","base":"https://wiki.test/wiki"}}`
	)
	b.answers("ann", "POST "+path, `{"key":"my.key","value":{"a": 1}}`, 200, one+answer+"my.key"+base)
	b.answers("ann", "POST "+path+"/a%20b", `{"key":"ignored","value":"x"}`, 200, two+answer+"a%20b"+base)
	b.answers("bob", "GET "+path, "", 200, list(path, 0, 10, "", one+inList+`my.key"}}`, two+inList+`a%20b"}}`))
	b.answers("bob", "GET "+path+"?key=a%20b&limit=5&start=0", "", 200, list(path+"?key=a+b", 0, 5, "", two+inList+`a%20b"}}`))
	b.answers("bob", "GET "+path+"/my.key?expand=none", "", 200, `{"id":"1","key":"my.key","value":{"a":1},
		"_expandable":{"content":"/rest/api/content/65538","version":""},`+answer+"my.key"+base)
	for _, gone := range []string{"/my", "/MY.KEY", "/my.key?status=trashed"} {
		if w := b.call("bob", "GET "+path+gone, ""); w.Code != 404 {
			t.Errorf("%s: %d %s", gone, w.Code, w.Body)
		}
	}

	// metadata.properties.KEY, with dots in the key; what was not asked for is offered.
	metadata := func(expand, want string) {
		t.Helper()
		w := b.call("bob", "GET /content/65538?expand="+expand, "")
		_, from, _ := strings.Cut(w.Body.String(), `"metadata":{"properties":`)
		got, _, _ := strings.Cut(from, `,"_expandable":{"currentuser"`)
		if got != flat(want) {
			t.Errorf("%s: %s", expand, got)
		}
	}
	metadata("metadata.properties", `{"_expandable":{"a b":"","my.key":""}}`)
	metadata("metadata.properties.my.key", `{"my.key":{"id":"1","key":"my.key","value":{"a":1},"_expandable":{"content":"/rest/api/content/65538",
		"version":""},`+inList+`my.key"}},"_expandable":{"a b":""}}`)
	metadata("metadata.properties.my.key.version", `{"my.key":`+one+inList+`my.key"}},"_expandable":{"a b":""}}`)

	// A version of 1 makes what is not there (client-expectations.md 10), any other does not. Numbers may be texts.
	b.answers("bob", "PUT "+path+"/new", `{"value":1,"version":{"number":2}}`, 404, missing("No property found with id: new"))
	b.answers("bob", "PUT "+path+"/new", `{"value":1,"version":{"number":1}}`, 200,
		strings.NewReplacer("my.key", "new", `"minorEdit":false`, `"minorEdit":true`).Replace(`{"id":"3","key":"new","value":1,`+when+answer+"new"+base))
	b.answers("bob", "PUT "+path+"/new", `{"value":2,"version":{"number":"2","minorEdit":true,"message":"m"}}`, 200,
		`{"id":"3","key":"new","value":2,"version":{"when":"2026-08-07T12:00:02.000Z","message":"m","number":2,"minorEdit":true},
		"_expandable":{"content":"/rest/api/content/65538"},`+answer+"new"+base)
	b.answers("bob", "PUT "+path+"/new", `{"value":2,"version":{"number":3,"minorEdit":false}}`, 200,
		`{"id":"3","key":"new","value":2,"version":{"when":"2026-08-07T12:00:02.000Z","message":"","number":3,"minorEdit":false},
		"_expandable":{"content":"/rest/api/content/65538"},`+answer+"new"+base)
	for _, stale := range []string{`{"value":3,"version":{"number":3}}`, `{"value":3,"version":{"number":5}}`, `{"value":3}`} {
		if w := b.call("bob", "PUT "+path+"/new", stale); w.Code != 409 {
			t.Errorf("%s: %d %s", stale, w.Code, w.Body)
		}
	}
	b.answers("bob", "PUT "+path+"/new", `{"value":3,"version":{"number":"x"}}`, 400, `{"statusCode":400,
		"message":"org.springframework.http.converter.HttpMessageNotReadableException: member \"version/number\" cannot be of type string"}`)
	for _, line := range []string{"GET " + path, "POST " + path, "GET " + path + "/new", "POST " + path + "/new", "PUT " + path + "/new", "DELETE " + path + "/new"} {
		b.answers("eve", line, "{}", 404, noContent("65538"))
	}
	if w := b.call("bob", "DELETE "+path+"/new", ""); w.Code != 204 {
		t.Errorf("delete: %d %s", w.Code, w.Body)
	}
	b.answers("bob", "GET "+path+"/new", "", 404, missing("No property found with id: new"))
}

func TestPropertiesOfUsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const path = "/user/bob-0000/property"
	expect := func(who, line, body string, status int) {
		t.Helper()
		if w := b.call(who, line, body); w.Code != status {
			t.Errorf("%s as %s: %d %s, want %d", line, who, w.Code, w.Body, status)
		}
	}
	expect("bob", "POST "+path+"/k", `{"value":{"a":1}}`, 201)
	expect("bob", "POST "+path+"/k", `{"value":{"a":1}}`, 409)
	expect("bob", "PUT "+path+"/other", `{"value":{}}`, 404)
	expect("bob", "POST "+path+"/a.b", `{"value":{}}`, 400)
	expect("bob", "PUT "+path+"/a%20b", `{"value":{}}`, 400)
	b.seconds.Add(5)
	expect("ann", "PUT "+path+"/k", `{"value":{"a":2}}`, 204) // an administrator
	b.answers("bob", "GET "+path+"/k", "", 200, `{"key":"k","value":{"a":2},"id":"1","lastModifiedDate":"2026-08-07T12:00:05.000Z",
		"createdDate":"2026-08-07T12:00:00.000Z","_links":{"context":"/wiki","self":"https://wiki.test/wiki/rest/api/user/bob-0000/property/k",
		"base":"https://wiki.test/wiki"}}`)
	b.answers("bob", "GET "+path, "", 200, list(path, 0, 5, "", `{"key":"k"}`))
	for _, line := range []string{"GET " + path, "GET " + path + "/k", "POST " + path + "/k", "PUT " + path + "/k", "DELETE " + path + "/k"} {
		expect("eve", line, `{"value":{}}`, 403)
		expect("ann", strings.Replace(line, "bob", "nobody", 1), `{"value":{}}`, 404)
	}
	expect("bob", "DELETE "+path+"/k", "", 204)
	expect("bob", "DELETE "+path+"/k", "", 404)
}
