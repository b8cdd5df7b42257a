package wire

import "time"

// layout is ISO 8601 in UTC with exactly three decimals, as both versions write a moment:
// 2026-08-07T12:34:56.789Z.
const layout = "2006-01-02T15:04:05.000Z"

// Time is a moment on the wire. It is written in UTC and cut, not rounded, to milliseconds;
// on input any RFC 3339 offset and precision is read. Convert with Time(t) and time.Time(t).
type Time time.Time

// IsZero reports whether t is the zero moment, which omitzero leaves out.
func (t Time) IsZero() bool { return time.Time(t).IsZero() }

// Equal reports whether t and u are the same moment, in whatever zone.
func (t Time) Equal(u Time) bool { return time.Time(t).Equal(time.Time(u)) }

// String returns t as it is written on the wire.
func (t Time) String() string { return time.Time(t).UTC().Format(layout) }

// AppendText appends t as it is written on the wire.
func (t Time) AppendText(b []byte) ([]byte, error) {
	return time.Time(t).UTC().AppendFormat(b, layout), nil
}

// MarshalText returns t as it is written on the wire.
func (t Time) MarshalText() ([]byte, error) { return t.AppendText(nil) }

// UnmarshalText reads an RFC 3339 moment.
func (t *Time) UnmarshalText(text []byte) error {
	parsed, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return err
	}
	*t = Time(parsed.UTC())
	return nil
}
