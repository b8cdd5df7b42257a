package rest

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev1 "github.com/weirhq/weir/wire/v1"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// Words turns a refusal into the bytes a client gets. There is one function of this kind per layer that speaks: the
// site's door (here), the gateway, v1, v2.
type Words func(Failure) Answer

// Failure is a refusal and all that its wording depends on.
type Failure struct {
	Err       *wiki.Error
	Now       time.Time
	RequestID string // UUID of the request
	Method    string
	Accept    string // the header
	Target    Target // as the site sees it
	Miss      Miss
	Op        catalog.Operation // zero unless Miss is Matched
	Site      wiki.Site         // zero when the request was refused before the site was known
}

// Entrance is the door a request came to, with the way it words its own refusals.
type Entrance struct {
	Door      identity.Door
	At        site.Address
	RequestID string
	fail      Words
}

// SiteEntrance is the door of the site with this key: https://{site}/wiki/…. requestID is the server's UUID of the
// request.
func SiteEntrance(key, requestID string) Entrance {
	return Entrance{identity.AtSite, site.Address{Key: key}, requestID, failAtSite}
}

// GatewayEntrance is the door of the site with this cloudId at the gateway. fail words what the gateway itself refuses:
// credentials that do not belong to it, missing scopes, unknown tenants.
func GatewayEntrance(cloudID, requestID string, fail Words) Entrance {
	return Entrance{identity.AtGateway, site.Address{CloudID: cloudID}, requestID, fail}
}

// ownedByDoor tells the refusals that the door words and no version: they are decided in front of the API.
func ownedByDoor(err *wiki.Error) bool {
	switch err.Reason {
	case wiki.BearerAtSite, wiki.UnknownCloudID, wiki.GatewayPathLost, wiki.UnknownHost:
		return true
	case wiki.AppOnly: // decided behind the door, by the operation
		return false
	}
	return err.Kind() == wiki.Unauthorized
}

// failAtSite is the site's door (auth-behaviour.md §2).
func failAtSite(f Failure) Answer {
	switch f.Err.Reason {
	case wiki.ScopedTokenAtSite, wiki.ServiceTokenAtSite, wiki.CredentialsMalformed, wiki.DownloadServlet:
		return textual(http.StatusUnauthorized, "text/html;charset=utf-8", tomcat401).
			With("WWW-Authenticate", challenge(f.Site))
	case wiki.BearerAtSite:
		return JSON(http.StatusForbidden, wirev1.ConnectError{Error: "Failed to parse Connect Session Auth Token"})
	case wiki.PasswordNotAccepted:
		return Text(http.StatusUnauthorized, passwordsDeprecated)
	}
	if f.Err.Kind() == wiki.Unauthorized {
		return Mismatch(f)
	}
	return PlainPage(statusOf(f.Err))
}

// challenge is the WWW-Authenticate of H1 and of the attachment servlet.
func challenge(s wiki.Site) string {
	return `OAuth realm="` + url.QueryEscape(s.BaseURL+contextPath) + `"`
}

// Mismatch is G2: the credential is not usable here. Both doors say it.
func Mismatch(f Failure) Answer {
	a := JSON(http.StatusUnauthorized, wirev1.EdgeError{Code: http.StatusUnauthorized, Message: "Unauthorized"})
	a.Header["X-Failure-Category"] = []string{"FAILURE_CLIENT_AUTH_MISMATCH"}
	a.Header["X-Trace-Id"] = []string{strings.ReplaceAll(f.RequestID, "-", "")}
	a.Header["X-Frame-Options"] = []string{"SameOrigin"}
	return a
}

// tomcat401 is H1.
const tomcat401 = `<!doctype html><html lang="en"><head><title>HTTP Status 401 – Unauthorized</title>` +
	`<style type="text/css">body {font-family:Tahoma,Arial,sans-serif;} h1, h2, h3, b {color:white;background-color:#525D76;} ` +
	`h1 {font-size:22px;} h2 {font-size:16px;} h3 {font-size:14px;} p {font-size:12px;} a {color:black;} ` +
	`.line {height:1px;background-color:#525D76;border:none;}</style></head><body>` +
	`<h1>HTTP Status 401 – Unauthorized</h1><hr class="line" /><p><b>Type</b> Status Report</p>` +
	`<p><b>Description</b> The request has not been applied to the target resource because it lacks valid authentication ` +
	`credentials for that resource.</p><hr class="line" /><h3>Apache Tomcat/9.0.82</h3></body></html>`

// passwordsDeprecated is T1.
const passwordsDeprecated = "Basic authentication with passwords is deprecated.  For more information, see: " +
	"https://developer.atlassian.com/cloud/confluence/deprecation-notice-basic-auth/\n"

// failMethod answers a method that the path, or the whole API, does not have (auth-behaviour.md §6 E3).
func failMethod(f Failure) Answer {
	switch f.Method {
	case http.MethodOptions:
		if versionOf(f.Target.Segments) == catalog.V1 {
			return springList(http.StatusNotFound, "NOT_FOUND", "Not Found")
		}
	case http.MethodPatch:
		return textual(http.StatusMethodNotAllowed, "text/html", openresty405)
	case http.MethodTrace, http.MethodConnect:
		return PlainPage(http.StatusMethodNotAllowed) // the CDN's; its text is ours
	}
	return springList(http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED",
		"org.springframework.web.HttpRequestMethodNotSupportedException: Request method '"+f.Method+"' not supported")
}

// springList is the list of errors as the layer before both versions writes it: without detail.
func springList(status int, code, title string) Answer {
	return JSON(status, wirev2.Errors{Errors: []wirev2.Error{{Status: status, Code: code, Title: title}}})
}

// WrongMedia is the 415 of both versions (auth-behaviour.md §6 "v1 413 / 415 / 429"); the title is ours, after E3.
func WrongMedia(f Failure) Answer {
	title := "org.springframework.web.HttpMediaTypeNotSupportedException: Content type '" + f.Err.Facts.Value + "' not supported"
	if f.Err.Facts.Param == "Content-Encoding" {
		title = "org.springframework.web.HttpMediaTypeNotSupportedException: Content encoding '" + f.Err.Facts.Value + "' not supported"
	}
	return springList(http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", title)
}

// openresty405 is the page of the proxy before the site.
const openresty405 = "<html>\r\n<head><title>405 Not Allowed</title></head>\r\n<body>\r\n" +
	"<center><h1>405 Not Allowed</h1></center>\r\n<hr><center>openresty</center>\r\n</body>\r\n</html>\r\n"

// PlainPage is a short HTML page for refusals outside the API (auth-behaviour.md §6). But for the sentence of the 404
// the texts are ours.
func PlainPage(status int) Answer {
	title, text := http.StatusText(status), "The request was refused."
	switch status {
	case http.StatusNotFound:
		title, text = "Page not found", "Oops, you've found a dead link."
	case http.StatusBadRequest:
		text = "The address or the query is malformed."
	case http.StatusMethodNotAllowed:
		text = "The method is not allowed here."
	case http.StatusRequestURITooLong:
		text = "The address is longer than 8 KiB."
	case http.StatusMisdirectedRequest:
		text = "No site answers under this name."
	case http.StatusInternalServerError, http.StatusServiceUnavailable:
		text = "The server could not answer."
	}
	return textual(status, "text/html;charset=UTF-8",
		`<!doctype html><html lang="en"><head><title>`+title+`</title></head><body><h1>`+text+`</h1></body></html>`)
}

// StatusClientGone is what the log says of a request whose client did not wait for the answer, as other servers' logs do.
const StatusClientGone = 499

// statusOf is the status of a kind where no version has a say.
func statusOf(err *wiki.Error) int {
	switch err.Kind() {
	case wiki.BadRequest:
		return http.StatusBadRequest
	case wiki.Unauthorized:
		return http.StatusUnauthorized
	case wiki.Forbidden, wiki.Refused:
		return http.StatusForbidden
	case wiki.NotFound:
		return http.StatusNotFound
	case wiki.NoMethod:
		return http.StatusMethodNotAllowed
	case wiki.Conflict:
		return http.StatusConflict
	case wiki.Gone:
		return http.StatusGone
	case wiki.TooBig:
		if err.Facts.Param == "request target" {
			return http.StatusRequestURITooLong
		}
		return http.StatusRequestEntityTooLarge
	case wiki.WrongMedia:
		return http.StatusUnsupportedMediaType
	case wiki.Misdirected:
		return http.StatusMisdirectedRequest
	case wiki.TooMany:
		return http.StatusTooManyRequests
	case wiki.Unavailable:
		return http.StatusServiceUnavailable
	case wiki.NotSupported:
		return http.StatusNotImplemented
	case wiki.Abandoned:
		return StatusClientGone
	}
	return http.StatusInternalServerError
}
