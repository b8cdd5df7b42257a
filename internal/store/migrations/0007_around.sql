-- What hangs on content, spaces and people beside their text: properties, likes, favourites, relations, watches.

-- Exactly one of content, space and account names the owner; the others are 0 or empty.
CREATE TABLE property (
    id      {{serial 1}},
    site    {{int}} NOT NULL REFERENCES site(id),
    content {{int}} NOT NULL DEFAULT 0,
    space   {{int}} NOT NULL DEFAULT 0,
    account {{text}} NOT NULL DEFAULT '',
    key     {{text}} NOT NULL,
    value   {{text}} NOT NULL, -- JSON
    creator {{text}} NOT NULL,
    created {{int}} NOT NULL,
    number  {{int}} NOT NULL,
    author  {{text}} NOT NULL,
    at      {{int}} NOT NULL,
    message {{text}} NOT NULL DEFAULT '',
    minor   {{int}} NOT NULL DEFAULT 0,
    UNIQUE (content, space, account, key, site)
);

CREATE TABLE content_like (
    content {{int}} NOT NULL REFERENCES content(id),
    account {{text}} NOT NULL,
    at      {{int}} NOT NULL,
    PRIMARY KEY (content, account)
);

CREATE TABLE space_favourite (
    space   {{int}} NOT NULL REFERENCES space(id),
    account {{text}} NOT NULL,
    PRIMARY KEY (space, account)
);
CREATE INDEX space_favourite_by_account ON space_favourite (account, space);

CREATE TABLE space_watch (
    space   {{int}} NOT NULL REFERENCES space(id),
    account {{text}} NOT NULL,
    PRIMARY KEY (space, account)
);
CREATE INDEX space_watch_by_account ON space_watch (account, space);

CREATE TABLE label_watch (
    label   {{int}} NOT NULL REFERENCES label(id),
    account {{text}} NOT NULL,
    PRIMARY KEY (label, account)
);

-- What is related to what, but for favourites. A node is written as its kind and its number or accountId.
CREATE TABLE relation (
    site        {{int}} NOT NULL REFERENCES site(id),
    name        {{text}} NOT NULL,
    source_kind {{text}} NOT NULL,
    source      {{text}} NOT NULL,
    target_kind {{text}} NOT NULL,
    target      {{text}} NOT NULL,
    creator     {{text}} NOT NULL,
    created     {{int}} NOT NULL,
    PRIMARY KEY (site, name, source_kind, source, target_kind, target)
);
CREATE INDEX relation_by_target ON relation (site, name, target_kind, target, source_kind, source);
