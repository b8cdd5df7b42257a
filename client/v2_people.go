package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// CheckAccessByEmail tells which e-mails are of nobody who may use the site.
func (v V2) CheckAccessByEmail(ctx context.Context, emails wirev2.Emails) (*wirev2.EmailAccess, error) {
	return call[wirev2.EmailAccess](ctx, v.c, "v2:checkAccessByEmail", nil, emails)
}

// InviteByEmail gives people access to the site.
func (v V2) InviteByEmail(ctx context.Context, emails wirev2.Emails) error {
	return send(ctx, v.c, "v2:inviteByEmail", nil, emails)
}

// CreateBulkUserLookup reads several accounts, at most 250; ids without an account are left out.
func (v V2) CreateBulkUserLookup(ctx context.Context, users wirev2.BulkUsers) iter.Seq2[wirev2.User, error] {
	return func(yield func(wirev2.User, error) bool) {
		found, err := call[wirev2.List[wirev2.User]](ctx, v.c, "v2:createBulkUserLookup", nil, users)
		if err != nil {
			yield(wirev2.User{}, err)
			return
		}
		for _, u := range found.Results {
			if !yield(u, nil) {
				return
			}
		}
	}
}
