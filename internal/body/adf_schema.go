package body

import (
	"strconv"
	"strings"
)

// The ADF schema as a table: what each node may carry and hold. It follows the
// published JSON schema, against which a test holds it. Two things are looser,
// because clients rely on them: unknown attributes and null ones are ignored,
// and a known mark where it has no effect is dropped instead of refused.

// adfSpec is one node or mark type.
type adfSpec struct {
	attrs   []adfAttrSpec
	content map[string]string // child type → marks it may carry here; nil: no content
	min     int               // fewest children
	inline  bool              // stands in running text
}

type adfAttrSpec struct {
	name     string
	required bool
	kind     byte     // s string, S not empty, n number, b boolean, c colour, a array of numbers, o anything
	words    []string // strings only: the values allowed
	min, max float64  // numbers only
}

// Groups of content. "+x" gives a child the marks it may carry there.
const (
	adfInline   = "text date emoji hardBreak inlineCard mention placeholder status inlineExtension+dataConsumer+fragment mediaInline+link+annotation+border+dataConsumer"
	adfPlainPar = "paragraph+fontSize"
	adfPar      = "paragraph+fontSize+alignment+indentation heading+alignment+indentation"
	adfExt      = "extension+dataConsumer+fragment"
	adfLists    = "bulletList orderedList"
	adfMedia    = "mediaSingle+link mediaGroup"
	adfCards    = "blockCard embedCard"
	adfNestable = adfPlainPar + " heading panel blockquote " + adfLists + " rule codeBlock " + adfMedia + " decisionList taskList table+fragment " + adfCards + " " + adfExt
	adfColumn   = adfPar + " " + adfCards + " " + adfMedia + " codeBlock taskList " + adfLists + " decisionList rule panel blockquote " + adfExt +
		" table+fragment expand bodiedExtension+dataConsumer+fragment"
	adfCell  = "paragraph+fontSize+alignment heading+alignment+indentation panel blockquote " + adfLists + " rule codeBlock " + adfMedia + " decisionList taskList " + adfCards + " " + adfExt + " nestedExpand"
	adfEdges = "layout=(wide|full-width|center|wrap-right|wrap-left|align-end|align-start)"
	adfMacro = "extensionType!=S extensionKey!=S parameters=o text=s localId=S"
	adfTable = "colspan=n rowspan=n colwidth=a background=s localId=s valign=(top|middle|bottom)"
)

var adfNodes = map[string]adfSpec{
	"doc": spec("", adfColumn+" codeBlock+breakout expand+breakout layoutSection+breakout syncBlock+breakout bodiedSyncBlock+breakout", 0),

	"paragraph":   spec("localId=s", adfInline, 0),
	"heading":     spec("level!=n1..6 localId=s", adfInline, 0),
	"blockquote":  spec("localId=s", "paragraph "+adfLists+" codeBlock "+adfMedia+" "+adfExt, 1),
	"bulletList":  spec("localId=s", "listItem", 1),
	"orderedList": spec("order=n0..999999999 localId=s", "listItem", 1),
	"listItem":    spec("localId=s", adfPlainPar+" "+adfLists+" taskList mediaSingle+link codeBlock "+adfExt, 1),
	"codeBlock":   spec("language=s uniqueId=s localId=s wrap=b hideLineNumbers=b", "text", 0),
	"rule":        spec("localId=s", "", 0),
	"panel": spec("panelType!=(info|note|tip|warning|error|success|custom) panelIcon=s panelIconId=s panelIconText=s panelColor=s localId=s",
		adfPlainPar+" heading "+adfLists+" blockCard "+adfMedia+" codeBlock taskList rule decisionList "+adfExt, 1),
	"expand": spec("title=s localId=s", adfNestable+" nestedExpand", 1),
	"nestedExpand": spec("title=s localId=s", adfPlainPar+" heading "+adfMedia+" codeBlock "+adfLists+
		" taskList decisionList rule panel blockquote "+adfExt, 1),

	"table": spec("displayMode=(default|fixed) isNumberColumnEnabled=b layout=(wide|full-width|center|align-end|align-start|default) localId=S width=n",
		"tableRow", 1),
	"tableRow":    spec("localId=s", "tableCell tableHeader", 0),
	"tableCell":   spec(adfTable, adfCell, 1),
	"tableHeader": spec(adfTable, adfCell, 1),

	"mediaSingle": spec("localId=s width=n0..999999 "+adfEdges+" widthType=(percentage|pixel)", "media+link+annotation+border+dataConsumer caption", 1),
	"mediaGroup":  spec("", "media+link+annotation+border+dataConsumer", 1),
	"media": spec("type!=(link|file|external) localId=s id=S alt=s collection=s height=n width=n occurrenceKey=s url=s",
		"", 0),
	"caption": spec("localId=s", "hardBreak mention emoji date placeholder inlineCard status text", 0),

	"taskList":      spec("localId!=s", "taskItem taskList blockTaskItem", 1),
	"taskItem":      spec("localId!=s state!=(TODO|DONE)", adfInline, 0),
	"blockTaskItem": spec("localId!=s state!=(TODO|DONE)", adfPlainPar+" "+adfExt, 1),
	"decisionList":  spec("localId!=s", "decisionItem", 1),
	"decisionItem":  spec("localId!=s state!=s", adfInline, 0),

	"layoutSection": spec("localId=s", "layoutColumn", 1),
	"layoutColumn":  spec("width!=n0..100 localId=s valign=(top|middle|bottom)", adfColumn, 1),

	"blockCard": spec("url=s data=o datasource=o width=n "+adfEdges+" localId=s", "", 0),
	"embedCard": spec("url!=s "+strings.Replace(adfEdges, "=", "!=", 1)+" width=n0..100 originalHeight=n originalWidth=n localId=s", "", 0),

	"extension":       spec(adfMacro+" layout=(wide|full-width|default)", "", 0),
	"bodiedExtension": spec(adfMacro+" layout=(wide|full-width|default)", adfNestable, 1),
	"syncBlock":       spec("resourceId!=s localId!=s", "", 0),
	"bodiedSyncBlock": spec("resourceId!=s localId!=s", adfPar+" "+adfCards+" blockquote "+adfLists+" codeBlock decisionList expand layoutSection+breakout "+
		adfMedia+" panel rule table+fragment taskList", 1),

	"text":            inlineSpec(""),
	"hardBreak":       inlineSpec("text=s localId=s"),
	"date":            inlineSpec("timestamp!=S localId=s"),
	"emoji":           inlineSpec("shortName!=s id=s text=s localId=s"),
	"inlineCard":      inlineSpec("url=s data=o localId=s"),
	"mention":         inlineSpec("id!=s localId=s text=s accessLevel=s userType=(DEFAULT|SPECIAL|APP)"),
	"placeholder":     inlineSpec("text!=s localId=s"),
	"status":          inlineSpec("text!=S color!=s localId=s style=s"),
	"inlineExtension": inlineSpec(adfMacro),
	"mediaInline":     inlineSpec("type=(link|file|image) localId=s id!=S alt=s collection!=s occurrenceKey=s width=n height=n data=o"),
}

var adfMarks = map[string]adfSpec{
	"link":   spec("href!=s title=s id=s collection=s occurrenceKey=s", "", 0),
	"strong": {}, "em": {}, "strike": {}, "underline": {}, "code": {},
	"subsup":          spec("type!=(sub|sup)", "", 0),
	"textColor":       spec("color!=c", "", 0),
	"backgroundColor": spec("color!=c", "", 0),
	"annotation":      spec("id!=s annotationType!=(inlineComment)", "", 0),
	"alignment":       spec("align!=(center|end)", "", 0),
	"indentation":     spec("level!=n1..6", "", 0),
	"fontSize":        spec("fontSize!=(small)", "", 0),
	"breakout":        spec("mode!=(wide|full-width) width=n", "", 0),
	"border":          spec("size!=n1..3 color!=c", "", 0),
	"fragment":        spec("localId!=S name=s", "", 0),
	"dataConsumer":    spec("sources!=o", "", 0),
}

// adfTextMarks are the marks of text, outermost first: their order in storage
// format and in ADF written here.
var adfTextMarks = []string{"annotation", "link", "strong", "em", "strike", "subsup", "underline", "textColor", "backgroundColor", "code"}

// adfCodeMarks are the only ones that go with code.
var adfCodeMarks = setOf("annotation link code")

func spec(attrs, content string, fewest int) adfSpec {
	s := adfSpec{min: fewest}
	for a := range strings.FieldsSeq(attrs) {
		s.attrs = append(s.attrs, attrSpec(a))
	}
	for child := range strings.FieldsSeq(content) {
		if s.content == nil {
			s.content = map[string]string{}
		}
		name, marks, _ := strings.Cut(child, "+")
		s.content[name] = strings.ReplaceAll(marks, "+", " ")
	}
	return s
}

func inlineSpec(attrs string) adfSpec {
	s := spec(attrs, "", 0)
	s.inline = true
	return s
}

// attrSpec reads "level!=n1..6": a required number from 1 to 6.
func attrSpec(text string) adfAttrSpec {
	name, kind, _ := strings.Cut(text, "=")
	a := adfAttrSpec{kind: kind[0]}
	a.name, a.required = strings.CutSuffix(name, "!")
	switch {
	case kind[0] == '(':
		a.kind = 's'
		a.words = strings.Split(strings.Trim(kind, "()"), "|")
	case len(kind) > 1:
		low, high, _ := strings.Cut(kind[1:], "..")
		a.min, _ = strconv.ParseFloat(low, 64) // the table above is the only input
		a.max, _ = strconv.ParseFloat(high, 64)
	}
	return a
}
