-- Live pages (version 2, subtype), which are pages in all else.
ALTER TABLE content ADD COLUMN live {{int}} NOT NULL DEFAULT 0;
