package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// conversionKeep is how long a result can be fetched, and maxConversions how many an account may have on a site at a time.
const (
	conversionKeep = 5 * time.Minute
	maxConversions = 500
)

// Later is a conversion that is worked out behind the answer: of a body, or where Macro is set, of a macro.
type Later struct {
	Conversion
	Macro   MacroAt
	Expand  []string // members of the result to show: whoever fetches it does not say
	Variant string   // what else tells two requests apart
	// Stale shows the result of the same request by the same account, if there is one, until it is worked out again; which
	// it is in any case, under the same id.
	Stale bool
}

// MacroAt names a macro in one version of a content, 0 being the current one.
type MacroAt struct {
	Content wiki.ContentID
	Version int
	ID      string
}

// Converted is what is known of a conversion.
type Converted struct {
	Task   wiki.Task
	To     body.Representation
	Text   *string        // once Task is done and did not fail, or of the run before
	Within wiki.ContentID // the content it was shown in, 0 for none
	Expand []string

	space string // folded key of the space it was to be shown in
}

// conversion is the state of a conversion task.
type conversion struct {
	Later
	Text   *string
	Within wiki.ContentID
}

// ConvertLater starts conversions and returns the ids under which their results can be fetched, in the order of the list.
// Errors: UnknownFormat, NoSuchObject or NoViewPermission for a content or a space, RateLimited for an account that has too
// many. What is wrong with a body itself is told with the result.
func (s *Session) ConvertLater(ctx context.Context, list []Later) ([]wiki.TaskID, error) {
	tasks := make([]wiki.Task, len(list))
	for i, l := range list {
		if err := s.convertible(ctx, l); err != nil {
			return nil, err
		}
		var err error
		if tasks[i], err = s.newConversion(l); err != nil {
			return nil, err
		}
	}
	ids := make([]wiki.TaskID, len(list))
	err := s.commit(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		n, err := tx.CountTasks(ctx, s.Caller().Account, conversionKind)
		if err == nil && n+len(list) > maxConversions {
			err = wiki.NewError(wiki.RateLimited, wiki.Facts{Account: s.Caller().Account})
		}
		for i, task := range tasks {
			if err != nil {
				return err
			}
			ids[i], err = startConversion(ctx, tx, task, list[i])
		}
		return err
	})
	if err == nil {
		s.visit.service.tasks.poke()
	}
	return ids, err
}

// convertible checks what a request for a conversion names.
func (s *Session) convertible(ctx context.Context, l Later) error {
	if err := Convertible(l.To); err != nil {
		return err
	}
	if l.Macro.ID != "" {
		_, _, err := s.macroAt(ctx, l.Macro)
		if err == nil && l.Space != "" {
			_, err = s.SpaceByKey(ctx, l.Space)
		}
		return err
	}
	if err := written(l.From); err != nil {
		return err
	}
	_, err := s.around(ctx, l.Conversion)
	return err
}

// newConversion is a conversion task of the caller's. Its key is a hash of all that is asked for.
func (s *Session) newConversion(l Later) (wiki.Task, error) {
	task, err := s.newTask(conversionKind)
	if err != nil {
		return task, err
	}
	asked := l
	asked.Stale = false
	if task.State, err = store.Pack(conversion{Later: asked}); err != nil {
		return task, err
	}
	sum := sha256.Sum256([]byte(task.State))
	task.Key = hex.EncodeToString(sum[:])
	return task, nil
}

func startConversion(ctx context.Context, tx *store.SiteTx, task wiki.Task, l Later) (wiki.TaskID, error) {
	same, found, err := tx.TaskByKey(ctx, task.Account, task.Kind, task.Key)
	if err != nil {
		return "", err
	}
	if !found {
		return task.ID, tx.StartTask(ctx, task)
	}
	task.ID = same.ID
	if l.Stale {
		var before conversion
		if err := store.Unpack(same.State, &before); err != nil {
			return "", err
		}
		l.Stale, before.Later = false, l
		if task.State, err = store.Pack(before); err != nil {
			return "", err
		}
	}
	return task.ID, tx.RestartTask(ctx, task)
}

// convert works a conversion out.
func convert(ctx context.Context, s *Session, c conversion) (conversion, progress, error) {
	var err error
	var text string
	var within wiki.Content
	if c.Macro.ID == "" {
		text, within, err = s.Convert(ctx, c.Conversion)
	} else {
		var macro *body.Node
		if within, macro, err = s.macroAt(ctx, c.Macro); err == nil {
			text, err = s.MacroBody(ctx, within, macro, c.To, c.Space)
		}
	}
	c.Text, c.Within, c.Value = &text, within.ID, "" // what was given is not needed any more
	return c, progress{done: true}, err
}

// macroAt finds a macro and the content it is in, as of the version.
func (s *Session) macroAt(ctx context.Context, at MacroAt) (wiki.Content, *body.Node, error) {
	c, err := s.Content(ctx, at.Content)
	if err != nil {
		return c, nil, err
	}
	if at.Version != 0 && at.Version != c.Version.Number {
		v, _, err := s.Version(ctx, c, at.Version)
		if wiki.HasReason(err, wiki.NoSuchObject) {
			err = wiki.Missing("content", at.Content.String())
		}
		if err != nil {
			return c, nil, err
		}
		c.Version, c.Title, c.Status = v, v.Title, wiki.Historical
	}
	macro, err := s.Macro(ctx, c, at.ID)
	return c, macro, err
}

// Conversions finds conversions of the caller's by id, leaving out those that are not there, are somebody else's, or were
// shown in a content or a space that the caller may not view any more. It may be asked by callers who may not use the site; they have
// none.
func (s *Session) Conversions(ctx context.Context, ids []wiki.TaskID) (map[wiki.TaskID]Converted, error) {
	if err := s.demand(wiki.FetchResults); err != nil {
		return nil, err
	}
	if s.viewer.Account == "" && !s.Site().Public {
		return nil, nil
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	found, err := tx.TasksByID(ctx, distinct(ids))
	if err != nil {
		return nil, err
	}
	out := make(map[wiki.TaskID]Converted, len(found))
	var within []wiki.ContentID
	var spaces []string
	for id, task := range found {
		if task.Kind != conversionKind || task.Account != s.viewer.Account {
			continue
		}
		var c conversion
		if err := store.Unpack(task.State, &c); err != nil {
			return nil, err
		}
		if c.Macro.ID == "" && c.Content != 0 { // which decides alone
			c.Space = ""
		}
		out[id] = Converted{Task: task, To: c.To, Text: c.Text, Within: c.Within, Expand: c.Expand, space: words.Fold(c.Space)}
		within, spaces = append(within, c.Within), append(spaces, c.Space)
	}
	seen, err := tx.ListSpaces(ctx, s.viewer, wiki.SpaceFilter{Keys: spaces}, wiki.Window{Limit: len(spaces)})
	if err != nil {
		return nil, err
	}
	readable := map[string]bool{"": true}
	for _, space := range seen.Items {
		readable[words.Fold(space.Key)] = true
	}
	access, err := tx.Accesses(ctx, s.viewer, distinct(within))
	for id, c := range out {
		a, known := access[c.Within]
		if c.Within != 0 && (!known || wiki.Allow(wiki.View, a) != "") || !readable[c.space] {
			delete(out, id)
		}
	}
	return out, err
}
