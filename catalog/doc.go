// Package catalog holds every operation of the Confluence Cloud REST API as
// data (version, id, method, path, scopes) and the algebra of scopes: what a
// scoped API token may call, and the smallest set of scopes for the calls a
// program makes.
//
// The set is operations.tsv, embedded and read once by [Default]. It is the
// one place where scopes are written; whoever gates a request or advises a
// user asks here. Beside it stands clients.tsv: which operations known clients
// call.
//
// The package refuses to know people, tokens, hosts or permissions: scopes
// restrict, the permissions of the account still decide (auth-behaviour.md §5
// rule 8), and that decision belongs elsewhere. It imports nothing of weir.
package catalog

//go:generate go run ./gendocs -o ../docs/scopes.md
