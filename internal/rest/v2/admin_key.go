package v2

import (
	"context"
	"time"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func adminKeyOps() []rest.Op {
	const perm = wiki.UseSite | wiki.AdministerSite
	return []rest.Op{
		rest.On(rest.Op{ID: "getAdminKey", Route: "GET /admin-key", Perm: perm}, getAdminKey),
		rest.On(rest.Op{ID: "enableAdminKey", Route: "POST /admin-key", Perm: perm}, enableAdminKey),
		rest.On(rest.Op{ID: "disableAdminKey", Route: "DELETE /admin-key", Perm: perm}, disableAdminKey),
	}
}

type adminKeyIn struct{}

func newAdminKey(s *site.Session, expires time.Time) *wirev2.AdminKey {
	return &wirev2.AdminKey{AccountID: string(s.Caller().Account), ExpirationTime: wire.Time(expires)}
}

func getAdminKey(ctx context.Context, s *site.Session, _ *adminKeyIn) (*wirev2.AdminKey, error) {
	expires, err := s.AdminKey(ctx)
	return newAdminKey(s, expires), err
}

type enableAdminKeyIn struct {
	Body rest.Body[wirev2.AdminKeyRequest]
}

func enableAdminKey(ctx context.Context, s *site.Session, in *enableAdminKeyIn) (*wirev2.AdminKey, error) {
	asked, err := in.Body.Optional()
	if err != nil {
		return nil, err
	}
	var minutes *int
	if asked != nil {
		minutes = asked.DurationInMinutes
	}
	expires, err := s.EnableAdminKey(ctx, minutes)
	return newAdminKey(s, expires), err
}

func disableAdminKey(ctx context.Context, s *site.Session, _ *adminKeyIn) (rest.Empty, error) {
	return rest.Empty{}, s.DisableAdminKey(ctx)
}
