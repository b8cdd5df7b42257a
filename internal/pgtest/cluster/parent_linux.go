package cluster

import "syscall"

// endWithParent has the kernel shut the server down when the process that started it is killed.
func endWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGQUIT }
