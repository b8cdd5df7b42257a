package proxy

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
)

// placing is what the answer of a list over all spaces must keep to.
type placing struct {
	inAnswer bool
	member   string     // of each result, a space
	as       kind       // by its id or its key
	filter   url.Values // the query's own, to be repeated in the link to the next page
}

// place lets a request through when everything that it names is in an allowed space. What cannot be told is refused:
// a search, whose query may ask for anything, a path that the catalogue does not know, a body with ids in it that no
// table explains (placed.go).
func (x *exchange) place() *refusal {
	if x.Operation == nil {
		return x.placeDownload()
	}
	op := *x.Operation
	if filters, ok := lists[op.Key()]; ok {
		return x.placeList(filters)
	}
	placed, no := x.placePath(op)
	if no != nil {
		return no
	}
	if op.Body != "" && !hasInnocentBody(op.Key()) {
		inBody, no := x.placeBody(op)
		if no != nil {
			return no
		}
		placed = placed || inBody && creates[op.Key()]
	}
	if !placed {
		return &refusal{SpaceUnknown, op.Key() + " is not bound to a space, or the request does not say to which"}
	}
	return nil
}

// placePath checks what the path names. placed is false when it names nothing that is in a space.
func (x *exchange) placePath(op catalog.Operation) (placed bool, no *refusal) {
	segments := strings.Split(strings.TrimPrefix(x.path, "/"), "/")
	for i, s := range op.Segments() {
		if !s.Param {
			continue
		}
		value, err := url.PathUnescape(segments[i])
		if err != nil { // split has unescaped it before
			return false, &refusal{SpaceUnknown, "the path cannot be read"}
		}
		of, isContainer := containers[string(op.Version)+" "+segments[i-1]]
		switch {
		case !placed && isContainer:
			no, placed = x.allow(op.Version, of, value, segments[i-1]), true
		case alsoContent[s.Text]:
			no = x.allow(op.Version, contentID, attachmentID(s.Text, value), "")
		case !inner[s.Text] || !placed:
			no = &refusal{SpaceUnknown, op.Key() + " names " + s.Text + ", and which space that is in cannot be told"}
		}
		if no != nil {
			return false, no
		}
	}
	return placed, nil
}

// attachmentID is the id of an attachment as it stands for itself; in a path below its page it may lack the letters.
func attachmentID(param, value string) string {
	if param == "attachmentId" && !strings.HasPrefix(value, "att") {
		return "att" + value
	}
	return value
}

// placeDownload checks the old addresses of files: /wiki/download/attachments/{pageId}/{name}.
func (x *exchange) placeDownload() *refusal {
	segments := strings.Split(strings.TrimPrefix(x.path, "/"), "/")
	if len(segments) >= 5 && segments[1] == "download" && (segments[2] == "attachments" || segments[2] == "thumbnails") {
		return x.allow(catalog.V1, contentID, segments[3], "")
	}
	return &refusal{SpaceUnknown, "the path is no operation, so its space cannot be told"}
}

// placeList checks that a list is narrowed to allowed spaces.
func (x *exchange) placeList(filters []filter) *refusal {
	query, err := url.ParseQuery(x.query)
	if err != nil {
		return &refusal{SpaceUnknown, "the query cannot be read"}
	}
	narrowed := false
	x.placed = &placing{filter: url.Values{}}
	for _, f := range filters {
		for _, given := range query[f.param] {
			for value := range strings.SplitSeq(given, ",") {
				if no := x.allow(x.Operation.Version, f.kind, value, "spaces"); no != nil {
					return no
				}
				narrowed = true
			}
		}
		if query.Has(f.param) {
			x.placed.filter[f.param] = query[f.param]
		}
		x.placed.inAnswer = f.member != ""
		x.placed.member, x.placed.as = f.member, f.as
	}
	if !narrowed {
		return &refusal{SpaceUnknown, "the list is of all spaces; narrow it with " + filters[len(filters)-1].param}
	}
	if x.Operation.Version == catalog.V1 && query.Has("cursor") {
		return &refusal{SpaceUnknown, "a cursor may lead out of the space"}
	}
	return nil
}

// keepFilter repeats the filter in the link to the next page: the service leaves it to the cursor.
func (p *placing) keepFilter(link string) string {
	path, query, _ := strings.Cut(link, "?")
	given, err := url.ParseQuery(query)
	if err != nil {
		return link
	}
	missing := url.Values{}
	for name, values := range p.filter {
		if !given.Has(name) {
			missing[name] = values
		}
	}
	if len(missing) == 0 {
		return link
	}
	if query != "" { // the cursor stays last, where clients look for it (client-expectations.md 4)
		query = "&" + query
	}
	return path + "?" + missing.Encode() + query
}

// checkAnswer looks at each result of a list.
func (x *exchange) checkAnswer(body []byte) *refusal {
	if !x.placed.inAnswer {
		return nil
	}
	var page struct {
		Results []map[string]jsontext.Value
	}
	if err := json.Unmarshal(body, &page, json.MatchCaseInsensitiveNames(true)); err != nil {
		return &refusal{SpaceUnknown, "the answer cannot be read"}
	}
	for _, result := range page.Results {
		if no := x.allow(x.Operation.Version, x.placed.as, scalar(result[x.placed.member]), "spaces"); no != nil {
			return &refusal{no.reason, "the answer holds more than was asked for: " + no.why}
		}
	}
	return nil
}

// scalar is a string or a number as text, "" for anything else.
func scalar(v jsontext.Value) string {
	var text string
	if json.Unmarshal(v, &text) == nil {
		return text
	}
	var n int64
	if json.Unmarshal(v, &n) == nil {
		return strconv.FormatInt(n, 10)
	}
	return ""
}

// maxBody is how large a body may be and still be looked into, in bytes (security-model.md §10).
const maxBody = 5 << 20

// placeBody checks what the body names, and puts it back.
func (x *exchange) placeBody(op catalog.Operation) (placed bool, no *refusal) {
	members, known := bodies[op.Key()]
	if !known {
		return false, &refusal{SpaceUnknown, "the body of " + op.Key() + " may name other spaces"}
	}
	body, err := io.ReadAll(io.LimitReader(x.r.Body, maxBody+1))
	var content any
	if err != nil || len(body) > maxBody || json.Unmarshal(body, &content) != nil {
		return false, &refusal{SpaceUnknown, "the body is not JSON that can be looked into"}
	}
	x.r.Body, x.r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	for _, m := range members {
		for _, value := range valuesAt(content, strings.Split(m.names, "/")) {
			id, ok := value.(string)
			if n, isNumber := value.(float64); isNumber {
				id, ok = strconv.FormatFloat(n, 'f', -1, 64), true
			}
			if value == nil {
				continue
			}
			if !ok {
				return false, &refusal{SpaceUnknown, m.names + " in the body is no id"}
			}
			if no := x.allow(op.Version, m.kind, id, ""); no != nil {
				return false, no
			}
			placed = true
		}
	}
	return placed, nil
}

// valuesAt are the values at a path of names, through lists.
func valuesAt(v any, names []string) []any {
	if list, ok := v.([]any); ok {
		var all []any
		for _, item := range list {
			all = append(all, valuesAt(item, names)...)
		}
		return all
	}
	if len(names) == 0 {
		return []any{v}
	}
	object, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	value, ok := object[names[0]]
	if !ok {
		return nil
	}
	return valuesAt(value, names[1:])
}

// allow finds out which space something is in, with the request's own credential, and whether that is allowed. resource
// is the path segment that the id was found behind, where there was one.
func (x *exchange) allow(version catalog.Version, of kind, id, resource string) *refusal {
	key, err := x.spaceOf(version, of, id, resource)
	switch {
	case err != nil:
		return &refusal{SpaceUnknown, fmt.Sprintf("which space %s %s is in cannot be told: %v", of, quoted(id), err)}
	case !slices.Contains(x.p.Spaces, key):
		return &refusal{OtherSpace, fmt.Sprintf("%s %s is not in an allowed space", of, quoted(id))}
	}
	return nil
}

// spaceOf is the key of the space that something is in, "" when it is none of the allowed ones. Nothing is remembered but
// the ids of allowed spaces: content moves.
func (x *exchange) spaceOf(version catalog.Version, of kind, id, resource string) (key string, err error) {
	asker, ctx := x.asker(), x.r.Context()
	if asker == nil {
		return "", fmt.Errorf("the credential cannot ask")
	}
	for depth := 0; depth < 4; depth++ {
		switch of {
		case spaceKey:
			return id, nil
		case spaceID:
			return x.keyOf(ctx, asker, id)
		}
		if version == catalog.V1 {
			var found struct{ Space struct{ Key string } }
			err := ask(ctx, asker, &found, "/wiki/rest/api/content/"+url.PathEscape(id), url.Values{"expand": {"space"}, "status": {"any"}})
			if err == nil && found.Space.Key == "" {
				err = fmt.Errorf("the answer does not say")
			}
			return found.Space.Key, err
		}
		var found located
		if err := found.find(ctx, asker, of, id, resource); err != nil {
			return "", err
		}
		if of, id, resource = found.next(); of == "" {
			return "", fmt.Errorf("the answer does not say")
		}
	}
	return "", fmt.Errorf("it is nested too deep")
}

// located is what version 2 says of where something is.
type located struct {
	SpaceID, PageID, BlogPostID, CustomContentID, AttachmentID string
}

// next is where to look further: the space if the answer tells it, else what contains the thing.
func (l located) next() (of kind, id, resource string) {
	for _, c := range []struct {
		id       string
		of       kind
		resource string
	}{
		{l.SpaceID, spaceID, "spaces"}, {l.PageID, contentID, "pages"}, {l.BlogPostID, contentID, "blogposts"},
		{l.CustomContentID, contentID, "custom-content"}, {l.AttachmentID, contentID, "attachments"},
	} {
		if c.id != "" {
			return c.of, c.id, c.resource
		}
	}
	return "", "", ""
}

// find asks for a thing by its id. A bare id may be of several kinds, which are tried in turn.
func (l *located) find(ctx context.Context, c *client.Client, of kind, id, resource string) error {
	resources := []string{resource}
	switch {
	case of == commentID && (resource == "comments" || resource == ""):
		resources = []string{"footer-comments", "inline-comments"}
	case strings.HasPrefix(id, "att"):
		resources = []string{"attachments"}
	case resource == "":
		resources = []string{"pages", "folders", "whiteboards", "databases", "embeds", "blogposts", "custom-content"}
	}
	var err error
	for _, r := range resources {
		if err = ask(ctx, c, l, "/wiki/api/v2/"+r+"/"+url.PathEscape(id), nil); err == nil {
			return nil
		}
	}
	return err
}

// keyOf is the key of an allowed space by its id.
func (x *exchange) keyOf(ctx context.Context, c *client.Client, id string) (string, error) {
	if key, ok := x.p.knownSpace(id); ok {
		return key, nil
	}
	var page struct{ Results []struct{ ID, Key string } }
	err := ask(ctx, c, &page, "/wiki/api/v2/spaces", url.Values{"keys": x.p.Spaces, "limit": {"250"}})
	if err != nil {
		return "", err
	}
	x.p.mu.Lock()
	for _, space := range page.Results {
		if slices.Contains(x.p.Spaces, space.Key) {
			x.p.spaces[space.ID] = space.Key
		}
	}
	x.p.mu.Unlock()
	key, _ := x.p.knownSpace(id)
	return key, nil
}

func (p *Proxy) knownSpace(id string) (key string, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key, ok = p.spaces[id]
	return key, ok
}

// ask reads a small answer of the site's.
func ask(ctx context.Context, c *client.Client, into any, path string, query url.Values) error {
	res, err := c.Do(ctx, http.MethodGet, path, query, nil)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	if closeErr := res.Body.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = json.Unmarshal(body, into, json.MatchCaseInsensitiveNames(true))
	}
	return err
}
