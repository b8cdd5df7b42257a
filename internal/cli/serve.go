package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/server"
)

func serveCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the sites and the gateway of an installation",
		Long: `Serve the sites and the gateway of an installation.

TERM or an interrupt stops: running requests may end, new ones are not taken; a second one quits at once. HUP reads the
TLS certificate and the level of the log again.`,
		Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := a.loadConfig(cmd, nil)
			if err != nil {
				return err
			}
			deps, err := a.deps(cfg)
			if err != nil {
				return err
			}
			srv, err := server.New(cmd.Context(), cfg, deps)
			if err != nil {
				return inUse(err, "--listen and --health-listen take other addresses")
			}
			return run(cmd.Context(), srv, func() error {
				fresh, _, err := a.loadConfig(cmd, nil)
				if err != nil {
					return err
				}
				return srv.Reload(fresh)
			}, a.now, deps.Log)
		},
	}
	configFlags(cmd)
	return cmd
}

// inUse adds advice to an error when an address is in use.
func inUse(err error, advice string) error {
	const onWindows = syscall.Errno(10048) // WSAEADDRINUSE, which is not the EADDRINUSE of package syscall
	if errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, onWindows) {
		return fmt.Errorf("%w; %s", err, advice)
	}
	return err
}

// deps is what an installation takes from this process: the clock, randomness, and a log on standard error.
func (a *app) deps(cfg *config.Config) (server.Deps, error) {
	level := new(slog.LevelVar)
	if err := level.UnmarshalText([]byte(cfg.Log.Level)); err != nil {
		return server.Deps{}, err
	}
	text := cfg.Log.Format == "text" || cfg.Log.Format == "auto" && isTerminal(a.err)
	return server.Deps{Now: a.now, Random: a.random, Log: server.NewLog(a.err, text, level), Level: level}, nil
}

// oneSignal is the time within which two signals count as one: timeout(1), for instance, sends its own to the process and
// again to its group.
const oneSignal = 200 * time.Millisecond

// run serves until a signal says to stop. A second one ends the process at once, also as process 1 of a container,
// where a signal that nobody handles does nothing.
func run(ctx context.Context, srv *server.Server, reload func() error, now func() time.Time, log *slog.Logger) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	done := make(chan error, 1)
	go func() { done <- srv.Run(ctx) }()
	var stopping time.Time
	for {
		select {
		case err := <-done:
			return err
		case sig := <-signals:
			switch {
			case sig == syscall.SIGHUP:
				if err := reload(); err != nil {
					log.Error("reload", "error", err)
				}
			case stopping.IsZero():
				stopping = now()
				stop()
			case now().Sub(stopping) > oneSignal:
				return errCancelled
			}
		}
	}
}
