package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/proxy"
)

// proxyOptions are the choices of weir proxy, and of weir scopes record as far as they fit.
type proxyOptions struct {
	connection

	listen           string
	writes, readOnly bool
	spaces           []string
	tls, expose      bool
	names            []string
	caFile           string
	record, har, env string
	json, verbose    bool
}

func proxyCommand(a *app) *cobra.Command {
	var o proxyOptions
	cmd := &cobra.Command{
		Use:   "proxy",
		Short: "Let programs that know nothing of scoped tokens use them",
		Long: `Let programs that know nothing of scoped tokens use them.

The proxy stands on this machine in the place of one site. Programs call it as they would call the site, or the gateway;
it sends each request to where its credential is accepted, and turns links in the answers so that a program which joins
them carelessly stays with it.

A program that sends its own credential keeps it. One that sends the key of this run as the password of Basic, with any
user name, is given the stored credential, for GET and HEAD only unless --allow-writes says otherwise. Anything else is
refused, and each refusal is told on standard error with its reason: the proxy's own, and the site's.

  --read-only    nothing is written, whatever the credential may do
  --space KEY    only what is certainly in this space is called; a search is not
  --tls          https, with a certificate authority of this run that vouches for the proxy's names only`,
		Example: `  weir proxy
  weir proxy --context robot --allow-writes --space DOC
  weir proxy --tls --name acme.atlassian.net --listen 127.0.0.1:8443
  weir proxy --record session.jsonl && weir scopes for --session session.jsonl`,
		Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runProxy(cmd.Context(), o) },
	}
	o.flags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.listen, "listen", "127.0.0.1:8091", "address to listen on; port 0 takes a free one")
	flags.BoolVar(&o.expose, "expose", false, "listen on an address that is not loopback; needs --tls, and takes no credential but the key")
	flags.StringVar(&o.record, "record", "", "write what is called to a `file`, for weir scopes for --session")
	flags.StringVar(&o.har, "har", "", "write an HTTP archive to a `file`, without secrets and bodies")
	flags.StringVar(&o.env, "env", "", "write address and key to a `file`, as NAME=value under the names that clients read")
	flags.BoolVar(&o.json, "json", false, "print one JSON object a line on standard output: the start, then each refusal")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "tell every request, not refusals only")
	return cmd
}

// flags are those that weir scopes record has, too.
func (o *proxyOptions) flags(cmd *cobra.Command) {
	o.connection.flags(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&o.writes, "allow-writes", false, "let the key do more than GET and HEAD")
	flags.BoolVar(&o.readOnly, "read-only", false, "let nothing be written, with any credential")
	flags.StringArrayVar(&o.spaces, "space", nil, "let only this space be called, by its `key`; may be repeated")
	flags.BoolVar(&o.tls, "tls", false, "speak https, with a certificate authority of this run")
	flags.StringArrayVar(&o.names, "name", nil, "answer under this host `name`, too, such as acme.atlassian.net; may be repeated")
	flags.StringVar(&o.caFile, "ca-file", "", "with --tls, where the authority's certificate is written (default: in the user's cache folder)")
	cmd.MarkFlagsMutuallyExclusive("allow-writes", "read-only")
}

func (a *app) runProxy(ctx context.Context, o proxyOptions) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := a.newProxyLog(o)
	sinks := []func(*proxy.Exchange){log.tell}
	if o.record != "" {
		file, err := os.OpenFile(o.record, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer closeQuietly(file)
		sinks = append(sinks, log.into(file, func(x *proxy.Exchange) error {
			call, ok := proxy.CallOf(x)
			if !ok {
				return nil
			}
			return proxy.WriteCall(file, call)
		}))
	}
	s, err := a.openProxy(ctx, o)
	if err != nil {
		return err
	}
	if o.har != "" {
		file, err := os.OpenFile(o.har, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return errors.Join(err, s.listener.Close())
		}
		defer closeQuietly(file)
		archive, err := proxy.NewHAR(file, userAgent(), s.key, s.token)
		if err != nil {
			return errors.Join(err, s.listener.Close())
		}
		sinks = append(sinks, log.into(file, archive.Add))
	}
	s.observe(sinks...)
	if o.env != "" {
		if err := writeSecret(o.env, []byte(s.environmentFile())); err != nil {
			return errors.Join(err, s.listener.Close())
		}
	}
	if err := a.announce(o, s); err != nil {
		return errors.Join(err, s.listener.Close())
	}
	return s.serve(ctx)
}

// into makes a sink that tells once when what it writes to fails, and goes on without it.
func (l *proxyLog) into(file *os.File, write func(*proxy.Exchange) error) func(*proxy.Exchange) {
	return func(x *proxy.Exchange) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.broken[file] {
			return
		}
		if err := write(x); err != nil {
			l.broken[file] = true
			fmt.Fprintf(l.err, "weir: %v; nothing more is written to it\n", err)
		}
	}
}

func closeQuietly(f *os.File) { _ = f.Close() } // every write to it was looked at
