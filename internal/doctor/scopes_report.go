package doctor

import (
	"slices"
	"strings"

	"github.com/weirhq/weir/catalog"
)

// setsOf are an operation's scope sets, each in one text.
func setsOf(op catalog.Operation) []string {
	var sets []string
	for _, set := range op.Alternatives() {
		names := make([]string, len(set))
		for i, s := range set {
			names[i] = string(s)
		}
		sets = append(sets, strings.Join(names, " + "))
	}
	return sets
}

func (x *examination) reportScopes(r *Report) {
	r.Partial = x.held.stopped
	for _, a := range x.held.asked {
		r.Groups = append(r.Groups, GroupReport{a.op.Key(), a.open, setsOf(a.op)})
	}
	if x.kind() == Accepted { // without scopes it may do all, which looks the same
		return
	}
	r.Held, r.Missing = sorted(x.held.held), sorted(x.held.missing)
}

func sorted(scopes map[catalog.Scope]bool) []string {
	var names []string
	for s := range scopes {
		names = append(names, string(s))
	}
	slices.Sort(names)
	return names
}

// vendorHosts are the names that people misspell.
var vendorHosts = []string{"atlassian.net", "api.atlassian.com"}

// nearVendor is the vendor's name that a host is a letter or two away from; empty if it is none.
func nearVendor(host string) string {
	for _, known := range vendorHosts {
		tail, head := host, ""
		if labels := strings.Split(host, "."); known == "atlassian.net" && len(labels) > 2 {
			head, tail = strings.Join(labels[:len(labels)-2], ".")+".", strings.Join(labels[len(labels)-2:], ".")
		}
		if d := distance(tail, known); d > 0 && d <= 2 {
			return head + known
		}
	}
	if name, ok := strings.CutSuffix(host, ".atlassian.com"); ok && name != "api" && !strings.Contains(name, ".") {
		return name + ".atlassian.net"
	}
	return ""
}

func misspelt(x *examination) (string, bool) {
	near := nearVendor(hostOf(x.target))
	return "the host is " + hostOf(x.target), near != ""
}

// distance counts the letters to change, add or take away between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := before + b2i(a[i-1] != b[j-1])
			before = row[j]
			row[j] = min(change, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
