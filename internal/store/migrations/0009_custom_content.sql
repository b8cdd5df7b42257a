-- Custom content: its kind is a type of its app's, with a colon in it. A body that was written as raw text is kept as it is,
-- beside the storage format that is made from it; empty: it was written as storage format.

ALTER TABLE version ADD COLUMN raw {{text}} NOT NULL DEFAULT '';
