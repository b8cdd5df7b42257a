package store

import (
	"fmt"
	"strings"
)

// SQLite plans by what it knows of the tables, and without statistics it takes every index for a narrow one: it would look
// for three contents among all of their site. So the schema comes with statistics of a large wiki, written down here
// instead of gathered, and every database is planned for alike. (SQLite's documentation of ANALYZE, "Manual control of query
// plans using sqlite_stat tables".) PostgreSQL gathers its own.
//
// Each row says of an index how many rows it has, and then how many of them share a value of its first column, of its first
// two columns, and so on.
var sqliteStatistics = []struct{ table, index, rows string }{
	{"content", "content_by_id", "1000000 1000000 300000 250000 1"},
	{"content", "content_by_created", "1000000 1000000 300000 250000 2 1"},
	{"content", "content_by_modified", "1000000 1000000 300000 250000 2 1"},
	{"content", "content_by_title", "1000000 1000000 2 1"},
	{"content", "content_by_creator", "1000000 1000000 5000 2"},
	{"content", "content_recent", "1000000 1000000 900000 2 1"},
	{"content", "content_by_space", "1000000 5000 2000 1500 1"},
	{"content", "content_recent_in_space", "1000000 5000 4500 2 1"},
	{"content", "content_by_place", "1000000 5000 6 2 1"},
	{"content", "content_by_parent", "1000000 8 7 7 2 1"},
	{"content", "content_by_rule", "100000 50"},
	{"content", "page_title", "500000 2500 1"},
	{"content", "folder_title", "50000 250 1"},
	{"content", "file_name", "300000 5 1"},
	{"version", "sqlite_autoindex_version_1", "3000000 3 1"},
	{"file", "sqlite_autoindex_file_1", "400000 2 1"},
	{"file", "file_by_blob", "400000 2"},
	{"space", "sqlite_autoindex_space_1", "1000 1000 1"},
	{"space", "sqlite_autoindex_space_2", "1000 1000 1"},
	{"space", "space_by_name", "1000 1000 2 1"},
	{"space", "space_by_alias", "500 500 1"},
	{"space_grant", "sqlite_autoindex_space_grant_1", "20000 20 5 1"},
	{"space_grant", "space_grant_by_subject", "20000 20000 200 50 1"},
	{"rule_subject", "sqlite_autoindex_rule_subject_1", "200000 4 2 1"},
	{"rule_subject", "rule_subject_by_subject", "200000 100 2 1"},
	{"restriction", "sqlite_autoindex_restriction_1", "100000 2 1"},
	{"restriction_subject", "sqlite_autoindex_restriction_subject_1", "200000 4 2 1"},
	{"label", "sqlite_autoindex_label_1", "5000 5000 3000 1"},
	{"label", "label_by_name", "5000 5000 1"},
	{"content_label", "sqlite_autoindex_content_label_1", "1000000 3 1"},
	{"content_label", "content_label_by_label", "1000000 200 1"},
	{"space_label", "sqlite_autoindex_space_label_1", "2000 2 1"},
	{"space_label", "space_label_by_label", "2000 20 1"},
	{"content_view", "sqlite_autoindex_content_view_1", "5000000 50 5 1"},
	{"content_view", "content_view_by_time", "5000000 50 2"},
	{"content_view", "content_view_by_account", "5000000 2000 3 1"},
}

// sqliteStatisticsSQL writes the statistics in a migration: ANALYZE of what is empty makes the table that holds them, and
// ANALYZE of the schema has the connection read them.
func sqliteStatisticsSQL() string {
	var b strings.Builder
	b.WriteString("ANALYZE;\nDELETE FROM sqlite_stat1;\n")
	for _, s := range sqliteStatistics {
		fmt.Fprintf(&b, "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('%s', '%s', '%s');\n", s.table, s.index, s.rows)
	}
	return b.String() + "ANALYZE sqlite_schema;\n"
}
