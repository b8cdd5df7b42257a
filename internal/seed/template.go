package seed

import (
	"context"
	"fmt"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// templates are what pages of the demo may begin with: one of a space, one of the whole site.
var templates = []struct{ space, name, description, label, body string }{
	{"PUB", `How to`, `One task, step by step`, "help", `<at:declarations><at:string at:name="task" /></at:declarations>` +
		`<h1>How to <at:var at:name="task" /></h1><ol><li><ac:placeholder>The first step</ac:placeholder></li></ol>`},
	{"", `Meeting notes`, `What was said and decided`, "", `<h2>Who</h2><p><ac:placeholder ac:type="mention">Everybody who came</ac:placeholder></p><h2>Decisions</h2><ul><li></li></ul>`},
}

func (d *Demo) makeTemplates(ctx context.Context, s *site.Service, _ Options) error {
	as, visit, err := s.System().As(ctx, d.Site.ID, d.People["ada"].ID, everything|wiki.UseSite|wiki.AdministerSite)
	if err != nil {
		return err
	}
	defer visit.Close()
	for _, t := range templates {
		n := wiki.Template{Space: d.Spaces[t.space].ID, Name: t.name, Description: t.description, Storage: t.body}
		if t.label != "" {
			n.Labels = []wiki.Label{{Prefix: wiki.GlobalLabel, Name: t.label}}
		}
		if _, err := as.CreateTemplate(ctx, n); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}
