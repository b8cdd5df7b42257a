package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// Templates are no content: they are in no tree and in no index, and have no rule. Who may see one, its space says.

const templateSelect = `SELECT t.id, t.space, COALESCE(s.key, ''), t.name, t.description, t.body, t.creator, t.created, t.modified
	FROM template t LEFT JOIN space s ON s.id = t.space`

func scanTemplate(r *sql.Rows, t *wiki.Template) error {
	var created, modified int64
	err := r.Scan(&t.ID, &t.Space, &t.SpaceKey, &t.Name, &t.Description, &t.Storage, &t.Creator, &created, &modified)
	t.Created, t.Modified = fromMillis(created), fromMillis(modified)
	return err
}

// Template finds a template with the labels that the viewer sees. NoSuchObject when the site has none of that number;
// whether the viewer may know of it is the caller's to decide.
func (t *SiteTx) Template(ctx context.Context, v wiki.Viewer, id wiki.TemplateID) (wiki.Template, error) {
	found, err := collect(ctx, t.Tx, templateSelect+" WHERE t.site = $1 AND t.id = $2", []any{t.site, id}, scanTemplate)
	if err == nil && len(found) == 0 {
		return wiki.Template{}, missingTemplate(id)
	}
	if err == nil {
		err = t.labelTemplates(ctx, v, found)
	}
	if err != nil {
		return wiki.Template{}, fmt.Errorf("template: %w", err)
	}
	return found[0], nil
}

// seenTemplates is the condition that the viewer, who has an account, sees the template t.
func (t *SiteTx) seenTemplates(b *text, v wiki.Viewer) string {
	return "t.site = " + b.arg(t.site) + " AND (t.space = 0 OR t.space IN (" + t.readableSpaces(b, v) + "))"
}

// Templates lists the templates of a space, or of the whole site where it is 0, by name.
func (t *SiteTx) Templates(ctx context.Context, v wiki.Viewer, space wiki.SpaceID, w wiki.Window) (wiki.Slice[wiki.Template], error) {
	var b text
	b.WriteString(templateSelect + " WHERE t.site = " + b.arg(t.site) + " AND t.space = " + b.arg(space))
	return t.listTemplates(ctx, v, &b, w)
}

// LabeledTemplates lists the templates with a label that the viewer, who has an account, sees, by name.
func (t *SiteTx) LabeledTemplates(ctx context.Context, v wiki.Viewer, label int64, w wiki.Window) (wiki.Slice[wiki.Template], error) {
	var b text
	b.WriteString(templateSelect + " WHERE " + t.seenTemplates(&b, v) +
		" AND t.id IN (SELECT tl.template FROM template_label tl WHERE tl.label = " + b.arg(label) + ")")
	return t.listTemplates(ctx, v, &b, w)
}

func (t *SiteTx) listTemplates(ctx context.Context, v wiki.Viewer, b *text, w wiki.Window) (wiki.Slice[wiki.Template], error) {
	if err := window(b, "t.name_fold", "t.id", false, w); err != nil {
		return wiki.Slice[wiki.Template]{}, err
	}
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanTemplate)
	if err != nil {
		return wiki.Slice[wiki.Template]{}, fmt.Errorf("templates: %w", err)
	}
	list := cut(found, w, func(t wiki.Template) string { return afterKey(words.Fold(t.Name), int64(t.ID)) })
	if err := t.labelTemplates(ctx, v, list.Items); err != nil {
		return wiki.Slice[wiki.Template]{}, fmt.Errorf("templates: %w", err)
	}
	return list, nil
}

// labelTemplates gives templates their labels that the viewer sees, by prefix and name: one statement for the whole list.
func (t *SiteTx) labelTemplates(ctx context.Context, v wiki.Viewer, list []wiki.Template) error {
	place := make(map[wiki.TemplateID]int, len(list))
	ids := make([]wiki.TemplateID, len(list))
	for i, template := range list {
		place[template.ID], ids[i] = i, template.ID
	}
	var b text
	b.WriteString(`SELECT tl.template, l.id, l.prefix, l.name FROM template_label tl JOIN label l ON l.id = tl.label
		WHERE l.site = ` + b.arg(t.site) + " AND " + in(&b, "tl.template", ids) + " AND " + seenLabels(&b, v) +
		" ORDER BY tl.template, l.prefix, l.name")
	_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.TemplateID
		var l wiki.Label
		if err := scanLabel(r, &l, &id); err != nil {
			return err
		}
		at := &list[place[id]]
		at.Labels = append(at.Labels, l)
		return nil
	})
	return err
}

// CreateTemplate adds a template with its labels and returns its number. Errors: DuplicateKey for a name that is taken,
// NoSuchObject when the site has no such space.
func (t *SiteTx) CreateTemplate(ctx context.Context, n wiki.Template) (wiki.TemplateID, error) {
	if n.Space != 0 {
		if err := t.mustHave(ctx, "space", int64(n.Space)); err != nil {
			return 0, err
		}
	}
	id, err := t.insert(ctx, `INSERT INTO template (site, space, name, name_fold, description, body, creator, created, modified)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) RETURNING id`, t.site, n.Space, n.Name, words.Fold(n.Name), n.Description,
		n.Storage, n.Creator, millis(t.Now()))
	if err != nil {
		return 0, templateFault("create", n, err)
	}
	n.ID = wiki.TemplateID(id)
	return n.ID, t.setTemplateLabels(ctx, n.Creator, n)
}

// SetTemplate writes name, description and body of a template, and unless they are nil the labels that by sees of it.
// Errors: NoSuchObject, DuplicateKey.
func (t *SiteTx) SetTemplate(ctx context.Context, by wiki.AccountID, n wiki.Template) error {
	rows, err := t.exec(ctx, `UPDATE template SET name = $3, name_fold = $4, description = $5, body = $6, modified = $7
		WHERE site = $1 AND id = $2`, t.site, n.ID, n.Name, words.Fold(n.Name), n.Description, n.Storage, millis(t.Now()))
	switch {
	case err != nil:
		return templateFault("set", n, err)
	case rows == 0:
		return missingTemplate(n.ID)
	case n.Labels == nil:
		return nil
	}
	var b text
	b.WriteString("DELETE FROM template_label WHERE template = " + b.arg(n.ID) + " AND label IN (SELECT l.id FROM label l WHERE l.site = " +
		b.arg(t.site) + " AND " + seenLabels(&b, wiki.Viewer{Account: by}) + ")")
	if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
		return fmt.Errorf("set template: %w", err)
	}
	return t.setTemplateLabels(ctx, by, n)
}

func (t *SiteTx) setTemplateLabels(ctx context.Context, by wiki.AccountID, n wiki.Template) error {
	const insert = "INSERT INTO template_label (template, label) VALUES ($1, $2) ON CONFLICT DO NOTHING"
	for _, l := range n.Labels {
		if err := t.addLabel(ctx, insert, int64(n.ID), keptPrefix(by, l.Prefix), l.Name); err != nil {
			return err
		}
	}
	return nil
}

// RemoveTemplate removes a template for good. NoSuchObject when the site has none of that number.
func (t *SiteTx) RemoveTemplate(ctx context.Context, id wiki.TemplateID) error {
	_, err := t.exec(ctx, "DELETE FROM template_label WHERE template = (SELECT id FROM template WHERE site = $1 AND id = $2)", t.site, id)
	var rows int64
	if err == nil {
		rows, err = t.exec(ctx, "DELETE FROM template WHERE site = $1 AND id = $2", t.site, id)
	}
	switch {
	case err != nil:
		return fmt.Errorf("remove template: %w", err)
	case rows == 0:
		return missingTemplate(id)
	}
	return nil
}

// dropTemplates removes the templates of a space.
func (t *SiteTx) dropTemplates(ctx context.Context, space wiki.SpaceID) error {
	for _, s := range []string{
		"DELETE FROM template_label WHERE template IN (SELECT id FROM template WHERE site = $1 AND space = $2)",
		"DELETE FROM template WHERE site = $1 AND space = $2",
	} {
		if _, err := t.exec(ctx, s, t.site, space); err != nil {
			return fmt.Errorf("drop templates: %w", err)
		}
	}
	return nil
}

func missingTemplate(id wiki.TemplateID) error {
	return wiki.Missing("template", strconv.FormatInt(int64(id), 10))
}

func templateFault(what string, n wiki.Template, err error) error {
	if isUnique(err) {
		return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "template", ID: n.Name,
			Detail: "A template with this name already exists: " + n.Name})
	}
	return fmt.Errorf("%s template: %w", what, err)
}
