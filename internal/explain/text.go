package explain

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/weirhq/weir/catalog"
)

// Text explains a refusal to a person: what happened, why, and what to do.
func Text(rec Record) string {
	rec = rec.Clean()
	facts := rec.facts()
	row, known := manual[rec.Reason]
	if !known {
		row = words{what: "The request was refused for a reason that this version does not know."}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s\n\n", rec.Status, rec.Reason)
	for _, line := range [...]struct{ label, text string }{
		{"request", "{request}, {time}"},
		{"call", "{method} {called}"},
		{"operation", "{operation}, {template}"},
		{"door", "{door}"},
		{"account", "{account}"},
		{"token", "{token}"},
	} {
		if text, ok := fill(line.text, facts); ok {
			fmt.Fprintf(&b, "  %-10s %s\n", line.label, text)
		}
	}
	paragraph(&b, "What happened", "  ", facts, row.what)
	paragraph(&b, "Why", "  ", facts, row.why)
	paragraph(&b, "What to do", "  - ", facts, row.fix...)
	return b.String()
}

// Header is the value of X-Weir-Reason: in demo mode the reason with its facts on one line, elsewhere only what every
// caller may know of it (security-model.md R-ENUM).
func Header(rec Record, demo bool) string {
	if !demo {
		return string(rec.Reason.Public())
	}
	rec = rec.Clean()
	facts := rec.facts()
	line := string(rec.Reason)
	for _, part := range [...]string{
		"operation={operation}", "need={need}", `held="{held}"`, "permission={permission}", "object={object}",
		"param={param}", "want={want}", "version={version}", "try={try}", "token={token}", "account={account}",
	} {
		if text, ok := fill(part, facts); ok {
			line += "; " + text
		}
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, line)
}

func paragraph(b *strings.Builder, title, indent string, facts map[string]string, sentences ...string) {
	written := false
	for _, sentence := range sentences {
		text, ok := firstFilled(sentence, facts)
		if !ok || text == "" {
			continue
		}
		if !written {
			fmt.Fprintf(b, "\n%s\n", title)
			written = true
		}
		fmt.Fprintf(b, "%s%s\n", indent, text)
	}
}

// firstFilled takes the first of the alternatives, separated by a bar, whose facts are all known.
func firstFilled(sentence string, facts map[string]string) (string, bool) {
	for alternative := range strings.SplitSeq(sentence, " | ") {
		if text, ok := fill(alternative, facts); ok {
			return text, true
		}
	}
	return "", false
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// fill puts facts in the place of their {names}; false when one of them is not known.
func fill(sentence string, facts map[string]string) (string, bool) {
	complete := true
	text := placeholder.ReplaceAllStringFunc(sentence, func(name string) string {
		fact := facts[name[1:len(name)-1]]
		complete = complete && fact != ""
		return fact
	})
	return text, complete
}

// facts are the names that sentences may use.
func (r Record) facts() map[string]string {
	f := map[string]string{
		"request": r.RequestID, "operation": r.Operation, "door": r.Door, "method": r.Method, "template": r.Template,
		"called": r.URL, "try": r.TryURL, "curl": r.curl(cmp.Or(r.TryURL, r.URL)), "trycurl": r.curl(r.TryURL),
		"permission": r.Permission, "param": r.Param, "want": r.Want, "account": r.Account, "token": r.Token,
		"need": quoted(r.Need), "held": strings.Join(r.Held, " "), "missing": r.missing(),
		"object": strings.TrimSpace(r.Object + " " + r.ID),
	}
	f["thing"] = cmp.Or(f["object"], "the object")
	if !r.Time.IsZero() {
		f["time"] = r.Time.UTC().Format(time.RFC3339)
	}
	if r.Version != 0 {
		f["version"] = fmt.Sprint(r.Version)
	}
	return f
}

// quoted is `"a b" or "c"`.
func quoted(sets []string) string {
	var out []string
	for _, set := range sets {
		out = append(out, `"`+set+`"`)
	}
	return strings.Join(out, " or ")
}

// missing names for each sufficient set what the token lacks of it.
func (r Record) missing() string {
	held, err := catalog.ParseScopes(r.Held...)
	if err != nil {
		return "" // written by a version with other scopes
	}
	var lacks []string
	for _, need := range r.Need {
		set, err := catalog.ParseScopes(need)
		if err != nil {
			return ""
		}
		var names []string
		for _, scope := range held.Missing(set) {
			names = append(names, string(scope))
		}
		lacks = append(lacks, strings.Join(names, " "))
	}
	return quoted(lacks)
}

// curl is a command line that makes the call at an address.
func (r Record) curl(address string) string {
	if address == "" {
		return ""
	}
	method := ""
	switch r.Method {
	case "GET", "":
	case "HEAD":
		method = "--head "
	default:
		method = "-X " + r.Method + " "
	}
	return fmt.Sprintf(`curl %s-u "$EMAIL:$TOKEN" '%s'`, method, address)
}
