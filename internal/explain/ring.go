package explain

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"
	"golang.org/x/time/rate"
)

// The two segments of the ring. A full current one takes the place of the previous one.
const (
	current  = "current.jsonl"
	previous = "previous.jsonl"
)

// Options bound what a ring costs. Zero members take the value in brackets.
type Options struct {
	Now          func() time.Time // [time.Now]
	SegmentBytes int64            // size of one of the two segments [4 MiB]
	ClientBurst  int              // records one client may leave at once [100]; refilled at one a second
	TotalBurst   int              // records all clients may leave at once [1000]; refilled at a hundred a second
}

const (
	clientRate  rate.Limit = 1
	totalRate   rate.Limit = 100
	queueLength            = 1024
	// mostClients bounds the table of budgets. When it is full all start again; the total budget still holds.
	mostClients = 4096
)

// Ring is the record of refusals on disk: JSON lines in two files of bounded size, written in batches by one goroutine.
// Nothing is synced; a refusal is not worth an fsync. It is safe for concurrent use.
type Ring struct {
	dir     string
	opt     Options
	queue   chan entry
	done    chan struct{}
	err     error // of closing; read after done
	dropped atomic.Uint64

	mu      sync.Mutex
	closed  bool
	total   *rate.Limiter
	clients map[string]*rate.Limiter
}

// entry is a record to write, or a mark to close when everything before it is written, or neither: the end.
type entry struct {
	record  *Record
	flushed chan struct{}
}

// Open opens the ring in dir, which is created when missing, and starts its writer. Close it.
func Open(dir string, opt Options) (*Ring, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.SegmentBytes == 0 {
		opt.SegmentBytes = 4 << 20
	}
	if opt.ClientBurst == 0 {
		opt.ClientBurst = 100
	}
	if opt.TotalBurst == 0 {
		opt.TotalBurst = 1000
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("record of refusals: %w", err)
	}
	w, err := openSegment(dir)
	if err != nil {
		return nil, fmt.Errorf("record of refusals: %w", err)
	}
	r := &Ring{
		dir: dir, opt: opt, queue: make(chan entry, queueLength), done: make(chan struct{}),
		total: rate.NewLimiter(totalRate, opt.TotalBurst), clients: map[string]*rate.Limiter{},
	}
	go r.write(w)
	return r, nil
}

// Add queues a record, cleaned, for writing. client is who is charged for it: an account, a token or a network. It never
// waits: a client over its budget, a full queue or a closed ring drop the record and count it.
func (r *Ring) Add(rec Record, client string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || !r.allow(client) {
		r.dropped.Add(1)
		return
	}
	clean := rec.Clean()
	select {
	case r.queue <- entry{record: &clean}:
	default:
		r.dropped.Add(1)
	}
}

func (r *Ring) allow(client string) bool {
	now := r.opt.Now()
	own := r.clients[client]
	if own == nil {
		if len(r.clients) >= mostClients {
			clear(r.clients)
		}
		own = rate.NewLimiter(clientRate, r.opt.ClientBurst)
		r.clients[client] = own
	}
	return own.AllowN(now, 1) && r.total.AllowN(now, 1)
}

// Dropped is the number of refusals that were not recorded since Open.
func (r *Ring) Dropped() uint64 { return r.dropped.Load() }

// Flush waits until every record added before it is in the file, or ctx ends.
func (r *Ring) Flush(ctx context.Context) error {
	mark := make(chan struct{})
	select {
	case r.queue <- entry{flushed: mark}:
	case <-r.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-mark:
		return nil
	case <-r.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close writes what is queued and ends the writer. Later records are dropped. It may be called more than once.
func (r *Ring) Close() error {
	r.mu.Lock()
	if !r.closed {
		r.closed = true
		r.queue <- entry{} // the queue itself is never closed: Flush may be sending
	}
	r.mu.Unlock()
	<-r.done
	return r.err
}

// write is the writer: it takes what has gathered, one write call a batch.
func (r *Ring) write(w *segment) {
	defer close(r.done)
	var batch bytes.Buffer
	for e := range r.queue {
		var marks []chan struct{}
		var records uint64
		batch.Reset()
		end := false
		for {
			switch {
			case e.flushed != nil:
				marks = append(marks, e.flushed)
			case e.record == nil:
				end = true
			default:
				if err := json.MarshalWrite(&batch, e.record, json.OmitZeroStructFields(true)); err == nil {
					batch.WriteByte('\n')
					records++
				}
			}
			if end || len(r.queue) == 0 || int64(batch.Len()) > r.opt.SegmentBytes/4 {
				break
			}
			e = <-r.queue
		}
		if err := w.append(batch.Bytes(), r.opt.SegmentBytes); err != nil {
			r.dropped.Add(records)
		}
		for _, mark := range marks {
			close(mark)
		}
		if end {
			r.err = w.file.Close()
			return
		}
	}
}

// segment is the file being written.
type segment struct {
	dir  string
	file *os.File
	size int64
}

func openSegment(dir string) (*segment, error) {
	f, err := os.OpenFile(filepath.Join(dir, current), os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	s := &segment{dir: dir, file: f, size: info.Size()}
	last := []byte{'\n'}
	if s.size > 0 {
		if _, err := f.ReadAt(last, s.size-1); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	if last[0] != '\n' { // a writer died in the middle of a line; the next one must not continue it
		if err := s.append([]byte{'\n'}, s.size+1); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return s, nil
}

func (s *segment) append(lines []byte, most int64) error {
	if len(lines) == 0 {
		return nil
	}
	if s.size > 0 && s.size+int64(len(lines)) > most {
		if err := s.rotate(); err != nil {
			return err
		}
	}
	n, err := s.file.Write(lines)
	s.size += int64(n)
	return err
}

func (s *segment) rotate() error {
	if err := s.file.Close(); err != nil && !errors.Is(err, fs.ErrClosed) {
		return err
	}
	if err := os.Rename(filepath.Join(s.dir, current), filepath.Join(s.dir, previous)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fresh, err := openSegment(s.dir)
	if err != nil {
		return err
	}
	*s = *fresh
	return nil
}

// ErrNotFound says that the ring holds no such request: it was not refused, is older than the ring, or was dropped
// because its client left too many.
var ErrNotFound = errors.New("no refusal with this request id is on record")

// Find looks a refusal up in the folder of a ring, also while a server writes there. requestID is the value of
// atl-request-id, or of atl-traceid (the same without dashes), in any case.
func Find(dir, requestID string) (Record, error) {
	id, err := uuid.Parse(requestID)
	if err != nil {
		return Record{}, fmt.Errorf("%q is not a request id: 32 hexadecimal digits, with or without dashes", Mask(requestID))
	}
	// The current segment first: should the ring rotate in between, the same records are met twice, never missed.
	for _, name := range []string{current, previous} {
		rec, err := findIn(filepath.Join(dir, name), id.String())
		if !errors.Is(err, ErrNotFound) && !errors.Is(err, fs.ErrNotExist) {
			return rec, err
		}
	}
	return Record{}, ErrNotFound
}

func findIn(path, id string) (Record, error) {
	f, err := os.Open(path)
	if err != nil {
		return Record{}, fmt.Errorf("record of refusals: %w", err)
	}
	defer func() { _ = f.Close() }() // opened for reading
	lines := bufio.NewReaderSize(f, 64<<10)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return Record{}, ErrNotFound // a line without its end is one that a server is writing, or died writing
		}
		var rec Record
		if bytes.Contains(line, []byte(id)) && json.Unmarshal(line, &rec) == nil && rec.RequestID == id {
			return rec, nil
		}
	}
}
