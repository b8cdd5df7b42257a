package config

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Duration is a length of time, written as Go writes it: "30s", "1m30s".
type Duration time.Duration

// UnmarshalText reads "30s".
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is not a duration such as 30s or 1m30s", text)
	}
	*d = Duration(v)
	return nil
}

// MarshalText writes the shortest form: "30s", not "0m30s".
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Duration) String() string { return time.Duration(d).String() }

// Bytes is a number of bytes, written "32KiB", "5MiB", "2GiB" or plain "4096".
type Bytes int64

var units = []struct {
	suffix string
	size   int64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}}

// UnmarshalText reads "32KiB".
func (b *Bytes) UnmarshalText(text []byte) error {
	number, factor := string(text), int64(1)
	for _, u := range units {
		if rest, found := strings.CutSuffix(number, u.suffix); found {
			number, factor = strings.TrimSpace(rest), u.size
			break
		}
	}
	v, err := strconv.ParseInt(number, 10, 64)
	if err != nil || v < 0 || v > 1<<62/factor {
		return fmt.Errorf("%q is not a size such as 4096, 32KiB or 100MiB", text)
	}
	*b = Bytes(v * factor)
	return nil
}

// MarshalText writes the largest unit that divides the number.
func (b Bytes) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

func (b Bytes) String() string {
	for _, u := range units {
		if b != 0 && int64(b)%u.size == 0 {
			return strconv.FormatInt(int64(b)/u.size, 10) + u.suffix
		}
	}
	return strconv.FormatInt(int64(b), 10)
}

// setText sets a field from the text of an environment variable or a flag. Lists are separated by commas.
func setText(v reflect.Value, text string) error {
	switch p := v.Addr().Interface().(type) {
	case interface{ UnmarshalText([]byte) error }:
		return p.UnmarshalText([]byte(text))
	case *string:
		*p = text
	case *[]string:
		*p = nil
		for item := range strings.SplitSeq(text, ",") {
			if item = strings.TrimSpace(item); item != "" {
				*p = append(*p, item)
			}
		}
	case *int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("%q is not a whole number", text)
		}
		*p = n
	case *bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		*p = b
	default:
		panic("config: field of type " + v.Type().String())
	}
	return nil
}

// text is the inverse of setText.
func text(v reflect.Value) string {
	if list, ok := v.Interface().([]string); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(v.Interface())
}
