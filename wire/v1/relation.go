package v1

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
)

// Relation says that its source has to do with its target.
type Relation struct {
	Name         string          `json:"name"` // favourite, or what a program calls it
	RelationData *RelationData   `json:"relationData,omitzero"`
	Source       *Related        `json:"source,omitzero"`
	Target       *Related        `json:"target,omitzero"`
	Expandable   wire.Expandable `json:"_expandable,omitzero"`
	Links        Links           `json:"_links"`
}

// RelationData tells how a relation came to be.
type RelationData struct {
	CreatedBy           *User     `json:"createdBy,omitzero"`
	CreatedDate         wire.Time `json:"createdDate,omitzero"`
	FriendlyCreatedDate string    `json:"friendlyCreatedDate,omitzero"`
}

// Related is an end of a relation. One of the three is set.
type Related struct {
	Content *Content
	Space   *Space
	User    *User
}

// MarshalJSONTo writes the content, the space or the user, or {} when none is set.
func (r Related) MarshalJSONTo(enc *jsontext.Encoder) error {
	switch {
	case r.Content != nil:
		return json.MarshalEncode(enc, r.Content)
	case r.Space != nil:
		return json.MarshalEncode(enc, r.Space)
	case r.User != nil:
		return json.MarshalEncode(enc, r.User)
	}
	return enc.WriteValue(jsontext.Value("{}"))
}

// userTypes are the values of the member type by which a user is told from content.
var userTypes = []string{"known", "unknown", "anonymous", "user"}

// UnmarshalJSONFrom reads a space where there is a key, a user where the type is one of a user, and content from any other
// object with a type.
func (r *Related) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*r = Related{}
	value, err := dec.ReadValue()
	if err != nil || value.Kind() == 'n' {
		return err
	}
	var probe struct {
		Key  *string `json:"key"`
		Type *string `json:"type"`
	}
	if err := json.Unmarshal(value, &probe); err != nil {
		return err
	}
	switch {
	case probe.Key != nil:
		return json.Unmarshal(value, &r.Space)
	case probe.Type == nil:
		return nil
	case slices.Contains(userTypes, *probe.Type):
		return json.Unmarshal(value, &r.User)
	}
	return json.Unmarshal(value, &r.Content)
}
