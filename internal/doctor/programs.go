package doctor

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// program is a command that people call the API with, and what its options mean.
type program struct {
	name   string
	folded bool              // options have one dash and are written in any case, and may be cut short
	means  map[string]string // option → what reader.take does
	takes  map[string]bool   // further options that take a value
}

var programs = map[string]*program{
	"curl": {name: "curl", takes: set(curlTakes), means: map[string]string{
		"-u": "user", "--user": "user", "-H": "header", "--header": "header", "-X": "method", "--request": "method",
		"-d": "data", "--data": "data", "--data-ascii": "data", "--data-binary": "data", "--data-raw": "data",
		"--data-urlencode": "data", "--json": "json", "--url": "url", "--url-query": "keep", "-G": "get", "--get": "get",
		"-I": "head", "--head": "head", "-F": "form", "--form": "form", "--form-string": "form",
		"-T": "upload", "--upload-file": "upload", "-A": "agent", "--user-agent": "agent",
		"-L": "follow", "--location": "follow", "--location-trusted": "follow", "-k": "insecure", "--insecure": "insecure",
		"-n": "netrc", "--netrc": "netrc", "--netrc-optional": "netrc", "--netrc-file": "netrc-file",
		"--oauth2-bearer": "bearer", "--anyauth": "challenge", "--digest": "challenge", "--ntlm": "challenge",
		"--negotiate": "challenge", "--basic": "preemptive",
		"-b": "cookie", "--cookie": "cookie", "-c": "drop", "--cookie-jar": "drop", "-U": "drop", "--proxy-user": "drop",
		"--proxy-header": "drop", "-K": "config", "--config": "config", "--pass": "drop", "-E": "drop", "--cert": "drop",
		"--key": "drop", "--tlspassword": "drop", "--tlsuser": "drop", "--proxy-pass": "drop", "--aws-sigv4": "drop",
		"-x": "proxy", "--proxy": "proxy", "--preproxy": "proxy", "-v": "drop", "--verbose": "drop",
		"--trace": "drop", "--trace-ascii": "drop", "-o": "drop", "--output": "drop", "-O": "drop", "--remote-name": "drop",
		"-D": "drop", "--dump-header": "drop", "--stderr": "drop", "--libcurl": "drop", "-w": "drop", "--write-out": "drop",
		"-s": "keep", "--silent": "keep", "-S": "keep", "--show-error": "keep", "-i": "keep", "--include": "keep",
		"-f": "keep", "--fail": "keep", "--compressed": "keep", "--http1.1": "keep", "--http2": "keep",
		"--cacert": "keep", "--capath": "keep", "-m": "keep", "--max-time": "keep", "--connect-timeout": "keep",
		"--retry": "keep", "--noproxy": "keep", "-4": "keep", "-6": "keep", "--fail-with-body": "keep",
	}},
	"wget": {name: "wget", takes: set("-O -o -a -t -T -P -Q -e -l -A -R -D -i --output-document --timeout --tries --ca-certificate"),
		means: map[string]string{
			"--user": "wget-user", "--http-user": "wget-user", "--password": "wget-password", "--http-password": "wget-password",
			"--header": "header", "--method": "method", "--body-data": "data", "--post-data": "data", "--auth-no-challenge": "preemptive",
			"-U": "agent", "--user-agent": "agent", "--no-check-certificate": "insecure", "-O": "drop", "-o": "drop",
		}},
	"invoke-restmethod": powerShellRest, "irm": powerShellRest, "invoke-webrequest": powerShellRest, "iwr": powerShellRest,
}

var powerShellRest = &program{name: "Invoke-RestMethod", folded: true,
	takes: set("-outfile -timeoutsec -proxy -sessionvariable -websession"),
	means: map[string]string{
		"-uri": "url", "-method": "method", "-headers": "table", "-body": "data", "-contenttype": "type", "-form": "form",
		"-credential": "ps-credential", "-authentication": "drop-value", "-useragent": "agent", "-token": "ps-credential",
		"-usebasicparsing": "drop", "-skipcertificatecheck": "insecure", "-infile": "upload",
	}}

// valued are the meanings whose option takes a value.
var valued = set("user header method data json url form upload agent netrc-file bearer cookie config proxy wget-user wget-password table type ps-credential drop-value")

// curlTakes are curl's options with a value (curl --help all).
const curlTakes = `-E -K -C -b -c -d -D -F -H -P -m -U -Q -r -e -X -Y -y -t -z -T -u -A -w -o -x
--abstract-unix-socket --alt-svc --aws-sigv4 --cacert --capath --cert --cert-type --ciphers --config --connect-timeout --connect-to
--continue-at --cookie --cookie-jar --create-file-mode --crlfile --curves --data --data-ascii --data-binary --data-raw
--data-urlencode --delegation --dns-interface --dns-ipv4-addr --dns-ipv6-addr --dns-servers --doh-url --dump-header --ech
--egd-file --engine --etag-compare --etag-save --expect100-timeout --form --form-string --ftp-account --ftp-alternative-to-user
--ftp-method --ftp-port --ftp-ssl-ccc-mode --happy-eyeballs-timeout-ms --haproxy-clientip --header --hostpubmd5 --hostpubsha256
--hsts --interface --ip-tos --ipfs-gateway --json --keepalive-cnt --keepalive-time --key --key-type --krb --libcurl --limit-rate
--local-port --login-options --mail-auth --mail-from --mail-rcpt --max-filesize --max-redirs --max-time --netrc-file --noproxy
--oauth2-bearer --output --output-dir --parallel-max --pass --pinnedpubkey --preproxy --proto --proto-default --proto-redir --proxy
--proxy-cacert --proxy-capath --proxy-cert --proxy-cert-type --proxy-ciphers --proxy-crlfile --proxy-header --proxy-key
--proxy-key-type --proxy-pass --proxy-pinnedpubkey --proxy-service-name --proxy-tls13-ciphers --proxy-tlsauthtype
--proxy-tlspassword --proxy-tlsuser --proxy-user --proxy1.0 --pubkey --quote --random-file --range --rate --referer --request
--request-target --resolve --retry --retry-delay --retry-max-time --sasl-authzid --service-name --socks4 --socks4a --socks5
--socks5-gssapi-service --socks5-hostname --speed-limit --speed-time --stderr --telnet-option --tftp-blksize --time-cond --tls-max
--tls13-ciphers --tlsauthtype --tlspassword --tlsuser --trace --trace-ascii --trace-config --unix-socket --upload-file --url
--url-query --user --user-agent --variable --vlan-priority --write-out`

func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

// reader goes through the arguments of one call.
type reader struct {
	call    *Call
	program *program
	value   func(string) (string, bool)
	address *word
	asQuery bool
	data    []option
}

func (r *reader) arguments(words []word) error {
	onlyWords := false
	for i := 0; i < len(words); i++ {
		w := words[i]
		text := w.plain()
		switch {
		case onlyWords || !strings.HasPrefix(text, "-") || text == "-":
			r.bare(w)
			continue
		case text == "--":
			onlyWords = true
			continue
		}
		for _, part := range r.split(w, text) {
			meaning, takes := r.meaning(part.name)
			o := option{name: part.name, takes: takes, value: part.value}
			if takes && part.value.empty() {
				if i++; i >= len(words) {
					return fmt.Errorf("the option %s needs a value", r.known(part.name))
				}
				o.value = words[i]
			}
			if err := r.take(meaning, o); err != nil {
				return err
			}
		}
	}
	r.finish()
	return nil
}

// known is an option's name if it is one, so that no error repeats what it does not know.
func (r *reader) known(name string) string {
	if _, ok := r.program.means[name]; ok || r.program.takes[name] {
		return name
	}
	return "before the end of the line"
}

// split takes joined short options and --option=value apart.
func (r *reader) split(w word, text string) []option {
	switch {
	case r.program.folded:
		return []option{{name: strings.ToLower(text)}}
	case strings.HasPrefix(text, "--"):
		name, _, joined := strings.Cut(text, "=")
		if joined && r.program.name == "wget" {
			return []option{{name: name, value: w.after(len(name) + 1)}}
		}
		return []option{{name: text}}
	}
	var parts []option
	for i := 1; i < len(text); i++ {
		name := "-" + text[i:i+1]
		if _, takes := r.meaning(name); takes {
			if rest := w.after(i + 1); !rest.empty() {
				return append(parts, option{name: name, value: rest})
			}
		}
		parts = append(parts, option{name: name})
	}
	return parts
}

// after is the word from a place on, counted in bytes of the text without variables.
func (w word) after(n int) word {
	var rest word
	rest.open = w.open
	for _, p := range w.pieces {
		switch {
		case p.variable != "" || p.command != "":
			if n <= 0 {
				rest.add(p)
			}
		case len(p.text) > n:
			p.text = p.text[max(n, 0):]
			rest.add(p)
			n = 0
		default:
			n -= len(p.text)
		}
	}
	return rest
}

func (r *reader) meaning(name string) (meaning string, takes bool) {
	p := r.program
	meaning = p.means[name]
	if meaning == "" && p.folded {
		for full, m := range p.means {
			if len(name) > 2 && strings.HasPrefix(full, name) {
				meaning = m
			}
		}
	}
	return meaning, valued[meaning] || p.takes[name]
}

// bare is a word that is no option: the URL, and what else there is.
func (r *reader) bare(w word) {
	text, _ := w.text(r.public)
	if strings.TrimSpace(text) == "" && len(w.pieces) < 2 && (w.empty() || w.pieces[0].variable == "") {
		return
	}
	if r.address == nil {
		r.address = &w
		return
	}
	if old, _ := r.address.text(r.public); !isAddress(old) && isAddress(text) {
		r.address = &w // the other was an argument that lost its quotes
	}
	r.call.flaw(splitWord, "the line has words that belong to no option: a value with blanks stands in no quotes")
}

// isAddress tells a URL from any other word.
func isAddress(s string) bool {
	host, _, _ := strings.Cut(s, "/")
	return strings.Contains(s, "://") || strings.Contains(host, ".")
}

// public is the value of a variable that does not hold a secret, by its name. Only a credential may be made of others.
func (r *reader) public(name string) (string, bool) {
	if secretName.MatchString(name) {
		return "", false
	}
	return r.value(name)
}

// take is what one option does.
func (r *reader) take(meaning string, o option) error {
	c := r.call
	text, _ := o.value.text(r.public)
	switch meaning {
	case "user":
		c.presented.user = &o.value
	case "wget-user", "wget-password", "ps-credential":
		c.presented.part(meaning, o.value, text)
	case "bearer":
		c.presented.bearer = &o.value
	case "header":
		full, _ := o.value.text(r.value)
		r.header(o.value, full)
	case "table":
		r.table(text)
	case "type":
		r.header(word{pieces: append([]piece{{text: "Content-Type: "}}, o.value.pieces...)}, "Content-Type: "+text)
	case "agent":
		c.headers = append(c.headers, header{"User-Agent", text})
		if !browserAgent(text) {
			c.kept = append(c.kept, o)
		}
	case "method":
		c.Method, c.explicit = strings.ToUpper(strings.TrimSpace(text)), true
		if c.Method == "" || strings.ContainsFunc(c.Method, func(x rune) bool { return x < 'A' || x > 'Z' }) {
			return fmt.Errorf("the option %s names no HTTP method", o.name)
		}
	case "data", "json", "form", "upload":
		c.body = true
		r.data = append(r.data, o)
		c.multipart = c.multipart || meaning == "form"
		if meaning == "json" {
			c.headers = append(c.headers, header{"Content-Type", "application/json"}, header{"Accept", "application/json"})
		}
		c.kept = append(c.kept, o)
		r.methodOf(meaning)
	case "get":
		r.asQuery = true
		c.kept = append(c.kept, o)
	case "head":
		c.kept = append(c.kept, o)
		r.methodOf(meaning)
	case "url":
		r.address = &o.value
	case "follow":
		c.follows = true
		c.kept = append(c.kept, option{name: "-L"})
	case "insecure":
		c.noCheck = true
		c.kept = append(c.kept, option{name: o.name})
	case "netrc", "netrc-file":
		c.netrc = true
	case "challenge":
		c.presented.challenge = o.name
	case "preemptive":
		c.presented.preemptive = true
	case "config":
		c.flaw(elsewhere, "the line takes options from a file, which is not read here")
	case "cookie":
		c.flaw(cookie, "the line sends a cookie; sessions of browsers are not for programs, and it is left out")
	case "keep":
		c.kept = append(c.kept, o)
	}
	return nil
}

// methodOf is the method that an option stands for when none is named.
func (r *reader) methodOf(meaning string) {
	if r.call.explicit || r.asQuery {
		return
	}
	r.call.Method = map[string]string{"head": http.MethodHead, "upload": http.MethodPut}[meaning]
	if r.call.Method == "" {
		r.call.Method = http.MethodPost
	}
}

// finish is what only all options together tell.
func (r *reader) finish() {
	c := r.call
	if r.asQuery {
		c.body, c.multipart = false, false
		if !c.explicit {
			c.Method = http.MethodGet
		}
		for _, o := range r.data {
			text, _ := o.value.text(r.public)
			if r.address == nil || strings.HasPrefix(text, "@") {
				continue
			}
			mark := "?"
			if old, _ := r.address.text(r.public); strings.Contains(old, "?") {
				mark = "&"
			}
			r.address.add(piece{text: mark})
			if o.name == "--data-urlencode" {
				r.address.add(piece{text: encoded(text)})
			} else {
				r.address.pieces = append(r.address.pieces, o.value.pieces...)
			}
			c.drop(o.name)
		}
		c.drop("-G")
		c.drop("--get")
	}
	if c.Method == "" {
		c.Method = http.MethodGet
	}
	if slices.ContainsFunc(c.flaws, func(f flaw) bool { return f.kind == splitWord }) {
		c.kept = slices.DeleteFunc(c.kept, func(o option) bool { return o.name == "-H" && strings.HasSuffix(o.value.plain(), ":") })
	}
}
