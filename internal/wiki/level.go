package wiki

// Level is a classification level of a site: how sensitive content is.
type Level struct {
	ID          string // UUID
	Status      LevelStatus
	Name        string
	Description string
	Guideline   string
	Color       string // one of LevelColors
	Order       int    // from 1, the least sensitive first
}

// LevelStatus is where a level is in its life. Content is classified with published ones.
type LevelStatus string

// The statuses of levels.
const (
	LevelDraft     LevelStatus = "DRAFT"
	LevelPublished LevelStatus = "PUBLISHED"
	LevelArchived  LevelStatus = "ARCHIVED"
)

// LevelColors are the colours that the description knows.
var LevelColors = [...]string{
	"RED", "RED_BOLD", "ORANGE", "YELLOW", "GREEN", "BLUE", "NAVY", "TEAL", "PURPLE", "GREY", "LIME",
}
