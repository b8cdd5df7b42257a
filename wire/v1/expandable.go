package v1

import "github.com/weirhq/weir/wire"

// This file is the table of what each object can expand, in wire order, with the paths that
// answer it. A handler takes the whole list and calls Without for what it expanded.

// ContentExpandable lists the expansions of content. Container and space are paths, such as
// SpacePath returns; "" where the content has none.
func ContentExpandable(id wire.ID, container, space string) wire.Expandable {
	self := ContentPath(id)
	return wire.Expandable{
		{Name: "container", Value: container},
		{Name: "metadata"},
		{Name: "restrictions", Value: self + "/restriction/byOperation"},
		{Name: "history", Value: self + "/history"},
		{Name: "body"},
		{Name: "version"},
		{Name: "descendants", Value: self + "/descendant"},
		{Name: "space", Value: space},
		{Name: "childTypes"},
		{Name: "extensions"},
		{Name: "schedulePublishInfo"},
		{Name: "operations"},
		{Name: "schedulePublishDate"},
		{Name: "children", Value: self + "/child"},
		{Name: "ancestors"},
	}
}

// ContentPath returns the path of content, relative to the context.
func ContentPath(id wire.ID) string { return "/rest/api/content/" + string(id) }

// SpacePath returns the path of a space, relative to the context.
func SpacePath(key string) string { return "/rest/api/space/" + key }

// SpaceExpandable lists the expansions of a space. Homepage is the path of its home page, or "".
func SpaceExpandable(key, homepage string) wire.Expandable {
	self := SpacePath(key)
	return wire.Expandable{
		{Name: "settings", Value: self + "/settings"},
		{Name: "metadata"},
		{Name: "operations"},
		{Name: "lookAndFeel", Value: "/rest/api/settings/lookandfeel?spaceKey=" + key},
		{Name: "identifiers"},
		{Name: "permissions"},
		{Name: "icon"},
		{Name: "description"},
		{Name: "theme", Value: self + "/theme"},
		{Name: "history"},
		{Name: "homepage", Value: homepage},
	}
}

// TemplateExpandable lists the expansions of a template.
func TemplateExpandable() wire.Expandable { return wire.Expandable{{Name: "body"}} }

// HistoryExpandable lists the expansions of a history.
func HistoryExpandable() wire.Expandable {
	return wire.Expandable{
		{Name: "lastUpdated"},
		{Name: "previousVersion"},
		{Name: "lastOwnedBy"},
		{Name: "contributors"},
		{Name: "nextVersion"},
		{Name: "ownedBy"},
	}
}

// VersionExpandable lists the expansions of a version of content id.
func VersionExpandable(id wire.ID) wire.Expandable {
	return wire.Expandable{
		{Name: "collaborators"},
		{Name: "content", Value: ContentPath(id)},
	}
}

// BodyExpandable lists the representations of a body.
func BodyExpandable() wire.Expandable {
	return wire.Expandable{
		{Name: "editor"},
		{Name: "atlas_doc_format"},
		{Name: "view"},
		{Name: "export_view"},
		{Name: "styled_view"},
		{Name: "dynamic"},
		{Name: "storage"},
		{Name: "editor2"},
		{Name: "anonymous_export_view"},
	}
}

// RepresentationExpandable lists the expansions of one representation of the body of content id.
// Storage always shows its embeddedContent and offers the content alone.
func RepresentationExpandable(id wire.ID) wire.Expandable {
	return wire.Expandable{
		{Name: "webresource"},
		{Name: "embeddedContent"},
		{Name: "mediaToken"},
		{Name: "content", Value: ContentPath(id)},
	}
}

// InlineExpandable lists the expansions of the extensions of an inline comment.
func InlineExpandable() wire.Expandable {
	return wire.Expandable{{Name: "inlineProperties"}, {Name: "resolution"}}
}

// MetadataExpandable lists the expansions of metadata.
func MetadataExpandable() wire.Expandable {
	return wire.Expandable{
		{Name: "currentuser"},
		{Name: "comments"},
		{Name: "simple"},
		{Name: "properties"},
		{Name: "frontend"},
		{Name: "likes"},
		{Name: "labels"},
	}
}

// ChildrenExpandable lists the types of children of content id.
func ChildrenExpandable(id wire.ID) wire.Expandable {
	self := ContentPath(id) + "/child/"
	return wire.Expandable{
		{Name: "database", Value: self + "database"},
		{Name: "folder", Value: self + "folder"},
		{Name: "attachment", Value: self + "attachment"},
		{Name: "comment", Value: self + "comment"},
		{Name: "page", Value: self + "page"},
		{Name: "embed", Value: self + "embed"},
		{Name: "whiteboard", Value: self + "whiteboard"},
	}
}

// DescendantsExpandable lists the types of descendants of content id.
func DescendantsExpandable(id wire.ID) wire.Expandable {
	self := ContentPath(id) + "/descendant/"
	return wire.Expandable{
		{Name: "database", Value: self + "database"},
		{Name: "folder", Value: self + "folder"},
		{Name: "attachment", Value: self + "attachment"},
		{Name: "comment", Value: self + "comment"},
		{Name: "page", Value: self + "page"},
		{Name: "embed", Value: self + "embed"},
		{Name: "whiteboard", Value: self + "whiteboard"},
	}
}

// ChildTypesExpandable lists the types of children that a content can be asked for.
func ChildTypesExpandable() wire.Expandable {
	return wire.Expandable{
		{Name: "all"},
		{Name: "attachment"},
		{Name: "comment"},
		{Name: "page"},
	}
}

// RestrictionsExpandable lists the operations that content id can be restricted for.
func RestrictionsExpandable(id wire.ID) wire.Expandable {
	self := ContentPath(id) + "/restriction/byOperation/"
	return wire.Expandable{
		{Name: "read", Value: self + "read"},
		{Name: "update", Value: self + "update"},
	}
}

// RestrictionExpandable lists the expansions of one restriction of content id.
func RestrictionExpandable(id wire.ID) wire.Expandable {
	return wire.Expandable{
		{Name: "restrictions"},
		{Name: "content", Value: ContentPath(id)},
	}
}

// PrincipalsExpandable lists the expansions of the subjects of a restriction or permission.
func PrincipalsExpandable() wire.Expandable {
	return wire.Expandable{{Name: "user"}, {Name: "group"}}
}

// UserExpandable lists the expansions of a user.
func UserExpandable() wire.Expandable {
	return wire.Expandable{
		{Name: "operations"},
		{Name: "details"},
		{Name: "personalSpace"},
	}
}

// DescriptionExpandable lists the representations of the description of a space.
func DescriptionExpandable() wire.Expandable {
	return wire.Expandable{{Name: "view"}, {Name: "plain"}}
}

// CurrentUserExpandable lists the expansions of the caller's metadata.
func CurrentUserExpandable() wire.Expandable {
	return wire.Expandable{
		{Name: "favourited"},
		{Name: "lastmodified"},
		{Name: "scheduled"},
		{Name: "viewed"},
		{Name: "lastcontributed"},
	}
}

// PropertyExpandable lists the expansions of a property of content id.
func PropertyExpandable(id wire.ID) wire.Expandable {
	return wire.Expandable{{Name: "content", Value: ContentPath(id)}, {Name: "version"}}
}

// SpacePropertyExpandable lists the expansions of a property of a space.
func SpacePropertyExpandable(key string) wire.Expandable {
	return wire.Expandable{{Name: "version"}, {Name: "space", Value: SpacePath(key)}}
}

// RelationExpandable lists the expansions of a relation; source and target are the paths of its ends.
func RelationExpandable(source, target string) wire.Expandable {
	return wire.Expandable{{Name: "relationData"}, {Name: "source", Value: source}, {Name: "target", Value: target}}
}
