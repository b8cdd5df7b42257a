package login

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"time"

	"github.com/zalando/go-keyring"
)

// ErrNoSecret is a token that is not where it should be.
var ErrNoSecret = errors.New("no token is kept for this site and account")

// KeyringError is a keyring that cannot be used. It names the way round it, which is never taken without being asked for.
type KeyringError struct{ Err error }

func (e *KeyringError) Error() string {
	return fmt.Sprintf("no keyring: %v; with --insecure-storage the token is kept in a file that only you can read", e.Err)
}

// Unwrap is what the keyring said.
func (e *KeyringError) Unwrap() error { return e.Err }

// Secrets keeps tokens by site and account.
type Secrets interface {
	Get(ctx context.Context, host, email string) (string, error) // ErrNoSecret when there is none
	Set(ctx context.Context, host, email, token string) error
	Delete(ctx context.Context, host, email string) error // no error when there is none
}

// Secrets is the storage of a kind.
func (h Home) Secrets(s Storage, env func(string) (string, bool)) Secrets {
	if s == InFile {
		return secretFile{h.SecretsFile()}
	}
	return systemKeyring{env}
}

// systemKeyring is the operating system's.
type systemKeyring struct{ env func(string) (string, bool) }

// keyringTimeout bounds every call: behind a locked session bus it would hang.
const keyringTimeout = 3 * time.Second

// service is what entries are filed under, by host.
func service(host string) string { return "weir:" + host }

// account is the name of a token without an e-mail, too.
func account(email string) string { return either(email, "bearer") }

func (k systemKeyring) Get(ctx context.Context, host, email string) (string, error) {
	token, err := k.do(ctx, func() (string, error) { return keyring.Get(service(host), account(email)) })
	if errors.Is(err, keyring.ErrNotFound) {
		err = ErrNoSecret
	}
	return token, err
}

func (k systemKeyring) Set(ctx context.Context, host, email, token string) error {
	_, err := k.do(ctx, func() (string, error) { return "", keyring.Set(service(host), account(email), token) })
	return err
}

func (k systemKeyring) Delete(ctx context.Context, host, email string) error {
	_, err := k.do(ctx, func() (string, error) { return "", keyring.Delete(service(host), account(email)) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}

// do runs one call of the keyring's. The one that hangs is left behind; the command ends soon.
func (k systemKeyring) do(ctx context.Context, call func() (string, error)) (string, error) {
	if runtime.GOOS == "linux" && !k.hasBus() {
		return "", &KeyringError{errors.New("there is no session bus")}
	}
	ctx, cancel := context.WithTimeout(ctx, keyringTimeout)
	defer cancel()
	type outcome struct {
		token string
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		token, err := call()
		done <- outcome{token, err}
	}()
	select {
	case o := <-done:
		if o.err != nil && !errors.Is(o.err, keyring.ErrNotFound) {
			return "", &KeyringError{o.err}
		}
		return o.token, o.err
	case <-ctx.Done():
		return "", &KeyringError{errors.New("it does not answer")}
	}
}

// hasBus looks for the session bus before the library would start one.
func (k systemKeyring) hasBus() bool {
	if value(k.env, "DBUS_SESSION_BUS_ADDRESS") != "" {
		return true
	}
	folder := value(k.env, "XDG_RUNTIME_DIR")
	if folder == "" {
		return false
	}
	_, err := os.Stat(folder + "/bus")
	return err == nil
}

// secretFile is a file that only its owner can read.
type secretFile struct{ name string }

func entry(host, email string) string { return host + " " + account(email) }

func (f secretFile) read() (map[string]string, error) {
	if info, err := os.Lstat(f.name); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others: chmod 600 it, and make new tokens", f.name)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	tokens := map[string]string{}
	err := readPrivate(f.name, &tokens)
	return tokens, err
}

func (f secretFile) Get(_ context.Context, host, email string) (string, error) {
	tokens, err := f.read()
	if err != nil {
		return "", err
	}
	token, ok := tokens[entry(host, email)]
	if !ok {
		return "", ErrNoSecret
	}
	return token, nil
}

func (f secretFile) Set(_ context.Context, host, email, token string) error {
	tokens, err := f.read()
	if err != nil {
		return err
	}
	tokens[entry(host, email)] = token
	return writePrivate(f.name, tokens)
}

func (f secretFile) Delete(_ context.Context, host, email string) error {
	tokens, err := f.read()
	if err != nil {
		return err
	}
	if _, ok := tokens[entry(host, email)]; !ok {
		return nil
	}
	delete(tokens, entry(host, email))
	if len(tokens) == 0 {
		return os.Remove(f.name)
	}
	return writePrivate(f.name, tokens)
}
