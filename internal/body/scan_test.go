package body

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// readByStandardLibrary builds the tree with encoding/xml: the oracle of the
// scanner.
func readByStandardLibrary(src string) ([]*Node, error) {
	d := xml.NewDecoder(strings.NewReader(src))
	d.Entity = xml.HTMLEntity
	root := &Node{}
	open := []*Node{root}
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if len(open) > 1 {
				err = errors.New("never closed")
			} else {
				err = nil
			}
			return root.Children, err
		}
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch t := tok.(type) {
		case xml.StartElement:
			n := NewElement(fullName(t.Name))
			for _, a := range t.Attr {
				n.Attrs = append(n.Attrs, Attr{fullName(a.Name), a.Value})
			}
			top.append(n)
			open = append(open, n)
		case xml.EndElement:
			if len(open) == 1 || top.Name != fullName(t.Name) {
				return nil, errors.New("mismatched")
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if last := len(top.Children) - 1; last >= 0 && top.Children[last].Kind == Text {
				top.Children[last].Text += string(t)
			} else if len(t) > 0 {
				top.append(&Node{Kind: Text, Text: string(t)})
			}
		case xml.ProcInst, xml.Directive:
			return nil, errors.New("refused")
		}
	}
}

func fullName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// FuzzScanner holds the scanner to encoding/xml: what it accepts, that accepts
// too and reads the same. It may refuse more: names that are not ASCII,
// attributes that touch or occur twice, limits.
func FuzzScanner(f *testing.F) {
	for _, src := range append([]string{
		`<a:b c="&#x41;&nbsp;" d='"'>x &amp; y<![CDATA[<&]]>z<!-- c --></a:b>`, "<p>\r\n\r</p>", `<p a = "1" >&apos;&quot;</p >`, `<p/>`, `<p>&#13;]]</p>`,
		`<_a.b-c/>`, "<p>\uFEFF\uFFFD</p>", `<p a=">"/>`, `<![CDATA[]]]]>`, `<!---->`,
	}, hostileBodies...) {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := ParseStorage(src)
		want, oracleErr := readByStandardLibrary(src)
		switch {
		case err == nil && oracleErr != nil:
			t.Fatalf("%q is accepted; encoding/xml: %v", src, oracleErr)
		case err == nil:
			if !sameTree(want, doc.Nodes) {
				t.Fatalf("%q reads as %q, by encoding/xml as %q", src, doc.Storage(), storageOf(want))
			}
		case oracleErr == nil:
			var e *Error
			if errors.As(err, &e) && e.Kind == NotWellFormed && !stricter(e.Msg, src) {
				t.Fatalf("%q is refused: %v", src, err)
			}
		}
	})
}

// stricter reports refusals of text that encoding/xml lets pass.
func stricter(msg, src string) bool {
	return strings.HasPrefix(msg, "expected a space") || strings.HasSuffix(msg, "occurs twice on <") || strings.Contains(msg, "occurs twice") ||
		strings.Contains(msg, "name") || strings.Contains(msg, "illegal character") && strings.Contains(src, "<!--") ||
		strings.Contains(msg, "not UTF-8") || strings.Contains(msg, "invalid characters between")
}
