package explain

import "github.com/weirhq/weir/internal/wiki"

// words are what is said of a reason. A {name} is a fact of the record (see facts); a sentence that names a fact the
// record does not have is left out.
type words struct {
	what string   // what happened, in one sentence
	why  string   // the rule behind it
	fix  []string // what to do, most likely first; " | " separates alternatives, of which the first complete one is said
}

// Sentences that several reasons share.
const (
	checkUser = `Check with GET /wiki/rest/api/user/current: an answer of type "anonymous", or 403, means that the credential is not accepted.`
	sendBasic = `Send Authorization: Basic with the base64 of email:token on the first request; the server never asks for it.`
	newToken  = `Create a new token (weir token create) and put it in place of the old one.`
	asAnon    = `A credential that is not accepted is no error by itself: the call goes on as anonymous, and this site or object is not open to anonymous callers.`
	retry     = `Send the same request again after a short pause; a Retry-After header says how long.`
	ourFault  = `The server's log has the cause under this request id.`
)

// manual is the table of all reasons. A test holds it to wiki.Reasons.
var manual = map[wiki.Reason]words{
	wiki.CredentialsMissing: {
		what: `The call carried no credential, and this site or object is not open to anonymous callers.`,
		why: `The server never challenges: a client that waits for a 401 with WWW-Authenticate before it sends what it was given stays anonymous. ` +
			`"Basic" with nothing after it, "bearer" in lower case, an unknown scheme, two spaces or a tab count as no credential.`,
		fix: []string{sendBasic, `{curl}`},
	},
	wiki.CredentialsNotAccepted: {
		what: `The credential is not accepted: no living token of that text belongs to that e-mail address.`,
		why:  asAnon,
		fix: []string{`Check the e-mail address: it must be that of the token's owner.`,
			`Check that the whole token was copied.`, checkUser, newToken},
	},
	wiki.CredentialsMalformed: {
		what: `The value of Authorization: Basic does not parse.`,
		why:  `It must be the base64 of email:token, both not empty, with exactly one colon.`,
		fix:  []string{`{curl}`},
	},
	wiki.AmbiguousCredentials: {
		what: `The request has more than one Authorization header.`,
		why:  `Two components that pick different ones would see different callers, so neither is taken.`,
		fix:  []string{`Send one. A library and a proxy, or a library and a .netrc file, may each be adding theirs.`},
	},
	wiki.TokenExpired: {
		what: `The token {token} has expired.`,
		why:  `Tokens live 1 to 365 days and cannot be extended. ` + asAnon,
		fix:  []string{newToken},
	},
	wiki.TokenRevoked: {
		what: `The token {token} was revoked.`,
		why:  `Revocation is final. ` + asAnon,
		fix:  []string{newToken},
	},
	wiki.TokenMistyped: {
		what: `The text of the token was changed or cut: its check digits are wrong.`,
		why:  asAnon,
		fix:  []string{`Copy the whole token again, without quotes, blanks or a line end.`, newToken},
	},
	wiki.AccountDeactivated: {
		what: `The account that owns the token is deactivated.`,
		why:  `A token never gives more than its owner has today. ` + asAnon,
		fix:  []string{`Have the account activated again, or use a token of another one.`},
	},
	wiki.PasswordNotAccepted: {
		what: `The password of the account was sent where an API token belongs.`,
		why:  `The API takes tokens only.`,
		fix:  []string{`Create an API token (weir token create) and send it in place of the password.`, `{curl}`},
	},
	wiki.PolicyBlocked: {
		what: `The organisation allows no API tokens.`,
		why:  `A policy blocks every token, whatever its owner may do. ` + asAnon,
		fix:  []string{`Ask an organisation administrator to allow API tokens.`},
	},
	wiki.ScopedTokenAtSite: {
		what: `The token is scoped, and the call went to a site host.`,
		why:  `A site host takes no scoped tokens, not even for public data. Scoped tokens work at the API gateway only, where the same call with the same token would work if its scopes suffice.`,
		fix: []string{`Send the same call to the gateway: {try}`, `{trycurl}`,
			`In a client, set the base URL to the gateway's address with the cloudId; /_edge/tenant_info on the site host tells the cloudId.`,
			`Or use a token without scopes, which works at the site host too.`},
	},
	wiki.ServiceTokenAtSite: {
		what: `The token belongs to a service account, and the call went to a site host.`,
		why:  `Service accounts have scoped tokens only, and those work at the API gateway only.`,
		fix:  []string{`Send the same call to the gateway: {try}`, `{trycurl}`},
	},
	wiki.BearerAtSite: {
		what: `An API token was sent as Bearer to a site host.`,
		why:  `A site host reads a Bearer value as another kind of token. API tokens of people travel as Basic.`,
		fix: []string{sendBasic, `{curl}`,
			`A library's argument named "token" often means Bearer: pass the e-mail address as user and the token as password.`},
	},
	wiki.BearerUserTokenAtGate: {
		what: `A person's API token was sent as Bearer to the gateway.`,
		why:  `At the gateway Bearer is for OAuth access tokens and tokens of service accounts. ` + asAnon,
		fix:  []string{sendBasic, `{curl}`},
	},
	wiki.UnscopedTokenAtGateway: {
		what: `A token without scopes was sent to the gateway, where this installation takes tokens with scopes only.`,
		why:  `The setting auth.unscoped-at-gateway is refuse. ` + asAnon,
		fix:  []string{`Send the same call to the site host.`, `Or create a token with the scopes the call needs.`},
	},
	wiki.AppOnly: {
		what: `The operation is for apps, and the credential belongs to no app of this site.`,
		why:  `What an app keeps on a site is its own, so the credential says which app it is.`,
		fix:  []string{`Register the app on the host (weir app add KEY --site SITE) and send the token that it prints.`},
	},
	wiki.NoSiteAccess: {
		what: `The credential is good, but the account may not use this site.`,
		why:  `Access to a site is given apart from any permission in it.`,
		fix:  []string{`Ask a site administrator to give account {account} access to the site.`},
	},
	wiki.ScopeMissing: {
		what: `The token lacks a scope for {operation}.`,
		why: `The operation opens to a token that holds one complete set. No scope implies another: not write read, not content.all content.summary, ` +
			`not a classic one a granular one; and v2 takes granular scopes only.`,
		fix: []string{`Sets that would do: {need}.`, `The token holds: {held}.`, `Missing: {missing}.`,
			`Scopes are fixed when a token is made: create a new one with the whole set (weir token create --scope …).`},
	},
	wiki.OperationClosedToScopes: {
		what: `No scope opens {operation}.`,
		why:  `The API documents no scope for it, so scoped tokens cannot call it.`,
		fix:  []string{`Use a token without scopes.`},
	},
	wiki.CookieOnly: {
		what: `This needs a browser session; no token serves.`,
		why:  `Making or widening credentials is for a person who has just logged in.`,
		fix:  []string{`Do it in the browser, or on the host with the weir command.`},
	},

	wiki.UnknownHost: {
		what: `The request names a host that this server does not serve.`,
		why:  `A request is answered only under a configured name, so that no other name can borrow its rights.`,
		fix:  []string{`Call the site by its base URL, or the gateway by its own name.`, `Operators: names come from each site's base URL and from gateway.hosts.`},
	},
	wiki.UnknownCloudID: {
		what: `No site has this cloudId.`,
		why:  `The gateway finds the site by the cloudId in the path, before it looks at any credential.`,
		fix:  []string{`Read the cloudId from /_edge/tenant_info on the site host.`, `The address has the form /ex/confluence/<cloudId>/wiki/rest/api/….`},
	},
	wiki.UnknownPath: {
		what: `No operation has this path.`,
		why:  `Paths are matched exactly, with regard to case.`,
		fix:  []string{`Did you mean {try}?`, `v1 begins with /wiki/rest/api/, v2 with /wiki/api/v2/.`},
	},
	wiki.V2PrefixMissing: {
		what: `The path is that of a v2 operation without its prefix.`,
		why:  `The v2 reference prints paths without /wiki/api/v2.`,
		fix:  []string{`Call {try}`, `{trycurl}`},
	},
	wiki.WikiPrefixMissing: {
		what: `The path lacks /wiki.`,
		why:  `On a site host Confluence lives below /wiki; the rest belongs to other products. Only the gateway takes both spellings.`,
		fix:  []string{`Call {try}`, `{trycurl}`},
	},
	wiki.WikiDoubled: {
		what: `The path has /wiki twice.`,
		why:  `A base URL that ends in /wiki was joined with a path or a "next" link that begins with it.`,
		fix:  []string{`Call {try}`, `{trycurl}`},
	},
	wiki.GatewayPathLost: {
		what: `The call went to the gateway without /ex/confluence/<cloudId>.`,
		why:  `A "next" link begins with /wiki; joined with the gateway's host alone it loses the site.`,
		fix:  []string{`Put the gateway's whole base, /ex/confluence/<cloudId>, before the path.`, `Call {try}`, `{trycurl}`},
	},
	wiki.PathRefused: {
		what: `The path holds something that two programs could read differently.`,
		why:  `Dot segments, empty segments, encoded slashes, back-slashes and control characters are refused, not cleaned up.`,
		fix:  []string{`Send the path plainly, each parameter percent-encoded once.`},
	},
	wiki.MethodNotAllowed: {
		what: `The path exists, but not with the method {method}. | The request's method is none of HTTP's that the API knows.`,
		why:  `Methods are written in capitals, and headers that override them are ignored.`,
		fix:  []string{`Use {want}. | Use one of the operation's methods, in capitals.`},
	},
	wiki.EndpointRemoved: {
		what: `{operation} was removed from v1 for this kind of caller.`,
		why:  `The vendor answers 410 on removed v1 operations; compat.removed-v1 says to whom.`,
		fix:  []string{`Use the v2 operation: {try} | Use the v2 operation.`},
	},
	wiki.DownloadServlet: {
		what: `The old download address takes no API tokens.`,
		why:  `/wiki/download/attachments/… belongs to browser sessions; compat.download-servlet says so.`,
		fix: []string{`Use GET /wiki/rest/api/content/<id>/child/attachment/<attachmentId>/download and follow its redirect without Authorization.`,
			`{trycurl}`},
	},

	wiki.NoViewPermission: {
		what: `The caller may not see {thing}.`,
		why:  `What a caller may not see does not exist for it: it takes permission to view in the space, and every view restriction on the object and on all its ancestors must admit the caller. A draft is its author's alone.`,
		fix:  []string{`Give the account, or one of its groups, the permission to view in the space.`, `Add it to the view restrictions of the page and of the pages above.`},
	},
	wiki.NoPermission: {
		what: `The caller may see {thing}, but not do this.`,
		why:  `Scopes and a good token do not replace permissions: the account needs its own in the space.`,
		fix:  []string{`Permission needed: {permission}.`, `Ask an administrator of the space to grant it to the account or to one of its groups.`},
	},
	wiki.EditRestricted: {
		what: `An edit restriction on {thing} does not name the caller.`,
		why:  `Edit restrictions narrow what the space permits; they are not inherited.`,
		fix:  []string{`Have the account or one of its groups added to the edit restriction.`, `Permission needed: {permission}.`},
	},
	wiki.SpaceIsArchived: {
		what: `The space is archived.`,
		why:  `An archived space can be read but not changed.`,
		fix:  []string{`Restore the space first.`},
	},
	wiki.NotSiteAdmin: {
		what: `Only an administrator of the site may do this.`,
		why:  `Being an administrator of a space is not enough.`,
		fix:  []string{`Use a token of a site administrator.`},
	},

	wiki.NoSuchObject: {
		what: `There is no {object}. | The object does not exist.`,
		why:  `It never existed, was deleted for good, or belongs to another site.`,
		fix:  []string{`Check the id, and that the call goes to the right site.`},
	},
	wiki.NoThumbnail: {
		what: `There is no thumbnail of this attachment.`,
		why:  `Thumbnails are made of PNG, JPEG, GIF and WebP pictures of at most 40 million pixels; what a file is, its first bytes say, not its name.`,
		fix:  []string{`Download the attachment itself: /wiki/rest/api/content/ID/child/attachment/ATTACHMENT/download.`},
	},
	wiki.InvalidInput: {
		what: `The value of "{param}" cannot be used.`,
		why:  `Inputs are checked before anything is changed.`,
		fix:  []string{`Expected: {want}.`, `weir api {operation} --help lists what the operation takes. | See what the operation takes in docs/operations.md.`},
	},
	wiki.TypeNotListed: {
		what: `Content of this type cannot be listed by this operation.`,
		why:  `GET /wiki/rest/api/content lists pages and blog posts.`,
		fix:  []string{`Ask for the children of a page: /wiki/rest/api/content/ID/child/TYPE.`},
	},
	wiki.InvalidBody: {
		what: `The body of the request cannot be read.`,
		why:  `It must be one JSON value in UTF-8, without duplicate keys, trailing bytes or more than 64 levels; a storage-format body must be well-formed XML without entities of its own.`,
		fix:  []string{`Expected: {want}.`, `Check the body with a JSON or XML checker.`},
	},
	wiki.InvalidCursor: {
		what: `The cursor cannot be used.`,
		why:  `A cursor belongs to the caller and the query that it was made for.`,
		fix:  []string{`Start the listing again without a cursor, and follow "next" links as they are.`},
	},
	wiki.InvalidCQL: {
		what: `The CQL query does not parse or asks for something that does not exist.`,
		why:  `Fields, operators and functions are a fixed list, and a query has limits on length and depth.`,
		fix:  []string{`Expected: {want}.`, `Try a part of the query at a time; the answer's message says where it stopped.`},
	},
	wiki.UnknownFormat: {
		what: `The body's representation is not accepted here.`,
		why:  `Bodies are written in storage, atlas_doc_format or wiki, and kept in storage format.`,
		fix:  []string{`Expected: {want}.`, `Send "representation": "storage".`},
	},
	wiki.DuplicateTitle: {
		what: `The space already has a page with this title.`,
		why:  `Titles of pages are unique in a space, compared without regard to case, also against pages that the caller cannot see.`,
		fix:  []string{`Update the page that is there, or choose another title.`},
	},
	wiki.DuplicateKey: {
		what: `The key is taken.`,
		why:  `Keys are unique, compared without regard to case.`,
		fix:  []string{`Choose another key.`},
	},
	wiki.PropertyExists: {
		what: `The property is there already.`,
		why:  `A key names one property of its object; to make it again would lose the value it has.`,
		fix:  []string{`Change the property, with the number after its present version.`},
	},
	wiki.LastAdministrator: {
		what: `Nobody would administer the space any more.`,
		why:  `A space without an administrator could not be changed by anybody.`,
		fix:  []string{`Give another person or group the right to administer the space first.`},
	},
	wiki.StaleVersion: {
		what: `The version number in the request is not the current one plus one.`,
		why:  `Someone else changed the object since it was read, or the number was not raised.`,
		fix:  []string{`Read the object again (current version: {version}) and send that number plus one. | Read the object again and send its version number plus one.`},
	},
	wiki.InvalidParent: {
		what: `The parent cannot be used.`,
		why:  `It must be a page in the same space that the caller may see and that is not below the page itself.`,
		fix:  []string{`Check the id of the parent.`},
	},
	wiki.WrongStatus: {
		what: `{thing} is in a status that does not allow this.`,
		why:  `Drafts, trashed and archived content each allow only some changes.`,
		fix:  []string{`Expected: {want}.`, `Read the object's status first.`},
	},
	wiki.XSRFCheckFailed: {
		what: `The XSRF check failed.`,
		why:  `Uploads, and v1 writes by a User-Agent that looks like a browser's, must carry a header that a web page cannot send.`,
		fix:  []string{`Add the header X-Atlassian-Token: no-check.`, `Give the program a User-Agent of its own that does not begin with "Mozilla/".`},
	},
	wiki.TooLarge: {
		what: `The request is larger than allowed.`,
		why:  `Every input has a limit, which is checked before anything is read into memory.`,
		fix:  []string{`Expected: {want}.`, `Send less; operators can look at limits and attachments.max-size in the configuration.`},
	},
	wiki.UnsupportedType: {
		what: `The Content-Type or Content-Encoding of the request is not accepted.`,
		why:  `Bodies are plain JSON, or multipart/form-data for uploads, never compressed.`,
		fix:  []string{`Expected: {want}.`, `Send Content-Type: application/json.`},
	},
	wiki.LimitReached: {
		what: `A limit of the system is reached.`,
		why:  `Counts and sizes are bounded.`,
		fix:  []string{`Expected: {want}.`, `Remove what is not needed, or ask the operator to look at the limits.`},
	},
	wiki.RateLimited: {
		what: `The caller sent too many requests.`,
		why:  `Each caller has a budget that refills with time.`,
		fix:  []string{`Wait as long as Retry-After says, and send fewer requests at once.`},
	},

	wiki.WriteConflict: {
		what: `The write met others at the same time, again and again, and was given up. Nothing was changed.`,
		why:  `Writes that could break a rule together run one after the other.`,
		fix:  []string{retry},
	},
	wiki.Overloaded: {
		what: `The server could not take the request now. Nothing was changed.`,
		why:  `A queue was full or a time limit ran out.`,
		fix:  []string{retry, ourFault},
	},
	wiki.ClientGone: {
		what: `The client closed its connection before it had the answer.`,
		why:  `Nobody waits for the answer any more, so the work on it was given up.`,
		fix:  []string{`Give the client more time, or ask for less at once.`},
	},
	wiki.InternalError: {
		what: `The server failed. This is a defect of the server, not of the request.`,
		why:  `Something happened that no rule foresees.`,
		fix:  []string{ourFault, `Report it with this request id.`},
	},
}
