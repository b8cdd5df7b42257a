package doctor

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/client"
)

// nowhere is a network without anybody in it.
type nowhere struct{}

func (nowhere) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("nobody is there")
}

// read is what the doctor makes of a text without asking anybody.
func read(t *testing.T, text string, env map[string]string) (*Call, *Report) {
	t.Helper()
	value := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	pasted, err := ParseText(text, value)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	d := &Doctor{Transport: nowhere{}, Now: newDoctor(t, false).Now, UserAgent: "weir/test", Env: noEnv}
	report, err := d.Examine(t.Context(), Question{Call: pasted.Call, Answer: pasted.Answer})
	if err != nil {
		t.Fatal(err)
	}
	return pasted.Call, report
}

const (
	ann   = "ann@example.com"
	token = "Tok3nOfAnnWith24Letters0"
	acme  = "https://acme.atlassian.net/wiki"
)

// TestPastedLinesAreRead gives what people paste, from every shell and program, and expects the call, its credential, the
// mistakes in it, and the line put right.
func TestPastedLinesAreRead(t *testing.T) {
	t.Parallel()
	pair := client.Credentials{Email: ann, Token: token}
	for name, tc := range map[string]struct {
		text      string
		env       map[string]string
		method    string // GET unless given
		address   string // acme + /api/v2/pages unless given
		how       carrier
		meant     client.Credentials
		flaws     []flawKind
		corrected string
	}{
		"plain":       {text: "curl -u " + ann + ":" + token + " " + acme + "/api/v2/pages", how: basic, meant: pair},
		"a prompt":    {text: "ann@host:~$ curl -u " + ann + ":" + token + " " + acme + "/api/v2/pages", how: basic, meant: pair},
		"joined":      {text: "curl -su" + ann + ":" + token + " " + acme + "/api/v2/pages", how: basic, meant: pair, corrected: `curl -u "$EMAIL:$TOKEN" -s ` + acme + `/api/v2/pages`},
		"URL first":   {text: "curl " + acme + "/api/v2/pages --user '" + ann + ":" + token + "'", how: basic, meant: pair},
		"--url":       {text: `curl --url "` + acme + `/api/v2/pages" -u "` + ann + ":" + token + `"`, how: basic, meant: pair},
		"no scheme":   {text: "curl -u " + ann + ":" + token + " acme.atlassian.net/wiki/api/v2/pages", how: basic, meant: pair},
		"in the URL":  {text: "curl https://ann%40example.com:" + token + "@acme.atlassian.net/wiki/api/v2/pages", how: basic, meant: pair},
		"with output": {text: "curl -sS -o out.json -w '%{http_code}' -u " + ann + ":" + token + " " + acme + "/api/v2/pages 2>/dev/null | jq .", how: basic, meant: pair, corrected: `curl -u "$EMAIL:$TOKEN" -s -S ` + acme + `/api/v2/pages`},
		"continued": {text: "curl \\\n  --request GET \\\n  --url '" + acme + "/api/v2/pages' \\\n  --user '" + ann + ":" + token + "' \\\n  --header 'Accept: application/json'",
			how: basic, meant: pair, corrected: `curl -u "$EMAIL:$TOKEN" -H 'Accept: application/json' ` + acme + `/api/v2/pages`},
		"variables": {text: `curl -u "$EMAIL:$TOKEN" "$SITE/api/v2/pages"`, env: map[string]string{"EMAIL": ann, "TOKEN": token, "SITE": acme}, how: basic, meant: pair},
		"variables set above": {text: "export EMAIL=" + ann + "\nTOKEN='" + token + "'\ncurl -u ${EMAIL}:${TOKEN} " + acme + "/api/v2/pages",
			env: map[string]string{"TOKEN": "another"}, how: basic, meant: pair},
		"variables unset":        {text: `curl -u "$EMAIL:$TOKEN" ` + acme + "/api/v2/pages", how: basic, flaws: []flawKind{unset, noPassword}},
		"single quotes":          {text: "curl -u '$EMAIL:$TOKEN' " + acme + "/api/v2/pages", env: map[string]string{"EMAIL": ann, "TOKEN": token}, how: basic, meant: pair, flaws: []flawKind{quoting}},
		"a secret in the URL":    {text: `curl "` + acme + `/api/v2/pages?x=$AWS_SECRET"`, env: map[string]string{"AWS_SECRET": "s"}, address: acme + "/api/v2/pages?x=", how: noCredential, flaws: []flawKind{unset}, corrected: "-"},
		"header Basic":           {text: `curl -H "Authorization: Basic ` + basicHeader(ann+":"+token) + `" ` + acme + "/api/v2/pages", how: basic, meant: pair},
		"header from a command":  {text: `curl -H "Authorization: Basic $(printf %s ` + ann + ":" + token + ` | base64 -w0)" ` + acme + "/api/v2/pages", how: basic, meant: pair},
		"echo adds a line end":   {text: `curl -H "Authorization: Basic $(echo ` + ann + ":" + token + ` | base64)" ` + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{newline}},
		"encoded with line end":  {text: `curl -H "Authorization: Basic ` + basicHeader(ann+":"+token+"\n") + `" ` + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{newline}},
		"encoded over two lines": {text: "curl -H 'Authorization: Basic " + basicHeader(ann + ":" + token)[:20] + "\n" + basicHeader(ann + ":" + token)[20:] + "' " + acme + "/api/v2/pages", how: broken, meant: pair, flaws: []flawKind{newline}},
		"not encoded":            {text: `curl -H "Authorization: Basic ` + ann + ":" + token + `" ` + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{notEncoded}},
		"a token as Basic":       {text: `curl -H "Authorization: Basic ` + token + `" ` + acme + "/api/v2/pages", how: basic, meant: client.Credentials{Token: token}, flaws: []flawKind{unreadable}},
		"Bearer":                 {text: `curl -H "Authorization: Bearer ` + token + `" ` + acme + "/api/v2/pages", how: bearer, meant: client.Credentials{Token: token}},
		"--oauth2-bearer":        {text: "curl --oauth2-bearer " + token + " " + acme + "/api/v2/pages", how: bearer, meant: client.Credentials{Token: token}},
		"bearer":                 {text: `curl -H "authorization: bearer ` + token + `" ` + acme + "/api/v2/pages", how: broken, meant: client.Credentials{Token: token}, flaws: []flawKind{scheme}},
		"a pair as Bearer":       {text: `curl -H "Authorization: Bearer ` + ann + ":" + token + `" ` + acme + "/api/v2/pages", how: bearer, meant: pair, flaws: []flawKind{pairAsBearer}},
		"no scheme in header":    {text: `curl -H "Authorization: ` + token + `" ` + acme + "/api/v2/pages", how: broken, meant: client.Credentials{Token: token}, flaws: []flawKind{scheme}},
		"another header":         {text: `curl -H "Authentication: Basic ` + basicHeader(ann+":"+token) + `" ` + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{scheme}},
		"header without colon":   {text: `curl -H "Authorization Basic ` + basicHeader(ann+":"+token) + `" ` + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{scheme}},
		"%40":                    {text: "curl -u ann%40example.com:" + token + " " + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{percent}},
		"blanks":                 {text: "curl -u '" + ann + ": " + token + " ' " + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{blanks}},
		"a line end":             {text: "curl -u $'" + ann + ":" + token + `\n' ` + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{blanks}},
		"e-mail only":            {text: "curl -u " + ann + " " + acme + "/api/v2/pages", how: noCredential, meant: client.Credentials{Email: ann}, flaws: []flawKind{noPassword}},
		"token only":             {text: "curl -u :" + token + " " + acme + "/api/v2/pages", how: basic, meant: client.Credentials{Token: token}, flaws: []flawKind{noUser}},
		"a second colon":         {text: "curl -u " + ann + ":x:" + token + " " + acme + "/api/v2/pages", how: basic, meant: client.Credentials{Email: ann, Token: "x:" + token}, flaws: []flawKind{colons}},
		"a placeholder":          {text: "curl -u " + ann + ":YOUR_API_TOKEN " + acme + "/api/v2/pages", how: basic, meant: client.Credentials{Email: ann, Token: "YOUR_API_TOKEN"}, flaws: []flawKind{placeholder}},
		"typography":             {text: "curl –u “" + ann + ":" + token + "”\u00a0" + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{typography}},
		"two credentials":        {text: "curl -u a:b -H 'Authorization: Basic " + basicHeader(ann+":"+token) + "' " + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{twice}},
		"an open quote":          {text: "curl -u " + ann + ":" + token + " '" + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{quoting}},
		"a header out of quotes": {text: "curl -u " + ann + ":" + token + " -H Accept: application/json " + acme + "/api/v2/pages", how: basic, meant: pair, flaws: []flawKind{splitWord}},
		"& out of quotes": {text: "curl -u " + ann + ":" + token + " " + acme + "/api/v2/pages?limit=1&status=current", how: basic, meant: pair, flaws: []flawKind{ampersand},
			address: acme + "/api/v2/pages?limit=1&status=current", corrected: `curl -u "$EMAIL:$TOKEN" '` + acme + `/api/v2/pages?limit=1&status=current'`},
		"-G": {text: "curl -G -u " + ann + ":" + token + " " + acme + "/rest/api/search --data-urlencode 'cql=type = page' -d limit=2", how: basic, meant: pair,
			address: acme + "/rest/api/search?cql=type+%3D+page&limit=2", corrected: `curl -u "$EMAIL:$TOKEN" '` + acme + `/rest/api/search?cql=type+%3D+page&limit=2'`},
		"--json": {text: "curl -u " + ann + ":" + token + ` --json '{"title":"it'\''s"}' ` + acme + "/api/v2/pages", method: "POST", how: basic, meant: pair,
			corrected: `curl -u "$EMAIL:$TOKEN" --json '{"title":"it'\''s"}' ` + acme + `/api/v2/pages`},
		"DELETE": {text: "curl -X DELETE -u " + ann + ":" + token + " " + acme + "/api/v2/pages/12", method: "DELETE", address: acme + "/api/v2/pages/12", how: basic, meant: pair, corrected: `curl -u "$EMAIL:$TOKEN" -X DELETE ` + acme + `/api/v2/pages/12`},
		"a body of variables": {text: `curl -u ` + ann + ":" + token + ` -H 'Content-Type: application/json' -d "{\"id\":\"$ID\"}" ` + acme + "/api/v2/pages", method: "POST", how: basic, meant: pair,
			corrected: `curl -u "$EMAIL:$TOKEN" -H 'Content-Type: application/json' -d "{\"id\":\"${ID}\"}" ` + acme + `/api/v2/pages`},
		"from a browser": {text: "curl '" + acme + "/api/v2/pages' \\\n  -H 'accept: */*' \\\n  -H 'user-agent: Mozilla/5.0' \\\n  -b 'tenant.session.token=abc' \\\n  --compressed", how: noCredential, flaws: []flawKind{cookie},
			corrected: `curl -H 'accept: */*' --compressed ` + acme + `/api/v2/pages`},
		"--digest": {text: "curl --digest -u " + ann + ":" + token + " " + acme + "/api/v2/pages", how: noCredential, meant: pair, flaws: []flawKind{waits}},
		"a file":   {text: "curl -K secrets.conf " + acme + "/api/v2/pages", how: noCredential, flaws: []flawKind{elsewhere}, corrected: "curl " + acme + "/api/v2/pages"},
		"PowerShell": {text: "PS C:\\> curl.exe -u \"${env:EMAIL}:$env:TOKEN\" `\n  -H 'Accept: application/json' `\n  '" + acme + "/api/v2/pages?limit=1'", env: map[string]string{"EMAIL": ann, "TOKEN": token}, how: basic, meant: pair,
			address: acme + "/api/v2/pages?limit=1", corrected: `curl.exe -u "${env:EMAIL}:${env:TOKEN}" -H 'Accept: application/json' '` + acme + `/api/v2/pages?limit=1'`},
		"Invoke-RestMethod": {text: "$TOKEN = '" + token + "'\n$h = @{ Accept = 'x' }\nInvoke-RestMethod -Uri \"" + acme + "/api/v2/pages\" -Method Get -Headers @{ Authorization = \"Bearer $TOKEN\"; Accept = 'application/json' }", how: bearer, meant: client.Credentials{Token: token},
			corrected: `curl.exe -u "${env:EMAIL}:${env:TOKEN}" -H 'Accept: application/json' ` + acme + `/api/v2/pages`},
		"irm -Credential": {text: "irm " + acme + "/api/v2/pages -Credential $cred", how: noCredential, flaws: []flawKind{waits}, corrected: `curl.exe -u "${env:EMAIL}:${env:TOKEN}" ` + acme + `/api/v2/pages`},
		"cmd": {text: "C:\\Users\\ann>curl -u \"%EMAIL%:%TOKEN%\" ^\n  -H \"Accept: application/json\" ^\n  \"" + acme + "/api/v2/pages?limit=1&x=2\"", env: map[string]string{"EMAIL": ann, "TOKEN": token}, how: basic, meant: pair,
			address: acme + "/api/v2/pages?limit=1&x=2", corrected: `curl -u "%EMAIL%:%TOKEN%" -H "Accept: application/json" "` + acme + `/api/v2/pages?limit=1&x=2"`},
		"cmd from a browser": {text: "curl ^\"" + acme + "/api/v2/pages^\" ^\n  -H ^\"accept: text/html^\" ^\n  -u ^\"" + ann + ":" + token + "^\"", how: basic, meant: pair, corrected: `curl -u "%EMAIL%:%TOKEN%" -H "accept: text/html" ` + acme + `/api/v2/pages`},
		"cmd, single quotes": {text: "C:\\>curl -u '" + ann + ":" + token + "' \"" + acme + "/api/v2/pages\"", how: basic, meant: pair, flaws: []flawKind{singleQuotes}, corrected: `curl -u "%EMAIL%:%TOKEN%" ` + acme + `/api/v2/pages`},
		"wget":               {text: "wget -qO- --auth-no-challenge --user=" + ann + " --password=" + token + " " + acme + "/api/v2/pages", how: basic, meant: pair},
		"wget waits":         {text: "wget --http-user " + ann + " --http-password '" + token + "' --post-data 'a=b' " + acme + "/api/v2/pages", method: "POST", how: noCredential, meant: pair, flaws: []flawKind{waits}, corrected: `curl -u "$EMAIL:$TOKEN" -d a=b ` + acme + `/api/v2/pages`},
		"a bare URL":         {text: " " + acme + "/api/v2/pages\n", how: noCredential, corrected: "curl " + acme + "/api/v2/pages"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			call, report := read(t, tc.text, tc.env)
			if tc.method == "" {
				tc.method = http.MethodGet
			}
			if tc.address == "" {
				tc.address = acme + "/api/v2/pages"
			}
			if tc.corrected == "" {
				tc.corrected = `curl -u "$EMAIL:$TOKEN" ` + acme + `/api/v2/pages`
			}
			var flaws []flawKind
			for _, f := range call.flaws {
				flaws = append(flaws, f.kind)
			}
			corrected := report.Findings[0].Corrected
			if tc.corrected == "-" {
				tc.corrected = ""
			}
			type seen struct {
				Method, Address, How string
				Meant                client.Credentials
				Flaws                []flawKind
				Corrected            string
			}
			want := seen{tc.method, tc.address, string(tc.how), tc.meant, tc.flaws, tc.corrected}
			got := seen{call.Method, call.Address, string(call.presented.how), call.presented.meant, flaws, corrected}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s\n(-want +got):\n%s", tc.text, diff)
			}
			if tells(outputs(t, report), token) {
				t.Error("the token is told")
			}
		})
	}
}

// TestAnswersBelowALineAreRead gives a session as it is copied from a terminal.
func TestAnswersBelowALineAreRead(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text string
		want Answer
	}{
		"nothing":  {"", Answer{}},
		"a prompt": {"ann@host:~$ ", Answer{}},
		"G1":       {`{"code":401,"message":"Unauthorized; scope does not match"}`, Answer{Status: 401, Said: "Unauthorized; scope does not match"}},
		"S1": {`{"statusCode":403,"message":"com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: 403 FORBIDDEN \"Request rejected because caller cannot access Confluence\""}` + "\n$ ",
			Answer{Status: 403, Said: `403 FORBIDDEN "Request rejected because caller cannot access Confluence"`}},
		"S3":   {`{"errors":[{"status":404,"code":"NOT_FOUND","title":"Not Found","detail":null}]}`, Answer{Status: 404, Said: "Not Found"}},
		"H1":   {`<!doctype html><html lang="en"><head><title>HTTP Status 401 – Unauthorized</title></head></html>`, Answer{Status: 401, HTML: true, Said: "HTTP Status 401 – Unauthorized"}},
		"T1":   {"Basic authentication with passwords is deprecated.  For more information, see: https://x", Answer{Status: 401, Said: "Basic authentication with passwords is deprecated. For more information, see: https://x"}},
		"B1":   {`{"error":"Failed to parse Connect Session Auth Token"}`, Answer{Status: 403, Said: "Failed to parse Connect Session Auth Token"}},
		"XSRF": {"XSRF check failed", Answer{Status: 403, Said: "XSRF check failed"}},
		"-i":   {"HTTP/2 401 \r\ncontent-type: application/json\r\nx-failure-category: FAILURE_CLIENT_SCOPE_CHECK\r\n\r\n{\"code\":401,\"message\":\"x\"}", Answer{Status: 401, Said: "x", Category: "FAILURE_CLIENT_SCOPE_CHECK"}},
		"-v":   {"> GET /wiki HTTP/1.1\n< HTTP/1.1 302 Found\n< Location: /login\n", Answer{Status: 302, Location: true}},
		"E5":   {`{"timestamp":"2026-05-19T18:10:14.698736667Z","status":404,"error":"Not Found","message":"No message available","path":"/wiki/api/v2/pages/1"}`, Answer{Status: 404, Said: "No message available"}},
		"jq":   {`{"results":[]}`, Answer{}},
	} {
		pasted, err := ParseText("curl -u a@example.com:b "+acme+"/api/v2/pages\n"+tc.text, noEnv)
		if err != nil {
			t.Fatal(err)
		}
		got := Answer{}
		if pasted.Answer != nil {
			got = *pasted.Answer
			if !got.Pasted {
				t.Errorf("%s: not marked as pasted", name)
			}
			got.Pasted, got.body, got.header = false, nil, nil
		}
		if diff := cmp.Diff(tc.want, got, cmp.AllowUnexported(Answer{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTextsWithoutACall(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                          ErrNoCall.Error(),
		"hello " + token:            ErrNoCall.Error(),
		"curl":                      "the line names no URL",
		"curl -u":                   "the option -u needs a value",
		"curl --nosuch" + token:     "the line names no URL",
		"curl -X '" + token + "' x": "the option -X names no HTTP method",
	} {
		_, err := ParseText(text, noEnv)
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestOnlyTheFirstOfSeveralCalls(t *testing.T) {
	t.Parallel()
	call, report := read(t, "curl -u a@example.com:"+token+" "+acme+"/api/v2/pages\ncurl "+acme+"/api/v2/spaces\n", nil)
	if call.Address != acme+"/api/v2/pages" || !slices.Contains(report.Notes, "the text holds further calls; the first was looked at") {
		t.Errorf("%s, notes %q", call.Address, report.Notes)
	}
}

// TestAVariableIsTakenFromTheEnvironmentByItsNameAlone: nothing else of the environment is looked at.
func TestAVariableIsTakenFromTheEnvironmentByItsNameAlone(t *testing.T) {
	t.Parallel()
	var asked []string
	_, err := ParseText(`curl -u "$EMAIL:$TOKEN" "$SITE/x?key=$API_TOKEN"`, func(name string) (string, bool) {
		asked = append(asked, name)
		return "v", true
	})
	slices.Sort(asked)
	if got := strings.Join(slices.Compact(asked), " "); err != nil || got != "EMAIL SITE TOKEN" {
		t.Errorf("asked for %s (%v)", got, err)
	}
}
