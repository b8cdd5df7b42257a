package v2

import "github.com/weirhq/weir/wire"

// VersionedEntity is content as it was at a version.
type VersionedEntity struct {
	Title string  `json:"title"`
	ID    wire.ID `json:"id"`
	Body  *Body   `json:"body,omitzero"` // only when asked for
}

// PageVersion is a version of a page.
type PageVersion struct {
	Version
	Page VersionedEntity `json:"page"`
}

// BlogPostVersion is a version of a blog post.
type BlogPostVersion struct {
	Version
	BlogPost VersionedEntity `json:"blogpost"`
}

// CommentVersion is a version of a comment.
type CommentVersion struct {
	Version
	Comment VersionedEntity `json:"comment"`
}

// CustomContentVersion is a version of custom content.
type CustomContentVersion struct {
	Version
	Custom VersionedEntity `json:"custom"`
}

// AttachmentVersion is a version of an attachment.
type AttachmentVersion struct {
	Version
	Attachment VersionedEntity `json:"attachment"`
}

// DetailedVersion is a version by itself.
type DetailedVersion struct {
	Number              int       `json:"number"` // from 1
	AuthorID            string    `json:"authorId,omitzero"`
	Message             string    `json:"message"`
	CreatedAt           wire.Time `json:"createdAt"`
	MinorEdit           bool      `json:"minorEdit"`
	ContentTypeModified bool      `json:"contentTypeModified"`
	Collaborators       []string  `json:"collaborators"` // account ids
	PrevVersion         int       `json:"prevVersion,omitzero"`
	NextVersion         int       `json:"nextVersion,omitzero"`
}
