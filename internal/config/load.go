package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Sources are what a configuration is read from, each overriding the one before: the defaults, the file, the
// environment, the flags.
type Sources struct {
	File  string                            // path of a TOML file; empty: none
	Env   func(name string) (string, bool)  // looks up a variable; nil: no environment
	Flags map[string]string                 // by Field.Flag, only those that were given
	Read  func(path string) ([]byte, error) // reads File and the files that …_FILE names; nil: os.ReadFile
	Adapt func(defaults *Config)            // changes the defaults for one command; nil: as they are
}

// Origins says for each path where its value came from: "default", the file's path, the variable's or the flag's name.
type Origins map[string]string

// Error is one value that cannot be used.
type Error struct {
	Path   string // of the option
	Origin string // as in Origins
	Err    error
}

func (e *Error) Error() string { return fmt.Sprintf("%s (%s): %v", e.Path, e.Origin, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Load reads the configuration. The error joins everything that is wrong, so that one run shows it all.
func Load(from Sources) (*Config, Origins, error) {
	if from.Read == nil {
		from.Read = os.ReadFile
	}
	c := Default()
	if from.Adapt != nil {
		from.Adapt(&c)
	}
	origins := Origins{}
	for _, f := range Fields() {
		origins[f.Path] = "default"
	}
	if from.File != "" {
		if err := c.readFile(from, origins); err != nil {
			return nil, nil, err
		}
	}
	var wrong []error
	for _, f := range Fields() {
		if err := c.override(f, from, origins); err != nil {
			wrong = append(wrong, &Error{f.Path, origins[f.Path], err})
		} else if err := f.check(&c); err != nil {
			wrong = append(wrong, &Error{f.Path, origins[f.Path], err})
		}
	}
	if (c.TLS.CertFile == "") != (c.TLS.KeyFile == "") {
		wrong = append(wrong, errors.New("tls.cert-file and tls.key-file: one is set without the other"))
	}
	if len(wrong) > 0 {
		return nil, nil, errors.Join(wrong...)
	}
	return &c, origins, nil
}

// readFile reads the TOML file; a key that no field has is refused with its line.
func (c *Config) readFile(from Sources, origins Origins) error {
	raw, err := from.Read(from.File)
	if err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	if err := toml.NewDecoder(bytes.NewReader(raw)).DisallowUnknownFields().Decode(c); err != nil {
		return fmt.Errorf("%s: %w", from.File, located(err))
	}
	var keys map[string]any
	if err := toml.Unmarshal(raw, &keys); err != nil {
		return fmt.Errorf("%s: %w", from.File, located(err))
	}
	for _, f := range Fields() {
		if !names(keys, strings.Split(f.Path, ".")) {
			continue
		}
		origins[f.Path] = from.File
		if v := f.in(c); f.isPath && v.String() != "" && !filepath.IsAbs(v.String()) {
			v.SetString(filepath.Join(filepath.Dir(from.File), v.String()))
		}
	}
	return nil
}

// located replaces a TOML error by one that says where, since the library's own text does not.
func located(err error) error {
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		var all []error
		for i := range strict.Errors {
			line, _ := strict.Errors[i].Position()
			all = append(all, fmt.Errorf("line %d: unknown key %s", line, strings.Join(strict.Errors[i].Key(), ".")))
		}
		return errors.Join(all...)
	}
	if decode, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, column := decode.Position()
		if strings.Contains(err.Error(), "struct field") { // of no use to those who write a file
			return fmt.Errorf("line %d, column %d: the value is of the wrong kind: text stands in quotes, a list in brackets, numbers, true and false bare", line, column)
		}
		return fmt.Errorf("line %d, column %d: %w", line, column, err)
	}
	return err
}

// names reports whether the tree of keys holds the path.
func names(keys map[string]any, path []string) bool {
	v, found := keys[path[0]]
	if !found || len(path) == 1 {
		return found
	}
	inner, isTable := v.(map[string]any)
	return isTable && names(inner, path[1:])
}

// override applies environment and flag to one field.
func (c *Config) override(f Field, from Sources, origins Origins) error {
	value, set := "", false
	if from.Env != nil {
		value, set = from.Env(f.Env)
		if file, named := from.Env(f.Env + "_FILE"); f.Secret && named {
			origins[f.Path] = f.Env + "_FILE"
			if set {
				return fmt.Errorf("%s is set too", f.Env)
			}
			raw, err := from.Read(file)
			if err != nil {
				return err
			}
			value, set = strings.TrimRight(string(raw), "\r\n"), true
		} else if set {
			origins[f.Path] = f.Env
		}
	}
	if flag, given := from.Flags[f.Flag]; given {
		value, set, origins[f.Path] = flag, true, "--"+f.Flag
	}
	if !set {
		return nil
	}
	return setText(f.in(c), value)
}

// Warnings names the limits that were raised above their default (security-model.md: "only downwards without a warning
// at start").
func (c *Config) Warnings() []string {
	var out []string
	plain := Default()
	for _, f := range Fields() {
		is, was := f.in(c), f.in(&plain)
		if strings.HasPrefix(f.Path, "limits.") && is.CanInt() && is.Int() > was.Int() && f.Path != "limits.rate" {
			out = append(out, fmt.Sprintf("%s is %s, above the default of %s", f.Path, text(is), text(was)))
		}
	}
	if c.Limits.Rate < plain.Limits.Rate {
		out = append(out, fmt.Sprintf("limits.rate is %s, below the default of %s", c.Limits.Rate, plain.Limits.Rate))
	}
	return out
}
