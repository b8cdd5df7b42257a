package client

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/wire"
)

// call runs a typed operation: query is a struct with query tags or nil, body what becomes JSON or nil, params are the
// path's, in their order.
func call[Out any](ctx context.Context, c *Client, key string, query, body any, params ...string) (*Out, error) {
	res, err := c.run(ctx, key, query, body, params...)
	if err != nil {
		return nil, err
	}
	out := new(Out)
	if err := decode(res, c.operation(res.Request.Method, res.Request.URL.Path), out); err != nil {
		return nil, err
	}
	return out, nil
}

// act runs a typed operation whose answer has no body.
func act(ctx context.Context, c *Client, key string, query any, params ...string) error {
	return send(ctx, c, key, query, nil, params...)
}

// send is act for operations that take a body.
func send(ctx context.Context, c *Client, key string, query, body any, params ...string) error {
	res, err := c.run(ctx, key, query, body, params...)
	if err == nil {
		drain(res.Body)
	}
	return err
}

func (c *Client) run(ctx context.Context, key string, query, body any, params ...string) (*http.Response, error) {
	op, err := c.operations.Find(key)
	if err != nil {
		return nil, err
	}
	path, err := fill(op, params)
	if err != nil {
		return nil, err
	}
	values, err := encodeQuery(query)
	if err != nil {
		return nil, err
	}
	o := &outgoing{method: op.Method, header: c.header(Request{Method: op.Method}), credentials: c.credentials, operation: &op}
	o.redirects = op.Success == 0
	if body != nil {
		if o.body, err = wire.Marshal(body); err != nil {
			return nil, err
		}
	}
	return c.through(ctx, o, path+withQuery("", values))
}

// fill puts values in place of a path's parameters. An empty one would make another path of it.
func fill(op catalog.Operation, params []string) (string, error) {
	var path strings.Builder
	for _, segment := range op.Segments() {
		text := segment.Text
		if segment.Param {
			if len(params) == 0 || params[0] == "" || params[0] == "." || params[0] == ".." {
				return "", fmt.Errorf("%s: %s is no value of {%s}", op.Key(), strconv.Quote(strings.Join(params, ",")), text)
			}
			text, params = url.PathEscape(params[0]), params[1:]
		}
		path.WriteString("/" + text)
	}
	return path.String(), nil
}

// encodeQuery reads a struct whose fields have the tag query: the parameter's name, and ",comma" for a list that goes into
// one value. Zero values are left out; a pointer tells a given false from none. Lists are repeated, as the service and
// real clients have them (client-expectations.md 13).
func encodeQuery(in any) (url.Values, error) {
	values := url.Values{}
	if in == nil {
		return values, nil
	}
	return values, encodeInto(values, reflect.ValueOf(in))
}

func encodeInto(values url.Values, v reflect.Value) error {
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag.Get("query")
		field := v.Field(i)
		if tag == "" || field.IsZero() {
			continue
		}
		name, form, _ := strings.Cut(tag, ",")
		if field.Kind() == reflect.Pointer {
			field = field.Elem()
		}
		switch x := field.Interface().(type) {
		case string:
			values.Set(name, x)
		case bool:
			values.Set(name, strconv.FormatBool(x))
		case int:
			values.Set(name, strconv.Itoa(x))
		case []string:
			if form == "comma" {
				x = []string{strings.Join(x, ",")}
			}
			values[name] = x
		default:
			return fmt.Errorf("query parameter %s: no way to write a %s", name, field.Type())
		}
	}
	return nil
}
