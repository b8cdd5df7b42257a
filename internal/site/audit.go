package site

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// audit writes a record of a change by the caller into the transaction of the change.
func (s *Session) audit(ctx context.Context, tx *store.SiteTx, e wiki.AuditEvent) error {
	c := s.Caller()
	e.Author, e.AuthorName, e.SysAdmin, e.Address = c.Account, c.DisplayName, s.viewer.SiteAdmin, s.visit.From
	return tx.Audit(ctx, e)
}

// Retention is how long records of the audit log are kept.
type Retention struct {
	Number int
	Units  string // one of retentionUnits
}

// retentionUnits are the units of a period, in the vendor's words.
var retentionUnits = []struct {
	name string
	add  func(t time.Time, n int) time.Time
}{
	{"NANOS", span(time.Nanosecond)}, {"MICROS", span(time.Microsecond)}, {"MILLIS", span(time.Millisecond)},
	{"SECONDS", span(time.Second)}, {"MINUTES", span(time.Minute)}, {"HOURS", span(time.Hour)},
	{"HALF_DAYS", span(12 * time.Hour)},
	{"DAYS", func(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) }},
	{"WEEKS", func(t time.Time, n int) time.Time { return t.AddDate(0, 0, 7*n) }},
	{"MONTHS", func(t time.Time, n int) time.Time { return t.AddDate(0, n, 0) }},
	{"YEARS", func(t time.Time, n int) time.Time { return t.AddDate(n, 0, 0) }},
	{"DECADES", func(t time.Time, n int) time.Time { return t.AddDate(10*n, 0, 0) }},
	{"CENTURIES", func(t time.Time, n int) time.Time { return t.AddDate(100*n, 0, 0) }},
}

func span(unit time.Duration) func(time.Time, int) time.Time {
	return func(t time.Time, n int) time.Time { return t.Add(unit * time.Duration(n)) }
}

// maxPeriod is the largest number of any unit: nothing beyond it can be added to a time.
const maxPeriod = 1_000_000

// back is the moment that lies the retention before another. ok is false for a unit nobody knows and a number out of
// bounds.
func (r Retention) back(from time.Time) (_ time.Time, ok bool) {
	for _, u := range retentionUnits {
		if u.name == r.Units && r.Number >= 0 && r.Number <= maxPeriod {
			return u.add(from, -r.Number), true
		}
	}
	return from, false
}

// defaultRetention is also the longest.
var defaultRetention = Retention{1, "YEARS"}

const retentionSetting = "audit-retention"

func retention(ctx context.Context, tx *store.SiteTx) (Retention, error) {
	value, err := tx.Setting(ctx, retentionSetting)
	number, units, found := strings.Cut(value, " ")
	n, bad := strconv.Atoi(number)
	if err != nil || !found || bad != nil {
		return defaultRetention, err
	}
	return Retention{n, units}, nil
}

// AuditRetention is how long the site keeps its audit log. NotSiteAdmin for others than administrators.
func (s *Session) AuditRetention(ctx context.Context) (Retention, error) {
	if err := s.administers(); err != nil {
		return Retention{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return Retention{}, err
	}
	return retention(ctx, tx)
}

// SetAuditRetention changes how long the audit log is kept: at least a day, at most a year. What is older is not shown
// from then on, and deleted within a minute.
func (s *Session) SetAuditRetention(ctx context.Context, r Retention) error {
	now := s.Now()
	from, known := r.back(now)
	if !known {
		units := make([]string, len(retentionUnits))
		for i, u := range retentionUnits {
			units[i] = u.name
		}
		return wiki.Invalid("units", r.Units, "one of "+strings.Join(units, ", "))
	}
	oldest, _ := defaultRetention.back(now)
	if from.Before(oldest) || from.After(now.AddDate(0, 0, -1)) {
		return wiki.Invalid("number", strconv.Itoa(r.Number), "a period of one day to one year")
	}
	return s.administer(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		old, err := retention(ctx, tx)
		if err != nil {
			return err
		}
		if err := tx.SetSetting(ctx, retentionSetting, fmt.Sprint(r.Number, " ", r.Units)); err != nil {
			return err
		}
		return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditSettings, Summary: "Audit log retention changed",
			Object:  wiki.AuditObject{Name: s.Site().Name, Type: "Site"},
			Changed: []wiki.AuditChange{{Name: "retention", Old: fmt.Sprint(old.Number, " ", old.Units), New: fmt.Sprint(r.Number, " ", r.Units)}}})
	})
}

// AuditRecords lists the audit log, newest first, as far as it is kept. NotSiteAdmin for others than administrators.
func (s *Session) AuditRecords(ctx context.Context, f wiki.AuditFilter, w wiki.Window) (wiki.Slice[wiki.AuditEvent], error) {
	if err := s.administers(); err != nil {
		return wiki.Slice[wiki.AuditEvent]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.AuditEvent]{}, err
	}
	r, err := retention(ctx, tx)
	if err != nil {
		return wiki.Slice[wiki.AuditEvent]{}, err
	}
	if oldest, ok := r.back(tx.Now()); ok && f.From.Before(oldest) {
		f.From = oldest
	}
	return tx.AuditRecords(ctx, f, w)
}

// AuditSince is the moment that lies a period before now, for AuditFilter.From. InvalidInput for a unit nobody knows.
func (s *Session) AuditSince(number int, units string) (time.Time, error) {
	from, ok := Retention{number, units}.back(s.Now())
	if !ok {
		return from, wiki.Invalid("number", strconv.Itoa(number), fmt.Sprintf("a number from 0 to %d", maxPeriod))
	}
	return from, nil
}

// Bounds of a record that a program adds.
const (
	maxAuditText  = 32 << 10 // bytes of all texts together
	maxAuditItems = 100
)

// RecordAudit adds a record of a program's own to the audit log. The author is the caller, whatever the record says: a
// log that anybody could sign for others would be none. A time in the future is refused.
func (s *Session) RecordAudit(ctx context.Context, e wiki.AuditEvent) (wiki.AuditEvent, error) {
	size := len(e.Address) + len(e.Category) + len(e.Summary) + len(e.Description) + len(e.Object.Name) + len(e.Object.Type)
	for _, o := range e.Associated {
		size += len(o.Name) + len(o.Type)
	}
	for _, c := range e.Changed {
		size += len(c.Name) + len(c.Old) + len(c.New) + len(c.HiddenOld) + len(c.HiddenNew)
	}
	switch {
	case strings.TrimSpace(e.Address) == "":
		return e, wiki.Invalid("remoteAddress", "", "a network address")
	case size > maxAuditText || len(e.Associated) > maxAuditItems || len(e.Changed) > maxAuditItems:
		return e, wiki.Invalid("summary", "", "a record of at most 32 KiB and 100 objects and changes")
	case e.At.After(s.Now()):
		return e, wiki.Invalid("creationDate", strconv.FormatInt(e.At.UnixMilli(), 10), "a time that has come")
	}
	c := s.Caller()
	e.Author, e.AuthorName = c.Account, c.DisplayName
	if e.At.IsZero() {
		e.At = s.Now().UTC().Truncate(time.Millisecond)
	}
	return e, s.administer(ctx, func(ctx context.Context, tx *store.SiteTx) error { return tx.Audit(ctx, e) })
}

// forgetAudits deletes the records of every site that are kept no longer.
func (s *Service) forgetAudits(ctx context.Context) error {
	sites, err := s.Sites(ctx)
	if err != nil {
		return err
	}
	for _, site := range sites {
		if err := s.forgetAudit(ctx, site.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) forgetAudit(ctx context.Context, site wiki.SiteID) error {
	oldest := func(ctx context.Context, tx *store.SiteTx) (time.Time, error) {
		r, err := retention(ctx, tx)
		from, _ := r.back(tx.Now())
		return from, err
	}
	read, err := s.DB.Read(ctx)
	if err != nil {
		return err
	}
	defer read.Close()
	from, err := oldest(ctx, read.In(site))
	if err != nil {
		return err
	}
	some, err := read.In(site).HasAuditBefore(ctx, from)
	read.Close()
	if err != nil || !some {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		from, err := oldest(ctx, tx.In(site)) // it may have become longer
		if err != nil {
			return err
		}
		return tx.In(site).ForgetAudit(ctx, from)
	})
}

// maySeeEmail: one's own, and for administrators of the site everybody's.
func (s *Session) maySeeEmail(a identity.Account) bool {
	return a.ID == s.Caller().Account || s.viewer.SiteAdmin
}
