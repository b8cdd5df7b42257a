package catalog

import (
	"errors"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestClientRowsNameOperations holds the table to the catalogue: each call of a client is an operation, but for those
// that are known to be none, and each name in it has a row that explains it.
func TestClientRowsNameOperations(t *testing.T) {
	t.Parallel()
	none := []string{}
	used := map[string]bool{}
	for i, line := range strings.Split(strings.TrimSuffix(clientsTSV, "\n"), "\n")[1:] {
		row := strings.Split(line, "\t")
		if len(row) != 3 {
			t.Fatalf("line %d has %d columns", i+2, len(row))
		}
		if _, err := Default().Lookup(row[0], row[1]); err != nil {
			none = append(none, row[0]+" "+row[1])
		}
		for name := range strings.SplitSeq(row[2], ",") {
			used[name] = true
		}
	}
	want := []string{
		"GET /wiki/download/attachments/{pageId}/{file}",
		"GET /_edge/tenant_info",
		"DELETE /wiki/rest/api/content/{id}/child/attachment/{attId}",
		"GET /wiki/rest/masterdetail/1.0/detailssummary/lines",
		"GET /wiki/x/{tiny}",
	}
	if diff := gocmp.Diff(want, none); diff != "" {
		t.Errorf("calls that are no operation (-want +got):\n%s", diff)
	}
	for _, p := range clientPrograms {
		if !used[p.Short] {
			t.Errorf("%s calls nothing", p.Short)
		}
		delete(used, p.Short)
	}
	if len(used) > 0 {
		t.Errorf("without a name: %v", used)
	}
	if !slices.IsSortedFunc(clientPrograms[:], func(a, b ClientProgram) int { return strings.Compare(a.Short, b.Short) }) {
		t.Error("the clients are not sorted")
	}
}

func TestOfClient(t *testing.T) {
	t.Parallel()
	ops, others, err := Default().OfClient("LANGCHAIN")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, op := range ops {
		got = append(got, op.Key())
	}
	if diff := gocmp.Diff([]string{
		"v1:getContent", "v1:searchContentByCQL", "v1:getContentById", "v1:getAttachments", "v1:getContentComments",
		"v1:getRestrictionsByOperation",
	}, got); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff([]string{"GET /wiki/download/attachments/{pageId}/{file}"}, others); diff != "" {
		t.Errorf("others (-want +got):\n%s", diff)
	}
	short, _, err := Default().OfClient("lc")
	if err != nil || len(short) != len(ops) {
		t.Errorf("by short name: %d operations, %v", len(short), err)
	}
	unknown, ok := errors.AsType[*UnknownClientError](func() error { _, _, err := Default().OfClient("md2con"); return err }())
	if !ok || unknown.Nearest != "md2conf" {
		t.Errorf("a typing error: %v", unknown)
	}
}
