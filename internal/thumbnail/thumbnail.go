// Package thumbnail owns small forms of pictures: it tells what a file is by its leading bytes, decodes PNG, JPEG, GIF and
// WebP, turns photos upright, and scales. It refuses to begin with a picture of more than MaxPixels, whatever its file is called and however small it
// is, and to hold more than that many pixels at a time, however many ask (security-model.md §9). It knows nothing of
// attachments or permissions.
package thumbnail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
	"golang.org/x/sync/semaphore"
)

// MaxPixels is the most pixels of a picture that is decoded, and of all pictures that are decoded at once.
const MaxPixels = 40_000_000

// Why there is no thumbnail of a file.
var (
	ErrNoPicture = errors.New("the file is not a picture of type PNG, JPEG, GIF or WebP")
	ErrTooLarge  = fmt.Errorf("the picture has more than %d pixels", MaxPixels)
)

// DefaultSide is how wide and high a thumbnail is at most when nobody says otherwise, in pixels.
const DefaultSide = 300

// Box is what a thumbnail fits into, in pixels. A side of 0 does not bound it.
type Box struct{ Width, Height int }

// Picture is a thumbnail as a file.
type Picture struct {
	Type  string // media type: image/jpeg of a JPEG, image/png of all others
	Bytes []byte
}

// Maker makes thumbnails. Safe for concurrent use.
type Maker struct{ room *semaphore.Weighted }

// NewMaker has room for MaxPixels.
func NewMaker() *Maker { return &Maker{semaphore.NewWeighted(MaxPixels)} }

// format is how pictures of a media type are read and their thumbnails written.
type format struct {
	config    func(io.Reader) (image.Config, error)
	decode    func(io.Reader) (image.Image, error)
	mediaType string
	encode    func(io.Writer, image.Image) error
}

func formatOf(mediaType string) (format, bool) {
	switch mediaType {
	case "image/png":
		return format{png.DecodeConfig, png.Decode, mediaType, png.Encode}, true
	case "image/gif": // of one that moves the first frame
		return format{gif.DecodeConfig, gif.Decode, "image/png", png.Encode}, true
	case "image/webp":
		return format{webp.DecodeConfig, webp.Decode, "image/png", png.Encode}, true
	case "image/jpeg":
		return format{jpeg.DecodeConfig, jpeg.Decode, mediaType, func(w io.Writer, m image.Image) error {
			return jpeg.Encode(w, m, &jpeg.Options{Quality: 85})
		}}, true
	}
	return format{}, false
}

// Check tells whether a thumbnail can be made of a file, as far as its head says. Errors: ErrNoPicture, ErrTooLarge.
func Check(file io.ReadSeeker) error {
	_, _, err := look(file)
	return err
}

// look finds the format of a file and the size of its picture, and goes back to the file's beginning.
func look(file io.ReadSeeker) (f format, head image.Config, err error) {
	lead := make([]byte, 512)
	n, err := io.ReadFull(file, lead)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return f, head, fmt.Errorf("read picture: %w", err)
	}
	f, ok := formatOf(http.DetectContentType(lead[:n]))
	if !ok {
		return f, head, ErrNoPicture
	}
	if _, err = file.Seek(0, io.SeekStart); err != nil {
		return f, head, fmt.Errorf("read picture: %w", err)
	}
	head, err = f.config(file)
	switch {
	case err != nil || head.Width < 1 || head.Height < 1:
		return f, head, ErrNoPicture
	case int64(head.Width)*int64(head.Height) > MaxPixels:
		return f, head, ErrTooLarge
	}
	if _, err = file.Seek(0, io.SeekStart); err != nil {
		return f, head, fmt.Errorf("read picture: %w", err)
	}
	return f, head, nil
}

// Make scales the picture in a file down until it fits into the box; one that fits keeps its size. It waits for room among
// the pictures that are being decoded. Errors: those of Check, ErrNoPicture for one that is broken, ctx's.
func (m *Maker) Make(ctx context.Context, file io.ReadSeeker, box Box) (Picture, error) {
	f, head, err := look(file)
	if err != nil {
		return Picture{}, err
	}
	pixels := int64(head.Width) * int64(head.Height)
	if err := m.room.Acquire(ctx, pixels); err != nil {
		return Picture{}, err
	}
	defer m.room.Release(pixels)
	turned := upright
	if f.mediaType == "image/jpeg" {
		turned = orientationOf(file)
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return Picture{}, fmt.Errorf("read picture: %w", err)
		}
	}
	whole, err := f.decode(file)
	if err != nil {
		return Picture{}, ErrNoPicture
	}
	if turned >= sideways {
		box.Width, box.Height = box.Height, box.Width
	}
	var out bytes.Buffer
	if err := f.encode(&out, turned.turn(scale(whole, head.Width, head.Height, box))); err != nil {
		return Picture{}, fmt.Errorf("write thumbnail: %w", err)
	}
	return Picture{f.mediaType, out.Bytes()}, nil
}

// scale fits a picture of a size into the box. What is there of it may be a part only, as of a GIF whose first frame does
// not fill it.
func scale(whole image.Image, width, height int, box Box) *image.RGBA {
	w, h := fit(width, height, box)
	part := whole.Bounds()
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(small, image.Rect(part.Min.X*w/width, part.Min.Y*h/height, part.Max.X*w/width, part.Max.Y*h/height),
		whole, part, draw.Src, nil)
	return small
}

// fit is the size of a thumbnail: in proportion, never larger than the picture, at least one pixel.
func fit(width, height int, box Box) (int, int) {
	w, h := width, height
	if box.Width > 0 && w > box.Width {
		w, h = box.Width, max(1, int(int64(height)*int64(box.Width)/int64(width)))
	}
	if box.Height > 0 && h > box.Height {
		w, h = max(1, int(int64(width)*int64(box.Height)/int64(height))), box.Height
	}
	return w, h
}
