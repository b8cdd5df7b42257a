package proxy

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net"
	"testing"
	"time"
)

// TestAuthorityVouchesForItsNamesOnly shakes hands under several names, and tries to have another certificate vouched for.
func TestAuthorityVouchesForItsNamesOnly(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	certificate, authority, err := Authority([]string{"127.0.0.1", "localhost", "acme.atlassian.net"}, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		t.Fatal("the authority is no PEM")
	}
	for name, good := range map[string]bool{
		"127.0.0.1": true, "localhost": true, "acme.atlassian.net": true,
		"api.atlassian.com": false, "127.0.0.2": false, "x.acme.atlassian.net": false,
	} {
		if err := shake(t, certificate, &tls.Config{RootCAs: roots, ServerName: name, Time: func() time.Time { return now }}); (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
	late := func() time.Time { return now.Add(certificateLife + time.Minute) }
	if err := shake(t, certificate, &tls.Config{RootCAs: roots, ServerName: "localhost", Time: late}); err == nil {
		t.Error("the certificate never ends")
	}
	if err := shake(t, certificate, &tls.Config{ServerName: "localhost", Time: func() time.Time { return now }}); err == nil {
		t.Error("trusted by nobody, and yet accepted")
	}
	block, rest := pem.Decode(authority)
	if block == nil || len(rest) > 0 || block.Type != "CERTIFICATE" {
		t.Fatalf("the file holds more than a certificate: %s", authority)
	}
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if !root.PermittedDNSDomainsCritical || len(root.PermittedDNSDomains) != 2 || len(root.PermittedIPRanges) != 1 || !root.MaxPathLenZero {
		t.Errorf("the authority is not bound to its names: %v %v", root.PermittedDNSDomains, root.PermittedIPRanges)
	}
}

// shake is a TLS handshake between the certificate's owner and a client.
func shake(t *testing.T, certificate tls.Certificate, config *tls.Config) error {
	t.Helper()
	left, right := net.Pipe()
	server := tls.Server(left, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12})
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.HandshakeContext(t.Context()) // what the client says counts
		_ = left.Close()
	}()
	err := tls.Client(right, config).HandshakeContext(t.Context())
	_ = right.Close()
	<-done
	return err
}
