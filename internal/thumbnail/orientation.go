package thumbnail

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"
)

// A camera writes a photo as its sensor lies and says in the file's EXIF data how it is to be turned. A thumbnail has no such
// data: its picture is turned.

// orientation is one of the eight of EXIF: upright, and the ways it can be mirrored and turned. 5 to 8 exchange the sides.
type orientation uint16

const (
	upright  orientation = 1
	sideways orientation = 5 // from here on
)

// maxExif is how far into a file EXIF data is looked for, in bytes.
const maxExif = 128 << 10

// orientationOf reads how a JPEG file is to be turned; what says nothing, or nothing that can be read, is upright.
func orientationOf(file io.Reader) orientation {
	head, err := io.ReadAll(io.LimitReader(file, maxExif))
	if err != nil || len(head) < 2 {
		return upright
	}
	const app1, image = 0xE1, 0xDA
	for rest := head[2:]; len(rest) >= 4 && rest[0] == 0xFF && rest[1] != image; {
		size := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if size > len(rest) || size < 4 {
			break
		}
		if exif, ok := bytes.CutPrefix(rest[4:size], []byte("Exif\x00\x00")); ok && rest[1] == app1 {
			return orientationIn(exif)
		}
		rest = rest[size:]
	}
	return upright
}

// orientationIn reads the tag from EXIF data, which is a TIFF file.
func orientationIn(tiff []byte) orientation {
	const tag, short, entrySize = 0x0112, 3, 12
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := order.Uint32(tiff[4:])
	if uint64(at)+2 > uint64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entrySize {
			break
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			if o := orientation(order.Uint16(entries[8:])); upright <= o && o <= 8 {
				return o
			}
			break
		}
		entries = entries[entrySize:]
	}
	return upright
}

// turn makes a picture upright.
func (o orientation) turn(m *image.RGBA) *image.RGBA {
	if o == upright {
		return m
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if o >= sideways {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := [...]image.Point{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x}, 6: {h - 1 - y, x},
				7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x}}[o]
			out.SetRGBA(to.X, to.Y, m.RGBAAt(x, y))
		}
	}
	return out
}
