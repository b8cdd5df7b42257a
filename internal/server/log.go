package server

import (
	"io"
	"log/slog"

	"github.com/weirhq/weir/internal/explain"
)

// NewLog makes the log of a process on w: one object a line in JSON, or text for a terminal. Whatever reaches it passes
// a writer that masks secrets (security-model.md §13 "Last defence").
func NewLog(w io.Writer, text bool, level slog.Leveler) *slog.Logger {
	opt := &slog.HandlerOptions{Level: level, ReplaceAttr: inUTC}
	if text {
		return slog.New(slog.NewTextHandler(masking{w}, opt))
	}
	return slog.New(slog.NewJSONHandler(masking{w}, opt))
}

func inUTC(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		a.Value = slog.TimeValue(a.Value.Time().UTC())
	}
	return a
}

// masking hands each line on without secrets. slog writes a line at a time.
type masking struct{ w io.Writer }

func (m masking) Write(line []byte) (int, error) {
	clean := explain.Mask(string(line))
	if _, err := io.WriteString(m.w, clean); err != nil {
		return 0, err
	}
	return len(line), nil
}
