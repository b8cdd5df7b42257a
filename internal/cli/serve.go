package cli

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

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
		Args: args(cobra.NoArgs),
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
				return err
			}
			return run(cmd.Context(), srv, func() error {
				fresh, _, err := a.loadConfig(cmd, nil)
				if err != nil {
					return err
				}
				return srv.Reload(fresh)
			}, deps.Log)
		},
	}
	configFlags(cmd)
	return cmd
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

// run serves until a signal says to stop. A second one ends the process at once, also as process 1 of a container,
// where a signal that nobody handles does nothing.
func run(ctx context.Context, srv *server.Server, reload func() error, log *slog.Logger) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	done := make(chan error, 1)
	go func() { done <- srv.Run(ctx) }()
	stopping := false
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
			case stopping:
				return errCancelled
			default:
				stopping = true
				stop()
			}
		}
	}
}
