package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// noState is the number of a mark that was taken away.
const noState = -1

// CustomStates lists the states an account made for itself, those used last first; 0 is no limit.
func (t *SiteTx) CustomStates(ctx context.Context, account wiki.AccountID, limit int) ([]wiki.State, error) {
	text := "SELECT id, name, color FROM content_state WHERE site = $1 AND account = $2 ORDER BY used DESC, id DESC"
	if limit > 0 {
		text += atMost(limit)
	}
	found, err := collect(ctx, t.Tx, text, []any{t.site, account}, func(r *sql.Rows, s *wiki.State) error {
		return r.Scan(&s.ID, &s.Name, &s.Color)
	})
	if err != nil {
		return nil, fmt.Errorf("custom states: %w", err)
	}
	if limit > 0 && len(found) > limit {
		found = found[:limit]
	}
	return found, nil
}

// OwnState finds one of an account's own states by its number. NoSuchObject when it has none of it.
func (t *SiteTx) OwnState(ctx context.Context, account wiki.AccountID, id int64) (wiki.State, error) {
	s := wiki.State{ID: id}
	err := t.one(ctx, "SELECT name, color FROM content_state WHERE site = $1 AND account = $2 AND id = $3",
		[]any{t.site, account, id}, &s.Name, &s.Color)
	if noRows(err) {
		return s, wiki.Missing("content state", fmt.Sprint(id))
	}
	if err != nil {
		return s, fmt.Errorf("state: %w", err)
	}
	return s, nil
}

// UseState finds or makes one of an account's own states, and notes that it was used now.
func (t *SiteTx) UseState(ctx context.Context, account wiki.AccountID, s wiki.State) (wiki.State, error) {
	err := t.one(ctx, `INSERT INTO content_state (site, account, name, color, used) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (site, account, name, color) DO UPDATE SET used = excluded.used RETURNING id`,
		[]any{t.site, account, s.Name, s.Color, millis(t.Now())}, &s.ID)
	if err != nil {
		return s, fmt.Errorf("use state: %w", err)
	}
	return s, nil
}

// State is how a content is marked. It finds nothing for content the site does not have.
func (t *SiteTx) State(ctx context.Context, id wiki.ContentID) (wiki.StateMark, error) {
	var at, number int64
	var name, color string
	err := t.one(ctx, `SELECT m.state, m.at, COALESCE(st.name, ''), COALESCE(st.color, '') FROM content c
		JOIN content_state_mark m ON m.content = c.id LEFT JOIN content_state st ON st.id = m.state
		WHERE c.site = $1 AND c.id = $2`, []any{t.site, id}, &number, &at, &name, &color)
	if noRows(err) {
		return wiki.StateMark{}, nil
	}
	if err != nil {
		return wiki.StateMark{}, fmt.Errorf("state: %w", err)
	}
	mark := wiki.StateMark{At: fromMillis(at)}
	switch {
	case number == noState:
	case number < int64(len(wiki.SuggestedStates)):
		s := wiki.SuggestedStates[number]
		mark.State = &s
	default:
		mark.State = &wiki.State{ID: number, Name: name, Color: color}
	}
	return mark, nil
}

// MarkState marks a content, or with nil takes its mark away. NoSuchObject when the site has no such content.
func (t *SiteTx) MarkState(ctx context.Context, id wiki.ContentID, s *wiki.State) error {
	if err := t.mustHave(ctx, "content", int64(id)); err != nil {
		return err
	}
	number := int64(noState)
	if s != nil {
		number = s.ID
	}
	_, err := t.exec(ctx, `INSERT INTO content_state_mark (content, state, at) VALUES ($1, $2, $3)
		ON CONFLICT (content) DO UPDATE SET state = excluded.state, at = excluded.at`, id, number, millis(t.Now()))
	if err != nil {
		return fmt.Errorf("mark state: %w", err)
	}
	return nil
}

// StateRule says which states content of a space may be marked with.
func (t *SiteTx) StateRule(ctx context.Context, space wiki.SpaceID) (wiki.StateRule, error) {
	rule := wiki.StateRule{Custom: true, Suggested: true}
	err := t.one(ctx, `SELECT r.custom, r.suggested FROM space_state_rule r JOIN space s ON s.id = r.space
		WHERE s.site = $1 AND s.id = $2`, []any{t.site, space}, &rule.Custom, &rule.Suggested)
	if err != nil && !noRows(err) {
		return rule, fmt.Errorf("state rule: %w", err)
	}
	return rule, nil
}

// SetStateRule replaces it. NoSuchObject when the site has no such space.
func (t *SiteTx) SetStateRule(ctx context.Context, space wiki.SpaceID, rule wiki.StateRule) error {
	if err := t.mustHave(ctx, "space", int64(space)); err != nil {
		return err
	}
	_, err := t.exec(ctx, `INSERT INTO space_state_rule (space, custom, suggested) VALUES ($1, $2, $3)
		ON CONFLICT (space) DO UPDATE SET custom = excluded.custom, suggested = excluded.suggested`,
		space, flag(rule.Custom), flag(rule.Suggested))
	if err != nil {
		return fmt.Errorf("set state rule: %w", err)
	}
	return nil
}
