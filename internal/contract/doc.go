// Package contract holds the wire by tests, from outside: a real server, real sockets, real clients. What is expected
// comes from the table of operations, read here by a reader of its own, and from bodies typed after the references, so
// that a mistake in the program cannot hide in its own test.
//
//	matrix_test.go       every operation × kind of credential × door, on a private and on a public site
//	transcript_test.go   testdata/{v1,v2,edge}: requests and the exact bytes they are answered with
//	path_test.go         no spelling of a path lets the scope check see another operation than the dispatcher
//	listing_test.go      what is listed is what can be got
//	enum_test.go         what is hidden reads like what is missing
//	revoke_test.go       a revoked token ends at once, on every server over one database
//	client_usage_test.go  reads as real clients send them
//	curl_test.go, demo_test.go, atlassianpython_test.go, confluencejs_test.go   what real clients send
//	operations_doc_test.go   docs/operations.md
//	examples_test.go     docs/curl.md, and curl itself
//	load_test.go         benchmarks beside a bare handler
//
// Who builds an operation adds the example that leads to it (operation.target), its struct (shapes) and its transcripts:
// a request under recorded:, the answers by go test -run TestTranscripts -update, refusals typed by hand.
//
// It refuses to import what it checks: no test asks package catalog or identity what a token may do.
package contract

//go:generate go test -count=1 -run ^(TestOperationsDocument|TestExamplesDocument)$ -update .
