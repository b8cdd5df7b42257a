-- Content states: the ones people made for themselves, what content is marked with, and which kinds a space allows.
CREATE TABLE content_state (
    id      {{serial 101}}, -- the suggested states have the numbers below
    site    {{int}} NOT NULL REFERENCES site(id),
    account {{text}} NOT NULL,
    name    {{text}} NOT NULL,
    color   {{text}} NOT NULL,
    used    {{int}} NOT NULL, -- when it was last put on something
    UNIQUE (site, account, name, color)
);

-- The state is -1 where one was taken away: then the time alone is told.
CREATE TABLE content_state_mark (
    content {{int}} PRIMARY KEY REFERENCES content(id),
    state   {{int}} NOT NULL,
    at      {{int}} NOT NULL
);
CREATE INDEX content_state_mark_by_state ON content_state_mark (state, content);

-- A space without a row allows both.
CREATE TABLE space_state_rule (
    space     {{int}} PRIMARY KEY REFERENCES space(id),
    custom    {{int}} NOT NULL,
    suggested {{int}} NOT NULL
);
