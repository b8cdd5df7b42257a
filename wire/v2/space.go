package v2

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
)

// SpaceCore is what a space shows alone and in lists.
type SpaceCore struct {
	ID                 wire.ID           `json:"id"`
	Key                string            `json:"key"`
	Name               string            `json:"name"`
	Type               string            `json:"type"`   // global, personal, collaboration, knowledge_base, …
	Status             string            `json:"status"` // current, archived
	AuthorID           string            `json:"authorId,omitzero"`
	CurrentActiveAlias string            `json:"currentActiveAlias,omitzero"`
	CreatedAt          wire.Time         `json:"createdAt,omitzero"`
	HomepageID         wire.ID           `json:"homepageId,omitzero"` // absent without one (client-expectations.md, last section)
	Description        *SpaceDescription `json:"description,omitzero"`
	Icon               *SpaceIcon        `json:"icon,omitzero"`
}

// SpaceBulk is a space in a list.
type SpaceBulk struct {
	SpaceCore
	Links SpaceLinks `json:"_links"`
}

// Space is a space by itself.
type Space struct {
	SpaceCore
	Labels      *Included[Label]           `json:"labels,omitzero"`
	Properties  *Included[SpaceProperty]   `json:"properties,omitzero"`
	Operations  *Included[Operation]       `json:"operations,omitzero"`
	Permissions *Included[SpacePermission] `json:"permissions,omitzero"`
	Links       SpaceLinks                 `json:"_links"`
}

// SpaceLinks are the links of a space, relative to Base. Base stands only on a space by itself.
type SpaceLinks struct {
	WebUI string `json:"webui,omitzero"`
	Base  string `json:"base,omitzero"` // absolute, ends in /wiki
}

// SpaceDescription is the description of a space in the representation that was asked for.
type SpaceDescription struct {
	Plain *BodyText `json:"plain,omitzero"`
	View  *BodyText `json:"view,omitzero"`
}

// SpaceIcon is the picture of a space.
type SpaceIcon struct {
	Path            string `json:"path,omitzero"`
	APIDownloadLink string `json:"apiDownloadLink,omitzero"`
}

// SpaceProperty is a named JSON value kept with a space.
type SpaceProperty struct {
	ID        wire.ID               `json:"id"`
	Key       string                `json:"key"`
	Value     jsontext.Value        `json:"value"` // any JSON, kept as it was given
	CreatedAt wire.Time             `json:"createdAt,omitzero"`
	CreatedBy string                `json:"createdBy,omitzero"` // account id
	Version   *SpacePropertyVersion `json:"version,omitzero"`
}

// SpacePropertyVersion is the version of a space property.
type SpacePropertyVersion struct {
	CreatedAt wire.Time `json:"createdAt,omitzero"`
	CreatedBy string    `json:"createdBy,omitzero"` // account id
	Message   string    `json:"message"`
	Number    int       `json:"number"`
}

// SpacePermission lets one principal do one operation in a space.
type SpacePermission struct {
	ID        string              `json:"id"`
	Principal PermissionPrincipal `json:"principal"`
	Operation PermissionOperation `json:"operation"`
}

// PermissionPrincipal is who holds a space permission.
type PermissionPrincipal struct {
	Type string `json:"type"` // user, group, role
	ID   string `json:"id"`
}

// PermissionOperation is what a space permission allows.
type PermissionOperation struct {
	Key        string `json:"key"`        // read, create, delete, administer, …
	TargetType string `json:"targetType"` // space, page, blogpost, comment, attachment, …
}
