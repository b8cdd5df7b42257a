package v1

import (
	"context"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

const (
	seeTemplates    = wiki.View | wiki.UseSite
	changeTemplates = seeTemplates | wiki.AdministerSpace | wiki.AdministerSite
)

func templateOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "createContentTemplate", Route: "POST /template", Perm: changeTemplates}, createTemplate),
		rest.On(rest.Op{ID: "updateContentTemplate", Route: "PUT /template", Perm: changeTemplates}, updateTemplate),
		rest.On(rest.Op{ID: "getContentTemplates", Route: "GET /template/page", Perm: seeTemplates, Kept: true}, getTemplates),
		rest.On(rest.Op{ID: "getBlueprintTemplates", Route: "GET /template/blueprint", Perm: seeTemplates, Kept: true}, getBlueprintTemplates),
		rest.On(rest.Op{ID: "getContentTemplate", Route: "GET /template/{contentTemplateId}", Perm: seeTemplates, Kept: true}, getTemplate),
		rest.On(rest.Op{ID: "removeTemplate", Route: "DELETE /template/{contentTemplateId}", Perm: changeTemplates}, removeTemplate),
	}
}

// pageTemplate is the one type of template there is.
const pageTemplate = "page"

type createTemplateIn struct {
	Body rest.Body[wire.TemplateCreate]
}

// createTemplate answers with the body that was written, as updateTemplate does.
func createTemplate(ctx context.Context, s *site.Session, in *createTemplateIn) (*wire.Template, error) {
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	n := wiki.Template{Name: given.Name, Description: given.Description}
	if given.Space != nil {
		space, err := spaceOf(ctx, s, given.Space)
		if err != nil {
			return nil, err
		}
		n.Space, n.SpaceKey = space.ID, space.Key
	}
	if n, err = writtenTemplate(ctx, s, n, given.TemplateType, given.Body, given.Labels); err != nil {
		return nil, err
	}
	made, err := s.CreateTemplate(ctx, n)
	if err != nil {
		return nil, err
	}
	return newLoader(s).templateAnswer(ctx, made, parseWants([]string{"body"}))
}

type updateTemplateIn struct {
	Body rest.Body[wire.TemplateUpdate]
}

func updateTemplate(ctx context.Context, s *site.Session, in *updateTemplateIn) (*wire.Template, error) {
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	if given.TemplateID == "" {
		return nil, wiki.Invalid("templateId", "", rest.WantValue)
	}
	n, err := findTemplate(ctx, s, given.TemplateID)
	if err != nil {
		return nil, err
	}
	if given.Space != nil && !strings.EqualFold(given.Space.Key, n.SpaceKey) {
		return nil, wiki.Invalid("space", given.Space.Key, "the space that the template is in")
	}
	n.Name = given.Name
	if text, ok := given.Description.Get(); ok {
		n.Description = text
	}
	if n, err = writtenTemplate(ctx, s, n, given.TemplateType, given.Body, given.Labels); err != nil {
		return nil, err
	}
	made, err := s.UpdateTemplate(ctx, n)
	if err != nil {
		return nil, err
	}
	return newLoader(s).templateAnswer(ctx, made, parseWants([]string{"body"}))
}

// writtenTemplate is a template with the body and the labels it is given. No labels are nil, which leaves them as they are.
func writtenTemplate(ctx context.Context, s *site.Session, n wiki.Template, kind string, text *wire.BodyWrite, labels wire.LabelsWrite) (wiki.Template, error) {
	if kind != pageTemplate {
		return n, wiki.Invalid("templateType", kind, pageTemplate)
	}
	storage, err := storageOf(ctx, s, wiki.Content{Kind: wiki.Page, SpaceKey: n.SpaceKey, Title: n.Name}, text)
	switch {
	case err != nil:
		return n, err
	case storage == nil:
		return n, wiki.Invalid("body", "", rest.WantValue)
	}
	if err := site.CheckLabels(len(labels)); err != nil {
		return n, err
	}
	n.Storage, n.Labels = *storage, nil
	if labels != nil {
		n.Labels = make([]wiki.Label, len(labels))
	}
	for i, l := range labels {
		if n.Labels[i], err = site.NewLabel(l.Prefix, l.Name); err != nil {
			return n, err
		}
	}
	return n, nil
}

type getTemplatesIn struct {
	rest.Offset
	Expand
	Space string `query:"spaceKey"` // "": those of the whole site
}

func getTemplates(ctx context.Context, s *site.Session, in *getTemplatesIn) (*wire.List[wire.Template], error) {
	space, err := in.space(ctx, s)
	if err != nil {
		return nil, err
	}
	found, err := s.Templates(ctx, space.ID, in.Window())
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).templates(ctx, found.Items, space, in.tree(""))
	return listPage(in.Offset, found, made), err
}

func (in *getTemplatesIn) space(ctx context.Context, s *site.Session) (wiki.Space, error) {
	if in.Space == "" {
		return wiki.Space{}, nil
	}
	return s.SpaceByKey(ctx, in.Space)
}

// getBlueprintTemplates lists the templates that come with apps. None of this site's does: an app keeps its data here, and
// what it shows people it serves itself.
func getBlueprintTemplates(ctx context.Context, s *site.Session, in *getTemplatesIn) (*wire.List[wire.BlueprintTemplate], error) {
	if err := s.Identified(); err != nil {
		return nil, err
	}
	_, err := in.space(ctx, s)
	return listPage(in.Offset, wiki.Slice[wiki.Template]{}, []wire.BlueprintTemplate{}), err
}

type getTemplateIn struct {
	Expand
	ID string `path:"contentTemplateId"`
}

func getTemplate(ctx context.Context, s *site.Session, in *getTemplateIn) (*wire.Template, error) {
	found, err := findTemplate(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	return newLoader(s).templateAnswer(ctx, found, in.tree(""))
}

type removeTemplateIn struct {
	ID string `path:"contentTemplateId"`
}

func removeTemplate(ctx context.Context, s *site.Session, in *removeTemplateIn) (rest.Empty, error) {
	found, err := findTemplate(ctx, s, in.ID)
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, s.RemoveTemplate(ctx, found.ID)
}

// findTemplate finds a template by its id, which is a text to clients: one that is no number is of nothing.
func findTemplate(ctx context.Context, s *site.Session, id string) (wiki.Template, error) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		number = 0
	}
	found, err := s.Template(ctx, wiki.TemplateID(number))
	if wiki.HasReason(err, wiki.NoSuchObject) {
		err = wiki.Missing("template", id)
	}
	return found, err
}

// templateAnswer is a template as the object an answer consists of.
func (l *loader) templateAnswer(ctx context.Context, t wiki.Template, want wants) (*wire.Template, error) {
	var space wiki.Space
	if t.Space != 0 {
		var err error
		if space, err = l.s.Space(ctx, t.Space); err != nil {
			return nil, err
		}
	}
	made, err := l.templates(ctx, []wiki.Template{t}, space, want)
	if err != nil {
		return nil, err
	}
	made[0].Links.Base, made[0].Links.Context = l.base(), contextPath
	return &made[0], nil
}

// templates makes templates of one space, or of the whole site where it has no number.
func (l *loader) templates(ctx context.Context, list []wiki.Template, space wiki.Space, want wants) ([]wire.Template, error) {
	var in *wire.Space
	if space.ID != 0 {
		made, err := l.spaces(ctx, []wiki.Space{space}, nil)
		if err != nil {
			return nil, err
		}
		in = &made[0]
	}
	out := make([]wire.Template, len(list))
	for i, t := range list {
		id := strconv.FormatInt(int64(t.ID), 10)
		out[i] = wire.Template{TemplateID: id, Name: t.Name, Description: t.Description, Space: in, Labels: make([]wire.Label, len(t.Labels)),
			TemplateType: pageTemplate, EditorVersion: "v2", Links: wire.Links{Self: l.self("/rest/api/template/" + id)}}
		for n, label := range t.Labels {
			out[i].Labels[n] = newLabel(label)
		}
		if !want.has("body") {
			out[i].Expandable = wire.TemplateExpandable()
			continue
		}
		out[i].Body = &wire.TemplateBody{Storage: &wire.Representation{Value: t.Storage, Representation: string(body.Storage),
			EmbeddedContent: []wire.EmbeddedContent{}}}
	}
	return out, nil
}
