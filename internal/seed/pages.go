package seed

import "github.com/weirhq/weir/internal/wiki"

// pageRow is a page of the demo. Rows come after the rows they lie under.
type pageRow struct {
	title, under   string // under "" is below the space's home page
	body           string // storage format
	author         string // by the name before the @; empty is ada
	labels         []string
	edits          []string // messages of further versions
	files          []fileRow
	restrict       []restrictRow
	draft, trashed bool
}

type fileRow struct{ name, mediaType, comment, content string }

type restrictRow struct {
	op             wiki.RestrictionOp
	people, groups []string
}

// pages of each space.
var pages = map[string][]pageRow{
	"ENG": engineering, "HR": peopleTeam, "PUB": handbook,
	"OLD": {
		{title: `Paper archive`, labels: []string{"archive"},
			body: `<p>Where the paper files were kept until 2019.</p>`},
	},
	"~ada": {
		{title: `Reading list`, labels: []string{"private"},
			body: `<p>Papers to read on the train.</p>`},
		{title: `Ideas`, under: `Reading list`, labels: []string{"private"},
			body: `<p>An engine that weaves algebraic patterns.</p>`},
	},
}

// pixel is a PNG of one pixel.
const pixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9c\x63\x60\x48\x3b\xf3\x1f\x00\x03\xce\x02\x32\xba\x9a\x83\x5f" +
	"\x00\x00\x00\x00IEND\xae\x42\x60\x82"
