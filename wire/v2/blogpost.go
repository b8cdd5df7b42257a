package v2

import "github.com/weirhq/weir/wire"

// BlogPostCore is what a blog post shows alone and in lists.
type BlogPostCore struct {
	ID        wire.ID   `json:"id"`
	Status    string    `json:"status"` // current, draft, historical, trashed, deleted
	Title     string    `json:"title"`
	SpaceID   wire.ID   `json:"spaceId"`
	AuthorID  string    `json:"authorId,omitzero"`
	CreatedAt wire.Time `json:"createdAt,omitzero"`
	Version   *Version  `json:"version,omitzero"`
	Body      Body      `json:"body"` // {} unless asked for
}

// BlogPostBulk is a blog post in a list.
type BlogPostBulk struct {
	BlogPostCore
	Links PageLinks `json:"_links"`
}

// BlogPost is a blog post by itself.
type BlogPost struct {
	BlogPostCore
	Labels                   *Included[Label]           `json:"labels,omitzero"`
	Properties               *Included[ContentProperty] `json:"properties,omitzero"`
	Operations               *Included[Operation]       `json:"operations,omitzero"`
	Likes                    *Included[Like]            `json:"likes,omitzero"`
	Versions                 *Included[Version]         `json:"versions,omitzero"`
	IsFavoritedByCurrentUser wire.Null[bool]            `json:"isFavoritedByCurrentUser,omitzero"` // only when asked for
	Links                    PageLinks                  `json:"_links"`
}

// BlogPostCreate is the body of POST blogposts.
type BlogPostCreate struct {
	SpaceID   wire.ID    `json:"spaceId"`
	Status    string     `json:"status,omitzero"` // current unless given, or draft
	Title     string     `json:"title,omitzero"`
	Body      *BodyWrite `json:"body,omitzero"`
	CreatedAt string     `json:"createdAt,omitzero"` // RFC 3339; now unless given
}

// BlogPostUpdate is the body of PUT blogposts/{id}. SpaceID and CreatedAt keep their value when not given; all others are
// demanded.
type BlogPostUpdate struct {
	ID        wire.ID       `json:"id"`
	Status    string        `json:"status"`
	Title     string        `json:"title"`
	SpaceID   wire.ID       `json:"spaceId,omitzero"`
	Body      *BodyWrite    `json:"body,omitzero"`
	Version   *VersionWrite `json:"version,omitzero"`
	CreatedAt string        `json:"createdAt,omitzero"`
}
