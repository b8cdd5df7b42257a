package v1_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAuditExport reads both forms of the export: they hold the same table, in which no cell is a formula.
func TestAuditExport(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	body := `{"remoteAddress":"192.0.2.7","summary":"=1+1","description":"a \"b\"\n,c","affectedObject":{"name":"-x","objectType":"@y"},
		"changedValues":[{"name":"n","oldValue":"1","newValue":"2"}],"associatedObjects":[{"name":"Ann","objectType":"User"}]}`
	if w := b.call("ann", "POST /audit", body); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, wrong := range []string{`"affectedObject":{"name":"x"}`, `"affectedObject":{}`, `"changedValues":[{"oldValue":"1"}]`, `"associatedObjects":[{"objectType":"User"}]`} {
		if w := b.call("ann", "POST /audit", `{"remoteAddress":"192.0.2.8",`+wrong+`}`); w.Code != 400 {
			t.Errorf("%s: %d %s", wrong, w.Code, w.Body)
		}
	}
	table := b.call("ann", "GET /audit/export?searchString=192.0.2", "")
	got, err := csv.NewReader(bytes.NewReader(table.Body.Bytes())).ReadAll()
	b.must(err)
	want := []string{"2026-08-07T12:00:00.000Z", "ann", "ann-0000", "192.0.2.7", "", "'=1+1", "a \"b\"\n,c", "false", "'-x", "'@y", "n: 1 -> 2", "User: Ann"}
	if len(got) != 2 {
		t.Fatalf("%d rows, want a head and one record: %s", len(got), table.Body)
	}
	if diff := cmp.Diff(want, got[1]); diff != "" {
		t.Errorf("the record (-want +got):\n%s", diff)
	}
	packed := b.call("ann", "GET /audit/export?searchString=192.0.2&format=zip", "")
	archive, err := zip.NewReader(bytes.NewReader(packed.Body.Bytes()), int64(packed.Body.Len()))
	b.must(err)
	if len(archive.File) != 1 || archive.File[0].Name != "audit.csv" {
		t.Fatalf("the archive holds %v", archive.File)
	}
	file, err := archive.File[0].Open()
	b.must(err)
	inside, err := io.ReadAll(file)
	b.must(err)
	if string(inside) != table.Body.String() {
		t.Errorf("the archive holds another table:\n%s", inside)
	}
	if got := packed.Header().Get("Content-Type") + " " + packed.Header().Get("Content-Disposition"); got != "application/zip attachment; filename=audit.zip" {
		t.Errorf("the archive is sent as %s", got)
	}
}

// TestLooks: a space shows its own look where it chose so, else the site's, else the one that everything begins with.
func TestLooks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	shown := func(key string) string {
		w := b.call("ann", "GET /space/"+key+"?expand=lookAndFeel", "")
		_, rest, _ := strings.Cut(w.Body.String(), `"lookAndFeel":{"headings":{"color":"`)
		return rest[:7]
	}
	look := func(color string) string {
		return `{"headings":{"color":"` + color + `"},"links":{"color":"#222222"}}`
	}
	for _, step := range []struct{ line, body, want string }{
		{"POST /settings/lookandfeel/custom", look("#aaaaaa"), "#172B4D"},
		{"POST /settings/lookandfeel/custom?spaceKey=dev", look("#bbbbbb"), "#172B4D"},
		{"PUT /settings/lookandfeel/selected", `"custom"`, "#aaaaaa"},
		{"PUT /settings/lookandfeel", `{"spaceKey":"DEV","lookAndFeelType":"custom"}`, "#bbbbbb"},
		{"PUT /settings/lookandfeel/selected", `"global"`, "#bbbbbb"},
		{"PUT /settings/lookandfeel/selected?spaceKey=DEV", `"global"`, "#172B4D"},
		{"PUT /settings/lookandfeel/selected?spaceKey=DEV", `"custom"`, "#bbbbbb"},
		{"DELETE /settings/lookandfeel/custom?spaceKey=DEV", "", "#172B4D"},
		{"PUT /settings/lookandfeel/selected?spaceKey=DEV", `"custom"`, "#172B4D"},
	} {
		if w := b.call("ann", step.line, step.body); w.Code != 200 && w.Code != 204 {
			t.Errorf("%s: %d %s", step.line, w.Code, w.Body)
		}
		if got := shown("DEV"); got != step.want {
			t.Errorf("after %s %s the space has %s, want %s", step.line, step.body, got, step.want)
		}
	}
}
