package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReport(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		events string
		strict bool
		want   string
	}{
		"a passing package shows its closing line only": {
			events: `
				{"Action":"start","Package":"p"}
				{"Action":"run","Package":"p","Test":"TestA"}
				{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
				{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:1: hidden\n"}
				{"Action":"output","Package":"p","Test":"TestA","Output":"--- PASS: TestA (0.00s)\n"}
				{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0}
				{"Action":"output","Package":"p","Output":"PASS\n"}
				{"Action":"output","Package":"p","Output":"ok  \tp\t0.01s\n"}
				{"Action":"pass","Package":"p","Elapsed":0.01}
				{"Action":"output","Package":"q","Output":"?   \tq\t[no test files]\n"}
				{"Action":"skip","Package":"q","Elapsed":0}`,
			want: "ok  \tp\t0.01s\n?   \tq\t[no test files]\ntests: 1 passed, 0 failed, 0 skipped\n",
		},
		"a failed test shows its text and a passed one beside it does not": {
			events: `
				{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:1: hidden\n"}
				{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:1: got 1, want 2\n"}
				{"Action":"output","Package":"p","Test":"TestB","Output":"--- FAIL: TestB (0.00s)\n"}
				{"Action":"fail","Package":"p","Test":"TestB","Elapsed":0}
				{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0}
				{"Action":"output","Package":"p","Output":"FAIL\n"}
				{"Action":"output","Package":"p","Output":"FAIL\tp\t0.01s\n"}
				{"Action":"fail","Package":"p","Elapsed":0.01}`,
			want: "    b_test.go:1: got 1, want 2\n--- FAIL: TestB (0.00s)\nFAIL\nFAIL\tp\t0.01s\n" +
				"failed: p.TestB\n    b_test.go:1: got 1, want 2\nFAIL\ntests: 1 passed, 1 failed, 0 skipped\n",
		},
		"a long text is told from its beginning": {
			events: `
				{"Action":"output","Package":"p","Test":"TestA/b","Output":"    a_test.go:1: ` + strings.Repeat("é", 300) + `\n"}
				{"Action":"output","Package":"p","Test":"TestA/b","Output":"` + strings.Repeat(`    server log\n`, 20) + `"}
				{"Action":"fail","Package":"p","Test":"TestA/b","Elapsed":0}
				{"Action":"output","Package":"p","Test":"TestA","Output":"--- FAIL: TestA (0.00s)\n"}
				{"Action":"fail","Package":"p","Test":"TestA","Elapsed":0}`,
			want: "failed: p.TestA/b\n    a_test.go:1: " + strings.Repeat("é", 191) + "…\n" + strings.Repeat("    server log\n", 11) +
				"FAIL\ntests: 0 passed, 2 failed, 0 skipped\n",
		},
		"a test that never ended shows where it stood": {
			events: `
				{"Action":"output","Package":"p","Test":"TestA","Output":"panic: test timed out after 1s\n"}
				{"Action":"output","Package":"p","Output":"FAIL\tp\t1.00s\n"}
				{"Action":"fail","Package":"p","Elapsed":1}`,
			want: "panic: test timed out after 1s\nFAIL\tp\t1.00s\nFAIL\ntests: 0 passed, 1 failed, 0 skipped\n",
		},
		"a package that does not build is one failure": {
			events: `
				{"ImportPath":"p [p.test]","Action":"build-output","Output":"a_test.go:3:1: undefined: nope\n"}
				{"ImportPath":"p [p.test]","Action":"build-fail"}
				{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}
				{"Action":"fail","Package":"p","Elapsed":0,"FailedBuild":"p [p.test]"}`,
			want: "a_test.go:3:1: undefined: nope\nFAIL\tp [build failed]\nFAIL\ntests: 0 passed, 1 failed, 0 skipped\n",
		},
		"skipped tests are told by reason": {
			events: skips("no server", "TestA", "TestB", "TestC", "TestD", "TestE") + skips("no browser", "TestW"),
			want: "skipped 1: no browser (p.TestW)\nskipped 5: no server (p.TestA, p.TestB, p.TestC, and 2 more)\n" +
				"tests: 0 passed, 0 failed, 6 skipped\n",
		},
		"skipped tests fail a strict run": {
			events: skips("", "TestA"),
			strict: true,
			want: "skipped 1: no reason given (p.TestA)\nFAIL: CI or WEIR_TEST_STRICT is set, and a skipped test then counts as failed\n" +
				"tests: 0 passed, 0 failed, 1 skipped\n",
		},
		"a line that is no event passes through": {
			events: "go: downloading something\n",
			want:   "go: downloading something\ntests: 0 passed, 0 failed, 0 skipped\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var events strings.Builder
			for line := range strings.Lines(strings.TrimLeft(c.events, "\n")) {
				events.WriteString(strings.TrimLeft(line, "\t"))
			}
			var out strings.Builder
			rep := newReport(&out)
			if err := read(strings.NewReader(events.String()), rep); err != nil {
				t.Fatal(err)
			}
			rep.close(c.strict)
			if diff := cmp.Diff(c.want, out.String()); diff != "" {
				t.Errorf("printed (-want +got):\n%s", diff)
			}
		})
	}
}

// skips is the events of tests of package p that skip themselves for the reason.
func skips(why string, tests ...string) string {
	var events strings.Builder
	for _, test := range tests {
		head := `","Package":"p","Test":"` + test + `"`
		if why != "" {
			events.WriteString(`{"Action":"output` + head + `,"Output":"    a_test.go:9: ` + why + `\n"}` + "\n")
		}
		events.WriteString(`{"Action":"output` + head + `,"Output":"--- SKIP: ` + test + ` (0.00s)\n"}` + "\n")
		events.WriteString(`{"Action":"skip` + head + `}` + "\n")
	}
	return events.String()
}
