-- Classification levels, which the administrator of a site defines on the host, and what is classified with them.
CREATE TABLE classification_level (
    id          {{text}} PRIMARY KEY, -- UUID
    site        {{int}} NOT NULL REFERENCES site(id),
    status      {{text}} NOT NULL,
    name        {{text}} NOT NULL,
    name_fold   {{text}} NOT NULL,
    description {{text}} NOT NULL,
    guideline   {{text}} NOT NULL,
    color       {{text}} NOT NULL,
    position    {{int}} NOT NULL, -- from 1, the least sensitive first
    UNIQUE (site, name_fold)
);

CREATE TABLE content_level (
    content {{int}} PRIMARY KEY REFERENCES content(id),
    level   {{text}} NOT NULL REFERENCES classification_level(id)
);

-- What content of a space is classified with while it has no level of its own.
CREATE TABLE space_level (
    space {{int}} PRIMARY KEY REFERENCES space(id),
    level {{text}} NOT NULL REFERENCES classification_level(id)
);
