package site

import (
	"mime"
	"path"
	"strings"
)

// mediaNames are types of files in words.
var mediaNames = map[string]string{
	"application/gzip": "GZip Archive", "application/json": "JSON File", "application/msword": "Microsoft Word Document",
	"application/pdf": "PDF Document", "application/vnd.ms-excel": "Microsoft Excel Spreadsheet",
	"application/vnd.ms-powerpoint": "Microsoft PowerPoint Presentation", "application/zip": "Zip Archive",
	"image/gif": "GIF Image", "image/jpeg": "JPEG Image", "image/png": "PNG Image", "image/svg+xml": "SVG Image",
	"image/webp": "WebP Image", "text/css": "CSS File", "text/csv": "CSV File", "text/html": "HTML Document",
	"text/plain": "Text File", "text/xml": "XML File", "video/mp4": "MP4 Video",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": "Microsoft PowerPoint Presentation",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         "Microsoft Excel Spreadsheet",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   "Microsoft Word Document",
}

// DescribeMedia is a media type in words.
func DescribeMedia(mediaType string) string {
	bare, _, err := mime.ParseMediaType(mediaType)
	if name, known := mediaNames[bare]; known && err == nil {
		return name
	}
	switch kind, _, _ := strings.Cut(bare, "/"); kind {
	case "image":
		return "Image"
	case "audio":
		return "Audio File"
	case "video":
		return "Video"
	}
	return "File"
}

// anyType is the media type that says nothing.
const anyType = "application/octet-stream"

// extensions are the types of files by how their names end, the same on every system.
var extensions = map[string]string{
	".bmp": "image/bmp", ".css": "text/css", ".csv": "text/csv", ".doc": "application/msword", ".gif": "image/gif",
	".gz": "application/gzip", ".htm": "text/html", ".html": "text/html", ".jpeg": "image/jpeg", ".jpg": "image/jpeg",
	".js": "text/javascript", ".json": "application/json", ".log": "text/plain", ".md": "text/markdown", ".mp3": "audio/mpeg",
	".mp4": "video/mp4", ".pdf": "application/pdf", ".png": "image/png", ".ppt": "application/vnd.ms-powerpoint",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", ".svg": "image/svg+xml",
	".tar": "application/x-tar", ".txt": "text/plain", ".webp": "image/webp", ".xls": "application/vnd.ms-excel",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xml": "text/xml", ".zip": "application/zip",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

// maxMediaType is the longest media type in bytes.
const maxMediaType = 255

// fileType is the media type of a file: as declared, unless that is none or says nothing; then by its name. It is never
// believed: what is shown in place is decided by a list of harmless types (security-model.md §9).
func fileType(name, declared string) string {
	bare, params, err := mime.ParseMediaType(declared)
	if err == nil && bare != anyType && strings.Contains(bare, "/") {
		if full := mime.FormatMediaType(bare, params); full != "" && len(full) <= maxMediaType {
			return full
		}
	}
	if known, ok := extensions[strings.ToLower(path.Ext(name))]; ok {
		return known
	}
	return anyType
}
