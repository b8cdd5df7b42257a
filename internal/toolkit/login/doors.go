package login

import (
	"path/filepath"
	"sync"

	"github.com/weirhq/weir/client"
)

// Doors is a client.DoorCache in a file, so that the next command need not ask. A file that cannot be read or written
// costs some requests and nothing else.
type Doors struct {
	name string
	mu   sync.Mutex
}

// Doors are the doors that were found before.
func (h Home) Doors() *Doors { return &Doors{name: filepath.Join(h.Cache, "doors.json")} }

// maxDoors bounds the file; past it all are asked for again.
const maxDoors = 1000

// Door is part of client.DoorCache.
func (d *Doors) Door(key string) (client.Door, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	door, ok := d.read()[key]
	return door, ok
}

// Remember is part of client.DoorCache.
func (d *Doors) Remember(key string, door client.Door) {
	d.change(func(doors map[string]client.Door) { doors[key] = door })
}

// Forget is part of client.DoorCache.
func (d *Doors) Forget(key string) {
	d.change(func(doors map[string]client.Door) { delete(doors, key) })
}

func (d *Doors) read() map[string]client.Door {
	doors := map[string]client.Door{}
	if err := readPrivate(d.name, &doors); err != nil || len(doors) > maxDoors {
		return map[string]client.Door{}
	}
	return doors
}

func (d *Doors) change(to func(map[string]client.Door)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	doors := d.read()
	to(doors)
	_ = writePrivate(d.name, doors) // a cache
}
