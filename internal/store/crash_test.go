package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/pgtest"
	"github.com/weirhq/weir/internal/pgtest/cluster"
	"github.com/weirhq/weir/internal/store"
)

// A victim is this test's own program run again as a server that will be killed. The variable holds its task and where
// the database is, the task's first word telling what it does.
const victimVariable = "WEIR_STORE_TEST_VICTIM"

// victim runs a task and returns the exit code.
func victim(task string) int {
	name, args, _ := strings.Cut(task, " ")
	err := errors.New("no such task")
	switch name {
	case "write":
		err = victimWrites(args)
	case "nosync":
		err = victimWithoutSync(args)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, name+":", err)
		return 1
	}
	return 0
}

// victimWrites writes pages from several goroutines and says which were acknowledged, until it is killed.
func victimWrites(args string) error {
	round, url, _ := strings.Cut(args, " ")
	ctx := context.Background()
	db, err := store.Open(ctx, store.Options{URL: url, Now: time.Now})
	if err != nil {
		return err
	}
	l, err := newLedger(ctx, db)
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := 0; ; i++ {
				title := fmt.Sprintf("%s-%d-%d", round, g, i)
				if err := l.write(ctx, title); err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				fmt.Println(title) // the acknowledgement: it leaves the process at once
			}
		})
	}
	all.Go(func() { // as a server does
		for {
			if _, err := db.IndexSome(ctx, 8, func(s string) string { return s }); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return
			}
		}
	})
	all.Wait()
	return errors.New("the writers have ended")
}

// startVictim runs this program again with a task. What it prints is read line by line.
func startVictim(t *testing.T, task string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), victimVariable+"="+task)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd, bufio.NewScanner(out)
}

// killWriters kills a writing process in each round and checks that what it had acknowledged is there.
func killWriters(t *testing.T, url string) {
	t.Helper()
	for round := range 3 {
		cmd, lines := startVictim(t, fmt.Sprintf("write %d %s", round, url))
		var acked []string
		for lines.Scan() {
			if acked = append(acked, lines.Text()); len(acked) == 100*(round+1) {
				if err := cmd.Process.Kill(); err != nil { // SIGKILL; what is in the pipe was acknowledged before
					t.Fatal(err)
				}
			}
		}
		if err := cmd.Wait(); err == nil || len(acked) < 100 {
			t.Fatalf("round %d: the process ended by itself after %d writes: %v", round, len(acked), err)
		}
		db := open(t, store.Options{URL: url, Now: time.Now})
		l, err := newLedger(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		if lost := l.missing(t, acked); lost != nil {
			t.Fatalf("round %d: of %d acknowledged writes %d are lost: %v", round, len(acked), len(lost), lost)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKillLosesNoAcknowledgedWriteOnSQLite(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("kills processes; left out with -short")
	}
	url := filepath.Join(t.TempDir(), "weir.db")
	killWriters(t, url)
	checkIntegrity(t, url)
}

func TestKillLosesNoAcknowledgedWriteOnPostgres(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("kills processes; left out with -short")
	}
	killWriters(t, postgres(t))
}

// TestServerCrashLosesNoAcknowledgedWrite ends the PostgreSQL server itself, without a checkpoint, under writers that go
// on afterwards with the same open database.
func TestServerCrashLosesNoAcknowledgedWrite(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a server of its own; left out with -short")
	}
	c := pgtest.Cluster(t, cluster.Options{Durable: true})
	db := open(t, store.Options{URL: c.URL("postgres"), Now: time.Now})
	l, err := newLedger(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 2 {
		var writers sync.WaitGroup
		l.writeUntil(t.Context(), fmt.Sprint("round ", round), &writers)
		for n := len(l.acknowledged()) + 100; len(l.acknowledged()) < n; {
			if err := l.write(t.Context(), fmt.Sprintf("own %d %d", round, len(l.acknowledged()))); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.Crash(); err != nil {
			t.Fatal(err)
		}
		writers.Wait() // each ends with the error of its broken connection
		if err := c.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
		for attempt := 0; l.write(t.Context(), fmt.Sprintf("back %d %d", round, attempt)) != nil; attempt++ {
			if attempt == 20 { // more than the pool has broken connections
				t.Fatal("no write goes through after the server came back")
			}
		}
		if lost := l.missing(t, l.acknowledged()); lost != nil {
			t.Fatalf("round %d: of %d acknowledged writes %d are lost: %v", round, len(l.acknowledged()), len(lost), lost)
		}
	}
}
