package body

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// adfChecker holds nodes to the schema table, naming the path of the first
// node that breaks it, and drops marks where they have no effect.
type adfChecker struct {
	path []string
}

func (c *adfChecker) fail(format string, args ...any) error {
	return &Error{Kind: Schema, Path: "/" + strings.Join(c.path, "/"), Msg: fmt.Sprintf(format, args...)}
}

// at runs check with the path extended.
func (c *adfChecker) at(check func() error, segments ...string) error {
	c.path = append(c.path, segments...)
	err := check()
	if err == nil {
		c.path = c.path[:len(c.path)-len(segments)]
	}
	return err
}

func (c *adfChecker) doc(n *adfNode) error {
	if n.typ != "doc" {
		return c.at(func() error { return c.fail("expected type %q, found %q", "doc", n.typ) }, "type")
	}
	if v := string(n.attrs.get("version")); v != "1" {
		return c.at(func() error { return c.fail("expected version 1") }, "version")
	}
	n.attrs = nil
	return c.children(n, adfNodes["doc"])
}

func (c *adfChecker) node(n *adfNode) error {
	spec := adfNodes[n.typ]
	if n.typ == "text" && n.text == "" {
		return c.at(func() error { return c.fail("expected a text that is not empty") }, "text")
	}
	if err := c.attributes(&n.attrs, spec.attrs); err != nil {
		return err
	}
	if err := c.alternatives(n); err != nil {
		return err
	}
	return c.children(n, spec)
}

func (c *adfChecker) children(n *adfNode, spec adfSpec) error {
	if len(n.content) < spec.min {
		return c.at(func() error { return c.fail("expected at least %d node in %q", spec.min, n.typ) }, "content")
	}
	if spec.content == nil {
		n.content = nil // what leaves carry there means nothing
	}
	for i, child := range n.content {
		err := c.at(func() error {
			marks, allowed := spec.content[child.typ]
			switch {
			case child.typ == "":
				return c.fail("a node without a type")
			case adfNodes[child.typ].attrs == nil && adfNodes[child.typ].content == nil && !adfNodes[child.typ].inline:
				return c.fail("unknown node type %q", child.typ)
			case !allowed:
				return c.fail("%q is not allowed in %q", child.typ, n.typ)
			case child.typ == "caption" && i == 0, child.typ == "media" && n.typ == "mediaSingle" && i > 0:
				return c.fail("expected one media and then its caption")
			}
			if err := c.marks(child, marks, n.typ); err != nil {
				return err
			}
			return c.node(child)
		}, "content", strconv.Itoa(i))
		if err != nil {
			return err
		}
	}
	return nil
}

// marks checks each mark and keeps those the node may carry in its parent.
func (c *adfChecker) marks(n *adfNode, allowed, parent string) error {
	for i := range n.marks {
		err := c.at(func() error {
			spec, known := adfMarks[n.marks[i].typ]
			if !known {
				return c.fail("unknown mark type %q", n.marks[i].typ)
			}
			return c.attributes(&n.marks[i].attrs, spec.attrs)
		}, "marks", strconv.Itoa(i))
		if err != nil {
			return err
		}
	}
	if n.typ == "text" {
		n.marks = textMarks(n.marks, parent == "codeBlock")
		return nil
	}
	n.marks = slices.DeleteFunc(n.marks, func(m adfMark) bool { return !hasWord(allowed, m.typ) })
	return nil
}

// textMarks puts marks of text in their order: one of each kind, but any
// number of annotations; next to code only what may stand there.
func textMarks(marks []adfMark, none bool) []adfMark {
	if none || len(marks) == 0 {
		return nil
	}
	code := slices.ContainsFunc(marks, func(m adfMark) bool { return m.typ == "code" })
	var kept []adfMark
	for _, typ := range adfTextMarks {
		if code && !adfCodeMarks[typ] {
			continue
		}
		for i := len(marks) - 1; i >= 0; i-- { // the innermost one counts
			m := marks[i]
			if m.typ != typ || typ == "annotation" && slices.ContainsFunc(kept, m.equal) {
				continue
			}
			kept = append(kept, m)
			if typ != "annotation" {
				break
			}
		}
	}
	return kept
}

func (m adfMark) equal(o adfMark) bool {
	return m.typ == o.typ && slices.EqualFunc(m.attrs, o.attrs, func(a, b adfAttr) bool {
		return a.name == b.name && string(a.value) == string(b.value)
	})
}

// attributes checks the attributes and puts those the table names in its order.
func (c *adfChecker) attributes(attrs *adfAttrs, specs []adfAttrSpec) error {
	var kept adfAttrs
	for _, spec := range specs {
		value := attrs.get(spec.name)
		if value == nil {
			if spec.required {
				return c.at(func() error { return c.fail("attribute %q is missing", spec.name) }, "attrs")
			}
			continue
		}
		if want := spec.violated(*attrs); want != "" {
			return c.at(func() error { return c.fail("expected %s", want) }, "attrs", spec.name)
		}
		kept = append(kept, adfAttr{spec.name, value})
	}
	*attrs = kept
	return nil
}

// violated says what an attribute should have been, nothing when it is right.
func (s adfAttrSpec) violated(attrs adfAttrs) string {
	value := attrs.get(s.name)
	switch s.kind {
	case 's', 'S', 'c':
		text := attrs.str(s.name)
		switch {
		case value.Kind() != '"':
			return "a string"
		case s.kind == 'S' && text == "":
			return "a string that is not empty"
		case s.kind == 'c' && (!strings.HasPrefix(text, "#") || len(text) != 7 && len(text) != 9 || strings.Trim(text[1:], "0123456789abcdefABCDEF") != ""):
			return "a colour like #1a2b3c"
		case s.words != nil && !slices.Contains(s.words, text):
			return "one of " + strings.Join(s.words, ", ")
		}
	case 'n':
		f, err := strconv.ParseFloat(attrs.num(s.name), 64)
		if err != nil || f >= 1e15 || f <= -1e15 {
			return "a number"
		}
		if s.max > 0 && (f < s.min || f > s.max) {
			return fmt.Sprintf("a number from %g to %g", s.min, s.max)
		}
	case 'b':
		if k := value.Kind(); k != 't' && k != 'f' {
			return "true or false"
		}
	case 'a':
		if value.Kind() != '[' || strings.Trim(string(value), "[]0123456789.,+-eE \t\r\n") != "" {
			return "an array of numbers"
		}
	}
	return ""
}

// alternatives checks what holds between attributes.
func (c *adfChecker) alternatives(n *adfNode) error {
	need := ""
	switch n.typ {
	case "media":
		if n.attrs.str("type") == "external" {
			if n.attrs.get("url") == nil {
				need = "url"
			}
		} else if n.attrs.str("id") == "" {
			need = "id"
		} else if n.attrs.get("collection") == nil {
			need = "collection"
		}
	case "inlineCard":
		if n.attrs.get("url") == nil && n.attrs.get("data") == nil {
			need = "url"
		}
	case "blockCard":
		if n.attrs.get("url") == nil && n.attrs.get("data") == nil && n.attrs.get("datasource") == nil {
			need = "url"
		}
	case "extension", "inlineExtension":
		return c.fragment(n)
	}
	if need == "" {
		return nil
	}
	return c.at(func() error { return c.fail("attribute %q is missing", need) }, "attrs")
}

// fragment reads the storage format a legacy extension carries.
func (c *adfChecker) fragment(n *adfNode) error {
	src, ok := legacyFragment(n)
	if !ok {
		return nil
	}
	doc, err := ParseStorage(src)
	if err != nil {
		return c.at(func() error { return c.fail("%s", err) }, "attrs", "parameters", "cxhtml")
	}
	n.fragment = doc
	return nil
}
