package server

import (
	"bufio"
	"io"
	"regexp"
	"strings"
	"sync"

	"github.com/google/uuid"
)

// requestIDs makes the ids of requests from a source of randomness, which needs not be safe for concurrent use.
type requestIDs struct {
	mu     sync.Mutex
	random *bufio.Reader
}

func newRequestIDs(random io.Reader) *requestIDs {
	return &requestIDs{random: bufio.NewReaderSize(random, 4096)}
}

// next is a random UUID and the same without dashes: atl-request-id and atl-traceid (auth-behaviour.md §9).
func (g *requestIDs) next() (id, trace string, err error) {
	g.mu.Lock()
	u, err := uuid.NewRandomFromReader(g.random)
	g.mu.Unlock()
	if err != nil {
		return "", "", err
	}
	id = u.String()
	return id, strings.ReplaceAll(id, "-", ""), nil
}

// foreignID is what a client may call its own request; anything else is dropped (security-model.md §13).
var foreignID = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

func foreignRequestID(value string) string {
	if foreignID.MatchString(value) {
		return value
	}
	return ""
}
