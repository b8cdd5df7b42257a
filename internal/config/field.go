package config

import (
	"fmt"
	"iter"
	"net/url"
	"reflect"
	"slices"
	"strings"
)

// Field is one option: its names and what is known of it beside its value.
type Field struct {
	Path    string   // "database.url"
	Env     string   // "WEIR_DATABASE_URL"
	Flag    string   // "database-url"
	Usage   string   // first sentence of its manual
	Choices []string // the only values it takes; empty: any
	Secret  bool     // never shown; the environment may name a file instead, Env + "_FILE"
	Switch  bool     // true or false: the flag needs no value

	min    string // least value; empty: none
	isPath bool   // relative to the file that names it
	index  []int  // where it is in Config
}

// Fields are all options in the order of the struct.
func Fields() []Field {
	return slices.Collect(fieldsOf(reflect.TypeFor[Config](), Field{}))
}

func fieldsOf(t reflect.Type, parent Field) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		for sf := range t.Fields() {
			f := Field{
				Path:   strings.TrimPrefix(parent.Path+"."+sf.Tag.Get("toml"), "."),
				index:  append(slices.Clone(parent.index), sf.Index...),
				min:    sf.Tag.Get("min"),
				isPath: sf.Tag.Get("kind") == "path",
				Secret: sf.Tag.Get("secret") == "true",
				Switch: sf.Type.Kind() == reflect.Bool,
			}
			if sf.Type.Kind() == reflect.Struct {
				for inner := range fieldsOf(sf.Type, f) {
					if !yield(inner) {
						return
					}
				}
				continue
			}
			f.Choices = strings.Fields(sf.Tag.Get("oneof"))
			f.Flag = strings.ReplaceAll(f.Path, ".", "-")
			f.Env = "WEIR_" + strings.ToUpper(strings.ReplaceAll(f.Flag, "-", "_"))
			f.Usage = usage[f.Path]
			if !yield(f) {
				return
			}
		}
	}
}

func (f Field) in(c *Config) reflect.Value { return reflect.ValueOf(c).Elem().FieldByIndex(f.index) }

// Show is the field's value as text; of a secret only whether it is set, and of a URL all but the password.
func (f Field) Show(c *Config) string {
	s := text(f.in(c))
	if !f.Secret || s == "" {
		return s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return "(set)"
	}
	// A password may also hide among the parameters; what is shown is only where the database is.
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// check holds a field to its choices and its least value.
func (f Field) check(c *Config) error {
	v := f.in(c)
	if len(f.Choices) > 0 && !slices.Contains(f.Choices, v.String()) {
		return fmt.Errorf("%q is none of %s", v.String(), strings.Join(f.Choices, ", "))
	}
	if f.min == "" {
		return nil
	}
	least := reflect.New(v.Type()).Elem()
	if err := setText(least, f.min); err != nil {
		panic("config: " + f.Path + ": min: " + err.Error())
	}
	if v.Int() < least.Int() {
		return fmt.Errorf("%s is less than %s", text(v), f.min)
	}
	return nil
}
