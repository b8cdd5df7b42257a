package cluster

import (
	"os"
	"os/exec"
)

// account is who the server runs as: on Windows always the caller, since PostgreSQL drops an administrator's rights itself.
type account struct{}

func serverAccount() (*account, error) { return nil, nil }

func (*account) tempRoot() string { return os.TempDir() }

func (*account) own(string) error { return nil }

func (*account) prepare(cmd *exec.Cmd, dir string) { cmd.Dir = dir }
