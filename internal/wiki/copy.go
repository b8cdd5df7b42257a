package wiki

// CopyParts are what a copy of a page takes along beside its body.
type CopyParts struct {
	Attachments    bool
	Permissions    bool // its restrictions
	Properties     bool
	Labels         bool
	CustomContents bool // what apps keep in it
}
