package proxy

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/client"
)

// BenchmarkTurnBody turns the links of a full page of pages with their bodies.
func BenchmarkTurnBody(b *testing.B) {
	const site = "https://acme.atlassian.net"
	own, err := client.New("acme", client.Credentials{})
	if err != nil {
		b.Fatal(err)
	}
	x := &exchange{p: New(Options{Client: own})}
	one := `{"id":"1","title":"A page","body":{"storage":{"value":"` + strings.Repeat("<p>text with "+site+"/wiki in it</p>", 50) +
		`"}},"_links":{"webui":"/spaces/A/pages/1","self":"` + site + `/wiki/rest/api/content/1"}}`
	body := []byte(`{"results":[` + strings.Repeat(one+",", 249) + one + `],"_links":{"base":"` + site + `/wiki","next":"/wiki/api/v2/pages?cursor=1"}}`)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if len(x.turnBody(body, "http://127.0.0.1:8091")) == len(body) {
			b.Fatal("nothing was turned")
		}
	}
}
