package client

import (
	"context"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// What lies in the tree of a space beside pages: folders, whiteboards, databases and smart links.

// PrivateQuery says who sees what is made.
type PrivateQuery struct {
	Private bool `query:"private"` // its maker only
}

// TreeContentQuery says what is shown of content of the tree.
type TreeContentQuery struct {
	IncludeCollaborators  bool `query:"include-collaborators"`
	IncludeDirectChildren bool `query:"include-direct-children"`
	IncludeOperations     bool `query:"include-operations"`
	IncludeProperties     bool `query:"include-properties"`
}

// AncestorsQuery bounds a list of ancestors: those next to the content are listed, and the rest are the ancestors of the
// first.
type AncestorsQuery struct {
	Limit int `query:"limit"` // up to 250
}

// DescendantsQuery says how far down descendants are listed.
type DescendantsQuery struct {
	Depth int `query:"depth"` // 1 to 10; 2 unless given
	Limit int `query:"limit"` // per page, up to 250
}

// DirectChildrenQuery orders a list of children.
type DirectChildrenQuery struct {
	Sort  string `query:"sort"`  // child-position unless given; id, title, created-date, modified-date; with - in front downwards
	Limit int    `query:"limit"` // per page, up to 250
}

// CreateFolder makes a folder in a space.
func (v V2) CreateFolder(ctx context.Context, content wirev2.TreeCreate) (*wirev2.TreeContent, error) {
	return call[wirev2.TreeContent](ctx, v.c, "v2:createFolder", nil, content)
}

// GetFolderByID reads a folder.
func (v V2) GetFolderByID(ctx context.Context, id string, q TreeContentQuery) (*wirev2.TreeContent, error) {
	return call[wirev2.TreeContent](ctx, v.c, "v2:getFolderById", q, nil, id)
}

// DeleteFolder moves a folder to the trash.
func (v V2) DeleteFolder(ctx context.Context, id string) error {
	return act(ctx, v.c, "v2:deleteFolder", nil, id)
}

// CreateWhiteboard makes a whiteboard in a space.
func (v V2) CreateWhiteboard(ctx context.Context, content wirev2.TreeCreate, q PrivateQuery) (*wirev2.TreeContent, error) {
	return call[wirev2.TreeContent](ctx, v.c, "v2:createWhiteboard", q, content)
}

// GetWhiteboardByID reads a whiteboard.
func (v V2) GetWhiteboardByID(ctx context.Context, id string, q TreeContentQuery) (*wirev2.TreeContent, error) {
	return call[wirev2.TreeContent](ctx, v.c, "v2:getWhiteboardById", q, nil, id)
}

// DeleteWhiteboard moves a whiteboard to the trash.
func (v V2) DeleteWhiteboard(ctx context.Context, id string) error {
	return act(ctx, v.c, "v2:deleteWhiteboard", nil, id)
}

// CreateDatabase makes a database in a space.
func (v V2) CreateDatabase(ctx context.Context, content wirev2.TreeCreate, q PrivateQuery) (*wirev2.TreeContent, error) {
	return call[wirev2.TreeContent](ctx, v.c, "v2:createDatabase", q, content)
}

// GetDatabaseByID reads a database.
func (v V2) GetDatabaseByID(ctx context.Context, id string, q TreeContentQuery) (*wirev2.TreeContent, error) {
	return call[wirev2.TreeContent](ctx, v.c, "v2:getDatabaseById", q, nil, id)
}

// DeleteDatabase moves a database to the trash.
func (v V2) DeleteDatabase(ctx context.Context, id string) error {
	return act(ctx, v.c, "v2:deleteDatabase", nil, id)
}

// CreateSmartLink makes a smart link in a space.
func (v V2) CreateSmartLink(ctx context.Context, content wirev2.TreeCreate) (*wirev2.TreeContent, error) {
	return call[wirev2.TreeContent](ctx, v.c, "v2:createSmartLink", nil, content)
}

// GetSmartLinkByID reads a smart link.
func (v V2) GetSmartLinkByID(ctx context.Context, id string, q TreeContentQuery) (*wirev2.TreeContent, error) {
	return call[wirev2.TreeContent](ctx, v.c, "v2:getSmartLinkById", q, nil, id)
}

// DeleteSmartLink moves a smart link to the trash.
func (v V2) DeleteSmartLink(ctx context.Context, id string) error {
	return act(ctx, v.c, "v2:deleteSmartLink", nil, id)
}
