-- The inline tasks of current bodies. The body says what a task is; the row keeps who made and who finished it and when.
CREATE TABLE inline_task (
    id        {{serial 1}},
    content   {{int}} NOT NULL REFERENCES content(id),
    local     {{text}} NOT NULL, -- ac:task-id
    uuid      {{text}} NOT NULL,
    complete  {{int}} NOT NULL,
    body      {{text}} NOT NULL, -- storage format
    blank     {{int}} NOT NULL,
    assignee  {{text}} NOT NULL,
    due       {{int}} NOT NULL DEFAULT 0,
    creator   {{text}} NOT NULL,
    created   {{int}} NOT NULL,
    updated   {{int}} NOT NULL,
    completer {{text}} NOT NULL DEFAULT '',
    completed {{int}} NOT NULL DEFAULT 0,
    UNIQUE (content, local)
);
CREATE INDEX inline_task_by_assignee ON inline_task (assignee, id);
