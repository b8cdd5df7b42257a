package v1

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
)

// ContentProperty is a named JSON value kept with content.
type ContentProperty struct {
	ID         wire.ID          `json:"id"`
	Key        string           `json:"key"`
	Value      jsontext.Value   `json:"value"` // any JSON, kept as it was given
	Version    *PropertyVersion `json:"version,omitzero"`
	Expandable wire.Expandable  `json:"_expandable,omitzero"`
	Links      Links            `json:"_links"`
}

// PropertyVersion is the version of a property.
type PropertyVersion struct {
	When                wire.Time `json:"when"`
	Message             string    `json:"message"`
	Number              int       `json:"number"`
	MinorEdit           bool      `json:"minorEdit"`
	ContentTypeModified bool      `json:"contentTypeModified,omitzero"`
}
