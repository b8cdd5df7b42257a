package wiki

// LookChoice says whose look a site or a space has.
type LookChoice string

// The choices. A site's global look is the one the program comes with; a space's is the site's.
const (
	GlobalLook LookChoice = "global"
	CustomLook LookChoice = "custom"
)

// Look is the look and feel of a site or a space.
type Look struct {
	Selected LookChoice // empty: GlobalLook
	Custom   string     // JSON, empty when nobody has made one
}
