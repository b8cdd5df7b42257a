package body

// Representation names a language a body is written in, in the API's words.
type Representation string

// The representations. Plain, Raw and Markdown are not bodies of a page on the
// wire: the first two occur in descriptions and custom content, Markdown is for
// people and tools.
const (
	Storage             Representation = "storage"
	Rendered            Representation = "view"
	ExportView          Representation = "export_view"
	StyledView          Representation = "styled_view"
	AnonymousExportView Representation = "anonymous_export_view"
	Editor              Representation = "editor"
	Editor2             Representation = "editor2"
	ADF                 Representation = "atlas_doc_format"
	WikiMarkup          Representation = "wiki"
	Raw                 Representation = "raw"
	Plain               Representation = "plain"
	Markdown            Representation = "markdown"
)
