package doctor

import (
	"regexp"
	"strings"
)

// Shell is whose rules of quoting a pasted line follows.
type Shell string

// The shells.
const (
	Posix      Shell = "sh"
	PowerShell Shell = "powershell"
	Cmd        Shell = "cmd"
)

// piece is a part of a word: text as it stands, the name of a variable, or a command whose output is put in.
type piece struct {
	text     string
	variable string
	command  string
	literal  bool // text in quotes that expand nothing
}

// word is one argument of a command line. Its variables stay variables: their values are looked up where they are used
// and are never written into a corrected line.
type word struct {
	pieces []piece
	open   bool // a quote was opened and not closed
}

func (w word) empty() bool { return len(w.pieces) == 0 }

// text is the word with values in place of variables. missing are variables and commands that have none.
func (w word) text(value func(string) (string, bool)) (text string, missing []string) {
	var b strings.Builder
	for _, p := range w.pieces {
		switch {
		case p.variable != "":
			v, ok := value(p.variable)
			if !ok {
				missing = append(missing, "$"+p.variable)
			}
			b.WriteString(v)
		case p.command != "":
			v, ok := output(p.command, value)
			if !ok {
				missing = append(missing, "$(…)")
			}
			b.WriteString(v)
		default:
			b.WriteString(p.text)
		}
	}
	return b.String(), missing
}

// plain is the word without its variables; for the names of options.
func (w word) plain() string {
	text, _ := w.text(func(string) (string, bool) { return "", false })
	return text
}

// maxPiece is how long a piece grows before the next begins, so that long words do not cost the square of their length.
const maxPiece = 1 << 10

func (w *word) add(p piece) {
	if n := len(w.pieces); n > 0 && p.variable == "" && p.command == "" {
		if last := &w.pieces[n-1]; last.variable == "" && last.command == "" && last.literal == p.literal && len(last.text) < maxPiece {
			last.text += p.text
			return
		}
	}
	w.pieces = append(w.pieces, p)
}

// statement is one command of a text.
type statement struct {
	words  []word
	joined bool   // an & in no quotes ended it, as in a URL that should have been quoted
	after  string // what stands behind that & in the same line
}

// lexer reads statements of a shell's language. It knows as much of it as lines people paste contain.
type lexer struct {
	shell Shell
	src   []rune
	pos   int
}

func (l *lexer) done() bool { return l.pos >= len(l.src) }

func (l *lexer) peek(ahead int) rune {
	if l.pos+ahead >= len(l.src) {
		return 0
	}
	return l.src[l.pos+ahead]
}

// rest is what was not read.
func (l *lexer) rest() string { return string(l.src[min(l.pos, len(l.src)):]) }

// statement reads up to the end of a command.
func (l *lexer) statement() statement {
	var s statement
	for {
		l.blanks()
		if l.done() {
			return s
		}
		switch c := l.peek(0); {
		case c == '\n':
			l.pos++
			return s
		case c == '#' && l.shell != Cmd:
			l.line()
		case c == ';' && l.shell != Cmd:
			l.pos++
			return s
		case c == '|', c == '&':
			second := l.peek(1)
			l.pos++
			if second == c { // && and ||
				l.pos++
				return s
			}
			if c == '&' && second == '>' {
				continue
			}
			s.joined, s.after = c == '&', strings.TrimSpace(l.line())
			return s
		case c == '>' || c == '<':
			l.redirection()
		default:
			w := l.word()
			if n := l.peek(0); (n == '>' || n == '<') && isDigits(w.plain()) {
				continue // the 2 of 2>file
			}
			s.words = append(s.words, w)
		}
	}
}

// redirection leaves out where output goes.
func (l *lexer) redirection() {
	for l.peek(0) == '>' || l.peek(0) == '<' || l.peek(0) == '&' {
		l.pos++
	}
	l.blanks()
	if c := l.peek(0); !l.done() && c != '\n' && c != '|' && c != ';' && c != '&' {
		l.word()
	}
}

// line reads to the end of the line and leaves it there.
func (l *lexer) line() string {
	start := l.pos
	for !l.done() && l.peek(0) != '\n' {
		l.pos++
	}
	return string(l.src[start:l.pos])
}

// blanks skips what separates words, and line ends that do not count.
func (l *lexer) blanks() {
	for !l.done() {
		switch c := l.peek(0); {
		case c == ' ' || c == '\t' || c == '\r':
			l.pos++
		case c == l.escape() && l.endsLine(1) > 0:
			l.pos += 1 + l.endsLine(1)
		default:
			return
		}
	}
}

// endsLine is how many characters end the line at that distance, after blanks that pasting may have left; 0 if it goes on.
func (l *lexer) endsLine(ahead int) int {
	n := 0
	for {
		switch l.peek(ahead + n) {
		case '\n':
			return n + 1
		case ' ', '\t', '\r':
			n++
		default:
			return 0
		}
	}
}

// escape is the character that takes the meaning from the next one.
func (l *lexer) escape() rune {
	switch l.shell {
	case PowerShell:
		return '`'
	case Cmd:
		return '^'
	}
	return '\\'
}

func (l *lexer) word() word {
	switch l.shell {
	case PowerShell:
		return l.powerShellWord()
	case Cmd:
		return l.cmdWord()
	}
	return l.posixWord()
}

// ends reports whether a character ends a word outside quotes.
func (l *lexer) ends(c rune) bool {
	switch c {
	case ' ', '\t', '\r', '\n', '|', '&', '>', '<':
		return true
	case ';':
		return l.shell != Cmd
	}
	return false
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func isName(c rune, first bool) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || !first && c >= '0' && c <= '9'
}

// name reads a variable's name, empty if there is none.
func (l *lexer) name() string {
	start := l.pos
	for isName(l.peek(0), l.pos == start) {
		l.pos++
	}
	return string(l.src[start:l.pos])
}

// until reads to the character that closes, and past it; balanced counts what opens on the way.
func (l *lexer) until(opens, closes rune) (text string, closed bool) {
	start, depth := l.pos, 1
	for ; !l.done(); l.pos++ {
		switch c := l.peek(0); {
		case c == closes:
			if depth--; depth == 0 {
				text = string(l.src[start:l.pos])
				l.pos++
				return text, true
			}
		case c == opens:
			depth++
		}
	}
	return string(l.src[start:]), false
}

var (
	looksPowerShell = regexp.MustCompile("(?i)(^|\\n)\\s*PS [A-Z]:|\\$env:|`[ \\t]*\\r?\\n|\\b(invoke-restmethod|invoke-webrequest|irm|iwr)\\b|(^|\\n)\\s*\\$[a-z_]\\w* *= *|\\bcurl\\.exe\\b")
	looksCmd        = regexp.MustCompile("(?i)(^|\\n)\\s*[A-Z]:\\\\[^>\\n]*>|\\^[ \\t]*\\r?\\n|\\^[\"&%]|%[a-z_]\\w*%|(^|\\n)\\s*set [a-z_]\\w*=")
)

// shellOf guesses from what only one shell writes.
func shellOf(text string) Shell {
	switch {
	case looksCmd.MatchString(text):
		return Cmd
	case looksPowerShell.MatchString(text):
		return PowerShell
	}
	return Posix
}
