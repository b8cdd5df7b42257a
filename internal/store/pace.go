package store

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/semaphore"
)

// postgresWriters bounds how many writes run at once against PostgreSQL.
const postgresWriters = 8

// pace decides how many writes run at once. Writes near one another make each other run again, and then fewer at once
// commit more: after each lost race a write takes up more of the room, and after a run of won ones less.
type pace struct {
	room   *semaphore.Weighted
	weight atomic.Int64 // what one write takes up of the room, 1 to postgresWriters
	won    atomic.Int64
}

// wins is how many writes in a row must not have lost for the pace to quicken.
const wins = 32

func newPace() *pace {
	p := &pace{room: semaphore.NewWeighted(postgresWriters)}
	p.weight.Store(1)
	return p
}

// begin waits for room, for all of it to run alone. done gives it back and says whether the write lost against another.
func (p *pace) begin(ctx context.Context, alone bool) (done func(lost bool), err error) {
	weight := p.weight.Load()
	if alone {
		weight = postgresWriters
	}
	if err := p.room.Acquire(ctx, weight); err != nil {
		return nil, err
	}
	return func(lost bool) {
		p.room.Release(weight)
		switch {
		case lost:
			p.won.Store(0)
			p.weight.Store(min(2*p.weight.Load(), postgresWriters)) // two at once may count as one: it is a measure, no sum
		case p.won.Add(1)%wins == 0:
			p.weight.Store(max(p.weight.Load()/2, 1))
		}
	}, nil
}
