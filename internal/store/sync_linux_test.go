package store_test

import (
	"errors"
	"fmt"
	"runtime"
	"syscall"
	"unsafe"
)

// refuseSyncs has the kernel answer EIO to fsync and fdatasync from now on, in every thread of this process: a seccomp
// filter, which needs no privilege. There is no way back.
func refuseSyncs() error {
	seccomp, known := map[string]uintptr{"amd64": 317, "arm64": 277}[runtime.GOARCH] // the call's number
	if !known {
		return fmt.Errorf("seccomp on %s: %w", runtime.GOARCH, errors.ErrUnsupported)
	}
	const (
		loadWord, jumpIfEqual, answer = 0x20, 0x15, 0x06 // BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K, BPF_RET|BPF_K
		allow, fail                   = 0x7fff0000, 0x00050000
		setNoNewPrivileges            = 38 // PR_SET_NO_NEW_PRIVS
		setFilter, allThreads         = 1, 1
	)
	type instruction struct {
		code        uint16
		then, else_ uint8
		k           uint32
	}
	program := []instruction{
		{loadWord, 0, 0, 0}, // the number of the system call
		{jumpIfEqual, 2, 0, syscall.SYS_FSYNC},
		{jumpIfEqual, 1, 0, syscall.SYS_FDATASYNC},
		{answer, 0, 0, allow},
		{answer, 0, 0, fail | uint32(syscall.EIO)},
	}
	filter := struct {
		length  uint16
		program *instruction
	}{uint16(len(program)), &program[0]}
	runtime.LockOSThread() // the filter's flag gives to all threads what this one has
	defer runtime.UnlockOSThread()
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setNoNewPrivileges, 1, 0); errno != 0 {
		return fmt.Errorf("no new privileges: %w", errno)
	}
	_, _, errno := syscall.RawSyscall(seccomp, setFilter, allThreads, uintptr(unsafe.Pointer(&filter)))
	runtime.KeepAlive(program)
	switch errno {
	case 0:
		return nil
	case syscall.ENOSYS, syscall.EINVAL, syscall.EPERM:
		return fmt.Errorf("seccomp: %w (%w)", errno, errors.ErrUnsupported)
	}
	return fmt.Errorf("seccomp: %w", errno)
}
