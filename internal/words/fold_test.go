package words_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/weirhq/weir/internal/words"
)

func TestFoldJoinsWhatDiffersInCaseAndComposition(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, key, text string }{
		{"", "", ""},
		{"Release Notes", "release notes", "release notes"},
		{"Straße", "strasse", "strasse"},
		{"STRASSE", "strasse", "strasse"},
		{"Re\u0301sume\u0301", "r\u00e9sum\u00e9", "resume"},
		{"RÉSUMÉ", "r\u00e9sum\u00e9", "resume"},
		{"ΣΊΣΥΦΟΣ", "σίσυφοσ", "σισυφοσ"},
		{"İstanbul", "i\u0307stanbul", "istanbul"},
		{"ﬁnal", "final", "final"},
		{"Ｆｕｌｌ", "ｆｕｌｌ", "full"},
		{"Ёлка", "ёлка", "елка"},
		{"ᎠᏰ", "ᎠᏰ", "ᎠᏰ"},
		{"ꭰᏸ", "ᎠᏰ", "ᎠᏰ"},
		{"がぎ", "がぎ", "がぎ"},
		{"हिन्दी", "हिन्दी", "हिन्दी"},
		{"co\u00ADop", "co\u00ADop", "coop"},
		{"a\xffb", "a\uFFFDb", "a\uFFFDb"},
		{" two  spaces ", " two  spaces ", " two  spaces "},
	} {
		if got := words.Fold(c.in); got != c.key {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.key)
		}
		if got := words.FoldText(c.in); got != c.text {
			t.Errorf("FoldText(%q) = %q, want %q", c.in, got, c.text)
		}
	}
}

func TestFoldingEveryCharacterIsAFixedPoint(t *testing.T) {
	t.Parallel()
	const end = 0x20000 // beyond are ideographs without case or marks
	for r := rune(0); r < end; r++ {
		checkFixedPoint(t.Errorf, string(r))
	}
}

func TestFoldingAKeyGivesTheKey(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkFixedPoint(t.Fatalf, rapid.String().Draw(t, "text")) })
}

func checkFixedPoint(errorf func(string, ...any), s string) {
	if once := words.Fold(s); words.Fold(once) != once {
		errorf("Fold(%+q) = %+q, and again %+q", s, once, words.Fold(once))
	}
	if once := words.FoldText(s); words.FoldText(once) != once {
		errorf("FoldText(%+q) = %+q, and again %+q", s, once, words.FoldText(once))
	}
}
