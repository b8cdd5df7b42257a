-- Long-running tasks. due is when a task may be taken up: while a worker has it, the end of the worker's lease; holder is
-- that worker. state, report and failure are JSON. expires is 0 until the end, and then when the task is swept.
CREATE TABLE task (
    id       {{serial 1}},
    site     {{int}} NOT NULL REFERENCES site(id),
    task_id  {{text}} NOT NULL UNIQUE,
    kind     {{text}} NOT NULL,
    account  {{text}} NOT NULL,
    token    {{text}} NOT NULL,
    key      {{text}} NOT NULL,
    state    {{text}} NOT NULL,
    report   {{text}} NOT NULL,
    failure  {{text}} NOT NULL DEFAULT '',
    created  {{int}} NOT NULL,
    finished {{int}} NOT NULL DEFAULT 0,
    expires  {{int}} NOT NULL DEFAULT 0,
    keep     {{int}} NOT NULL, -- milliseconds between the end and expires
    tries    {{int}} NOT NULL DEFAULT 0, -- failures of the present step
    due      {{int}} NOT NULL,
    holder   {{text}} NOT NULL DEFAULT ''
);
CREATE INDEX task_by_due ON task (due, id) WHERE finished = 0;
CREATE INDEX task_by_expiry ON task (expires) WHERE expires <> 0;
CREATE INDEX task_by_account ON task (site, account, kind, id);
CREATE UNIQUE INDEX task_by_key ON task (site, account, kind, key) WHERE key <> '';
