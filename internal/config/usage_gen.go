// Code generated from config.go by go generate. DO NOT EDIT.

package config

// usage is the first sentence of each option's manual.
var usage = map[string]string{
	"listen":                     "The address of the one listener that serves every site and the gateway, as host:port",
	"data-dir":                   "The folder that holds what the server keeps: the SQLite database, attachments, the key ring and the record of refusals",
	"gateway.hosts":              "The exact host names under which the API gateway answers",
	"gateway.url":                "The gateway's public address without a slash at the end, which hints and explanations print",
	"database.url":               "The address of a PostgreSQL database, \"postgres://user:password@host/name\"",
	"tls.cert-file":              "The certificate chain in PEM",
	"tls.key-file":               "Its private key in PEM",
	"health.listen":              "The address that answers GET /healthz (the process) and /readyz (database, blobs, migrations), apart from the public listener",
	"log.level":                  "The least level that is written",
	"log.format":                 "Json, text, or auto: text when standard error is a terminal",
	"auth.invalid-credentials":   "What a failed, expired, revoked or blocked credential is: anonymous (the vendor's way: 403 on v1, 404 on v2, public data on a public site) or reject (401)",
	"auth.unscoped-at-gateway":   "Whether unscoped tokens work at the gateway: accept (measured) or refuse (as the guides have it: served as anonymous)",
	"auth.bearer-at-site":        "Answers an API token sent as Bearer to a site: refuse (403 \"Failed to parse Connect Session Auth Token\") or anonymous",
	"auth.challenge":             "Sends WWW-Authenticate: Basic with refusals that another credential could have avoided, for clients that wait for a challenge",
	"tokens.max-scopes":          "The most scopes a new token may hold",
	"compat.removed-v1":          "Who gets 410 on v1 operations that the vendor has removed: oauth tokens only, every caller at the gateway, or off",
	"compat.download-servlet":    "Serves /wiki/download/attachments/… to API tokens, or refuses it with 401 as the vendor does now",
	"compat.xsrf":                "Asks for X-Atlassian-Token on uploads and on v1 writes by browsers (default), or on all v1 writes (strict)",
	"compat.attachment-download": "Answers the REST download with a redirect to a signed address, or with the bytes (direct)",
	"attachments.max-size":       "The largest file that can be attached",
	"limits.header-bytes":        "The largest block of header fields; more is 431",
	"limits.header-fields":       "The largest number of header fields; more is 431",
	"limits.target-bytes":        "The longest request target; more is 414",
	"limits.header-read":         "The time within which a client must have sent its request header",
	"limits.idle":                "How long a connection may rest between requests",
	"limits.handler":             "How long one request may work, uploads excepted: those must keep the rate below",
	"limits.grace":               "How long a body or an answer may be slower than limits.rate",
	"limits.rate":                "The least number of bytes a second that a client must send of a body and take of an answer",
	"limits.drain":               "How long a stopping server waits for running requests",
	"limits.connections":         "The largest number of open connections; more wait",
	"limits.client-connections":  "The largest number of open connections of one client address; more are closed",
	"limits.streams":             "The largest number of concurrent HTTP/2 requests on one connection",
}
