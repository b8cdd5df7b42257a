package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// Version is one version of the API: its rows, and how it speaks.
type Version struct {
	Name   catalog.Version
	Prefix string // what Op.Route leaves out, "/wiki/api/v2"
	Ops    []Op

	// Fail words a refusal in this version's way.
	Fail Words
	// Mark adds the headers this version puts on answers of an operation, success or not; nil adds none.
	Mark func(h http.Header, op catalog.Operation, status int)
	// Removed reports whether the vendor has taken an operation away (auth-behaviour.md §3 G3); nil: none.
	Removed func(op catalog.Operation) bool
}

// Op is one row of the operation table: all that is decided before a handler runs. Scopes are not here, the catalogue
// alone has them (design.md §3). Which version a row belongs to follows from the table it stands in.
type Op struct {
	ID    string    // the vendor's operationId, "getPageById"
	Route string    // method and path below the version's prefix, "GET /pages/{id}"
	Perm  wiki.Perm // the most its handler may do; a row without one stops start-up
	// Status is the status of success; 0 is the catalogue's. Another one needs Because.
	Status  int
	Because string // why Status is not the catalogue's
	// Kept lets a read's answer serve again until the next commit (keep.go). Of such a row all that the handler answers
	// comes from the database, the caller and the target: it asks no clock, no file and nothing in memory.
	Kept bool
	// Viewed is the path parameter with the content that a success shows, which then counts as viewed; empty: none.
	Viewed string

	binder *binder
	run    func(*call, *site.Session) (any, error)
	err    error // what On found wrong
}

// On completes a row with its handler. The binder is compiled here, once; a bad tag or a path parameter that In does
// not take stops start-up. Out is any value [wire.Marshal] encodes, or one of *List, *Made, *Redirect, *Stream, Empty.
func On[In, Out any](op Op, fn func(context.Context, *site.Session, *In) (Out, error)) Op {
	op.binder, op.err = newBinder(reflect.TypeFor[In](), op.Route)
	bind := op.binder
	op.run = func(c *call, s *site.Session) (any, error) {
		in := new(In)
		if err := bind.bind(c, reflect.ValueOf(in).Elem()); err != nil {
			return nil, err
		}
		return fn(c.r.Context(), s, in)
	}
	return op
}

// check holds a row against the catalogue and returns the operation it is for.
func (op *Op) check(v *Version, known *catalog.Catalog) (catalog.Operation, error) {
	want, ok := known.ByID(v.Name, op.ID)
	method, path, _ := strings.Cut(op.Route, " ")
	switch {
	case !ok:
		return want, fmt.Errorf("%s:%s: no such operation in the catalogue", v.Name, op.ID)
	case op.run == nil:
		return want, fmt.Errorf("%s: no handler", want.Key())
	case op.err != nil:
		return want, fmt.Errorf("%s: %w", want.Key(), op.err)
	case method != want.Method || v.Prefix+path != want.Path && "/wiki"+path != want.Path:
		return want, fmt.Errorf("%s: row says %s, catalogue %s", want.Key(), op.Route, want)
	case op.Perm == 0:
		return want, fmt.Errorf("%s: no permission stated", want.Key())
	case op.Kept && method != http.MethodGet:
		return want, fmt.Errorf("%s: keeps its answers and is no read", want.Key())
	case op.Status != 0 && op.Status != want.Success && op.Because == "":
		return want, fmt.Errorf("%s: row says status %d, catalogue %d, and no reason", want.Key(), op.Status, want.Success)
	}
	return want, nil
}

// success is the status of an answer that the handler does not choose itself.
func (op *Op) success(known catalog.Operation) int {
	switch {
	case op.Status != 0:
		return op.Status
	case known.Success != 0:
		return known.Success
	}
	return http.StatusOK // a download that is served directly
}

// install puts the rows of every version into the tree. All that is wrong is reported at once; when nothing is, the
// operations of the catalogue that have no row, for the API is served whole.
func (t *tree) install(versions []Version, known *catalog.Catalog) error {
	byKey := make(map[string]*route, len(t.routes))
	for _, r := range t.routes {
		byKey[r.key] = r
	}
	var errs []error
	for i := range versions {
		v := &versions[i]
		for _, r := range t.routes {
			if r.op.Version == v.Name {
				r.version = v
			}
		}
		for j := range v.Ops {
			row := &v.Ops[j]
			op, err := row.check(v, known)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			r := byKey[op.Key()]
			if r.row != nil {
				errs = append(errs, fmt.Errorf("%s: two rows", op.Key()))
				continue
			}
			r.row = row
		}
	}
	for _, r := range t.routes {
		if r.version == nil {
			errs = append(errs, fmt.Errorf("%s: no version %s is served", r.key, r.op.Version))
		}
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	for _, r := range t.routes {
		if r.row == nil {
			errs = append(errs, fmt.Errorf("%s: no row", r.key))
		}
	}
	return errors.Join(errs...)
}
