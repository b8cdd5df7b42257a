package client

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/weirtest"
)

// TestSurveyAsksBothDoors: each kind of credential, and what either door says to it.
func TestSurveyAsksBothDoors(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	narrow := w.NewToken(t, w.Admin, "read:space:confluence")
	for name, tc := range map[string]struct {
		site        string
		credentials Credentials
		want        []string
		requests    int
	}{
		"unscoped":       {w.URL, Credentials{w.Admin.Email, w.Unscoped.Text}, []string{"site: Ada Lovelace", "gateway: Ada Lovelace"}, 3},
		"scoped":         {w.URL, Credentials{w.Admin.Email, w.Scoped.Text}, []string{"site: *client.DoorError", "gateway: Ada Lovelace"}, 3},
		"narrow":         {w.URL, Credentials{w.Admin.Email, narrow.Text}, []string{"site: *client.DoorError", "gateway: open, *client.ScopeError"}, 3},
		"revoked":        {w.URL, Credentials{w.Admin.Email, w.Revoked.Text}, []string{"site: *client.CredentialsError", "gateway: *client.CredentialsError"}, 3},
		"Bearer":         {w.URL, Credentials{"", w.Unscoped.Text}, []string{"gateway: *client.CredentialsError"}, 2},
		"at the gateway": {w.GatewayURL, Credentials{w.Admin.Email, w.Scoped.Text}, []string{"gateway: Ada Lovelace"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			remembered := newMemory()
			c, m := connect(t, tc.site, tc.credentials, WithDoorCache(remembered))
			answers, err := c.Survey(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range answers {
				words := a.Door.String() + ": "
				switch {
				case a.Err == nil:
					words += a.Who.DisplayName
				case a.Opened():
					words += fmt.Sprintf("open, %T", a.Err)
				default:
					words += fmt.Sprintf("%T", a.Err)
				}
				if want := map[bool]string{false: w.URL, true: w.GatewayURL}[a.Door.Gateway]; a.Base != want {
					t.Errorf("base %s, want %s", a.Base, want)
				}
				got = append(got, words)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
			if n := len(m.take()); n != tc.requests {
				t.Errorf("%d requests, want %d", n, tc.requests)
			}
			if len(remembered.doors) != 0 {
				t.Error("it remembers")
			}
		})
	}
}

func TestSurveyOfAPublicSiteIsNotTakenIn(t *testing.T) {
	t.Parallel()
	w := newServer(t, weirtest.Public())
	c, _ := connect(t, w.URL, Credentials{"foo", "bar"})
	answers, err := c.Survey(t.Context())
	if err != nil || len(answers) != 2 || answers[0].Opened() || answers[1].Opened() {
		t.Errorf("%+v, %v", answers, err)
	}
}

func TestSurveyOfNoSite(t *testing.T) {
	t.Parallel()
	other := serve(t, func(r http.ResponseWriter, _ *http.Request) { r.WriteHeader(http.StatusNotFound) })
	c, _ := connect(t, other, Credentials{"ann@example.com", "x"})
	answers, err := c.Survey(t.Context())
	if _, ok := errors.AsType[*AddressError](err); !ok || len(answers) != 1 || answers[0].Opened() {
		t.Errorf("%+v, %v", answers, err)
	}
}

func TestSurveyOfACloudIDThatIsNone(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	c, _ := connect(t, w.URL+gatewayPath+"00000000-0000-4000-8000-000000000000", Credentials{w.Admin.Email, w.Unscoped.Text})
	answers, err := c.Survey(t.Context())
	if _, ok := errors.AsType[*AddressError](err); !ok || len(answers) != 0 {
		t.Errorf("%+v, %v", answers, err)
	}
}

func TestRememberedTellsWhatWorkedBefore(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	remembered := newMemory()
	c, _ := connect(t, w.URL, Credentials{w.Admin.Email, w.Scoped.Text}, WithDoorCache(remembered))
	if _, known := c.Remembered(); known {
		t.Error("known before the first call")
	}
	if _, err := c.Door(t.Context()); err != nil {
		t.Fatal(err)
	}
	if door, known := c.Remembered(); !known || door != (Door{Gateway: true, CloudID: w.CloudID}) {
		t.Errorf("remembered %+v, %t", door, known)
	}
	for name, other := range map[string]*Client{
		"another token": first(connect(t, w.URL, Credentials{w.Admin.Email, "x"}, WithDoorCache(remembered))),
		"no cache":      first(connect(t, w.URL, Credentials{w.Admin.Email, w.Scoped.Text})),
		"nobody":        first(connect(t, w.URL, Credentials{}, WithDoorCache(remembered))),
	} {
		if _, known := other.Remembered(); known {
			t.Errorf("%s is known", name)
		}
	}
}

func first(c *Client, _ *meter) *Client { return c }
