-- What a comment has beyond other content. All comments of a thread say the same, but for the version: what the thread is
-- on, and for an inline one which text it is about and how it stands.
CREATE TABLE comment (
    content        {{int}} PRIMARY KEY REFERENCES content(id),
    target         {{int}} NOT NULL, -- page, blog post, attachment or custom content
    target_kind    {{text}} NOT NULL,
    target_version {{int}} NOT NULL, -- when the comment was made
    marker         {{text}} NOT NULL DEFAULT '', -- of an inline comment: the name of its marks in the body
    selection      {{text}} NOT NULL DEFAULT '', -- the marked text, as it was
    resolution     {{text}} NOT NULL DEFAULT '', -- of an inline comment: open, reopened or resolved
    resolver       {{text}} NOT NULL DEFAULT '',
    resolved       {{int}} NOT NULL DEFAULT 0,
    dangling       {{int}} NOT NULL DEFAULT 0 -- the body has no such mark any more
);
CREATE INDEX comment_by_target ON comment (target, marker);

INSERT INTO comment (content, target, target_kind, target_version)
    SELECT c.id, k.id, k.kind, k.version FROM content c JOIN content k ON k.id = c.container WHERE c.kind = 'comment';
