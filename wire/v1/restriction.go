package v1

import "github.com/weirhq/weir/wire"

// Restrictions are the restrictions of content by operation.
type Restrictions struct {
	Read       *Restriction    `json:"read,omitzero"`
	Update     *Restriction    `json:"update,omitzero"`
	Expandable wire.Expandable `json:"_expandable,omitzero"`
	Links      Links           `json:"_links,omitzero"`
}

// Restriction says who alone may do one operation. Nobody listed means no restriction.
type Restriction struct {
	Operation    string                 `json:"operation"` // read, update
	Restrictions *RestrictionPrincipals `json:"restrictions,omitzero"`
	Content      *Content               `json:"content,omitzero"`
	Expandable   wire.Expandable        `json:"_expandable"`
	Links        Links                  `json:"_links"`
}

// RestrictionPrincipals are the accounts and groups of a restriction.
type RestrictionPrincipals struct {
	User       *List[User]     `json:"user,omitzero"`
	Group      *List[Group]    `json:"group,omitzero"`
	Expandable wire.Expandable `json:"_expandable,omitzero"`
}
