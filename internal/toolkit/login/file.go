package login

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/weirhq/weir/wire"
)

// maxFile is how large a file of ours may be, in bytes.
const maxFile = 4 << 20

// readPlain reads a file that is one: a symbolic link may lead to somebody else's.
func readPlain(name string) ([]byte, error) {
	info, err := os.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, fmt.Errorf("%s is no file that weir wrote", name)
	}
	return os.ReadFile(name)
}

// writePrivate replaces a file at once, readable by its owner only, in a folder of the owner's only.
func writePrivate(name string, v any) error {
	content, err := wire.Marshal(v)
	if err != nil {
		return err
	}
	folder := filepath.Dir(name)
	if err := errors.Join(os.MkdirAll(folder, 0o700), os.Chmod(folder, 0o700)); err != nil {
		return err
	}
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no file that weir wrote", name)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	temporary, err := os.CreateTemp(folder, "."+filepath.Base(name)+".*") // 0600
	if err != nil {
		return err
	}
	_, err = temporary.Write(append(content, '\n'))
	err = errors.Join(err, temporary.Sync(), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return nil
}
