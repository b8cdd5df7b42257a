package doctor

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pastedSeeds are lines with a token in every place that one may stand in.
var pastedSeeds = []string{
	"curl -u " + ann + ":" + token + " " + acme + "/api/v2/pages?limit=1",
	"curl -su" + ann + ":" + token + " '" + acme + "/api/v2/pages?a=b' -H 'Accept: x' \\\n -d '{}'\n{\"code\":401,\"message\":\"Unauthorized\"}",
	"curl -H \"Authorization: Bearer " + token + "\" " + acme + "/rest/api/space",
	"curl -H \"Authorization: Basic $(echo -n " + ann + ":" + token + " | base64)\" " + acme + "/rest/api/space",
	"curl -H 'Authorization: Basic " + basicHeader(ann+":"+token) + "' https://" + token + "@acme.atlassian.net/wiki/spaces/X/pages/1/" + token,
	"PS C:\\> curl.exe -u \"${env:EMAIL}:" + token + "\" `\n '" + acme + "/api/v2/pages'",
	"C:\\>curl ^\n -u \"" + ann + ":" + token + "\" ^\n ^\"" + acme + "/api/v2/pages^\"",
	"Invoke-RestMethod -Uri " + acme + " -Headers @{ Authorization = \"Bearer " + token + "\" }",
	"wget --user a --password " + token + " " + acme + "/api/v2/pages",
	"export TOKEN=" + token + "\ncurl -b \"" + token + "\" -x http://u:" + token + "@proxy -U a:" + token + " -G -d a=" + token + " " + acme,
	"curl --" + token + " -" + token + " " + token + " \"" + token,
	"curl “-u " + ann + ":" + token + "” –H x",
}

// FuzzPastedLine: whatever is pasted, nothing that comes out tells the token: no report in any form, and no error. And the
// line put right is read back as the call it was made of.
func FuzzPastedLine(f *testing.F) {
	for _, text := range pastedSeeds {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if problem := pastedProblem(t, text); problem != "" {
			t.Fatal(problem)
		}
	})
}

// TestDamagedLines is the same for lines that were cut and mixed at random, without waiting for a fuzzer.
func TestDamagedLines(t *testing.T) {
	t.Parallel()
	odd := []string{"'", "\"", "\\", "$", "`", "^", "%", "\n", " ", ":", "&", "|", ">", "(", ")", "{", "}", "“", "\u00a0", "-", "--", "@", "=", "$(", "<", ";", "#", "-u", "-H ", "curl "}
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.SampledFrom(pastedSeeds).Draw(r, "seed")
		for range rapid.IntRange(0, 6).Draw(r, "edits") {
			at := rapid.IntRange(0, len(text)).Draw(r, "at")
			switch rapid.IntRange(0, 3).Draw(r, "edit") {
			case 0:
				text = text[:at] + rapid.SampledFrom(odd).Draw(r, "odd") + text[at:]
			case 1:
				text = text[:at] + text[min(len(text), at+rapid.IntRange(1, 5).Draw(r, "cut")):]
			case 2:
				text = text[:at] + rapid.SampledFrom(pastedSeeds).Draw(r, "other") + text[at:]
			case 3:
				text = text[at:] + text[:at]
			}
		}
		if problem := pastedProblem(t, text); problem != "" {
			r.Fatal(problem)
		}
	})
}

// pastedProblem is what is wrong with the outcome of a text; empty for nothing.
func pastedProblem(t *testing.T, text string) string {
	if strings.Contains(text, "cursor") {
		return "" // cursors are kept, and are long and random
	}
	env := func(name string) (string, bool) {
		v, ok := map[string]string{"TOKEN": token, "EMAIL": ann}[name]
		return v, ok
	}
	pasted, err := ParseText(text, env)
	var report *Report
	if err == nil {
		d := &Doctor{Transport: nowhere{}, Now: newDoctor(t, false).Now, UserAgent: "weir/test", Env: env}
		report, err = d.Examine(t.Context(), Question{Call: pasted.Call, Answer: pasted.Answer})
	}
	if err != nil {
		if tells(err.Error(), token) {
			return fmt.Sprintf("%q: the error tells the token: %v", text, err)
		}
		return ""
	}
	if printed := outputs(t, report); tells(printed, token) {
		return fmt.Sprintf("%q is printed as\n%s", text, printed)
	}
	return readBack(pasted.Call, report, env)
}

// readBack reads the line put right again, and says what of the call was lost.
func readBack(before *Call, r *Report, env func(string) (string, bool)) string {
	if len(r.Findings) == 0 || r.Findings[0].Corrected == "" || strings.Contains(r.Findings[0].Corrected, hidden) || before.Shell != Posix {
		return ""
	}
	line := r.Findings[0].Corrected
	after, err := ParseText(line, env)
	if err != nil {
		return fmt.Sprintf("%s: %v", line, err)
	}
	if after.Call.Method != before.Method {
		return fmt.Sprintf("%s: method %s, was %s", line, after.Call.Method, before.Method)
	}
	for _, f := range after.Call.flaws {
		if f.kind != unset && f.kind != elsewhere && f.kind != cookie {
			return fmt.Sprintf("%s: still %s", line, f.kind)
		}
	}
	return ""
}

// TestNoOutputTellsASecret builds lines around a random token, in every place and encoding that a line may have it in.
func TestNoOutputTellsASecret(t *testing.T) {
	t.Parallel()
	places := []string{
		"curl -u %[2]s:%[1]s %[3]s", "curl -u '%[2]s: %[1]s' %[3]s", "curl -u %[1]s %[3]s", "curl -u :%[1]s %[3]s", "curl --user=%[2]s:%[1]s %[3]s",
		"curl -H 'Authorization: Bearer %[1]s' %[3]s", "curl -H 'Authorization: %[1]s' %[3]s", "curl -H 'Authorization Bearer %[1]s' %[3]s",
		"curl -H 'Authorization: Basic %[4]s' %[3]s", "curl -H 'Authorization: Bearer %[4]s' %[3]s", "curl -H 'Authorization: Basic %[2]s:%[1]s' %[3]s",
		"curl -H 'X-Api-Key: %[1]s' %[3]s", "curl -H 'Cookie: session=%[1]s' -b x=%[1]s %[3]s", "curl --oauth2-bearer %[1]s %[3]s",
		"curl https://u:%[5]s@acme.atlassian.net/wiki/api/v2/pages", "curl '%[3]s?token=%[1]s'", "curl '%[3]s?x=%[1]s' -u a:%[1]s",
		"curl -u a:%[1]s -d '{\"t\":\"%[1]s\"}' %[3]s", "curl -x http://p:%[1]s@proxy:1 %[3]s -u a:%[1]s", "TOKEN=%[1]s\ncurl -u \"a:$TOKEN\" %[3]s",
		"curl -u a:%[1]s %[3]s\n{\"code\":401,\"message\":\"no %[1]s\"}", "wget --user=a --password=%[1]s %[3]s", "irm %[3]s -Headers @{Authorization='Basic %[4]s'}",
		"curl -u 'a:%[1]s %[3]s", "curl -u a:%[1]s -X %[1]s %[3]s", "curl -u a:%[1]s --%[1]s %[3]s", "curl %[1]s -u a:%[1]s %[3]s", "curl -u a:%[1]s https://%[1]s.example/wiki",
	}
	rapid.Check(t, func(r *rapid.T) {
		alphabet := rapid.SampledFrom([]rune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=_-."))
		secret := "Aa0" + rapid.StringOfN(alphabet, 20, 190, -1).Draw(r, "secret")
		place := rapid.SampledFrom(places).Draw(r, "place")
		pair := base64.StdEncoding.EncodeToString([]byte(ann + ":" + secret))
		text := fmt.Sprintf(place+"%[6]s", secret, ann, acme+"/api/v2/pages", pair, url.QueryEscape(secret), "")
		pasted, err := ParseText(text, noEnv)
		if err != nil {
			if tells(err.Error(), secret) {
				r.Fatalf("%s: %v", text, err)
			}
			return
		}
		d := &Doctor{Transport: nowhere{}, Now: newDoctor(t, false).Now, UserAgent: "weir/test", Env: noEnv}
		report, err := d.Examine(t.Context(), Question{Call: pasted.Call, Answer: pasted.Answer})
		if err != nil {
			if tells(err.Error(), secret) {
				r.Fatalf("%s: %v", text, err)
			}
			return
		}
		if printed := outputs(t, report); tells(printed, secret) {
			r.Fatalf("%s is printed as\n%s", text, printed)
		}
	})
}

// TestEchoedSecretsAreHidden: a server, or a proxy before it, that shows what it was sent wherever it can.
func TestEchoedSecretsAreHidden(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]func(r *http.Request) string{
		"a sentence": func(r *http.Request) string {
			_, secret, _ := r.BasicAuth()
			return fmt.Sprintf(`{"message":"no %s, nor %s","statusCode":403}`, secret, r.Header.Get("Authorization"))
		},
		"a page": func(r *http.Request) string {
			_, secret, _ := r.BasicAuth()
			return "<html><title>Sorry, " + url.QueryEscape(secret) + "</title></html>"
		},
		"an account": func(r *http.Request) string {
			_, secret, _ := r.BasicAuth()
			return fmt.Sprintf(`{"type":"known","accountId":"1","displayName":"%s"}`, secret)
		},
	} {
		for _, status := range []int{200, 401, 403, 404, 500} {
			echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Failure-Category", r.Header.Get("Authorization"))
				w.Header().Set("Content-Type", map[bool]string{true: "text/html", false: "application/json"}[name == "a page"])
				w.WriteHeader(status)
				fmt.Fprint(w, body(r))
			}))
			t.Cleanup(echo.Close)
			pasted, err := ParseText("curl -u "+ann+":"+token+" "+echo.URL+"/wiki/api/v2/pages", noEnv)
			if err != nil {
				t.Fatal(err)
			}
			report, err := newDoctor(t, false).Examine(t.Context(), Question{Call: pasted.Call})
			if err != nil {
				t.Fatal(err)
			}
			if printed := outputs(t, report); tells(printed, token) {
				t.Errorf("%s, %d:\n%s", name, status, printed)
			}
		}
	}
}

// panics is a transport with a fault of its own.
type panics struct{}

func (panics) RoundTrip(r *http.Request) (*http.Response, error) {
	panic("cannot send " + r.Header.Get("Authorization") + token)
}

func TestAPanicTellsNoSecret(t *testing.T) {
	t.Parallel()
	for _, text := range pastedSeeds[:4] {
		pasted, err := ParseText(text, noEnv)
		if err != nil {
			t.Fatal(err)
		}
		d := newDoctor(t, false)
		d.Transport = panics{}
		report, err := d.Examine(t.Context(), Question{Call: pasted.Call})
		switch {
		case err != nil && tells(err.Error(), token):
			t.Errorf("the error tells the token: %v", err)
		case err == nil && tells(outputs(t, report), token):
			t.Error("the report tells the token")
		}
	}
}
