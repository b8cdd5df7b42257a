package body

import (
	"strings"
	"unicode"
)

// Highlighting marks what reads alike in most languages: comments, strings,
// numbers and the common keywords. It needs no grammar and runs nothing.

// syntax is how a family of languages spells comments and strings.
type syntax struct {
	line   []string  // starts of a comment to the end of the line
	block  [2]string // start and end of a comment; empty when there is none
	quotes string
	words  map[string]bool
}

var (
	cWords = setOf("abstract async await bool boolean break byte case catch chan char class const continue default defer delete do " +
		"double else enum export extends extern false final finally float fn for from func function go goto if impl implements import " +
		"in instanceof int interface let long map match mod mut namespace new nil null override package private protected public " +
		"range return select short static string struct super switch this throw throws trait true try type typeof undefined unsigned " +
		"use using val var virtual void volatile when where while yield")
	pyWords = setOf("and as assert async await begin break case class continue def del do done elif else elsif end ensure esac " +
		"except export false False fi finally for from function global if import in is lambda local module next nil None not or pass " +
		"raise rescue return self then true True try unless until when while with yield")
	sqlWords = setOf("add all alter and as asc begin between by case commit create default delete desc distinct drop else end exists " +
		"foreign from group having in index inner insert into is join key left like limit not null offset on or order outer primary " +
		"references right select set table then union unique update values view when where with")

	cSyntax    = syntax{[]string{"//"}, [2]string{"/*", "*/"}, "\"'`", cWords}
	hashSyntax = syntax{[]string{"#"}, [2]string{}, "\"'", pyWords}
	sqlSyntax  = syntax{[]string{"--"}, [2]string{"/*", "*/"}, "'\"", sqlWords}
	markSyntax = syntax{nil, [2]string{"<!--", "-->"}, "\"", nil}
)

var syntaxes = map[string]*syntax{
	"go": &cSyntax, "java": &cSyntax, "javascript": &cSyntax, "js": &cSyntax, "typescript": &cSyntax, "ts": &cSyntax, "c": &cSyntax,
	"cpp": &cSyntax, "c++": &cSyntax, "c#": &cSyntax, "csharp": &cSyntax, "kotlin": &cSyntax, "rust": &cSyntax, "scala": &cSyntax,
	"swift": &cSyntax, "php": &cSyntax, "groovy": &cSyntax, "json": &cSyntax, "css": &cSyntax, "dart": &cSyntax,
	"python": &hashSyntax, "py": &hashSyntax, "ruby": &hashSyntax, "bash": &hashSyntax, "shell": &hashSyntax, "sh": &hashSyntax,
	"yaml": &hashSyntax, "yml": &hashSyntax, "perl": &hashSyntax, "toml": &hashSyntax, "ini": &hashSyntax, "powershell": &hashSyntax,
	"sql": &sqlSyntax, "plsql": &sqlSyntax, "xml": &markSyntax, "html": &markSyntax,
}

// highlighted writes code with its tokens in spans of class hl-….
func (v *viewer) highlighted(language, code string) {
	s := syntaxes[language]
	if s == nil {
		v.w.text(code)
		return
	}
	plain := 0 // start of the text not written yet
	for i := 0; i < len(code); {
		class, size := s.token(code[i:], i > 0 && isWordByte(code[i-1]))
		if class == "" {
			i += size
			continue
		}
		v.w.text(code[plain:i])
		v.w.element("span", code[i:i+size], "class", class)
		i += size
		plain = i
	}
	v.w.text(code[plain:])
}

// token is the class and the length of what code starts with; no class is text
// that is passed over.
func (s *syntax) token(code string, insideWord bool) (class string, size int) {
	for _, start := range s.line {
		if strings.HasPrefix(code, start) {
			if end := strings.IndexByte(code, '\n'); end >= 0 {
				return "hl-comment", end
			}
			return "hl-comment", len(code)
		}
	}
	if s.block[0] != "" && strings.HasPrefix(code, s.block[0]) {
		if end := strings.Index(code, s.block[1]); end >= 0 {
			return "hl-comment", end + len(s.block[1])
		}
		return "hl-comment", len(code)
	}
	c := code[0]
	switch {
	case strings.IndexByte(s.quotes, c) >= 0:
		return "hl-string", quoted(code, c)
	case !insideWord && c >= '0' && c <= '9':
		return "hl-number", wordLength(code)
	case !insideWord && isWordByte(c):
		size = wordLength(code)
		word := code[:size]
		if s.words[word] || s.words != nil && s.words["select"] && s.words[strings.ToLower(word)] {
			return "hl-keyword", size
		}
		return "", size
	}
	return "", 1
}

// quoted is the length of a string up to its closing quote; it ends at the
// line's end at the latest, unless the quote is a backtick.
func quoted(code string, quote byte) int {
	for i := 1; i < len(code); i++ {
		switch {
		case code[i] == '\\' && quote != '`':
			i++
		case code[i] == quote:
			return i + 1
		case code[i] == '\n' && quote != '`':
			return i
		}
	}
	return len(code)
}

func isWordByte(c byte) bool {
	return c == '_' || c >= 0x80 || unicode.IsLetter(rune(c)) || c >= '0' && c <= '9'
}

func wordLength(code string) int {
	i := 0
	for i < len(code) && isWordByte(code[i]) {
		i++
	}
	return i
}
