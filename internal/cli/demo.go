package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/seed"
	"github.com/weirhq/weir/internal/server"
)

// demoOptions are the choices of weir demo.
type demoOptions struct {
	addr   string
	env    string // file to write the demo's facts to, empty for none
	public bool
	dir    string // keep the data here; empty: a temporary folder that goes with the demo
}

func demoCommand(a *app) *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run a throw-away site with content and a token of each kind",
		Long: `Run a throw-away site with content and a token of each kind.

Everything is made anew at each start and gone when the demo stops: five spaces, some forty pages with labels,
attachments and restrictions, seven accounts. The demo prints its URLs, its tokens and curl lines to paste; the header
X-Weir-Reason of each refusal says why.`,
		Example: `  weir demo
  weir demo --env demo.env          # for scripts: source the file
  weir demo --addr 127.0.0.1:0      # a free port`,
		Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runDemo(cmd, o) },
	}
	cmd.Flags().StringVar(&o.addr, "addr", "127.0.0.1:8090", "address to listen on; port 0 takes a free one")
	cmd.Flags().StringVar(&o.env, "env", "", "write URLs and tokens to this file, as NAME=value")
	cmd.Flags().BoolVar(&o.public, "public", false, "open the site and the space PUB to anonymous callers")
	cmd.Flags().StringVar(&o.dir, "dir", "", "make the data in this empty folder and leave it there (default: a temporary one)")
	configFlags(cmd, "auth.invalid-credentials", "auth.challenge", "compat.removed-v1", "compat.download-servlet",
		"compat.xsrf", "compat.attachment-download", "log.level", "log.format", "database.url")
	return cmd
}

func (a *app) runDemo(cmd *cobra.Command, o demoOptions) (err error) {
	dir := ""
	if o.dir != "" {
		if dir, err = emptyDir(o.dir); err != nil {
			return err
		}
	} else {
		if dir, err = os.MkdirTemp("", "weir-demo-"); err != nil {
			return err
		}
		defer func() {
			if removeErr := os.RemoveAll(dir); err == nil {
				err = removeErr
			}
		}()
	}
	cfg, _, err := a.loadConfig(cmd, func(c *config.Config) {
		c.Listen, c.DataDir, c.Health.Listen = o.addr, dir, ""
		c.Tokens.MaxScopes = len(catalog.AllScopes())
		c.Log.Level = "warn" // the demo's own words are what a person came for
	})
	if err != nil {
		return err
	}
	cfg.Listen, cfg.DataDir = o.addr, dir
	deps, err := a.deps(cfg)
	if err != nil {
		return err
	}
	deps.Demo, deps.Fleeting = true, o.dir == ""
	srv, err := server.New(cmd.Context(), cfg, deps)
	if err != nil {
		return inUse(err, "--addr 127.0.0.1:0 takes a free port")
	}
	facts, err := a.seedDemo(cmd.Context(), srv, dir, o)
	if err != nil {
		return errors.Join(err, srv.Close())
	}
	var text bytes.Buffer // printed whole: a reader of the first lines does not end the demo
	if err := demoText.Execute(&text, facts); err != nil {
		return errors.Join(err, srv.Close())
	}
	if _, err := text.WriteTo(a.out); err != nil {
		return errors.Join(err, srv.Close())
	}
	return run(cmd.Context(), srv, func() error { return nil }, a.now, deps.Log)
}

// emptyDir is the absolute path of a folder that is empty or not there yet: everything in a demo is made anew.
func emptyDir(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	switch entries, err := os.ReadDir(dir); {
	case os.IsNotExist(err):
		return dir, nil
	case err != nil:
		return "", err
	case len(entries) > 0:
		return "", fmt.Errorf("--dir: %s is not empty; weir serve --data-dir serves what a demo left", dir)
	}
	return dir, nil
}

// demoFacts are what the demo prints and writes to the environment file.
type demoFacts struct {
	*seed.Demo
	Site, Gateway, CloudID, DataDir string
	Page                            string // id of a page that everybody sees
	Public                          bool
	Weir                            string // how this program is called
}

func (a *app) seedDemo(ctx context.Context, srv *server.Server, dir string, o demoOptions) (demoFacts, error) {
	f := demoFacts{Site: srv.URL(), DataDir: shellWord(dir), Public: o.public, Weir: shellWord(a.called())}
	var err error
	if f.Demo, err = seed.Site(ctx, srv.Site(), seed.Options{BaseURL: f.Site, Public: o.public}); err != nil {
		return f, err
	}
	f.CloudID = f.Demo.Site.CloudID
	f.Gateway = f.Site + "/ex/confluence/" + f.CloudID
	f.Page = f.Pages["Getting started"].ID.String()
	if o.env == "" {
		return f, nil
	}
	var text bytes.Buffer
	if err := demoEnv.Execute(&text, f); err != nil {
		return f, err
	}
	return f, writeSecret(o.env, text.Bytes())
}

// writeSecret replaces a file whole, readable by its owner alone: what reads it never sees half of it.
func writeSecret(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".weir-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // gone already when all went well
	if _, err := io.Copy(f, bytes.NewReader(text)); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// goRun is the README's way to call this program.
const goRun = "go run ./cmd/weir"

// called is how a person calls this program again: as before, or by go run, which leaves no program behind.
func (a *app) called() string {
	path := filepath.ToSlash(a.self)
	if strings.TrimSuffix(path[strings.LastIndex(path, "/")+1:], ".exe") != "weir" || strings.Contains(path, "/go-build") {
		return goRun
	}
	return a.self
}

// shellWord is a text as one word of sh, in quotes only where it needs them: not every reader of environment files takes
// quotes off. The call of go run stays three words.
func shellWord(text string) string {
	if text == goRun || strings.Trim(text, plainLetters) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// plainLetters are those that mean nothing to a shell.
const plainLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-"

// demoEnv is the environment file, for scripts and CI.
var demoEnv = template.Must(template.New("env").Parse(`SITE_URL={{.Site}}
GATEWAY_URL={{.Gateway}}
CLOUD_ID={{.CloudID}}
DATA_DIR={{.DataDir}}
EMAIL={{.Unscoped.Email}}
TOKEN={{.Unscoped.Token}}
SCOPED_TOKEN={{.Scoped.Token}}
READONLY_TOKEN={{.ReadOnly.Token}}
SPACE_KEY=PUB
`))

// demoText is what a person sees. Each curl line can be pasted as it stands.
var demoText = template.Must(template.New("demo").Parse(`
weir demo: a Confluence Cloud of your own, gone when you stop it (Ctrl-C).

  Site      {{.Site}}   {{if .Public}}open to anonymous callers (space PUB){{else}}private; --public opens it{{end}}
  Gateway   {{.Gateway}}
  cloudId   {{.CloudID}}
  Account   {{.Unscoped.Email}}, administrator

  Tokens
    without scopes   {{.Unscoped.Token}}
    every scope      {{.Scoped.Token}}
    reading scopes   {{.ReadOnly.Token}}
    one scope        {{.Narrow.Token}}   read:confluence-space.summary
    service account  {{.Service.Token}}   {{.Service.Email}}
    revoked          {{.Revoked.Token}}

Paste these. The header X-Weir-Reason says why a call is refused; weir explain says what to do.

  # 1. A token without scopes works at the site, on both versions of the API ...
  curl -u {{.Unscoped.Email}}:{{.Unscoped.Token}} {{.Site}}/wiki/rest/api/user/current
  curl -u {{.Unscoped.Email}}:{{.Unscoped.Token}} '{{.Site}}/wiki/api/v2/spaces?limit=2'

  # 2. ... and at the gateway.
  curl -u {{.Unscoped.Email}}:{{.Unscoped.Token}} {{.Gateway}}/wiki/rest/api/space/PUB

  # 3. A token with scopes works at the gateway, with and without /wiki ...
  curl -u {{.Scoped.Email}}:{{.Scoped.Token}} '{{.Gateway}}/wiki/api/v2/pages/{{.Page}}?body-format=storage'
  curl -u {{.Scoped.Email}}:{{.Scoped.Token}} {{.Gateway}}/rest/api/content/{{.Page}}/child/page

  # 4. ... and never at the site: 401, even for what is public.
  curl -i -u {{.Scoped.Email}}:{{.Scoped.Token}} {{.Site}}/wiki/rest/api/space

  # 5. A scope that is missing: 401 from the gateway. This token may list spaces on v1, and nothing else.
  curl -i -u {{.Narrow.Email}}:{{.Narrow.Token}} {{.Gateway}}/wiki/rest/api/space
  curl -i -u {{.Narrow.Email}}:{{.Narrow.Token}} {{.Gateway}}/wiki/api/v2/spaces

  # 6. A credential that is not accepted is treated as anonymous: {{if .Public}}200 with what is public{{else}}403 on v1, 404 on v2{{end}}.
  curl -i -u {{.Revoked.Email}}:{{.Revoked.Token}} {{.Site}}/wiki/rest/api/space
  curl -i -u {{.Revoked.Email}}:{{.Revoked.Token}} {{.Site}}/wiki/api/v2/spaces

  # 7. A service account sends its token as Bearer, to the gateway.
  curl -H 'Authorization: Bearer {{.Service.Token}}' {{.Gateway}}/wiki/rest/api/user/current

  # 8. Why was that? Take Atl-Request-Id from an answer above:
  {{.Weir}} explain --data-dir {{.DataDir}} REQUEST-ID

`))
