package v1

import (
	"context"
	"strings"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

const (
	asyncRoute = "/contentbody/convert/async/"
	bulkRoute  = asyncRoute + "bulk/tasks"
	// maxBulkConversions is how many conversions one request may ask for.
	maxBulkConversions = 10
)

func convertAsyncOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "postContentbodyConvertAsyncByTo", Route: "POST " + asyncRoute + "{to}", Perm: seePeople}, convertLater),
		rest.On(rest.Op{ID: "postContentbodyConvertAsyncBulkTasks", Route: "POST " + bulkRoute, Perm: seePeople}, convertManyLater),
		rest.On(rest.Op{ID: "getContentByIdHistoryByVersionMacroIdByMacroIdConvertAsyncByTo", Route: macroRoute + "/convert/async/{to}",
			Perm: seePeople}, convertMacroLater),
		rest.On(rest.Op{ID: "getContentbodyConvertAsyncById", Route: "GET " + asyncRoute + "{id}", Perm: wiki.FetchResults}, getConversion),
		rest.On(rest.Op{ID: "getContentbodyConvertAsyncBulkTasks", Route: "GET " + bulkRoute, Perm: wiki.FetchResults}, getConversions),
	}
}

type convertLaterIn struct {
	within
	To         string `path:"to"`
	AllowCache bool   `query:"allowCache"`
	Body       rest.Body[wire.RepresentationWrite]
}

func convertLater(ctx context.Context, s *site.Session, in *convertLaterIn) (*wire.AsyncID, error) {
	if err := oneOf("to", in.To, body.ExportView); err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	ids, err := s.ConvertLater(ctx, []site.Later{{
		Conversion: site.Conversion{Value: given.Value, From: body.Representation(given.Representation),
			To: body.Representation(in.To), Content: in.Content, Space: in.Space},
		Expand: in.Paths, Variant: in.Embedded, Stale: in.AllowCache,
	}})
	if err != nil {
		return nil, err
	}
	return &wire.AsyncID{AsyncID: string(ids[0])}, nil
}

// oneOf refuses a representation that an operation does not lead to.
func oneOf(param, value string, all ...body.Representation) error {
	names := make([]string, len(all))
	for i, one := range all {
		if value == string(one) {
			return nil
		}
		names[i] = string(one)
	}
	return wiki.Invalid(param, value, "one of "+strings.Join(names, ", "))
}

type convertManyLaterIn struct {
	Body rest.Body[wire.BulkConversion]
}

func convertManyLater(ctx context.Context, s *site.Session, in *convertManyLaterIn) ([]wire.AsyncID, error) {
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	if n := len(given.Inputs); n == 0 || n > maxBulkConversions {
		return nil, wiki.NewError(wiki.LimitReached, wiki.Facts{Param: "conversionInputs", Detail: "conversionInputs must hold 1 to 10 conversions"})
	}
	list := make([]site.Later, len(given.Inputs))
	for i, one := range given.Inputs {
		if list[i], err = bulkConversion(one); err != nil {
			return nil, err
		}
	}
	ids, err := s.ConvertLater(ctx, list)
	if err != nil {
		return nil, err
	}
	out := make([]wire.AsyncID, len(ids))
	for i, id := range ids {
		out[i] = wire.AsyncID{AsyncID: string(id)}
	}
	return out, nil
}

func bulkConversion(in wire.BulkConversionInput) (site.Later, error) {
	out := site.Later{
		Conversion: site.Conversion{Value: in.Body.Value, From: body.Representation(in.Body.Representation),
			To: body.Representation(in.To), Space: in.SpaceKeyContext},
		Expand: in.Expand, Variant: in.EmbeddedContentRender, Stale: in.AllowCache,
	}
	switch in.EmbeddedContentRender {
	case "", "current", "version-at-save":
	default:
		return out, wiki.Invalid("embeddedContentRender", in.EmbeddedContentRender, "one of current, version-at-save")
	}
	if in.ContentIDContext != "" {
		id, err := in.ContentIDContext.Int64()
		if err != nil {
			return out, wiki.Invalid("contentIdContext", string(in.ContentIDContext), rest.WantContentID)
		}
		out.Content = wiki.ContentID(id)
	}
	return out, nil
}

type convertMacroLaterIn struct {
	macroAt
	Expand
	To         string `path:"to"`
	AllowCache bool   `query:"allowCache"`
	Space      string `query:"spaceKeyContext"`
	Embedded   string `query:"embeddedContentRender" enum:"current,version-at-save"`
}

func convertMacroLater(ctx context.Context, s *site.Session, in *convertMacroLaterIn) (*wire.AsyncID, error) {
	if err := oneOf("to", in.To, body.ExportView, body.Rendered, body.StyledView); err != nil {
		return nil, err
	}
	ids, err := s.ConvertLater(ctx, []site.Later{{
		Conversion: site.Conversion{To: body.Representation(in.To), Space: in.Space},
		Macro:      site.MacroAt{Content: in.ID, Version: in.Version, ID: in.MacroID},
		Expand:     in.Paths, Variant: in.Embedded, Stale: in.AllowCache,
	}})
	if err != nil {
		return nil, err
	}
	return &wire.AsyncID{AsyncID: string(ids[0])}, nil
}

type getConversionIn struct {
	ID string `path:"id"`
}

func getConversion(ctx context.Context, s *site.Session, in *getConversionIn) (*wire.AsyncContentBody, error) {
	id := wiki.TaskID(in.ID)
	found, err := s.Conversions(ctx, []wiki.TaskID{id})
	if err != nil {
		return nil, err
	}
	c, ok := found[id]
	if !ok {
		return nil, wiki.Missing("conversion", in.ID)
	}
	out, l := conversion(c), newLoader(s)
	out.Links.Base, out.Links.Context = l.base(), contextPath
	return &out, nil
}

type getConversionsIn struct {
	IDs []string `query:"ids" required:"yes" maxitems:"50"`
}

// getConversions leaves out the ids that lead to nothing.
func getConversions(ctx context.Context, s *site.Session, in *getConversionsIn) ([]wire.AsyncContentBody, error) {
	ids := make([]wiki.TaskID, len(in.IDs))
	for i, id := range in.IDs {
		ids[i] = wiki.TaskID(id)
	}
	found, err := s.Conversions(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := []wire.AsyncContentBody{}
	for _, id := range ids {
		if c, ok := found[id]; ok {
			out = append(out, conversion(c))
		}
	}
	return out, nil
}

// conversion shows what a conversion came to so far.
func conversion(c site.Converted) wire.AsyncContentBody {
	out := wire.AsyncContentBody{Representation: string(c.To), RenderTaskID: string(c.Task.ID), Status: conversionStatus(c)}
	if c.Task.Failed != nil {
		out.Error = failureText(c.Task.Failed)
		return out
	}
	if c.Text == nil {
		return out
	}
	var within scalar.ID
	if c.Within != 0 {
		within = scalar.NewID(int64(c.Within))
	}
	r := representation(within, c.To, *c.Text, parseWants(c.Expand))
	if within == "" {
		r.Expandable = r.Expandable.Without("content")
	}
	out.Value, out.WebResource, out.EmbeddedContent, out.Expandable = c.Text, r.WebResource, r.EmbeddedContent, r.Expandable
	return out
}

func conversionStatus(c site.Converted) string {
	switch {
	case c.Task.Failed != nil:
		return "FAILED"
	case c.Task.Done():
		return "COMPLETED"
	case c.Text != nil:
		return "RERUNNING"
	case c.Task.Working:
		return "WORKING"
	}
	return "QUEUED"
}
