package rest

import (
	"context"
	"slices"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
)

// EnterBy lets tests stand in for the site: its people, tokens and snapshot.
func (a *API) EnterBy(enter func(context.Context, site.Address, identity.Credential, identity.Door) (*site.Visit, error)) {
	a.enter, a.glance = enter, enter
}

// GlanceBy lets tests stand in for what is remembered of the site.
func (a *API) GlanceBy(glance func(context.Context, site.Address, identity.Credential, identity.Door) (*site.Visit, error)) {
	a.glance = glance
}

// Takes tells tests whether a row's input takes a query parameter. Those of paging are taken by the groups that page.
func (op *Op) Takes(name string) bool {
	return slices.Contains(op.binder.query, name) || slices.Contains(pagingParams, name) && len(op.binder.groups) > 0
}
