package v1

import "github.com/weirhq/weir/wire"

// MacroInstance is a macro as it stands in a body.
type MacroInstance struct {
	Name       string                      `json:"name"`
	Body       string                      `json:"body,omitzero"` // storage format, or the text of a plain body
	Parameters wire.Object[MacroParameter] `json:"parameters,omitzero"`
	Links      Links                       `json:"_links,omitzero"`
}

// MacroParameter is the value of one parameter of a macro. The description leaves its shape open; this one is ours.
type MacroParameter struct {
	Value string `json:"value"`
}
