package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"text/template"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/itchyny/gojq"

	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/wire"
)

// printer prints answers as the flags say: as they came, by a jq expression, or by a template.
type printer struct {
	out      io.Writer
	options  apiOptions
	jq       *gojq.Code
	template *template.Template
	indent   bool
	slurped  []jsontext.Value
}

func newPrinter(a *app, o apiOptions) (*printer, error) {
	p := &printer{out: a.out, options: o, indent: isTerminal(a.out)}
	if o.jq != "" {
		query, err := gojq.Parse(o.jq)
		if err != nil {
			return nil, fmt.Errorf("--jq: %w", err)
		}
		if p.jq, err = gojq.Compile(query); err != nil {
			return nil, fmt.Errorf("--jq: %w", err)
		}
	}
	if o.template != "" {
		var err error
		p.template, err = template.New("template").Funcs(template.FuncMap{"join": joinAny, "json": jsonText}).Parse(o.template)
		if err != nil {
			return nil, fmt.Errorf("--template: %w", err)
		}
	}
	return p, nil
}

// answer prints a success. What is not JSON goes through as it comes.
func (p *printer) answer(res *http.Response) error {
	defer func() { _ = res.Body.Close() }()
	if err := p.head(res.Proto, res.Status, res.Header); err != nil || p.options.silent {
		return err
	}
	if !isJSON(res.Header) {
		_, err := io.Copy(p.out, res.Body)
		return err
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	return p.body(body)
}

// page prints one page of many and returns its body.
func (p *printer) page(res *http.Response) ([]byte, error) {
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if p.options.slurp {
		p.slurped = append(p.slurped, body)
		return body, nil
	}
	if err := p.head(res.Proto, res.Status, res.Header); err != nil || p.options.silent {
		return body, err
	}
	return body, p.body(body)
}

// end prints what was held back.
func (p *printer) end() error {
	if !p.options.slurp || p.slurped == nil || p.options.silent {
		return nil
	}
	whole, err := wire.Marshal(p.slurped)
	if err != nil {
		return err
	}
	return p.body(whole)
}

// refusal prints the vendor's body, which says what no error type can, and hands the error on.
func (p *printer) refusal(failed error) error {
	e, ok := errors.AsType[*client.Refusal](failed)
	if !ok || p.options.silent {
		return failed
	}
	if err := p.head(e.Proto, fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status)), e.Header); err != nil {
		return errors.Join(failed, err)
	}
	if len(e.Body) == 0 {
		return failed
	}
	if _, err := p.out.Write(append(bytes.TrimRight(e.Body, "\n"), '\n')); err != nil {
		return errors.Join(failed, err)
	}
	return failed
}

func (p *printer) head(proto, status string, header http.Header) error {
	if !p.options.include {
		return nil
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s\n", proto, status)
	for _, name := range slices.Sorted(maps.Keys(header)) {
		fmt.Fprintf(&text, "%s: %s\n", name, strings.Join(header[name], ", "))
	}
	_, err := fmt.Fprintln(p.out, text.String())
	return err
}

func (p *printer) body(body []byte) error {
	switch {
	case p.jq != nil:
		return p.choose(body)
	case p.template != nil:
		var v any
		if err := json.Unmarshal(body, &v); err != nil {
			return err
		}
		return p.template.Execute(p.out, v)
	case len(body) == 0:
		return nil
	}
	value := jsontext.Value(bytes.Clone(body))
	if p.indent {
		if err := value.Indent(jsontext.WithIndent("  ")); err != nil {
			value = body
		}
	}
	_, err := fmt.Fprintf(p.out, "%s\n", bytes.TrimRight(value, "\n"))
	return err
}

// choose prints what the jq expression selects, text without its quotes.
func (p *printer) choose(body []byte) error {
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return err
	}
	results := p.jq.Run(v)
	for {
		result, more := results.Next()
		if !more {
			return nil
		}
		if err, failed := result.(error); failed {
			return fmt.Errorf("--jq: %w", err)
		}
		text, isText := result.(string)
		if !isText {
			line, err := gojq.Marshal(result)
			if err != nil {
				return err
			}
			text = string(line)
		}
		if _, err := fmt.Fprintln(p.out, text); err != nil {
			return err
		}
	}
}

func isJSON(h http.Header) bool {
	mediaType, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.HasSuffix(strings.TrimSpace(mediaType), "json")
}

// joinAny is the template function join: {{join ", " .labels}}.
func joinAny(separator string, list []any) string {
	texts := make([]string, len(list))
	for i, item := range list {
		texts[i] = fmt.Sprint(item)
	}
	return strings.Join(texts, separator)
}

// jsonText is the template function json.
func jsonText(v any) (string, error) {
	text, err := wire.Marshal(v)
	return string(text), err
}
