package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// SetDataPolicy keeps the content of a space from apps, or does no longer. NoSuchObject when the site has no such space.
func (t *SiteTx) SetDataPolicy(ctx context.Context, space wiki.SpaceID, blocked bool) error {
	if err := t.mustHave(ctx, "space", int64(space)); err != nil {
		return err
	}
	change := "DELETE FROM space_data_policy WHERE space = $1"
	if blocked {
		change = "INSERT INTO space_data_policy (space) VALUES ($1) ON CONFLICT DO NOTHING"
	}
	if _, err := t.exec(ctx, change, space); err != nil {
		return fmt.Errorf("set data policy: %w", err)
	}
	return nil
}

// DataPolicies are the spaces of the site whose content is kept from apps, whoever may view them.
func (t *SiteTx) DataPolicies(ctx context.Context) (map[wiki.SpaceID]bool, error) {
	out := map[wiki.SpaceID]bool{}
	_, err := collect(ctx, t.Tx, "SELECT p.space FROM space_data_policy p JOIN space s ON s.id = p.space WHERE s.site = $1",
		[]any{t.site}, func(r *sql.Rows, _ *struct{}) error {
			var id wiki.SpaceID
			err := r.Scan(&id)
			out[id] = true
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("data policies: %w", err)
	}
	return out, nil
}
