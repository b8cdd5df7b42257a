package cli

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/wire"
)

// newRequest makes of the command line what is sent.
func (a *app) newRequest(o apiOptions, args []string) (client.Request, error) {
	op, method, path, rest, err := named(o, args)
	if err != nil {
		return client.Request{}, usageError{err}
	}
	for _, word := range rest {
		if key, value, ok := strings.Cut(word, "="); ok && strings.Contains(path, "{"+key+"}") {
			o.fields = append(o.fields, field{key: key, text: value})
			rest = slices.DeleteFunc(slices.Clone(rest), func(w string) bool { return w == word })
		}
	}
	path, o.fields, err = fillPath(op, path, rest, o.fields)
	if err != nil {
		return client.Request{}, usageError{err}
	}
	request := client.Request{Method: method, Path: path, Header: http.Header{}}
	for _, text := range o.headers {
		name, value, ok := strings.Cut(text, ":")
		if !ok || strings.TrimSpace(name) == "" {
			return request, usageError{fmt.Errorf("-H %q is no key:value", text)}
		}
		if strings.EqualFold(strings.TrimSpace(name), "Authorization") {
			return request, usageError{errors.New("-H Authorization is not sent: weir auth login and --site say who calls")}
		}
		request.Header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	return a.place(request, o, op)
}

// fillPath puts values in place of a path's parameters: those that follow the operation, then fields of that name. What
// is left of the fields belongs elsewhere: a body may have an id, too.
func fillPath(op *catalog.Operation, path string, values []string, fields []field) (string, []field, error) {
	var missing []string
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		inside, open := strings.CutPrefix(segment, "{")
		name, closed := strings.CutSuffix(inside, "}")
		if !open || !closed {
			continue
		}
		at := slices.IndexFunc(fields, func(f field) bool { return f.key == name })
		switch {
		case len(values) > 0 && values[0] != "":
			segments[i], values = url.PathEscape(values[0]), values[1:]
		case at >= 0 && fields[at].text != "":
			segments[i] = url.PathEscape(fields[at].text)
			fields = slices.Delete(slices.Clone(fields), at, at+1)
		default:
			missing = append(missing, "<"+name+">")
		}
	}
	called := path
	if op != nil {
		called = op.Key()
	}
	if len(missing) > 0 {
		return "", nil, fmt.Errorf("%s needs %s", called, strings.Join(missing, " "))
	}
	if len(values) > 0 {
		return "", nil, fmt.Errorf("%s has no place for %q", called, values[0])
	}
	return strings.Join(segments, "/"), fields, nil
}

// place puts fields into the query or the body, and takes the body from a file if there is one.
func (a *app) place(request client.Request, o apiOptions, op *catalog.Operation) (client.Request, error) {
	request.Query = url.Values{}
	if op != nil && op.Body == "multipart" && o.input == "" {
		return a.placeInForm(request, o, op)
	}
	var body any
	for _, f := range o.fields {
		value, err := f.value(a.in)
		if err != nil {
			return request, err
		}
		path, err := keyPath(f.key)
		if err != nil {
			return request, usageError{err}
		}
		if inQuery(request.Method, o, op, f.key) {
			request.Query.Add(path[0], queryText(value))
			continue
		}
		if body, err = put(body, f.key, path, value); err != nil {
			return request, usageError{err}
		}
	}
	switch {
	case o.input == "-":
		request.Body = a.in
	case o.input != "":
		content, err := os.ReadFile(o.input)
		if err != nil {
			return request, err
		}
		request.Body = bytes.NewReader(content)
	case body != nil:
		content, err := wire.Marshal(body)
		if err != nil {
			return request, err
		}
		request.Body = bytes.NewReader(content)
	}
	return request, nil
}

// inQuery reports whether a field goes into the query.
func inQuery(method string, o apiOptions, op *catalog.Operation, key string) bool {
	switch {
	case method == http.MethodGet || method == http.MethodHead || o.input != "":
		return true
	case op == nil:
		return false
	}
	return op.Body == "" || slices.Contains(op.Query, key)
}

func queryText(value any) string {
	if value == nil {
		return "null"
	}
	return fmt.Sprint(value)
}
