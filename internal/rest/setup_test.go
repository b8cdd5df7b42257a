package rest_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/gateway"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/rest/v1"
	"github.com/weirhq/weir/internal/rest/v2"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// bench is the whole API over a site that knows some tokens and has handlers as each test needs them. The judgement of
// credentials is the real one.
type bench struct {
	t        testing.TB
	api      *rest.API
	public   bool
	tokens   map[string]identity.Found // by the id in the text
	keys     identity.Keyring
	switches identity.Switches
	refusals []rest.Refusal
}

const (
	cloudID   = "7a9e3c41-5b1d-4f0e-9a77-0c2d3e4f5a6b"
	requestID = "11111111-2222-3333-4444-555555555555"
	baseURL   = "https://wiki.test"
	annEmail  = "ann@example.com"
)

var noon = time.Date(2026, 5, 19, 18, 10, 14, 698736667, time.UTC)

// option changes the configuration of a bench.
type option func(*rest.Config)

func newBench(t testing.TB, v1Ops, v2Ops []rest.Op, options ...option) *bench {
	t.Helper()
	b := &bench{
		t:      t,
		tokens: map[string]identity.Found{},
		keys:   identity.Keyring{Current: "k", Keys: map[string][]byte{"k": bytes.Repeat([]byte("k"), 32)}},
	}
	one, two := wholeTable(t, v1Ops, v2Ops)
	cfg := rest.Config{
		Versions:   []rest.Version{one, two},
		CursorKey:  bytes.Repeat([]byte("c"), 32),
		Now:        func() time.Time { return noon },
		Refused:    func(_ http.Header, r rest.Refusal) { b.refusals = append(b.refusals, r) },
		GatewayURL: "https://api.wiki.test/ex/confluence/",
	}
	for _, o := range options {
		o(&cfg)
	}
	api, err := rest.NewAPI(cfg)
	if err != nil {
		t.Fatal(err)
	}
	api.EnterBy(b.enter)
	b.api = api
	return b
}

// wholeTable is both versions with some rows, and with rows that only say yes for all other operations.
func wholeTable(t testing.TB, v1Ops, v2Ops []rest.Op) (one, two rest.Version) {
	t.Helper()
	one, two = v1.Version(), v2.Version()
	one.Ops, two.Ops = v1Ops, v2Ops
	for _, op := range catalog.Default().Operations() {
		v := &two
		if op.Version == catalog.V1 {
			v = &one
		}
		if slices.ContainsFunc(v.Ops, func(row rest.Op) bool { return row.ID == op.ID }) {
			continue
		}
		path, below := strings.CutPrefix(op.Path, v.Prefix)
		if !below {
			path = strings.TrimPrefix(op.Path, "/wiki")
		}
		row := rest.Op{ID: op.ID, Route: op.Method + " " + path, Perm: wiki.View}
		switch n := strings.Count(path, "{"); n {
		case 0:
			row = rest.On(row, ok[none])
		case 1:
			row = rest.On(row, ok[under1])
		case 2:
			row = rest.On(row, ok[under2])
		case 3:
			row = rest.On(row, ok[under3])
		case 4:
			row = rest.On(row, ok[under4])
		case 5:
			row = rest.On(row, ok[under5])
		default:
			t.Fatalf("%s has %d parameters", op.Key(), n)
		}
		v.Ops = append(v.Ops, row)
	}
	return one, two
}

// Inputs of paths with so many parameters.
type (
	under1 struct {
		One string `path:"1"`
	}
	under2 struct {
		under1
		Two string `path:"2"`
	}
	under3 struct {
		under2
		Three string `path:"3"`
	}
	under4 struct {
		under3
		Four string `path:"4"`
	}
	under5 struct {
		under4
		Five string `path:"5"`
	}
)

func (b *bench) enter(_ context.Context, at site.Address, cred identity.Credential, door identity.Door) (*site.Visit, error) {
	if at.CloudID != "" && at.CloudID != cloudID {
		return nil, wiki.NewError(wiki.UnknownCloudID, wiki.Facts{Object: "site", ID: at.CloudID})
	}
	v := &site.Visit{Site: wiki.Site{ID: 1, CloudID: cloudID, Key: "demo", BaseURL: baseURL, Public: b.public}}
	var found identity.Found
	if id, err := identity.ParseTokenText(cred.Secret); err == nil {
		found = b.tokens[id]
	}
	caller, refused := identity.Judge(cred, door, found, b.keys, b.switches, noon)
	if refused != nil {
		return v, refused
	}
	v.Caller = caller
	return v, nil
}

// token makes a token of ann's that expires in a year, changed as the test needs it.
func (b *bench) token(kind identity.TokenKind, change func(*identity.Found), scopes ...string) string {
	b.t.Helper()
	seed := strings.NewReader(strings.Repeat(fmt.Sprintf("%c%s%d", 'A'+len(b.tokens), kind, len(b.tokens)), 99))
	id, text, err := identity.NewTokenText(kind, seed)
	if err != nil {
		b.t.Fatal(err)
	}
	set, err := catalog.ParseScopes(scopes...)
	if err != nil {
		b.t.Fatal(err)
	}
	found := identity.Found{
		Token:   &identity.Token{ID: id, Kind: kind, Account: "ann", Scopes: set, Expires: noon.AddDate(1, 0, 0)},
		Account: identity.Account{ID: "ann", Email: annEmail, Active: true},
		Role:    identity.SiteUser,
	}
	found.Token.KeyID, found.Token.Hash = b.keys.Hash(text)
	if change != nil {
		change(&found)
	}
	b.tokens[id] = found
	return text
}

func basic(user, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+secret))
}

// request is one request of a test; headers are "Name: value".
func request(method, target, body string, headers ...string) *http.Request {
	var r io.Reader
	if body != "" {
		r = strings.NewReader(body)
	}
	req := httptest.NewRequest(method, "/", r)
	req.Host, req.RequestURI = "wiki.test", target
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Add(name, value)
	}
	return req
}

// send passes a request through the door its path leads to, as the server does.
func (b *bench) send(r *http.Request) *http.Response {
	b.t.Helper()
	w := httptest.NewRecorder()
	t, bad := rest.ParseTarget(r)
	in := rest.SiteEntrance("demo", requestID)
	if id, below, ok := gateway.Split(t); ok {
		t, in = below, gateway.Entrance(id, requestID)
	}
	if bad != nil {
		b.api.Refuse(w, r, t, in, bad)
	} else {
		b.api.Serve(w, r, t, in)
	}
	return w.Result()
}

func read(t testing.TB, res *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// Test doubles of resources.

type listIn struct {
	rest.Cursor
	Space []wiki.SpaceID `query:"space-id"`
}

type pageIn struct {
	ID wiki.ContentID `path:"id"`
}

type okOut = map[string]string

func ok[In any](context.Context, *site.Session, *In) (okOut, error) { return okOut{"ok": "yes"}, nil }

type none struct{}

type fileIn struct {
	ID wiki.ContentID `path:"id"`
	rest.Form
}

func someOps() (ops1, ops2 []rest.Op) {
	return []rest.Op{
			rest.On(rest.Op{ID: "getCurrentUser", Route: "GET /user/current", Perm: wiki.UseSite}, ok[none]),
			rest.On(rest.Op{ID: "getContentById", Route: "GET /content/{id}", Perm: wiki.View}, ok[pageIn]),
			rest.On(rest.Op{ID: "createContent", Route: "POST /content", Perm: wiki.CreatePage}, ok[none]),
			rest.On(rest.Op{ID: "searchByCQL", Route: "GET /search", Perm: wiki.View}, ok[none]),
			rest.On(rest.Op{ID: "createAttachment", Route: "POST /content/{id}/child/attachment", Perm: wiki.CreateAttachment}, ok[fileIn]),
		}, []rest.Op{
			rest.On(rest.Op{ID: "getPages", Route: "GET /pages", Perm: wiki.View}, ok[listIn]),
			rest.On(rest.Op{ID: "getPageById", Route: "GET /pages/{id}", Perm: wiki.View}, ok[pageIn]),
		}
}
