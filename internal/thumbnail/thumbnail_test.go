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
	}[kind]()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
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
