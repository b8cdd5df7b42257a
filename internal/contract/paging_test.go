package contract

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/wire"
)

var orders = regexp.MustCompile(`Expected one of ([^"]*)"`)

// TestEveryOrderGoesOnWhereAPageEnds reads each sorted list of version 2 in each of its orders, as a whole and in pages: the
// pages have the same items in the same order.
func TestEveryOrderGoesOnWhereAPageEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, op := range operations(t) {
		known, _ := catalog.Default().ByID(catalog.Version(op.version), op.id)
		if op.version != "v2" || op.method != http.MethodGet || !slices.Contains(known.Query, "sort") {
			continue
		}
		t.Run(op.id, func(t *testing.T) {
			target := b.URL + "/wiki" + op.target(t, b) // what this makes shall be there before any list is read
			t.Parallel()
			if strings.Contains(target, "?") {
				target += "&sort="
			} else {
				target += "?sort="
			}
			refused := b.send(t, b.adminReads(target+"nonsense"))
			m := orders.FindStringSubmatch(refused.body)
			if m == nil {
				t.Fatalf("of no order: %d %s", refused.status, refused.body)
			}
			for order := range strings.SplitSeq(m[1], ", ") {
				whole, _ := b.page(t, target+order+"&limit=250")
				var paged []string
				for next := target + order + "&limit=" + wire.FormatID(int64(max(1, len(whole)/4))); next != ""; {
					var some []string
					some, next = b.page(t, next)
					paged = append(paged, some...)
				}
				if diff := cmp.Diff(whole, paged); diff != "" {
					t.Errorf("%s (-whole +in pages):\n%s", order, diff)
				}
			}
		})
	}
}

// adminReads is a read by the administrator.
func (b *bench) adminReads(url string) request {
	return request{method: "GET", url: url, header: []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text)}}
}

// page reads a page of a list of version 2: its items, and the address of the next page.
func (b *bench) page(t *testing.T, url string) (items []string, next string) {
	t.Helper()
	a := b.send(t, b.adminReads(url))
	var list struct {
		Results []jsontext.Value `json:"results"`
		Links   struct {
			Next string `json:"next"`
		} `json:"_links"`
	}
	if err := wire.Unmarshal([]byte(a.body), &list); err != nil || a.status != 200 {
		t.Fatalf("%s: %d %s", url, a.status, a.body)
	}
	for _, item := range list.Results {
		items = append(items, string(item))
	}
	if list.Links.Next != "" {
		next = b.URL + list.Links.Next
	}
	return items, next
}
