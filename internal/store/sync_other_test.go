//go:build !linux

package store_test

import "errors"

// refuseSyncs is Linux's alone.
func refuseSyncs() error { return errors.ErrUnsupported }
