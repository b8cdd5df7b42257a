package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

// administer is what changing a space may do, and showing it afterwards.
const administer = wiki.View | wiki.AdministerSpace | wiki.UseSite

func spaceWriteOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "createSpace", Route: "POST /space", Perm: administer}, createSpace),
		rest.On(rest.Op{ID: "createPrivateSpace", Route: "POST /space/_private", Perm: administer}, createPrivateSpace),
		rest.On(rest.Op{ID: "updateSpace", Route: "PUT /space/{spaceKey}", Perm: administer}, updateSpace),
		rest.On(rest.Op{ID: "deleteSpace", Route: "DELETE /space/{spaceKey}", Perm: administer}, deleteSpace),
		rest.On(rest.Op{ID: "getSpaceSettings", Route: "GET /space/{spaceKey}/settings", Perm: wiki.View, Kept: true}, getSpaceSettings),
		rest.On(rest.Op{ID: "updateSpaceSettings", Route: "PUT /space/{spaceKey}/settings", Perm: administer}, updateSpaceSettings),
		rest.On(rest.Op{ID: "getSpaceTheme", Route: "GET /space/{spaceKey}/theme", Perm: wiki.View, Kept: true}, getSpaceTheme),
		rest.On(rest.Op{ID: "setSpaceTheme", Route: "PUT /space/{spaceKey}/theme", Perm: administer}, setSpaceTheme),
		rest.On(rest.Op{ID: "resetSpaceTheme", Route: "DELETE /space/{spaceKey}/theme", Perm: administer}, resetSpaceTheme),
	}
}

type createSpaceIn struct {
	Body rest.Body[wire.SpaceCreate]
}

func createSpace(ctx context.Context, s *site.Session, in *createSpaceIn) (*wire.Space, error) {
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	n := newSpace(given)
	n.Shared = given.Permissions == nil
	if n.Grants, err = newGrants(ctx, s, given.Permissions); err != nil {
		return nil, err
	}
	return makeSpace(ctx, s, n)
}

// createPrivateSpace makes a space that its creator alone may see, whatever permissions are sent along.
func createPrivateSpace(ctx context.Context, s *site.Session, in *createSpaceIn) (*wire.Space, error) {
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	return makeSpace(ctx, s, newSpace(given))
}

func newSpace(given *wire.SpaceCreate) site.NewSpace {
	n := site.NewSpace{Key: given.Key, Alias: given.Alias, Name: given.Name}
	if text := descriptionOf(given.Description); text != nil {
		n.Description = *text
	}
	return n
}

func descriptionOf(d *wire.SpaceDescriptionCreate) *string {
	if d == nil || d.Plain == nil {
		return nil
	}
	return &d.Plain.Value
}

func makeSpace(ctx context.Context, s *site.Session, n site.NewSpace) (*wire.Space, error) {
	made, err := s.CreateSpace(ctx, n)
	if err != nil {
		return nil, err
	}
	return newLoader(s).spaceAnswer(ctx, made, parseWants([]string{"description.plain", "metadata", "homepage"}))
}

// maxGrants is how many permissions a space is made with: a commit must not keep others waiting.
const maxGrants = 2000

// newGrants are the permissions of a new space as they were given.
func newGrants(ctx context.Context, s *site.Session, given []wire.SpacePermissionCreate) ([]wiki.Grant, error) {
	var out []wiki.Grant
	for _, p := range given {
		perm, err := grantedPerm(p.Operation.Operation, p.Operation.TargetType)
		if err != nil {
			return nil, err
		}
		subjects, err := givenSubjects(ctx, s, p.Subjects)
		if err != nil {
			return nil, err
		}
		if p.AnonymousAccess {
			subjects = append(subjects, wiki.Anonymous)
		}
		for _, subject := range subjects {
			out = append(out, wiki.Grant{Subject: subject, Perm: perm})
		}
		if len(out) > maxGrants {
			return nil, wiki.NewError(wiki.LimitReached, wiki.Facts{Param: "permissions", Detail: "A space can be made with at most 2000 permissions"})
		}
	}
	return out, nil
}

func givenSubjects(ctx context.Context, s *site.Session, given *wire.PermissionSubjectsCreate) ([]wiki.Subject, error) {
	var out []wiki.Subject
	if given == nil {
		return nil, nil
	}
	if given.User != nil {
		for _, u := range given.User.Results {
			out = append(out, wiki.User(wiki.AccountID(u.AccountID)))
		}
	}
	if given.Group != nil {
		for _, g := range given.Group.Results {
			named := g.ID
			if named == "" {
				named = g.Name
			}
			subject, err := subjectOf(ctx, s, wire.PermissionSubject{Type: "group", Identifier: named})
			if err != nil {
				return nil, err
			}
			out = append(out, subject)
		}
	}
	return out, nil
}

type updateSpaceIn struct {
	Key  string `path:"spaceKey"`
	Body rest.Body[wire.SpaceUpdate]
}

func updateSpace(ctx context.Context, s *site.Session, in *updateSpaceIn) (*wire.Space, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	c := site.SpaceChange{Description: descriptionOf(given.Description)}
	if name, ok := given.Name.Get(); ok {
		c.Name = &name
	}
	if status, ok := given.Status.Get(); ok {
		c.Status = (*wiki.SpaceStatus)(&status)
	}
	if given.Type != "" {
		c.Kind = (*wiki.SpaceKind)(&given.Type)
	}
	if given.Homepage != nil {
		number, err := given.Homepage.ID.Int64()
		if err != nil {
			return nil, wiki.Invalid("homepage", string(given.Homepage.ID), rest.WantContentID)
		}
		c.Home = (*wiki.ContentID)(&number)
	}
	if space, err = s.UpdateSpace(ctx, space.ID, c); err != nil {
		return nil, err
	}
	return newLoader(s).spaceAnswer(ctx, space, parseWants([]string{"description.plain", "metadata", "homepage"}))
}

type spaceKeyIn struct {
	Key string `path:"spaceKey"`
}

func deleteSpace(ctx context.Context, s *site.Session, in *spaceKeyIn) (*wire.LongTask, error) {
	task, err := s.DeleteSpace(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	return longTask(task), nil
}

func getSpaceSettings(ctx context.Context, s *site.Session, in *spaceKeyIn) (*wire.SpaceSettings, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	return newLoader(s).settingsAnswer(space), nil
}

// settingsAnswer are the settings of a space as the object an answer consists of.
func (l *loader) settingsAnswer(space wiki.Space) *wire.SpaceSettings {
	out := l.settings(space)
	out.Links.Base, out.Links.Context = l.base(), contextPath
	return out
}

type updateSpaceSettingsIn struct {
	Key  string `path:"spaceKey"`
	Body rest.Body[wire.SpaceSettingsUpdate]
}

func updateSpaceSettings(ctx context.Context, s *site.Session, in *updateSpaceSettingsIn) (*wire.SpaceSettings, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err == nil {
		space, err = s.UpdateSpace(ctx, space.ID, site.SpaceChange{RouteOverride: given.RouteOverrideEnabled})
	}
	if err != nil {
		return nil, err
	}
	return newLoader(s).settingsAnswer(space), nil
}

func getSpaceTheme(ctx context.Context, s *site.Session, in *spaceKeyIn) (*wire.Theme, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	return newLoader(s).themeAnswer(space), nil
}

// themeAnswer is the theme of a space as the object an answer consists of.
func (l *loader) themeAnswer(space wiki.Space) *wire.Theme {
	out := l.theme(space)
	out.Links.Base, out.Links.Context = l.base(), contextPath
	return out
}

type setSpaceThemeIn struct {
	Key  string `path:"spaceKey"`
	Body rest.Body[wire.ThemeUpdate]
}

func setSpaceTheme(ctx context.Context, s *site.Session, in *setSpaceThemeIn) (*wire.Theme, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	if given.ThemeKey == "" {
		return nil, wiki.Invalid("themeKey", "", rest.WantValue)
	}
	if space, err = s.UpdateSpace(ctx, space.ID, site.SpaceChange{Theme: &given.ThemeKey}); err != nil {
		return nil, err
	}
	return newLoader(s).themeAnswer(space), nil
}

func resetSpaceTheme(ctx context.Context, s *site.Session, in *spaceKeyIn) (rest.Empty, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err == nil {
		_, err = s.UpdateSpace(ctx, space.ID, site.SpaceChange{Theme: new(string)})
	}
	return rest.Empty{}, err
}
