package proxy

import (
	"net/http"
	"net/url"
	"strings"
)

// file turns the old address of a file, which no API token opens any more, into the operation that downloads it
// (auth-behaviour.md §10 rule 7). It has to ask which attachment of the page has the name; where that cannot be told the
// request goes on as it came.
func (x *exchange) file() *refusal {
	segments := strings.Split(strings.TrimPrefix(x.path, "/"), "/") // wiki, download, attachments, {pageId}, {name}
	asker := x.asker()
	if len(segments) != 5 || segments[1] != "download" || segments[2] != "attachments" || asker == nil ||
		x.r.Method != http.MethodGet && x.r.Method != http.MethodHead {
		return nil
	}
	name, err := url.PathUnescape(segments[4])
	if err != nil { // split has unescaped it before
		return nil
	}
	list := "/wiki/rest/api/content/" + segments[3] + "/child/attachment"
	var found struct{ Results []struct{ ID string } }
	asked := x.p.Now()
	err = ask(x.r.Context(), asker, &found, list, url.Values{"filename": {name}})
	x.asked(list, asked, err)
	if err != nil || len(found.Results) != 1 || found.Results[0].ID == "" {
		return nil
	}
	query, err := url.ParseQuery(x.query)
	if err != nil {
		return nil
	}
	x.path, x.query = list+"/"+url.PathEscape(found.Results[0].ID)+"/download", ""
	if version := query.Get("version"); version != "" {
		x.query = url.Values{"version": {version}}.Encode()
	}
	x.Path, x.Mended = x.path, "an old address of a file"
	if op, err := x.p.operations.Lookup(http.MethodGet, x.path); err == nil {
		x.Operation = &op
	}
	return nil
}
