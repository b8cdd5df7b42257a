package wiki

import (
	"slices"
	"time"
)

// Kind is what a content is. The texts are those of the v1 member "type". Beside the kinds below there are the types of
// custom content (custom.go).
type Kind string

// The kinds of content.
const (
	Page       Kind = "page"
	BlogPost   Kind = "blogpost"
	Comment    Kind = "comment"
	Attachment Kind = "attachment"
	Folder     Kind = "folder"
	Whiteboard Kind = "whiteboard"
	Database   Kind = "database"
	Embed      Kind = "embed"
)

// TreeKinds are the kinds that make up the tree of a space: each may lie below each.
func TreeKinds() []Kind { return []Kind{Page, Folder, Whiteboard, Database, Embed} }

// InTree reports whether content of this kind has its place in the tree of a space.
func (k Kind) InTree() bool { return slices.Contains(TreeKinds(), k) }

// Status is where a content is in its life.
type Status string

// The statuses. Historical is never stored: it is what an older version of a current content is called on the wire.
const (
	Current    Status = "current"
	Draft      Status = "draft"
	Trashed    Status = "trashed"
	Archived   Status = "archived"
	Historical Status = "historical"
	Deleted    Status = "deleted"
)

// Content is one object of the wiki in its current state, without its body.
type Content struct {
	ID       ContentID
	Space    SpaceID
	SpaceKey string
	Kind     Kind
	Status   Status
	Title    string
	Parent   ContentID // what lies above it in the tree, what a comment answers or an attachment is in; 0 at the root of a space
	// ParentKind is the kind of Parent, empty at the root of a space.
	ParentKind Kind
	// Container is what a comment, attachment or custom content lies in, past those it hangs on; 0 for other content, and for
	// custom content that stands in a space by itself.
	Container ContentID
	Position  int64 // among its siblings, ascending
	Owner     AccountID
	LastOwner AccountID // who owned it before Owner, empty when nobody did
	Creator   AccountID
	Created   time.Time
	Rule      RuleID // effective view rule, kept by the store's writes
	// Restricted says that the content itself has a view or an edit restriction, so that most edits need not look.
	Restricted bool
	Version    Version // the current one
	// EmbedURL is where a smart link leads, as it was given.
	EmbedURL string
	// Live says that a page was made as a live page, which stays one.
	Live bool
	// File is set for attachments.
	File *File
	// Thread is set for comments.
	Thread *Thread
}

// Version is one step in a content's history.
type Version struct {
	Number  int // from 1; a draft that was never published has 1
	Author  AccountID
	At      time.Time
	Message string // verbatim: clients keep hashes in it (client-expectations.md 9)
	Minor   bool
	Title   string
}

// File is what an attachment has beyond other content.
type File struct {
	FileID    string // UUID, the name on the wire
	Blob      string // name of the bytes in the blob store
	MediaType string
	Size      int64 // bytes
	Comment   string
}

// Body is a stored body. Only the storage format is kept; other representations are made from it.
type Body struct {
	Content ContentID
	Version int
	Storage string
	Raw     string // what custom content was written as, where that is no storage format; Storage is made from it
}

// NewContent is what Session.Create needs. Zero members mean "not given".
type NewContent struct {
	Kind      Kind
	Status    Status // Current or Draft
	Space     SpaceID
	Parent    ContentID
	Title     string
	Storage   string // checked storage format
	BodyFacts        // those of Storage, read before the write is queued
	Raw       string // of custom content, as in Body
	Message   string
	Minor     bool // its first version is a minor edit
	// Root puts the page beside the home page instead of below it when no parent is given (v2 root-level).
	Root bool
	// Private restricts the content to its creator in the same transaction (v2 private).
	Private  bool
	EmbedURL string // of a smart link
	Live     bool   // of a page (v2 subtype)
	File     *File
	// Thread is set for an inline comment that begins a thread: its Marker, Selection and Resolution.
	Thread *Thread
	// Created is when the content counts as made; zero: now.
	Created    time.Time
	Properties []PropertyWrite
}

// Change is an update. Nil members stay as they are.
type Change struct {
	Version    int // the number the caller wants to write: current + 1
	Title      *string
	Status     *Status
	Parent     *ContentID
	Space      *SpaceID
	Owner      *AccountID
	Created    time.Time // when it counts as made; zero: as before
	Storage    *string
	BodyFacts         // those of Storage, not looked at without it
	Raw        string // of custom content, as in Body; with Storage
	Message    string
	Minor      bool
	Properties []PropertyWrite // beside those it has
}

// BodyFacts is what is kept beside a body, since searches and lists ask for it.
type BodyFacts struct {
	Mentions []AccountID
	Macros   []string
	Tasks    []InlineTask // of a page or blog post: Local, UUID, Complete, Body, Blank, Assignee and Due
	Markers  []string     // the marks of inline comments
}

// ContentSort is an order of listings; every order ends with the id so that pages never overlap.
type ContentSort string

// The orders of content listings.
const (
	ByID       ContentSort = "id"
	ByTitle    ContentSort = "title"
	ByCreated  ContentSort = "created-date"
	ByModified ContentSort = "modified-date"
	ByPosition ContentSort = "position"
)

// ContentFilter selects content in listings. Empty slices and nil members do not filter.
type ContentFilter struct {
	IDs      []ContentID
	Kinds    []Kind
	Spaces   []SpaceID
	SpaceKey string
	Statuses []Status
	Title    string // exact, compared case-folded
	Titles   []string
	Parent   *ContentID
	Parents  []ContentID
	Roots    bool      // only content without a parent
	Custom   bool      // only custom content
	Live     *bool     // only live pages, or only what is none
	Day      time.Time // created on this UTC day; zero: any
	FileName string
	// FileNames are names of which an attachment has one.
	FileNames []string
	Media     string
	Label     int64  // the number of a label it has; 0: any
	State     *int64 // the number of the state it is marked with
	// Thread selects comments; nil: content of any kind.
	Thread *ThreadFilter
	// Living leaves out what lies in content that is in the trash.
	Living bool
	Sort   ContentSort
	Desc   bool
}

// TreeFilter selects what lies below a content.
type TreeFilter struct {
	Top      ContentID
	Kinds    []Kind
	Statuses []Status
	Depth    int // how far down, from 1 for what lies directly below; 0: all the way
	// ByID lists in the order of ids instead of from the top down.
	ByID bool
}

// Descendant is a content below another.
type Descendant struct {
	Content
	Depth int // 1 for what lies directly below
}

// Window is the cut of a listing: either an offset (v1) or the key after which it goes on (v2).
type Window struct {
	Limit  int // at most this many; the store reads one more to know whether there is a next page
	Offset int
	After  string // opaque sort key of the last item seen; empty: from the start
}

// Slice is a cut of a listing as the store returns it.
type Slice[T any] struct {
	Items []T
	More  bool
	After string // the key to continue with; set when More
}
