-- The text index keeps each word as it is written, not those alone that were stemmed, and archived content too. Everything is
-- read again.
INSERT INTO index_queue (content, at) SELECT id, 0 FROM content WHERE status IN ('current', 'archived') ON CONFLICT (content) DO NOTHING;
