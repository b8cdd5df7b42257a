package site

import "testing"

func TestMediaInWords(t *testing.T) {
	t.Parallel()
	for mediaType, want := range map[string]string{
		"image/png": "PNG Image", "text/plain; charset=utf-8": "Text File", "image/x-unseen": "Image", "audio/flac": "Audio File",
		"video/x-unseen": "Video", "application/x-unseen": "File", "": "File",
	} {
		if got := DescribeMedia(mediaType); got != want {
			t.Errorf("%q is %q, want %q", mediaType, got, want)
		}
	}
}

func TestTheTypeOfAFile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, declared, want string }{
		{"a.png", "", "image/png"},
		{"a.PNG", "application/octet-stream", "image/png"},
		{"a.png", "text/html", "text/html"},
		{"a.txt", "text/plain; charset=UTF-8", "text/plain; charset=UTF-8"},
		{"a.txt", "Text/Plain", "text/plain"},
		{"a.txt", "not a type", "text/plain"},
		{"a.txt", "text/plain\r\nX-Evil: 1", "text/plain"},
		{"a", "", "application/octet-stream"},
		{"a.unseen", "plain", "application/octet-stream"},
		{".", "", "application/octet-stream"},
	} {
		if got := fileType(c.name, c.declared); got != c.want {
			t.Errorf("%q declared as %q is %q, want %q", c.name, c.declared, got, c.want)
		}
	}
}
