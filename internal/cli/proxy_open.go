package cli

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/internal/proxy"
	"github.com/weirhq/weir/internal/toolkit/login"
)

// openedProxy is a proxy that listens and does not serve yet.
type openedProxy struct {
	listener net.Listener
	handler  *proxy.Proxy
	url      string // as clients call it
	cloudID  string // empty when the site would not tell
	site     string
	key      string
	token    string // the stored one, to be blotted out wherever it might occur
	email    string
	source   string
	door     string
	caFile   string // empty without --tls
}

// openProxy finds the credential, sees that it works, and listens.
func (a *app) openProxy(ctx context.Context, o proxyOptions) (*openedProxy, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	choice, home, err := a.pick(ctx, o.connection)
	if err != nil {
		return nil, err
	}
	s := &openedProxy{token: choice.Credentials.Token, email: choice.Credentials.Email, source: choice.Source}
	if s.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", o.listen); err != nil {
		return nil, err
	}
	if err := a.prepare(ctx, o, s, choice, home); err != nil {
		return nil, errors.Join(err, s.listener.Close())
	}
	return s, nil
}

// check refuses what security-model.md §11 refuses: to serve others than this machine's programs without being asked to,
// and without protection.
func (o proxyOptions) check() error {
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return usageError{fmt.Errorf("--listen %s: %w", o.listen, err)}
	}
	ip := net.ParseIP(host)
	loopback := host == "localhost" || ip != nil && ip.IsLoopback()
	switch {
	case !loopback && !o.expose:
		return usageError{fmt.Errorf("--listen %s is not a loopback address; --expose allows it", o.listen)}
	case !loopback && !o.tls:
		return usageError{errors.New("--expose needs --tls: the key would be seen on the way")}
	case o.caFile != "" && !o.tls:
		return usageError{errors.New("--ca-file needs --tls")}
	}
	for _, name := range o.names {
		if name == "" || strings.ContainsAny(name, ":/ ") {
			return usageError{fmt.Errorf("--name %s: it is a host name, without scheme and port", strconv.Quote(name))}
		}
	}
	return nil
}

func (a *app) prepare(ctx context.Context, o proxyOptions, s *openedProxy, choice login.Choice, home login.Home) error {
	address, ok := s.listener.Addr().(*net.TCPAddr)
	if !ok {
		return fmt.Errorf("%s is no TCP address", s.listener.Addr())
	}
	names := append([]string{address.IP.String(), "localhost"}, o.names...)
	transport := proxy.NewTransport([]string{address.String()})
	stored, err := a.connect(choice, home, transport)
	if err != nil {
		return err
	}
	if !choice.Credentials.Anonymous() {
		if _, err := greet(ctx, stored); err != nil {
			return err
		}
		secret := make([]byte, 32)
		if _, err := io.ReadFull(a.random, secret); err != nil {
			return err
		}
		s.key = proxy.KeyPrefix + base64.RawURLEncoding.EncodeToString(secret)
	}
	door, err := stored.Door(ctx)
	if err != nil {
		return err
	}
	s.door, s.site = door.String(), stored.Address().Host()
	if s.cloudID, err = stored.CloudID(ctx); err != nil {
		return err
	}
	scheme := "http"
	if o.tls {
		scheme = "https"
		if err := a.secure(o, s, names, home); err != nil {
			return err
		}
	}
	s.url = scheme + "://" + address.String()
	s.handler = proxy.New(proxy.Options{
		Client: stored,
		New: func(c client.Credentials) (*client.Client, error) {
			own := choice
			own.Credentials = c
			options := []client.Option{client.WithUserAgent(userAgent()), client.WithTransport(transport), client.WithRetries(1, time.Second)}
			if own.Gateway != "" {
				options = append(options, client.WithGateway(own.Gateway))
			}
			return client.New(own.Site, c, options...)
		},
		Key: s.key, Writes: o.writes, OnlyKey: o.expose, Anonymous: choice.Credentials.Anonymous(), ReadOnly: o.readOnly, Spaces: o.spaces,
		Hosts: hostsOf(names, address.Port, o.tls), Transport: transport, Now: a.now,
	})
	return nil
}

// hostsOf are the values of Host that mean the proxy: each name with the port, and without it where it is the scheme's own.
func hostsOf(names []string, port int, tls bool) []string {
	var hosts []string
	for _, name := range names {
		hosts = append(hosts, net.JoinHostPort(name, strconv.Itoa(port)))
		if tls && port == 443 || !tls && port == 80 {
			hosts = append(hosts, name)
		}
	}
	return hosts
}

// secure makes the certificates of the run, and puts TLS on the listener.
func (a *app) secure(o proxyOptions, s *openedProxy, names []string, home login.Home) error {
	certificate, authority, err := proxy.Authority(names, a.now(), nil)
	if err != nil {
		return err
	}
	if s.caFile = o.caFile; s.caFile == "" {
		s.caFile = filepath.Join(home.Cache, "proxy-ca.pem")
	}
	if err := os.MkdirAll(filepath.Dir(s.caFile), 0o700); err != nil {
		return err
	}
	if err := writeSecret(s.caFile, authority); err != nil {
		return err
	}
	s.listener = tls.NewListener(s.listener, &tls.Config{
		MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}, NextProtos: []string{"http/1.1"},
	})
	return nil
}

// observe says who is told of requests. It is called before serve.
func (s *openedProxy) observe(sinks ...func(*proxy.Exchange)) {
	s.handler.Observe = func(x *proxy.Exchange) {
		for _, sink := range sinks {
			sink(x)
		}
	}
}

// serve answers until the context ends.
func (s *openedProxy) serve(ctx context.Context) error {
	server := proxy.NewServer(s.handler)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(s.listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := server.Shutdown(ending)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// variables lead clients to the proxy, under the names that they read.
func (s *openedProxy) variables() [][2]string {
	email := s.email
	if email == "" {
		email = "proxy@example.com" // any user name goes with the key
	}
	settings := login.Variables(s.url, email, s.key)
	settings = append(settings, [2]string{"WEIR_GATEWAY", s.url}, [2]string{"WEIR_PROXY_URL", s.url},
		[2]string{"WEIR_PROXY_GATEWAY_URL", s.gatewayURL()}, [2]string{"WEIR_PROXY_KEY", s.key})
	if s.caFile != "" {
		for _, name := range []string{"NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"} {
			settings = append(settings, [2]string{name, s.caFile})
		}
	}
	return settings
}

func (s *openedProxy) gatewayURL() string { return s.url + "/ex/confluence/" + s.cloudID }

// environmentFile is for shells and for tools that read such files. Nothing in it needs quotes.
func (s *openedProxy) environmentFile() string {
	var text strings.Builder
	for _, setting := range s.variables() {
		text.WriteString(setting[0] + "=" + setting[1] + "\n")
	}
	return text.String()
}
