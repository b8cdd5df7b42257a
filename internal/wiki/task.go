package wiki

import "time"

// TaskID names a long-running task: a UUID that cannot be guessed.
type TaskID string

// Task is work that outlives the request that started it: it is done in steps, each in a transaction of its own, by
// whichever process takes it up.
type Task struct {
	ID      TaskID
	Kind    string    // which steps it takes (package site)
	Account AccountID // who started it and with whose rights it works; empty: anonymous
	Token   string    // public id of the token it was started with; empty for anonymous and for the host's own hand
	// Key is what is asked for, so that the same is not worked out twice for one account; empty for tasks that are never
	// the same as another.
	Key      string
	State    string        // what is left to do and what was found, written by the kind and read by nobody else
	Report   TaskReport    //
	Created  time.Time     //
	Finished time.Time     // zero while it works
	Working  bool          // a worker has it
	Elapsed  time.Duration // from Created to Finished, or to when it was read
	Failed   *TaskFailure  // why it ended without success
	Keep     time.Duration // how long it is kept after its end
}

// Done reports whether the task has ended, well or not.
func (t Task) Done() bool { return !t.Finished.IsZero() }

// TaskReport is what one is told of a task.
type TaskReport struct {
	Name    string  // key of what it does, set once at its start
	Percent int     // 0 to 100
	Message Message // how it goes
	Details TaskDetails
}

// Message is a sentence with what was put into it.
type Message struct {
	Text string
	Args []string
}

// TaskDetails are facts about tasks that copy.
type TaskDetails struct {
	Destination    ContentID // the copy's top, once it is there
	DestinationURL string    // its path below the site's context path
	Pages          int       // how many are to be copied
}

// TaskFailure is the refusal a task ended with: as much of an Error as its owner may read.
type TaskFailure struct {
	Reason Reason
	Facts  Facts
}
