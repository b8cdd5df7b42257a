-- The text index keeps the words that were stemmed beside their terms, for wildcards, and everything is read again. Which
-- version it has read is asked of each hit, so it stands apart from the terms, which are long.
DROP TABLE words;
{{words}};
DROP TABLE indexed;
CREATE TABLE indexed (
    content {{int}} PRIMARY KEY,
    version {{int}} NOT NULL
);
CREATE TABLE indexed_terms (
    content {{int}} PRIMARY KEY,
    length  {{int}} NOT NULL, -- terms in title and body
    terms   {{text}} NOT NULL -- how often each occurs, for ranking (search_rank.go)
);
INSERT INTO index_queue (content, at) SELECT id, 0 FROM content WHERE status = 'current' ON CONFLICT (content) DO NOTHING;
