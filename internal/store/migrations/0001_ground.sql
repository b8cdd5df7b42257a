-- The ground floor. {{…}} are the fragments in which the engines differ (dialect.go): int, blob, text (byte order),
-- serial N (a primary key that counts from N). Times are milliseconds since 1970 UTC, flags are 0 or 1.

CREATE TABLE site (
    id       {{serial 1}},
    cloud_id {{text}} NOT NULL UNIQUE,
    key      {{text}} NOT NULL UNIQUE,
    name     {{text}} NOT NULL,
    base_url {{text}} NOT NULL,
    public   {{int}} NOT NULL,
    created  {{int}} NOT NULL
);

CREATE TABLE account (
    account_id   {{text}} PRIMARY KEY,
    kind         {{text}} NOT NULL,
    email        {{text}} NOT NULL,
    email_fold   {{text}} NOT NULL UNIQUE,
    display_name {{text}} NOT NULL,
    public_name  {{text}} NOT NULL,
    time_zone    {{text}} NOT NULL,
    active       {{int}} NOT NULL,
    created      {{int}} NOT NULL
);

CREATE TABLE account_group (
    group_id  {{text}} PRIMARY KEY,
    name      {{text}} NOT NULL,
    name_fold {{text}} NOT NULL UNIQUE,
    created   {{int}} NOT NULL
);

CREATE TABLE group_member (
    account_id {{text}} NOT NULL REFERENCES account(account_id),
    group_id   {{text}} NOT NULL REFERENCES account_group(group_id),
    PRIMARY KEY (account_id, group_id)
);
CREATE INDEX group_member_by_group ON group_member (group_id, account_id);

CREATE TABLE site_access (
    account_id {{text}} NOT NULL REFERENCES account(account_id),
    site       {{int}} NOT NULL REFERENCES site(id),
    role       {{text}} NOT NULL,
    PRIMARY KEY (account_id, site)
);

CREATE TABLE policy (
    name  {{text}} PRIMARY KEY,
    value {{text}} NOT NULL
);

CREATE TABLE token (
    token_id   {{text}} PRIMARY KEY,
    kind       {{text}} NOT NULL,
    account_id {{text}} NOT NULL REFERENCES account(account_id),
    label      {{text}} NOT NULL,
    scopes     {{text}} NOT NULL,
    hash       {{blob}} NOT NULL,
    key_id     {{text}} NOT NULL,
    created    {{int}} NOT NULL,
    expires    {{int}} NOT NULL,
    died       {{int}} NOT NULL DEFAULT 0,
    revoked    {{int}} NOT NULL DEFAULT 0,
    last_used  {{int}} NOT NULL DEFAULT 0
);
CREATE INDEX token_by_account ON token (account_id, created);

CREATE TABLE space (
    id          {{serial 32769}},
    site        {{int}} NOT NULL REFERENCES site(id),
    key         {{text}} NOT NULL,
    key_fold    {{text}} NOT NULL,
    name        {{text}} NOT NULL,
    name_fold   {{text}} NOT NULL,
    kind        {{text}} NOT NULL,
    status      {{text}} NOT NULL,
    home        {{int}} NOT NULL DEFAULT 0,
    description {{text}} NOT NULL DEFAULT '',
    creator     {{text}} NOT NULL,
    created     {{int}} NOT NULL,
    UNIQUE (site, key_fold),
    UNIQUE (site, id) -- what names a space names its site too, so that no row can join two sites
);
CREATE INDEX space_by_name ON space (site, name_fold, id);

-- One row per ability, so that SUM(DISTINCT perm) is the union of what several subjects hold.
CREATE TABLE space_grant (
    site    {{int}} NOT NULL,
    space   {{int}} NOT NULL,
    subject {{text}} NOT NULL,
    perm    {{int}} NOT NULL,
    PRIMARY KEY (space, subject, perm),
    FOREIGN KEY (site, space) REFERENCES space(site, id)
);
CREATE INDEX space_grant_by_subject ON space_grant (site, subject, perm, space);

CREATE TABLE content (
    id         {{serial 65537}},
    site       {{int}} NOT NULL,
    space      {{int}} NOT NULL,
    kind       {{text}} NOT NULL,
    status     {{text}} NOT NULL,
    title      {{text}} NOT NULL,
    title_fold {{text}} NOT NULL,
    parent     {{int}} NOT NULL DEFAULT 0,
    container  {{int}} NOT NULL DEFAULT 0, -- what a comment or attachment is in, past the comments it hangs on
    position   {{int}} NOT NULL DEFAULT 0,
    owner      {{text}} NOT NULL,
    creator    {{text}} NOT NULL,
    created    {{int}} NOT NULL,
    rule       {{int}} NOT NULL DEFAULT 0,
    restricted {{int}} NOT NULL DEFAULT 0,
    version    {{int}} NOT NULL,
    modified   {{int}} NOT NULL,
    FOREIGN KEY (site, space) REFERENCES space(site, id)
);
-- Each listing has an index that gives its rows in order (content_list.go); those by site and space have one for each
-- order that is asked for often.
CREATE INDEX content_by_id ON content (site, kind, status, id);
CREATE INDEX content_by_created ON content (site, kind, status, created, id);
CREATE INDEX content_by_modified ON content (site, kind, status, modified, id);
CREATE INDEX content_by_title ON content (site, title_fold, id);
CREATE INDEX content_by_creator ON content (site, creator, modified);
CREATE INDEX content_recent ON content (site, status, modified, id);
CREATE INDEX content_by_space ON content (space, kind, status, id);
CREATE INDEX content_recent_in_space ON content (space, status, modified, id);
CREATE INDEX content_by_place ON content (space, parent, position, id); -- roots of a space, the last of some children
CREATE INDEX content_by_parent ON content (parent, kind, status, position, id);
CREATE INDEX content_by_rule ON content (rule) WHERE rule <> 0;
CREATE UNIQUE INDEX page_title ON content (space, title_fold) WHERE kind = 'page' AND status = 'current';
CREATE UNIQUE INDEX file_name ON content (parent, title_fold) WHERE kind = 'attachment' AND status = 'current';

CREATE TABLE version (
    content {{int}} NOT NULL REFERENCES content(id),
    number  {{int}} NOT NULL,
    author  {{text}} NOT NULL,
    at      {{int}} NOT NULL,
    message {{text}} NOT NULL DEFAULT '',
    minor   {{int}} NOT NULL DEFAULT 0,
    title   {{text}} NOT NULL,
    body    {{text}} NOT NULL DEFAULT '',
    PRIMARY KEY (content, number)
);

CREATE TABLE file (
    content    {{int}} NOT NULL REFERENCES content(id),
    version    {{int}} NOT NULL,
    file_id    {{text}} NOT NULL,
    blob       {{text}} NOT NULL,
    media_type {{text}} NOT NULL,
    size       {{int}} NOT NULL,
    comment    {{text}} NOT NULL DEFAULT '',
    PRIMARY KEY (content, version)
);
CREATE INDEX file_by_blob ON file (blob);

CREATE TABLE label (
    id     {{serial 1}},
    site   {{int}} NOT NULL REFERENCES site(id),
    prefix {{text}} NOT NULL,
    name   {{text}} NOT NULL,
    UNIQUE (site, prefix, name)
);
CREATE INDEX label_by_name ON label (site, name);

CREATE TABLE content_label (
    content {{int}} NOT NULL REFERENCES content(id),
    label   {{int}} NOT NULL REFERENCES label(id),
    PRIMARY KEY (content, label)
);
CREATE INDEX content_label_by_label ON content_label (label, content);

CREATE TABLE space_label (
    space {{int}} NOT NULL REFERENCES space(id),
    label {{int}} NOT NULL REFERENCES label(id),
    PRIMARY KEY (space, label)
);
CREATE INDEX space_label_by_label ON space_label (label, space);

-- The restriction stands even when its subjects are all gone: then it admits nobody.
CREATE TABLE restriction (
    content {{int}} NOT NULL REFERENCES content(id),
    op      {{text}} NOT NULL,
    PRIMARY KEY (content, op)
);

CREATE TABLE restriction_subject (
    content {{int}} NOT NULL,
    op      {{text}} NOT NULL,
    subject {{text}} NOT NULL,
    PRIMARY KEY (content, op, subject),
    FOREIGN KEY (content, op) REFERENCES restriction(content, op)
);

-- Effective view rules, interned: the conjunction of the view restrictions along a content's ancestors.
CREATE TABLE rule (
    id      {{serial 1}},
    site    {{int}} NOT NULL REFERENCES site(id),
    key     {{text}} NOT NULL,
    clauses {{int}} NOT NULL,
    UNIQUE (site, key)
);

CREATE TABLE rule_subject (
    rule    {{int}} NOT NULL REFERENCES rule(id),
    clause  {{int}} NOT NULL,
    subject {{text}} NOT NULL,
    PRIMARY KEY (rule, clause, subject)
);
CREATE INDEX rule_subject_by_subject ON rule_subject (subject, rule, clause);

-- What the text index has still to read, and which version of a content it has read. The turn counts the writes since the
-- entry was made, so that the indexer sees when one came after what it has read.
CREATE TABLE index_queue (
    content {{int}} PRIMARY KEY,
    at      {{int}} NOT NULL,
    turn    {{int}} NOT NULL DEFAULT 0
);
CREATE INDEX index_queue_by_time ON index_queue (at, content);

CREATE TABLE indexed (
    content {{int}} PRIMARY KEY,
    version {{int}} NOT NULL,
    length  {{int}} NOT NULL, -- terms in title and body
    terms   {{text}} NOT NULL -- how often each occurs, for ranking (search_rank.go)
);

{{words}}
