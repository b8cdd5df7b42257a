package contract

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

// The README's recipes are run as they stand there, with the variables that weir demo --env writes. Those for curl are in
// TestTheReadmesTour.

// recipe is the README's block of code in a language.
func recipe(t *testing.T, language string) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, found := strings.Cut(string(readme), "```"+language+"\n")
	block, _, closed := strings.Cut(block, "```\n")
	if !found || !closed {
		t.Fatalf("README.md has no block of %s", language)
	}
	return block
}

// recipeEnv are the variables of demo.env that recipes use.
func (b *bench) recipeEnv() map[string]string {
	return map[string]string{"SITE_URL": b.URL, "GATEWAY_URL": b.GatewayURL, "EMAIL": b.Admin.Email,
		"TOKEN": b.Unscoped.Text, "SCOPED_TOKEN": b.Scoped.Text}
}

// environ is the environment of a recipe's program: its variables and where programs are.
func (b *bench) environ() []string {
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "NO_PROXY=*"}
	for name, value := range b.recipeEnv() {
		env = append(env, name+"="+value)
	}
	return env
}

const recipeSpaces = "ENG,HR,PUB,OLD,~ada"

func TestRecipeOfPythonRequests(t *testing.T) {
	t.Parallel()
	python := ""
	for _, p := range []string{"/usr/bin/python3", "python3"} { // Debian's first: python3-requests is a package of its own
		if exec.CommandContext(t.Context(), p, "-c", "import requests").Run() == nil {
			python = p
			break
		}
	}
	if python == "" {
		t.Skip("no python3 with requests is installed")
	}
	b := newBench(t)
	code := recipe(t, "python") + "print(r.request.url)\nprint(r.request.headers['Authorization'])\n" +
		"print(','.join(s['key'] for s in r.json()['results']))\n"
	cmd := exec.CommandContext(t.Context(), python, "-c", code)
	cmd.Env = b.environ()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	first, rest, _ := strings.Cut(string(out), "\n")
	const wantFirst = "200 None {'results': [{"
	if !strings.HasPrefix(first, wantFirst) {
		t.Errorf("it prints %.100s, want %s…", first, wantFirst)
	}
	want := b.GatewayURL + "/wiki/api/v2/spaces\n" + basic(b.Admin.Email, b.Scoped.Text) + "\n" + recipeSpaces + "\n"
	if diff := cmp.Diff(want, rest); diff != "" {
		t.Errorf("what was sent and read (-want +got):\n%s", diff)
	}
}

// TestRecipeOfPowerShell reads the recipe instead of running it, since no registry we can reach has PowerShell: it must
// send what the other recipes send. Where PowerShell is installed it runs too.
func TestRecipeOfPowerShell(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	code := recipe(t, "powershell")
	variable := regexp.MustCompile(`\$\{env:(\w+)\}|\$env:(\w+)`)
	expand := func(text string) string {
		return variable.ReplaceAllStringFunc(text, func(v string) string {
			m := variable.FindStringSubmatch(v)
			return b.recipeEnv()[m[1]+m[2]]
		})
	}
	want := regexp.MustCompile(`(?m)^\$pair = \[Convert\]::ToBase64String\(\[Text\.Encoding\]::UTF8\.GetBytes\("(.*)"\)\)\n` +
		`Invoke-RestMethod "(.*)" -Headers @\{ (\w+) = "Basic \$pair" \}$`)
	m := want.FindStringSubmatch(code)
	if m == nil {
		t.Fatalf("the recipe has another form:\n%s", code)
	}
	user, secret, _ := strings.Cut(expand(m[1]), ":")
	got := b.send(t, request{method: "GET", url: expand(m[2]), header: []string{m[3], basic(user, secret)}})
	if keys := spaceKeys(t, got.body); got.status != 200 || keys != recipeSpaces {
		t.Errorf("what the recipe sends gets %d with the spaces %s", got.status, keys)
	}
	pwsh, err := exec.LookPath("pwsh")
	if err != nil {
		return
	}
	cmd := exec.CommandContext(t.Context(), pwsh, "-NoProfile", "-Command", code+" | ConvertTo-Json -Depth 9")
	cmd.Env = b.environ()
	out, err := cmd.Output()
	if keys := spaceKeys(t, string(out)); err != nil || keys != recipeSpaces {
		t.Errorf("PowerShell: %v, spaces %s\n%s", err, keys, out)
	}
}

func spaceKeys(t *testing.T, body string) string {
	t.Helper()
	var list struct {
		Results []struct {
			Key string `json:"key"`
		} `json:"results"`
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Errorf("%v in %.200s", err, body)
	}
	keys := make([]string, len(list.Results))
	for i, s := range list.Results {
		keys[i] = s.Key
	}
	return strings.Join(keys, ",")
}

// TestRecipeOfPostman runs the collection with Postman's own runner, version 6.2.2 of the npm package newman.
func TestRecipeOfPostman(t *testing.T) {
	t.Parallel()
	node := needs(t, "node")
	modules := npmPackage(t, "newman", "6.2.2")
	b := newBench(t)
	report := filepath.Join(t.TempDir(), "report.json")
	args := []string{filepath.Join(modules, "newman", "bin", "newman.js"), "run", "../../docs/recipes/weir.postman_collection.json",
		"--reporters", "json", "--reporter-json-export", report}
	for name, value := range b.recipeEnv() {
		args = append(args, "--env-var", name+"="+value)
	}
	cmd := exec.CommandContext(t.Context(), node, args...)
	cmd.Env = b.environ()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("newman: %v\n%s", err, out)
	}
	written, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var ran struct {
		Run struct {
			Executions []struct {
				Response struct {
					Code int `json:"code"`
				} `json:"response"`
				Assertions []struct {
					Assertion string          `json:"assertion"`
					Error     *map[string]any `json:"error"`
				} `json:"assertions"`
			} `json:"executions"`
		} `json:"run"`
	}
	if err := json.Unmarshal(written, &ran); err != nil {
		t.Fatal(err)
	}
	var codes []int
	var held []string
	for _, x := range ran.Run.Executions {
		codes = append(codes, x.Response.Code)
		for _, a := range x.Assertions {
			if a.Error == nil {
				held = append(held, a.Assertion)
			}
		}
	}
	if want := []int{200, 401, 200, 200}; !slices.Equal(codes, want) {
		t.Errorf("the collection's calls got %v, want %v", codes, want)
	}
	if want := []string{"it is my account", "the site takes no scopes", "there are spaces"}; !slices.Equal(held, want) {
		t.Errorf("its tests that held are %q, want %q", held, want)
	}
}
