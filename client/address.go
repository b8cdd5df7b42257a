package client

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
)

// DefaultGateway is the origin of the vendor's API gateway.
const DefaultGateway = "https://api.atlassian.com"

// gatewayPath is what stands before the cloudId at a gateway (auth-behaviour.md §1).
const gatewayPath = "/ex/confluence/"

// Address is where a site is reached.
type Address struct {
	Site    string // origin, "https://acme.atlassian.net"; empty when only its place at the gateway is known
	Gateway string // origin of the API gateway, "https://api.atlassian.com"
	CloudID string // known from the start when the address was one at the gateway
}

// Host is the name that the address is known by: the site's host and port, or the gateway's and the cloudId.
func (a Address) Host() string {
	if a.Site == "" {
		return strings.TrimPrefix(strings.TrimPrefix(a.Gateway, "https://"), "http://") + gatewayPath + a.CloudID
	}
	return strings.TrimPrefix(strings.TrimPrefix(a.Site, "https://"), "http://")
}

// AddressError is a text that names no site, or a site that does not answer as one.
type AddressError struct {
	Text    string // as given, without a password it may have contained
	Problem string
}

func (e *AddressError) Error() string { return fmt.Sprintf("address %q: %s", e.Text, e.Problem) }

var (
	siteName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
	cloudID  = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
)

// ParseAddress reads how a person names a site:
//
//	acme                                                     its name
//	acme.atlassian.net                                       its host
//	https://acme.atlassian.net/wiki                          any URL of it, also one of a page
//	https://api.atlassian.com/ex/confluence/{cloudId}/wiki   its place at the gateway, with or without /wiki
//	f2ad45d7-0000-4000-8000-000000000001                     its cloudId
//
// Hosts without a scheme are https, loopback ones http. Plain http is refused for all others: it would show the
// credential to everybody on the way. The error is an [*AddressError].
func ParseAddress(text string) (Address, error) {
	text = strings.TrimSpace(text)
	lower := strings.ToLower(text)
	switch {
	case text == "":
		return Address{}, &AddressError{text, "it is empty"}
	case cloudID.MatchString(lower):
		return Address{Gateway: DefaultGateway, CloudID: lower}, nil
	case lower != "localhost" && siteName.MatchString(lower):
		return Address{Site: "https://" + lower + ".atlassian.net", Gateway: DefaultGateway}, nil
	}
	full := text
	if !strings.Contains(text, "://") {
		full = "https://" + text
		if u, err := url.Parse(full); err == nil && isLoopback(u.Hostname()) {
			full = "http://" + text
		}
	}
	u, err := url.Parse(full)
	if err != nil {
		return Address{}, &AddressError{withoutUser(text), "it is no URL"}
	}
	origin, err := originOf(u, text)
	if err != nil {
		return Address{}, err
	}
	if below, ok := strings.CutPrefix(u.Path, gatewayPath); ok {
		id, _, _ := strings.Cut(below, "/")
		if id = strings.ToLower(id); !cloudID.MatchString(id) {
			return Address{}, &AddressError{text, "no cloudId follows " + gatewayPath}
		}
		return Address{Gateway: origin, CloudID: id}, nil
	}
	if origin == DefaultGateway {
		return Address{}, &AddressError{text, "this is the gateway; a site there is " + gatewayPath + "{cloudId}"}
	}
	if isVendor(u.Hostname()) {
		return Address{Site: origin, Gateway: DefaultGateway}, nil
	}
	return Address{Site: origin, Gateway: origin}, nil
}

// originOf is scheme, host and port of a URL, in lower case and without a default port.
func originOf(u *url.URL, text string) (string, error) {
	scheme, host, port := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()
	switch {
	case u.User != nil:
		return "", &AddressError{withoutUser(text), "it contains a user; give the credential apart"}
	case scheme != "https" && scheme != "http":
		return "", &AddressError{text, "its scheme is neither https nor http"}
	case host == "" || strings.ContainsAny(host, " _%"):
		return "", &AddressError{text, "it has no host name"}
	case scheme == "http" && !isLoopback(host):
		return "", &AddressError{text, "http is for loopback hosts only: it would show the credential on the way"}
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && (scheme != "https" || port != "443") && (scheme != "http" || port != "80") {
		host += ":" + port
	}
	return scheme + "://" + host, nil
}

// checkGateway holds a gateway that was set by hand to the rules of a site.
func (a *Address) checkGateway() error {
	u, err := url.Parse(strings.TrimSpace(a.Gateway))
	if err != nil {
		return &AddressError{withoutUser(a.Gateway), "it is no URL"}
	}
	a.Gateway, err = originOf(u, a.Gateway)
	return err
}

// isVendor reports whether a host is a site of the vendor's, which its gateway serves (auth-behaviour.md §1).
func isVendor(host string) bool {
	host = strings.ToLower(host)
	return strings.HasSuffix(host, ".atlassian.net") || strings.HasSuffix(host, ".jira.com")
}

func isLoopback(host string) bool {
	host = strings.ToLower(host)
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// withoutUser cuts what stands before an @, which may be a password.
func withoutUser(text string) string {
	at := strings.LastIndex(text, "@")
	if at < 0 {
		return text
	}
	scheme, _, found := strings.Cut(text, "://")
	if !found {
		return text[at+1:]
	}
	return scheme + "://" + text[at+1:]
}
