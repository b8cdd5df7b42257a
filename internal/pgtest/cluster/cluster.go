// Package cluster owns a throw-away PostgreSQL server: it makes one in a temporary folder, reachable only through a unix
// socket in that folder, and leaves nothing behind when it is closed. It installs nothing, opens no connection and knows
// nothing of tests: package pgtest does.
package cluster

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
)

// Options choose what kind of server Start makes. The zero value is the fast one.
type Options struct {
	// Durable keeps every commit on disk (fsync, full_page_writes and synchronous_commit on), for tests that end the
	// server by force. Without it a commit costs no disk at all and a crash may lose the cluster.
	Durable bool
}

// Cluster is one running PostgreSQL server. Crash and Resume are for one goroutine at a time.
type Cluster struct {
	dir      string // holds data/ and the socket; owned by the account the server runs as
	postgres string // path of the postgres program
	account  *account
	settings []string

	server *server // nil while crashed
}

// Start makes a cluster and returns when it accepts connections. The caller must Close it.
// When no PostgreSQL is installed the error is the one of Find.
func Start(ctx context.Context, opts Options) (*Cluster, error) {
	bin, err := Find()
	if err != nil {
		return nil, err
	}
	as, err := serverAccount()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(as.tempRoot(), "weir-pg-")
	if err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	c := &Cluster{dir: dir, postgres: filepath.Join(bin, "postgres"), account: as, settings: settings(dir, opts)}
	if err := as.own(dir); err != nil {
		return nil, errors.Join(fmt.Errorf("cluster: %w", err), c.Close())
	}
	// An ICU collation sorts as people do, not as bytes do: a query that forgot COLLATE "C" then differs from SQLite
	// in the suite, not at a user's.
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "--pgdata", c.data(), "--username", "postgres", "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C", "--locale-provider", "icu", "--icu-locale", "en-US", "--no-sync")
	as.prepare(initdb, dir)
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("cluster: initdb: %w\n%s", err, out), c.Close())
	}
	if err := c.Resume(ctx); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// settings are the server's configuration, as arguments of postgres.
func settings(dir string, opts Options) []string {
	onDisk := "off"
	if opts.Durable {
		onDisk = "on"
	}
	var args []string
	for _, s := range []string{
		"listen_addresses=", // no TCP: the folder's permissions are the only door
		"unix_socket_directories=" + dir,
		"lc_messages=C", // Resume waits for an English line
		"max_connections=300",
		"fsync=" + onDisk,
		"full_page_writes=" + onDisk,
		"synchronous_commit=" + onDisk,
	} {
		args = append(args, "-c", s)
	}
	return args
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// URL is where a superuser reaches the named database. The database "postgres" always exists.
func (c *Cluster) URL(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/" + database}
	u.RawQuery = url.Values{"host": {c.dir}, "sslmode": {"disable"}}.Encode()
	return u.String()
}

// Resume starts the server over the cluster's data, after Crash; it recovers from its write-ahead log first.
func (c *Cluster) Resume(ctx context.Context) error {
	cmd := exec.Command(c.postgres, append([]string{"-D", c.data()}, c.settings...)...)
	c.account.prepare(cmd, c.dir)
	s, err := launch(ctx, cmd)
	if err != nil {
		return fmt.Errorf("cluster: start postgres: %w", err)
	}
	c.server = s
	return nil
}

// Crash ends the server at once, without a checkpoint, as a power cut would for a server on a sound disk: connections
// break, and what was not committed is gone. It returns when the server's processes have ended.
func (c *Cluster) Crash() error {
	if c.server == nil {
		return errors.New("cluster: the server is not running")
	}
	err := c.server.stop()
	c.server = nil
	return err
}

// Close stops the server and removes the cluster's folder.
func (c *Cluster) Close() error {
	var err error
	if c.server != nil {
		err = c.Crash() // nothing of it is to be kept, so a checkpoint would be waste
	}
	return errors.Join(err, os.RemoveAll(c.dir))
}

// server is one life of the postgres process.
type server struct {
	process *os.Process
	ended   chan struct{} // closed when the process has been waited for
	log     tail
}

// launch starts cmd and waits until it says that it accepts connections.
func launch(ctx context.Context, cmd *exec.Cmd) (*server, error) {
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	s := &server{ended: make(chan struct{})}
	started, ready := make(chan error), make(chan struct{})
	go func() {
		// The kernel ends postgres with the thread that started it, so this goroutine keeps its thread for as long.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		s.process = cmd.Process
		started <- nil
		s.follow(stderr, ready)
		_ = cmd.Wait() // postgres ended by a signal is no error here; its log tells of any other end
		close(s.ended)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	select {
	case <-ready:
		return s, nil
	case <-s.ended:
		return nil, fmt.Errorf("it ended at once:\n%s", s.log.String())
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), s.stop())
	}
}

// follow reads the server's log to its end, and closes ready at the line that announces connections.
func (s *server) follow(stderr io.Reader, ready chan<- struct{}) {
	lines := bufio.NewScanner(stderr)
	lines.Buffer(nil, 1<<20) // a logged statement may be long
	waiting := true
	for lines.Scan() {
		s.log.add(lines.Bytes())
		if waiting && strings.Contains(lines.Text(), "database system is ready to accept connections") {
			close(ready)
			waiting = false
		}
	}
	_, _ = io.Copy(io.Discard, stderr) // after a line beyond the buffer: never block the server on its log
}

// stop asks for PostgreSQL's immediate shutdown and waits for the end.
func (s *server) stop() error {
	err := s.process.Signal(syscall.SIGQUIT)
	if errors.Is(err, os.ErrProcessDone) {
		err = nil
	} else if err != nil { // Windows knows no such signal
		err = s.process.Kill()
	}
	if err != nil {
		return fmt.Errorf("cluster: stop postgres: %w", err)
	}
	<-s.ended
	return nil
}

// tail keeps the last lines of a log, for the error message of a server that did not start.
type tail struct {
	mu    sync.Mutex
	lines [][]byte
}

func (t *tail) add(line []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	const keep = 20
	t.lines = append(t.lines, bytes.Clone(line))
	if len(t.lines) > keep {
		t.lines = t.lines[1:]
	}
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(bytes.Join(t.lines, []byte("\n")))
}
