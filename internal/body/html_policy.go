package body

import "strings"

// htmlElement is an element the writer lets through and its own attributes;
// globalAttributes are allowed on each.
type htmlElement struct {
	allowed bool
	attrs   string // space-separated
}

// htmlElements is the allow-list. Everything else, script and style and form
// controls first of all, has no way into the output.
var htmlElements = map[string]htmlElement{
	"p": {true, ""}, "div": {true, ""}, "span": {true, ""}, "br": {true, ""}, "hr": {true, ""},
	"h1": {true, ""}, "h2": {true, ""}, "h3": {true, ""}, "h4": {true, ""}, "h5": {true, ""}, "h6": {true, ""},
	"strong": {true, ""}, "em": {true, ""}, "u": {true, ""}, "s": {true, ""}, "del": {true, ""}, "b": {true, ""},
	"code": {true, ""}, "sub": {true, ""}, "sup": {true, ""}, "small": {true, ""},
	"pre": {true, "data-syntaxhighlighter-params data-theme"}, "blockquote": {true, ""},
	"ul": {true, ""}, "ol": {true, "start"}, "li": {true, ""},
	"dl": {true, ""}, "dt": {true, ""}, "dd": {true, ""},
	"table": {true, "data-layout data-table-width"}, "caption": {true, ""}, "colgroup": {true, ""}, "col": {true, "span"},
	"thead": {true, ""}, "tbody": {true, ""}, "tfoot": {true, ""}, "tr": {true, ""},
	"th": {true, "colspan rowspan scope data-highlight-colour"},
	"td": {true, "colspan rowspan data-highlight-colour"},
	"a":  {true, "href rel data-card-appearance data-linked-resource-id data-linked-resource-type"},
	"img": {true, "src alt width height loading data-linked-resource-id data-linked-resource-type data-linked-resource-default-alias " +
		"data-linked-resource-content-type data-linked-resource-container-id data-media-id data-media-type"},
	"time":    {true, "datetime"},
	"details": {true, "open"}, "summary": {true, ""},
}

// globalAttributes are the attributes any element may carry.
var globalAttributes = map[string]bool{
	"class": true, "id": true, "title": true, "style": true,
	"data-macro-name": true, "data-macro-id": true, "data-hasbody": true, "data-macro-parameters": true,
	"data-macro-body-type": true, "data-macro-default-parameter": true,
	"data-account-id": true, "data-emoji-id": true, "data-emoji-shortname": true, "data-emoji-fallback": true,
	"data-inline-task-id": true, "data-inline-tasks-content-id": true, "data-jira-key": true,
	"data-ref": true, "data-image-src": true, "data-local-id": true, "data-layout-type": true,
}

// interruptsParagraph are the elements whose start tag ends an open p.
var interruptsParagraph = setOf("p div h1 h2 h3 h4 h5 h6 hr pre blockquote ul ol li dl dt dd table details summary")

// tableParents are the only elements that may hold a part of a table.
var tableParents = map[string][]string{
	"caption": {"table"}, "colgroup": {"table"}, "thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"},
	"tr": {"thead", "tbody", "tfoot"}, "th": {"tr"}, "td": {"tr"}, "col": {"colgroup"},
}

// tableOnly hold nothing but parts of a table; a parser moves all else out.
var tableOnly = setOf("table thead tbody tfoot tr colgroup")

// authorClasses are the classes an author may set; the rest are dropped.
var authorClasses = setOf("numberingColumn confluenceTable confluenceTh confluenceTd wrapped fixed-table relative-table " +
	"highlight-grey highlight-red highlight-green highlight-blue highlight-yellow text-placeholder content-wrapper " +
	"auto-cursor-target inline-task-text placeholder-inline-tasks")

// idPrefix keeps ids that authors choose apart from those of the pages around.
const idPrefix = "wiki-"

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// allowedAttribute is the last gate: the value as it may be written, or false.
func allowedAttribute(element, name, value string) (string, bool) {
	if value == "" && name != "alt" && name != "open" {
		return "", false
	}
	if !globalAttributes[name] && !hasWord(htmlElements[element].attrs, name) {
		return "", false
	}
	switch name {
	case "href":
		return safeURL(value)
	case "src", "data-image-src":
		return safeImageURL(value)
	case "style":
		value = safeStyle(value)
		return value, value != ""
	case "colspan", "rowspan", "span", "start", "width", "height":
		return value, isNumber(value)
	}
	return value, true
}

func hasWord(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == word {
			return true
		}
	}
	return false
}

func isNumber(s string) bool {
	return s != "" && len(s) <= 6 && strings.Trim(s, "0123456789") == ""
}

// safeURL passes http, https, mailto and relative addresses, judged as a
// browser would: without control characters and spaces.
func safeURL(raw string) (string, bool) {
	u := strings.Map(func(r rune) rune {
		if r <= 0x20 || r == 0x7F || r >= 0x80 && r <= 0xA0 || r == '\u2028' || r == '\u2029' || r == '\uFEFF' {
			return -1
		}
		return r
	}, raw)
	if u == "" {
		return "", false
	}
	end := strings.IndexAny(u, ":/?#\\")
	if end < 0 || u[end] != ':' {
		return u, true
	}
	switch strings.ToLower(u[:end]) {
	case "http", "https", "mailto":
		return u, true
	}
	return "", false
}

// safeImageURL is safeURL plus raster images as data.
func safeImageURL(raw string) (string, bool) {
	for _, prefix := range []string{"data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"} {
		if data, ok := strings.CutPrefix(raw, prefix); ok {
			return raw, strings.Trim(data, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") == ""
		}
	}
	u, ok := safeURL(raw)
	return u, ok && !strings.HasPrefix(strings.ToLower(u), "mailto:")
}

// styleValues names, for each property an author may set, how its value looks.
var styleValues = map[string]func(string) bool{
	"color": isColour, "background-color": isColour,
	"text-align":     isOneOf("left", "right", "center", "justify", "start", "end"),
	"vertical-align": isOneOf("top", "middle", "bottom", "baseline"),
	"font-weight":    isOneOf("bold", "normal"), "font-style": isOneOf("italic", "normal"),
	"text-decoration": isOneOf("underline", "line-through", "none"),
	"list-style-type": isOneOf("disc", "circle", "square", "decimal", "lower-alpha", "lower-roman", "upper-alpha", "upper-roman", "none"),
	"margin-left":     isLength, "width": isLength, "min-width": isLength, "max-width": isLength, "height": isLength,
	"border-width": isLength, "border-color": isColour, "border-style": isOneOf("solid", "dashed", "dotted", "double", "none"),
}

// safeStyle keeps the declarations that name a listed property with a simple
// value, spelled uniformly.
func safeStyle(raw string) string {
	var kept []string
	for declaration := range strings.SplitSeq(raw, ";") {
		property, value, found := strings.Cut(declaration, ":")
		property = strings.ToLower(strings.TrimSpace(property))
		value = strings.TrimSpace(value)
		if valid := styleValues[property]; found && valid != nil && valid(value) {
			kept = append(kept, property+": "+value+";")
		}
	}
	return strings.Join(kept, " ")
}

// styleValue reads one property of a style attribute.
func styleValue(style, property string) string {
	for declaration := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		if strings.EqualFold(strings.TrimSpace(name), property) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func isOneOf(words ...string) func(string) bool {
	return func(s string) bool {
		for _, w := range words {
			if strings.EqualFold(s, w) {
				return true
			}
		}
		return false
	}
}

// isColour accepts #hex, rgb(), rgba(), hsl() and plain names.
func isColour(s string) bool {
	const hex = "0123456789abcdefABCDEF"
	if digits, ok := strings.CutPrefix(s, "#"); ok {
		return len(digits) >= 3 && len(digits) <= 8 && strings.Trim(digits, hex) == ""
	}
	name, args, call := strings.Cut(strings.ToLower(s), "(")
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "" || name == "" || len(s) > 40 {
		return false
	}
	if !call {
		return true
	}
	numbers, closed := strings.CutSuffix(args, ")")
	return closed && hasWord("rgb rgba hsl hsla", name) && strings.Trim(numbers, "0123456789.,% ") == ""
}

// isLength accepts a number with a common unit.
func isLength(s string) bool {
	number := strings.TrimRight(strings.ToLower(s), "pxemrt%")
	unit := strings.ToLower(s[len(number):])
	return number != "" && len(number) <= 12 && strings.Trim(number, "0123456789.") == "" &&
		(unit == "" || hasWord("px em rem pt %", unit))
}

// safeClasses keeps the classes an author may set.
func safeClasses(raw string) string {
	var kept []string
	for c := range strings.FieldsSeq(raw) {
		if authorClasses[c] {
			kept = append(kept, c)
		}
	}
	return strings.Join(kept, " ")
}
