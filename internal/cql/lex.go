package cql

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// token is one word, string or sign of the query.
type token struct {
	kind tokenKind
	pos  int    // byte offset of its first character
	raw  string // as written, quotes included
	text string // the decoded string, or raw
}

type tokenKind uint8

const (
	endToken tokenKind = iota
	wordToken
	stringToken
	signToken // ( ) , and the operators
)

// keywords are the words with a place in the grammar; reserved are those that the vendor keeps from being values without quotes
// (vendor documentation "CQL functions", reserved words). Keywords are reserved, too.
var (
	keywords = set("and asc by desc in not or order")
	reserved = set("after and as avg before begin by commit contains count distinct else empty end explain from having if in inner " +
		"insert into is isnull left like limit max min not null or order outer right select sum then update was where")
)

func set(words string) map[string]bool {
	out := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// is reports whether the token is this keyword (in lower case) or sign.
func (t token) is(s string) bool {
	return t.kind == signToken && t.raw == s || t.kind == wordToken && keywords[s] && strings.EqualFold(t.raw, s)
}

// String says what the token is, for messages.
func (t token) String() string {
	if t.kind == endToken {
		return "end of query"
	}
	const most = 40 // characters
	if utf8.RuneCountInString(t.raw) > most {
		return "'" + string([]rune(t.raw)[:most]) + "…'"
	}
	return "'" + t.raw + "'"
}

// lex cuts the query into tokens, the last of which is an endToken.
func lex(text string) ([]token, error) {
	var out []token
	for pos := 0; pos < len(text); {
		r, n := utf8.DecodeRuneInString(text[pos:])
		t := token{pos: pos}
		switch {
		case r == utf8.RuneError && n == 1:
			return nil, syntaxError(text, pos, nil, "the query is not valid UTF-8")
		case unicode.IsSpace(r):
			pos += n
			continue
		case r == '"' || r == '\'':
			var err error
			if t, err = lexString(text, pos); err != nil {
				return nil, err
			}
		case isWordRune(r):
			t.kind, t.raw = wordToken, text[pos:pos+wordLen(text[pos:])]
			t.text = t.raw
		default:
			t.kind, t.raw = signToken, sign(text[pos:])
			if t.raw == "" {
				return nil, syntaxError(text, pos, nil, "unexpected "+strconv.Quote(string(r))+
					"; a value with characters other than letters, digits and _ - . / : @ needs quotes")
			}
		}
		out = append(out, t)
		pos += len(t.raw)
	}
	return append(out, token{kind: endToken, pos: len(text)}), nil
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || strings.ContainsRune("_-./:@", r)
}

func wordLen(s string) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return r == utf8.RuneError || !isWordRune(r) }); i >= 0 {
		return i
	}
	return len(s)
}

// sign returns the operator or bracket that s begins with, the longest first, or "".
func sign(s string) string {
	for _, op := range [...]string{"!=", "!~", "<=", ">=", "=", "<", ">", "~", "(", ")", ","} {
		if strings.HasPrefix(s, op) {
			return op
		}
	}
	return ""
}

// lexString reads the quoted string that starts at pos.
func lexString(text string, pos int) (token, error) {
	var b strings.Builder
	for at := pos + 1; at < len(text); {
		if text[at] == text[pos] {
			return token{kind: stringToken, pos: pos, raw: text[pos : at+1], text: b.String()}, nil
		}
		r, n := decode(text[at:])
		switch {
		case n == 0:
			return token{}, syntaxError(text, at, nil, `\u needs four hexadecimal digits and no half of a pair`)
		case r == utf8.RuneError && n == 1:
			return token{}, syntaxError(text, at, nil, "the query is not valid UTF-8")
		case r == 0:
			return token{}, syntaxError(text, at, nil, "a string cannot hold the character U+0000")
		}
		b.WriteRune(r)
		at += n
	}
	return token{}, syntaxError(text, pos, nil, "the string that begins here has no closing quote")
}

// decode returns the first character of the inside of a string and how many bytes spell it. No bytes: a broken \u.
func decode(s string) (rune, int) {
	if s[0] != '\\' || len(s) == 1 {
		return utf8.DecodeRuneInString(s)
	}
	switch s[1] {
	case '"', '\'', '\\':
		return rune(s[1]), 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		return decodeUnicode(s)
	}
	return '\\', 1
}

func decodeUnicode(s string) (rune, int) {
	unit := func(s string) (rune, bool) {
		if len(s) < 6 || s[:2] != `\u` {
			return 0, false
		}
		n, err := strconv.ParseUint(s[2:6], 16, 16)
		return rune(n), err == nil
	}
	r, ok := unit(s)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(r):
		return r, 6
	}
	low, ok := unit(s[6:])
	if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

// at returns the byte offset in the query of the i-th byte of a token's text.
func (t token) at(i int) int {
	if t.kind != stringToken {
		return t.pos + i
	}
	pos := 1
	for done := 0; done < i && pos < len(t.raw)-1; {
		r, n := decode(t.raw[pos:])
		done += utf8.RuneLen(r)
		pos += n
	}
	return t.pos + pos
}
