package doctor

import (
	"net/http"
	"slices"
	"strings"
)

// quoter writes words in a shell's language.
type quoter struct {
	shell Shell
	mask  func(string) string
}

var plainWord = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@,+="

// literal quotes a text in which nothing is expanded.
func (q quoter) literal(text string) string {
	bare := text != "" && strings.Trim(text, plainWord) == ""
	switch q.shell {
	case Posix:
		if bare {
			return text
		}
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	case PowerShell:
		if bare && !strings.ContainsAny(text, "@,") {
			return text
		}
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	if bare {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `\"`) + `"`
}

// variable is what a variable's value is put in by, within double quotes.
func (q quoter) variable(name string) string {
	switch q.shell {
	case PowerShell:
		return "${env:" + name + "}"
	case Cmd:
		return "%" + name + "%"
	}
	if isName(rune(name[0]), true) {
		return "${" + name + "}"
	}
	return "$" + name
}

// expanded quotes texts between which variables stand.
func (q quoter) expanded(parts ...string) string {
	return `"` + strings.Join(parts, "") + `"`
}

// word writes a word again. Its variables stay variables, and commands are left out.
func (q quoter) word(w word) string {
	if !slices.ContainsFunc(w.pieces, func(p piece) bool { return p.variable != "" || p.command != "" }) {
		return q.literal(q.mask(w.plain()))
	}
	var parts []string
	for _, p := range w.pieces {
		switch {
		case p.variable != "":
			parts = append(parts, q.variable(p.variable))
		case p.command != "":
			parts = append(parts, hidden)
		default:
			parts = append(parts, q.within(q.mask(p.text)))
		}
	}
	return q.expanded(parts...)
}

// within escapes what double quotes would still expand.
func (q quoter) within(text string) string {
	switch q.shell {
	case PowerShell:
		return strings.NewReplacer("`", "``", "$", "`$", `"`, "`\"").Replace(text)
	case Cmd:
		return strings.ReplaceAll(text, `"`, `\"`)
	}
	return strings.NewReplacer(`\`, `\\`, "$", `\$`, "`", "\\`", `"`, `\"`).Replace(text)
}

// credential are the words that present a credential without telling it.
func (q quoter) credential(c carrier) []string {
	pair := map[Shell]string{Posix: `"$EMAIL:$TOKEN"`, PowerShell: `"${env:EMAIL}:${env:TOKEN}"`, Cmd: `"%EMAIL%:%TOKEN%"`}[q.shell]
	token := map[Shell]string{Posix: "$TOKEN", PowerShell: "${env:TOKEN}", Cmd: "%TOKEN%"}[q.shell]
	switch c {
	case noCredential:
		return nil
	case bearer:
		return []string{"-H", `"Authorization: Bearer ` + token + `"`}
	}
	return []string{"-u", pair}
}

// corrected is the line put right, ready to paste; empty when there is none to give.
func (x *examination) corrected() string {
	p := x.plan
	if x.target == nil || p.base == "" || p.none != "" || strings.Contains(p.path, "{") || len(x.call.missing) > 0 {
		return ""
	}
	if x.place.op == nil && x.place.wrong != "" {
		return "" // nobody knows what was meant
	}
	shell := x.call.Shell
	if shell == "" {
		shell = Posix
	}
	q := quoter{shell, x.secrets.mask}
	words := []string{"curl"}
	if shell == PowerShell {
		words[0] = "curl.exe" // there curl is another command's name
	}
	words = append(words, q.credential(p.carrier)...)
	foreign := x.call.Program != "curl" && x.call.Program != ""
	if x.needsMethod(foreign) {
		words = append(words, "-X", p.method)
	}
	if p.noCheck {
		words = append(words, "-H", q.literal("X-Atlassian-Token: no-check"))
	}
	if foreign {
		words = append(words, x.foreignOptions(q)...)
	} else {
		words = append(words, x.keptOptions(q)...)
	}
	if p.follow && !x.call.follows {
		words = append(words, "-L")
	}
	return strings.Join(append(words, q.literal(x.secrets.maskURL(p.url()))), " ")
}

// needsMethod reports whether curl would not choose the method by itself.
func (x *examination) needsMethod(foreign bool) bool {
	natural := http.MethodGet
	for _, o := range x.call.kept {
		switch programs["curl"].means[o.name] {
		case "data", "json", "form":
			natural = http.MethodPost
		case "upload":
			natural = http.MethodPut
		case "head":
			natural = http.MethodHead
		}
	}
	if foreign && x.call.body {
		natural = http.MethodPost
	}
	return x.plan.method != natural
}

func (x *examination) keptOptions(q quoter) []string {
	var words []string
	for _, o := range x.call.kept {
		meaning := programs["curl"].means[o.name]
		if meaning == "insecure" && x.call.noCheck && x.fault != nil {
			continue
		}
		if x.plan.noCheck && o.name == "-H" && strings.HasPrefix(strings.ToLower(o.value.plain()), "x-atlassian-token") {
			continue
		}
		words = append(words, o.name)
		if o.takes {
			words = append(words, q.word(o.value))
		}
	}
	return words
}

// foreignOptions writes another program's headers and data as curl takes them.
func (x *examination) foreignOptions(q quoter) []string {
	var words []string
	for _, o := range x.call.kept {
		switch meaning := programs[strings.ToLower(x.call.Program)].means[o.name]; {
		case o.name == "-H":
			words = append(words, "-H", q.word(o.value))
		case meaning == "data":
			words = append(words, "-d", q.word(o.value))
		}
	}
	return words
}
