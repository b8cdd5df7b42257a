package v1

import (
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
)

// ContentProperty is a named JSON value kept with content.
type ContentProperty struct {
	ID         wire.ID          `json:"id"`
	Key        string           `json:"key"`
	Value      jsontext.Value   `json:"value"` // any JSON, kept as it was given
	Version    *PropertyVersion `json:"version,omitzero"`
	Content    *Content         `json:"content,omitzero"`
	Expandable wire.Expandable  `json:"_expandable,omitzero"`
	Links      Links            `json:"_links"`
}

// SpaceProperty is a named JSON value kept with a space.
type SpaceProperty struct {
	ID         wire.ID         `json:"id"`
	Key        string          `json:"key"`
	Value      jsontext.Value  `json:"value"` // any JSON, kept as it was given
	Version    *Version        `json:"version,omitzero"`
	Space      *Space          `json:"space,omitzero"`
	Expandable wire.Expandable `json:"_expandable"`
	Links      Links           `json:"_links,omitzero"`
}

// UserProperty is a named JSON object kept with an account.
type UserProperty struct {
	Key              string         `json:"key"`
	Value            jsontext.Value `json:"value"` // an object, kept as it was given
	ID               wire.ID        `json:"id"`
	LastModifiedDate wire.Time      `json:"lastModifiedDate"`
	CreatedDate      wire.Time      `json:"createdDate"`
	Links            Links          `json:"_links,omitzero"`
}

// UserPropertyKey is the key of a property of an account, as it is listed.
type UserPropertyKey struct {
	Key string `json:"key"`
}

// PropertyCreate is a property to be made. Where the path names the key, the one in the body does not count.
type PropertyCreate struct {
	Key   string         `json:"key,omitzero"`
	Value jsontext.Value `json:"value"`
}

// PropertyUpdate is the next version of a property.
type PropertyUpdate struct {
	Key     string                 `json:"key,omitzero"`
	Value   jsontext.Value         `json:"value"`
	Version *PropertyVersionUpdate `json:"version,omitzero"`
}

// PropertyVersionUpdate is the version an update of a property makes: one more than the present one.
type PropertyVersionUpdate struct {
	Number    Number          `json:"number"`
	Message   string          `json:"message,omitzero"`
	MinorEdit wire.Null[bool] `json:"minorEdit,omitzero"` // of content: true unless given
}

// Number is a whole number that may come as a text: the description allows both.
type Number int

// UnmarshalJSONFrom reads a number or a text of one.
func (n *Number) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() != '"' {
		return json.UnmarshalDecode(dec, (*int)(n))
	}
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	*(*int)(n), err = strconv.Atoi(token.String())
	return err
}

// PropertyVersion is the version of a property.
type PropertyVersion struct {
	When                wire.Time `json:"when"`
	Message             string    `json:"message"`
	Number              int       `json:"number"`
	MinorEdit           bool      `json:"minorEdit"`
	ContentTypeModified bool      `json:"contentTypeModified,omitzero"`
}
