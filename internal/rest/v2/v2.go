// Package v2 owns version 2 of the REST API: its rows, inputs and handlers, one file per resource, and how it words
// refusals. It refuses to decide who may do what, which is site's, and knows nothing of version 1.
package v2

import (
	"slices"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/rest/download"
)

// Version is version 2 with all that is built of it. Thumbnails are sent at once, without redirects.
func Version() rest.Version { return With(&download.Desk{Direct: true}) }

// With is Version with thumbnails downloaded as d says.
func With(d *download.Desk) rest.Version {
	return rest.Version{
		Name:   catalog.V2,
		Prefix: "/wiki/api/v2",
		Ops: slices.Concat( // one line per resource, in the order of the files
			adminKeyOps(),
			appOps(),
			labelOps(),
			levelOps(),
			taskOps(),
			attachmentOps(d),
			blogPostOps(),
			commentOps(),
			customContentOps(),
			likeOps(),
			operationOps(),
			pageOps(),
			propertyOps(),
			redactionOps(),
			spacePropertyOps(),
			spaceOps(),
			spacePermissionOps(),
			spaceRoleOps(),
			treeOps(),
			treeReadingOps(),
			versionOps(),
			userOps(),
		),
		Fail: fail,
	}
}
