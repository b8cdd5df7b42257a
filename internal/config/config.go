// Package config owns the one configuration struct: its defaults, its manual (the comments below) and the reading of a
// TOML file, the environment and flags into it, each overriding the one before. It remembers where every value came
// from. It opens nothing but the files it is told of, imports nothing of ours and refuses keys it does not know.
package config

//go:generate go run ./gendocs

import (
	"path/filepath"
	"time"
)

// Config is the configuration of one weir process. A field's path is the chain of its toml keys; environment and flag
// are named after the path: database.url is WEIR_DATABASE_URL and --database-url.
type Config struct {
	// Listen is the address of the one listener that serves every site and the gateway, as host:port. Without a host it
	// listens on all addresses.
	Listen string `toml:"listen"`

	// DataDir is the folder that holds what the server keeps: the SQLite database, attachments, the key ring and the
	// record of refusals. A relative path in a file is relative to that file.
	DataDir string `toml:"data-dir" kind:"path"`

	Gateway     Gateway     `toml:"gateway"`
	Database    Database    `toml:"database"`
	TLS         TLS         `toml:"tls"`
	Health      Health      `toml:"health"`
	Log         Log         `toml:"log"`
	Auth        Auth        `toml:"auth"`
	Tokens      Tokens      `toml:"tokens"`
	Compat      Compat      `toml:"compat"`
	Attachments Attachments `toml:"attachments"`
	Limits      Limits      `toml:"limits"`
}

// Gateway is where scoped tokens work: /ex/confluence/{cloudId}/… on hosts of its own.
type Gateway struct {
	// Hosts are the exact host names under which the API gateway answers. Empty: the gateway answers by path on the
	// hosts of the sites, each for its own cloudId. A host that is neither here nor a site's gets 421.
	Hosts []string `toml:"hosts"`

	// URL is the gateway's public address without a slash at the end, which hints and explanations print. Empty: https
	// (http without TLS) and the first of gateway.hosts.
	URL string `toml:"url"`
}

// Database is where content is kept.
type Database struct {
	// URL is the address of a PostgreSQL database, "postgres://user:password@host/name". Empty: SQLite in data-dir.
	URL string `toml:"url" secret:"true"`
}

// TLS serves https on the listener. Both files or neither; HUP reads them again.
type TLS struct {
	// CertFile is the certificate chain in PEM.
	CertFile string `toml:"cert-file" kind:"path"`
	// KeyFile is its private key in PEM.
	KeyFile string `toml:"key-file" kind:"path"`
}

// Health is the listener for probes.
type Health struct {
	// Listen is the address that answers GET /healthz (the process) and /readyz (database, blobs, migrations), apart
	// from the public listener. Empty: no probes.
	Listen string `toml:"listen"`
}

// Log is the log on standard error.
type Log struct {
	// Level is the least level that is written. HUP reads it again.
	Level string `toml:"level" oneof:"debug info warn error"`
	// Format is the form of the lines: json, text, or auto, which is text when standard error is a terminal.
	Format string `toml:"format" oneof:"auto json text"`
}

// Auth bends how credentials are judged. The defaults are the vendor's measured behaviour.
type Auth struct {
	// InvalidCredentials says what a failed, expired, revoked or blocked credential is: anonymous (the vendor's way: 403
	// on v1, 404 on v2, public data on a public site) or reject (401).
	InvalidCredentials string `toml:"invalid-credentials" oneof:"anonymous reject"`
	// UnscopedAtGateway says whether unscoped tokens work at the gateway: accept (measured) or refuse (as the guides
	// have it: served as anonymous).
	UnscopedAtGateway string `toml:"unscoped-at-gateway" oneof:"accept refuse"`
	// BearerAtSite answers an API token sent as Bearer to a site: refuse (403 "Failed to parse Connect Session Auth
	// Token") or anonymous.
	BearerAtSite string `toml:"bearer-at-site" oneof:"refuse anonymous"`
	// PasswordBasic says what an account's password in place of a token is at a site: anonymous, or tell (401 "Basic
	// authentication with passwords is deprecated", as the vendor answered until 2023). With anonymous no password is
	// compared. To tell confirms a right guess: at most ten are compared a minute for one e-mail address.
	PasswordBasic string `toml:"password-basic" oneof:"anonymous tell"`
	// Challenge sends WWW-Authenticate: Basic with refusals that another credential could have avoided, for clients that
	// wait for a challenge. Most clients wait for a 401, so it goes with invalid-credentials: reject.
	Challenge bool `toml:"challenge"`
}

// Tokens limits API tokens.
type Tokens struct {
	// MaxScopes is the most scopes a new token may hold.
	MaxScopes int `toml:"max-scopes" min:"1"`
}

// Compat chooses between behaviours that the vendor has shown at different times.
type Compat struct {
	// RemovedV1 says who gets 410 on v1 operations that the vendor has removed: oauth tokens only, every caller at the
	// gateway, or off.
	RemovedV1 string `toml:"removed-v1" oneof:"oauth gateway off"`
	// DownloadServlet serves /wiki/download/attachments/… to API tokens, or refuses it with 401 as the vendor does now.
	DownloadServlet string `toml:"download-servlet" oneof:"serve refuse"`
	// XSRF asks for X-Atlassian-Token on uploads and on v1 writes by browsers (default), or on all v1 writes (strict).
	XSRF string `toml:"xsrf" oneof:"default strict"`
	// AttachmentDownload answers the REST download with a redirect to a signed address, or with the bytes (direct).
	AttachmentDownload string `toml:"attachment-download" oneof:"redirect direct"`
}

// Attachments limits uploads.
type Attachments struct {
	// MaxSize is the largest file that can be attached.
	MaxSize Bytes `toml:"max-size" min:"1"`
}

// Limits bound what one request or client can cost. A value above the default is reported at start.
type Limits struct {
	// HeaderBytes is the largest block of header fields; more is 431.
	HeaderBytes Bytes `toml:"header-bytes" min:"1024"`
	// HeaderFields is the largest number of header fields; more is 431.
	HeaderFields int `toml:"header-fields" min:"8"`
	// TargetBytes is the longest request target; more is 414. Above 8KiB it has no effect.
	TargetBytes Bytes `toml:"target-bytes" min:"256"`
	// HeaderRead is the time within which a client must have sent its request header.
	HeaderRead Duration `toml:"header-read" min:"1s"`
	// Idle is how long a connection may rest between requests.
	Idle Duration `toml:"idle" min:"1s"`
	// Handler is how long one request may work, uploads excepted: those must keep the rate below.
	Handler Duration `toml:"handler" min:"1s"`
	// Grace is how long a body or an answer may be slower than limits.rate.
	Grace Duration `toml:"grace" min:"1s"`
	// Rate is the least number of bytes a second that a client must send of a body and take of an answer.
	Rate Bytes `toml:"rate" min:"1"`
	// Drain is how long a stopping server waits for running requests.
	Drain Duration `toml:"drain" min:"1s"`
	// Connections is the largest number of open connections; more wait.
	Connections int `toml:"connections" min:"1"`
	// ClientConnections is the largest number of open connections of one client address; more are closed.
	ClientConnections int `toml:"client-connections" min:"1"`
	// Streams is the largest number of concurrent HTTP/2 requests on one connection.
	Streams int `toml:"streams" min:"1"`
}

// Default is the configuration when nobody says anything. The limits are those of security-model.md §10.
func Default() Config {
	return Config{
		Listen:  "127.0.0.1:8090",
		DataDir: "weir-data",
		Health:  Health{Listen: "127.0.0.1:8091"},
		Log:     Log{Level: "info", Format: "auto"},
		Auth: Auth{
			InvalidCredentials: "anonymous",
			UnscopedAtGateway:  "accept",
			BearerAtSite:       "refuse",
			PasswordBasic:      "anonymous",
		},
		Tokens: Tokens{MaxScopes: 50},
		Compat: Compat{
			RemovedV1:          "oauth",
			DownloadServlet:    "serve",
			XSRF:               "default",
			AttachmentDownload: "redirect",
		},
		Attachments: Attachments{MaxSize: 100 << 20},
		Limits: Limits{
			HeaderBytes:       32 << 10,
			HeaderFields:      100,
			TargetBytes:       8 << 10,
			HeaderRead:        Duration(10 * time.Second),
			Idle:              Duration(60 * time.Second),
			Handler:           Duration(30 * time.Second),
			Grace:             Duration(10 * time.Second),
			Rate:              1 << 10,
			Drain:             Duration(30 * time.Second),
			Connections:       10_000,
			ClientConnections: 256,
			Streams:           100,
		},
	}
}

// Refusals is the folder of the record of refusals.
func (c *Config) Refusals() string { return filepath.Join(c.DataDir, "refusals") }
