package rest

import (
	"strings"
	"time"

	"github.com/weirhq/weir/internal/site"
)

// Reading what has not changed is most of what programs do, so answers of rows that say Kept serve again until the next
// commit of any process: site.Visit.Recall knows no older state. Before an answer is looked up, the request has passed
// everything up to its handler: the credential is judged, scope, routing and access to the site are checked, each in the
// same state. What is kept is the answer's own headers and bytes; the headers of each request are put on anew.

// keptWithin is how long an answer may take to make and be kept: one that took longer may lack what a limit of time cut off
// (security-model.md §10 "render CPU").
const keptWithin = time.Second

// keptKey names an answer by all that it depends on beside the database: the row, the door, who asks and the target, as it
// was sent since links quote it. Empty when the answer is not kept.
func (c *call) keptKey() string {
	who := c.caller
	if !c.route.row.Kept || c.withAdminKey() || who.Failure != nil || (who.Token == "") != who.IsAnonymous() {
		return ""
	}
	return strings.Join([]string{c.route.key, c.in.Door.String(), who.Token, c.r.Host, c.r.RequestURI}, " ")
}

func recall(v *site.Visit, key string) (Answer, bool) {
	if key == "" {
		return Answer{}, false
	}
	kept, known := v.Recall(key)
	if !known {
		return Answer{}, false
	}
	answer, ok := kept.(Answer)
	return answer, ok
}

// size is about how many bytes the answer takes in memory.
func (a Answer) size() int {
	n := 512 + len(a.Body)
	for name, values := range a.Header {
		n += len(name) + 64
		for _, v := range values {
			n += len(v) + 16
		}
	}
	return n
}
