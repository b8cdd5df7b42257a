package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
)

// placeInForm puts fields into a form, files as they are read: -F file=@plan.pdf.
func (a *app) placeInForm(request client.Request, o apiOptions, op *catalog.Operation) (client.Request, error) {
	form := &form{}
	w := multipart.NewWriter(&form.text)
	for _, f := range o.fields {
		if slices.Contains(op.Query, f.key) {
			request.Query.Add(f.key, f.text)
			continue
		}
		if err := form.add(w, f, a.in); err != nil {
			return request, errors.Join(err, form.Close())
		}
	}
	if err := w.Close(); err != nil {
		return request, errors.Join(err, form.Close())
	}
	form.cut()
	form.Reader = io.MultiReader(form.parts...)
	request.Body = form
	request.Header.Set("Content-Type", w.FormDataContentType())
	return request, nil
}

// form is a multipart body that is read from its files while it is sent.
type form struct {
	io.Reader
	parts []io.Reader
	files []*os.File
	text  bytes.Buffer // what was written since the last cut
}

// add writes a field; of a file only the part's head, its bytes follow when they are read.
func (f *form) add(w *multipart.Writer, in field, stdin io.Reader) error {
	name, isFile := strings.CutPrefix(in.text, "@")
	if !in.typed || !isFile {
		return w.WriteField(in.key, in.text)
	}
	content := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("field %q: %w", in.key, err)
		}
		f.files = append(f.files, file)
		content = file
	}
	if _, err := w.CreateFormFile(in.key, filepath.Base(name)); err != nil {
		return err
	}
	f.cut()
	f.parts = append(f.parts, content)
	return nil
}

// cut ends a piece of text, so that a file can follow it.
func (f *form) cut() {
	f.parts = append(f.parts, bytes.NewReader(bytes.Clone(f.text.Bytes())))
	f.text.Reset()
}

// Close closes the files.
func (f *form) Close() error {
	var errs []error
	for _, file := range f.files {
		errs = append(errs, file.Close())
	}
	return errors.Join(errs...)
}
