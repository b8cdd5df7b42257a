package cli

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/weirtest"
)

// TestSpaceSetBesideARunningServer opens and closes a space with the command while a server answers over the same data.
func TestSpaceSetBesideARunningServer(t *testing.T) {
	t.Parallel()
	w := weirtest.New(t, weirtest.Public())
	run := func(args ...string) (code int, out, said string) {
		var stdout, stderr bytes.Buffer
		code = Main(append(args, "--data-dir", w.DataDir), strings.NewReader(""), &stdout, &stderr, nil)
		return code, stdout.String(), stderr.String()
	}
	anonymous := func(path string) int {
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		return res.StatusCode
	}
	const hr, pub = "/wiki/rest/api/space/HR", "/wiki/rest/api/space/PUB"
	for _, step := range []struct {
		args, said string
		hr, pub    int
	}{
		{"space list --site demo", "", 404, 200},
		{"space set HR --site demo --anonymous on", "", 200, 200},
		{"space set hr --site demo --anonymous on", "", 200, 200},
		{"space set PUB --site demo --anonymous off", "", 200, 404},
		{"site set demo --public=false", "", 403, 403},
		{"space set PUB --site demo --anonymous on",
			"the site is not public, so nobody comes in without an account: weir site set demo --public\n", 403, 403},
		{"site set demo --public", "", 200, 200},
		{"space set HR --site demo --anonymous off", "", 404, 200},
	} {
		code, _, said := run(strings.Fields(step.args)...)
		if code != 0 || said != step.said {
			t.Errorf("%s: exit code %d, said %q", step.args, code, said)
		}
		if a, b := anonymous(hr), anonymous(pub); a != step.hr || b != step.pub {
			t.Errorf("after %s: HR %d, PUB %d; want %d, %d", step.args, a, b, step.hr, step.pub)
		}
	}

	_, list, _ := run("space", "list", "--site", "demo")
	want := `KEY   ANONYMOUS  STATUS    NAME
ENG   off        current   Engineering
HR    off        current   People Team
OLD   off        archived  Old Projects
PUB   on         current   Public Handbook
~ada  off        current   Ada Lovelace
`
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("space list (-want +got):\n%s", diff)
	}
	for args, want := range map[string]string{
		"space set NOPE --site demo --anonymous on": "weir: there is no space NOPE\n",
		"space set PUB --site nope --anonymous on":  "weir: there is no site nope\n",
		"space list --site nope":                    "weir: there is no site nope\n",
		"space set PUB --site demo --anonymous yes": "weir: anonymous \"yes\": want on or off\nSee \"weir space set --help\".\n",
	} {
		if code, _, said := run(strings.Fields(args)...); code != 1 || said != want {
			t.Errorf("%s: exit code %d, said %q", args, code, said)
		}
	}
}
