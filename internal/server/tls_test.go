package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/config"
)

// writeCertificate makes a self-signed certificate for wiki.test with the serial number.
func writeCertificate(t *testing.T, dir string, serial int64) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: siteName}, DNSNames: []string{siteName},
		NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(100, 0, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: pkcs8}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

// overTLS asks on a connection of its own and returns the answer with the serial number of the certificate.
func (b *bench) overTLS(c *tls.Config) (*http.Response, int64, error) {
	transport := &http.Transport{TLSClientConfig: c, ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "https://"+b.srv.public.Addr().String()+"/status", nil)
	if err != nil {
		return nil, 0, err
	}
	r.Host = siteName
	res, err := transport.RoundTrip(r)
	if err != nil {
		return nil, 0, err
	}
	_, err = io.Copy(io.Discard, res.Body)
	if err != nil {
		return nil, 0, err
	}
	return res, res.TLS.PeerCertificates[0].SerialNumber.Int64(), res.Body.Close()
}

func TestTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	level := new(slog.LevelVar)
	b := newBench(t, func(c *config.Config, d *Deps) {
		c.TLS.CertFile, c.TLS.KeyFile = writeCertificate(t, dir, 1)
		d.Level = level
	})
	trusting := func(version uint16) *tls.Config {
		return &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: version} //nolint:gosec // a test's own server
	}
	res, serial, err := b.overTLS(trusting(tls.VersionTLS13))
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 200 || serial != 1 || res.ProtoMajor != 2 {
		t.Errorf("%s %d, certificate %d", res.Proto, res.StatusCode, serial)
	}
	if got, want := res.Header.Get("Strict-Transport-Security"), "max-age=63072000; includeSubDomains; preload"; got != want {
		t.Errorf("HSTS %q, want %q", got, want)
	}
	if !strings.HasPrefix(b.srv.URL(), "https://127.0.0.1:") || b.srv.GatewayURL() != "https://api.wiki.test" {
		t.Errorf("addresses %s and %s", b.srv.URL(), b.srv.GatewayURL())
	}
	if _, _, err := b.overTLS(trusting(tls.VersionTLS11)); err == nil {
		t.Error("TLS 1.1 was accepted")
	}
	// Plain HTTP is refused, not redirected: a redirect hides that the token has leaked (security-model.md R-TLS).
	if line := statusLine(b.raw("GET /status HTTP/1.1\r\nHost: wiki.test\r\n\r\n")); line != "HTTP/1.0 400 Bad Request" {
		t.Errorf("plain HTTP: %s", line)
	}

	writeCertificate(t, dir, 2)
	fresh := config.Default()
	fresh.Log.Level = "debug"
	if err := b.srv.Reload(&fresh); err != nil {
		t.Fatal(err)
	}
	if _, serial, err = b.overTLS(trusting(tls.VersionTLS13)); err != nil || serial != 2 {
		t.Errorf("after a reload: certificate %d, %v", serial, err)
	}
	if level.Level() != slog.LevelDebug {
		t.Errorf("after a reload: level %v", level.Level())
	}
	if err := os.WriteFile(filepath.Join(dir, "cert.pem"), []byte("not a certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := b.srv.Reload(&fresh); err == nil {
		t.Error("a broken certificate was taken")
	}
	if _, serial, err = b.overTLS(trusting(tls.VersionTLS13)); err != nil || serial != 2 {
		t.Errorf("after a reload that failed: certificate %d, %v", serial, err)
	}
}
