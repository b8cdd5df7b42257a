package doctor

import (
	"fmt"
	"strings"
	"testing"

	"github.com/weirhq/weir/weirtest"
)

// TestEveryFormKindAndWayToPaste: whatever URL a line has, whichever token, and however it is presented, the line put right
// is answered with 200.
func TestEveryFormKindAndWayToPaste(t *testing.T) {
	t.Parallel()
	w := weirtest.New(t, weirtest.Deployed())
	page := w.Page(t, "Getting started").ID
	robot := w.NewToken(t, w.Robot, "read:page:confluence").Text
	forms := map[string]string{
		"site":         w.URL + "/wiki/api/v2/pages/" + page,
		"pasted page":  w.URL + "/wiki/spaces/DOC/pages/" + page + "/Getting+started",
		"without /api": w.URL + "/wiki/pages/" + page,
		"gateway":      w.GatewayURL + "/wiki/api/v2/pages/" + page,
		"gateway root": w.GatewayURL + "/api/v2/pages/" + page,
	}
	kinds := map[string]struct{ email, token string }{
		"unscoped": {w.Admin.Email, w.Unscoped.Text},
		"scoped":   {w.Admin.Email, w.Scoped.Text},
		"narrow":   {w.Admin.Email, w.NewToken(t, w.Admin, "read:page:confluence").Text},
		"service":  {w.Robot.Email, robot},
	}
	ways := map[string]func(email, token, address string) string{
		"-u": func(e, k, a string) string { return fmt.Sprintf("curl -u %s:%s '%s'", e, k, a) },
		"Basic": func(e, k, a string) string {
			return fmt.Sprintf("curl -H 'Authorization: Basic %s' %s", basicHeader(e+":"+k), a)
		},
		"Basic, line end": func(e, k, a string) string {
			return fmt.Sprintf("curl -H 'Authorization: Basic %s' %s", basicHeader(e+":"+k+"\n"), a)
		},
		"Bearer": func(_, k, a string) string { return fmt.Sprintf("curl -H 'Authorization: Bearer %s' %s", k, a) },
		"in the URL": func(e, k, a string) string {
			return "curl " + strings.Replace(a, "://", "://"+strings.Replace(e, "@", "%40", 1)+":"+k+"@", 1)
		},
		"%40": func(e, k, a string) string {
			return fmt.Sprintf("curl --user %s:%s %s", strings.Replace(e, "@", "%40", 1), k, a)
		},
		"PowerShell": func(e, k, a string) string { return fmt.Sprintf("curl.exe `\n -u '%s:%s' `\n '%s'", e, k, a) },
		"cmd.exe":    func(e, k, a string) string { return fmt.Sprintf("curl ^\n -u \"%s:%s\" ^\n \"%s\"", e, k, a) },
		"typography": func(e, k, a string) string { return fmt.Sprintf("curl –u “%s:%s” %s", e, k, a) },
		"wget":       func(e, k, a string) string { return fmt.Sprintf("wget --user=%s --password=%s %s", e, k, a) },
		"Invoke-RestMethod": func(_, k, a string) string {
			return fmt.Sprintf("irm '%s' -Headers @{Authorization = 'Bearer %s'}", a, k)
		},
	}
	for form, address := range forms {
		for kind, k := range kinds {
			for way, write := range ways {
				t.Run(form+", "+kind+", "+way, func(t *testing.T) {
					t.Parallel()
					pasted, err := ParseText(write(k.email, k.token, address), noEnv)
					if err != nil {
						t.Fatal(err)
					}
					q := Question{Call: pasted.Call}
					q.Credentials.Email = k.email // as --email gives it
					report, err := newDoctor(t, false).Examine(t.Context(), q)
					if err != nil {
						t.Fatal(err)
					}
					if report.Call.Corrected != 200 {
						t.Errorf("put right: %d\n%s", report.Call.Corrected, outputs(t, report))
					}
					fits(t, report)
				})
			}
		}
	}
}
