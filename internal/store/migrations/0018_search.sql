-- What somebody viewed last.
CREATE INDEX content_view_by_account ON content_view (account, minute, content);
