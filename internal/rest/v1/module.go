package v1

import (
	"context"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// Dynamic modules are kept for the app that registers them and given back to it. weir shows none of them: it has no
// places for apps in its pages.
func moduleOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getModules", Route: "GET /atlassian-connect/1/app/module/dynamic", Perm: wiki.UseSite}, getModules),
		rest.On(rest.Op{ID: "registerModules", Route: "POST /atlassian-connect/1/app/module/dynamic", Perm: wiki.UseSite}, registerModules),
		rest.On(rest.Op{ID: "removeModules", Route: "DELETE /atlassian-connect/1/app/module/dynamic", Perm: wiki.UseSite}, removeModules),
	}
}

func getModules(ctx context.Context, s *site.Session, _ *noIn) (*wire.Modules, error) {
	found, err := s.AppModules(ctx)
	out := &wire.Modules{Modules: make([]jsontext.Value, len(found))}
	for i, m := range found {
		out.Modules[i] = jsontext.Value(m)
	}
	return out, err
}

type registerModulesIn struct{ Body rest.Body[wire.Modules] }

func registerModules(ctx context.Context, s *site.Session, in *registerModulesIn) (rest.Empty, error) {
	asked, err := in.Body.Read()
	if err != nil {
		if _, appErr := s.AppModules(ctx); appErr != nil { // whoever is no app learns that first
			err = appErr
		}
		return rest.Empty{}, err
	}
	modules := make([]site.AppModule, len(asked.Modules))
	for i, m := range asked.Modules {
		var named wire.ModuleKey
		if err := m.Compact(); err == nil {
			_ = scalar.Unmarshal(m, &named) // what is no object with a key has none
		}
		modules[i] = site.AppModule{Key: named.Key, JSON: string(m)}
	}
	return rest.Empty{}, s.RegisterModules(ctx, modules)
}

type removeModulesIn struct {
	Keys []string `query:"moduleKey"`
}

func removeModules(ctx context.Context, s *site.Session, in *removeModulesIn) (rest.Empty, error) {
	if _, err := s.AppModules(ctx); err != nil {
		return rest.Empty{}, err
	}
	if len(in.Keys) == 0 {
		return rest.Empty{}, wiki.Invalid("moduleKey", "", rest.WantValue)
	}
	return rest.Empty{}, s.RemoveModules(ctx, in.Keys)
}
