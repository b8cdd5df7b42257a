package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold returns the key under which s is compared, kept unique and sorted: full Unicode case folding in normalisation form C
// (the canonical caseless match of the Unicode standard, section 3.13). "Straße" and "STRASSE" share a key, so do composed and
// decomposed accents; "resume" and "résumé" do not, and white space counts. The result never depends on the locale, and Fold
// of a key is the key itself. Bytes that are not UTF-8 become U+FFFD.
//
// Keys are stored: they change with the Unicode version of x/text only for characters that version has newly assigned.
func Fold(s string) string {
	if key, ok := lowerASCII(s); ok {
		return key
	}
	return norm.NFC.String(caseFold(norm.NFD.String(strings.ToValidUTF8(s, "\uFFFD"))))
}

// FoldText returns s as search compares it: like [Fold], and in addition without diacritics ("Résumé" becomes "resume") and with
// compatibility forms replaced by plain ones (full-width letters, ligatures, superscripts). Marks that spell a vowel or a
// consonant are kept: those of the Indic and South-East Asian scripts, and the voicing marks of kana. FoldText of its result is
// that result.
func FoldText(s string) string {
	if key, ok := lowerASCII(s); ok {
		return key
	}
	if isStable(s) {
		return s
	}
	s = caseFold(norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")))
	s = strings.Map(func(r rune) rune {
		if isDiacritic(r) || isJoiner(r) {
			return -1
		}
		return r
	}, norm.NFKD.String(s)) // folding can bring back composed characters: decompose once more
	return norm.NFC.String(s)
}

// caseFold is full case folding. x/text exchanges the two cases of Cherokee instead of joining them; that script folds upwards.
func caseFold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 0xAB70 <= r && r <= 0xABBF:
			return r - 0xAB70 + 0x13A0
		case 0x13F8 <= r && r <= 0x13FD:
			return r - 8
		}
		return r
	}, cases.Fold().String(s))
}

// lowerASCII is the whole of both foldings for text that is pure ASCII.
func lowerASCII(s string) (string, bool) {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return "", false
		}
	}
	return strings.ToLower(s), true
}

// isStable spares East Asian text the work: its composed characters, next to one another, fold to themselves.
func isStable(s string) bool {
	return scan(s, func(r rune) bool {
		return 0x4E00 <= r && r <= 0x9FFF || 0x3041 <= r && r <= 0x3096 || 0x30A1 <= r && r <= 0x30FE || 0xAC00 <= r && r <= 0xD7A3
	}) == len(s)
}

// isDiacritic reports whether r decorates a letter of any script (accents, the Arabic short vowels), as against a mark that
// belongs to one script and spells a sound there.
func isDiacritic(r rune) bool {
	const voiced, semiVoiced = '\u3099', '\u309A'
	return r != voiced && r != semiVoiced && unicode.Is(unicode.Mn, r) && unicode.Is(unicode.Inherited, r)
}

// isJoiner reports whether r is invisible inside a word and no part of its spelling: soft hyphen, zero-width (non-)joiner.
func isJoiner(r rune) bool {
	return r == '\u00AD' || r == '\u200C' || r == '\u200D'
}
