package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/proxy"
)

// TestTheLiveLog holds its lines: for a person with colours and the time of the day, otherwise plain and in full. What a
// client sends does nothing to a terminal.
func TestTheLiveLog(t *testing.T) {
	t.Parallel()
	op, err := catalog.Default().Find("v2:getPages")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	exchanges := []*proxy.Exchange{
		{Time: at, Method: "GET", Operation: &op, Door: "gateway", Status: 200, Mended: "a prefix was there twice"},
		{Time: at, Method: "GET", Operation: &op, Door: "gateway", Status: 401, Why: "the token lacks a scope"},
		{Time: at, Method: "GET", Path: "/\x1b]0;pwned\a", Status: 400, Refused: proxy.TargetForm, Why: "odd \x1b[2J"},
	}
	for name, tt := range map[string]struct {
		log  *proxyLog
		want string
	}{
		"plain": {&proxyLog{all: true}, `2026-01-15T12:00:00Z 200 GET v2:getPages gateway (a prefix was there twice)
2026-01-15T12:00:00Z 401 GET v2:getPages gateway: the token lacks a scope
2026-01-15T12:00:00Z 400 GET /?]0;pwned? proxy: odd ?[2J [target-form]
`},
		"refusals": {&proxyLog{}, `2026-01-15T12:00:00Z 401 GET v2:getPages gateway: the token lacks a scope
2026-01-15T12:00:00Z 400 GET /?]0;pwned? proxy: odd ?[2J [target-form]
`},
		"for a person": {&proxyLog{all: true, brief: true, colour: true}, "12:00:00 200 GET v2:getPages gateway (a prefix was there twice)\n" +
			"12:00:00 \x1b[31m401\x1b[0m GET v2:getPages gateway: the token lacks a scope\n" +
			"12:00:00 \x1b[31m400\x1b[0m GET /?]0;pwned? proxy: odd ?[2J [target-form]\n"},
	} {
		var seen strings.Builder
		tt.log.err = &seen
		for _, x := range exchanges {
			tt.log.tell(x)
		}
		if diff := cmp.Diff(tt.want, seen.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestProxyOptionsThatAreNotSafe holds what weir proxy refuses to do.
func TestProxyOptionsThatAreNotSafe(t *testing.T) {
	t.Parallel()
	for listen, good := range map[string]bool{
		"127.0.0.1:8091": true, "127.1.2.3:0": true, "[::1]:8091": true, "localhost:0": true,
		":8091": false, "0.0.0.0:8091": false, "[::]:8091": false, "192.0.2.1:8091": false, "example.com:8091": false, "localhost.example.com:1": false,
	} {
		if err := (proxyOptions{listen: listen}).check(); (err == nil) != good {
			t.Errorf("%s: %v", listen, err)
		}
		if err := (proxyOptions{listen: listen, expose: true, tls: true}).check(); err != nil {
			t.Errorf("%s with --expose and --tls: %v", listen, err)
		}
	}
}

// TestHostsOfAProxy holds the values of Host that mean it.
func TestHostsOfAProxy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		port int
		tls  bool
		want []string
	}{
		{8091, false, []string{"127.0.0.1:8091", "acme.atlassian.net:8091"}},
		{443, true, []string{"127.0.0.1:443", "127.0.0.1", "acme.atlassian.net:443", "acme.atlassian.net"}},
		{443, false, []string{"127.0.0.1:443", "acme.atlassian.net:443"}},
		{80, false, []string{"127.0.0.1:80", "127.0.0.1", "acme.atlassian.net:80", "acme.atlassian.net"}},
	} {
		if diff := cmp.Diff(tt.want, hostsOf([]string{"127.0.0.1", "acme.atlassian.net"}, tt.port, tt.tls)); diff != "" {
			t.Errorf("port %d, TLS %v (-want +got):\n%s", tt.port, tt.tls, diff)
		}
	}
}
