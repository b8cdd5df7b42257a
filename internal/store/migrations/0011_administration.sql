-- What administrators see and set: the audit log, settings of a site, apps, admin keys; and who looked at what.

-- The lists are JSON: objects as [name, type], changes as [name, old, new, hidden old, hidden new].
CREATE TABLE audit (
    id          {{serial 1}},
    site        {{int}} NOT NULL REFERENCES site(id),
    at          {{int}} NOT NULL,
    author      {{text}} NOT NULL, -- accountId, empty for a record that came from elsewhere
    author_name {{text}} NOT NULL, -- as it was then
    address     {{text}} NOT NULL,
    category    {{text}} NOT NULL,
    summary     {{text}} NOT NULL,
    description {{text}} NOT NULL,
    sys_admin   {{int}} NOT NULL,
    object_name {{text}} NOT NULL,
    object_type {{text}} NOT NULL,
    associated  {{text}} NOT NULL,
    changed     {{text}} NOT NULL,
    folded      {{text}} NOT NULL  -- all that a search looks in
);
CREATE INDEX audit_by_time ON audit (site, at, id);

CREATE TABLE site_setting (
    site  {{int}} NOT NULL REFERENCES site(id),
    name  {{text}} NOT NULL,
    value {{text}} NOT NULL,
    PRIMARY KEY (site, name)
);

-- The look and feel of a site, where space is 0, and of spaces that have one of their own. custom is JSON, empty: none.
CREATE TABLE look (
    site     {{int}} NOT NULL REFERENCES site(id),
    space    {{int}} NOT NULL,
    selected {{text}} NOT NULL,
    custom   {{text}} NOT NULL,
    PRIMARY KEY (site, space)
);

CREATE TABLE app (
    site       {{int}} NOT NULL REFERENCES site(id),
    app_key    {{text}} NOT NULL,
    account_id {{text}} NOT NULL REFERENCES account(account_id),
    created    {{int}} NOT NULL,
    PRIMARY KEY (site, app_key),
    UNIQUE (site, account_id)
);

CREATE TABLE app_module (
    id         {{serial 1}}, -- the order in which they were registered
    site       {{int}} NOT NULL,
    app_key    {{text}} NOT NULL,
    module_key {{text}} NOT NULL,
    module     {{text}} NOT NULL, -- JSON, kept as it was given
    UNIQUE (site, app_key, module_key),
    FOREIGN KEY (site, app_key) REFERENCES app(site, app_key)
);

CREATE TABLE app_property (
    id      {{serial 1}},
    site    {{int}} NOT NULL,
    app_key {{text}} NOT NULL,
    name    {{text}} NOT NULL,
    value   {{text}} NOT NULL, -- JSON, kept as it was given
    UNIQUE (site, app_key, name),
    FOREIGN KEY (site, app_key) REFERENCES app(site, app_key)
);

CREATE TABLE admin_key (
    site       {{int}} NOT NULL REFERENCES site(id),
    account_id {{text}} NOT NULL REFERENCES account(account_id),
    expires    {{int}} NOT NULL,
    PRIMARY KEY (site, account_id)
);

-- Views of contents, counted by the minute. account is empty for anonymous readers.
CREATE TABLE content_view (
    content {{int}} NOT NULL REFERENCES content(id),
    account {{text}} NOT NULL,
    minute  {{int}} NOT NULL, -- milliseconds, rounded down
    views   {{int}} NOT NULL,
    PRIMARY KEY (content, account, minute)
);
CREATE INDEX content_view_by_time ON content_view (content, minute);
