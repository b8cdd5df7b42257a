package cli

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/weirhq/weir/internal/proxy"
	"github.com/weirhq/weir/wire"
)

// announce says where the proxy is and how it is used.
func (a *app) announce(o proxyOptions, s *openedProxy) error {
	if o.json {
		return a.printJSON(wire.Object[any]{
			{Name: "event", Value: "start"}, {Name: "url", Value: s.url}, {Name: "gatewayUrl", Value: s.gatewayURL()}, {Name: "cloudId", Value: s.cloudID},
			{Name: "key", Value: s.key}, {Name: "site", Value: s.site}, {Name: "door", Value: s.door}, {Name: "source", Value: s.source}, {Name: "caFile", Value: s.caFile},
		})
	}
	var text strings.Builder
	fmt.Fprintf(&text, "weir proxy for %s\n\n", s.site)
	row := func(name, value string) { fmt.Fprintf(&text, "  %-11s %s\n", name, value) }
	row("Site", s.url)
	row("Gateway", s.gatewayURL())
	if s.key == "" {
		row("Credential", "none; requests are sent on as they are")
	} else {
		row("Key", s.key)
		use := "for GET and HEAD"
		if o.writes {
			use = "for all methods"
		}
		row("", "the password of Basic, with any user name: "+use+", as the "+s.source+", at the "+s.door)
	}
	for _, name := range o.names {
		row("Name", name)
	}
	if s.caFile != "" {
		row("Trust", s.caFile)
	}
	if o.readOnly {
		row("Writes", "refused, with any credential")
	}
	if len(o.spaces) > 0 {
		row("Spaces", strings.Join(o.spaces, ", "))
	}
	text.WriteString("\nRefusals are told below. Ctrl-C ends the proxy, and the key with it.\n")
	_, err := fmt.Fprint(a.out, text.String())
	return err
}

// proxyLog tells of exchanges: refusals, or all.
type proxyLog struct {
	out, err io.Writer
	json     bool
	all      bool
	brief    bool // a person watches: the time of the day is enough
	colour   bool

	mu     sync.Mutex
	broken map[*os.File]bool
}

func (a *app) newProxyLog(o proxyOptions) *proxyLog {
	return &proxyLog{out: a.out, err: a.err, json: o.json, all: o.verbose, brief: isTerminal(a.err), colour: a.colours(a.err), broken: map[*os.File]bool{}}
}

// colours reports whether a stream is to be coloured: it is a terminal that can, and nobody has said no.
func (a *app) colours(w io.Writer) bool {
	no, _ := a.env("NO_COLOR")
	term, _ := a.env("TERM")
	if runtime.GOOS == "windows" && term == "" { // a console there shows the codes themselves unless it is told otherwise
		return false
	}
	return isTerminal(w) && no == "" && term != "dumb"
}

func (l *proxyLog) tell(x *proxy.Exchange) {
	if x.Why == "" && !l.all {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.json {
		line, err := wire.Marshal(exchangeJSON(x))
		if err == nil { // it is made of strings and numbers
			fmt.Fprintf(l.out, "%s\n", line)
		}
		return
	}
	fmt.Fprintln(l.err, l.line(x))
}

// line is an exchange in words: when, what came of it, what was called, and who refused it for which reason.
func (l *proxyLog) line(x *proxy.Exchange) string {
	at := x.Time.UTC().Format(time.RFC3339)
	if l.brief {
		at = x.Time.Format(time.TimeOnly)
	}
	words := []string{x.Method, called(x)}
	switch {
	case x.Refused != "":
		words = append(words, "proxy: "+x.Why, "["+string(x.Refused)+"]")
	case x.Why != "":
		words = append(words, x.Door+": "+x.Why)
	default:
		words = append(words, x.Door)
	}
	if x.Mended != "" {
		words = append(words, "("+x.Mended+")")
	}
	status := strconv.Itoa(x.Status)
	if l.colour && x.Why != "" {
		status = "\x1b[31m" + status + "\x1b[0m"
	}
	return at + " " + status + " " + printableOnly(strings.Join(words, " "))
}

// called is the operation's name, or the path of what is none.
func called(x *proxy.Exchange) string {
	if x.Operation != nil {
		return x.Operation.Key()
	}
	return x.Path
}

// printableOnly keeps what clients send from doing something to a terminal.
func printableOnly(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, text)
}

func exchangeJSON(x *proxy.Exchange) wire.Object[any] {
	event, operation := "request", ""
	if x.Why != "" {
		event = "refused"
	}
	if x.Operation != nil {
		operation = x.Operation.Key()
	}
	return wire.Object[any]{
		{Name: "event", Value: event}, {Name: "time", Value: x.Time.UTC().Format(time.RFC3339)}, {Name: "method", Value: x.Method},
		{Name: "operation", Value: operation}, {Name: "path", Value: x.Path}, {Name: "carrier", Value: x.Carrier}, {Name: "door", Value: x.Door},
		{Name: "status", Value: x.Status}, {Name: "reason", Value: string(x.Refused)}, {Name: "why", Value: x.Why}, {Name: "mended", Value: x.Mended},
	}
}
