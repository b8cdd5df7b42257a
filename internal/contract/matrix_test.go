package contract

import (
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/weirhq/weir/weirtest"
)

// TestMatrix is security-model.md T-MATRIX: each operation × kind of credential × door, on a private and on a public
// site, against the decision table of auth-behaviour.md §0. What an accepted caller gets is what the same account gets
// with a token without scopes at the site, byte for byte: once past the gate, nothing depends on how the caller came.
func TestMatrix(t *testing.T) {
	t.Parallel()
	ops := operations(t)
	foreign := weirtest.New(t, weirtest.Seed(2)).Unscoped.Text
	for _, variant := range []struct {
		name   string
		public bool
		opts   []weirtest.Option
	}{{"private", false, nil}, {"public", true, []weirtest.Option{weirtest.Public()}}} {
		t.Run(variant.name, func(t *testing.T) {
			t.Parallel()
			m := &matrix{wallet: newWallet(t, newBench(t, variant.opts...), everyScope(ops), foreign), public: variant.public}
			m.longTask(t) // before the listings that would show its space
			for _, op := range ops {
				t.Run(op.key(), func(t *testing.T) {
					t.Parallel()
					m.walk(t, op)
				})
			}
		})
	}
}

type matrix struct {
	*wallet
	public bool
}

// walk makes all the calls of one operation.
func (m *matrix) walk(t *testing.T, op operation) {
	target := op.target(t, m.bench)
	calls := slices.Concat(m.around(t, op), m.special, m.robots(t, op))
	doors := m.doors()
	site := doors[0].base
	baseline := map[verdict]answer{
		asAnonymous: m.send(t, m.request(op, site+target, credential{})),
		asCaller:    m.send(t, m.request(op, site+target, m.special[1])),
	}
	byRobot := m.send(t, m.request(op, doors[1].base+target, m.scoped(t, "", m.Robot, m.all)))
	m.checkBaseline(t, op, baseline[asCaller])
	for _, door := range doors {
		for _, c := range calls {
			q := m.request(op, door.base+target, c)
			got := m.send(t, q)
			switch v := judge(c, op, door.gateway); {
			case v == scopedAtSite || v == unparseable || v == bearerAtSite || v == scopeMissing:
				m.compare(t, door, c, q, got, refused(v, c, op, m.URL))
			case (v == noAccess || v == asAnonymous) && slices.Contains(forAnybody, op.key()):
				if c.dead == "" {
					c.dead = "no-site-access"
				}
				m.compareServed(t, door, c, q, got, baseline[asAnonymous])
			case v == noAccess:
				m.compare(t, door, c, q, got, shutOut(op, "no-site-access"))
			case v == asAnonymous && !m.public:
				m.compare(t, door, c, q, got, shutOut(op, c.dead))
			case v == asCaller && c.service:
				m.compareServed(t, door, c, q, got, c.lessEmail(byRobot))
			default:
				m.compareServed(t, door, c, q, got, c.lessEmail(baseline[v]))
			}
		}
	}
}

func (m *matrix) request(op operation, url string, c credential) request {
	q := request{method: op.method, url: url, header: []string{"Accept", "application/json"}}
	if op.method == http.MethodPost || op.method == http.MethodPut {
		q.body = op.harmless()
		q.header = append(q.header, "Content-Type", "application/json")
	}
	if c.authorization != "" {
		q.header = append(q.header, "Authorization", c.authorization)
	}
	return q
}

// checkBaseline holds the call that is compared with: it must get past every gate.
func (m *matrix) checkBaseline(t *testing.T, op operation, got answer) {
	t.Helper()
	want := []int{200, 302}
	if op.method != http.MethodGet {
		want = []int{400, 404} // the input was chosen to change nothing
	}
	if status, special := op.answersAll(); special {
		want = []int{status}
	}
	for _, status := range want {
		if got.status == status {
			return
		}
	}
	t.Errorf("with a good token %d %s, want one of %v", got.status, got.body, want)
}

// compare holds an answer to a refusal that was typed.
func (m *matrix) compare(t *testing.T, d door, c credential, q request, got answer, want refusal) {
	t.Helper()
	if got.status != want.status || got.body != want.body {
		t.Errorf("%s, %s: %d, want %d\n%s\n%s", d.name, c.name, got.status, want.status, difference(want.body, got.body), q)
	}
	if got.reason() != want.reason {
		t.Errorf("%s, %s: the reason is %q, want %q\n%s", d.name, c.name, got.reason(), want.reason, q)
	}
	for name, value := range want.header {
		if got.header.Get(name) != value {
			t.Errorf("%s, %s: %s is %q, want %q\n%s", d.name, c.name, name, got.header.Get(name), value, q)
		}
	}
}

// compareServed holds an answer to the one that the same caller got otherwise.
func (m *matrix) compareServed(t *testing.T, d door, c credential, q request, got, want answer) {
	t.Helper()
	if got.status != want.status || got.body != want.body || got.header.Get("Content-Type") != want.header.Get("Content-Type") {
		t.Errorf("%s, %s: %d, want %d\n%s\n%s", d.name, c.name, got.status, want.status, difference(want.body, got.body), q)
	}
	if c.dead == "" && got.reason() != want.reason() {
		t.Errorf("%s, %s: the reason is %q, want %q\n%s", d.name, c.name, got.reason(), want.reason(), q)
	}
}

// emailMember is the member of a v1 user that shows personal data.
var emailMember = regexp.MustCompile(`"email":"[^"]*"`)

// lessEmail takes the e-mail addresses out of an answer for tokens whose scopes do not show them (design.md §2
// "Scopes").
func (c credential) lessEmail(a answer) answer {
	if c.scopes != nil && c.dead == "" && !slices.Contains(c.scopes, "read:email-address:confluence") {
		a.body = emailMember.ReplaceAllString(a.body, `"email":""`)
	}
	return a
}
