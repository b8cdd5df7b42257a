package site

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
)

// SpaceIconPath is the path below /wiki of the picture of every space: nobody can upload another.
const SpaceIconPath = "/images/logo/default-space-logo.svg"

// SpacePath is the path of a space's front page below /wiki, as _links.webui has it.
func SpacePath(s wiki.Space) string { return "/spaces/" + s.Key }

// EditPath is the path of a content's editor below /wiki, as _links.editui has it.
func EditPath(c wiki.Content) string { return "/pages/resumedraft.action?draftId=" + c.ID.String() }

// DownloadPath is where an attachment's bytes are, below /wiki (auth-behaviour.md §11 "_links.download").
func DownloadPath(c wiki.Content) string {
	path := fmt.Sprintf("/rest/api/content/%d/child/attachment/att%d/download", c.Parent, c.ID)
	if c.Status == wiki.Historical {
		path += "?version=" + strconv.Itoa(c.Version.Number)
	}
	return path
}

// TinyPath is the short path of a content below /wiki, as _links.tinyui has it: the id's bytes, least significant first,
// in a base64 with - for / and _ for +, without the zeros at the end. What would end in a punctuation mark gets a slash,
// so that mail programs do not cut it off.
func TinyPath(c wiki.Content) string {
	var id [8]byte
	binary.LittleEndian.PutUint64(id[:], uint64(c.ID))
	name := tinyAlphabet.EncodeToString(id[:])
	name = strings.TrimRight(name, "A")
	if strings.HasSuffix(name, "-") || strings.HasSuffix(name, "_") {
		name += "/"
	}
	return "/x/" + name
}

var tinyAlphabet = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-").WithPadding(base64.NoPadding)
