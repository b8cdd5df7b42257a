package v2

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// operationOps tell what the caller may do to content.
func operationOps() []rest.Op {
	var ops []rest.Op
	for _, row := range []struct {
		noun, path string
		find       finder
	}{
		{"Page", "pages", ofKind(wiki.Page)},
		{"BlogPost", "blogposts", ofKind(wiki.BlogPost)},
		{"FooterComment", "footer-comments", footers.find},
		{"InlineComment", "inline-comments", inlines.find},
		{"Attachment", "attachments", ofKind(wiki.Attachment)},
		{"CustomContent", "custom-content", ofKind(wiki.CustomContent)},
		{"Folder", "folders", ofKind(wiki.Folder)},
		{"Whiteboard", "whiteboards", ofKind(wiki.Whiteboard)},
		{"Database", "databases", ofKind(wiki.Database)},
		{"SmartLink", "embeds", ofKind(wiki.Embed)},
	} {
		ops = append(ops, rest.On(rest.Op{ID: "get" + row.noun + "Operations", Route: "GET /" + row.path + "/{id}/operations",
			Perm: wiki.View, Kept: true}, row.find.operations))
	}
	return ops
}

func (find finder) operations(ctx context.Context, s *site.Session, in *contentIn) (*wirev2.Operations, error) {
	c, err := find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	may, err := s.Operations(ctx, []wiki.Content{c})
	if err != nil {
		return nil, err
	}
	out := &wirev2.Operations{}
	for _, op := range may[c.ID] {
		out.Operations = append(out.Operations, newOperation(op))
	}
	return out, nil
}
