package body

import (
	"fmt"
	"strings"
	"testing"
)

// manyParagraphs is a body of about size bytes with the usual mix of elements.
func manyParagraphs(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `<h2>Section %d</h2><p>Some <strong>bold</strong> and <em>slanted</em> words, a <a href="https://example.com/%d">link</a>`+
			`, an &amp; and a caf&eacute; of text long enough to look like prose that people write.</p>`, i, i)
		fmt.Fprintf(&b, `<ul><li>first item %d</li><li><p>second item</p></li></ul><table><tbody><tr><th>k</th><td>v %d</td></tr></tbody></table>`, i, i)
		b.WriteString(`<ac:structured-macro ac:name="code" ac:schema-version="1"><ac:parameter ac:name="language">go</ac:parameter>` +
			`<ac:plain-text-body><![CDATA[for i := range 10 {` + "\n\t" + `fmt.Println(i)` + "\n" + `}]]></ac:plain-text-body></ac:structured-macro>`)
	}
	return b.String()
}

// benchSizes shows whether a cost is linear: ns/op divided by size stays put.
var benchSizes = []int{64 << 10, 256 << 10, 1 << 20}

func BenchmarkParseStorage(b *testing.B) {
	for _, size := range benchSizes {
		src := manyParagraphs(size)
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParseStorage(src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkWriteStorage(b *testing.B) {
	doc := parsed(b, manyParagraphs(1<<20))
	b.SetBytes(1 << 20)
	for b.Loop() {
		doc.Storage()
	}
}

func BenchmarkPlainText(b *testing.B) {
	doc := parsed(b, manyParagraphs(1<<20))
	b.SetBytes(1 << 20)
	for b.Loop() {
		doc.PlainText()
	}
}

func BenchmarkExtract(b *testing.B) {
	doc := parsed(b, manyParagraphs(1<<20))
	b.SetBytes(1 << 20)
	for b.Loop() {
		Extract(doc)
	}
}

// Hostile input must cost no more per byte than friendly input.
func BenchmarkParseHostile(b *testing.B) {
	for name, src := range map[string]string{
		"entities":   "<p>" + strings.Repeat("&amp;", 200_000) + "</p>",
		"comments":   "<p>" + strings.Repeat("a<!---->", 120_000) + "</p>",
		"cdata":      "<p>" + strings.Repeat("<![CDATA[a]]>", 70_000) + "</p>",
		"unclosed":   strings.Repeat("<p>", 300_000),
		"attributes": "<p " + strings.Repeat(`a="" `, 200_000) + "/>",
		"one tag":    "<p a=\"" + strings.Repeat("x", 1<<20),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				_, _ = ParseStorage(src)
			}
		})
	}
}

func BenchmarkStorageToView(b *testing.B) {
	for _, size := range benchSizes {
		src := manyParagraphs(size)
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if _, err := Convert(tContext, src, Storage, Rendered, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkStorageToADF(b *testing.B) {
	for _, size := range benchSizes {
		src := manyParagraphs(size)
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if _, err := Convert(tContext, src, Storage, ADF, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkADFToStorage(b *testing.B) {
	for _, size := range benchSizes {
		src := toADF(b, parsed(b, manyParagraphs(size)))
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if _, err := Convert(tContext, src, ADF, Storage, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Shapes that make a writer repeat itself: elements opened again after each
// block, blocks converted in vain because their place refuses them.
func BenchmarkWriteHostile(b *testing.B) {
	nested := func(open, inner, end string, depth int) string {
		return strings.Repeat(open, depth) + inner + strings.Repeat(end, depth)
	}
	for name, src := range map[string]string{
		"interrupted": "<p>" + nested("<strong>", strings.Repeat("x<hr />", 60_000), "</strong>", 200) + "</p>",
		"panels in lists": strings.Repeat(nested(`<ul><li><ac:structured-macro ac:name="info"><ac:rich-text-body>`, "<p>x</p>",
			`</ac:rich-text-body></ac:structured-macro></li></ul>`, 20), 500),
		"tables in tables": strings.Repeat(nested(`<table><tbody><tr><td>`, "x", `</td></tr></tbody></table>`, 20), 500),
		"wide cells":       "<table><colgroup>" + strings.Repeat(`<col style="width: 1px;" />`, 1000) + "</colgroup><tbody>" + strings.Repeat(`<tr><td colspan="999999" rowspan="999999">x</td></tr>`, 20_000) + "</tbody></table>",
		"marks":            "<p>" + strings.Repeat(nested("<em><strong>", "x", "</strong></em>", 20), 2000) + "</p>",
	} {
		doc := parsed(b, src)
		for to, write := range map[string]func() string{
			"view": func() string { return mustView(b, doc, ViewOptions{}) }, "adf": func() string { return toADF(b, doc) },
			"wiki": doc.Wiki, "markdown": doc.Markdown, "plain": doc.PlainText,
		} {
			b.Run(name+"/"+to, func(b *testing.B) {
				b.SetBytes(int64(len(src)))
				for b.Loop() {
					write()
				}
			})
		}
	}
}
