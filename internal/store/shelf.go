package store

import (
	"strings"
	"sync"
	"unsafe"

	"github.com/weirhq/weir/internal/wiki"
)

// Bounds of what a shelf holds.
const (
	maxRemembered = 4 << 20 // bytes, as estimated by those who remember
	maxOneAnswer  = 256 << 10
)

// shelf holds answers in memory, as many as there is room for. Safe for concurrent use.
type shelf struct {
	mu      sync.RWMutex
	answers map[answerKey]answer
	size    int
}

// answerKey names an answer: to a question about the installation, where site is 0, or to one about that site.
type answerKey struct {
	site wiki.SiteID
	text string
}

type answer struct {
	value any
	size  int
}

func newShelf() *shelf { return &shelf{answers: map[answerKey]answer{}} }

func (s *shelf) get(key answerKey) (any, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	a, ok := s.answers[key]
	return a.value, ok
}

func (s *shelf) put(key answerKey, value any, size int) {
	size += len(key.text) + int(unsafe.Sizeof(key)+unsafe.Sizeof(answer{}))
	if size > maxOneAnswer {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, there := s.answers[key]; there {
		return
	}
	for old, a := range s.answers { // any: maps are read in random order
		if s.size+size <= maxRemembered {
			break
		}
		delete(s.answers, old)
		s.size -= a.size
	}
	key.text = strings.Clone(key.text)
	s.answers[key] = answer{value, size}
	s.size += size
}
