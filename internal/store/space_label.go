package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// SpaceLabels lists the labels of spaces, by name: one statement for the whole list.
func (t *SiteTx) SpaceLabels(ctx context.Context, ids []wiki.SpaceID) (map[wiki.SpaceID][]wiki.Label, error) {
	var b text
	b.WriteString(`SELECT sl.space, l.id, l.prefix, l.name FROM space_label sl JOIN label l ON l.id = sl.label
		WHERE l.site = ` + b.arg(t.site) + " AND " + in(&b, "sl.space", ids) + " ORDER BY sl.space, l.prefix, l.name")
	out := make(map[wiki.SpaceID][]wiki.Label, len(ids))
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.SpaceID
		var l wiki.Label
		if err := r.Scan(&id, &l.ID, &l.Prefix, &l.Name); err != nil {
			return err
		}
		out[id] = append(out[id], l)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("labels of spaces: %w", err)
	}
	return out, nil
}
