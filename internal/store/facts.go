package store

import (
	"regexp"
	"slices"
	"strings"
)

// Facts are what nearly every request asks again: the site, what a token stands for, accounts, a space and what a viewer
// holds in it.
// Most commits change pages and leave all that as it is. The writer of this process knows which tables it changed and holds
// the database's lock from BEGIN to COMMIT, so it can tell that between two stamps lies its own commit and no other; then it
// hands the facts on to the new state. Every other commit, of this process or another, ends them (memo.go).

// contentTables are the tables that no fact is read from. A table that is not named here ends the facts with each change.
var contentTables = []string{
	"audit", "comment", "content", "content_favourite", "content_label", "content_like", "content_macro", "content_mention",
	"content_view", "content_watch", "file", "index_queue", "indexed", "indexed_terms", "inline_task", "label", "property", "restriction",
	"restriction_subject", "rule", "rule_subject", "task", "term", "version", "words",
}

// changed finds the tables that a statement changes; "SET" is the one of ON CONFLICT DO UPDATE SET.
var changed = regexp.MustCompile(`(?i)\b(?:INTO|UPDATE|DELETE FROM)\s+(\w+)`)

// endsFacts reports whether a statement may change what facts are read from. In doubt it does.
func endsFacts(text string) bool {
	verb, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch verb {
	case "SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK":
		return false
	case "INSERT", "UPDATE", "DELETE", "WITH":
	default:
		return true
	}
	found := changed.FindAllStringSubmatch(text, -1)
	for _, m := range found {
		if !strings.EqualFold(m[1], "SET") && !slices.Contains(contentTables, m[1]) {
			return true
		}
	}
	return len(found) == 0 && verb != "WITH"
}

// remember answers a question about facts from memory, or asks and remembers. size is about how many bytes the answer takes.
// What is returned is shared: load must return what nobody changes, or the caller of remember makes a copy.
func remember[T any](t *Tx, key string, size func(T) int, load func() (T, error)) (T, error) {
	if out, known := fact[T](t, key); known {
		return out, nil
	}
	out, err := load()
	if err == nil {
		t.keepFact(key, out, size(out))
	}
	return out, err
}

// fact is what is remembered under a key.
func fact[T any](t *Tx, key string) (out T, known bool) {
	if t.facts == nil {
		return out, false
	}
	v, _ := t.facts.get(answerKey{text: key})
	out, known = v.(T)
	return out, known
}

func (t *Tx) keepFact(key string, value any, size int) {
	if t.facts != nil {
		t.facts.put(answerKey{text: key}, value, size)
	}
}

// carry hands the facts of the state before this process's own commit on to the state after it. It does nothing when it is
// not sure that no other commit came between or since.
func (m *memo) carry(before *generation) {
	s, ok := m.stamps.read()
	if !ok || !s.follows(before.stamp) {
		return
	}
	for {
		now := m.current.Load()
		next := &generation{stamp: s, facts: before.facts, answers: newShelf()}
		switch {
		case now.stamp == s: // a reader was faster
			next.answers = now.answers
		case now != before:
			return
		}
		if m.current.CompareAndSwap(now, next) {
			return
		}
	}
}
