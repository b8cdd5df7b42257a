package wire

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Null is a member that may be null. Its zero value is "not given": tagged omitzero the member
// is then absent, without that tag it is written as null. So a member that is never left out
// (the nullable members of version 2, design rule "v2 members") is a Null without omitzero, and
// one that may be absent, null or a value is a Null with it.
type Null[T any] struct {
	value T
	state nullState
}

type nullState uint8

const (
	notGiven nullState = iota
	isNull
	hasValue
)

// Value returns a member that holds v.
func Value[T any](v T) Null[T] { return Null[T]{value: v, state: hasValue} }

// NullOf returns a member that is null, also where its field is tagged omitzero.
func NullOf[T any]() Null[T] { return Null[T]{state: isNull} }

// Get returns the value, and whether there is one.
func (n Null[T]) Get() (T, bool) { return n.value, n.state == hasValue }

// Or returns the value, or otherwise when there is none.
func (n Null[T]) Or(otherwise T) T {
	if n.state == hasValue {
		return n.value
	}
	return otherwise
}

// IsNull reports whether the member was given as null.
func (n Null[T]) IsNull() bool { return n.state == isNull }

// IsZero reports whether the member was not given at all.
func (n Null[T]) IsZero() bool { return n.state == notGiven }

// MarshalJSONTo writes the value, or null when there is none.
func (n Null[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if n.state != hasValue {
		return enc.WriteToken(jsontext.Null)
	}
	return json.MarshalEncode(enc, n.value)
}

// UnmarshalJSONFrom reads null or a value.
func (n *Null[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() == 'n' {
		*n = NullOf[T]()
		return dec.SkipValue()
	}
	var v T
	if err := json.UnmarshalDecode(dec, &v); err != nil {
		return err
	}
	*n = Value(v)
	return nil
}
