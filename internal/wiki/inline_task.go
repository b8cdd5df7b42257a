package wiki

import "time"

// InlineTask is an item of a task list in the body of a page or blog post.
type InlineTask struct {
	ID        int64
	Content   ContentID
	Space     SpaceID // of the content
	Kind      Kind    // of the content
	Local     string  // its number in the body, ac:task-id
	UUID      string  // its name in the body; may be empty
	Complete  bool
	Body      string // storage format
	Blank     bool   // the body has no text
	Assignee  AccountID
	Due       time.Time // the day; zero: none
	Creator   AccountID // who wrote it into the body
	Created   time.Time
	Updated   time.Time
	Completer AccountID
	Completed time.Time
}

// TimeSpan is a span of time, both ends included; a zero end is open.
type TimeSpan struct{ From, To time.Time }

// MillisSpan is the span between two times in milliseconds since 1970 UTC; 0 is an open end.
func MillisSpan(from, to int64) (s TimeSpan) {
	if from != 0 {
		s.From = time.UnixMilli(from)
	}
	if to != 0 {
		s.To = time.UnixMilli(to)
	}
	return s
}

// InlineTaskFilter selects inline tasks. Nil members do not filter.
type InlineTaskFilter struct {
	IDs        []int64
	Spaces     []SpaceID
	SpaceKeys  []string
	Labels     []string // names of global labels, of which the content has one; in small letters, as they are kept
	Contents   []ContentID
	Kinds      []Kind
	Creators   []AccountID
	Assignees  []AccountID
	Completers []AccountID
	Complete   *bool
	NotBlank   bool
	Created    TimeSpan
	Due        TimeSpan
	Completed  TimeSpan
}
