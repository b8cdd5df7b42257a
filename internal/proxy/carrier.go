package proxy

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/weirhq/weir/client"
)

// KeyPrefix begins every key of a run, so that one of an earlier run is known for what it is and goes nowhere.
const KeyPrefix = "weirproxy-"

// carrier is whose credential a request travels with.
type carrier string

const (
	byKey   carrier = "key"  // the stored one: the client has presented the key
	byOwn   carrier = "own"  // what the client brings
	byNone  carrier = "none" // none at all
	bearer          = "Bearer "
	basicIs         = "Basic "
)

// identify finds out with whose credential the request travels, and through which door.
func (x *exchange) identify() *refusal {
	sent := x.r.Header.Get("Authorization")
	user, password, isBasic := readBasic(sent)
	switch {
	case sent == "":
		if !x.p.Anonymous {
			return &refusal{NoCredential, "the request has no credential; send the key of this run as the password of Basic, or a credential of your own"}
		}
		x.carrier = byNone
	case x.p.Key != "" && isBasic && subtle.ConstantTimeCompare([]byte(password), []byte(x.p.Key)) == 1:
		x.carrier = byKey
	case strings.HasPrefix(password, KeyPrefix):
		return &refusal{StaleKey, "the key is not the one of this run"}
	case strings.HasPrefix(user, KeyPrefix), strings.Contains(sent, KeyPrefix):
		return &refusal{KeyMisplaced, "the key belongs in the password of Basic, with any user name"}
	case x.p.OnlyKey:
		return &refusal{OnlyKey, "this proxy takes the key of its run and no other credential"}
	default:
		x.carrier = byOwn
	}
	x.Carrier = string(x.carrier)
	return x.findDoor(sent, user, password, isBasic)
}

// readBasic takes an Authorization field of Basic apart; the scheme matches in any case.
func readBasic(field string) (user, password string, ok bool) {
	if len(field) < len(basicIs) || !strings.EqualFold(field[:len(basicIs)], basicIs) {
		return "", "", false
	}
	plain, err := base64.StdEncoding.DecodeString(strings.TrimSpace(field[len(basicIs):]))
	if err != nil {
		return "", "", false
	}
	user, password, ok = strings.Cut(string(plain), ":")
	return user, password, ok
}

// route is what is known of a credential that a client brings.
type route struct {
	client *client.Client // nil when the credential cannot be read, so that nothing can be found out
	tried  time.Time      // when it was last accepted nowhere; zero when it was not
}

const (
	maxRoutes  = 256         // credentials remembered; past it all are asked for again
	retryAfter = time.Minute // how long one that is accepted nowhere is not tried again
)

// findDoor finds where the credential is accepted. One that is accepted nowhere goes where the client sent it: what the
// site says about it is the site's to say.
func (x *exchange) findDoor(sent, user, password string, isBasic bool) *refusal {
	ctx := x.r.Context()
	switch x.carrier {
	case byNone:
		return x.doorAsAddressed(ctx)
	case byKey:
		x.route = &route{client: x.p.Client}
	case byOwn:
		x.route = x.p.routeOf(sent, credentialsOf(sent, user, password, isBasic))
	}
	if x.route.client == nil || !x.route.tried.IsZero() && x.p.Now().Sub(x.route.tried) < retryAfter {
		return x.doorAsAddressed(ctx)
	}
	door, err := x.route.client.Door(ctx)
	switch {
	case err == nil:
		x.door = door
	case errors.As(err, new(*client.CredentialsError)), errors.As(err, new(*client.DoorError)):
		x.p.notAccepted(sent)
		return x.doorAsAddressed(ctx)
	default:
		return unreachable(err)
	}
	return nil
}

// credentialsOf are what a field says, the zero value when it cannot be read.
func credentialsOf(sent, user, password string, isBasic bool) client.Credentials {
	switch {
	case isBasic && user != "" && password != "":
		return client.Credentials{Email: user, Token: password}
	case strings.HasPrefix(sent, bearer):
		return client.Credentials{Token: sent[len(bearer):]}
	}
	return client.Credentials{}
}

// doorAsAddressed is the one that the request itself names, as far as the site is known there.
func (x *exchange) doorAsAddressed(ctx context.Context) *refusal {
	if x.p.address.Site != "" && !strings.HasPrefix(x.r.RequestURI, "/ex/confluence/") {
		return nil
	}
	id, err := x.p.cloud(ctx)
	if err != nil {
		return unreachable(err)
	}
	x.door = client.Door{Gateway: true, CloudID: id}
	return nil
}

// routeOf is what is known of a credential, found by a hash of it.
func (p *Proxy) routeOf(sent string, c client.Credentials) *route {
	key := sha256.Sum256([]byte(sent))
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.routes[key]; ok {
		copied := *known
		return &copied
	}
	if len(p.routes) >= maxRoutes {
		clear(p.routes)
	}
	made := &route{}
	if !c.Anonymous() {
		if own, err := p.New(c); err == nil { // what is no credential has no door
			made.client = own
		}
	}
	p.routes[key] = made
	copied := *made
	return &copied
}

// notAccepted remembers that a credential opened no door a moment ago.
func (p *Proxy) notAccepted(sent string) {
	key := sha256.Sum256([]byte(sent))
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.routes[key]; ok {
		known.tried = p.Now()
	}
}

// asker is the client that asks the site questions on the request's behalf, with its credential; nil when the credential
// is none that could ask.
func (x *exchange) asker() *client.Client {
	if x.route != nil {
		return x.route.client
	}
	return x.p.Client // which has no credential, or the request would have one
}

// authorize puts the credential on a request to the site: the stored one for the key, and otherwise the client's own,
// byte for byte.
func (x *exchange) authorize(h http.Header) {
	h.Del("Authorization")
	switch x.carrier {
	case byKey:
		x.p.Client.Authorize(h)
	case byOwn:
		h.Set("Authorization", x.r.Header.Get("Authorization"))
	}
}
