package v2

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
)

// AppProperty is a value that an app keeps on a site.
type AppProperty struct {
	Key   string         `json:"key"`
	Value jsontext.Value `json:"value"` // a JSON object, kept as it was given
}

// DataPolicyMetadata says whether a policy keeps any content of the site from apps.
type DataPolicyMetadata struct {
	AnyContentBlocked bool `json:"anyContentBlocked"`
}

// DataPolicySpace is a space with what policies keep of it from apps.
type DataPolicySpace struct {
	ID          wire.ID            `json:"id"`
	Key         string             `json:"key"`
	Name        string             `json:"name"`
	Description *SpaceDescription  `json:"description,omitzero"`
	DataPolicy  DataPolicyMetadata `json:"dataPolicy"`
	Icon        *SpaceIcon         `json:"icon,omitzero"`
	Links       SpaceLinks         `json:"_links"`
}
