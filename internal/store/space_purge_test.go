package store

import (
	"regexp"
	"slices"
	"testing"
)

var (
	tables    = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \(\n(.*?)\n\);`)
	ofASpace  = regexp.MustCompile(`(?m)^\s+space\s.*REFERENCES space\(|FOREIGN KEY \(site, space\) REFERENCES space\(`)
	ofContent = regexp.MustCompile(`(?m)^\s+content\s.*REFERENCES content\(|FOREIGN KEY \(content, op\)`)
)

// What names a space or a content goes with it: a table that a migration adds and nobody empties would keep them from being
// removed.
func TestWhatHangsGoesWithIt(t *testing.T) {
	t.Parallel()
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	withContent := append(hanging[:], "restriction_subject", "restriction", "file", "version")
	for _, e := range entries {
		text, err := migrations.ReadFile("migrations/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range tables.FindAllStringSubmatch(string(text), -1) {
			if table := m[1]; ofASpace.MatchString(m[2]) && table != "content" && !slices.Contains(ofSpace[:], table) {
				t.Errorf("%s: the rows of %s do not go with their space (ofSpace)", e.Name(), table)
			} else if ofContent.MatchString(m[2]) && !slices.Contains(withContent, table) {
				t.Errorf("%s: the rows of %s do not go with their content (hanging)", e.Name(), table)
			}
		}
	}
}
