package wiki

import "time"

// Property is a named JSON value that programs keep with a content, a space or an account.
type Property struct {
	ID      int64
	Of      PropertyOwner
	Key     string
	Value   string // JSON on one line
	Creator AccountID
	Created time.Time
	Version Version // of the property itself; it has no title
}

// PropertyWrite is a property that is written together with its content. What has the value already is not written again.
type PropertyWrite struct {
	Key     string
	Value   string // JSON on one line
	Version int    // the present number or the one after it, as clients send back what they read; 0: not given
}

// PropertyOwner is what a property is kept with. Exactly one member is set.
type PropertyOwner struct {
	Content ContentID
	Space   SpaceID
	Account AccountID
}

// PropertyFilter selects properties in listings. No keys means all; by key is the other order than by id.
type PropertyFilter struct {
	Keys  []string
	ByKey bool
	Desc  bool
}

// Limits of properties. Keys are counted in characters, values in bytes of JSON.
const (
	MaxPropertyKey   = 255
	MaxPropertyValue = 32 << 10
	MaxWritten       = 100 // that are written together with their content
)
