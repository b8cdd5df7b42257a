package v2

import "github.com/weirhq/weir/wire"

// RedactionRequest is the body of POST pages/{id}/redact and blogposts/{id}/redact.
type RedactionRequest struct {
	CreatedAt     string           `json:"createdAt"`              // when the text was looked at, or the createdAt of its version
	VersionNumber wire.Null[int]   `json:"versionNumber,omitzero"` // the current one
	CleanHistory  wire.Null[bool]  `json:"cleanHistory,omitzero"`
	Title         *RedactionRanges `json:"title,omitzero"`
	Body          *RedactionRanges `json:"body,omitzero"`
}

// RedactionRanges are what is taken out of a title or a body.
type RedactionRanges struct {
	Redactions []RedactionPointer `json:"redactions,omitzero"`
}

// RedactionPointer is a range of a text. From and To count the code units of UTF-16; To is behind the last one.
type RedactionPointer struct {
	Pointer *string           `json:"pointer"`       // demanded: JSON pointer into the ADF document, to a text node; of a title: "" or /title
	From    *int              `json:"from,omitzero"` // nil: its beginning
	To      *int              `json:"to,omitzero"`   // nil: its end
	Reason  wire.Null[string] `json:"reason,omitzero"`
}

// RedactionResult says what was taken out.
type RedactionResult struct {
	Title *RedactedRanges `json:"title,omitzero"`
	Body  *RedactedRanges `json:"body,omitzero"`
}

// RedactedRanges are what was taken out of a title or a body, in the order of the request.
type RedactedRanges struct {
	Redactions []RedactedRange `json:"redactions,omitzero"`
}

// RedactedRange is a range that was taken out.
type RedactedRange struct {
	Pointer     string `json:"pointer,omitzero"`
	From        *int   `json:"from,omitzero"`
	To          *int   `json:"to,omitzero"`
	Reason      string `json:"reason,omitzero"`
	RedactionID string `json:"redactionId,omitzero"` // UUID, the same for ranges that overlapped; absent in a block of code
}
