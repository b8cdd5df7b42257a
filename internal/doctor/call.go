package doctor

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Call is a request as somebody wrote it down. What is secret in it is in its presented credential only, and never in
// what is written again.
type Call struct {
	Shell   Shell
	Program string // curl, wget, Invoke-RestMethod; empty for a bare URL
	Method  string // upper case
	Address string // the URL, variables resolved, without a credential that stood in it

	explicit  bool     // the method was given with -X
	headers   []header // but Authorization and cookies
	kept      []option // what a corrected line writes again, in the order given
	body      bool
	multipart bool
	follows   bool // redirects
	noCheck   bool // TLS certificates are not checked
	netrc     bool
	missing   []string // variables outside the credential that have no value
	insideURL bool     // the credential stood in the URL
	presented presented
	flaws     []flaw
	more      int // further calls in the same text
}

type header struct{ name, value string }

// option is a word of a program's command line with its value.
type option struct {
	name  string // "-d"; empty for a bare word
	value word
	takes bool
}

// ErrNoCall is a text that holds no call.
var ErrNoCall = errors.New("the text holds no curl line and no URL")

// Pasted is what a text held.
type Pasted struct {
	Call   *Call
	Answer *Answer // what stood below the call and looks like its answer; nil for nothing
}

// ParseText reads what somebody pasted: assignments of variables, a line that calls something, and perhaps the answer it
// got. env are the variables of whoever asks; a value is taken from there only for a name that the text uses. No error
// repeats anything of the text.
func ParseText(text string, env func(string) (string, bool)) (p Pasted, err error) {
	defer contain(&err)
	text, odd := straighten(text)
	shell := shellOf(text)
	if shell != Posix {
		text = windowsPrompt.ReplaceAllString(text, "")
	}
	l := &lexer{shell: shell, src: []rune(text)}
	given := map[string]string{}
	value := func(name string) (string, bool) {
		if v, ok := given[name]; ok {
			return v, true
		}
		return env(name)
	}
	for !l.done() {
		s := l.statement()
		at := slices.IndexFunc(s.words, func(w word) bool { return programs[programName(w)] != nil })
		if at < 0 {
			assign(s.words, shell, value, given)
			continue
		}
		call, err := parseCall(s, at, shell, value)
		if err != nil {
			return Pasted{}, err
		}
		call.flaws = append(call.flaws, odd...)
		rest := l.rest()
		call.more = len(furtherCall.FindAllStringIndex(rest, -1))
		return Pasted{Call: call, Answer: parseAnswer(rest)}, nil
	}
	if u := strings.TrimSpace(text); strings.Contains(u, "://") && !strings.ContainsAny(u, " \n\t") {
		c := &Call{Shell: Posix, Method: http.MethodGet}
		c.setAddress(word{pieces: []piece{{text: u}}}, env)
		c.present(env)
		return Pasted{Call: c}, nil
	}
	return Pasted{}, ErrNoCall
}

// odd characters that word processors and chat programs put in place of those that shells know.
var straight = strings.NewReplacer(
	"“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'", "‚", "'",
	"\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u200b", "", "\ufeff", "", "\u2060", "",
)

var longDash = regexp.MustCompile(`(^|\s)[–—](\w)`)

// straighten turns typography back into what was typed.
func straighten(text string) (string, []flaw) {
	plain := straight.Replace(strings.ReplaceAll(text, "\r\n", "\n"))
	plain = longDash.ReplaceAllStringFunc(plain, func(s string) string {
		dash := "--"
		if strings.HasSuffix(s, "u") || strings.HasSuffix(s, "H") || strings.HasSuffix(s, "X") {
			dash = "-"
		}
		return strings.NewReplacer("–", dash, "—", dash).Replace(s)
	})
	if plain != strings.ReplaceAll(text, "\r\n", "\n") {
		return plain, []flaw{{typography, "the line has typographic quotes, dashes or blanks, which no shell takes for its own"}}
	}
	return plain, nil
}

var promptEnd = regexp.MustCompile(`^.*[>$#%]`)

// programName is the name of the program that a word starts, without folder, prompt and .exe.
func programName(w word) string {
	name := w.plain()
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.ToLower(promptEnd.ReplaceAllString(name, ""))
	return strings.TrimSuffix(name, ".exe")
}

var windowsPrompt = regexp.MustCompile(`(?m)^[ \t]*(PS )?[A-Za-z]:\\[^>\n]*>[ \t]*`)

// furtherCall is the beginning of a line that calls once more.
var furtherCall = regexp.MustCompile(`(?mi)^[ \t]*(?:\$ |PS [^>\n]*> *|[A-Z]:[^>\n]*>)?(?:curl|curl\.exe|wget|irm|iwr|invoke-restmethod|invoke-webrequest)[ \t]`)

var assignment = regexp.MustCompile(`^([A-Za-z_]\w*)=`)

// assign takes the variables that a statement sets.
func assign(words []word, shell Shell, value func(string) (string, bool), into map[string]string) {
	if len(words) == 0 {
		return
	}
	if shell == PowerShell {
		if len(words) > 2 && len(words[0].pieces) == 1 && words[0].pieces[0].variable != "" && words[1].plain() == "=" {
			if v, missing := words[2].text(value); len(missing) == 0 {
				into[words[0].pieces[0].variable] = v
			}
		}
		return
	}
	if first := words[0].plain(); first == "export" || first == "$" || strings.EqualFold(first, "set") && shell == Cmd {
		words = words[1:]
	}
	for _, w := range words {
		name := assignment.FindStringSubmatch(w.plain())
		if name == nil {
			continue
		}
		if v, missing := w.text(value); len(missing) == 0 {
			into[name[1]] = v[len(name[0]):]
		}
	}
}

// parseCall reads a program's arguments by its table.
func parseCall(s statement, at int, shell Shell, value func(string) (string, bool)) (*Call, error) {
	name := programName(s.words[at])
	p := programs[name]
	c := &Call{Shell: shell, Program: p.name}
	r := &reader{call: c, value: value, program: p}
	if err := r.arguments(s.words[at+1:]); err != nil {
		return nil, err
	}
	for _, w := range s.words {
		if w.open {
			c.flaw(quoting, "a quote is opened and not closed")
			break
		}
	}
	if s.joined && looksQuery.MatchString(s.after) && r.address != nil {
		c.flaw(ampersand, "an & in no quotes ends the command: what follows it is not sent")
		r.address.add(piece{text: "&" + firstWord(s.after)})
	}
	if r.address == nil {
		return nil, errors.New("the line names no URL")
	}
	c.setAddress(*r.address, value)
	c.present(value)
	return c, nil
}

var looksQuery = regexp.MustCompile(`^[\w.\[\]-]+=`)

func firstWord(s string) string {
	if fields := strings.Fields(s); len(fields) > 0 {
		return strings.Trim(fields[0], `"'`)
	}
	return ""
}

func (c *Call) flaw(k flawKind, evidence string) {
	for _, f := range c.flaws {
		if f.kind == k {
			return
		}
	}
	c.flaws = append(c.flaws, flaw{k, evidence})
}

// secretName is what variables that hold secrets are called. Their values are put into no URL.
var secretName = regexp.MustCompile(`(?i)token|secret|pass|pwd|key|cred|auth|session|cookie`)

// setAddress takes the URL and what is wrong with the way it is written.
func (c *Call) setAddress(w word, value func(string) (string, bool)) {
	text, missing := w.text(func(name string) (string, bool) {
		if secretName.MatchString(name) {
			return "", false
		}
		return value(name)
	})
	c.missing = append(c.missing, missing...)
	for _, m := range missing {
		c.flaw(unset, "the URL uses "+m+", which has no value here")
	}
	if c.Shell == Cmd && strings.HasPrefix(text, "'") {
		c.flaw(singleQuotes, "cmd.exe knows no single quotes: they are sent as a part of the URL")
		text = strings.Trim(text, "'")
	}
	if trimmed := strings.TrimSpace(text); trimmed != text {
		c.flaw(blanks, "the URL has blanks around it")
		text = trimmed
	}
	if strings.ContainsAny(text, " \n\t") {
		c.flaw(blanks, "the URL has blanks in it")
		text = strings.Join(strings.Fields(text), "%20")
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text // curl would try http, which no site takes
	}
	if u, err := url.Parse(text); err == nil && u.User != nil {
		password, _ := u.User.Password()
		c.presented.urlUser, c.presented.urlPassword, c.insideURL = u.User.Username(), password, true
		u.User = nil
		text = u.String()
	} else if scheme, rest, _ := strings.Cut(text, "://"); err != nil && strings.Contains(rest, "@") {
		text = scheme + "://" + rest[strings.LastIndex(rest, "@")+1:]
	}
	text, _, _ = strings.Cut(text, "#")
	c.Address = text
}

// header is the value of a header, empty if it is not given.
func (c *Call) header(name string) string {
	for _, h := range c.headers {
		if strings.EqualFold(h.name, name) {
			return h.value
		}
	}
	return ""
}
