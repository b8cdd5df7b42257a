package doctor

import (
	"strconv"
	"strings"
)

// posixWord reads a word as sh and bash do.
func (l *lexer) posixWord() word {
	var w word
	for !l.done() && !l.ends(l.peek(0)) {
		switch c := l.peek(0); {
		case c == '\\' && l.endsLine(1) > 0:
			l.pos += 1 + l.endsLine(1)
		case c == '\\':
			l.pos++
			if !l.done() {
				w.add(piece{text: string(l.peek(0))})
				l.pos++
			}
		case c == '\'':
			l.pos++
			text, closed := l.until(0, '\'')
			w.add(piece{text: text, literal: true})
			w.open = w.open || !closed
		case c == '$' && l.peek(1) == '\'':
			l.pos += 2
			l.ansi(&w)
		case c == '"':
			l.pos++
			l.posixDouble(&w)
		case c == '$' || c == '`':
			l.posixExpansion(&w)
		default:
			w.add(piece{text: string(c)})
			l.pos++
		}
	}
	return w
}

// posixDouble reads the rest of "…".
func (l *lexer) posixDouble(w *word) {
	w.add(piece{}) // "" is a word, too
	for !l.done() {
		switch c := l.peek(0); {
		case c == '"':
			l.pos++
			return
		case c == '\\' && l.peek(1) == '\n':
			l.pos += 2
		case c == '\\' && strings.ContainsRune("$`\"\\", l.peek(1)):
			w.add(piece{text: string(l.peek(1))})
			l.pos += 2
		case c == '$' || c == '`':
			l.posixExpansion(w)
		default:
			w.add(piece{text: string(c)})
			l.pos++
		}
	}
	w.open = true
}

// posixExpansion reads $NAME, ${NAME}, $(command) and `command`.
func (l *lexer) posixExpansion(w *word) {
	switch mark := l.peek(0); {
	case mark == '`':
		l.pos++
		text, closed := l.until(0, '`')
		w.add(piece{command: text + " "})
		w.open = w.open || !closed
	case l.peek(1) == '(':
		l.pos += 2
		text, closed := l.until('(', ')')
		w.add(piece{command: text + " "})
		w.open = w.open || !closed
	case l.peek(1) == '{':
		l.pos += 2
		text, closed := l.until('{', '}')
		name := strings.TrimRight(text, ":-=?+ ")
		if i := strings.IndexFunc(name, func(c rune) bool { return !isName(c, false) }); i > 0 {
			name = name[:i] // ${NAME:-default} and its kin
		}
		if name == "" {
			name = "?"
		}
		w.add(piece{variable: name})
		w.open = w.open || !closed
	default:
		l.pos++
		if name := l.name(); name != "" {
			w.add(piece{variable: name})
		} else {
			w.add(piece{text: "$"})
		}
	}
}

// ansi reads the rest of $'…', as browsers copy requests.
func (l *lexer) ansi(w *word) {
	simple := map[rune]string{'n': "\n", 't': "\t", 'r': "\r", '\\': "\\", '\'': "'", '"': "\"", '?': "?"}
	w.add(piece{literal: true})
	for !l.done() {
		c := l.peek(0)
		l.pos++
		if c == '\'' {
			return
		}
		if c != '\\' || l.done() {
			w.add(piece{text: string(c), literal: true})
			continue
		}
		c = l.peek(0)
		l.pos++
		text, known := simple[c]
		if digits := map[rune]int{'x': 2, 'u': 4, 'U': 8}[c]; digits > 0 {
			start := l.pos
			for l.pos < start+digits && strings.ContainsRune("0123456789abcdefABCDEF", l.peek(0)) && !l.done() {
				l.pos++
			}
			n, err := strconv.ParseUint(string(l.src[start:l.pos]), 16, 32)
			text, known = string(rune(n)), err == nil
		}
		if !known {
			text = "\\" + string(c)
		}
		w.add(piece{text: text, literal: true})
	}
	w.open = true
}

// powerShellWord reads a word as PowerShell does.
func (l *lexer) powerShellWord() word {
	var w word
	for !l.done() && !l.ends(l.peek(0)) {
		switch c := l.peek(0); {
		case c == '`' && l.endsLine(1) > 0:
			l.pos += 1 + l.endsLine(1)
		case c == '`':
			l.pos++
			if !l.done() {
				w.add(piece{text: string(l.peek(0))})
				l.pos++
			}
		case c == '\'':
			l.pos++
			l.powerShellQuoted(&w, '\'')
		case c == '"':
			l.pos++
			l.powerShellQuoted(&w, '"')
		case c == '@' && l.peek(1) == '{':
			l.pos += 2
			text, closed := l.until('{', '}')
			w.add(piece{text: "@{" + text + "}"})
			w.open = w.open || !closed
		case c == '(':
			l.pos++
			text, closed := l.until('(', ')')
			w.add(piece{command: text + " "})
			w.open = w.open || !closed
		case c == '$':
			l.powerShellVariable(&w)
		default:
			w.add(piece{text: string(c)})
			l.pos++
		}
	}
	return w
}

// powerShellQuoted reads the rest of '…' or "…"; a doubled quote stands for itself.
func (l *lexer) powerShellQuoted(w *word, quote rune) {
	literal := quote == '\''
	w.add(piece{literal: literal})
	for !l.done() {
		switch c := l.peek(0); {
		case c == quote && l.peek(1) == quote:
			w.add(piece{text: string(quote), literal: literal})
			l.pos += 2
		case c == quote:
			l.pos++
			return
		case !literal && c == '`' && l.pos+1 < len(l.src):
			w.add(piece{text: string(l.peek(1))})
			l.pos += 2
		case !literal && c == '$':
			l.powerShellVariable(w)
		default:
			w.add(piece{text: string(c), literal: literal})
			l.pos++
		}
	}
	w.open = true
}

// powerShellVariable reads $NAME, $env:NAME, ${env:NAME} and $(command).
func (l *lexer) powerShellVariable(w *word) {
	l.pos++
	switch {
	case l.peek(0) == '(':
		l.pos++
		text, closed := l.until('(', ')')
		w.add(piece{command: text + " "})
		w.open = w.open || !closed
		return
	case l.peek(0) == '{':
		l.pos++
		text, closed := l.until('{', '}')
		if len(text) > 4 && strings.EqualFold(text[:4], "env:") {
			text = text[4:]
		}
		w.add(piece{variable: text + strings.Repeat("?", b2i(text == ""))})
		w.open = w.open || !closed
		return
	}
	if strings.EqualFold(string(l.src[l.pos:min(l.pos+4, len(l.src))]), "env:") {
		l.pos += 4
	}
	if name := l.name(); name != "" {
		w.add(piece{variable: name})
	} else {
		w.add(piece{text: "$"})
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// cmdWord reads a word as cmd.exe and the programs it starts do: it knows no single quotes.
func (l *lexer) cmdWord() word {
	var w word
	quoted := false
	for !l.done() {
		c := l.peek(0)
		switch {
		case !quoted && l.ends(c):
			return w
		case c == '^' && !quoted && l.endsLine(1) > 0:
			l.pos += 1 + l.endsLine(1)
		case c == '^' && (!quoted || l.peek(1) == '"') && l.pos+1 < len(l.src):
			l.pos++
			if l.peek(0) == '"' { // as browsers copy requests: ^" opens and closes
				quoted = !quoted
				w.add(piece{})
			} else {
				w.add(piece{text: string(l.peek(0))})
			}
			l.pos++
		case c == '\\' && l.peek(1) == '"':
			w.add(piece{text: "\""})
			l.pos += 2
		case c == '"':
			quoted = !quoted
			w.add(piece{})
			l.pos++
		case c == '%':
			l.cmdVariable(&w)
		case c == '\n':
			w.open = true
			return w
		default:
			w.add(piece{text: string(c)})
			l.pos++
		}
	}
	w.open = quoted
	return w
}

// cmdVariable reads %NAME%; any other percent sign is one.
func (l *lexer) cmdVariable(w *word) {
	start := l.pos
	l.pos++
	if name := l.name(); name != "" && l.peek(0) == '%' {
		l.pos++
		w.add(piece{variable: name})
		return
	}
	l.pos = start + 1
	w.add(piece{text: "%"})
}
