-- What the tree of a space has beside pages: who owned a content before, where a smart link leads, and titles of folders.

ALTER TABLE content ADD COLUMN last_owner {{text}} NOT NULL DEFAULT '';
ALTER TABLE content ADD COLUMN embed_url {{text}} NOT NULL DEFAULT '';
CREATE UNIQUE INDEX folder_title ON content (space, title_fold) WHERE kind = 'folder' AND status = 'current';
{{statistics}}
