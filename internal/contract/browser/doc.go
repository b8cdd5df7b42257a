// Package browser holds, in a real Chromium, what an author may not make other people's browsers do (security-model.md
// §8, R-HTML, T-XSS): bodies as rendered, and a drawing as the server sends it.
//
//	rendered_test.go     every hostile body × every variant of a view, with the content security policy and without it
//	wiki_test.go         the wiki around them, in which every name and address is hostile
//	attachment_test.go   an SVG file, downloaded from a real server
//	watch_test.go        pages that do run: the watch sees them
//	chromium_test.go     the browser and its tabs
//	testdata/watch.js    what is watched inside a document
//
// It refuses to reach anything but loopback, and to trust a policy: a body must be harmless without one.
package browser
