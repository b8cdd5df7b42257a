// Package pgtest lends PostgreSQL databases to tests. The server is the one WEIR_TEST_POSTGRES names, as a URL of an
// account that may create databases; `go run ./internal/pgtest/run -- go test ./...` starts a throw-away one and names it.
// Where there is none a test is skipped with the reason, and fails when CI or WEIR_TEST_STRICT is set. The package knows
// no table of weir: what is in a database is its borrower's business. Only tests import it.
package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/weirhq/weir/internal/pgtest/cluster"
)

// ServerVariable names the environment variable that holds the URL of the server to use.
const ServerVariable = "WEIR_TEST_POSTGRES"

// Database creates an empty database and returns its URL. It is dropped when the test ends, by force if connections to it
// are still open.
func Database(t testing.TB) string {
	t.Helper()
	return create(t, "template0")
}

// Cluster starts a server for this test alone, for tests that end it by force or need it durable. It is closed when the
// test ends. It needs no ServerVariable, only PostgreSQL installed.
func Cluster(t testing.TB, opts cluster.Options) *cluster.Cluster {
	t.Helper()
	c, err := cluster.Start(t.Context(), opts)
	if errors.Is(err, cluster.ErrNotInstalled) {
		missing(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// A Template is a database that is made once and copied for each test, for a schema that is slow to set up.
type Template struct {
	// Name tells templates apart, and must change whenever what Prepare does changes: the process of another package, or
	// a later run on a lasting server, may have made it. At most 40 characters of a–z, 0–9 and _.
	Name string
	// Prepare fills the empty database at url. It must have closed its connections when it returns.
	Prepare func(ctx context.Context, url string) error
}

// Database creates a copy of the template, as the function Database creates an empty one.
func (tpl Template) Database(t testing.TB) string {
	t.Helper()
	name := "weir_template_" + tpl.Name
	if err := tpl.ensure(t.Context(), t, name); err != nil {
		t.Fatalf("pgtest: template %s: %v", tpl.Name, err)
	}
	return create(t, name)
}

// ensure makes the template unless it is there. An advisory lock holds back other tests and other packages' processes
// meanwhile; the mark IS_TEMPLATE is set last, so a template left half made is made again.
func (tpl Template) ensure(ctx context.Context, t testing.TB, name string) error {
	admin, server := connect(t)
	conn, err := admin.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(hashtext($1))", name); err != nil {
		return err
	}
	defer func() { _, _ = conn.ExecContext(ctx, "SELECT pg_advisory_unlock(hashtext($1))", name) }()

	var done bool
	err = conn.QueryRowContext(ctx, "SELECT datistemplate FROM pg_database WHERE datname = $1", name).Scan(&done)
	if err != nil && !errors.Is(err, sql.ErrNoRows) || done {
		return err
	}
	for _, statement := range []string{
		"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)",
		"CREATE DATABASE " + name + " TEMPLATE template0",
	} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	if err := tpl.Prepare(ctx, databaseURL(server, name)); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	_, err = conn.ExecContext(ctx, "ALTER DATABASE "+name+" WITH IS_TEMPLATE true")
	return err
}

// create copies a database and drops the copy at the test's end.
func create(t testing.TB, from string) string {
	t.Helper()
	admin, server := connect(t)
	name := "weir_test_" + strings.ToLower(rand.Text())
	if _, err := admin.ExecContext(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+from); err != nil {
		t.Fatalf("pgtest: create a database: %v", err)
	}
	t.Cleanup(func() {
		// The test's own context has ended by now.
		if _, err := admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("pgtest: drop the database: %v", err)
		}
	})
	return databaseURL(server, name)
}

// connect opens the server that ServerVariable names until the test ends, or skips the test.
func connect(t testing.TB) (admin *sql.DB, server *url.URL) {
	t.Helper()
	text := os.Getenv(ServerVariable)
	if text == "" {
		missing(t, ServerVariable+" is not set: run `make test`, or this with `go run ./internal/pgtest/run -- go test …`")
	}
	server, err := url.Parse(text)
	if err != nil || server.Scheme == "" {
		t.Fatalf("pgtest: %s must be a URL such as postgres://user@/postgres?host=/var/run/postgresql", ServerVariable)
	}
	admin, err = sql.Open("pgx", text)
	if err != nil {
		t.Fatalf("pgtest: %s: %v", ServerVariable, err)
	}
	admin.SetMaxIdleConns(1)
	t.Cleanup(func() { _ = admin.Close() })
	return admin, server
}

// databaseURL is the server's URL with another database.
func databaseURL(server *url.URL, name string) string {
	u := *server
	u.Path = "/" + name
	return u.String()
}

// missing ends a test that needs PostgreSQL where there is none.
func missing(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") != "" || os.Getenv("WEIR_TEST_STRICT") != "" {
		t.Fatal("PostgreSQL: " + why)
	}
	t.Skip("PostgreSQL: " + why)
}
