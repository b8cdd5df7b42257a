package wire_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/wire"
)

func TestTimeIsWrittenInUTCWithMilliseconds(t *testing.T) {
	t.Parallel()
	paris := time.FixedZone("", 2*60*60)
	for _, c := range []struct {
		in   time.Time
		want string
	}{
		{time.Date(2026, 8, 7, 12, 34, 56, 789_000_000, time.UTC), `"2026-08-07T12:34:56.789Z"`},
		{time.Date(2026, 8, 7, 14, 34, 56, 789_000_000, paris), `"2026-08-07T12:34:56.789Z"`},
		{time.Date(2026, 8, 7, 12, 34, 56, 0, time.UTC), `"2026-08-07T12:34:56.000Z"`},
		{time.Date(2026, 12, 31, 23, 59, 59, 999_999_999, time.UTC), `"2026-12-31T23:59:59.999Z"`},
		{time.Time{}, `"0001-01-01T00:00:00.000Z"`},
	} {
		got, err := wire.Marshal(wire.Time(c.in))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.want {
			t.Errorf("%v: %s, want %s", c.in, got, c.want)
		}
	}
}

func TestTimeReadsAnyOffsetAndPrecision(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, 8, 7, 12, 34, 56, 789_000_000, time.UTC)
	for _, body := range []string{
		`"2026-08-07T12:34:56.789Z"`, `"2026-08-07T14:34:56.789+02:00"`, `"2026-08-07T12:34:56.789000000Z"`,
	} {
		var got wire.Time
		if err := wire.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		if !got.Equal(wire.Time(want)) || got.String() != "2026-08-07T12:34:56.789Z" {
			t.Errorf("%s: read %v", body, got)
		}
	}
	for _, body := range []string{`""`, `"2026-08-07"`, `"2026-02-30T00:00:00Z"`, `1786106096789`, `true`} {
		var got wire.Time
		if err := wire.Unmarshal([]byte(body), &got); err == nil {
			t.Errorf("%s: read %v", body, got)
		}
	}
}

func TestTimeWithoutAValueIsLeftOut(t *testing.T) {
	t.Parallel()
	type shape struct {
		When wire.Time `json:"when,omitzero"`
	}
	if got, err := wire.Marshal(shape{}); err != nil || string(got) != `{}` {
		t.Errorf("%s, error %v", got, err)
	}
	read := shape{When: wire.Time(time.Unix(1, 0))}
	if err := wire.Unmarshal([]byte(`{"when":null}`), &read); err != nil || !read.When.IsZero() {
		t.Errorf("null: %v, error %v", read.When, err)
	}
}

func TestIDIsAStringAndReadsWholeNumbersToo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		body string
		want wire.ID
	}{
		{`"98306"`, "98306"},
		{`98306`, "98306"},
		{`9007199254740993`, "9007199254740993"}, // above 2^53: kept exactly
		{`-1`, "-1"},
		{`"att98306"`, "att98306"},
		{`"abc"`, "abc"}, // the handler's to refuse, in its version's words
		{`""`, ""},
		{`null`, ""},
	} {
		got := wire.ID("before")
		if err := wire.Unmarshal([]byte(c.body), &got); err != nil {
			t.Errorf("%s: %v", c.body, err)
		} else if got != c.want {
			t.Errorf("%s: %q, want %q", c.body, got, c.want)
		}
	}
	for _, body := range []string{`1.0`, `1e3`, `true`, `[]`, `{}`} {
		var got wire.ID
		if err := wire.Unmarshal([]byte(body), &got); err == nil {
			t.Errorf("%s: read %q", body, got)
		}
	}
	got, err := wire.Marshal([]wire.ID{wire.NewID(98306), wire.NewAttachmentID(7)})
	if err != nil || string(got) != `["98306","att7"]` {
		t.Errorf("%s, error %v", got, err)
	}
}

func TestIDInt64TakesPositiveDigitsOnly(t *testing.T) {
	t.Parallel()
	for id, want := range map[wire.ID]int64{"1": 1, "98306": 98306, "att98306": 98306, "9223372036854775807": math.MaxInt64} {
		if got, err := id.Int64(); err != nil || got != want {
			t.Errorf("%q: %d, error %v, want %d", id, got, err, want)
		}
	}
	for _, id := range []wire.ID{"", "0", "-1", "+1", "1.0", " 1", "1_0", "abc", "att", "attatt1", "ATT1", "0x1", "9223372036854775808", "١"} {
		if got, err := id.Int64(); err == nil {
			t.Errorf("%q: %d", id, got)
		}
	}
}

func TestNullTellsAbsentFromNullFromAValue(t *testing.T) {
	t.Parallel()
	type shape struct {
		Always wire.Null[string] `json:"always"`
		Maybe  wire.Null[string] `json:"maybe,omitzero"`
		Flag   wire.Null[bool]   `json:"flag,omitzero"`
	}
	for _, c := range []struct {
		value shape
		want  string
	}{
		{shape{}, `{"always":null}`},
		{shape{Always: wire.NullOf[string](), Maybe: wire.NullOf[string]()}, `{"always":null,"maybe":null}`},
		{shape{Always: wire.Value(""), Maybe: wire.Value(""), Flag: wire.Value(false)}, `{"always":"","maybe":"","flag":false}`},
	} {
		got, err := wire.Marshal(c.value)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.want {
			t.Errorf("%+v: %s, want %s", c.value, got, c.want)
		}
		var back shape
		if err := wire.Unmarshal(got, &back); err != nil {
			t.Fatal(err)
		}
		if back.Maybe != c.value.Maybe || back.Flag != c.value.Flag {
			t.Errorf("%s: read %+v", got, back)
		}
	}
	var n wire.Null[int]
	if err := wire.Unmarshal([]byte(`"1"`), &n); err == nil {
		t.Errorf("text read as %v", n)
	}
	if got := wire.Value(1).Or(2) + wire.NullOf[int]().Or(20); got != 21 {
		t.Errorf("Or: %d, want 21", got)
	}
}

func TestObjectKeepsTheOrderOfItsMembers(t *testing.T) {
	t.Parallel()
	const text = `{"space":"/rest/api/space/DEV","ancestors":"","body":""}`
	var o wire.Expandable
	if err := wire.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	want := wire.Expandable{{Name: "space", Value: "/rest/api/space/DEV"}, {Name: "ancestors"}, {Name: "body"}}
	if diff := cmp.Diff(want, o); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		value wire.Expandable
		want  string
	}{
		{o, text},
		{o.Without("ancestors", "no such name"), `{"space":"/rest/api/space/DEV","body":""}`},
		{o.Without("space", "ancestors", "body"), `{}`},
		{nil, `{}`},
	} {
		if got, err := wire.Marshal(c.value); err != nil || string(got) != c.want {
			t.Errorf("%s, error %v, want %s", got, err, c.want)
		}
	}
	if path, ok := o.Get("space"); path != "/rest/api/space/DEV" || !ok {
		t.Errorf("Get: %q, %v", path, ok)
	}
	if _, ok := o.Get("version"); ok {
		t.Error("Get found a member that is not there")
	}
}

func TestObjectIsAbsentOnlyWhenNilAndOmitted(t *testing.T) {
	t.Parallel()
	type shape struct {
		Always wire.Object[int] `json:"always"`
		Maybe  wire.Object[int] `json:"maybe,omitzero"`
	}
	for _, c := range []struct {
		value shape
		want  string
	}{
		{shape{}, `{"always":{}}`},
		{shape{Maybe: wire.Object[int]{}}, `{"always":{},"maybe":{}}`},
	} {
		if got, err := wire.Marshal(c.value); err != nil || string(got) != c.want {
			t.Errorf("%s, error %v, want %s", got, err, c.want)
		}
	}
	twice := wire.Object[int]{{Name: "a"}, {Name: "a"}}
	if got, err := wire.Marshal(twice); err == nil {
		t.Errorf("wrote a name twice: %s", got)
	}
	read := wire.Object[int]{{Name: "before"}}
	if err := wire.Unmarshal([]byte(`null`), &read); err != nil || read != nil {
		t.Errorf("null: %v, error %v", read, err)
	}
	for _, body := range []string{`[]`, `"a"`, `{"a":"1"}`} {
		if err := wire.Unmarshal([]byte(body), &read); err == nil {
			t.Errorf("%s: read %v", body, read)
		}
	}
}

func TestTenantInfoIsOneMember(t *testing.T) {
	t.Parallel()
	got, err := wire.Marshal(wire.TenantInfo{CloudID: "8f1c1a1e-5b1c-4f6e-9a55-0d4f7a3b2c11"})
	if err != nil || string(got) != `{"cloudId":"8f1c1a1e-5b1c-4f6e-9a55-0d4f7a3b2c11"}` {
		t.Errorf("%s, error %v", got, err)
	}
}
