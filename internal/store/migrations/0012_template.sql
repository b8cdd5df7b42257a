-- Templates of pages: of the whole site (space 0) or of one space, whose rows go with it.
CREATE TABLE template (
    id          {{serial 1}},
    site        {{int}} NOT NULL REFERENCES site(id),
    space       {{int}} NOT NULL,
    name        {{text}} NOT NULL,
    name_fold   {{text}} NOT NULL,
    description {{text}} NOT NULL,
    body        {{text}} NOT NULL, -- storage format
    creator     {{text}} NOT NULL,
    created     {{int}} NOT NULL,
    modified    {{int}} NOT NULL,
    UNIQUE (site, space, name_fold)
);

CREATE TABLE template_label (
    template {{int}} NOT NULL REFERENCES template(id),
    label    {{int}} NOT NULL REFERENCES label(id),
    PRIMARY KEY (template, label)
);
CREATE INDEX template_label_by_label ON template_label (label, template);
