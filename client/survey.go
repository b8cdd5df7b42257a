package client

import (
	"context"
	"errors"
	"net/http"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// DoorAnswer is what one door said when it was asked who the caller is.
type DoorAnswer struct {
	Door Door
	Base string      // what stands before /wiki at this door
	Who  wirev1.User // the caller, where the door told; the zero user otherwise
	Err  error       // nil when the door opened
}

// Opened reports whether the credential is accepted there. A scoped token that may not ask who it is comes as far as the
// scope gate, which only an accepted credential does (auth-behaviour.md §3).
func (a DoorAnswer) Opened() bool { return a.Err == nil || errors.As(a.Err, new(*ScopeError)) }

// Survey asks both doors, the second one also when the first opens: for a diagnosis, which wants to know more than where
// to go. It sends at most three safe GETs, and neither reads nor writes what [Client.Door] remembers. The site is not
// asked when only its place at the gateway is known, nor by a token without an e-mail, which it never takes.
//
// The error is of the site as a whole: its address, or the way there. Answers that came before it are returned with it.
func (c *Client) Survey(ctx context.Context) ([]DoorAnswer, error) {
	var answers []DoorAnswer
	ask := func(d Door) error {
		who, err := c.ask(ctx, d)
		if err != nil && !errors.As(err, new(*Refusal)) {
			return err // nobody answered
		}
		answers = append(answers, DoorAnswer{Door: d, Base: c.base(d), Who: who, Err: err})
		return nil
	}
	id := c.address.CloudID
	if c.address.Site != "" {
		if !c.credentials.bearer() {
			if err := ask(Door{}); err != nil {
				return answers, err
			}
		}
		var err error
		if id, err = c.tenant(ctx); err != nil {
			return answers, err
		}
	}
	if err := ask(Door{Gateway: true, CloudID: id}); err != nil {
		return answers, err
	}
	if last := len(answers) - 1; errors.As(answers[last].Err, new(*NotFoundError)) {
		return answers[:last], c.unknownID(id)
	}
	return answers, nil
}

// unknownID is a gateway that has no site of that cloudId.
func (c *Client) unknownID(id string) error {
	return &AddressError{c.address.Host(), "the gateway " + c.address.Gateway + " does not know its cloudId " + id}
}

// Remembered is the door that the cache of [WithDoorCache] has for the credential: it was accepted there once.
func (c *Client) Remembered() (Door, bool) {
	if c.doors == nil || c.credentials.Anonymous() {
		return Door{}, false
	}
	return c.doors.Door(c.credentials.id(c.address))
}

// ask is who the caller is at one door. That the answer is 200 says nothing: a public site serves a failed pair as
// anonymous (auth-behaviour.md §10 rule 13).
func (c *Client) ask(ctx context.Context, d Door) (who wirev1.User, err error) {
	const path = "/wiki/rest/api/user/current"
	res, err := c.exchange(ctx, &outgoing{
		method: http.MethodGet, url: c.base(d) + path, header: http.Header{"Accept": {jsonType}, "User-Agent": {c.userAgent}},
		credentials: c.credentials, door: d, operation: c.operation(http.MethodGet, path),
	})
	if err != nil {
		return who, err
	}
	if err := decode(res, nil, &who); err != nil {
		return wirev1.User{}, err
	}
	if who.Type == "anonymous" || who.AccountID == "" {
		return wirev1.User{}, &CredentialsError{Refusal: *newRefusal(res, nil), Problem: "the site serves the call as anonymous: " + notAccepted}
	}
	return who, nil
}
