package proxy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"time"
)

// certificateLife is how long the certificates of a run are good. A proxy that runs longer is started anew.
const certificateLife = 30 * 24 * time.Hour

// Authority makes the certificate of a proxy that answers under names, and the authority that vouches for it: its
// certificate, in PEM, is what a client is told to trust. It can vouch for these names only, and its own key is forgotten
// before the function returns, so that nobody can ever make another certificate with it.
//
// names are host names and IP addresses. random is where keys come from; nil for the system's.
func Authority(names []string, now time.Time, random io.Reader) (certificate tls.Certificate, authority []byte, err error) {
	if random == nil {
		random = rand.Reader
	}
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), random)
	if err != nil {
		return certificate, nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), random)
	if err != nil {
		return certificate, nil, err
	}
	serials := [2]*big.Int{}
	for i := range serials {
		if serials[i], err = rand.Int(random, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
			return certificate, nil, err
		}
	}
	from, to := now.Add(-time.Hour), now.Add(certificateLife)
	root := &x509.Certificate{
		SerialNumber: serials[0], Subject: pkix.Name{CommonName: "weir proxy of " + now.UTC().Format(time.RFC3339)}, NotBefore: from, NotAfter: to,
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true, KeyUsage: x509.KeyUsageCertSign,
		PermittedDNSDomainsCritical: true,
	}
	leaf := &x509.Certificate{
		SerialNumber: serials[1], Subject: pkix.Name{CommonName: "weir proxy"}, NotBefore: from, NotAfter: to,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, name := range names {
		ip := net.ParseIP(name)
		if ip == nil {
			leaf.DNSNames = append(leaf.DNSNames, name)
			continue
		}
		bits := 8 * net.IPv6len
		if four := ip.To4(); four != nil {
			ip, bits = four, 8*net.IPv4len
		}
		leaf.IPAddresses = append(leaf.IPAddresses, ip)
		root.PermittedIPRanges = append(root.PermittedIPRanges, &net.IPNet{IP: ip, Mask: net.CIDRMask(bits, bits)})
	}
	root.PermittedDNSDomains = leaf.DNSNames
	rootBytes, err := x509.CreateCertificate(random, root, root, &rootKey.PublicKey, rootKey)
	if err != nil {
		return certificate, nil, err
	}
	leafBytes, err := x509.CreateCertificate(random, leaf, root, &key.PublicKey, rootKey)
	if err != nil {
		return certificate, nil, err
	}
	certificate = tls.Certificate{Certificate: [][]byte{leafBytes, rootBytes}, PrivateKey: key}
	return certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: rootBytes}), nil
}
