package wiki

// AppProperty is a value that an app keeps on a site.
type AppProperty struct {
	ID    int64
	Key   string
	Value string // JSON
}
