// Package v1 owns version 1 of the REST API: its rows, inputs and handlers, one file per resource, and how it words
// refusals. It refuses to decide who may do what, which is site's, and knows nothing of version 2.
package v1

import (
	"slices"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/rest/download"
)

// Version is version 1 with all that is built of it. Attachments are sent at once, without redirects.
func Version() rest.Version { return With(&download.Desk{Direct: true}) }

// With is Version with attachments downloaded as d says.
func With(d *download.Desk) rest.Version {
	return rest.Version{
		Name:   catalog.V1,
		Prefix: "/wiki/rest/api",
		Ops: slices.Concat( // one line per resource, in the order of the files
			analyticsOps(),
			attachmentOps(d),
			attachmentWriteOps(),
			commentOps(),
			stateOps(),
			auditOps(),
			inlineTaskOps(),
			contentOps(),
			contentChildOps(),
			contentCopyOps(),
			contentDraftOps(),
			contentLabelOps(),
			contentMoveOps(),
			contentPermissionOps(),
			contentPropertyOps(),
			contentRestrictionOps(),
			restrictionSubjectOps(),
			contentVersionOps(),
			contentWriteOps(),
			convertOps(),
			convertAsyncOps(),
			labelOps(),
			groupOps(),
			longTaskOps(),
			macroOps(),
			moduleOps(),
			peopleOps(),
			relationOps(),
			searchOps(),
			settingsOps(),
			spaceOps(),
			spaceContentOps(),
			spaceLabelOps(),
			spacePermissionOps(),
			spaceWriteOps(),
			spacePropertyOps(),
			templateOps(),
			userOps(),
			userPropertyOps(),
			watchOps(),
		),
		Fail:    fail,
		Mark:    markDeprecated,
		Removed: removed,
	}
}
