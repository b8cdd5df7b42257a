package server

import (
	"errors"
	"net"
	"net/netip"
	"sync"
)

// boundedListener bounds the open connections: beyond most, new ones wait in the system's queue; beyond mostPerClient,
// those of one client address are closed at once (security-model.md §10).
type boundedListener struct {
	net.Listener
	slots         chan struct{}
	mostPerClient int
	tell          func(client netip.Addr) // of a connection that was closed
	stop          chan struct{}
	stopOnce      sync.Once

	mu      sync.Mutex
	clients map[netip.Addr]int
}

func boundListener(l net.Listener, most, mostPerClient int, tell func(netip.Addr)) *boundedListener {
	return &boundedListener{
		Listener: l, slots: make(chan struct{}, most), mostPerClient: mostPerClient, tell: tell,
		stop: make(chan struct{}), clients: map[netip.Addr]int{},
	}
}

// Accept waits for a free slot, then for a connection.
func (l *boundedListener) Accept() (net.Conn, error) {
	for {
		select {
		case l.slots <- struct{}{}:
		case <-l.stop:
			return nil, net.ErrClosed
		}
		conn, err := l.Listener.Accept()
		if err != nil {
			<-l.slots
			return nil, err
		}
		client := clientOf(conn.RemoteAddr().String())
		if l.enter(client) {
			return &boundedConn{Conn: conn, leave: sync.OnceFunc(func() { l.leave(client) })}, nil
		}
		<-l.slots
		_ = conn.Close() // refused; the client is told nothing
		l.tell(client)
	}
}

// Close stops accepting. It may be called more than once.
func (l *boundedListener) Close() error {
	l.stopOnce.Do(func() { close(l.stop) })
	err := l.Listener.Close()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func (l *boundedListener) enter(client netip.Addr) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.clients[client] >= l.mostPerClient {
		return false
	}
	l.clients[client]++
	return true
}

func (l *boundedListener) leave(client netip.Addr) {
	l.mu.Lock()
	if l.clients[client]--; l.clients[client] == 0 {
		delete(l.clients, client)
	}
	l.mu.Unlock()
	<-l.slots
}

type boundedConn struct {
	net.Conn
	leave func()
}

// CloseWrite ends the answers of a connection that net/http is about to close, so that the client sees their end.
func (c *boundedConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

func (c *boundedConn) Close() error {
	c.leave()
	return c.Conn.Close()
}

// clientOf is the address in "host:port"; the zero address for anything else, such as a socket in the file system.
func clientOf(remote string) netip.Addr {
	ap, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap().WithZone("")
}

// networkOf is the network that a client is known by: the IPv4 address, the /64 of an IPv6 address (security-model.md
// R-BRUTE). Empty when the address is not known.
func networkOf(remote string) string {
	addr := clientOf(remote)
	switch {
	case !addr.IsValid():
		return ""
	case addr.Is4():
		return addr.String()
	}
	return netip.PrefixFrom(addr, 64).Masked().String()
}
