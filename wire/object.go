package wire

import (
	"errors"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Object is a JSON object whose names are data, written in the order of its members. A nil
// Object is written {}; tagged omitzero it is absent. Two members of one name cannot be written.
type Object[T any] []Member[T]

// Member is one name and value of an Object.
type Member[T any] struct {
	Name  string
	Value T
}

// Expandable lists what an object of version 1 could have shown and was not asked for: name to
// the path that answers it, or to "" where only an expansion does.
type Expandable = Object[string]

var errNotObject = errors.New("value is not an object")

// Get returns the value of name, and whether there is one.
func (o Object[T]) Get(name string) (T, bool) {
	for _, m := range o {
		if m.Name == name {
			return m.Value, true
		}
	}
	var none T
	return none, false
}

// Without returns the members of o that are not named, in their order; o stays as it is. The
// result is never nil, so an Expandable of which all was expanded is written as {}.
func (o Object[T]) Without(names ...string) Object[T] {
	rest := make(Object[T], 0, len(o))
	for _, m := range o {
		if !slices.Contains(names, m.Name) {
			rest = append(rest, m)
		}
	}
	return rest
}

// MarshalJSONTo writes the members in their order.
func (o Object[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for i := range o {
		if err := enc.WriteToken(jsontext.String(o[i].Name)); err != nil {
			return err
		}
		if err := json.MarshalEncode(enc, &o[i].Value); err != nil {
			return err
		}
	}
	return enc.WriteToken(jsontext.EndObject)
}

// UnmarshalJSONFrom reads an object and keeps the order of its members; null makes it nil.
func (o *Object[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*o = nil
	switch dec.PeekKind() {
	case 'n':
		return dec.SkipValue()
	case '{':
	default:
		return errNotObject
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	members := Object[T]{}
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		m := Member[T]{Name: name.String()}
		if err := json.UnmarshalDecode(dec, &m.Value); err != nil {
			return err
		}
		members = append(members, m)
	}
	*o = members
	_, err := dec.ReadToken()
	return err
}
