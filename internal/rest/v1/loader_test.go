package v1

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/wiki"
)

func TestRoomIsBounded(t *testing.T) {
	t.Parallel()
	l := &loader{}
	for _, step := range []struct {
		list, places int
		room         bool
	}{{1, maxMade - 1, true}, {2, 2, false}, {maxTogether + 1, 1, false}, {maxTogether, 1, true}, {1, 1, false}, {0, 0, true}} {
		if got := l.room(step.list, step.places); got != step.room {
			t.Errorf("room for %d in %d places beside %d: %t", step.list, step.places, l.made, got)
		}
	}
}

func TestSliceOfAListInMemory(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		w    wiki.Window
		want wiki.Slice[int]
	}{
		{wiki.Window{Limit: 5}, wiki.Slice[int]{Items: []int{1, 2, 3}}},
		{wiki.Window{Limit: 3}, wiki.Slice[int]{Items: []int{1, 2, 3}}},
		{wiki.Window{Limit: 2}, wiki.Slice[int]{Items: []int{1, 2}, More: true}},
		{wiki.Window{Limit: 2, Offset: 1}, wiki.Slice[int]{Items: []int{2, 3}}},
		{wiki.Window{Limit: 2, Offset: 9}, wiki.Slice[int]{Items: []int{}}},
	} {
		if diff := cmp.Diff(c.want, sliceOf([]int{1, 2, 3}, c.w)); diff != "" {
			t.Errorf("%+v: %s", c.w, diff)
		}
	}
}
