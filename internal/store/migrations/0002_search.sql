-- What CQL asks beside the words of a text: the vocabulary that wildcards and fuzzy searches are resolved with, and facts
-- about contents and people that are kept when a body is written.

-- The text index gets its present shape (dialect.go), and everything is read again.
DROP TABLE words;
{{words}};
DELETE FROM indexed;
INSERT INTO index_queue (content, at) SELECT id, 0 FROM content WHERE status = 'current' ON CONFLICT (content) DO NOTHING;

-- Every term that was ever indexed, on any site. It is never shown, only matched against (search_vocabulary.go).
CREATE TABLE term (
    term {{text}} PRIMARY KEY,
    size {{int}} NOT NULL -- characters
);
CREATE INDEX term_by_size ON term (size, term);

-- Who is mentioned and which macros are used in the current body.
CREATE TABLE content_mention (
    content {{int}} NOT NULL REFERENCES content(id),
    account {{text}} NOT NULL,
    PRIMARY KEY (content, account)
);
CREATE INDEX content_mention_by_account ON content_mention (account, content);

CREATE TABLE content_macro (
    content {{int}} NOT NULL REFERENCES content(id),
    macro   {{text}} NOT NULL, -- folded
    PRIMARY KEY (content, macro)
);
CREATE INDEX content_macro_by_name ON content_macro (macro, content);

-- Creators watch their pages (client-expectations.md "Behaviour of the real service").
CREATE TABLE content_watch (
    content {{int}} NOT NULL REFERENCES content(id),
    account {{text}} NOT NULL,
    PRIMARY KEY (content, account)
);
CREATE INDEX content_watch_by_account ON content_watch (account, content);
INSERT INTO content_watch (content, account) SELECT id, creator FROM content WHERE kind IN ('page', 'blogpost') AND status <> 'deleted';

CREATE TABLE content_favourite (
    content {{int}} NOT NULL REFERENCES content(id),
    account {{text}} NOT NULL,
    PRIMARY KEY (content, account)
);
CREATE INDEX content_favourite_by_account ON content_favourite (account, content);
