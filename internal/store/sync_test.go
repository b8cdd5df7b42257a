package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
)

// victimWithoutSync opens a database and lets the system refuse every sync from then on. It says of each write whether it
// was acknowledged.
func victimWithoutSync(args string) error {
	synchronous, path, _ := strings.Cut(args, " ")
	ctx := context.Background()
	db, err := store.Open(ctx, store.Options{URL: path, Now: time.Now, Synchronous: synchronous})
	if err != nil {
		return err
	}
	l, err := newLedger(ctx, db)
	if err != nil {
		return err
	}
	if err := refuseSyncs(); err != nil {
		if errors.Is(err, errors.ErrUnsupported) {
			fmt.Println("unsupported:", err)
			return nil
		}
		return err
	}
	for i := range 5 {
		if err := l.write(ctx, fmt.Sprint("page ", i)); err != nil {
			fmt.Println("refused")
		} else {
			fmt.Println("acknowledged")
		}
	}
	return nil
}

// TestNoWriteIsAcknowledgedWithoutSync takes fsync and fdatasync away from a running process: with synchronous=FULL not
// one write is acknowledged then, so each acknowledgement has a sync behind it that the system has carried out
// (security-model.md R-ACK). With NORMAL they all are, which shows that the syncs are really gone and what they are for.
func TestNoWriteIsAcknowledgedWithoutSync(t *testing.T) {
	t.Parallel()
	for synchronous, want := range map[string]string{"FULL": "refused", "NORMAL": "acknowledged"} {
		cmd, lines := startVictim(t, "nosync "+synchronous+" "+filepath.Join(t.TempDir(), "weir.db"))
		var said []string
		for lines.Scan() {
			said = append(said, lines.Text())
		}
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
		if len(said) == 1 && strings.HasPrefix(said[0], "unsupported") {
			t.Skip("this system does not take syncs away from a process: " + said[0])
		}
		if got := strings.Join(said, " "); got != strings.TrimSpace(strings.Repeat(want+" ", 5)) {
			t.Errorf("synchronous=%s: %s; want five times %s", synchronous, got, want)
		}
	}
}
