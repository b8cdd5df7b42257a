package catalog

import (
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestOpenedBy(t *testing.T) {
	t.Parallel()
	got := map[string][]Scope{}
	for _, o := range Default().OpenedBy("readonly:content.attachment:confluence") {
		got[o.Operation.Key()] = o.With
	}
	want := map[string][]Scope{"v1:downloadAttatchment": {}}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("opens (-want +got):\n%s", diff)
	}
	with := 0
	for _, o := range Default().OpenedBy("write:attachment:confluence") {
		held, err := ParseScopes(append(o.With, "write:attachment:confluence")...)
		if err != nil || !o.Operation.Allows(held) {
			t.Errorf("%s does not open with %v: %v", o.Operation.Key(), held, err)
		}
		with += len(o.With)
	}
	if with == 0 {
		t.Error("no operation asks for another scope beside write:attachment:confluence")
	}
	if got := Default().OpenedBy("read:blogpost:confluence"); got != nil {
		t.Errorf("a scope that nothing asks for opens %v", got)
	}
}

// TestHeldIsCertain asks for everything that could be asked of a random token, and holds that what is concluded is so.
func TestHeldIsCertain(t *testing.T) {
	t.Parallel()
	all := AllScopes()
	rapid.Check(t, func(t *rapid.T) {
		truth, err := ParseScopes(rapid.SliceOfDistinct(rapid.SampledFrom(all), rapid.ID).Draw(t, "held")...)
		if err != nil {
			t.Fatal(err)
		}
		want, err := ParseScopes(rapid.SliceOfDistinct(rapid.SampledFrom(all), rapid.ID).Draw(t, "want")...)
		if err != nil {
			t.Fatal(err)
		}
		var opened, shut []Operation
		for {
			op, more := Default().Probe(want, opened, shut)
			if !more {
				break
			}
			if op.Method != "GET" {
				t.Fatalf("probes with %s", op)
			}
			if op.Allows(truth) {
				opened = append(opened, op)
			} else {
				shut = append(shut, op)
			}
		}
		held, lacks := Held(opened, shut)
		if !truth.Contains(held) || truth.meets(lacks) {
			t.Fatalf("concluded %q held and %q lacking of %q", held, lacks, truth)
		}
		// What one reading operation of version 2 asks for alone is always decided.
		for _, op := range Default().Operations() {
			if op.Version == V2 && op.Method == "GET" && len(op.Granular) == 1 && want.Has(op.Granular[0]) {
				if !held.Has(op.Granular[0]) && !lacks.Has(op.Granular[0]) {
					t.Fatalf("%s is undecided after %d calls", op.Granular[0], len(opened)+len(shut))
				}
			}
		}
	})
}

func TestHeldLeavesOpenWhatItCannotKnow(t *testing.T) {
	t.Parallel()
	user := find(t, "v1:getCurrentUser") // read:confluence-user, or read:content-details:confluence
	held, lacks := Held(user, nil)
	if held.Len() != 0 || lacks.Len() != 0 {
		t.Errorf("one answer with two reasons: held %q, lacks %q", held, lacks)
	}
	held, lacks = Held(nil, user)
	if diff := gocmp.Diff("read:confluence-user read:content-details:confluence", lacks.String()); diff != "" || held.Len() != 0 {
		t.Errorf("shut (-want +got):\n%s", diff)
	}
	opened := slices.Concat(user, find(t, "v2:getPages"))
	held, _ = Held(opened, find(t, "v1:getAnonymousUser"))
	if held.String() != "read:content-details:confluence read:page:confluence" {
		t.Errorf("one reason of two ruled out: held %q", held)
	}
}
