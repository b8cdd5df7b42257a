// Package weirtest runs a real weir server inside a Go test: the same listener, storage, tokens and permissions as
// `weir serve`, on a loopback port, with content to work on, a clock under the test's control, and everything gone when
// the test ends.
//
//	func TestMyIntegration(t *testing.T) {
//		w := weirtest.New(t)
//		token := w.NewToken(t, w.Admin, "read:page:confluence")
//		client := myapp.New(w.GatewayURL, w.Admin.Email, token)
//		…
//	}
//
// It refuses to imitate: what it answers is what the server answers.
package weirtest

import (
	"context"
	"encoding/binary"
	"io"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/explain"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/seed"
	"github.com/weirhq/weir/internal/server"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// Server is a running server with the demo's site: five spaces, some forty pages with restrictions, labels and
// attachments, seven accounts. Its methods end the test when they fail. It is safe for concurrent use.
type Server struct {
	URL        string // of the site, without /wiki: "http://127.0.0.1:43210"
	GatewayURL string // of the site at the gateway: URL + "/ex/confluence/" + CloudID
	CloudID    string
	Clock      *Clock
	DataDir    string

	Admin    Account // ada@example.com, administrator of the site
	Member   Account // grace@example.com, sees most
	Outsider Account // nora@example.com, has no access to the site
	Robot    Account // a service account

	// Tokens of every kind, all of Admin but Service, which is Robot's, and Reader, which is Member's.
	Unscoped, Scoped, ReadOnly, Revoked, Service, Reader Token

	server *server.Server
	demo   *seed.Demo
	log    *record
}

// Account is a person or a service account.
type Account struct {
	ID    string // accountId
	Email string
	Name  string
}

// Token is an API token. Text is what goes into Basic as the password or after Bearer.
type Token struct {
	ID   string // public
	Text string
}

// Page is a page of the seeded content.
type Page struct {
	ID       string // digits
	Title    string
	SpaceID  string
	SpaceKey string
}

// Option changes how a server is made.
type Option func(*options)

type options struct {
	public   bool
	database string
	demo     bool
	random   uint64
	observe  func(statement string)
	settings map[string]string // by the name of the flag
}

// Public opens the site and its space PUB to anonymous callers.
func Public() Option { return func(o *options) { o.public = true } }

// Database keeps content in the PostgreSQL database of this URL, which must be empty, instead of SQLite.
func Database(url string) Option { return func(o *options) { o.database = url } }

// Deployed answers as a deployment does and not as a demo: no loopback names beside the configured one, and no more in
// X-Weir-Reason than a caller may know.
func Deployed() Option { return func(o *options) { o.demo = false } }

// Seed makes ids and tokens differ from those of other servers; equal seeds make equal servers.
func Seed(n uint64) Option { return func(o *options) { o.random = n } }

// Observe has fn told the text of each statement to the database right before it runs, whatever it runs for: what a call
// costs is how many there are. fn is called by many goroutines at once.
func Observe(fn func(statement string)) Option { return func(o *options) { o.observe = fn } }

// Configure changes a setting before the server starts, named as in docs/config.md:
// Configure("auth.invalid-credentials", "reject").
func Configure(path, value string) Option {
	return func(o *options) { o.settings[strings.ReplaceAll(path, ".", "-")] = value }
}

// Start is when a new server's clock stands: the same moment for each, so that answers can be compared byte by byte.
func Start() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

// New starts a server and stops it when the test ends.
func New(t testing.TB, opts ...Option) *Server {
	t.Helper()
	o := options{demo: true, random: 1, settings: map[string]string{}}
	for _, opt := range opts {
		opt(&o)
	}
	s := &Server{Clock: &Clock{now: Start()}, DataDir: t.TempDir(), log: newRecord()}
	if err := s.start(t.Context(), o); err != nil {
		t.Fatalf("weirtest: %v", err)
	}
	s.describe()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- s.server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("weirtest: stop: %v", err)
		}
		if t.Failed() {
			t.Logf("server log:\n%s", s.log.String())
		}
	})
	return s
}

// start opens a server over seeded content: a copy of the template, or in a database content of its own.
func (s *Server) start(ctx context.Context, o options) (err error) {
	stage := seeding
	if o.database == "" {
		stage = running
		if s.demo, err = copyTemplate(ctx, templateKey{o.public, o.random}, s.DataDir); err != nil {
			return err
		}
	}
	cfg, _, err := config.Load(config.Sources{Flags: o.settings, Adapt: func(c *config.Config) {
		c.Listen, c.Health.Listen, c.DataDir, c.Database.URL = "127.0.0.1:0", "", s.DataDir, o.database
		c.Tokens.MaxScopes = len(catalog.AllScopes())
	}})
	if err != nil {
		return err
	}
	s.server, err = server.New(ctx, cfg, server.Deps{
		Now: s.Clock.Now, Random: newRandom(o.random, stage), Log: slog.New(s.log), Demo: o.demo, Observe: o.observe,
	})
	if err != nil {
		return err
	}
	s.URL = s.server.URL()
	if stage == seeding {
		s.demo, err = seed.Site(ctx, s.server.Site(), seed.Options{BaseURL: s.URL, Public: o.public})
		return err
	}
	return s.adopt(ctx)
}

func (s *Server) describe() {
	d := s.demo
	s.CloudID = d.Site.CloudID
	s.GatewayURL = s.URL + "/ex/confluence/" + s.CloudID
	s.Admin, s.Member = account(d.People["ada"]), account(d.People["grace"])
	s.Outsider, s.Robot = account(d.People["nora"]), account(d.People["robot"])
	for _, c := range []struct {
		into *Token
		from seed.Credential
	}{
		{&s.Unscoped, d.Unscoped}, {&s.Scoped, d.Scoped}, {&s.ReadOnly, d.ReadOnly},
		{&s.Revoked, d.Revoked}, {&s.Service, d.Service}, {&s.Reader, d.Reader},
	} {
		*c.into = Token{ID: c.from.ID, Text: c.from.Token}
	}
}

func account(a identity.Account) Account {
	return Account{ID: string(a.ID), Email: a.Email, Name: a.DisplayName}
}

// Account finds a seeded account by the part of its e-mail before the @.
func (s *Server) Account(t testing.TB, name string) Account {
	t.Helper()
	a, ok := s.demo.People[name]
	if !ok {
		t.Fatalf("weirtest: nobody is called %q", name)
	}
	return account(a)
}

// Page finds a seeded page by its title.
func (s *Server) Page(t testing.TB, title string) Page {
	t.Helper()
	p, ok := s.demo.Pages[title]
	if !ok {
		t.Fatalf("weirtest: no page is called %q", title)
	}
	return Page{ID: p.ID.String(), Title: p.Title, SpaceID: p.Space.String(), SpaceKey: p.SpaceKey}
}

// Post finds a seeded blog post by its title and returns its id.
func (s *Server) Post(t testing.TB, title string) string {
	t.Helper()
	return id(t, s.demo.Posts, title)
}

// Comment finds a seeded comment by what it is on and returns its id: "Title" is at the foot of a page or blog post,
// "Title/inline" on a text of it, "Title/file name" on one of its files.
func (s *Server) Comment(t testing.TB, on string) string {
	t.Helper()
	return id(t, s.demo.Comments, on)
}

// File finds a seeded attachment by "Title/file name" and returns its id, with "att" before the digits.
func (s *Server) File(t testing.TB, name string) string {
	t.Helper()
	return "att" + id(t, s.demo.Files, name)
}

func id(t testing.TB, seeded map[string]wiki.Content, name string) string {
	t.Helper()
	c, ok := seeded[name]
	if !ok {
		t.Fatalf("weirtest: nothing is called %q", name)
	}
	return c.ID.String()
}

// SpaceID finds the number of a seeded space by its key.
func (s *Server) SpaceID(t testing.TB, key string) string {
	t.Helper()
	space, ok := s.demo.Spaces[key]
	if !ok {
		t.Fatalf("weirtest: no space has the key %q", key)
	}
	return space.ID.String()
}

// Settle waits until no long-running task has anything to do.
func (s *Server) Settle(t testing.TB) {
	t.Helper()
	if err := s.server.Site().Settled(t.Context()); err != nil {
		t.Fatalf("weirtest: settle: %v", err)
	}
}

// GroupID finds the id of a seeded group by its name.
func (s *Server) GroupID(t testing.TB, name string) string {
	t.Helper()
	group, ok := s.demo.Groups[name]
	if !ok {
		t.Fatalf("weirtest: no group is called %q", name)
	}
	return string(group.ID)
}

// NewAccount makes a person who may use the site and is in the groups, which are made when missing.
func (s *Server) NewAccount(t testing.TB, email string, groups ...string) Account {
	t.Helper()
	y := s.server.Site().System()
	a, err := y.CreateAccount(t.Context(), identity.Account{Email: email})
	if err == nil {
		err = y.SetAccess(t.Context(), s.demo.Site.ID, a.ID, identity.SiteUser)
	}
	for _, name := range groups {
		g, known := s.demo.Groups[name]
		if !known && err == nil {
			g, err = y.CreateGroup(t.Context(), name)
		}
		if err == nil {
			err = y.AddMember(t.Context(), g.ID, a.ID)
		}
	}
	if err != nil {
		t.Fatalf("weirtest: new account: %v", err)
	}
	return account(a)
}

// NewToken makes an API token of an account for a year: unscoped without scopes, scoped with them.
func (s *Server) NewToken(t testing.TB, a Account, scopes ...string) Token {
	t.Helper()
	return s.NewTokenFor(t, a, identity.DefaultTokenDays, scopes...)
}

// NewTokenFor is NewToken with a life in days, 1 to 365.
func (s *Server) NewTokenFor(t testing.TB, a Account, days int, scopes ...string) Token {
	t.Helper()
	text, k, err := s.server.Site().System().CreateToken(t.Context(), identity.TokenSpec{
		Account: wiki.AccountID(a.ID), Label: t.Name(), Scopes: scopes, Days: days})
	if err != nil {
		t.Fatalf("weirtest: new token: %v", err)
	}
	return Token{ID: k.ID, Text: text}
}

// Revoke ends a token. Requests that start after it returned are not accepted.
func (s *Server) Revoke(t testing.TB, token Token) {
	t.Helper()
	if err := s.server.Site().System().RevokeToken(t.Context(), token.ID); err != nil {
		t.Fatalf("weirtest: revoke: %v", err)
	}
}

// BlockTokens sets the organisation's policy: while blocked, no API token is accepted.
func (s *Server) BlockTokens(t testing.TB, blocked bool) {
	t.Helper()
	if err := s.server.Site().System().SetPolicy(t.Context(), identity.Policy{TokensBlocked: blocked}); err != nil {
		t.Fatalf("weirtest: policy: %v", err)
	}
}

// SetPassword gives an account a password, which no door accepts in place of a token.
func (s *Server) SetPassword(t testing.TB, a Account, password string) {
	t.Helper()
	owner, err := s.server.Site().System().Account(t.Context(), a.Email)
	if err == nil {
		err = s.server.Site().System().SetPassword(t.Context(), owner, password)
	}
	if err != nil {
		t.Fatalf("weirtest: password: %v", err)
	}
}

// NewApp registers an app on the site and returns its account with the token it works with.
func (s *Server) NewApp(t testing.TB, key string) (Account, Token) {
	t.Helper()
	owner, text, err := s.server.Site().System().CreateApp(t.Context(), s.demo.Site.ID, key, "")
	if err != nil {
		t.Fatalf("weirtest: new app: %v", err)
	}
	return account(owner), Token{Text: text}
}

// Deactivate ends an account: its tokens are not accepted any more.
func (s *Server) Deactivate(t testing.TB, a Account) {
	t.Helper()
	if err := s.server.Site().System().SetActive(t.Context(), wiki.AccountID(a.ID), false); err != nil {
		t.Fatalf("weirtest: deactivate: %v", err)
	}
}

// Attach adds a text file of Admin's to a seeded page and returns its id, digits.
func (s *Server) Attach(t testing.TB, page Page, name, text string) string {
	t.Helper()
	session, visit, err := s.server.Site().System().As(t.Context(), s.demo.Site.ID, wiki.AccountID(s.Admin.ID), wiki.View|wiki.CreateAttachment)
	if err != nil {
		t.Fatalf("weirtest: attach: %v", err)
	}
	defer visit.Close()
	made, err := session.Attach(t.Context(), site.NewFile{Container: s.demo.Pages[page.Title].ID, Name: name, MediaType: "text/plain", Bytes: strings.NewReader(text)})
	if err != nil {
		t.Fatalf("weirtest: attach: %v", err)
	}
	return made.ID.String()
}

// Indexed waits until everything written before the call can be found by a search.
func (s *Server) Indexed(t testing.TB) {
	t.Helper()
	if err := s.server.Site().Indexed(t.Context()); err != nil {
		t.Fatalf("weirtest: index: %v", err)
	}
}

// Touch changes something and changes it back, so that the server reads everything again and answers as before. To write
// what is there already would do nothing: SQLite commits only pages that differ.
func (s *Server) Touch(t testing.TB) {
	t.Helper()
	other := s.demo.Site
	other.Name += "!"
	for _, site := range []wiki.Site{other, s.demo.Site} {
		if err := s.server.Site().System().SetSite(t.Context(), site); err != nil {
			t.Fatalf("weirtest: touch: %v", err)
		}
	}
}

// Explain tells why the request with this id (header atl-request-id) was refused, and what to do, as weir explain
// prints it.
func (s *Server) Explain(t testing.TB, requestID string) string {
	t.Helper()
	rec, err := s.server.Explanation(t.Context(), requestID)
	if err != nil {
		t.Fatalf("weirtest: explain %s: %v", requestID, err)
	}
	return explain.Text(rec)
}

// Clock is the time the server lives in. It stands still until it is moved. Safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock on, or back when d is negative.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// newRandom is a reader of bytes that follow from the seed, for ids and tokens that are equal in each run.
func newRandom(n uint64, stage byte) io.Reader {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], n)
	key[8] = stage
	return &lockedReader{r: rand.NewChaCha8(key)}
}

type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}
