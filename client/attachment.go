package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// GetAttachmentsQuery narrows GetAttachments.
type GetAttachmentsQuery struct {
	Filename  string   `query:"filename"`
	MediaType string   `query:"mediaType"`
	Expand    []string `query:"expand,comma"`
	Limit     int      `query:"limit"` // per page
}

// GetAttachments lists the attachments of content.
func (v V1) GetAttachments(ctx context.Context, id string, q GetAttachmentsQuery) iter.Seq2[wirev1.Content, error] {
	return list[wirev1.Content](ctx, v.c, "v1:getAttachments", q, id)
}

// DownloadAttachmentQuery says which version of an attachment is read.
type DownloadAttachmentQuery struct {
	Version int      `query:"version"` // 0: the current one
	Status  []string `query:"status"`
}

// DownloadAttachment opens the bytes of an attachment (the operation downloadAttatchment, as it is spelt); the caller
// closes them. The service redirects to a host that is not its own and needs no credential: none is sent there
// (auth-behaviour.md §5, "Attachment download").
func (v V1) DownloadAttachment(ctx context.Context, contentID, attachmentID string, q DownloadAttachmentQuery) (*Download, error) {
	return v.c.download(ctx, "v1:downloadAttatchment", q, contentID, attachmentID)
}

// GetAttachmentThumbnailByIDQuery says which version of an attachment is read, and what the picture fits into in pixels.
type GetAttachmentThumbnailByIDQuery struct {
	Version int `query:"version"` // 0: the current one
	Width   int `query:"width"`
	Height  int `query:"height"`
}

// GetAttachmentThumbnailByID opens a picture made small, as DownloadAttachment opens the attachment itself.
func (v V2) GetAttachmentThumbnailByID(ctx context.Context, id string, q GetAttachmentThumbnailByIDQuery) (*Download, error) {
	return v.c.download(ctx, "v2:getAttachmentThumbnailById", q, id)
}

// download runs an operation that answers with a file, or with the way to it.
func (c *Client) download(ctx context.Context, op string, q any, ids ...string) (*Download, error) {
	res, err := c.run(ctx, op, q, nil, ids...)
	if err != nil {
		return nil, err
	}
	if res, err = c.follow(ctx, res); err != nil {
		return nil, err
	}
	return &Download{ReadCloser: res.Body, MediaType: res.Header.Get("Content-Type"), Size: res.ContentLength}, nil
}

// Download are the bytes of an attachment.
type Download struct {
	io.ReadCloser
	MediaType string
	Size      int64 // bytes, -1 if it is not known
}

// maxHops is how many redirects a download may take.
const maxHops = 3

// follow goes where an answer redirects to, without the credential and never to plain http outside of loopback. An
// answer that is no redirect is handed through.
func (c *Client) follow(ctx context.Context, res *http.Response) (*http.Response, error) {
	for hop := 0; res.StatusCode/100 == 3; hop++ {
		drain(res.Body)
		target, err := res.Location()
		if err != nil || hop == maxHops {
			return nil, fmt.Errorf("download: the redirect from %s leads nowhere", res.Request.URL.Host)
		}
		if _, err := originOf(&url.URL{Scheme: target.Scheme, Host: target.Host}, target.Host); err != nil {
			return nil, err
		}
		o := &outgoing{method: http.MethodGet, url: target.String(), header: http.Header{"User-Agent": {c.userAgent}}, redirects: true}
		if res, err = c.exchange(ctx, o); err != nil {
			return nil, err
		}
	}
	return res, nil
}

// Upload is a file to be attached.
type Upload struct {
	Name      string    // of the file
	Content   io.Reader // streamed, and so sent at most once
	MediaType string    // "" lets the service find out
	Comment   string
	MinorEdit bool // watchers are not told
}

// AttachQuery says what a file is attached to.
type AttachQuery struct {
	Status string `query:"status"` // of the content: current unless given, or draft
}

// CreateAttachment attaches a file to content, without ever holding all of it.
func (v V1) CreateAttachment(ctx context.Context, contentID string, file Upload, q AttachQuery) (*wirev1.List[wirev1.Content], error) {
	return upload[wirev1.List[wirev1.Content]](ctx, v.c, "v1:createAttachment", file, q, contentID)
}

// CreateOrUpdateAttachments attaches a file to content, as the next version of the attachment that has its name already.
func (v V1) CreateOrUpdateAttachments(ctx context.Context, contentID string, file Upload, q AttachQuery) (*wirev1.List[wirev1.Content], error) {
	return upload[wirev1.List[wirev1.Content]](ctx, v.c, "v1:createOrUpdateAttachments", file, q, contentID)
}

// UpdateAttachmentData writes the next version of an attachment, which keeps its name.
func (v V1) UpdateAttachmentData(ctx context.Context, contentID, attachmentID string, file Upload) (*wirev1.Content, error) {
	return upload[wirev1.Content](ctx, v.c, "v1:updateAttachmentData", file, nil, contentID, attachmentID)
}

// UpdateAttachmentProperties changes the name, the media type, the comment or the container of an attachment. Its version
// is the present one.
func (v V1) UpdateAttachmentProperties(ctx context.Context, contentID, attachmentID string, change wirev1.AttachmentUpdate) (*wirev1.Content, error) {
	return call[wirev1.Content](ctx, v.c, "v1:updateAttachmentProperties", nil, change, contentID, attachmentID)
}

// upload sends a file as a form and reads what was made of it.
func upload[T any](ctx context.Context, c *Client, key string, file Upload, query any, params ...string) (*T, error) {
	op, err := c.operations.Find(key)
	if err != nil {
		return nil, err
	}
	path, err := fill(op, params)
	if err != nil {
		return nil, err
	}
	values, err := encodeQuery(query)
	if err != nil {
		return nil, err
	}
	read, write := io.Pipe()
	defer func() { _ = read.Close() }() // ends the writer if nobody reads to the end
	form := multipart.NewWriter(write)
	go func() { _ = write.CloseWithError(errors.Join(file.write(form), form.Close())) }()
	res, err := c.Send(ctx, Request{Method: op.Method, Path: path, Query: values, Body: read,
		Header: http.Header{"Content-Type": {form.FormDataContentType()}}})
	if err != nil {
		return nil, err
	}
	made := new(T)
	if err := decode(res, &op, made); err != nil {
		return nil, err
	}
	return made, nil
}

// write writes the form; the fields come first, so that the service has them when the file begins.
func (u Upload) write(form *multipart.Writer) error {
	fields := [][2]string{{"minorEdit", fmt.Sprint(u.MinorEdit)}}
	if u.Comment != "" {
		fields = append(fields, [2]string{"comment", u.Comment})
	}
	for _, field := range fields {
		if err := form.WriteField(field[0], field[1]); err != nil {
			return err
		}
	}
	mediaType := u.MediaType
	if mediaType == "" {
		mediaType = "application/octet-stream"
	}
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", "").Replace(u.Name)
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="` + quoted + `"`},
		"Content-Type":        {mediaType},
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(part, u.Content)
	return err
}
