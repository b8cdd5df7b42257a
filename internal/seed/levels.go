package seed

import (
	"context"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// makeLevels defines the classification levels of the site, and what the space PUB is classified with.
func (d *Demo) makeLevels(ctx context.Context, s *site.Service, _ Options) error {
	for _, l := range []wiki.Level{
		{Name: "Public", Color: "GREEN", Description: "Anybody may read it.", Guideline: "Share it freely."},
		{Name: "Confidential", Color: "RED", Description: "For people who need it.", Guideline: "Do not share it."},
		{Name: "Retired", Color: "GREY", Status: wiki.LevelArchived, Description: "Used until 2025."},
	} {
		made, err := s.System().CreateLevel(ctx, d.Site.ID, l)
		if err != nil {
			return err
		}
		d.Levels[made.Name] = made
	}
	as, visit, err := s.System().As(ctx, d.Site.ID, d.People["ada"].ID, everything)
	if err != nil {
		return err
	}
	defer visit.Close()
	return as.ClassifySpace(ctx, d.Spaces["PUB"].ID, d.Levels["Public"].ID)
}
