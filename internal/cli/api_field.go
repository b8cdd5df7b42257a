package cli

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// field is one -f or -F, in the order given.
type field struct {
	key, text string
	typed     bool
}

// fieldFlag collects fields of one kind in the list that both kinds share.
type fieldFlag struct {
	into  *[]field
	typed bool
}

// String is part of pflag.Value.
func (f *fieldFlag) String() string { return "" }

// Type is part of pflag.Value.
func (f *fieldFlag) Type() string { return "key=value" }

// Set is part of pflag.Value.
func (f *fieldFlag) Set(text string) error {
	key, value, ok := strings.Cut(text, "=")
	if !ok || key == "" {
		return fmt.Errorf("%q is no key=value", text)
	}
	*f.into = append(*f.into, field{key, value, f.typed})
	return nil
}

// maxField is how much of a file becomes a field's value, in bytes.
const maxField = 16 << 20

// value is what a field says: text, or with -F what the text looks like, or the content of a file.
func (f field) value(stdin io.Reader) (any, error) {
	if !f.typed {
		return f.text, nil
	}
	switch f.text {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	if n, err := strconv.ParseInt(f.text, 10, 64); err == nil && strconv.FormatInt(n, 10) == f.text {
		return n, nil
	}
	name, isFile := strings.CutPrefix(f.text, "@")
	if !isFile {
		return f.text, nil
	}
	if name == "-" {
		content, err := io.ReadAll(io.LimitReader(stdin, maxField))
		return string(content), err
	}
	content, err := os.ReadFile(name)
	return string(content), err
}

// keyPath splits "body[storage][value]" into body, storage, value; an empty part, as in "labels[]", is the next element
// of a list.
func keyPath(key string) ([]string, error) {
	name, rest, nested := strings.Cut(key, "[")
	parts := []string{name}
	for nested {
		inside, after, closed := strings.Cut(rest, "]")
		if !closed || strings.Contains(inside, "[") || after != "" && after[0] != '[' {
			return nil, fmt.Errorf("field %q: its brackets do not match", key)
		}
		parts = append(parts, inside)
		if after == "" {
			break
		}
		rest = after[1:]
	}
	if name == "" {
		return nil, fmt.Errorf("field %q has no name", key)
	}
	return parts, nil
}

// put sets the value at a key's path in what has been built so far, and returns the whole.
func put(whole any, key string, path []string, value any) (any, error) {
	if len(path) == 0 {
		if whole != nil {
			return nil, fmt.Errorf("field %q is given twice, or as value and as parent", key)
		}
		return value, nil
	}
	if path[0] == "" {
		list, ok := whole.([]any)
		if !ok && whole != nil {
			return nil, fmt.Errorf("field %q is a list here and something else before", key)
		}
		return putInList(list, key, path[1:], value)
	}
	object, ok := whole.(map[string]any)
	if !ok && whole != nil {
		return nil, fmt.Errorf("field %q is an object here and something else before", key)
	}
	if object == nil {
		object = map[string]any{}
	}
	before, had := object[path[0]]
	if had && before == nil && len(path) == 1 { // an explicit null
		return nil, fmt.Errorf("field %q is given twice, or as value and as parent", key)
	}
	inner, err := put(before, key, path[1:], value)
	object[path[0]] = inner
	return object, err
}

// putInList fills the last element as long as it lacks the next name, as gh does: labels[][name]=a labels[][prefix]=b is
// one label.
func putInList(list []any, key string, path []string, value any) (any, error) {
	if n := len(list); n > 0 && len(path) > 0 && path[0] != "" {
		if last, ok := list[n-1].(map[string]any); ok {
			if _, has := last[path[0]]; !has || len(path) > 1 {
				inner, err := put(last, key, path, value)
				if err == nil {
					list[n-1] = inner
					return list, nil
				}
			}
		}
	}
	inner, err := put(nil, key, path, value)
	return append(list, inner), err
}
