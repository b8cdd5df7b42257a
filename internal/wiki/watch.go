package wiki

// Watched is what an account can watch. Exactly one member is set.
type Watched struct {
	Content ContentID
	Space   SpaceID
	Label   int64
}
