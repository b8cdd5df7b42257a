package wiki

// Reason says why a request was refused. The list is closed: every refusal carries one of these, and a new one needs
// a row in reasons. The wire body stays the vendor's; the reason goes to the log, to weir explain and, in demo mode,
// to the header X-Weir-Reason.
type Reason string

// Credentials and doors.
const (
	CredentialsMissing      Reason = "credentials-missing"        // anonymous caller where an account is needed
	CredentialsNotAccepted  Reason = "credentials-not-accepted"   // unknown e-mail, unknown or foreign token
	CredentialsMalformed    Reason = "credentials-malformed"      // Authorization that does not parse
	AmbiguousCredentials    Reason = "ambiguous-credentials"      // more than one Authorization field
	TokenExpired            Reason = "token-expired"              //
	TokenRevoked            Reason = "token-revoked"              //
	TokenMistyped           Reason = "token-mistyped"             // the checksum is wrong
	AccountDeactivated      Reason = "account-deactivated"        //
	PasswordNotAccepted     Reason = "password-not-accepted"      // an account password instead of a token
	PolicyBlocked           Reason = "policy-blocked"             // the organisation allows no API tokens
	ScopedTokenAtSite       Reason = "scoped-token-at-site"       //
	ServiceTokenAtSite      Reason = "service-token-at-site"      //
	BearerAtSite            Reason = "bearer-at-site"             // an API token sent as Bearer to the site
	BearerUserTokenAtGate   Reason = "bearer-user-token"          // a user's API token sent as Bearer to the gateway
	UnscopedTokenAtGateway  Reason = "unscoped-token-at-gateway"  // where auth.unscoped-at-gateway refuses it
	NoSiteAccess            Reason = "no-site-access"             // valid credential, account may not use this site
	ScopeMissing            Reason = "scope-missing"              //
	OperationClosedToScopes Reason = "operation-closed-to-scopes" // no scope opens it: unscoped tokens only
	AppOnly                 Reason = "app-credential-needed"      // only an app's own credential serves (weir app add)
	CookieOnly              Reason = "session-required"           // a browser session is needed, no token serves
)

// Addresses.
const (
	UnknownHost       Reason = "unknown-host"
	UnknownCloudID    Reason = "unknown-cloud-id"
	UnknownPath       Reason = "unknown-path"
	V2PrefixMissing   Reason = "v2-prefix-missing"
	WikiPrefixMissing Reason = "wiki-prefix-missing"
	WikiDoubled       Reason = "wiki-prefix-doubled"
	GatewayPathLost   Reason = "gateway-path-lost"
	PathRefused       Reason = "path-refused" // dot segments, encoded separators and their kin
	MethodNotAllowed  Reason = "method-not-allowed"
	EndpointRemoved   Reason = "endpoint-removed"
	DownloadServlet   Reason = "download-servlet"
)

// Permissions.
const (
	NoViewPermission Reason = "no-view-permission"
	NoPermission     Reason = "no-permission"
	EditRestricted   Reason = "edit-restricted"
	SpaceIsArchived  Reason = "space-archived"
	NotSiteAdmin     Reason = "not-site-admin"
)

// Objects and input.
const (
	NoSuchObject      Reason = "no-such-object"
	NoThumbnail       Reason = "no-thumbnail" // the attachment is no picture that can be made small
	InvalidInput      Reason = "invalid-input"
	InvalidBody       Reason = "invalid-body"
	InvalidCursor     Reason = "invalid-cursor"
	InvalidCQL        Reason = "invalid-cql"
	UnknownFormat     Reason = "unknown-representation"
	TypeNotListed     Reason = "type-not-listed" // a type of content that a listing does not know
	DuplicateTitle    Reason = "duplicate-title"
	DuplicateKey      Reason = "duplicate-key"
	PropertyExists    Reason = "property-exists"
	StaleVersion      Reason = "stale-version"
	InvalidParent     Reason = "invalid-parent"
	WrongStatus       Reason = "wrong-status"
	XSRFCheckFailed   Reason = "xsrf-check-failed"
	TooLarge          Reason = "too-large"
	UnsupportedType   Reason = "unsupported-media-type"
	LimitReached      Reason = "limit-reached"
	LastAdministrator Reason = "last-administrator" // nobody would administer the space any more
	RateLimited       Reason = "rate-limited"
)

// The server's own.
const (
	WriteConflict Reason = "write-conflict" // the retries of a write ran out
	Overloaded    Reason = "overloaded"
	InternalError Reason = "internal-error"
	ClientGone    Reason = "client-gone" // before it had its answer
)

// reasons holds, for each reason, its kind and what a caller may be told of it. Public differs from the reason itself
// where the reason would prove that an object or an account exists (security-model.md R-ENUM).
var reasons = map[Reason]struct {
	kind   ErrorKind
	public Reason
}{
	CredentialsMissing:      {Refused, CredentialsMissing},
	CredentialsNotAccepted:  {Refused, CredentialsNotAccepted},
	CredentialsMalformed:    {Unauthorized, CredentialsMalformed},
	AmbiguousCredentials:    {BadRequest, AmbiguousCredentials},
	TokenExpired:            {Refused, CredentialsNotAccepted},
	TokenRevoked:            {Refused, CredentialsNotAccepted},
	TokenMistyped:           {Refused, CredentialsNotAccepted},
	AccountDeactivated:      {Refused, CredentialsNotAccepted},
	PasswordNotAccepted:     {Refused, CredentialsNotAccepted},
	PolicyBlocked:           {Refused, CredentialsNotAccepted},
	ScopedTokenAtSite:       {Unauthorized, ScopedTokenAtSite},
	ServiceTokenAtSite:      {Unauthorized, ServiceTokenAtSite},
	BearerAtSite:            {Forbidden, BearerAtSite},
	BearerUserTokenAtGate:   {Refused, BearerUserTokenAtGate},
	UnscopedTokenAtGateway:  {Refused, UnscopedTokenAtGateway},
	NoSiteAccess:            {Refused, NoSiteAccess},
	ScopeMissing:            {Unauthorized, ScopeMissing},
	OperationClosedToScopes: {Unauthorized, OperationClosedToScopes},
	AppOnly:                 {Unauthorized, AppOnly},
	CookieOnly:              {Unauthorized, CookieOnly},

	UnknownHost:       {Misdirected, UnknownHost},
	UnknownCloudID:    {NotFound, UnknownCloudID},
	UnknownPath:       {NotFound, UnknownPath},
	V2PrefixMissing:   {NotFound, V2PrefixMissing},
	WikiPrefixMissing: {NotFound, WikiPrefixMissing},
	WikiDoubled:       {NotFound, WikiDoubled},
	GatewayPathLost:   {NotFound, GatewayPathLost},
	PathRefused:       {BadRequest, PathRefused},
	MethodNotAllowed:  {NoMethod, MethodNotAllowed},
	EndpointRemoved:   {Gone, EndpointRemoved},
	DownloadServlet:   {Unauthorized, DownloadServlet},

	NoViewPermission: {NotFound, NoSuchObject},
	NoPermission:     {Forbidden, NoPermission},
	EditRestricted:   {Forbidden, NoPermission},
	SpaceIsArchived:  {Forbidden, SpaceIsArchived},
	NotSiteAdmin:     {Forbidden, NoPermission},

	NoSuchObject:      {NotFound, NoSuchObject},
	NoThumbnail:       {NotFound, NoThumbnail},
	InvalidInput:      {BadRequest, InvalidInput},
	InvalidBody:       {BadRequest, InvalidBody},
	InvalidCursor:     {BadRequest, InvalidCursor},
	InvalidCQL:        {BadRequest, InvalidCQL},
	UnknownFormat:     {BadRequest, UnknownFormat},
	TypeNotListed:     {NotSupported, TypeNotListed},
	DuplicateTitle:    {BadRequest, DuplicateTitle},
	DuplicateKey:      {BadRequest, DuplicateKey},
	PropertyExists:    {Conflict, PropertyExists},
	StaleVersion:      {Conflict, StaleVersion},
	InvalidParent:     {BadRequest, InvalidParent},
	WrongStatus:       {BadRequest, WrongStatus},
	XSRFCheckFailed:   {Forbidden, XSRFCheckFailed},
	TooLarge:          {TooBig, TooLarge},
	UnsupportedType:   {WrongMedia, UnsupportedType},
	LimitReached:      {BadRequest, LimitReached},
	LastAdministrator: {BadRequest, LastAdministrator},
	RateLimited:       {TooMany, RateLimited},

	WriteConflict: {Unavailable, WriteConflict},
	Overloaded:    {Unavailable, Overloaded},
	InternalError: {Internal, InternalError},
	ClientGone:    {Abandoned, ClientGone},
}

// Reasons lists every reason, sorted by nothing in particular; tests and documents walk it.
func Reasons() []Reason {
	out := make([]Reason, 0, len(reasons))
	for r := range reasons {
		out = append(out, r)
	}
	return out
}

// Kind is the class of answer that belongs to the reason. An unknown reason is Internal: fail closed.
func (r Reason) Kind() ErrorKind {
	if row, ok := reasons[r]; ok {
		return row.kind
	}
	return Internal
}

// Public is the reason a caller may be told outside demo mode.
func (r Reason) Public() Reason {
	if row, ok := reasons[r]; ok {
		return row.public
	}
	return InternalError
}
