package thumbnail_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"github.com/weirhq/weir/internal/thumbnail"
)

// halves is a picture whose left half is red and whose right half is blue.
func halves(width, height int) *image.Paletted {
	m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.RGBA{R: 255, A: 255}, color.RGBA{B: 255, A: 255}})
	for y := range height {
		for x := width / 2; x < width; x++ {
			m.SetColorIndex(x, y, 1)
		}
	}
	return m
}

func file(t *testing.T, kind string, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	err := map[string]func() error{
		"png":  func() error { return png.Encode(&b, m) },
		"jpeg": func() error { return jpeg.Encode(&b, m, nil) },
		"gif":  func() error { return gif.Encode(&b, m, nil) },
		"webp": func() error { return writeWebP(&b, m) },
	}[kind]()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// writeWebP writes a picture of red and blue alone as a lossless WebP file: of its codes only those of these two channels have
// two symbols, a bit each.
func writeWebP(w io.Writer, m image.Image) error {
	var data []byte
	bits := 0
	put := func(value, n int) {
		for range n {
			if bits%8 == 0 {
				data = append(data, 0)
			}
			data[bits/8] |= byte(value&1) << (bits % 8)
			value >>= 1
			bits++
		}
	}
	size := m.Bounds().Size()
	put(0x2F, 8)
	put(size.X-1, 14)
	put(size.Y-1, 14)
	put(0, 4+3)              // no alpha, version 0; no transform, no cache, one group of codes
	put(0b0001, 4)           // green: 0
	put(0b111|0xFF00<<3, 19) // red: 0 and 255
	put(0b111|0xFF00<<3, 19) // blue
	put(0b101|0xFF<<3, 11)   // alpha: 255
	put(0b0001, 4)           // distance: 0
	for y := range size.Y {
		for x := range size.X {
			red, _, blue, _ := m.At(x, y).RGBA()
			put(int(red&1), 1)
			put(int(blue&1), 1)
		}
	}
	if len(data)%2 == 1 {
		data = append(data, 0)
	}
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(12+len(data)))
	head = binary.LittleEndian.AppendUint32(append(head, "WEBPVP8L"...), uint32(len(data)))
	_, err := w.Write(append(head, data...))
	return err
}

// A photo is turned as its file says, and fits into the box as it is shown.
func TestPhotosAreTurned(t *testing.T) {
	t.Parallel()
	// Where the red half of halves(400, 200), its left, comes to lie.
	for o, red := range map[uint16]image.Point{0: {-1, 0}, 1: {-1, 0}, 2: {1, 0}, 3: {1, 0}, 4: {-1, 0}, 5: {0, -1}, 6: {0, -1}, 7: {0, 1}, 8: {0, 1}, 9: {-1, 0}} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			photo := turned(file(t, "jpeg", halves(400, 200)), o, order)
			made, err := thumbnail.NewMaker().Make(t.Context(), bytes.NewReader(photo), thumbnail.Box{Width: 100})
			if err != nil {
				t.Errorf("%d: %v", o, err)
				continue
			}
			m, err := jpeg.Decode(bytes.NewReader(made.Bytes))
			if err != nil {
				t.Errorf("%d: %v", o, err)
				continue
			}
			want := image.Pt(100, 50)
			if red.X == 0 {
				want = image.Pt(100, 200)
			}
			middle := want.Div(2)
			at := middle.Add(image.Pt(red.X*want.X/4, red.Y*want.Y/4))
			other := middle.Sub(image.Pt(red.X*want.X/4, red.Y*want.Y/4))
			r, _, b, _ := m.At(at.X, at.Y).RGBA()
			r2, _, b2, _ := m.At(other.X, other.Y).RGBA()
			if m.Bounds().Size() != want || r < 0xf000 || b > 0x1000 || r2 > 0x1000 || b2 < 0xf000 {
				t.Errorf("%d: %v, there %x and %x, opposite %x and %x", o, m.Bounds().Size(), r, b, r2, b2)
			}
		}
	}
	for _, broken := range [][]byte{{}, []byte("Exif"), []byte("Exif\x00\x00"), []byte("Exif\x00\x00MM\x00*\xff\xff\xff\xff"), []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff")} {
		if _, err := thumbnail.NewMaker().Make(t.Context(), bytes.NewReader(withExif(file(t, "jpeg", halves(4, 2)), broken)), thumbnail.Box{}); err != nil {
			t.Errorf("%q: %v", broken, err)
		}
	}
}

// turned is a JPEG file that says how it is to be turned.
func turned(photo []byte, o uint16, order binary.AppendByteOrder) []byte {
	exif := []byte("Exif\x00\x00MM")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		exif = []byte("Exif\x00\x00II")
	}
	exif = order.AppendUint32(order.AppendUint16(exif, 42), 8) // the first directory follows
	exif = order.AppendUint16(exif, 2)
	exif = append(exif, make([]byte, 12)...)                                              // another tag
	exif = order.AppendUint32(order.AppendUint16(order.AppendUint16(exif, 0x0112), 3), 1) // one short number
	return withExif(photo, order.AppendUint32(order.AppendUint16(order.AppendUint16(exif, o), 0), 0))
}

func withExif(photo, exif []byte) []byte {
	out := append([]byte{0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 'x', 'y', 0xFF, 0xE1}, byte((len(exif)+2)>>8), byte(len(exif)+2))
	return append(append(out, exif...), photo[2:]...)
}

func TestEachFormatIsScaled(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		kind, mediaType     string
		box                 thumbnail.Box
		wantWidth, wantHigh int
	}{
		{"png", "image/png", thumbnail.Box{Width: 100, Height: 100}, 100, 50},
		{"jpeg", "image/jpeg", thumbnail.Box{Width: 100, Height: 100}, 100, 50},
		{"gif", "image/png", thumbnail.Box{Width: 100, Height: 100}, 100, 50},
		{"webp", "image/png", thumbnail.Box{Width: 100, Height: 100}, 100, 50},
		{"png", "image/png", thumbnail.Box{Height: 20}, 40, 20},
		{"png", "image/png", thumbnail.Box{Width: 1}, 1, 1},
		{"png", "image/png", thumbnail.Box{}, 400, 200},
		{"png", "image/png", thumbnail.Box{Width: 9000, Height: 9000}, 400, 200},
	} {
		made, err := thumbnail.NewMaker().Make(t.Context(), bytes.NewReader(file(t, row.kind, halves(400, 200))), row.box)
		if err != nil || made.Type != row.mediaType {
			t.Errorf("%s: %q %v", row.kind, made.Type, err)
			continue
		}
		m, _, err := image.Decode(bytes.NewReader(made.Bytes))
		if err != nil {
			t.Errorf("%s: %v", row.kind, err)
			continue
		}
		if got := m.Bounds().Size(); got != image.Pt(row.wantWidth, row.wantHigh) {
			t.Errorf("%s in %v: %v", row.kind, row.box, got)
		}
		if got := m.Bounds().Dx(); got < 4 {
			continue
		}
		left, _, blue, _ := m.At(row.wantWidth/8, row.wantHigh/2).RGBA()
		red, _, right, _ := m.At(row.wantWidth*7/8, row.wantHigh/2).RGBA()
		if left < 0xf000 || blue > 0x1000 || red > 0x1000 || right < 0xf000 {
			t.Errorf("%s: left %x and %x, right %x and %x", row.kind, left, blue, red, right)
		}
	}
}

// A frame that does not fill its picture stays where it is in it.
func TestThePlaceOfAFrame(t *testing.T) {
	t.Parallel()
	frame := image.NewPaletted(image.Rect(50, 0, 100, 100), color.Palette{color.White})
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame}, Delay: []int{0},
		Config: image.Config{Width: 100, Height: 100, ColorModel: frame.Palette}}); err != nil {
		t.Fatal(err)
	}
	made, err := thumbnail.NewMaker().Make(t.Context(), bytes.NewReader(b.Bytes()), thumbnail.Box{Width: 10, Height: 10})
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(made.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	_, _, _, left := m.At(2, 5).RGBA()
	_, _, _, right := m.At(7, 5).RGBA()
	if m.Bounds().Size() != image.Pt(10, 10) || left != 0 || right != 0xffff {
		t.Errorf("%v, left %x, right %x", m.Bounds(), left, right)
	}
}

// bomb is a PNG whose head says that it is enormous.
func bomb(t *testing.T, width, height uint32) []byte {
	t.Helper()
	b := bytes.Clone(file(t, "png", halves(2, 2)))
	binary.BigEndian.PutUint32(b[16:], width)
	binary.BigEndian.PutUint32(b[20:], height)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func TestWhatHasNoThumbnail(t *testing.T) {
	t.Parallel()
	whole := file(t, "png", halves(100, 100))
	for what, row := range map[string]struct {
		file []byte
		want error
	}{
		"nothing":                   {nil, thumbnail.ErrNoPicture},
		"a text":                    {[]byte("plain"), thumbnail.ErrNoPicture},
		"a drawing":                 {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), thumbnail.ErrNoPicture},
		"a picture that is cut":     {whole[:len(whole)-20], thumbnail.ErrNoPicture},
		"the beginning alone":       {whole[:10], thumbnail.ErrNoPicture},
		"a little too large":        {bomb(t, 8000, 5001), thumbnail.ErrTooLarge},
		"much too large":            {bomb(t, 1<<31-1, 1<<31-1), thumbnail.ErrNoPicture}, // no decoder takes it
		"wide":                      {bomb(t, 1<<30, 1), thumbnail.ErrTooLarge},
		"large, with nothing in it": {bomb(t, 8000, 5000), thumbnail.ErrNoPicture},
	} {
		if _, err := thumbnail.NewMaker().Make(t.Context(), bytes.NewReader(row.file), thumbnail.Box{Width: 10}); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", what, err, row.want)
		}
	}
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ended, end := context.WithCancel(t.Context())
	end()
	m := thumbnail.NewMaker()
	started, release := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() { // takes all the room until it is released
		_, err := m.Make(t.Context(), &slow{bytes.NewReader(bomb(t, 8000, 5000)), 0, started, release}, thumbnail.Box{Width: 10})
		done <- err
	}()
	<-started
	if _, err := m.Make(ended, bytes.NewReader(file(t, "png", halves(2, 2))), thumbnail.Box{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	close(release)
	if err := <-done; !errors.Is(err, thumbnail.ErrNoPicture) {
		t.Errorf("%v", err)
	}
	if _, err := m.Make(t.Context(), bytes.NewReader(file(t, "png", halves(2, 2))), thumbnail.Box{}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// slow stops when it is read after its head was looked at: its maker has room for it then.
type slow struct {
	*bytes.Reader
	seeks            int
	started, release chan struct{}
}

func (s *slow) Seek(offset int64, whence int) (int64, error) {
	s.seeks++
	return s.Reader.Seek(offset, whence)
}

func (s *slow) Read(p []byte) (int, error) {
	if s.seeks == 2 {
		s.seeks++
		close(s.started)
		<-s.release
	}
	return s.Reader.Read(p)
}
