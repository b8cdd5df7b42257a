package v1

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Container is what content lies in: a space for pages and blog posts, content for comments and
// attachments. At most one of the two is set.
type Container struct {
	Space   *Space
	Content *Content
}

// MarshalJSONTo writes the space or the content, or {} when neither is set.
func (c Container) MarshalJSONTo(enc *jsontext.Encoder) error {
	switch {
	case c.Space != nil:
		return json.MarshalEncode(enc, c.Space)
	case c.Content != nil:
		return json.MarshalEncode(enc, c.Content)
	}
	return enc.WriteValue(jsontext.Value("{}"))
}

// UnmarshalJSONFrom reads a space where there is a key, which content never has, content where
// there is none but a type, and nothing from any other object.
func (c *Container) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*c = Container{}
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
		return json.Unmarshal(value, &c.Space)
	case probe.Type != nil:
		return json.Unmarshal(value, &c.Content)
	}
	return nil
}
