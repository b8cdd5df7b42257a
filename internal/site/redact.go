package site

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// What is redacted is kept nowhere: not beside the content, not in the audit log, and the index finds it no more from the
// commit on, since its row is of another version. Older versions keep their text unless they are asked to be cleaned.

// Redaction is what shall be taken out of a page or blog post.
type Redaction struct {
	Version int       // the one the ranges are of, which must be current; 0: whichever is
	AsOf    time.Time // when the text was looked at: a version made later is another text
	Title   []RedactRange
	Body    []RedactRange
	// Clean removes the versions in which something of what is taken out stands, the redacted one with them.
	Clean bool
}

// RedactRange is a range with the reason why it is taken out.
type RedactRange struct {
	body.Range
	Reason string
}

// Redacted is a range that was taken out. ID is the same for those that overlapped, and empty in a block of code.
type Redacted struct {
	RedactRange
	ID string
}

// redactionMessage is what the version says that a redaction makes.
const redactionMessage = "Sensitive data was redacted"

// toTheMillisecond is how a time is told, to the millisecond.
const toTheMillisecond = "2006-01-02T15:04:05.000Z07:00"

// maxRedactReason is the longest reason in characters.
const maxRedactReason = 255

// Redact takes texts out of the title and the body of a content, puts bars in their place and makes a new version of it,
// which administrators of the site may do where they may change the content. The answers are in the order of the ranges.
// Errors: CredentialsMissing for anonymous callers, NotSiteAdmin, NoSuchObject or NoViewPermission, NoPermission,
// EditRestricted, SpaceIsArchived, WrongStatus for what is in the trash, StaleVersion, InvalidInput for a range that is not
// in a text.
func (s *Session) Redact(ctx context.Context, id wiki.ContentID, r Redaction) (title, text []Redacted, err error) {
	if err := s.administers(); err != nil {
		return nil, nil, err
	}
	for _, one := range slices.Concat(r.Title, r.Body) {
		if len([]rune(one.Reason)) > maxRedactReason {
			return nil, nil, wiki.Invalid("reason", one.Reason, "at most 255 characters")
		}
	}
	if len(r.Title)+len(r.Body) == 0 {
		return nil, nil, wiki.Invalid("redactions", "", "at least one range of the title or the body")
	}
	for range maxRewrites {
		x := redacting{s: s, asked: r}
		if err := x.read(ctx, id); err != nil {
			return nil, nil, err
		}
		err := s.write(ctx, x.write)
		if !errors.Is(err, errMoved) {
			return x.title, x.text, err
		}
	}
	return nil, nil, wiki.NewError(wiki.WriteConflict, wiki.Facts{Object: "content", ID: id.String()})
}

// redacting is a redaction on its way: read and made outside the transaction, since taking bodies apart takes its time.
type redacting struct {
	s           *Session
	asked       Redaction
	old, next   wiki.Content
	oldText     string
	storage     string
	facts       wiki.BodyFacts
	removed     []string          // the texts that were taken out
	selections  map[string]string // of inline comments, as they are to be, by mark
	drop        []int             // the versions to be removed, the newest first
	title, text []Redacted
}

func (x *redacting) read(ctx context.Context, id wiki.ContentID) error {
	tx, err := x.s.read(ctx)
	if err != nil {
		return err
	}
	old, text, access, err := tx.ContentWithBody(ctx, x.s.viewer, id)
	if err != nil {
		return err
	}
	x.old, x.next, x.oldText, x.storage = old, old, text.Storage, text.Storage
	if err := x.check(old, access); err != nil {
		return err
	}
	if err := x.redactTitle(); err != nil {
		return err
	}
	if err := x.redactBody(ctx); err != nil {
		return err
	}
	if x.asked.Clean && old.Status != wiki.Draft {
		return x.findOlder(ctx)
	}
	return nil
}

// check decides whether the caller may redact the content as it is.
func (x *redacting) check(c wiki.Content, a wiki.Access) error {
	want := wiki.CreatePerm(c.Kind)
	if r := wiki.Allow(want, a); r != "" {
		return deny(r, want, "content", c.ID.String())
	}
	switch {
	case c.Kind != wiki.Page && c.Kind != wiki.BlogPost:
		return wiki.Invalid("type", string(c.Kind), "page or blogpost")
	case c.Status == wiki.Trashed:
		return wrongStatus(c, "content in the trash cannot be redacted")
	case x.asked.Version != 0 && x.asked.Version != c.Version.Number, c.Version.At.After(x.asked.AsOf):
		return wiki.NewError(wiki.StaleVersion, wiki.Facts{Object: string(c.Kind), ID: c.ID.String(), Version: c.Version.Number,
			Detail: fmt.Sprintf("The content was changed. Its version is %d, of %s", c.Version.Number, c.Version.At.UTC().Format(toTheMillisecond))})
	}
	return x.s.demand(wiki.View | want)
}

func (x *redacting) redactTitle() error {
	if len(x.asked.Title) == 0 {
		return nil
	}
	title, done, removed, err := body.RedactText(x.old.Title, rangesOf(x.asked.Title))
	if err != nil {
		return badRange("title", err)
	}
	if runes := []rune(title); len(runes) > MaxTitle { // bars may be longer than what was there
		title = string(runes[:MaxTitle])
	}
	x.next.Title = title
	x.removed = append(x.removed, removed...)
	x.title, err = x.answer(x.asked.Title, done)
	return err
}

func (x *redacting) redactBody(ctx context.Context) error {
	doc, err := body.ParseStorage(x.oldText)
	if err != nil {
		return fmt.Errorf("stored body of %s: %w", x.old.ID, err)
	}
	redacted := doc
	if len(x.asked.Body) > 0 {
		o := x.s.lens(ctx).options(x.old)
		known := map[string]string{}
		for _, task := range body.Extract(doc).Tasks {
			known[task.UUID] = task.ID
		}
		o.TaskID = func(localID string) string { return known[localID] }
		var done []body.Redacted
		var removed []string
		if redacted, done, removed, err = doc.Redact(ctx, o, rangesOf(x.asked.Body)); err != nil {
			return badRange("body", err)
		}
		x.storage, x.facts = redacted.Storage(), factsOf(redacted)
		x.removed = append(x.removed, removed...)
		if x.text, err = x.answer(x.asked.Body, done); err != nil {
			return err
		}
	}
	x.removed = slices.DeleteFunc(x.removed, func(t string) bool { return strings.TrimSpace(t) == "" })
	return x.redactSelections(ctx, doc.Marked(), redacted.Marked())
}

// redactSelections finds the inline comments that repeat what was taken out: those on a text that is another now, and
// those that quote it from an older body.
func (x *redacting) redactSelections(ctx context.Context, before, after map[string]string) error {
	tx, err := x.s.read(ctx)
	if err != nil {
		return err
	}
	all, err := tx.Selections(ctx, x.old.ID)
	if err != nil {
		return err
	}
	x.selections = map[string]string{}
	for marker, selection := range all {
		now, there := after[marker]
		next := selection
		if there && now != before[marker] {
			next = strings.Join(strings.Fields(now), " ")
		}
		for _, t := range x.removed {
			t = strings.Join(strings.Fields(t), " ")
			if !there && next != "" && strings.Contains(t, next) { // a part of it, and nobody knows from where
				next = body.Bar
			}
			next = strings.ReplaceAll(next, t, body.Bar)
		}
		if next != selection {
			x.selections[marker] = next
		}
	}
	return nil
}

// answer gives the ranges their ids.
func (x *redacting) answer(asked []RedactRange, done []body.Redacted) ([]Redacted, error) {
	ids := map[int]string{}
	out := make([]Redacted, len(asked))
	for i, d := range done {
		out[i].RedactRange = asked[i]
		out[i].From, out[i].To = d.From, d.To
		if d.Code {
			continue
		}
		if ids[d.Group] == "" {
			id, err := uuid.NewRandomFromReader(x.s.visit.service.Random)
			if err != nil {
				return nil, fmt.Errorf("redact: %w", err)
			}
			ids[d.Group] = id.String()
		}
		out[i].ID = ids[d.Group]
	}
	return out, nil
}

// olderAtOnce is how many older versions are looked through at a time.
const olderAtOnce = 50

// findOlder finds the versions that are to be removed: the one that is redacted, and what else holds something of what
// was taken out.
func (x *redacting) findOlder(ctx context.Context) error {
	w := wiki.Window{Limit: olderAtOnce}
	for more := true; more; {
		found, err := x.s.VersionsInOrder(ctx, x.old, false, w)
		if err != nil {
			return err
		}
		as := make([]wiki.Content, len(found.Items))
		for i, v := range found.Items {
			as[i].ID, as[i].Version = x.old.ID, v
		}
		bodies, err := x.s.BodiesOf(ctx, as)
		if err != nil {
			return err
		}
		for i, v := range found.Items {
			if v.Number == x.old.Version.Number || body.HoldsText(v.Title, x.removed) || x.holds(bodies[i].Storage) {
				x.drop = append(x.drop, v.Number)
			}
		}
		more, w.After = found.More, found.After
	}
	return nil
}

func (x *redacting) holds(storage string) bool {
	doc, err := body.ParseStorage(storage)
	return body.HoldsText(storage, x.removed) || err == nil && doc.Holds(x.removed)
}

// write makes the redacted version, unless the content was written meanwhile.
func (x *redacting) write(ctx context.Context, tx *store.SiteTx) error {
	if err := x.s.administers(); err != nil { // as of this transaction
		return err
	}
	now, text, access, err := tx.ContentWithBody(ctx, x.s.viewer, x.old.ID)
	if err != nil {
		return err
	}
	if now.Version.Number != x.old.Version.Number || text.Storage != x.oldText || now.Title != x.old.Title {
		return errMoved
	}
	if err := x.check(now, access); err != nil {
		return err
	}
	next, err := x.renamed(ctx, tx, now)
	if err != nil {
		return err
	}
	v := wiki.Version{Number: now.Version.Number + 1, Author: x.s.viewer.Account, At: tx.Now(), Message: redactionMessage, Title: next.Title}
	if now.Status == wiki.Draft {
		v.Number = now.Version.Number // a draft has no history
	}
	if err := tx.SetContent(ctx, next, &v, x.storage); err != nil {
		return err
	}
	if len(x.asked.Body) > 0 {
		if err := tx.SetFacts(ctx, now.ID, x.s.viewer.Account, x.facts); err != nil {
			return err
		}
	}
	for marker, selection := range x.selections {
		if err := tx.SetSelection(ctx, now.ID, marker, selection); err != nil {
			return err
		}
	}
	if err := x.retitle(ctx, tx, now, next.Title); err != nil {
		return err
	}
	for _, number := range x.drop { // the newest first, so that the others keep their numbers until it is their turn
		if _, err := tx.DropVersion(ctx, now.ID, number); err != nil {
			return err
		}
	}
	return x.s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditSecurity, Summary: "Content redacted", Description: x.reasons(),
		Object: contentObject(now), Associated: []wiki.AuditObject{{Name: now.SpaceKey, Type: "Space"}}})
}

// renamed is the content under its new title. Where another page is called so, as one is of which all was taken out, the
// beginning of the redaction's id tells them apart.
func (x *redacting) renamed(ctx context.Context, tx *store.SiteTx, c wiki.Content) (wiki.Content, error) {
	if c.Title = x.next.Title; len(x.title) == 0 {
		return c, nil
	}
	taken, err := tx.TitleTaken(ctx, c)
	if err != nil || !taken {
		return c, err
	}
	id := " " + x.title[0].ID[:8]
	runes := []rune(c.Title)
	c.Title = string(runes[:min(len(runes), MaxTitle-len(id))]) + id
	return c, nil
}

// retitle takes what is taken out of the title out of those of the comments, which repeat it.
func (x *redacting) retitle(ctx context.Context, tx *store.SiteTx, c wiki.Content, title string) error {
	if len(x.title) == 0 {
		return nil
	}
	titles, err := tx.CommentTitles(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, old := range titles {
		next := old
		if old == commentTitle(c.Title) { // which may be cut
			next = commentTitle(title)
		}
		for _, t := range x.removed {
			next = strings.ReplaceAll(next, t, body.Bar)
		}
		if next == old {
			continue
		}
		if err := tx.RetitleComments(ctx, c.ID, old, next); err != nil {
			return err
		}
	}
	return nil
}

// maxRedactReasons is how much of the reasons the audit log keeps, in bytes.
const maxRedactReasons = 4000

// reasons are the ids of the redactions with their reasons, for the audit log.
func (x *redacting) reasons() string {
	var b strings.Builder
	for _, r := range slices.Concat(x.title, x.text) {
		line := strings.TrimSpace(r.ID + " " + r.Reason)
		if line == "" || strings.Contains(b.String(), line) {
			continue
		}
		if b.Len()+len(line) > maxRedactReasons {
			b.WriteString("…")
			break
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimSpace(b.String())
}

func rangesOf(asked []RedactRange) []body.Range {
	out := make([]body.Range, len(asked))
	for i, r := range asked {
		out[i] = r.Range
	}
	return out
}

// badRange is the refusal of a range that is not in a text. It repeats none of it.
func badRange(param string, err error) error {
	broken, ok := errors.AsType[*body.Error](err)
	if !ok {
		return err
	}
	return &wiki.Error{Reason: wiki.InvalidInput, Err: err, Facts: wiki.Facts{Param: param, Value: cutText(broken.Path), Detail: broken.Msg}}
}
