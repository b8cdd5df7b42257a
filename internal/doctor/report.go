package doctor

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/weirhq/weir/client"
)

// Status is what all findings come to.
type Status string

// The statuses.
const (
	Healthy     Status = "healthy"
	Fixable     Status = "fixable"
	Unreachable Status = "unreachable" // nobody answered, or nobody could be asked
)

// Finding is one cause with what speaks for it.
type Finding struct {
	Rule       int // of auth-behaviour.md §10; 0 for one that is not there
	Cause      string
	Confidence Confidence
	Why        string
	Evidence   []string
	Fix        string
	Corrected  string // a line ready to paste, with variables in place of the secret; empty when no line mends it
}

// DoorReport is what one door said.
type DoorReport struct {
	Door    string // "site", "gateway"
	Base    string // what stands before /wiki
	Carrier string // how the token was sent
	Opened  bool
	Account string // who the caller is there, where the door told
	Said    string // why it did not open
}

// CallReport is the call as it was understood.
type CallReport struct {
	Method, URL string
	Operation   string   // "v2:getPages"; empty for none
	Needs       []string // scope sets, each "a b"; any one opens it
	Status      int      // as it is written; 0 when it was not sent
	Said        string
	Corrected   int // status of the call put right; 0 when it was not sent
}

// GroupReport is one kind of reading, and whether the token may do it.
type GroupReport struct {
	Operation string
	Open      bool
	Needs     []string
}

// Report is the outcome of an examination. Nothing in it is secret.
type Report struct {
	Status   Status
	Site     string
	CloudID  string
	Token    Kind
	Carrier  string // how the line sends the credential
	Source   string // where the credential came from, if not from the line
	Doors    []DoorReport
	Call     *CallReport // nil when only a site was named
	Held     []string    // scopes that the token has for certain
	Missing  []string    // and has not
	Groups   []GroupReport
	Partial  bool // some questions about scopes got no answer
	Findings []Finding
	Notes    []string
	Probes   []ProbeReport
}

// ProbeReport is one request of the examination.
type ProbeReport struct {
	Method, URL string // without query
	Status      int
	Category    string // header X-Failure-Category
	Said        string
}

// slicesOf joins tables.
func slicesOf(tables ...[]rule) []rule { return slices.Concat(tables...) }

// report holds what was seen against the rules.
func (x *examination) report() *Report {
	r := &Report{Token: x.kind(), Carrier: string(x.call.presented.how), CloudID: x.address.CloudID}
	if x.noSite == nil {
		r.Site = x.secrets.mask(siteText(x.address))
	}
	if x.borrowed {
		r.Source = x.q.Source
	}
	for _, tried := range []struct {
		doors []client.DoorAnswer
		with  client.Credentials
	}{{x.doors, x.meant}, {x.otherDoors, x.other}} {
		for _, d := range tried.doors {
			r.CloudID = cmp.Or(r.CloudID, d.Door.CloudID)
			r.Doors = append(r.Doors, x.doorReport(d, tried.with))
		}
	}
	r.Call = x.callReport()
	x.reportScopes(r)
	r.Findings = x.findings()
	r.Notes = x.notes()
	for _, a := range x.record.sent() {
		r.Probes = append(r.Probes, ProbeReport{a.Method, x.secrets.mask(withoutQuery(a.URL)), a.Status, x.secrets.mask(a.Category), x.secrets.mask(a.Said)})
	}
	switch {
	case x.fault != nil, x.noSite != nil && len(x.record.sent()) == 0:
		r.Status = Unreachable
	case len(r.Findings) > 0:
		r.Status = Fixable
	default:
		r.Status = Healthy
	}
	return r
}

func (x *examination) doorReport(d client.DoorAnswer, with client.Credentials) DoorReport {
	report := DoorReport{Door: d.Door.String(), Base: x.secrets.mask(d.Base), Carrier: string(carrierOf(with)), Opened: d.Opened(), Account: x.secrets.mask(d.Who.DisplayName)}
	if d.Err != nil {
		report.Said = x.secrets.mask(strings.TrimPrefix(refusalWords(d.Err, d.Err.Error()), ": "))
	}
	return report
}

func (x *examination) callReport() *CallReport {
	if x.q.Call == nil || x.target == nil {
		return nil
	}
	r := &CallReport{Method: x.call.Method, URL: x.secrets.maskURL(x.target.String())}
	if op := x.place.op; op != nil {
		r.Operation, r.Needs = op.Key(), setsOf(*op)
	}
	if x.written != nil {
		r.Status, r.Said = x.written.Status, x.secrets.mask(x.written.Said)
	}
	if x.right != nil {
		r.Corrected = x.right.Status
	}
	return r
}

// findings are the rules that apply, the surest first. Of several with one cause the first counts.
func (x *examination) findings() []Finding {
	var found []Finding
	corrected := x.corrected()
	facts := x.facts()
	for _, rule := range rules {
		evidence, holds := x.all(rule.signs)
		if !holds || slices.ContainsFunc(found, func(f Finding) bool { return f.Cause == rule.cause }) {
			continue
		}
		if x.right != nil && x.right != x.written && (x.right.ok() || x.plan.follow && x.right.Location) {
			evidence = append(evidence, fmt.Sprintf("the call put right: %d", x.right.Status))
		}
		found = append(found, Finding{rule.number, rule.cause, rule.confidence, facts.Replace(rule.why), evidence, facts.Replace(rule.fix), corrected})
	}
	if len(found) == 0 {
		found = x.unexplained(corrected)
	}
	order := []Confidence{Certain, Likely, Possible}
	slices.SortStableFunc(found, func(a, b Finding) int { return slices.Index(order, a.Confidence) - slices.Index(order, b.Confidence) })
	return found
}

// unexplained is a call that fails and fits no rule: said so, rather than guessed at.
func (x *examination) unexplained(corrected string) []Finding {
	a := x.right
	if a == nil {
		a = x.written
	}
	if a == nil || a.Status < 400 && !a.Location || a.ok() {
		return nil
	}
	return []Finding{{
		Cause: "unexplained", Confidence: Possible, Why: "The call fails in a way that fits no known cause.",
		Evidence: []string{x.secrets.mask(x.told(a))}, Fix: "Look up the operation, and what the answer says.", Corrected: corrected,
	}}
}

func (x *examination) notes() []string {
	var notes []string
	if x.call.more > 0 {
		notes = append(notes, "the text holds further calls; the first was looked at")
	}
	if x.q.Netrc != "" {
		notes = append(notes, x.q.Netrc+" has an entry for the host; curl -n uses it, and Python's requests does, in place of a missing credential")
	}
	if notSent(x) {
		notes = append(notes, "the call changes something and was not sent; no GET tells which scopes for writing a token has")
	}
	if x.q.Answer != nil && x.written != nil && !x.written.Pasted && x.written.Status != x.q.Answer.Status {
		notes = append(notes, "the pasted answer is another one than the call gets now")
	}
	if x.cut != nil && x.opens(false) {
		notes = append(notes, "the gateway "+x.address.Gateway+" cannot be reached from here; this token does without")
	}
	if x.call.noCheck {
		notes = append(notes, "the line turns the check of certificates off, so anybody on the way can read the token")
	}
	return notes
}

// facts are what rules may name in braces.
func (x *examination) facts() *strings.Replacer {
	values := map[string]string{"need": "the scope of its operation", "sets": "a scope", "operation": "the operation", "path": x.plan.path,
		"wrong": x.place.wrong, "gateway": x.base(true), "gatewayOrigin": x.address.Gateway, "host": nearVendor(hostOf(x.target)), "operationId": "<operation>"}
	if values["gateway"] == "" {
		values["gateway"] = "{gateway}" + gatewayPath + "{cloudId}; the cloudId is in GET {site}/_edge/tenant_info"
	}
	if op := x.place.op; op != nil {
		values["operation"], values["operationId"] = op.Key(), op.ID
		if n := x.needed(op); n != "" {
			values["need"], values["sets"] = strings.ReplaceAll(n, " ", " and "), strings.Join(setsOf(*op), ", or ")
		}
	}
	var pairs []string
	for name, value := range values {
		pairs = append(pairs, "{"+name+"}", x.secrets.mask(value))
	}
	return strings.NewReplacer(pairs...)
}

func hostOf(u *url.URL) string {
	if u == nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
