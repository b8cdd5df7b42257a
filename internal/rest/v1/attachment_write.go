package v1

import (
	"context"
	"strconv"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func attachmentWriteOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "createAttachment", Route: "POST /content/{id}/child/attachment", Perm: writeFiles}, createAttachment),
		rest.On(rest.Op{ID: "createOrUpdateAttachments", Route: "PUT /content/{id}/child/attachment", Perm: writeFiles}, createOrUpdateAttachments),
		rest.On(rest.Op{ID: "updateAttachmentProperties", Route: "PUT /content/{id}/child/attachment/{attachmentId}", Perm: writeFiles}, updateAttachmentProperties),
		rest.On(rest.Op{ID: "updateAttachmentData", Route: "POST /content/{id}/child/attachment/{attachmentId}/data", Perm: writeFiles}, updateAttachmentData),
	}
}

const writeFiles = seePeople | wiki.CreateAttachment

// fileExpand is what writes of attachments show (client-expectations.md 8).
const fileExpand = "version,container,history,space"

type createAttachmentIn struct {
	rest.Offset
	ID     wiki.ContentID `path:"id"`
	Status wiki.Status    `query:"status" enum:"current,draft"` // of the container
	Form   rest.Form
}

func createAttachment(ctx context.Context, s *site.Session, in *createAttachmentIn) (*wire.List[wire.Content], error) {
	return in.attach(ctx, s, false)
}

// createOrUpdateAttachments makes a file whose name is there already a new version of that attachment.
func createOrUpdateAttachments(ctx context.Context, s *site.Session, in *createAttachmentIn) (*wire.List[wire.Content], error) {
	return in.attach(ctx, s, true)
}

func (in *createAttachmentIn) attach(ctx context.Context, s *site.Session, replace bool) (*wire.List[wire.Content], error) {
	container, err := s.MayAttach(ctx, in.ID)
	if err == nil && in.Status != "" && in.Status != container.Status {
		err = wiki.Missing("content", in.ID.String())
	}
	if err != nil {
		return nil, err
	}
	given, err := readUpload(ctx, s, in.Form)
	if err != nil {
		return nil, err
	}
	made, err := s.AttachAll(ctx, site.Attachments{
		Container: container.ID, Files: given.files, Comments: given.comments, Minor: given.minor, Replace: replace,
	})
	if err != nil {
		return nil, err
	}
	shown, err := newLoader(s).contents(ctx, made, Expand{}.tree(fileExpand))
	return listPage(in.Offset, wiki.Slice[wiki.Content]{Items: made}, shown), err
}

// upload is what a form of files says, its bytes received already.
type upload struct {
	files    []site.Received
	comments []string
	minor    bool
}

// readUpload reads a form. A part is known by its name: clients give file names to parts that are no files, and send the
// parts in any order (client-expectations.md 8). A form with something wrong leaves nothing behind.
func readUpload(ctx context.Context, s *site.Session, form rest.Form) (up upload, err error) {
	defer func() {
		if err != nil {
			s.Discard(up.files...)
		}
	}()
	err = form.Each(func(p *rest.Part) error {
		switch p.Name {
		case "file":
			f, err := s.Receive(ctx, p.FileName, p.Type, p)
			if err == nil {
				up.files = append(up.files, f)
			}
			return err
		case "comment":
			text, err := p.Text()
			up.comments = append(up.comments, text)
			return err
		case "minorEdit":
			text, err := p.Text()
			if err != nil {
				return err
			}
			if up.minor, err = strconv.ParseBool(text); err != nil {
				return wiki.Invalid("minorEdit", text, rest.WantBool)
			}
		}
		return nil
	})
	if err == nil && len(up.files) == 0 {
		err = wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "file", Detail: "At least one attachment file is required"})
	}
	return up, err
}

type updateAttachmentDataIn struct {
	Container wiki.ContentID `path:"id"`
	ID        wiki.ContentID `path:"attachmentId"`
	Form      rest.Form
}

// updateAttachmentData answers with the attachment alone, not with a list (client-expectations.md 8).
func updateAttachmentData(ctx context.Context, s *site.Session, in *updateAttachmentDataIn) (*wire.Content, error) {
	c, err := attachmentIn(ctx, s, in.Container, in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := s.MayAttach(ctx, in.Container); err != nil { // before the bytes are taken in
		return nil, err
	}
	given, err := readUpload(ctx, s, in.Form)
	if err != nil {
		return nil, err
	}
	if len(given.files) > 1 {
		s.Discard(given.files...)
		return nil, wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "file", Detail: "Only one file can be sent"})
	}
	comment := ""
	if len(given.comments) > 0 {
		comment = given.comments[0]
	}
	made, err := s.ReplaceFile(ctx, c.ID, given.files[0], comment, given.minor)
	if err != nil {
		return nil, err
	}
	return newLoader(s).contentAnswer(ctx, made, Expand{}.tree(fileExpand))
}

type updateAttachmentPropertiesIn struct {
	Container wiki.ContentID `path:"id"`
	ID        wiki.ContentID `path:"attachmentId"` // arrives with the digits only, too (client-expectations.md 7)
	Body      rest.Body[wire.AttachmentUpdate]
}

// updateAttachmentProperties changes name, media type, comment and container; the file keeps its version. Clients send the
// current number or the next one.
func updateAttachmentProperties(ctx context.Context, s *site.Session, in *updateAttachmentPropertiesIn) (*wire.Content, error) {
	c, err := attachmentIn(ctx, s, in.Container, in.ID)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	ch, err := fileChangeOf(c, given)
	if err != nil {
		return nil, err
	}
	made, err := s.ChangeFile(ctx, c.ID, ch)
	if err != nil {
		return nil, err
	}
	return newLoader(s).contentAnswer(ctx, made, Expand{}.tree(fileExpand))
}

// fileChangeOf reads a change of an attachment. What says the same in two places counts in the first.
func fileChangeOf(c wiki.Content, given *wire.AttachmentUpdate) (ch site.FileChange, err error) {
	id, err := given.ID.Int64()
	switch {
	case given.ID != "" && (err != nil || wiki.ContentID(id) != c.ID):
		return ch, wiki.Invalid("id", string(given.ID), "the id in the path, "+string(idOf(c)))
	case given.Type != "" && given.Type != string(wiki.Attachment):
		return ch, wiki.Invalid("type", given.Type, string(wiki.Attachment))
	case given.Status != "" && given.Status != string(c.Status):
		return ch, wiki.Invalid("status", given.Status, string(c.Status))
	}
	if given.Version != nil {
		ch.Version = given.Version.Number
	}
	if given.Title != "" {
		ch.Name = &given.Title
	}
	for _, m := range []*wire.FileMetadataWrite{given.Metadata, given.Extensions} {
		if m == nil {
			continue
		}
		if text, ok := m.Comment.Get(); ok && ch.Comment == nil {
			ch.Comment = &text
		}
		if m.MediaType != "" && ch.MediaType == nil {
			ch.MediaType = &m.MediaType
		}
	}
	if given.Container == nil || given.Container.ID == "" {
		return ch, nil
	}
	to, err := given.Container.ID.Int64()
	if err != nil {
		return ch, wiki.Invalid("container.id", string(given.Container.ID), rest.WantContentID)
	}
	container := wiki.ContentID(to)
	ch.Container = &container
	return ch, nil
}

// attachmentIn finds an attachment of a container: one of another is not there (security-model.md R-ALLIDS).
func attachmentIn(ctx context.Context, s *site.Session, container, id wiki.ContentID) (wiki.Content, error) {
	c, err := s.Content(ctx, id)
	if err == nil && (c.Kind != wiki.Attachment || c.Parent != container) {
		err = wiki.Missing("attachment", id.String())
	}
	return c, err
}
