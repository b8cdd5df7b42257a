package v1

import (
	"cmp"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

// Java names that the vendor's messages begin with. Clients look for the text behind them.
const (
	exceptions   = "com.atlassian.confluence.api.service.exceptions."
	badRequest   = exceptions + "api.BadRequestException: "
	conflict     = exceptions + "ConflictException: "
	notFound     = exceptions + "NotFoundException: "
	permission   = exceptions + "PermissionException: "
	illegal      = "java.lang.IllegalArgumentException: "
	unreadable   = "org.springframework.http.converter.HttpMessageNotReadableException: "
	mismatch     = "org.springframework.web.method.annotation.MethodArgumentTypeMismatchException: "
	noConfluence = `com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: 403 FORBIDDEN ` +
		`"Request rejected because caller cannot access Confluence"`
)

// fail words a refusal as version 1 does: a service layer with data, a Spring layer without (auth-behaviour.md §6).
func fail(f rest.Failure) rest.Answer {
	e := f.Err
	if strings.HasPrefix(f.Op.Path, "/wiki/atlassian-connect/") {
		switch e.Kind() {
		case wiki.Unauthorized: // the status and the member are the description's, the text is ours
			return rest.JSON(http.StatusUnauthorized, wire.ModulesError{Message: "The request is not authorized: it needs the credential of an app"})
		case wiki.BadRequest:
			return rest.JSON(http.StatusBadRequest, wire.ModulesError{Message: moduleText(e)})
		}
	}
	switch e.Kind() {
	case wiki.Refused:
		return refused(f)
	case wiki.BadRequest:
		return invalid(e)
	case wiki.Forbidden:
		if e.Reason == wiki.XSRFCheckFailed {
			return rest.Text(http.StatusForbidden, "XSRF check failed")
		}
		return service(http.StatusForbidden, permission+forbiddenText(e))
	case wiki.NotFound:
		return missing(f)
	case wiki.Conflict:
		return service(http.StatusConflict, conflict+conflictText(e))
	case wiki.Gone:
		// G3: the only refusal whose data says that all went well, as the missing cql does.
		return fine(http.StatusGone, exceptions+"pagesmodes.GoneException: This deprecated endpoint has been removed.")
	case wiki.WrongMedia:
		return rest.WrongMedia(f)
	case wiki.TooBig:
		return spring(http.StatusRequestEntityTooLarge, "Request entity too large") // ours
	case wiki.TooMany:
		return spring(http.StatusTooManyRequests, "Rate limit exceeded").With("Retry-After", "1") // §7 "Body", EMU
	case wiki.NotSupported: // the text is ours
		return service(http.StatusNotImplemented, exceptions+"NotImplementedServiceException: content of the type "+e.Facts.Value+" cannot be listed")
	case wiki.Unavailable:
		return spring(http.StatusServiceUnavailable, "Service temporarily unavailable").With("Retry-After", "1") // ours
	case wiki.Abandoned: // for the log: nobody reads it
		return spring(rest.StatusClientGone, "Client closed request")
	}
	return spring(http.StatusInternalServerError, "Internal server error") // ours: nothing of the cause
}

// moduleText says what is wrong with modules; the words are ours.
func moduleText(e *wiki.Error) string {
	if e.Reason == wiki.DuplicateKey {
		return "A module with the key " + e.Facts.ID + " is registered already"
	}
	return cmp.Or(e.Facts.Detail, "Invalid value for '"+e.Facts.Param+"': expected "+e.Facts.Want)
}

// service is the shape of the service layer: the call was understood and refused.
func service(status int, message string) rest.Answer {
	return rest.JSON(status, wire.ServiceError{
		StatusCode: status, Data: wire.ServiceErrorData{Authorized: false, Valid: true, Successful: false}, Message: message})
}

// fine is the service layer's shape with data all true.
func fine(status int, message string) rest.Answer {
	return rest.JSON(status, wire.ServiceError{
		StatusCode: status, Data: wire.ServiceErrorData{Authorized: true, Valid: true, Successful: true}, Message: message})
}

// spring is the shape of the layer in front of the services.
func spring(status int, message string) rest.Answer {
	return rest.JSON(status, wire.SpringError{StatusCode: status, Message: message})
}

// refused is the answer to a caller who may not use the site: S2 on the services where it was measured, else S1.
func refused(f rest.Failure) rest.Answer {
	if !saysNotPermitted(f.Op) {
		return spring(http.StatusForbidden, noConfluence)
	}
	a := rest.JSON(http.StatusForbidden, wire.AccessError{
		Message: "Current user not permitted to use Confluence", StatusCode: http.StatusForbidden})
	return a.With("Cache-Control", "no-cache, no-store, must-revalidate").With("Expires", "Thu, 01 Jan 1970 00:00:00 GMT")
}

// notPermittedPaths are the services that answer S2 (auth-behaviour.md §2, below the table): a path, or with a slash at
// the end all below it.
var notPermittedPaths = [...]string{
	"audit", "audit/", "content-states", "longtask", "longtask/", "relation/", "search", "search/user",
	"settings/lookandfeel", "settings/lookandfeel/", "template", "template/", "user/watch/",
}

func saysNotPermitted(op catalog.Operation) bool {
	path, below := strings.CutPrefix(op.Path, "/wiki/rest/api/")
	if !below {
		return strings.HasPrefix(op.Path, "/wiki/atlassian-connect/")
	}
	for _, p := range notPermittedPaths {
		if path == p || strings.HasSuffix(p, "/") && strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

// invalid words what is wrong with an input.
func invalid(e *wiki.Error) rest.Answer {
	facts := e.Facts
	switch e.Reason {
	case wiki.DuplicateTitle:
		if facts.Object == string(wiki.Attachment) {
			return service(http.StatusBadRequest, exceptions+"BadRequestException: Cannot add a new attachment with same file name as an existing attachment: "+facts.Value)
		}
		return service(http.StatusBadRequest, exceptions+"BadRequestException: "+
			"A page with this title already exists: A page already exists with the same TITLE in this space")
	case wiki.DuplicateKey:
		return service(http.StatusBadRequest, badRequest+cmp.Or(facts.Detail, "A space already exists with key "+facts.ID)) // ours
	case wiki.InvalidCQL:
		return fine(http.StatusBadRequest, badRequest+facts.Detail) // ours
	case wiki.InvalidCursor:
		return fine(http.StatusBadRequest, badRequest+"Provided value for 'cursor' is not the correct type. Expected type is Cursor.") // ours, after v2
	case wiki.UnknownFormat:
		return fine(http.StatusBadRequest, badRequest+"Unsupported representation: "+facts.Value) // ours
	case wiki.InvalidBody:
		return spring(http.StatusBadRequest, unreadable+facts.Detail) // ours
	case wiki.PathRefused, wiki.AmbiguousCredentials:
		return spring(http.StatusBadRequest, "org.springframework.web.server.ResponseStatusException: 400 BAD_REQUEST") // ours
	case wiki.InvalidInput:
		if facts.Detail == "" {
			return invalidParameter(facts)
		}
	}
	return fine(http.StatusBadRequest, badRequest+cmp.Or(facts.Detail, "the request is not valid")) // ours
}

// invalidParameter words a parameter that does not convert or is out of bounds.
func invalidParameter(f wiki.Facts) rest.Answer {
	quoted := `For input string: "` + f.Value + `"`
	switch f.Want {
	case rest.WantInt: // E1
		return unconverted("int", "java.lang.NumberFormatException: "+quoted)
	case rest.WantLong, rest.WantContentID: // ours, after E1
		return unconverted("long", "java.lang.NumberFormatException: "+quoted)
	case rest.WantBool: // ours, after E1
		return unconverted("boolean", "java.lang.IllegalArgumentException: Invalid boolean value ["+f.Value+"]")
	case rest.WantDate: // ours, after E1
		return unconverted("java.util.Date", "java.lang.IllegalArgumentException: "+quoted)
	case rest.WantPositive: // §6 "v1 negative start"
		return spring(http.StatusBadRequest, illegal+f.Param+" cannot be less than zero")
	case rest.WantValue: // §6 "v1 search without cql"
		return fine(http.StatusBadRequest, badRequest+f.Param+" query parameter is required")
	}
	return fine(http.StatusBadRequest, badRequest+"Invalid value for '"+f.Param+"': "+f.Value+". Expected "+f.Want) // ours
}

func unconverted(javaType, cause string) rest.Answer {
	return spring(http.StatusBadRequest, mismatch+"Failed to convert value of type 'java.lang.String' to required type '"+
		javaType+"'; nested exception is "+cause)
}

// missing words an object that is not there, and paths that no operation has.
func missing(f rest.Failure) rest.Answer {
	e := f.Err
	switch e.Reason {
	case wiki.NoSuchObject, wiki.NoViewPermission: // one answer for both (security-model.md R-ENUM)
		return service(http.StatusNotFound, notFound+missingText(e.Facts))
	}
	if f.Miss == rest.BelowV1 || f.Op.Group() == "content" || f.Op.Group() == "space" {
		return rest.PlainPage(http.StatusNotFound)
	}
	return nullForURI(f)
}

// missingText names the object in the words clients look for (auth-behaviour.md §6 "v1 404 object").
func missingText(f wiki.Facts) string {
	switch f.Object {
	case "space":
		return "No space with the given key exists, or the calling user does not have permission to view the space"
	case "content", "page", "blogpost", "comment", "attachment", "folder", "draft":
		if f.ID != "" {
			return "No content found with id: ContentId{id=" + strings.TrimPrefix(f.ID, "att") + "}"
		}
		return "There is no content with the given id, or the calling user does not have permission to view the content"
	case "":
		return "Not found" // ours
	}
	if f.ID == "" {
		return "No " + f.Object + " found" // ours
	}
	return "No " + f.Object + " found with id: " + f.ID // ours
}

// nullForURI is E2: JSON to those who ask for it by name, XML to everybody else.
func nullForURI(f rest.Failure) rest.Answer {
	message := "null for uri: " + f.Site.BaseURL + f.Target.Canonical()
	a := rest.JSON(http.StatusNotFound, wire.StatusError{Message: message, StatusCode: http.StatusNotFound})
	if !strings.Contains(f.Accept, "application/json") {
		var escaped strings.Builder
		_ = xml.EscapeText(&escaped, []byte(message)) // a Builder does not fail
		a.Header.Set("Content-Type", "application/xml")
		a.Body = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><status><status-code>404</status-code><message>` +
			escaped.String() + `</message></status>`)
	}
	return a.With("Cache-Control", "no-transform")
}

func forbiddenText(e *wiki.Error) string {
	if e.Reason == wiki.SpaceIsArchived {
		return cmp.Or(e.Facts.Detail, "The space is archived") // ours
	}
	return cmp.Or(e.Facts.Detail, "User does not have permission to perform this operation") // ours
}

func conflictText(e *wiki.Error) string {
	if e.Reason == wiki.StaleVersion {
		return "Version must be incremented on update. Current version is: " + strconv.Itoa(e.Facts.Version)
	}
	return cmp.Or(e.Facts.Detail, "The request conflicts with the current state") // ours
}
