// Package download owns how the bytes of attachments leave the wiki: the signed addresses that the operations of both
// versions redirect to, the old servlet's path, and the headers that a file is sent with. It refuses to decide who may read
// what, which is site's.
package download

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/thumbnail"
	"github.com/weirhq/weir/internal/wiki"
)

// Desk hands out files: at signed addresses that need no credential, at the old servlet's path, and, where Direct, from the
// operation itself.
type Desk struct {
	Site *site.Service
	Key  []byte // signs addresses, at least 32 bytes; every node of an installation needs the same
	Now  func() time.Time
	// Direct makes the operation answer with the bytes instead of a redirect (compat.attachment-download: direct).
	Direct bool
	// RefuseServlet makes the servlet's path 401, as the vendor does now (compat.download-servlet: refuse).
	RefuseServlet bool
}

// addressLife is how long a signed address is good for (security-model.md §7.7).
const addressLife = 60 * time.Second

// Routes outside the operation table.
const (
	mediaRoute   = "/wiki/media/file/{fileId}/binary"
	imageRoute   = "/wiki/media/file/{fileId}/image"
	servletRoute = "/wiki/download/attachments/{pageId}/{fileName}"
)

// Serve answers a request whose target is a signed address or the servlet's, at the site's door; for all others it
// returns false and does nothing. At the gateway neither exists (auth-behaviour.md §5 "Servlet").
func (d *Desk) Serve(api *rest.API, w http.ResponseWriter, r *http.Request, t rest.Target, in rest.Entrance) (rest.Outcome, bool) {
	path := t.Segments
	if in.Door != identity.AtSite || len(path) != 5 || path[0] != "wiki" {
		return rest.Outcome{}, false
	}
	switch {
	case path[1] == "media" && path[2] == "file" && path[4] == "binary":
		return api.ServeFile(w, r, t, in, d.signed(mediaRoute, path[3], t.Query)), true
	case path[1] == "media" && path[2] == "file" && path[4] == "image":
		return api.ServeFile(w, r, t, in, d.signed(imageRoute, path[3], t.Query)), true
	case path[1] == "download" && path[2] == "attachments":
		return api.ServeFile(w, r, t, in, d.servlet(r, in, path[3], path[4], t.Query)), true
	}
	return rest.Outcome{}, false
}

// File is what an operation answers that downloads an attachment the caller may view: the bytes, or a redirect to them.
func (d *Desk) File(ctx context.Context, s *site.Session, c wiki.Content) (any, error) {
	if d.Direct {
		return fileStream(ctx, s, c)
	}
	return &rest.Redirect{URL: d.address(s, c, mediaRoute, thumbnail.Box{})}, nil
}

// Thumbnail is File for a small form of a picture. Error: NoThumbnail, for a picture that breaks off in its middle only at the
// address.
func (d *Desk) Thumbnail(ctx context.Context, s *site.Session, c wiki.Content, box thumbnail.Box) (any, error) {
	if d.Direct {
		return pictureStream(ctx, s, c, box)
	}
	if err := s.CheckThumbnail(ctx, c); err != nil {
		return nil, err
	}
	return &rest.Redirect{URL: d.address(s, c, imageRoute, box)}, nil
}

// address signs the address of an attachment: for this file at this version, as it is or of this size, for reading, for this
// caller, and for a minute.
func (d *Desk) address(s *site.Session, c wiki.Content, route string, box thumbnail.Box) string {
	p := s.Principal()
	good := ticket{p, c.ID, c.Version.Number, d.Now().Add(addressLife).Unix(), route, box}
	return s.Site().BaseURL + strings.Replace(route, "{fileId}", c.File.FileID, 1) +
		"?token=" + d.seal(good) + "&name=" + url.QueryEscape(c.Title)
}

// ticket is what a signature vouches for.
type ticket struct {
	site.Principal
	content wiki.ContentID
	version int
	expires int64 // seconds since 1970
	route   string
	box     thumbnail.Box // of a thumbnail
}

// seal writes a ticket behind its code.
func (d *Desk) seal(t ticket) string {
	text := strings.Join([]string{t.CloudID, string(t.Account), t.Token, t.content.String(), strconv.Itoa(t.version),
		strconv.FormatInt(t.expires, 10), t.route, strconv.Itoa(t.box.Width), strconv.Itoa(t.box.Height)}, "\n")
	return base64.RawURLEncoding.EncodeToString(append(d.code(text), text...))
}

// unseal reads a ticket that was sealed here and is still good.
func (d *Desk) unseal(sealed string) (ticket, error) {
	refused := func(detail string) (ticket, error) {
		return ticket{}, wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "token", Detail: detail})
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(sealed)
	if err != nil || len(raw) < sha256.Size || !hmac.Equal(raw[:sha256.Size], d.code(string(raw[sha256.Size:]))) {
		return refused("the address was not signed here")
	}
	parts := strings.Split(string(raw[sha256.Size:]), "\n")
	if len(parts) != 9 {
		return refused("the address was not signed here")
	}
	t := ticket{Principal: site.Principal{CloudID: parts[0], Account: wiki.AccountID(parts[1]), Token: parts[2]}}
	id, err1 := strconv.ParseInt(parts[3], 10, 64)
	version, err2 := strconv.Atoi(parts[4])
	expires, err3 := strconv.ParseInt(parts[5], 10, 64)
	width, err4 := strconv.Atoi(parts[7])
	height, err5 := strconv.Atoi(parts[8])
	if errors.Join(err1, err2, err3, err4, err5) != nil {
		return refused("the address was not signed here")
	}
	t.content, t.version, t.expires, t.route = wiki.ContentID(id), version, expires, parts[6]
	t.box = thumbnail.Box{Width: width, Height: height}
	if d.Now().Unix() >= expires {
		return refused("the address has run out; ask for the download again")
	}
	return t, nil
}

func (d *Desk) code(text string) []byte {
	mac := hmac.New(sha256.New, d.Key)
	mac.Write([]byte("download 2\n"))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// signed serves a signed address. Whoever has it needs no credential, and one that is sent along is not looked at; but
// what the signer could not read any more, the address does not give either (security-model.md §6).
func (d *Desk) signed(route, fileID string, q rest.Query) rest.File {
	text, _ := q.Get("token")
	good, bad := d.unseal(text)
	if bad == nil && good.route != route {
		bad = wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "token", Detail: "the address was signed for another form of the file"})
	}
	return rest.File{
		Template: route,
		Enter: func(ctx context.Context) (*site.Visit, error) {
			if bad != nil {
				return nil, bad
			}
			return d.Site.Resume(ctx, good.Principal)
		},
		Find: func(ctx context.Context, s *site.Session) (*rest.Stream, error) {
			c, err := s.Content(ctx, good.content)
			if err == nil && c.Version.Number != good.version {
				c, err = s.AttachmentAt(ctx, c, good.version)
			}
			if err == nil && (c.File == nil || c.File.FileID != fileID) {
				err = wiki.Missing("attachment", good.content.String())
			}
			switch {
			case err != nil:
				return nil, err
			case route == imageRoute:
				return pictureStream(ctx, s, c, good.box)
			}
			return fileStream(ctx, s, c)
		},
	}
}

// servlet serves the old path, with the caller's own credential.
func (d *Desk) servlet(r *http.Request, in rest.Entrance, pageID, name string, q rest.Query) rest.File {
	return rest.File{
		Template: servletRoute,
		Enter: func(ctx context.Context) (*site.Visit, error) {
			cred, err := identity.ParseAuthorization(r.Header["Authorization"])
			if err != nil {
				return nil, err
			}
			visit, refused := d.Site.Enter(ctx, in.At, cred, in.Door)
			if refused == nil && d.RefuseServlet && cred.Carrier != identity.None {
				return visit, wiki.NewError(wiki.DownloadServlet, wiki.Facts{})
			}
			return visit, refused
		},
		Find: func(ctx context.Context, s *site.Session) (*rest.Stream, error) {
			c, err := attachmentByName(ctx, s, pageID, name, q)
			if err != nil {
				return nil, err
			}
			return fileStream(ctx, s, c)
		},
	}
}

func attachmentByName(ctx context.Context, s *site.Session, pageID, name string, q rest.Query) (wiki.Content, error) {
	id, err := strconv.ParseInt(pageID, 10, 64)
	if err != nil || id <= 0 {
		return wiki.Content{}, wiki.Missing("content", pageID)
	}
	page, err := s.Content(ctx, wiki.ContentID(id))
	if err != nil {
		return page, err
	}
	found, err := s.ListContent(ctx, wiki.ContentFilter{
		Parent: &page.ID, Kinds: []wiki.Kind{wiki.Attachment}, Statuses: []wiki.Status{wiki.Current}, FileName: name,
	}, wiki.Window{Limit: 1})
	if err == nil && len(found.Items) == 0 {
		err = wiki.Missing("attachment", name)
	}
	if err != nil {
		return page, err
	}
	c := found.Items[0]
	text, _ := q.Get("version")
	if number, err := strconv.Atoi(text); err == nil && number > 0 && number != c.Version.Number {
		return s.AttachmentAt(ctx, c, number)
	}
	return c, nil
}

// fileStream opens an attachment. Only pictures without scripts and plain text may be shown in place
// (security-model.md §9).
func fileStream(ctx context.Context, s *site.Session, c wiki.Content) (*rest.Stream, error) {
	f, err := s.OpenFile(ctx, c)
	if err != nil {
		return nil, err
	}
	stream := &rest.Stream{Body: f, Size: c.File.Size, Type: c.File.MediaType, Name: c.Title}
	switch bare, _, _ := mime.ParseMediaType(c.File.MediaType); bare {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain":
		stream.Inline = true
	}
	return stream, nil
}

// pictureStream makes a thumbnail. It is a picture without scripts, whatever its attachment says of itself.
func pictureStream(ctx context.Context, s *site.Session, c wiki.Content, box thumbnail.Box) (*rest.Stream, error) {
	p, err := s.Thumbnail(ctx, c, box)
	if err != nil {
		return nil, err
	}
	return &rest.Stream{Body: io.NopCloser(bytes.NewReader(p.Bytes)), Size: int64(len(p.Bytes)), Type: p.Type, Name: c.Title, Inline: true}, nil
}
