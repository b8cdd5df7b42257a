package v2

import (
	"cmp"
	"net/http"
	"strconv"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// fail words a refusal as version 2 does: a list of one error (auth-behaviour.md §6).
func fail(f rest.Failure) rest.Answer {
	e := f.Err
	switch e.Kind() {
	case wiki.Refused: // S3: the bare title means the credential
		return refusal(http.StatusNotFound, "NOT_FOUND", "Not Found")
	case wiki.Unauthorized: // an operation for apps; ours
		return refusal(http.StatusUnauthorized, "UNAUTHORIZED", "Unauthorized")
	case wiki.BadRequest:
		return invalid(e)
	case wiki.Forbidden:
		if e.Reason == wiki.XSRFCheckFailed {
			return rest.Text(http.StatusForbidden, "XSRF check failed")
		}
		return refusal(http.StatusForbidden, "FORBIDDEN", cmp.Or(e.Facts.Detail, "Forbidden")) // ours
	case wiki.NotFound:
		return refusal(http.StatusNotFound, "NOT_FOUND", missingTitle(e))
	case wiki.Conflict:
		return refusal(http.StatusConflict, "CONFLICT", conflictTitle(e))
	case wiki.Gone: // ours: nothing of this version is removed
		return refusal(http.StatusGone, "GONE", "Gone")
	case wiki.WrongMedia:
		return rest.WrongMedia(f)
	case wiki.TooBig: // ours
		return refusal(http.StatusRequestEntityTooLarge, "PAYLOAD_TOO_LARGE", "Request entity too large")
	case wiki.TooMany: // §7 "Body", EMU; the title is ours
		return refusal(http.StatusTooManyRequests, "TOO_MANY_REQUESTS", "Rate limit exceeded").With("Retry-After", "1")
	case wiki.Unavailable: // ours
		return refusal(http.StatusServiceUnavailable, "SERVICE_UNAVAILABLE", "Service temporarily unavailable").
			With("Retry-After", "1")
	case wiki.Abandoned: // for the log: nobody reads it
		return refusal(rest.StatusClientGone, "CLIENT_CLOSED_REQUEST", "Client closed request")
	}
	return refusal(http.StatusInternalServerError, "INTERNAL_SERVER_ERROR", "Internal Server Error") // ours: nothing of the cause
}

// refusal is the list of one error with detail null.
func refusal(status int, code, title string) rest.Answer {
	return detailed(status, code, title, wire.NullOf[string]())
}

func detailed(status int, code, title string, detail wire.Null[string]) rest.Answer {
	return rest.JSON(status, wirev2.Errors{Errors: []wirev2.Error{{Status: status, Code: code, Title: title, Detail: detail}}})
}

// parameter is the error of one request parameter.
func parameter(title, detail string) rest.Answer {
	return detailed(http.StatusBadRequest, "INVALID_REQUEST_PARAMETER", title, wire.Value(detail))
}

// invalid words what is wrong with an input.
func invalid(e *wiki.Error) rest.Answer {
	facts := e.Facts
	switch e.Reason {
	case wiki.DuplicateTitle:
		if facts.Object == "folder" { // ours, after that of pages
			return refusal(http.StatusBadRequest, "BAD_REQUEST",
				"A folder with this title already exists: A folder already exists with the same TITLE in this space")
		}
		return refusal(http.StatusBadRequest, "BAD_REQUEST",
			"A page with this title already exists: A page already exists with the same TITLE in this space")
	case wiki.DuplicateKey: // ours
		return refusal(http.StatusBadRequest, "BAD_REQUEST", cmp.Or(facts.Detail, "A space already exists with key "+facts.ID))
	case wiki.InvalidCursor: // the detail is ours
		return parameter("Provided value for 'cursor' is not the correct type. Expected type is Cursor.",
			"The cursor is damaged or belongs to another request. Start the pagination again without it.")
	case wiki.InvalidInput:
		if facts.Detail == "" {
			return invalidParameter(facts)
		}
	case wiki.PathRefused, wiki.AmbiguousCredentials: // ours
		return refusal(http.StatusBadRequest, "BAD_REQUEST", "Bad Request")
	}
	return refusal(http.StatusBadRequest, "BAD_REQUEST", cmp.Or(facts.Detail, "Bad Request")) // ours
}

// invalidParameter words a parameter that does not convert (E4) or is out of bounds.
func invalidParameter(f wiki.Facts) rest.Answer {
	provided := "Provided value {" + f.Value + "} for '" + f.Param + "' is not "
	switch f.Want {
	case rest.WantContentID, rest.WantLong, rest.WantInt, rest.WantBool, rest.WantDate:
		return parameter(provided+"the correct type. Expected type is "+f.Want, "")
	case rest.WantValue: // ours
		return parameter("'"+f.Param+"' is required", "")
	}
	return parameter(provided+"valid. Expected "+f.Want, "") // ours
}

// missingTitle names the object, as only a genuine miss does (auth-behaviour.md §2, below the table). What the caller
// may not see reads the same (security-model.md R-ENUM).
func missingTitle(e *wiki.Error) string {
	f := e.Facts
	if e.Reason == wiki.NoThumbnail { // ours
		return "Could not find thumbnail of attachment with id [" + f.ID + "]"
	}
	if e.Reason != wiki.NoSuchObject && e.Reason != wiki.NoViewPermission || f.Object == "" || f.ID == "" {
		return "Not Found"
	}
	switch f.Object {
	case "page":
		return "Cannot find a page with id [" + f.ID + "]"
	case "content":
		return "Content with id: [" + f.ID + "] not found"
	}
	return "Could not find " + f.Object + " with id [" + f.ID + "]"
}

func conflictTitle(e *wiki.Error) string {
	if e.Reason == wiki.StaleVersion && e.Facts.Detail == "" { // EMU: the v1 sentence
		return "Version must be incremented on update. Current version is: " + strconv.Itoa(e.Facts.Version)
	}
	return cmp.Or(e.Facts.Detail, "Conflict") // ours
}
