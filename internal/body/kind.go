package body

// Kind is what an element means, whatever its spelling (b and strong are one).
type Kind uint8

// The kinds of storage format. Unknown elements are kept, never interpreted.
const (
	Unknown Kind = iota
	Text

	// Blocks.
	Paragraph
	Heading
	Quote
	Preformatted
	Division
	Rule
	BulletList
	NumberedList
	ListItem
	DefinitionList
	DefinitionTerm
	Definition
	Table
	TableCaption
	ColumnGroup
	Column
	TableHead
	TableBody
	TableFoot
	Row
	HeaderCell
	Cell

	// Inline.
	Break
	Strong
	Emphasis
	Underline
	Strike
	Code
	Subscript
	Superscript
	Small
	Span
	Anchor
	HTMLImage
	Time

	// Confluence elements.
	Macro
	Parameter
	DefaultParameter
	RichBody
	PlainBody
	Link
	LinkBody
	PlainLinkBody
	Image
	ImageCaption
	Emoticon
	Placeholder
	TaskList
	Task
	TaskID
	TaskUUID
	TaskStatus
	TaskBody
	Layout
	LayoutSection
	LayoutCell
	CommentMarker
	ADFExtension
	ADFNode
	ADFAttribute
	ADFParameter
	ADFContent
	ADFFallback
	ADFMark
	TemplateDeclarations
	TemplateVariable

	// Resource identifiers.
	PageRef
	BlogPostRef
	AttachmentRef
	URLRef
	ShortcutRef
	UserRef
	SpaceRef
	ContentRef
)

// element is what the package knows of an element by its name.
type element struct {
	kind  Kind
	block bool // starts a line of its own in plain text; may hold blocks
}

var elements = map[string]element{
	"p":  {Paragraph, true},
	"h1": {Heading, true}, "h2": {Heading, true}, "h3": {Heading, true},
	"h4": {Heading, true}, "h5": {Heading, true}, "h6": {Heading, true},
	"blockquote": {Quote, true},
	"pre":        {Preformatted, true},
	"div":        {Division, true},
	"hr":         {Rule, true},
	"ul":         {BulletList, true},
	"ol":         {NumberedList, true},
	"li":         {ListItem, true},
	"dl":         {DefinitionList, true},
	"dt":         {DefinitionTerm, true},
	"dd":         {Definition, true},
	"table":      {Table, true},
	"caption":    {TableCaption, true},
	"colgroup":   {ColumnGroup, true},
	"col":        {Column, true},
	"thead":      {TableHead, true},
	"tbody":      {TableBody, true},
	"tfoot":      {TableFoot, true},
	"tr":         {Row, true},
	"th":         {HeaderCell, true},
	"td":         {Cell, true},

	"br":     {Break, false},
	"strong": {Strong, false}, "b": {Strong, false},
	"em": {Emphasis, false}, "i": {Emphasis, false}, "cite": {Emphasis, false},
	"u": {Underline, false}, "ins": {Underline, false},
	"del": {Strike, false}, "s": {Strike, false}, "strike": {Strike, false},
	"code": {Code, false}, "tt": {Code, false}, "kbd": {Code, false}, "samp": {Code, false},
	"sub":   {Subscript, false},
	"sup":   {Superscript, false},
	"small": {Small, false},
	"span":  {Span, false},
	"a":     {Anchor, false},
	"img":   {HTMLImage, false},
	"time":  {Time, false},

	"ac:structured-macro": {Macro, true}, "ac:macro": {Macro, true},
	"ac:parameter":             {Parameter, false},
	"ac:default-parameter":     {DefaultParameter, false},
	"ac:rich-text-body":        {RichBody, true},
	"ac:plain-text-body":       {PlainBody, true},
	"ac:link":                  {Link, false},
	"ac:link-body":             {LinkBody, false},
	"ac:plain-text-link-body":  {PlainLinkBody, false},
	"ac:image":                 {Image, false},
	"ac:caption":               {ImageCaption, true},
	"ac:emoticon":              {Emoticon, false},
	"ac:placeholder":           {Placeholder, false},
	"ac:task-list":             {TaskList, true},
	"ac:task":                  {Task, true},
	"ac:task-id":               {TaskID, false},
	"ac:task-uuid":             {TaskUUID, false},
	"ac:task-status":           {TaskStatus, false},
	"ac:task-body":             {TaskBody, true},
	"ac:layout":                {Layout, true},
	"ac:layout-section":        {LayoutSection, true},
	"ac:layout-cell":           {LayoutCell, true},
	"ac:inline-comment-marker": {CommentMarker, false},
	"ac:adf-extension":         {ADFExtension, true},
	"ac:adf-node":              {ADFNode, true},
	"ac:adf-attribute":         {ADFAttribute, false},
	"ac:adf-parameter":         {ADFParameter, false},
	"ac:adf-parameter-value":   {ADFParameter, false},
	"ac:adf-content":           {ADFContent, true},
	"ac:adf-fallback":          {ADFFallback, true},
	"ac:adf-mark":              {ADFMark, false},
	"at:declarations":          {TemplateDeclarations, true},
	"at:var":                   {TemplateVariable, false},

	"ri:page":           {PageRef, false},
	"ri:blog-post":      {BlogPostRef, false},
	"ri:attachment":     {AttachmentRef, false},
	"ri:url":            {URLRef, false},
	"ri:shortcut":       {ShortcutRef, false},
	"ri:user":           {UserRef, false},
	"ri:space":          {SpaceRef, false},
	"ri:content-entity": {ContentRef, false},
}

func kindOf(name string) Kind { return elements[name].kind }

// isBlock reports whether the node starts a line of its own. Macros do, except
// those that stand in running text.
func (n *Node) isBlock() bool {
	if n.Kind == Macro {
		return !inlineMacros[n.Attr("ac:name")]
	}
	return elements[n.Name].block
}

// inlineMacros stand inside a line of text wherever they occur.
var inlineMacros = map[string]bool{
	"status": true, "anchor": true, "jira": true, "view-file": true, "viewxls": true,
}
