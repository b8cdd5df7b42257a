package v1

import "github.com/weirhq/weir/wire"

// Space is a space. Its id is a number, unlike that of content (client-expectations.md 7).
type Space struct {
	ID          int64             `json:"id,omitzero"`
	Key         string            `json:"key"`
	Alias       string            `json:"alias,omitzero"`
	Name        string            `json:"name"`
	Icon        *Icon             `json:"icon,omitzero"`
	Description *SpaceDescription `json:"description,omitzero"`
	Homepage    *Content          `json:"homepage,omitzero"`
	Type        string            `json:"type"` // global, personal, collaboration, knowledge_base, …
	Metadata    *SpaceMetadata    `json:"metadata,omitzero"`
	Operations  []Operation       `json:"operations,omitzero"`
	Permissions []SpacePermission `json:"permissions,omitzero"`
	Status      string            `json:"status"` // current, archived
	Settings    *SpaceSettings    `json:"settings,omitzero"`
	Theme       *Theme            `json:"theme,omitzero"`
	LookAndFeel *LookAndFeel      `json:"lookAndFeel,omitzero"`
	History     *SpaceHistory     `json:"history,omitzero"`
	Identifiers *SpaceIdentifiers `json:"identifiers,omitzero"`
	Expandable  wire.Expandable   `json:"_expandable"` // {} too: clients check (client-expectations.md 14)
	Links       Links             `json:"_links"`
}

// SpaceIdentifiers are the other names a space answers to.
type SpaceIdentifiers struct {
	SpaceIdentifier string `json:"spaceIdentifier"`
}

// SpaceDescription is the description of a space in the representations that were expanded.
type SpaceDescription struct {
	Plain      *DescriptionText `json:"plain,omitzero"`
	View       *DescriptionText `json:"view,omitzero"`
	Expandable wire.Expandable  `json:"_expandable,omitzero"`
}

// DescriptionText is the description of a space in one representation.
type DescriptionText struct {
	Value           string            `json:"value"`
	Representation  string            `json:"representation"` // plain, view
	EmbeddedContent []EmbeddedContent `json:"embeddedContent"`
}

// SpaceMetadata is what is known about a space beside its text.
type SpaceMetadata struct {
	Labels     *List[Label]    `json:"labels,omitzero"`
	Expandable wire.Expandable `json:"_expandable,omitzero"`
}

// SpaceHistory is when and by whom a space was made.
type SpaceHistory struct {
	CreatedBy   *User     `json:"createdBy,omitzero"`
	CreatedDate wire.Time `json:"createdDate"`
}

// SpacePermission is one operation in a space and who may do it.
type SpacePermission struct {
	ID               int64               `json:"id,omitzero"`
	Subjects         *PermissionSubjects `json:"subjects,omitzero"`
	Operation        Operation           `json:"operation"`
	AnonymousAccess  bool                `json:"anonymousAccess"`
	UnlicensedAccess bool                `json:"unlicensedAccess"`
}

// PermissionSubjects are the accounts and groups of a space permission.
type PermissionSubjects struct {
	User       *List[User]     `json:"user,omitzero"`
	Group      *List[Group]    `json:"group,omitzero"`
	Expandable wire.Expandable `json:"_expandable,omitzero"`
}

// SpaceSettings are the settings of a space.
type SpaceSettings struct {
	RouteOverrideEnabled bool          `json:"routeOverrideEnabled"`
	Editor               *SpaceEditors `json:"editor,omitzero"`
	SpaceKey             string        `json:"spaceKey,omitzero"`
	Links                Links         `json:"_links"`
}

// SpaceEditors are the editors used in a space, v1 or v2, by type of content.
type SpaceEditors struct {
	Page     string `json:"page"`
	Blogpost string `json:"blogpost"`
	Default  string `json:"default"`
}

// Theme is the theme of a space.
type Theme struct {
	ThemeKey    string `json:"themeKey"`
	Name        string `json:"name,omitzero"`
	Description string `json:"description,omitzero"`
	Icon        *Icon  `json:"icon,omitzero"`
	Links       Links  `json:"_links,omitzero"`
}
