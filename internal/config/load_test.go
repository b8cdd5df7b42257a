package config_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/config/manual"
)

// files answers Sources.Read from memory.
func files(content map[string]string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		text, found := content[path]
		if !found {
			return nil, &os.PathError{Op: "open", Path: path, Err: os.ErrNotExist}
		}
		return []byte(text), nil
	}
}

func environment(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, set := vars[name]
		return v, set
	}
}

func TestALaterSourceOverridesAnEarlierOne(t *testing.T) {
	t.Parallel()
	c, origins, err := config.Load(config.Sources{
		File: "/etc/weir/weir.toml",
		Read: files(map[string]string{
			"/etc/weir/weir.toml": "listen = \"a:1\"\ndata-dir = \"data\"\n[limits]\nidle = \"5s\"\nheader-bytes = \"16KiB\"\n[auth]\nchallenge = true\n",
			"/run/secret":         "postgres://weir:hush@db/weir\n",
		}),
		Env: environment(map[string]string{
			"WEIR_LISTEN": "b:2", "WEIR_LIMITS_IDLE": "6s", "WEIR_GATEWAY_HOSTS": "api.example.com, gw.example.com",
			"WEIR_DATABASE_URL_FILE": "/run/secret",
		}),
		Flags: map[string]string{"listen": "c:3", "tokens-max-scopes": "300"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := config.Default()
	want.Listen = "c:3"
	want.DataDir = "/etc/weir/data" // relative to the file that names it
	want.Limits.Idle = config.Duration(6 * time.Second)
	want.Limits.HeaderBytes = 16 << 10
	want.Auth.Challenge = true
	want.Gateway.Hosts = []string{"api.example.com", "gw.example.com"}
	want.Database.URL = "postgres://weir:hush@db/weir"
	want.Tokens.MaxScopes = 300
	if diff := cmp.Diff(&want, c); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
	for path, want := range map[string]string{
		"listen": "--listen", "data-dir": "/etc/weir/weir.toml", "limits.idle": "WEIR_LIMITS_IDLE",
		"database.url": "WEIR_DATABASE_URL_FILE", "tokens.max-scopes": "--tokens-max-scopes", "log.level": "default",
	} {
		if origins[path] != want {
			t.Errorf("origin of %s: %q, want %q", path, origins[path], want)
		}
	}
}

func TestWhatCannotBeUsedIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		env, flags map[string]string
		want       string
	}{
		{name: "unknown key", file: "listen = \"a:1\"\n\n[auth]\nchalenge = true\n",
			want: "weir.toml: line 4: unknown key auth.chalenge"},
		{name: "wrong type", file: "[auth]\nchallenge = 3\n",
			want: "weir.toml: line 2, column 13: the value is of the wrong kind: text stands in quotes, a list in brackets, numbers, true and false bare"},
		{name: "no choice", env: map[string]string{"WEIR_LOG_LEVEL": "loud"},
			want: `log.level (WEIR_LOG_LEVEL): "loud" is none of debug, info, warn, error`},
		{name: "several", env: map[string]string{"WEIR_LIMITS_IDLE": "soon"}, flags: map[string]string{"tokens-max-scopes": "0"},
			want: "tokens.max-scopes (--tokens-max-scopes): 0 is less than 1\n" +
				`limits.idle (WEIR_LIMITS_IDLE): "soon" is not a duration such as 30s or 1m30s`},
		{name: "secret twice", env: map[string]string{"WEIR_DATABASE_URL": "x", "WEIR_DATABASE_URL_FILE": "y"},
			want: "database.url (WEIR_DATABASE_URL_FILE): WEIR_DATABASE_URL is set too"},
		{name: "secret file gone", env: map[string]string{"WEIR_DATABASE_URL_FILE": "/gone"},
			want: "database.url (WEIR_DATABASE_URL_FILE): open /gone: file does not exist"},
		{name: "half of TLS", flags: map[string]string{"tls-cert-file": "c.pem"},
			want: "tls.cert-file and tls.key-file: one is set without the other"},
		{name: "size", flags: map[string]string{"limits-header-bytes": "9999999999GiB"},
			want: `limits.header-bytes (--limits-header-bytes): "9999999999GiB" is not a size such as 4096, 32KiB or 100MiB`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := config.Load(config.Sources{
				File: "weir.toml", Read: files(map[string]string{"weir.toml": c.file}), Env: environment(c.env), Flags: c.flags,
			})
			if err == nil || err.Error() != c.want {
				t.Errorf("error %v\nwant  %s", err, c.want)
			}
		})
	}
}

func TestASecretIsNotShown(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"": "",
		"postgres://weir:hush@db:5432/wiki?x=hush": "postgres://db:5432/wiki",
		"host=db password=hush":                    "(set)",
	} {
		c := config.Default()
		c.Database.URL = url
		for _, f := range config.Fields() {
			if got := f.Show(&c); f.Path == "database.url" && got != want {
				t.Errorf("%q is shown as %q, want %q", url, got, want)
			}
		}
	}
}

func TestOnlyLooserLimitsWarn(t *testing.T) {
	t.Parallel()
	c := config.Default()
	c.Limits.HeaderFields, c.Limits.Drain = 50, config.Duration(time.Minute)
	c.Limits.Rate = 512
	want := []string{"limits.drain is 1m0s, above the default of 30s", "limits.rate is 512, below the default of 1KiB"}
	if diff := cmp.Diff(want, c.Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestTheManualIsCurrent(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("config.go")
	if err != nil {
		t.Fatal(err)
	}
	markdown, usages, err := manual.Build(source)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"../../docs/config.md": markdown, "usage_gen.go": usages} {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is not what the comments say, run go generate ./internal/config (-want +got):\n%s", name, diff)
		}
	}
}
