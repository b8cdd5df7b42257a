package cql_test

import (
	"math"
	"testing"
	"time"
	_ "time/tzdata" // the tests name zones, and not every system has them

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/cql"
)

// noon is the now of these tests: Wednesday 2026-03-18 12:34:56.789 UTC, 13:34 in Berlin.
var noon = time.Date(2026, 3, 18, 12, 34, 56, 789_000_000, time.UTC)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// interval gives the two ends of what `created OP VALUE` holds for, in UTC.
func interval(t *testing.T, comparison string, now time.Time, loc *time.Location) [2]string {
	t.Helper()
	i, ok := mustParse(t, "created "+comparison).Where.(*cql.Clause).Interval(now, loc)
	if !ok {
		t.Fatalf("created %s is no interval", comparison)
	}
	var out [2]string
	for n, end := range []time.Time{i.From, i.To} {
		switch end.UnixMilli() {
		case math.MinInt64:
			out[n] = "ever"
		case math.MaxInt64:
			out[n] = "ever"
		default:
			out[n] = end.UTC().Format("2006-01-02T15:04:05.000")
		}
	}
	return out
}

func TestDatesAreIntervals(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	for _, c := range []struct{ comparison, from, to string }{
		{`= 2026-01-02`, "2026-01-01T23:00:00.000", "2026-01-02T23:00:00.000"},
		{`!= 2026/01/02`, "2026-01-01T23:00:00.000", "2026-01-02T23:00:00.000"},
		{`> 2026-01-02`, "2026-01-02T23:00:00.000", "ever"},
		{`>= 2026-01-02`, "2026-01-01T23:00:00.000", "ever"},
		{`< 2026-01-02`, "ever", "2026-01-01T23:00:00.000"},
		{`<= 2026-01-02`, "ever", "2026-01-02T23:00:00.000"},
		{`= "2026-01-02 03:04"`, "2026-01-02T02:04:00.000", "2026-01-02T02:05:00.000"},
		{`= "2026/01/02 03:04"`, "2026-01-02T02:04:00.000", "2026-01-02T02:05:00.000"},
		{`= "2026-01-02T03:04"`, "2026-01-02T02:04:00.000", "2026-01-02T02:05:00.000"},
		{`= "2026-01-02T03:04Z"`, "2026-01-02T03:04:00.000", "2026-01-02T03:05:00.000"},
		{`= "2026-01-02 03:04:05"`, "2026-01-02T02:04:05.000", "2026-01-02T02:04:06.000"},
		{`= "2026/01/02 03:04:05"`, "2026-01-02T02:04:05.000", "2026-01-02T02:04:06.000"},
		{`= 2026-01-02T03:04:05`, "2026-01-02T02:04:05.000", "2026-01-02T02:04:06.000"},
		{`= "2026-01-02T03:04:05-08:30"`, "2026-01-02T11:34:05.000", "2026-01-02T11:34:06.000"},
		{`= 2026-01-02T03:04:05.678Z`, "2026-01-02T03:04:05.678", "2026-01-02T03:04:05.679"},
		{`= "2026-01-02T03:04:05.6789+0000"`, "2026-01-02T03:04:05.678", "2026-01-02T03:04:05.679"},
		{`= 2026-03-29`, "2026-03-28T23:00:00.000", "2026-03-29T22:00:00.000"},
		{`= 2026-10-25`, "2026-10-24T22:00:00.000", "2026-10-25T23:00:00.000"},
		{`= "2026-03-29 02:30"`, "2026-03-29T01:30:00.000", "2026-03-29T01:31:00.000"},
		{`= "2026-10-25 02:30"`, "2026-10-25T00:30:00.000", "2026-10-25T00:31:00.000"},
		{`= 2024-02-29`, "2024-02-28T23:00:00.000", "2024-02-29T23:00:00.000"},
	} {
		if diff := cmp.Diff([2]string{c.from, c.to}, interval(t, c.comparison, noon, berlin)); diff != "" {
			t.Errorf("created %s (-want +got):\n%s", c.comparison, diff)
		}
	}
}

func TestMomentsFollowTheClock(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	for _, c := range []struct{ moment, want string }{
		{`now()`, "2026-03-18T12:34:56.789"},
		{`-2w`, "2026-03-04T12:34:56.789"},
		{`now("-4w")`, "2026-02-18T12:34:56.789"},
		{`now("2w")`, "2026-04-01T11:34:56.789"}, // clocks have changed, the time of day has not
		{`now("+336h")`, "2026-04-01T12:34:56.789"},
		{`now("-30m")`, "2026-03-18T12:04:56.789"},
		{`now("-1M")`, "2026-02-18T12:34:56.789"},
		{`now("-1y")`, "2025-03-18T12:34:56.789"},
		{`startOfDay()`, "2026-03-17T23:00:00.000"},
		{`endOfDay()`, "2026-03-18T22:59:59.999"},
		{`endOfDay("-1d")`, "2026-03-17T22:59:59.999"},
		{`startOfDay("+1")`, "2026-03-18T23:00:00.000"},
		{`startOfWeek()`, "2026-03-14T23:00:00.000"},
		{`endOfWeek()`, "2026-03-21T22:59:59.999"},
		{`endOfWeek("+1w")`, "2026-03-28T22:59:59.999"},
		{`startOfMonth()`, "2026-02-28T23:00:00.000"},
		{`startOfMonth("+14d")`, "2026-03-14T23:00:00.000"},
		{`endOfMonth()`, "2026-03-31T21:59:59.999"},
		{`endOfMonth("-1")`, "2026-02-28T22:59:59.999"},
		{`endOfMonth("+15d")`, "2026-04-15T21:59:59.999"},
		{`startOfYear()`, "2025-12-31T23:00:00.000"},
		{`startOfYear("-1")`, "2024-12-31T23:00:00.000"},
		{`endOfYear()`, "2026-12-31T22:59:59.999"},
		{`endOfYear("-12h")`, "2026-12-31T10:59:59.999"},
	} {
		if got := interval(t, ">= "+c.moment, noon, berlin)[0]; got != c.want {
			t.Errorf("%s is %s, want %s", c.moment, got, c.want)
		}
	}
	if got := interval(t, "= now()", noon, berlin); got != [2]string{"2026-03-18T12:34:56.789", "2026-03-18T12:34:56.790"} {
		t.Errorf("now() stands for %v", got)
	}
}

func TestMonthsEndOnTheirLastDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ now, moment, want string }{
		{"2026-03-31", `now("-1M")`, "2026-02-28T00:00:00.000"},
		{"2024-03-31", `now("-1M")`, "2024-02-29T00:00:00.000"},
		{"2024-02-29", `now("1y")`, "2025-02-28T00:00:00.000"},
		{"2026-01-31", `now("-13M")`, "2024-12-31T00:00:00.000"},
		{"2026-12-31", `now("+2M")`, "2027-02-28T00:00:00.000"},
		{"2026-01-31", `endOfMonth("+1")`, "2026-02-28T23:59:59.999"},
	} {
		now, err := time.Parse(time.DateOnly, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := interval(t, ">= "+c.moment, now, time.UTC)[0]; got != c.want {
			t.Errorf("on %s %s is %s, want %s", c.now, c.moment, got, c.want)
		}
	}
}

func TestDaysBeginWhenClocksSkipOrRepeatMidnight(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, day, from, to string }{
		{"America/Sao_Paulo", "2018-11-03", "2018-11-03T03:00:00.000", "2018-11-04T03:00:00.000"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000", "2018-11-05T02:00:00.000"}, // from 1:00 on
		{"America/Havana", "2018-11-04", "2018-11-04T04:00:00.000", "2018-11-05T05:00:00.000"},    // 0:00 comes twice
		{"Africa/Cairo", "2014-05-16", "2014-05-15T22:00:00.000", "2014-05-16T21:00:00.000"},
	} {
		if diff := cmp.Diff([2]string{c.from, c.to}, interval(t, "= "+c.day, noon, zone(t, c.zone))); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", c.day, c.zone, diff)
		}
	}
}

func TestIntervalContainsItsBeginningOnly(t *testing.T) {
	t.Parallel()
	i := cql.Interval{From: noon, To: noon.Add(time.Second)}
	for offset, want := range map[time.Duration]bool{-1: false, 0: true, time.Second - 1: true, time.Second: false} {
		if got := i.Contains(noon.Add(offset)); got != want {
			t.Errorf("at %v: %v", offset, got)
		}
	}
}

func TestOnlyDateClausesAreIntervals(t *testing.T) {
	t.Parallel()
	for _, query := range []string{`type = page`, `id IN (1, 2)`, `creator = currentUser()`} {
		if _, ok := mustParse(t, query).Where.(*cql.Clause).Interval(noon, time.UTC); ok {
			t.Errorf("%s is an interval", query)
		}
	}
}
