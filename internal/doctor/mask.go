package doctor

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// hidden stands where a secret stood.
const hidden = "***"

// secrets is what must not be shown, in every form it may come back in. It is the last defence: what the doctor prints is
// made of facts about a credential, never of the credential.
type secrets struct {
	forms      []string
	expression *regexp.Regexp // of all forms; nil without any
}

// minSecret is how short a secret may be and still be looked for: shorter ones are in every sentence.
const minSecret = 4

// add takes a secret: a token, a password, the value of an Authorization field, a pair of e-mail and token.
func (s *secrets) add(texts ...string) {
	for _, text := range texts {
		for _, word := range []string{text, strings.TrimSpace(text), strings.TrimPrefix(strings.TrimPrefix(text, "Basic "), "Bearer ")} {
			s.addForms(word)
		}
		if decoded, _, ok := decodePair(strings.TrimPrefix(text, "Basic ")); ok {
			_, token, _ := strings.Cut(decoded, ":")
			s.addForms(strings.TrimSpace(token))
		}
		if _, token, ok := strings.Cut(text, ":"); ok {
			s.addForms(strings.TrimSpace(token))
		}
	}
	slices.SortFunc(s.forms, func(a, b string) int { return len(b) - len(a) })
	s.forms = slices.Compact(s.forms)
	quoted := make([]string, len(s.forms))
	for i, form := range s.forms {
		quoted[i] = regexp.QuoteMeta(form)
	}
	if len(quoted) > 0 {
		s.expression = regexp.MustCompile("(?i)" + strings.Join(quoted, "|"))
	}
}

func (s *secrets) addForms(text string) {
	if len(text) < minSecret || isPlaceholder(text) || strings.HasPrefix(text, "$") {
		return
	}
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	s.forms = append(s.forms, text, quoted, url.QueryEscape(text), url.PathEscape(text), hex.EncodeToString([]byte(text)))
	// Within a longer text base64 depends on where it begins: three alignments, without the characters at the ends that
	// also hold a part of the neighbours.
	for shift := range 3 {
		coded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + text))
		coded = strings.TrimRight(coded, "=")
		from := []int{0, 2, 3}[shift]
		if to := len(coded) - b2i((shift+len(text))%3 != 0); to-from >= minSecret {
			part := coded[from:to]
			s.forms = append(s.forms, part, strings.NewReplacer("+", "-", "/", "_").Replace(part))
		}
	}
}

// tokenLike is a run of characters as tokens are made of.
var tokenLike = regexp.MustCompile(`[A-Za-z0-9_=+-]{24,}`)

// mask hides every secret in a text, and what has the look of one though nobody said so.
func (s *secrets) mask(text string) string {
	return tokenLike.ReplaceAllStringFunc(s.known(text), func(run string) string {
		if looksSecret(run) {
			return hidden
		}
		return run
	})
}

// known hides what is known to be secret, in any case: host names come back in lower case.
func (s *secrets) known(text string) string {
	if s.expression == nil {
		return text
	}
	return s.expression.ReplaceAllLiteralString(text, hidden)
}

// looksSecret tells random characters from names of files and pages: twenty in a row, of all three kinds.
func looksSecret(run string) bool {
	for part := range strings.SplitSeq(run, "-") {
		if len(part) >= 20 && strings.ContainsAny(part, "0123456789") && strings.ToLower(part) != part && strings.ToUpper(part) != part {
			return true
		}
	}
	return false
}

// secretParameter is what parameters that hold secrets are called.
var secretParameter = regexp.MustCompile(`(?i)token|secret|passw|^pwd|api_?key|^sig|signature|jwt|^auth|credential|session`)

// maskURL hides secrets in a URL: the values of parameters that are called like one, and everything mask hides but in
// cursors, which are long and random and no secret.
func (s *secrets) maskURL(address string) string {
	plain, query, found := strings.Cut(address, "?")
	plain = s.mask(plain)
	if !found {
		return plain
	}
	parts := strings.Split(query, "&")
	for i, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		switch {
		case name == "cursor":
			parts[i] = name + "=" + s.known(value)
		case secretParameter.MatchString(name):
			parts[i] = s.mask(name) + "=" + hidden
		default:
			parts[i] = s.mask(part)
		}
	}
	return plain + "?" + strings.Join(parts, "&")
}
