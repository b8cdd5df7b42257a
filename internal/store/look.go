package store

import (
	"context"
	"database/sql"

	"github.com/weirhq/weir/internal/wiki"
)

// Looks finds the looks of some spaces; the space 0 is the site itself. Those that nobody has set are left out.
func (t *SiteTx) Looks(ctx context.Context, spaces []wiki.SpaceID) (map[wiki.SpaceID]wiki.Look, error) {
	var b text
	b.WriteString("SELECT space, selected, custom FROM look WHERE site = " + b.arg(t.site) + " AND " + in(&b, "space", spaces))
	out := map[wiki.SpaceID]wiki.Look{}
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.SpaceID
		var l wiki.Look
		if err := r.Scan(&id, &l.Selected, &l.Custom); err != nil {
			return err
		}
		out[id] = l
		return nil
	})
	return out, err
}

// SetLook keeps the look of a space, or of the site where it is 0.
func (t *SiteTx) SetLook(ctx context.Context, space wiki.SpaceID, l wiki.Look) error {
	_, err := t.exec(ctx, `INSERT INTO look (site, space, selected, custom) VALUES ($1, $2, $3, $4)
		ON CONFLICT (site, space) DO UPDATE SET selected = excluded.selected, custom = excluded.custom`, t.site, space, l.Selected, l.Custom)
	return err
}
