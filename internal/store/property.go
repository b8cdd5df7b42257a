package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/weirhq/weir/internal/wiki"
)

const propertyCols = `p.id, p.content, p.space, p.account, p.key, p.value, p.creator, p.created,
	p.number, p.author, p.at, p.message, p.minor`

func scanProperty(r *sql.Rows, p *wiki.Property) error {
	var created, at int64
	if err := r.Scan(&p.ID, &p.Of.Content, &p.Of.Space, &p.Of.Account, &p.Key, &p.Value, &p.Creator, &created,
		&p.Version.Number, &p.Version.Author, &at, &p.Version.Message, &p.Version.Minor); err != nil {
		return err
	}
	p.Created, p.Version.At = fromMillis(created), fromMillis(at)
	return nil
}

// ofOwner is the condition that p is one of the owner's properties.
func (t *SiteTx) ofOwner(b *text, of wiki.PropertyOwner) string {
	return "p.site = " + b.arg(t.site) + " AND p.content = " + b.arg(of.Content) + " AND p.space = " + b.arg(of.Space) +
		" AND p.account = " + b.arg(of.Account)
}

// Properties lists the properties of one owner.
func (t *SiteTx) Properties(ctx context.Context, of wiki.PropertyOwner, f wiki.PropertyFilter, w wiki.Window) (wiki.Slice[wiki.Property], error) {
	var b text
	b.WriteString("SELECT " + propertyCols + " FROM property p WHERE " + t.ofOwner(&b, of))
	if f.Keys != nil {
		b.WriteString(" AND " + in(&b, "p.key", f.Keys))
	}
	sort := ""
	if f.ByKey {
		sort = "p.key"
	}
	if err := window(&b, sort, "p.id", f.Desc, w); err != nil {
		return wiki.Slice[wiki.Property]{}, err
	}
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanProperty)
	if err != nil {
		return wiki.Slice[wiki.Property]{}, fmt.Errorf("properties: %w", err)
	}
	return cut(found, w, func(p wiki.Property) string {
		if f.ByKey {
			return afterKey(p.Key, p.ID)
		}
		return afterKey("", p.ID)
	}), nil
}

// PropertiesOf lists the properties of contents by key, with the values of the given keys alone: one statement for the
// whole list.
func (t *SiteTx) PropertiesOf(ctx context.Context, ids []wiki.ContentID, keys []string) (map[wiki.ContentID][]wiki.Property, error) {
	var b text
	b.WriteString(`SELECT p.id, p.content, p.space, p.account, p.key, CASE WHEN ` + in(&b, "p.key", keys) + ` THEN p.value ELSE '' END,
		p.creator, p.created, p.number, p.author, p.at, p.message, p.minor FROM property p WHERE p.site = ` + b.arg(t.site) +
		" AND p.space = 0 AND p.account = '' AND " + in(&b, "p.content", ids) + " ORDER BY p.content, p.key")
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanProperty)
	if err != nil {
		return nil, fmt.Errorf("properties of contents: %w", err)
	}
	out := make(map[wiki.ContentID][]wiki.Property, len(ids))
	for _, p := range found {
		out[p.Of.Content] = append(out[p.Of.Content], p)
	}
	return out, nil
}

// Property finds a property of an owner by its number; NoSuchObject when the owner has none of it.
func (t *SiteTx) Property(ctx context.Context, of wiki.PropertyOwner, id int64) (wiki.Property, error) {
	return t.oneProperty(ctx, of, "p.id", id, strconv.FormatInt(id, 10))
}

// PropertyByKey is Property by key.
func (t *SiteTx) PropertyByKey(ctx context.Context, of wiki.PropertyOwner, key string) (wiki.Property, error) {
	return t.oneProperty(ctx, of, "p.key", key, key)
}

func (t *SiteTx) oneProperty(ctx context.Context, of wiki.PropertyOwner, column string, value any, asked string) (wiki.Property, error) {
	var b text
	b.WriteString("SELECT " + propertyCols + " FROM property p WHERE " + t.ofOwner(&b, of) + " AND " + column + " = " + b.arg(value))
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanProperty)
	switch {
	case err != nil:
		return wiki.Property{}, fmt.Errorf("property: %w", err)
	case len(found) == 0:
		return wiki.Property{}, wiki.Missing("property", asked)
	}
	return found[0], nil
}

// CreateProperty adds a property in its first version and returns it. DuplicateKey when the owner has one of that key,
// NoSuchObject when the site has no such content or space.
func (t *SiteTx) CreateProperty(ctx context.Context, author wiki.AccountID, p wiki.Property) (wiki.Property, error) {
	if err := t.mustOwn(ctx, p.Of); err != nil {
		return p, err
	}
	p.Creator, p.Created = author, t.Now()
	p.Version.Number, p.Version.Author, p.Version.At = 1, author, p.Created
	id, err := t.insert(ctx, `INSERT INTO property (site, content, space, account, key, value, creator, created, number, author, at, message, minor)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $7, $8, $9, $10) RETURNING id`, t.site, p.Of.Content, p.Of.Space, p.Of.Account,
		p.Key, p.Value, author, millis(p.Created), p.Version.Message, flag(p.Version.Minor))
	if isUnique(err) {
		return p, wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "property", ID: p.Key, Detail: "A property already exists with key " + p.Key})
	}
	if err != nil {
		return p, fmt.Errorf("create property: %w", err)
	}
	p.ID = id
	return p, nil
}

// mustOwn is NoSuchObject unless the site has the content or space. Accounts belong to no site.
func (t *SiteTx) mustOwn(ctx context.Context, of wiki.PropertyOwner) error {
	switch {
	case of.Content != 0:
		return t.mustHave(ctx, "content", int64(of.Content))
	case of.Space != 0:
		return t.mustHave(ctx, "space", int64(of.Space))
	}
	return nil
}

// SetProperty writes the value and the version of a property. NoSuchObject when the site has none of that number.
func (t *SiteTx) SetProperty(ctx context.Context, p wiki.Property) error {
	n, err := t.exec(ctx, `UPDATE property SET value = $3, number = $4, author = $5, at = $6, message = $7, minor = $8
		WHERE site = $1 AND id = $2`, t.site, p.ID, p.Value, p.Version.Number, p.Version.Author, millis(p.Version.At),
		p.Version.Message, flag(p.Version.Minor))
	if err == nil && n == 0 {
		return wiki.Missing("property", strconv.FormatInt(p.ID, 10))
	}
	if err != nil {
		return fmt.Errorf("set property: %w", err)
	}
	return nil
}

// DeleteProperty removes a property. NoSuchObject when the site has none of that number.
func (t *SiteTx) DeleteProperty(ctx context.Context, id int64) error {
	n, err := t.exec(ctx, "DELETE FROM property WHERE site = $1 AND id = $2", t.site, id)
	if err == nil && n == 0 {
		return wiki.Missing("property", strconv.FormatInt(id, 10))
	}
	if err != nil {
		return fmt.Errorf("delete property: %w", err)
	}
	return nil
}
