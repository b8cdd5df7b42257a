//go:build unix && !linux

package cluster

import "syscall"

// endWithParent does nothing: only Linux ties a process to its parent. A killed test run leaves its server behind.
func endWithParent(*syscall.SysProcAttr) {}
