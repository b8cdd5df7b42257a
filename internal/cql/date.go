package cql

import (
	"errors"
	"math"
	"strings"
	"time"
)

// Date is a date as it was written: a civil one, of the time zone of whoever asks, or with an offset of its own.
type Date struct {
	Year, Month, Day     int
	Hour, Minute, Second int
	Millisecond          int
	Precision            Precision
	Zoned                bool // Offset counts
	Offset               int  // seconds east of UTC
	Pos                  int
}

// Precision is the last part of a date that was written; the date stands for the whole of it.
type Precision uint8

// The precisions.
const (
	ToDay Precision = iota
	ToMinute
	ToSecond
	ToMillisecond
)

// Moment is a point in time relative to now.
type Moment struct {
	Func Func // Now to EndOfYear
	Inc  Increment
	Pos  int
}

// Increment is a number of calendar units, which may be negative. The zero Increment adds nothing.
type Increment struct {
	N    int
	Unit byte // one of y M w d h m, or 0 when N is
}

// Interval is a half-open stretch of time: From ≤ t < To. A side without a bound lies at the first or last millisecond that an
// int64 can count, so both can always be compared and turned into milliseconds.
type Interval struct {
	From, To time.Time
}

// Contains reports whether t lies in the interval.
func (i Interval) Contains(t time.Time) bool {
	return !t.Before(i.From) && t.Before(i.To)
}

// Resolve returns what the date stands for: the whole day, minute, second or millisecond, in loc unless the date has an offset
// of its own. A day is as long as it is in loc, also when clocks change. now is not used.
func (d Date) Resolve(_ time.Time, loc *time.Location) Interval {
	if d.Zoned {
		loc = time.FixedZone("", d.Offset)
	}
	if d.Precision == ToDay {
		return Interval{From: midnight(d.Year, d.Month, d.Day, loc), To: midnight(d.Year, d.Month, d.Day+1, loc)}
	}
	length := map[Precision]time.Duration{ToMinute: time.Minute, ToSecond: time.Second, ToMillisecond: time.Millisecond}[d.Precision]
	nanos := d.Millisecond * int(time.Millisecond)
	from := civil(time.Date(d.Year, time.Month(d.Month), d.Day, d.Hour, d.Minute, d.Second, nanos, time.UTC), loc)
	return Interval{From: from, To: from.Add(length)}
}

// Resolve returns the millisecond of the moment. The start or end of the current period is taken first, then the increment is
// added, so endOfMonth("+15d") is in the middle of the next month. An end is the last millisecond of its period. Weeks begin on
// Sunday, as in the vendor's default locale. Months and years end on the last day of a shorter month; days and longer units keep
// the time of day when clocks change, hours and minutes do not.
func (m Moment) Resolve(now time.Time, loc *time.Location) Interval {
	t := now.In(loc)
	y, mo, d := t.Date()
	month := int(mo)
	switch m.Func {
	case StartOfDay:
		t = midnight(y, month, d, loc)
	case EndOfDay:
		t = midnight(y, month, d+1, loc)
	case StartOfWeek:
		t = midnight(y, month, d-int(t.Weekday()), loc)
	case EndOfWeek:
		t = midnight(y, month, d-int(t.Weekday())+7, loc)
	case StartOfMonth:
		t = midnight(y, month, 1, loc)
	case EndOfMonth:
		t = midnight(y, month+1, 1, loc)
	case StartOfYear:
		t = midnight(y, 1, 1, loc)
	case EndOfYear:
		t = midnight(y+1, 1, 1, loc)
	}
	t = m.Inc.add(t).Truncate(time.Millisecond)
	if EndOfDay <= m.Func && m.Func <= EndOfYear {
		t = t.Add(-time.Millisecond)
	}
	return Interval{From: t, To: t.Add(time.Millisecond)}
}

// Interval returns the stretch of time that a clause over a date field holds for, given its operator; != holds for the
// outside of it. ok is false for a clause over another field.
//
//	=, !=  the day, minute, … of the value        <   before its beginning     <=  before its end
//	                                              >   from its end on          >=  from its beginning on
func (c *Clause) Interval(now time.Time, loc *time.Location) (i Interval, ok bool) {
	if len(c.Values) != 1 {
		return Interval{}, false
	}
	switch v := c.Values[0].(type) {
	case Date:
		i = v.Resolve(now, loc)
	case Moment:
		i = v.Resolve(now, loc)
	default:
		return Interval{}, false
	}
	switch c.Op {
	case Less:
		i = Interval{From: time.UnixMilli(math.MinInt64), To: i.From}
	case LessEq:
		i = Interval{From: time.UnixMilli(math.MinInt64), To: i.To}
	case Greater:
		i = Interval{From: i.To, To: time.UnixMilli(math.MaxInt64)}
	case GreaterEq:
		i = Interval{From: i.From, To: time.UnixMilli(math.MaxInt64)}
	}
	return i, true
}

// midnight returns the first instant of a day in loc.
func midnight(year, month, day int, loc *time.Location) time.Time {
	return civil(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC), loc)
}

// civil returns the instant at which clocks in loc show what wall shows in UTC: the first of two when clocks go back, and when
// they skip that time, as long after the skip as wall is after its beginning. time.Date promises neither.
func civil(wall time.Time, loc *time.Location) time.Time {
	shows := func(t time.Time) bool {
		_, offset := t.Zone()
		return t.Add(time.Duration(offset) * time.Second).Equal(wall)
	}
	at := func(day time.Time) time.Time { // by the offset that held around then
		_, offset := day.In(loc).Zone()
		return wall.Add(-time.Duration(offset) * time.Second).In(loc)
	}
	before, after := at(wall.Add(-24*time.Hour)), at(wall.Add(24*time.Hour))
	if !shows(before) && shows(after) {
		return after
	}
	return before
}

func (i Increment) add(t time.Time) time.Time {
	switch i.Unit {
	case 'y':
		return addCalendar(t, 12*i.N, 0)
	case 'M':
		return addCalendar(t, i.N, 0)
	case 'w':
		return addCalendar(t, 0, 7*i.N)
	case 'd':
		return addCalendar(t, 0, i.N)
	case 'h':
		return t.Add(time.Duration(i.N) * time.Hour)
	case 'm':
		return t.Add(time.Duration(i.N) * time.Minute)
	}
	return t
}

// addCalendar keeps the time of day. The same day of another month is its last day if it is too short.
func addCalendar(t time.Time, months, days int) time.Time {
	year, month, day := t.Date()
	month += time.Month(months)
	if months != 0 {
		day = min(day, time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day())
	}
	return civil(time.Date(year, month, day+days, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC), t.Location())
}

// unit is what an increment without a unit counts in the function: its own period.
func (f Func) unit() byte {
	switch f {
	case StartOfDay, EndOfDay:
		return 'd'
	case StartOfWeek, EndOfWeek:
		return 'w'
	case StartOfMonth, EndOfMonth:
		return 'M'
	case StartOfYear, EndOfYear:
		return 'y'
	}
	return 0
}

// parseIncrement reads an optional sign, at most five digits, and a unit, which may be left out if unit is not 0.
func parseIncrement(s string, unit byte) (Increment, bool) {
	digits := strings.TrimLeft(s, "+-")
	if len(s)-len(digits) > 1 || digits == "" {
		return Increment{}, false
	}
	if last := digits[len(digits)-1]; strings.IndexByte("yMwdhm", last) >= 0 {
		digits, unit = digits[:len(digits)-1], last
	}
	n, ok := number(digits, 5)
	switch {
	case !ok || unit == 0:
		return Increment{}, false
	case n == 0:
		return Increment{}, true
	case s[0] == '-':
		n = -n
	}
	return Increment{N: n, Unit: unit}, true
}

// dateLayouts are the accepted forms: the vendor's four, and those of RFC 3339 with or without seconds, fraction and offset.
var dateLayouts = [...]struct {
	layout    string
	precision Precision
	zoned     bool
}{
	{"2006-01-02", ToDay, false},
	{"2006/01/02", ToDay, false},
	{"2006-01-02 15:04", ToMinute, false},
	{"2006/01/02 15:04", ToMinute, false},
	{"2006-01-02T15:04", ToMinute, false},
	{"2006-01-02T15:04Z07:00", ToMinute, true},
	{"2006-01-02 15:04:05", ToSecond, false},
	{"2006/01/02 15:04:05", ToSecond, false},
	{"2006-01-02T15:04:05", ToSecond, false},
	{"2006-01-02T15:04:05Z07:00", ToSecond, true},
	{"2006-01-02T15:04:05Z0700", ToSecond, true}, // as REST v1 writes some dates
}

// parseDate returns the date, or what is wrong with it.
func parseDate(s string) (Date, string) {
	const none = "does not exist in the calendar"
	problem := "is not a date: yyyy-MM-dd, yyyy/MM/dd, either with HH:mm after a space, an RFC 3339 time, or -2w"
	for _, form := range dateLayouts {
		t, err := time.Parse(form.layout, s)
		var wrong *time.ParseError
		switch {
		case errors.As(err, &wrong) && strings.HasSuffix(wrong.Message, "out of range"):
			problem = none
			continue
		case err != nil || strings.Contains(s, ","): // time.Parse takes a comma before a fraction
			continue
		case t.Year() == 0:
			return Date{}, none
		}
		d := Date{
			Year: t.Year(), Month: int(t.Month()), Day: t.Day(), Hour: t.Hour(), Minute: t.Minute(), Second: t.Second(),
			Precision: form.precision, Zoned: form.zoned,
		}
		if strings.Contains(s, ".") { // a fraction, which time.Parse takes after any seconds
			d.Millisecond, d.Precision = t.Nanosecond()/int(time.Millisecond), ToMillisecond
		}
		_, d.Offset = t.Zone()
		return d, ""
	}
	return Date{}, problem
}
