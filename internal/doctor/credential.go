package doctor

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/weirhq/weir/client"
)

// carrier is how a line presents its credential.
type carrier string

// The carriers. What curl does not send at once is none of them for the service (auth-behaviour.md §10 rule 21).
const (
	noCredential carrier = "none"
	basic        carrier = "Basic"
	bearer       carrier = "Bearer"
	broken       carrier = "unreadable" // an Authorization field that the service does not read as one
)

// flawKind is a mistake that shows in the line itself.
type flawKind string

// The mistakes.
const (
	unset        flawKind = "unset"
	quoting      flawKind = "quoting"
	singleQuotes flawKind = "single-quotes"
	typography   flawKind = "typography"
	ampersand    flawKind = "ampersand"
	splitWord    flawKind = "split-word"
	blanks       flawKind = "blanks"
	percent      flawKind = "percent"
	newline      flawKind = "newline"
	notEncoded   flawKind = "not-encoded"
	unreadable   flawKind = "unreadable"
	scheme       flawKind = "scheme"
	noColon      flawKind = "no-colon"
	noPassword   flawKind = "no-password"
	noUser       flawKind = "no-user"
	colons       flawKind = "colons"
	placeholder  flawKind = "placeholder"
	pairAsBearer flawKind = "pair-as-bearer"
	twice        flawKind = "twice"
	waits        flawKind = "waits"
	cookie       flawKind = "cookie"
	elsewhere    flawKind = "elsewhere"
)

type flaw struct {
	kind     flawKind
	evidence string // repeats nothing secret
}

// presented is the credential of a line: as it is written, and as it was meant.
type presented struct {
	user, bearer, authorization *word
	urlUser, urlPassword        string
	apartUser, apartPassword    *word
	challenge                   string // the option that makes the program wait to be asked
	preemptive                  bool

	how    carrier
	header string             // the value of Authorization as it would be sent; empty for none
	meant  client.Credentials // with every mistake put right that can be
	secret []string           // everything in it that must not be shown
}

// part takes a credential that is given in two options.
func (p *presented) part(meaning string, w word, text string) {
	switch meaning {
	case "wget-user":
		p.apartUser = &w
	case "wget-password":
		p.apartPassword = &w
	default:
		if user, password, pair := strings.Cut(text, ":"); pair && user != "" && password != "" {
			p.user = &w
		}
		p.challenge = "-Credential"
	}
}

// present works out what the line would send, and what its author meant to.
func (c *Call) present(value func(string) (string, bool)) {
	p := &c.presented
	p.how = noCredential
	switch {
	case p.authorization != nil:
		if p.user != nil {
			c.flaw(twice, "the line has both -u and an Authorization header; the header is what is sent")
		}
		text := c.resolve(*p.authorization, value)
		p.header = text
		c.presentHeader(text)
	case p.bearer != nil:
		text := c.resolve(*p.bearer, value)
		p.header = "Bearer " + text
		c.presentHeader(p.header)
	case p.user != nil:
		c.presentPair(c.resolve(*p.user, value))
	case p.apartUser != nil || p.apartPassword != nil:
		var user, password string
		if p.apartUser != nil {
			user = c.resolve(*p.apartUser, value)
		}
		if p.apartPassword != nil {
			password = c.resolve(*p.apartPassword, value)
		}
		c.presentPair(user + ":" + password)
		if !p.preemptive {
			p.challenge = "--user without --auth-no-challenge"
		}
	case p.urlUser != "":
		c.presentPair(p.urlUser + ":" + p.urlPassword)
	}
	p.secret = append(p.secret, p.header, p.meant.Token, p.urlPassword)
	if p.challenge != "" && !p.preemptive {
		c.flaw(waits, "with "+p.challenge+" the first request goes without the credential, and the service never asks for it")
		p.how, p.header = noCredential, ""
	}
	if strings.ContainsAny(p.header, "\r\n\x00") {
		p.how = broken
	}
	if isPlaceholder(p.meant.Token) || isPlaceholder(p.meant.Email) {
		c.flaw(placeholder, "the credential still holds a placeholder")
	}
}

var unexpanded = regexp.MustCompile(`\$\{?([A-Za-z_]\w*)\}?|%([A-Za-z_]\w*)%`)

// resolve is a credential's word with its variables' values, also of those that quoting has kept from being read.
func (c *Call) resolve(w word, value func(string) (string, bool)) string {
	text, missing := w.text(value)
	for _, m := range missing {
		c.flaw(unset, m+" has no value here")
	}
	c.presented.secret = append(c.presented.secret, text)
	found := unexpanded.FindAllStringSubmatch(text, -1)
	if found == nil {
		return text
	}
	c.flaw(quoting, "the shell sends the name of a variable and not its value: "+found[0][0]+" stands where "+c.Shell.why())
	return unexpanded.ReplaceAllStringFunc(text, func(name string) string {
		v, ok := value(strings.Trim(name, "${}%"))
		if !ok {
			return name
		}
		return v
	})
}

// why says which quoting keeps a shell from reading variables.
func (s Shell) why() string {
	if s == Cmd {
		return "cmd.exe reads %NAME% only"
	}
	return "the shell reads none"
}

// presentPair takes email:token as the value of Basic.
func (c *Call) presentPair(pair string) {
	p := &c.presented
	raw := pair
	if c.Shell == Cmd && strings.HasPrefix(pair, "'") {
		c.flaw(singleQuotes, "cmd.exe knows no single quotes: they are sent as a part of the credential")
		pair = strings.Trim(pair, "'")
	}
	email, token, found := strings.Cut(pair, ":")
	switch {
	case !found:
		c.flaw(noPassword, "the credential has no colon: e-mail and token go together as email:token, and curl asks for a password")
		if strings.Contains(pair, "@") {
			p.meant.Email = trim(pair)
		} else {
			p.meant.Token = trim(pair)
		}
		return
	case trim(token) == "":
		c.flaw(noPassword, "nothing stands behind the colon: the token is empty")
	case trim(email) == "":
		c.flaw(noUser, "nothing stands before the colon: the e-mail is empty")
	}
	if p.header == "" {
		p.how, p.header = basic, "Basic "+base64.StdEncoding.EncodeToString([]byte(raw))
	}
	if trim(email) != email || trim(token) != token {
		c.flaw(blanks, "blanks or line ends stand around the e-mail or the token, and are sent with it")
		email, token = trim(email), trim(token)
	}
	if plain, err := url.PathUnescape(email); err == nil && plain != email && strings.Contains(plain, "@") {
		if !c.insideURL {
			c.flaw(percent, "the e-mail is written with %40 in place of @, which is for URLs only")
		}
		email = plain
	}
	if strings.Contains(token, ":") {
		c.flaw(colons, "the credential has a second colon, which no token has")
	}
	p.meant = client.Credentials{Email: email, Token: token}
}

func trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return r <= ' ' || r == 0x7f || r == 0x85 || r == 0xa0 || r == 0x200b || r == 0xfeff
	})
}

// presentHeader takes the value of an Authorization header (auth-behaviour.md §2, "What is unparseable", "What counts as
// no credential").
func (c *Call) presentHeader(text string) {
	p := &c.presented
	name, rest, _ := strings.Cut(trim(text), " ")
	value := trim(rest)
	if rest != value && value != "" {
		c.flaw(blanks, "more than one blank stands in the Authorization header")
		p.how = broken
	}
	switch {
	case value == "" && strings.EqualFold(name, "Basic") || value == "" && strings.EqualFold(name, "Bearer"):
		c.flaw(noPassword, "nothing stands behind "+strings.ToLower(name)+" in the Authorization header")
	case value == "":
		c.flaw(scheme, "the Authorization header names no scheme: Basic or Bearer")
		p.how = broken
		c.presentCoded(name, false)
	case strings.EqualFold(name, "Basic"):
		p.how = basic
		c.presentCoded(value, true)
	case name == "Bearer" || strings.EqualFold(name, "bearer"):
		c.presentBearer(name, value)
	default:
		c.flaw(scheme, "the Authorization header has a scheme that the service does not know: it knows Basic and Bearer")
		p.how = broken
		c.presentCoded(value, false)
	}
}

func (c *Call) presentBearer(name, value string) {
	p := &c.presented
	if p.how = bearer; name != "Bearer" {
		c.flaw(scheme, "Bearer is written otherwise, and then the service sees no credential")
		p.how = broken
	}
	if _, _, pair := decodePair(value); pair || strings.Contains(value, ":") {
		c.flaw(pairAsBearer, "Bearer carries e-mail and token together, which belong into Basic")
		c.presentCoded(value, false)
		return
	}
	p.meant = client.Credentials{Token: value}
}

// presentCoded takes base64 of email:token; must says that nothing else would do.
func (c *Call) presentCoded(value string, must bool) {
	p := &c.presented
	if strings.ContainsAny(value, "\r\n\t ") {
		c.flaw(newline, "the encoded credential is broken over lines: base64 does that to long values, unless told -w0")
		value = strings.Join(strings.Fields(value), "")
		p.how = broken
	}
	if strings.Contains(value, ":") {
		if must {
			c.flaw(notEncoded, "Basic is followed by email:token as it stands; it has to be encoded as base64, as curl -u does")
		}
		c.presentPair(value)
		return
	}
	decoded, pair, ok := decodePair(value)
	switch {
	case ok:
		if strings.HasSuffix(decoded, "\n") {
			c.flaw(newline, "a line end was encoded with the token: echo adds one, unless told -n")
			pair = strings.TrimRight(pair, "\r\n")
		}
		c.presentPair(pair)
	case must && decoded != "":
		c.flaw(noColon, "what Basic carries has no colon: it has to be email:token")
		p.meant.Token = trim(decoded)
	case must:
		c.flaw(unreadable, "what follows Basic is not base64")
		p.meant.Token = value
	default:
		p.meant.Token = value
	}
}

// decodePair decodes base64 of either alphabet. ok says that it holds a pair.
func decodePair(value string) (decoded, pair string, ok bool) {
	plain := strings.TrimRight(value, "=")
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		raw, err := enc.DecodeString(plain)
		if err != nil || strings.ContainsFunc(string(raw), func(r rune) bool { return r == 0xfffd || r < ' ' && r != '\n' && r != '\r' }) {
			continue
		}
		decoded = string(raw)
		return decoded, decoded, strings.Contains(decoded, ":")
	}
	return "", "", false
}

var placeholders = regexp.MustCompile(`(?i)^([<{\[(].*[>})\]]|(your|my|the)?[ _-]*(api|access|personal)?[ _-]*(token|key|password)([ _-]*here)?|x{3,}|\.{3,}|…|\*{3,}|you@example\.com|(your|my)[._-]?e?-?mail.*|user@example\.com|e-?mail)$`)

// isPlaceholder reports whether a text was copied from a manual.
func isPlaceholder(s string) bool { return placeholders.MatchString(s) }

// jwtExpiry reads when an OAuth access token ends, which its middle part tells everybody. ok is false for anything else.
func jwtExpiry(token string) (expires time.Time, ok bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || !strings.HasPrefix(token, "ey") {
		return time.Time{}, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return time.Time{}, false
	}
	var claims struct{ Exp float64 }
	if json.Unmarshal(raw, &claims, json.MatchCaseInsensitiveNames(true)) != nil {
		return time.Time{}, false
	}
	if claims.Exp <= 0 || claims.Exp > 1e11 {
		return time.Time{}, true
	}
	return time.Unix(int64(claims.Exp), 0), true
}

// isJWT reports whether a token has the form of OAuth's; API tokens have not.
func isJWT(token string) bool {
	_, ok := jwtExpiry(token)
	return ok
}

// browserAgent reports whether a User-Agent makes the service take the caller for a browser (auth-behaviour.md §6, "XSRF, when").
func browserAgent(agent string) bool { return strings.HasPrefix(agent, "Mozilla/") }

// header takes -H.
func (r *reader) header(w word, text string) {
	c := r.call
	if c.Shell == Cmd && strings.HasPrefix(text, "'") {
		c.flaw(singleQuotes, "cmd.exe knows no single quotes: they are sent as a part of the header")
		text, w = strings.Trim(text, "'"), w.after(1)
	}
	if strings.HasPrefix(text, "@") {
		c.flaw(elsewhere, "the line takes headers from a file, which is not read here")
		return
	}
	name, value, found := strings.Cut(text, ":")
	bare := strings.ToLower(trim(name))
	switch {
	case !found && (strings.HasPrefix(bare, "authorization") || strings.HasPrefix(bare, "basic ") || strings.HasPrefix(bare, "bearer ")):
		c.flaw(scheme, "the Authorization header has no colon behind its name, and is not sent")
		c.presented.secret = append(c.presented.secret, text)
		rest := w.after(len(strings.TrimPrefix(text, "Authorization")) - len(strings.TrimLeft(strings.TrimPrefix(text, "Authorization"), " ")))
		if strings.HasPrefix(bare, "authorization") {
			rest = w.after(len("authorization "))
		}
		c.presented.authorization = &rest
	case bare == "authorization" || bare == "authentication" || bare == "auth":
		if bare != "authorization" {
			c.flaw(scheme, "the credential is in a header that is not called Authorization")
		}
		rest := w.after(len(name) + 1).trimLeft()
		c.presented.authorization = &rest
	case bare == "cookie":
		c.flaw(cookie, "the line sends a cookie; sessions of browsers are not for programs, and it is left out")
	case secretName.MatchString(bare) && bare != "x-atlassian-token":
		c.presented.secret = append(c.presented.secret, value)
	default:
		h := header{http.CanonicalHeaderKey(trim(name)), trim(value)}
		c.headers = append(c.headers, h)
		if h.name != "User-Agent" || !browserAgent(h.value) {
			c.kept = append(c.kept, option{name: "-H", value: w, takes: true})
		}
	}
}

// trimLeft drops blanks at a word's start.
func (w word) trimLeft() word {
	out := word{open: w.open}
	for i, p := range w.pieces {
		if p.variable == "" && p.command == "" && out.empty() {
			if p.text = strings.TrimLeft(p.text, " \t"); p.text == "" && i < len(w.pieces)-1 {
				continue
			}
		}
		out.pieces = append(out.pieces, p)
	}
	return out
}

var tableEntry = regexp.MustCompile(`(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=\s*(?:"([^"]*)"|'([^']*)')`)

// table takes PowerShell's @{ name = "value" }.
func (r *reader) table(text string) {
	for _, m := range tableEntry.FindAllStringSubmatch(text, -1) {
		name, value := m[1]+m[2]+m[3], m[4]+m[5]
		w := word{pieces: []piece{{text: name + ": " + value}}}
		if inner := (&lexer{shell: PowerShell, src: []rune(`"` + value + `"`)}).powerShellWord(); m[4] != "" {
			w = word{pieces: append([]piece{{text: name + ": "}}, inner.pieces...)}
		}
		full, _ := w.text(r.value)
		r.header(w, full)
	}
}

// encoded is what --data-urlencode sends: name=value with the value encoded.
func encoded(text string) string {
	name, value, pair := strings.Cut(text, "=")
	switch {
	case !pair:
		return url.QueryEscape(text)
	case name == "":
		return url.QueryEscape(value)
	}
	return name + "=" + url.QueryEscape(value)
}

// drop takes an option out of what is written again.
func (c *Call) drop(name string) {
	kept := c.kept[:0]
	for _, o := range c.kept {
		if o.name != name {
			kept = append(kept, o)
		}
	}
	c.kept = kept
}
