package v1_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// hostileQueries are written to break out of a value into SQL, FTS5 or tsquery, or to cost much. Each is answered with hits or
// with an error that names a column (security-model.md R-CQL).
func hostileQueries() map[string]int {
	out := map[string]int{
		// what means something to a text index
		`text ~ "NEAR(a b, 3)"`: 200, `text ~ "title : zebra"`: 200, `text ~ "{title body} : zebra"`: 200, `text ~ "- {title} : zebra"`: 200,
		`text ~ "^zebra"`: 200, `text ~ "zebra + stripes"`: 200, `text ~ "zebra & !stripes | (x <-> y)"`: 200, `text ~ "zebra:*"`: 400,
		`text ~ "zebra:AB"`: 200, `text ~ "'zebra' | 'x'"`: 200, `text ~ "\"zebra\" OR \"x\""`: 200, `text ~ "AND"`: 400, `text ~ "rowid"`: 200,
		`text ~ "zebra\u0000x"`: 400, `text ~ "zebra\\"`: 200, `text ~ "·zebra"`: 200, `text ~ "¤"`: 200, `text ~ "·*"`: 400,
		`text ~ "\ud800"`: 400, `text ~ "%"`: 200, `text ~ "_"`: 200, `text ~ "$1"`: 200, `text ~ "?1"`: 400,
		// what means something to SQL
		`title = "x' OR 1=1 --"`: 200, `title = "x\"; DROP TABLE content; --"`: 200, `space = "DEV' UNION SELECT * FROM token --"`: 200,
		`label in ("a", "b') OR ('1'='1")`: 200, `creator = "ann-0000' OR ''='"`: 200, `title = "\\'; DELETE FROM content"`: 200,
		`id = 1 UNION SELECT secret FROM token`: 400, `id = 1; DROP TABLE content`: 400, `id = 1 OR 1 = 1`: 400, `type = page ORDER BY (SELECT 1)`: 400,
		`type = page ORDER BY 1`: 400, `type = page ORDER BY title; SELECT 1`: 400, `title = "$1"`: 200, `id = 9223372036854775808`: 400, `id = 0x10`: 400,
		`created > "9999-12-31"`: 200, `created > "0000-01-01"`: 400, `created > now("+999999999999y")`: 400, `created > now("-9999y")`: 200,
		// limits
		`text ~ "` + strings.Repeat("z", 8000) + `"`:                    200,
		strings.Repeat("(", 33) + "type=page" + strings.Repeat(")", 33): 400,
		strings.Repeat("not ", 33) + "type=page":                        400,
		"type=page" + strings.Repeat(" or type=page", 99):               200,
		"type=page" + strings.Repeat(" or type=page", 100):              400,
		"id in (1" + strings.Repeat(",1", 199) + ")":                    200,
		"id in (1" + strings.Repeat(",1", 200) + ")":                    400,
		"type=page order by title, id, created":                         200,
		"type=page order by title, id, created, type":                   400,
		`text ~ "*zebra"`: 400,
		`text ~ "?ebra"`:  400,
		`text ~ "z` + strings.Repeat("*a", 100) + `"`:                              200,
		`text ~ "` + strings.Repeat("(", 40) + "a" + strings.Repeat(")", 40) + `"`: 400,
		`text ~ "` + strings.Repeat("a~2 ", 90) + `"`:                              200,
		`text ~ "\"` + strings.Repeat("a b ", 500) + `\""`:                         400,
		`text ~ "` + strings.Repeat("-", 4000) + `a"`:                              200,
		`text ~ "a^99999999999999999999"`:                                          200,
		`text ~ "\"a b\"~99999999999999999999"`:                                    400,
		`space in (recentlyViewedSpaces(99999999999999999999))`:                    400,
		"\ufefftype = page":                                                        400, "type = page\u2028": 200,
	}
	return out
}

func TestHostileQueriesAreAnsweredOrRefused(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	b.must(b.service.Indexed(t.Context()))
	for query, status := range hostileQueries() {
		for _, op := range []string{"/search", "/content/search"} {
			w := b.call("ann", "GET "+op+"?cql="+url.QueryEscape(query), "")
			shown := query
			if len(shown) > 60 {
				shown = shown[:60] + "…"
			}
			if w.Code != status {
				t.Errorf("%s %q: %d, want %d: %.300s", op, shown, w.Code, status, w.Body)
				continue
			}
			var answer struct {
				StatusCode int
				Message    string
			}
			b.must(json.Unmarshal(w.Body.Bytes(), &answer))
			if status == 400 && (answer.StatusCode != 400 || !strings.Contains(answer.Message, "(column ")) {
				t.Errorf("%s %q: no column: %s", op, shown, w.Body)
			}
		}
	}
	// Nothing of it changed anything.
	got, numbers := b.found("ann", "/search?cql=type=page+order+by+title&excerpt=none")
	if want := "[content Ant content Development content Zebra] start 0 limit 25 size 3 of 3"; fmt.Sprint(got)+" "+numbers != want {
		t.Errorf("afterwards: %s %s, want %s", got, numbers, want)
	}
}
