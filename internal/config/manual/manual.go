// Package manual turns the comments of the configuration struct into the manual, docs/config.md, and into the one-line
// usages that flags show. It is used by go generate and by the test that the results are current, never at run time.
package manual

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"reflect"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/config"
)

// Build reads the source of the configuration struct and returns the manual in Markdown and the Go file of usages.
func Build(source []byte) (markdown, usages []byte, err error) {
	file, err := parser.ParseFile(token.NewFileSet(), "config.go", source, parser.ParseComments)
	if err != nil {
		return nil, nil, err
	}
	structs := map[string]section{}
	for _, decl := range file.Decls {
		if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.TYPE {
			spec := d.Specs[0].(*ast.TypeSpec)
			if st, ok := spec.Type.(*ast.StructType); ok {
				structs[spec.Name.Name] = section{doc: d.Doc.Text(), fields: st.Fields.List}
			}
		}
	}
	b := &builder{structs: structs, known: map[string]config.Field{}, defaults: config.Default()}
	for _, f := range config.Fields() {
		b.known[f.Path] = f
	}
	b.markdown.WriteString(head)
	b.usages.WriteString(usagesHead)
	b.section("Config", "")
	b.usages.WriteString("}\n")
	if b.err != nil {
		return nil, nil, b.err
	}
	usages, err = format.Source([]byte(b.usages.String()))
	return []byte(b.markdown.String()), usages, err
}

type section struct {
	doc    string
	fields []*ast.Field
}

type builder struct {
	structs          map[string]section
	known            map[string]config.Field
	defaults         config.Config
	markdown, usages strings.Builder
	err              error
}

// section writes the options of one struct, then the structs inside it.
func (b *builder) section(name, prefix string) {
	s := b.structs[name]
	if prefix != "" {
		fmt.Fprintf(&b.markdown, "\n## %s\n\n%s\n", strings.TrimSuffix(prefix, "."), sentence(s.doc, name, prefix))
	}
	var inner []func()
	for _, field := range s.fields {
		tag, _ := strconv.Unquote(field.Tag.Value)
		path := prefix + reflect.StructTag(tag).Get("toml")
		if ident, ok := field.Type.(*ast.Ident); ok && b.structs[ident.Name].fields != nil {
			inner = append(inner, func() { b.section(ident.Name, path+".") })
			continue
		}
		b.option(b.known[path], sentence(field.Doc.Text(), field.Names[0].Name, path))
	}
	for _, write := range inner {
		write()
	}
}

func (b *builder) option(f config.Field, doc string) {
	if f.Path == "" || doc == "" {
		b.err = cmp.Or(b.err, fmt.Errorf("option %q has no comment", f.Path))
		return
	}
	fmt.Fprintf(&b.markdown, "\n### `%s`\n\n%s\n\n", f.Path, doc)
	fmt.Fprintf(&b.markdown, "- Default: %s\n", cmp.Or(code(f.Show(&b.defaults)), "empty"))
	if len(f.Choices) > 0 {
		fmt.Fprintf(&b.markdown, "- One of: %s\n", code(strings.Join(f.Choices, "`, `")))
	}
	fmt.Fprintf(&b.markdown, "- Environment: `%s`", f.Env)
	if f.Secret {
		fmt.Fprintf(&b.markdown, ", or a file named by `%s_FILE`", f.Env)
	}
	fmt.Fprintf(&b.markdown, "\n- Flag: `--%s`\n", f.Flag)
	first, _, _ := strings.Cut(doc, ". ")
	fmt.Fprintf(&b.usages, "%q: %q,\n", f.Path, strings.TrimSuffix(first, "."))
}

// sentence takes the Go name off the front of a comment: "Listen is the address" reads "The address".
func sentence(doc, name, path string) string {
	doc = strings.TrimSpace(strings.ReplaceAll(doc, "\n", " "))
	rest, found := strings.CutPrefix(doc, name+" ")
	if !found {
		return doc
	}
	for _, verb := range []string{"is ", "are ", "says "} {
		rest = strings.TrimPrefix(rest, verb)
	}
	return strings.ToUpper(rest[:1]) + rest[1:]
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}

const head = `# Configuration

<!-- Generated from internal/config/config.go by go generate; edit the comments there. -->

Every option has one path. It can be set in a TOML file (` + "`weir serve --config weir.toml`" + `), in the environment, or by a
flag; a flag overrides the environment, the environment the file, the file the default. An unknown key in the file is an
error. ` + "`weir config show`" + ` prints every value and where it came from. Sizes are written ` + "`32KiB`" + `, times ` + "`30s`" + `, lists in
the environment and in flags separated by commas.
`

const usagesHead = `// Code generated from config.go by go generate. DO NOT EDIT.

package config

// usage is the first sentence of each option's manual.
var usage = map[string]string{
`
