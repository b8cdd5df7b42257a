package contract

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/weirhq/weir/wire"
	wirev1 "github.com/weirhq/weir/wire/v1"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// shapes are the structs that successes are made of, by operation. A golden is read into its struct strictly and
// written again: what comes out must be the same bytes, so that a client that knows the struct knows the answer.
var shapes = map[string]func() any{
	"v1:addLabelsToContent":                        func() any { return new(wirev1.List[wirev1.Label]) },
	"v1:convertContentBody":                        func() any { return new(wirev1.Representation) },
	"v1:createContent":                             func() any { return new(wirev1.Content) },
	"v1:createContentProperty":                     func() any { return new(wirev1.ContentProperty) },
	"v1:createContentPropertyForKey":               func() any { return new(wirev1.ContentProperty) },
	"v1:createSpaceProperty":                       func() any { return new(wirev1.SpaceProperty) },
	"v1:createSpacePropertyForKey":                 func() any { return new(wirev1.SpaceProperty) },
	"v1:deleteContent":                             nil,
	"v1:deleteContentProperty":                     nil,
	"v1:deleteSpaceProperty":                       nil,
	"v1:deleteUserByUserIdPropertyByKey":           nil,
	"v1:downloadAttatchment":                       nil, // a redirect
	"v1:getAllLabelContent":                        func() any { return new(wirev1.LabelDetails) },
	"v1:getAnonymousUser":                          func() any { return new(wirev1.User) },
	"v1:getAttachments":                            func() any { return new(wirev1.List[wirev1.Content]) },
	"v1:getContent":                                func() any { return new(wirev1.List[wirev1.Content]) },
	"v1:getContentById":                            func() any { return new(wirev1.Content) },
	"v1:getContentChildren":                        func() any { return new(wirev1.ContentChildren) },
	"v1:getContentChildrenByType":                  func() any { return new(wirev1.List[wirev1.Content]) },
	"v1:getContentProperties":                      func() any { return new(wirev1.List[wirev1.ContentProperty]) },
	"v1:getContentProperty":                        func() any { return new(wirev1.ContentProperty) },
	"v1:getContentVersion":                         func() any { return new(wirev1.Version) },
	"v1:getContentVersions":                        func() any { return new(wirev1.List[wirev1.Version]) },
	"v1:getCurrentUser":                            func() any { return new(wirev1.User) },
	"v1:getHistoryForContent":                      func() any { return new(wirev1.History) },
	"v1:getLabelsForContent":                       func() any { return new(wirev1.List[wirev1.Label]) },
	"v1:getMacroBodyByMacroId":                     func() any { return new(wirev1.MacroInstance) },
	"v1:getSpace":                                  func() any { return new(wirev1.Space) },
	"v1:getSpaceProperties":                        func() any { return new(wirev1.List[wirev1.SpaceProperty]) },
	"v1:getSpaceProperty":                          func() any { return new(wirev1.SpaceProperty) },
	"v1:getSpaces":                                 func() any { return new(wirev1.List[wirev1.Space]) },
	"v1:getUser":                                   func() any { return new(wirev1.User) },
	"v1:getUserByUserIdProperty":                   func() any { return new(wirev1.List[wirev1.UserPropertyKey]) },
	"v1:getUserByUserIdPropertyByKey":              func() any { return new(wirev1.UserProperty) },
	"v1:postUserByUserIdPropertyByKey":             nil,
	"v1:putUserByUserIdPropertyByKey":              nil,
	"v1:removeLabelFromContent":                    nil,
	"v1:removeLabelFromContentUsingQueryParameter": nil,
	"v1:searchByCQL":                               func() any { return new(wirev1.SearchPage) },
	"v1:searchContentByCQL":                        func() any { return new(wirev1.List[wirev1.Content]) },
	"v1:updateContent":                             func() any { return new(wirev1.Content) },
	"v1:updateContentProperty":                     func() any { return new(wirev1.ContentProperty) },
	"v1:updateSpaceProperty":                       func() any { return new(wirev1.SpaceProperty) },
	"v2:createAttachmentProperty":                  func() any { return new(wirev2.ContentProperty) },
	"v2:createPage":                                func() any { return new(wirev2.Page) },
	"v2:createPageProperty":                        func() any { return new(wirev2.ContentProperty) },
	"v2:createSpaceProperty":                       func() any { return new(wirev2.SpaceProperty) },
	"v2:deleteAttachmentPropertyById":              nil,
	"v2:deletePage":                                nil,
	"v2:deletePagePropertyById":                    nil,
	"v2:deleteSpacePropertyById":                   nil,
	"v2:getAttachmentContentProperties":            func() any { return new(wirev2.List[wirev2.ContentProperty]) },
	"v2:getAttachmentContentPropertiesById":        func() any { return new(wirev2.ContentProperty) },
	"v2:getAttachmentLabels":                       func() any { return new(wirev2.List[wirev2.Label]) },
	"v2:getChildPages":                             func() any { return new(wirev2.List[wirev2.ChildPage]) },
	"v2:getLabelPages":                             func() any { return new(wirev2.List[wirev2.PageBulk]) },
	"v2:getLabels":                                 func() any { return new(wirev2.List[wirev2.Label]) },
	"v2:getPageById":                               func() any { return new(wirev2.Page) },
	"v2:getPageContentProperties":                  func() any { return new(wirev2.List[wirev2.ContentProperty]) },
	"v2:getPageContentPropertiesById":              func() any { return new(wirev2.ContentProperty) },
	"v2:getPageLabels":                             func() any { return new(wirev2.List[wirev2.Label]) },
	"v2:getPages":                                  func() any { return new(wirev2.List[wirev2.PageBulk]) },
	"v2:getPagesInSpace":                           func() any { return new(wirev2.List[wirev2.PageBulk]) },
	"v2:getSpaceById":                              func() any { return new(wirev2.Space) },
	"v2:getSpaceProperties":                        func() any { return new(wirev2.List[wirev2.SpaceProperty]) },
	"v2:getSpacePropertyById":                      func() any { return new(wirev2.SpaceProperty) },
	"v2:getSpaces":                                 func() any { return new(wirev2.List[wirev2.SpaceBulk]) },
	"v2:updateAttachmentPropertyById":              func() any { return new(wirev2.ContentProperty) },
	"v2:updatePage":                                func() any { return new(wirev2.Page) },
	"v2:updatePagePropertyById":                    func() any { return new(wirev2.ContentProperty) },
	"v2:updateSpacePropertyById":                   func() any { return new(wirev2.SpaceProperty) },
	"v1:convertContentBody":                    func() any { return new(wirev1.Representation) },
	"v1:createContent":                         func() any { return new(wirev1.Content) },
	"v1:createContentProperty":                 func() any { return new(wirev1.ContentProperty) },
	"v1:createContentPropertyForKey":           func() any { return new(wirev1.ContentProperty) },
	"v1:createSpaceProperty":                   func() any { return new(wirev1.SpaceProperty) },
	"v1:createSpacePropertyForKey":             func() any { return new(wirev1.SpaceProperty) },
	"v1:deleteContent":                         nil,
	"v1:deleteContentProperty":                 nil,
	"v1:deleteSpaceProperty":                   nil,
	"v1:deleteUserByUserIdPropertyByKey":       nil,
	"v1:downloadAttatchment":                   nil, // a redirect
	"v1:getAnonymousUser":                      func() any { return new(wirev1.User) },
	"v1:getAttachments":                        func() any { return new(wirev1.List[wirev1.Content]) },
	"v1:getContent":                            func() any { return new(wirev1.List[wirev1.Content]) },
	"v1:getContentById":                        func() any { return new(wirev1.Content) },
	"v1:getContentChildren":                    func() any { return new(wirev1.ContentChildren) },
	"v1:getContentChildrenByType":              func() any { return new(wirev1.List[wirev1.Content]) },
	"v1:getContentProperties":                  func() any { return new(wirev1.List[wirev1.ContentProperty]) },
	"v1:getContentProperty":                    func() any { return new(wirev1.ContentProperty) },
	"v1:getContentVersion":                     func() any { return new(wirev1.Version) },
	"v1:getContentVersions":                    func() any { return new(wirev1.List[wirev1.Version]) },
	"v1:getCurrentUser":                        func() any { return new(wirev1.User) },
	"v1:getHistoryForContent":                  func() any { return new(wirev1.History) },
	"v1:getLabelsForContent":                   func() any { return new(wirev1.List[wirev1.Label]) },
	"v1:getMacroBodyByMacroId":                 func() any { return new(wirev1.MacroInstance) },
	"v1:getSpace":                              func() any { return new(wirev1.Space) },
	"v1:getSpaceProperties":                    func() any { return new(wirev1.List[wirev1.SpaceProperty]) },
	"v1:getSpaceProperty":                      func() any { return new(wirev1.SpaceProperty) },
	"v1:getSpaces":                             func() any { return new(wirev1.List[wirev1.Space]) },
	"v1:getUser":                               func() any { return new(wirev1.User) },
	"v1:getUserByUserIdProperty":               func() any { return new(wirev1.List[wirev1.UserPropertyKey]) },
	"v1:getUserByUserIdPropertyByKey":          func() any { return new(wirev1.UserProperty) },
	"v1:postUserByUserIdPropertyByKey":         nil,
	"v1:putUserByUserIdPropertyByKey":          nil,
	"v1:searchByCQL":                           func() any { return new(wirev1.SearchPage) },
	"v1:searchContentByCQL":                    func() any { return new(wirev1.List[wirev1.Content]) },
	"v1:updateContent":                         func() any { return new(wirev1.Content) },
	"v1:updateContentProperty":                 func() any { return new(wirev1.ContentProperty) },
	"v1:updateSpaceProperty":                   func() any { return new(wirev1.SpaceProperty) },
	"v2:createAttachmentProperty":              func() any { return new(wirev2.ContentProperty) },
	"v2:deleteSpaceDefaultClassificationLevel": nil,
	"v2:getClassificationLevels":               func() any { return new([]wirev2.ClassificationLevel) },
	"v2:getPageClassificationLevel":            func() any { return new(wirev2.ClassificationLevel) },
	"v2:getSpaceDefaultClassificationLevel":    func() any { return new(wirev2.ClassificationLevel) },
	"v2:postPageClassificationLevel":           nil,
	"v2:putPageClassificationLevel":            nil,
	"v2:putSpaceDefaultClassificationLevel":    nil,
	"v2:createPage":                            func() any { return new(wirev2.Page) },
	"v2:createPageProperty":                    func() any { return new(wirev2.ContentProperty) },
	"v2:createSpaceProperty":                   func() any { return new(wirev2.SpaceProperty) },
	"v2:deleteAttachmentPropertyById":          nil,
	"v2:deletePage":                            nil,
	"v2:deletePagePropertyById":                nil,
	"v2:deleteSpacePropertyById":               nil,
	"v2:getAttachmentContentProperties":        func() any { return new(wirev2.List[wirev2.ContentProperty]) },
	"v2:getAttachmentContentPropertiesById":    func() any { return new(wirev2.ContentProperty) },
	"v2:getChildPages":                         func() any { return new(wirev2.List[wirev2.ChildPage]) },
	"v2:getPageById":                           func() any { return new(wirev2.Page) },
	"v2:getPageContentProperties":              func() any { return new(wirev2.List[wirev2.ContentProperty]) },
	"v2:getPageContentPropertiesById":          func() any { return new(wirev2.ContentProperty) },
	"v2:getPages":                              func() any { return new(wirev2.List[wirev2.PageBulk]) },
	"v2:getPagesInSpace":                       func() any { return new(wirev2.List[wirev2.PageBulk]) },
	"v2:getSpaceById":                          func() any { return new(wirev2.Space) },
	"v2:getSpaceProperties":                    func() any { return new(wirev2.List[wirev2.SpaceProperty]) },
	"v2:getSpacePropertyById":                  func() any { return new(wirev2.SpaceProperty) },
	"v2:getSpaces":                             func() any { return new(wirev2.List[wirev2.SpaceBulk]) },
	"v2:updateAttachmentPropertyById":          func() any { return new(wirev2.ContentProperty) },
	"v2:updatePage":                            func() any { return new(wirev2.Page) },
	"v2:updatePagePropertyById":                func() any { return new(wirev2.ContentProperty) },
	"v2:updateSpacePropertyById":               func() any { return new(wirev2.SpaceProperty) },

	"v1:getContentbodyConvertAsyncBulkTasks":                            func() any { return new([]wirev1.AsyncContentBody) },
	"v1:getContentbodyConvertAsyncById":                                 func() any { return new(wirev1.AsyncContentBody) },
	"v1:postContentbodyConvertAsyncBulkTasks":                           func() any { return new([]wirev1.AsyncID) },
	"v1:postContentbodyConvertAsyncByTo":                                func() any { return new(wirev1.AsyncID) },
	"v1:getContentByIdHistoryByVersionMacroIdByMacroIdConvertAsyncByTo": func() any { return new(wirev1.AsyncID) },
	"v2:convertContentIdsToContentTypes":                                func() any { return new(wirev2.ContentTypes) },
	"v2:createDatabase":                                                 func() any { return new(wirev2.TreeContent) },
	"v2:createFolder":                                                   func() any { return new(wirev2.TreeContent) },
	"v2:createSmartLink":                                                func() any { return new(wirev2.TreeContent) },
	"v2:createWhiteboard":                                               func() any { return new(wirev2.TreeContent) },
	"v2:deleteDatabase":                                                 nil,
	"v2:deleteFolder":                                                   nil,
	"v2:deleteSmartLink":                                                nil,
	"v2:deleteWhiteboard":                                               nil,
	"v2:getDatabaseAncestors":                                           func() any { return new(wirev2.List[wirev2.Ancestor]) },
	"v2:getDatabaseById":                                                func() any { return new(wirev2.TreeContent) },
	"v2:getDatabaseDescendants":                                         func() any { return new(wirev2.List[wirev2.Descendant]) },
	"v2:getDatabaseDirectChildren":                                      func() any { return new(wirev2.List[wirev2.Child]) },
	"v2:getFolderAncestors":                                             func() any { return new(wirev2.List[wirev2.Ancestor]) },
	"v2:getFolderById":                                                  func() any { return new(wirev2.TreeContent) },
	"v2:getFolderDescendants":                                           func() any { return new(wirev2.List[wirev2.Descendant]) },
	"v2:getFolderDirectChildren":                                        func() any { return new(wirev2.List[wirev2.Child]) },
	"v2:getPageAncestors":                                               func() any { return new(wirev2.List[wirev2.Ancestor]) },
	"v2:getPageDescendants":                                             func() any { return new(wirev2.List[wirev2.Descendant]) },
	"v2:getPageDirectChildren":                                          func() any { return new(wirev2.List[wirev2.Child]) },
	"v2:getSmartLinkAncestors":                                          func() any { return new(wirev2.List[wirev2.Ancestor]) },
	"v2:getSmartLinkById":                                               func() any { return new(wirev2.TreeContent) },
	"v2:getSmartLinkDescendants":                                        func() any { return new(wirev2.List[wirev2.Descendant]) },
	"v2:getSmartLinkDirectChildren":                                     func() any { return new(wirev2.List[wirev2.Child]) },
	"v2:getWhiteboardAncestors":                                         func() any { return new(wirev2.List[wirev2.Ancestor]) },
	"v2:getWhiteboardById":                                              func() any { return new(wirev2.TreeContent) },
	"v2:getWhiteboardDescendants":                                       func() any { return new(wirev2.List[wirev2.Descendant]) },
	"v2:getWhiteboardDirectChildren":                                    func() any { return new(wirev2.List[wirev2.Child]) },
	"v2:updatePageTitle":                                                func() any { return new(wirev2.Page) },

	"v1:getContentByIdHistoryByVersionMacroIdByMacroIdConvertByTo": func() any { return new(wirev1.Representation) },
}

// TestSuccessesHaveTheShapeOfTheirSchema reads the successes as a strict client would: no member that the struct does not
// have, none in another place, none that the schema demands left out. On version 2 a nullable member is always there
// (client-expectations.md 14).
func TestSuccessesHaveTheShapeOfTheirSchema(t *testing.T) {
	t.Parallel()
	demands := map[string]demands{"v1": readDemands(t, "v1"), "v2": readDemands(t, "v2")}
	for _, tr := range transcripts(t) {
		if tr.name() != "success" {
			continue
		}
		newShape, known := shapes[tr.operation()]
		if !known {
			t.Errorf("%s: no struct is named for its answer", tr.path)
			continue
		}
		files := tr.archive.Files
		if slices.ContainsFunc(files, func(f txtar.File) bool { return bytes.Contains(f.Data, []byte("${TASK}")) }) {
			files = files[len(files)-1:] // what comes before started the task
		}
		for _, f := range files {
			_, body, found := strings.Cut(string(f.Data), "\n\n")
			v := jsontext.Value(body)
			if f.Name != "response" || !found || newShape == nil || v.Compact() != nil {
				continue
			}
			checkShape(t, tr, v, newShape())
			if name, ok := strings.CutPrefix(tr.source, "schema "); ok {
				name, _, _ = strings.Cut(name, ";")
				demands[tr.path[:2]].check(t, tr.path, name, v)
			}
		}
	}
}

func checkShape(t *testing.T, tr transcript, body jsontext.Value, shape any) {
	t.Helper()
	if err := fits(body, shape); err != nil {
		t.Errorf("%s: %v", tr.path, err)
	}
}

// fits reads a body into its struct, refusing members that the struct does not have, and writes it again: what comes out
// must be the same bytes.
func fits(body jsontext.Value, shape any) error {
	if err := json.Unmarshal(body, shape, json.RejectUnknownMembers(true)); err != nil {
		return err
	}
	again, err := wire.Marshal(shape)
	if err != nil {
		return err
	}
	if string(again) != string(body) {
		return fmt.Errorf("another text when it is written again:\n%s", difference(string(body), string(again)))
	}
	return nil
}

// TestNothingHasNoShape shows that the structs demand something: the published schemas of version 2 would take an empty
// object for nearly every answer.
func TestNothingHasNoShape(t *testing.T) {
	t.Parallel()
	for op, newShape := range shapes {
		if newShape != nil && fits(jsontext.Value("{}"), newShape()) == nil {
			t.Errorf("%s: an empty object would pass for its answer", op)
		}
	}
}

// demands are the members that may not be left out, by schema.
type demands map[string][]string

// readDemands reads the members of a version's schemas: those that are required, and on v2 those that are nullable.
func readDemands(t *testing.T, version string) demands {
	t.Helper()
	text, err := os.ReadFile("../../wire/" + version + "/testdata/members.tsv")
	if err != nil {
		t.Fatal(err)
	}
	d := demands{}
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if d[f[0]] == nil {
			d[f[0]] = []string{}
		}
		if f[3] == "required" || version == "v2" && f[2] == "nullable" {
			d[f[0]] = append(d[f[0]], f[1])
		}
	}
	return d
}

// check holds an object to its schema, or the items of a list to theirs: "XArray", "MultiEntityResult<X>" and the page
// of search results are lists.
func (d demands) check(t *testing.T, path, name string, body jsontext.Value) {
	t.Helper()
	item, isList := strings.CutSuffix(name, "Array")
	if inner, ok := strings.CutPrefix(name, "MultiEntityResult<"); ok {
		item, isList = strings.TrimSuffix(inner, ">"), true
	}
	if name == "SearchPageResponseSearchResult" {
		item, isList = "SearchResult", true
	}
	if d[item] == nil {
		t.Errorf("%s: no schema is called %s", path, item)
	}
	if body.Kind() == '[' {
		var items []jsontext.Value
		if err := json.Unmarshal(body, &items); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, v := range items {
			d.checkObject(t, path, item, v)
		}
		return
	}
	if !isList || d[name] != nil {
		d.checkObject(t, path, name, body)
	}
	if !isList {
		return
	}
	var list struct {
		Results []jsontext.Value `json:"results"`
	}
	var into any = &list
	if body.Kind() == '[' { // an array without an envelope
		into = &list.Results
	}
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, v := range list.Results {
		d.checkObject(t, path, item, v)
	}
}

func (d demands) checkObject(t *testing.T, path, name string, body jsontext.Value) {
	t.Helper()
	var members map[string]jsontext.Value
	if err := json.Unmarshal(body, &members); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, member := range d[name] {
		if _, ok := members[member]; !ok {
			t.Errorf("%s: a %s without %s", path, name, member)
		}
	}
	if len(members) == 0 {
		t.Errorf("%s: an empty %s", path, name)
	}
}
