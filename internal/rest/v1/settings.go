package v1

import (
	"context"
	"runtime/debug"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// changeLook is what changing the look of the site or of a space takes.
const changeLook = wiki.View | wiki.AdministerSpace | wiki.AdministerSite

func settingsOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getSystemInfo", Route: "GET /settings/systemInfo", Perm: wiki.UseSite}, getSystemInfo),
		rest.On(rest.Op{ID: "getLookAndFeelSettings", Route: "GET /settings/lookandfeel", Perm: wiki.UseSite | wiki.View}, getLook),
		rest.On(rest.Op{ID: "updateLookAndFeel", Route: "PUT /settings/lookandfeel", Perm: changeLook}, selectSpaceLook),
		rest.On(rest.Op{ID: "setLookAndFeelSettings", Route: "PUT /settings/lookandfeel/selected", Perm: changeLook}, selectLook),
		rest.On(rest.Op{ID: "updateLookAndFeelSettings", Route: "POST /settings/lookandfeel/custom", Perm: changeLook}, setCustomLook),
		rest.On(rest.Op{ID: "resetLookAndFeelSettings", Route: "DELETE /settings/lookandfeel/custom", Perm: changeLook}, resetLook),
		rest.On(rest.Op{ID: "getThemes", Route: "GET /settings/theme", Perm: wiki.UseSite}, getThemes),
		rest.On(rest.Op{ID: "getGlobalTheme", Route: "GET /settings/theme/selected", Perm: wiki.UseSite}, getGlobalTheme),
		rest.On(rest.Op{ID: "getTheme", Route: "GET /settings/theme/{themeKey}", Perm: wiki.UseSite}, getTheme),
	}
}

type noIn struct{}

func getSystemInfo(_ context.Context, s *site.Session, _ *noIn) (*wire.SystemInfo, error) {
	if err := s.Identified(); err != nil {
		return nil, err
	}
	return &wire.SystemInfo{CloudID: s.Site().CloudID, CommitHash: commit(), BaseURL: s.Site().BaseURL + contextPath,
		SiteTitle: s.Site().Name, DefaultTimeZone: "UTC"}, nil
}

// commit is the revision the program was built from.
func commit() string {
	info, _ := debug.ReadBuildInfo()
	if info != nil {
		for _, v := range info.Settings {
			if v.Key == "vcs.revision" {
				return v.Value
			}
		}
	}
	return "unknown"
}

// lookOf is the look that a choice leads to.
func lookOf(l wiki.Look, global wire.LookAndFeel) wire.LookAndFeel {
	if l.Selected == wiki.CustomLook {
		return customLook(l, global)
	}
	return global
}

// customLook is the look somebody made, or the one it would begin with.
func customLook(l wiki.Look, global wire.LookAndFeel) wire.LookAndFeel {
	var made wire.LookAndFeel
	if l.Custom == "" || scalar.Unmarshal([]byte(l.Custom), &made) != nil {
		return global
	}
	return made
}

// siteLook is the look of the site.
func siteLook(looks map[wiki.SpaceID]wiki.Look) wire.LookAndFeel {
	return lookOf(looks[0], *defaultLook())
}

type lookIn struct {
	Space string `query:"spaceKey"`
}

func getLook(ctx context.Context, s *site.Session, in *lookIn) (*wire.LookAndFeelSettings, error) {
	var id wiki.SpaceID
	var asked []wiki.SpaceID
	if in.Space != "" {
		space, err := s.SpaceByKey(ctx, in.Space)
		if err != nil {
			return nil, err
		}
		id, asked = space.ID, []wiki.SpaceID{space.ID}
	}
	looks, err := s.Looks(ctx, asked)
	if err != nil {
		return nil, err
	}
	global := *defaultLook()
	if id != 0 {
		global = siteLook(looks)
	}
	selected := looks[id].Selected
	if selected == "" {
		selected = wiki.GlobalLook
	}
	return &wire.LookAndFeelSettings{Selected: string(selected), Global: global, Custom: customLook(looks[id], global)}, nil
}

// choice reads whose look is to be taken. No space has a theme of its own whose look could be taken.
func choice(param, text string) (wiki.LookChoice, error) {
	if c := wiki.LookChoice(text); c == wiki.GlobalLook || c == wiki.CustomLook {
		return c, nil
	}
	return "", wiki.Invalid(param, text, "one of global, custom")
}

type selectSpaceLookIn struct {
	Body rest.Body[wire.LookAndFeelSelection]
}

func selectSpaceLook(ctx context.Context, s *site.Session, in *selectSpaceLookIn) (*wire.LookAndFeelSelection, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	if asked.SpaceKey == "" {
		return nil, wiki.Invalid("spaceKey", "", rest.WantValue)
	}
	selected, err := choice("lookAndFeelType", asked.LookAndFeelType)
	if err != nil {
		return nil, err
	}
	return asked, choose(ctx, s, asked.SpaceKey, selected)
}

func choose(ctx context.Context, s *site.Session, key string, selected wiki.LookChoice) error {
	return s.SetLook(ctx, key, func(l wiki.Look) wiki.Look {
		l.Selected = selected
		return l
	})
}

type selectLookIn struct {
	lookIn
	Body rest.Body[string]
}

// selectLook takes and answers a JSON text, as the description has it.
func selectLook(ctx context.Context, s *site.Session, in *selectLookIn) (string, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return "", err
	}
	selected, err := choice("body", *asked)
	if err != nil {
		return "", err
	}
	return *asked, choose(ctx, s, in.Space, selected)
}

type customLookIn struct {
	lookIn
	Body rest.Body[wire.LookAndFeel]
}

// setCustomLook keeps a look; whether it is shown is chosen apart.
func setCustomLook(ctx context.Context, s *site.Session, in *customLookIn) (*wire.LookAndFeel, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	if asked.Headings.Color == "" || asked.LinkColor.Color == "" {
		return nil, wiki.Invalid("headings", "", "a look with all its colours")
	}
	asked.Links, asked.SpaceReference = wire.Links{}, nil
	text, err := scalar.Marshal(asked)
	if err != nil {
		return nil, err
	}
	err = s.SetLook(ctx, in.Space, func(l wiki.Look) wiki.Look {
		l.Custom = string(text)
		return l
	})
	asked.Links = wire.Links{Base: s.Site().BaseURL + contextPath, Context: contextPath}
	return asked, err
}

// resetLook goes back to the look that everything has until somebody changes it.
func resetLook(ctx context.Context, s *site.Session, in *lookIn) (rest.Empty, error) {
	return rest.Empty{}, s.SetLook(ctx, in.Space, func(wiki.Look) wiki.Look { return wiki.Look{Selected: wiki.GlobalLook} })
}

// defaultThemeKey is the key of the one theme there is.
const defaultThemeKey = "default"

func (l *loader) globalTheme() *wire.Theme {
	return &wire.Theme{ThemeKey: defaultThemeKey, Name: "Default theme",
		Links: wire.Links{Context: contextPath, Self: l.self("/rest/api/settings/theme/" + defaultThemeKey), Base: l.base()}}
}

type getThemesIn struct {
	rest.Offset `default:"100"`
}

// getThemes lists the themes beside the default one, of which there are none.
func getThemes(_ context.Context, _ *site.Session, in *getThemesIn) (*wire.List[wire.Theme], error) {
	return rest.NewOffsetList(in.Offset, wiki.Slice[wire.Theme]{}, func(t wire.Theme) wire.Theme { return t }), nil
}

func getGlobalTheme(_ context.Context, s *site.Session, _ *noIn) (*wire.Theme, error) {
	return newLoader(s).globalTheme(), nil
}

type getThemeIn struct {
	Key string `path:"themeKey"`
}

func getTheme(_ context.Context, s *site.Session, in *getThemeIn) (*wire.Theme, error) {
	if in.Key != defaultThemeKey {
		return nil, wiki.Missing("theme", in.Key)
	}
	return newLoader(s).globalTheme(), nil
}
