package doctor

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/weirhq/weir/wire"
)

// Text writes a report for people. strong wraps what should stand out, such as in a terminal's bold.
func (r *Report) Text(w io.Writer, strong func(string) string) error {
	var b strings.Builder
	row := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-8s %s\n", name, fmt.Sprintf(format, args...))
	}
	for _, d := range r.Doors {
		switch {
		case d.Opened && d.Account != "":
			row(d.Door, "%s  accepts %s, as %s", d.Base, d.Carrier, d.Account)
		case d.Opened:
			row(d.Door, "%s  accepts %s", d.Base, d.Carrier)
		default:
			row(d.Door, "%s  does not accept %s: %s", d.Base, d.Carrier, d.Said)
		}
	}
	if len(r.Doors) == 0 && r.Site != "" {
		row("site", "%s", r.Site)
	}
	token := string(r.Token)
	if r.Token != NoToken && r.Carrier != string(noCredential) {
		token += ", sent as " + r.Carrier
	}
	if r.Source != "" {
		token += ", from " + r.Source
	}
	row("token", "%s", token)
	if c := r.Call; c != nil {
		outcome := "not sent"
		if c.Status != 0 {
			outcome = fmt.Sprint(c.Status)
		}
		row("call", "%s %s: %s", c.Method, c.URL, outcome)
		if c.Operation != "" && len(c.Needs) > 0 {
			row("", "%s; scoped tokens need %s", c.Operation, strings.Join(c.Needs, ", or "))
		}
	}
	r.scopesText(row)
	const above = "as above"
	told := map[string]bool{}
	for i, f := range r.Findings {
		fmt.Fprintf(&b, "\n%s\n", strong(fmt.Sprintf("%d. %s (%s)", i+1, f.Cause, f.Confidence)))
		b.WriteString(fold("   ", "   ", f.Why))
		fresh := slices.DeleteFunc(slices.Clone(f.Evidence), func(e string) bool { return told[e] })
		if len(fresh) == 0 && len(f.Evidence) > 0 {
			fresh = []string{above}
		}
		for _, e := range fresh {
			told[e] = true
			b.WriteString(fold("   seen  ", "         ", e))
		}
		b.WriteString(fold("   fix   ", "         ", f.Fix))
	}
	if len(r.Findings) > 0 && r.Findings[0].Corrected != "" {
		fmt.Fprintf(&b, "\n%s\n  %s\n", strong("The line put right:"), r.Findings[0].Corrected)
	}
	if len(r.Notes) > 0 {
		b.WriteString("\n")
	}
	for _, n := range r.Notes {
		b.WriteString(fold("note     ", "         ", n))
	}
	fmt.Fprintf(&b, "\n%s\n", strong(r.summary()))
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) scopesText(row func(name, format string, args ...any)) {
	if len(r.Held) > 0 {
		row("scopes", "%s", strings.TrimSpace(fold("         ", "         ", strings.Join(r.Held, ", "))))
	}
	if n := len(r.Missing); n > 0 {
		row([]string{"scopes", ""}[min(len(r.Held), 1)], "and not %s", some(r.Missing, r.Call))
	}
	if r.Token == Accepted && len(r.Groups) > 0 {
		row("scopes", "every read that was tried is open")
	}
	if r.Partial {
		row("", "some questions about scopes got no answer")
	}
}

// some are the missing scopes that the call could have used, and how many others there are; all of them when they are few.
func some(missing []string, c *CallReport) string {
	const few = 4
	if len(missing) <= few {
		return strings.Join(missing, ", ")
	}
	var named []string
	for _, s := range missing {
		if c != nil && strings.Contains(" "+strings.Join(c.Needs, " ")+" ", " "+s+" ") {
			named = append(named, s)
		}
	}
	if len(named) == 0 {
		return fmt.Sprintf("%d others that were looked for; --json lists them", len(missing))
	}
	return fmt.Sprintf("%s; nor %d others, which --json lists", strings.Join(named, ", "), len(missing)-len(named))
}

func (r *Report) summary() string {
	switch {
	case r.Status == Healthy && r.Call != nil && r.Call.Status == 0:
		return "Nothing wrong was found; the call itself was not tried."
	case r.Status == Healthy:
		return "Nothing is wrong."
	case r.Status == Unreachable:
		return "The site could not be asked."
	case len(r.Findings) == 1:
		return "1 finding."
	}
	return fmt.Sprintf("%d findings.", len(r.Findings))
}

// lineWidth is how long lines of prose may be.
const lineWidth = 100

// fold breaks prose into lines. What is longer than a line, such as an address, stays whole.
func fold(first, next, text string) string {
	var b strings.Builder
	line := first
	empty := true
	for word := range strings.FieldsSeq(text) {
		if !empty && len(line)+1+len(word) > lineWidth {
			b.WriteString(line + "\n")
			line, empty = next, true
		}
		if !empty {
			line += " "
		}
		line += word
		empty = false
	}
	return b.String() + strings.TrimRight(line, " ") + "\n"
}

// JSON is a report for programs: one object, described in docs/doctor.md.
func (r *Report) JSON() ([]byte, error) { return wire.Marshal(r.object()) }

func (r *Report) object() wire.Object[any] {
	doors := []wire.Object[any]{}
	for _, d := range r.Doors {
		doors = append(doors, wire.Object[any]{
			{Name: "door", Value: d.Door}, {Name: "base", Value: d.Base}, {Name: "carrier", Value: d.Carrier}, {Name: "opened", Value: d.Opened},
			{Name: "account", Value: d.Account}, {Name: "said", Value: d.Said},
		})
	}
	groups := []wire.Object[any]{}
	for _, g := range r.Groups {
		groups = append(groups, wire.Object[any]{
			{Name: "operation", Value: g.Operation}, {Name: "open", Value: g.Open}, {Name: "needs", Value: list(g.Needs)},
		})
	}
	findings := []wire.Object[any]{}
	for _, f := range r.Findings {
		findings = append(findings, wire.Object[any]{
			{Name: "cause", Value: f.Cause}, {Name: "rule", Value: f.Rule}, {Name: "confidence", Value: string(f.Confidence)},
			{Name: "why", Value: f.Why}, {Name: "evidence", Value: list(f.Evidence)}, {Name: "fix", Value: f.Fix}, {Name: "corrected", Value: f.Corrected},
		})
	}
	var call any
	if c := r.Call; c != nil {
		call = wire.Object[any]{
			{Name: "method", Value: c.Method}, {Name: "url", Value: c.URL}, {Name: "operation", Value: c.Operation},
			{Name: "needs", Value: list(c.Needs)}, {Name: "status", Value: c.Status}, {Name: "said", Value: c.Said},
			{Name: "correctedStatus", Value: c.Corrected},
		}
	}
	return wire.Object[any]{
		{Name: "status", Value: string(r.Status)}, {Name: "site", Value: r.Site}, {Name: "cloudId", Value: r.CloudID},
		{Name: "token", Value: string(r.Token)}, {Name: "carrier", Value: r.Carrier}, {Name: "source", Value: r.Source},
		{Name: "doors", Value: doors}, {Name: "call", Value: call},
		{Name: "scopes", Value: wire.Object[any]{
			{Name: "held", Value: list(r.Held)}, {Name: "missing", Value: list(r.Missing)}, {Name: "groups", Value: groups}, {Name: "partial", Value: r.Partial},
		}},
		{Name: "findings", Value: findings}, {Name: "notes", Value: list(r.Notes)},
	}
}

// list is a list that is never null.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
