package catalog

import "strings"

// nearestScope is the known scope that a mistyped name most likely means. The
// suffix is forgiven, since people write "read:page".
func nearestScope(name string) Scope {
	name = strings.ToLower(name)
	names := make([]string, 0, 2*len(scopeTable))
	for _, row := range scopeTable {
		full := string(row.name)
		names = append(names, full, strings.TrimSuffix(full, granularSuffix))
	}
	i := nearest(name, names)
	if i < 0 {
		return ""
	}
	return scopeTable[i/2].name
}

// nearestKey is the key of the operation that a mistyped id most likely means.
func (c *Catalog) nearestKey(spec string) string {
	spec = strings.ToLower(spec)
	names := make([]string, 0, 2*len(c.operations))
	for i := range c.operations {
		op := &c.operations[i]
		names = append(names, strings.ToLower(op.Key()), strings.ToLower(op.ID))
	}
	i := nearest(spec, names)
	if i < 0 {
		return ""
	}
	return c.operations[i/2].Key()
}

// nearest is the place of the first name with the least edit distance to word,
// or -1 if more than a third of the word would have to change.
func nearest(word string, names []string) int {
	best, place := len(word)/3+1, -1
	for i, name := range names {
		if d := distance(word, name); d < best {
			best, place = d, i
		}
	}
	return place
}

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
