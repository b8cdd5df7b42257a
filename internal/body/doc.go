// Package body owns the languages a page body is written in: one tree behind
// storage format, rendered HTML, ADF, wiki markup, Markdown and plain text.
//
// The tree's vocabulary is the storage format's, because that is what the wiki
// keeps: every reader ends in it and every writer starts from it. Elements and
// macros the package has no name for stay in the tree as they came.
//
// It refuses input/output of any kind: no database, no network, no clock. What
// a rendered page needs from the wiki around it comes through the functions of
// [Wiki]. Nothing an author wrote is run, compiled or used as a path (R-NOEVAL,
// R-PATHFREE), and nothing an author wrote reaches HTML unescaped (R-HTML).
package body

// Limits of one body, enforced while it is read (security-model.md §10).
const (
	maxElements       = 100_000
	maxDepth          = 256
	maxAttributes     = 64
	maxAttributeBytes = 64 << 10
)
