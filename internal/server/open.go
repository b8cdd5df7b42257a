package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/weirhq/weir/internal/blob"
	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/store"
)

// Deps is what an installation takes from the process around it.
type Deps struct {
	Now    func() time.Time // the clock of tokens, versions and logs of refusals
	Random io.Reader        // the system's generator, but in tests; safe for concurrent use
	Log    *slog.Logger
	// Level is the level of Log, which Reload sets; nil leaves it.
	Level *slog.LevelVar
	// Demo lets the server answer under loopback names, tell every caller the whole reason of a refusal, and answer
	// probes on the public listener.
	Demo bool
	// Fleeting says that the data goes with the process, so that nothing need wait for the disk.
	Fleeting bool
	// Observe, when it is set, is told each statement before it runs (store.Options).
	Observe func(statement string)
}

// Installation is an open data folder or database with everything that works on it, without any listener. Commands that
// change an installation use it beside a running server. Close it.
type Installation struct {
	*site.Service
	db    *store.DB
	blobs *blob.Dir
}

// Open opens the installation that the configuration names; a data folder that is missing is made.
func Open(ctx context.Context, cfg *config.Config, deps Deps) (_ *Installation, err error) {
	if err := os.MkdirAll(cfg.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("open data folder: %w", err)
	}
	keyFile := KeyFile(cfg)
	keys, err := site.LoadKeys(keyFile, deps.Random)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(keyFile); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		deps.Log.Warn("others can read the server keys", "file", keyFile, "mode", info.Mode().Perm().String())
	}
	in := &Installation{}
	defer func() {
		if err != nil {
			err = errors.Join(err, in.Close())
		}
	}()
	if in.blobs, err = blob.OpenDir(filepath.Join(cfg.DataDir, "attachments"), deps.Random); err != nil {
		return nil, err
	}
	database := cfg.Database.URL
	if database == "" {
		database = filepath.Join(cfg.DataDir, "weir.db")
	}
	o := store.Options{URL: database, Now: deps.Now, Observe: deps.Observe}
	if deps.Fleeting {
		o.Synchronous = "OFF"
	}
	if in.db, err = store.Open(ctx, o); err != nil {
		if cfg.Database.URL == "" {
			err = fmt.Errorf("%s: %w", database, err)
		}
		return nil, err
	}
	if err := in.missKeys(ctx, keyFile, keys, deps.Log); err != nil {
		return nil, err
	}
	in.Service = site.New(site.Options{
		DB: in.db, Blobs: in.blobs, Keys: keys, Switches: switches(cfg.Auth),
		Now: deps.Now, Random: deps.Random, Log: deps.Log,
		MaxScopes: cfg.Tokens.MaxScopes, MaxUpload: int64(cfg.Attachments.MaxSize),
	})
	return in, nil
}

// KeyFile is where an installation's server keys lie. Without it there is none.
func KeyFile(cfg *config.Config) string { return filepath.Join(cfg.DataDir, "keys") }

// missKeys warns of tokens that cannot be accepted, since they were made under server keys that are not in the file: it was
// lost, or this is another node with a file of its own.
func (in *Installation) missKeys(ctx context.Context, file string, keys identity.Keyring, log *slog.Logger) error {
	tx, err := in.db.Read(ctx)
	if err != nil {
		return err
	}
	defer tx.Close()
	used, err := tx.TokenKeys(ctx)
	for _, id := range used {
		if _, here := keys.Keys[id]; !here {
			log.Warn("API tokens are refused that were made under a server key which is not in the file", "key", id, "file", file)
		}
	}
	return err
}

func switches(a config.Auth) identity.Switches {
	return identity.Switches{
		RejectInvalid:           a.InvalidCredentials == "reject",
		RefuseUnscopedAtGateway: a.UnscopedAtGateway == "refuse",
		TolerateBearerAtSite:    a.BearerAtSite == "anonymous",
		TellPasswords:           a.PasswordBasic == "tell",
	}
}

// Close ends the installation's work, then closes what it was made of.
func (in *Installation) Close() error {
	if in.Service != nil {
		in.Service.Close()
	}
	var errs []error
	if in.db != nil {
		errs = append(errs, in.db.Close())
	}
	if in.blobs != nil {
		errs = append(errs, in.blobs.Close())
	}
	return errors.Join(errs...)
}
