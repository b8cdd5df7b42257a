package wiki

import (
	"strings"
	"unicode"
)

// The kind of custom content is the type its app gives it: names with colons between them, such as "ac:my-app:note". No
// kind of our own has a colon.

// maxCustomKind is the longest type of custom content in bytes. It is part of keys of the store.
const maxCustomKind = 255

// CustomContent stands for every type of custom content where a kind is asked for. No content has it.
const CustomContent Kind = "custom-content"

// IsCustom reports whether content of this kind is custom content.
func (k Kind) IsCustom() bool { return k == CustomContent || strings.Contains(string(k), ":") }

// Is reports whether a kind is the one that is asked for.
func (k Kind) Is(asked Kind) bool { return k == asked || asked == CustomContent && k.IsCustom() }

// CheckCustom refuses what is no type of custom content: InvalidInput, in the words of the parameter it came in.
func (k Kind) CheckCustom(param string) error {
	names := strings.Split(string(k), ":")
	ok := len(names) > 1 && len(k) <= maxCustomKind
	for _, name := range names {
		ok = ok && name != "" && !strings.ContainsFunc(name, func(r rune) bool {
			return unicode.IsSpace(r) || !unicode.IsPrint(r) || r == unicode.ReplacementChar
		})
	}
	if !ok {
		return Invalid(param, string(k), "a type of custom content")
	}
	return nil
}

// IsContained reports whether content of this kind lives in other content and is as private as that: comments,
// attachments, and custom content that does not stand in a space by itself.
func (k Kind) IsContained() bool { return k == Comment || k == Attachment || k.IsCustom() }

// CustomPerms are the abilities that an operation on custom content takes, by its name in a CustomGrant. Reading is no
// ability of its own: it is part of the effective view rule.
func CustomPerms(op string) Perm {
	switch op {
	case "create":
		return CreatePage
	case "delete":
		return DeletePage | DeleteOwn
	}
	return 0
}
