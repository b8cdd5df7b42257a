-- When something was marked as a favourite; 0 is not known.
ALTER TABLE content_favourite ADD COLUMN at {{int}} NOT NULL DEFAULT 0;
ALTER TABLE space_favourite ADD COLUMN at {{int}} NOT NULL DEFAULT 0;

-- Relations again, which nothing wrote yet, with ends that rows can be joined to: a content by its number, at an older version
-- or 0, a space by its number, a user by its accountId. Favourites have tables of their own.
DROP TABLE relation;
CREATE TABLE relation (
    id             {{serial 1}},
    site           {{int}} NOT NULL REFERENCES site(id),
    name           {{text}} NOT NULL,
    source_kind    {{text}} NOT NULL,
    source         {{int}} NOT NULL,
    source_account {{text}} NOT NULL,
    source_version {{int}} NOT NULL,
    target_kind    {{text}} NOT NULL,
    target         {{int}} NOT NULL,
    target_account {{text}} NOT NULL,
    target_version {{int}} NOT NULL,
    creator        {{text}} NOT NULL,
    created        {{int}} NOT NULL,
    UNIQUE (source_kind, source, source_account, source_version, name, target_kind, target, target_account, target_version, site)
);
CREATE INDEX relation_by_target ON relation (target_kind, target, target_account, target_version, name, source_kind, created);
