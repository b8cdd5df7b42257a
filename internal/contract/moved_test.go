package contract

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/weirhq/weir/weirtest"
)

// TestAnswersWhenTheDatabaseMoves plays what each operation answers when all is well, and has somebody else commit in the
// middle: right before the first statement of each request, and of a read also before the second. What was promised is gone then (site.ErrMoved),
// the request begins anew, and no handler may take that for anything else.
func TestAnswersWhenTheDatabaseMoves(t *testing.T) {
	t.Parallel()
	together := map[string][]transcript{} // those that only read share a server
	for _, tr := range transcripts(t) {
		switch {
		case tr.name() != "success":
		case tr.reads():
			together["server "+tr.server] = append(together["server "+tr.server], tr)
		default:
			together[tr.path] = []transcript{tr}
		}
	}
	var moved atomic.Int64
	t.Run("with", func(t *testing.T) {
		for name, list := range together {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				var left atomic.Int64 // statements until the commit
				var other *sql.DB
				s := newStage(t, list[0].server, weirtest.Observe(func(string) {
					if left.Add(-1) != 0 {
						return
					}
					if _, err := other.Exec("INSERT INTO moves VALUES (1)"); err == nil { // no write is under way
						moved.Add(1)
					}
				}))
				other = s.beside(t)
				for statement := range int64(2) {
					s.before = func(t *testing.T, q request) {
						left.Store(0) // this one goes by without
						s.send(t, request{method: "GET", url: s.doorOf(q) + "/rest/api/content/999999999", header: q.header})
						left.Store(statement + 1)
					}
					for _, tr := range list {
						s.play(t, tr)
					}
					if !list[0].reads() {
						break // it cannot be played twice
					}
				}
			})
		}
	})
	if n := moved.Load(); n < 400 {
		t.Errorf("the database moved %d times", n)
	}
}

// beside opens the server's database once more. It does not wait for others that write.
func (s *stage) beside(t *testing.T) *sql.DB {
	t.Helper()
	path := (&url.URL{Path: filepath.ToSlash(filepath.Join(s.DataDir, "weir.db"))}).EscapedPath()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=synchronous(OFF)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	for _, statement := range []string{"PRAGMA busy_timeout(10000)", "CREATE TABLE moves (n INTEGER)", "PRAGMA busy_timeout(0)"} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// doorOf is the address before /rest of the door that a request goes through.
func (s *stage) doorOf(q request) string {
	if strings.HasPrefix(q.url, s.GatewayURL) {
		return s.GatewayURL
	}
	return s.URL + "/wiki"
}
