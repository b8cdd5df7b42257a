package contract

import (
	"os/exec"
	"strings"
	"testing"
)

// needs skips a test that runs a program which is not there.
func needs(t testing.TB, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skip(program + " is not installed")
	}
	return path
}

// TestCurlOnTheFourURLs is the question that brings people here: which token works at which address, asked with the
// program that they ask with.
func TestCurlOnTheFourURLs(t *testing.T) {
	t.Parallel()
	curl := needs(t, "curl")
	b := newBench(t)
	admin := func(secret string) []string { return []string{"-u", b.Admin.Email + ":" + secret} }
	for _, c := range []struct {
		name string
		args []string
		// v1 and v2 at the site, v1 and v2 at the gateway
		want string
	}{
		{"unscoped", admin(b.Unscoped.Text), "200 200 200 200"},
		{"every scope", admin(b.Scoped.Text), "401 401 200 200"},
		{"classic reading scopes", admin(b.ReadOnly.Text), "401 401 200 401"},
		{"revoked", admin(b.Revoked.Text), "403 404 403 404"},
		{"wrong secret", admin("nonsense"), "403 404 403 404"},
		{"empty secret", admin(""), "401 401 403 404"},
		{"other account", []string{"-u", b.Member.Email + ":" + b.Unscoped.Text}, "403 404 403 404"},
		{"service account, Bearer", []string{"-H", "Authorization: Bearer " + b.Service.Text}, "401 401 200 401"},
		{"service account, oauth2-bearer", []string{"--oauth2-bearer", b.Service.Text}, "401 401 200 401"},
		{"service account, Basic", []string{"-u", b.Robot.Email + ":" + b.Service.Text}, "401 401 200 401"},
		{"user token as Bearer", []string{"-H", "Authorization: Bearer " + b.Unscoped.Text}, "403 403 403 404"},
		{"anyauth waits for a challenge", []string{"--anyauth", "-u", b.Admin.Email + ":" + b.Unscoped.Text}, "403 404 403 404"},
		{"in the URL", []string{"@", b.Admin.Email + ":" + b.Unscoped.Text}, "200 200 200 200"},
		{"none", nil, "403 404 403 404"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, url := range []string{
				b.URL + "/wiki/rest/api/space", b.URL + "/wiki/api/v2/spaces",
				b.GatewayURL + "/wiki/rest/api/space", b.GatewayURL + "/api/v2/spaces",
			} {
				args := c.args
				if len(args) == 2 && args[0] == "@" {
					url = strings.Replace(url, "http://", "http://"+strings.Replace(args[1], "@", "%40", 1)+"@", 1)
					args = nil
				}
				args = append([]string{"-q", "-s", "-o", "/dev/null", "-w", "%{http_code}", url}, args...)
				out, err := exec.CommandContext(t.Context(), curl, args...).Output()
				if err != nil {
					t.Fatalf("curl %s: %v", strings.Join(args, " "), err)
				}
				got = append(got, string(out))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
