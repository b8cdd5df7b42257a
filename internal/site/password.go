package site

import (
	"context"
	"errors"
	"hash/maphash"
	"runtime"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// passwords finds out whether somebody sent an account's password where a token belongs (auth.password-basic: tell).
// Unless that is switched on it computes nothing. A hash costs a good part of a second of a core, so few are computed at
// once, never inside a transaction, and few for one e-mail (security-model.md §4, R-BRUTE).
type passwords struct {
	db      *store.DB
	now     func() time.Time
	on      bool
	places  chan struct{} // those who compute and those who wait
	turns   chan struct{} // those who compute
	seed    maphash.Seed
	budgets []*rate.Limiter // by e-mail; some share one
}

// Bounds of comparing passwords.
const (
	passwordQueue    = 16 // requests that wait
	passwordBudgets  = 1024
	passwordAttempts = 10 // a minute
)

func newPasswords(o Options) *passwords {
	p := &passwords{db: o.DB, now: o.Now, on: o.Switches.TellPasswords}
	if !p.on {
		return p
	}
	atOnce := 2 * runtime.GOMAXPROCS(0)
	p.turns, p.places = make(chan struct{}, atOnce), make(chan struct{}, atOnce+passwordQueue)
	p.seed, p.budgets = maphash.MakeSeed(), make([]*rate.Limiter, passwordBudgets)
	for i := range p.budgets {
		p.budgets[i] = rate.NewLimiter(rate.Every(time.Minute/passwordAttempts), passwordAttempts)
	}
	return p
}

// owner is the account whose password was sent to a site host, empty when none was. RateLimited when too many wait for
// an answer. What an e-mail without an account or without a password costs is the same (security-model.md R-ENUM).
func (p *passwords) owner(ctx context.Context, cred identity.Credential, door identity.Door) (wiki.AccountID, error) {
	if !p.on || door != identity.AtSite || cred.Carrier != identity.Basic {
		return "", nil
	}
	if _, err := identity.ParseTokenText(cred.Secret); !errors.Is(err, identity.ErrNotToken) || len(cred.Secret) > identity.MaxPasswordBytes {
		return "", nil
	}
	email := words.Fold(strings.ToValidUTF8(cred.User, "�"))
	if !p.budgets[maphash.String(p.seed, email)%passwordBudgets].AllowN(p.now(), 1) {
		return "", nil // as anonymous, like every pair that is not told
	}
	select {
	case p.places <- struct{}{}:
		defer func() { <-p.places }()
	default:
		return "", wiki.NewError(wiki.RateLimited, wiki.Facts{Detail: "too many passwords are being compared"})
	}
	tx, err := p.db.Read(ctx)
	if err != nil {
		return "", err
	}
	id, hash, err := tx.PasswordByEmail(ctx, email)
	tx.Close()
	if err != nil {
		return "", err
	}
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-ctx.Done():
		return "", &wiki.Error{Reason: wiki.Overloaded, Err: ctx.Err()}
	}
	if !identity.VerifyPassword(hash, cred.Secret) {
		return "", nil
	}
	return id, nil
}
