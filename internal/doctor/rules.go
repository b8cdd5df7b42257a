package doctor

import "net/http"

// Confidence is how sure a finding is.
type Confidence string

// The confidences, the surest first.
const (
	Certain  Confidence = "certain"  // what was seen has no other known cause
	Likely   Confidence = "likely"   // it has others, and they are rarer
	Possible Confidence = "possible" // nothing that can be seen from here tells it from others
)

// rule is one known cause. It applies when every sign is there; their words are its evidence. Why and fix may name facts
// of the examination in braces, see facts.
type rule struct {
	number     int // of auth-behaviour.md §10; 0 for one that is not there
	cause      string
	confidence Confidence
	signs      []sign
	why, fix   string
}

// The sentences that several rules share.
const (
	newTokenFix = "Make a new token with {need} beside the scopes it is used for; those of a token that exists cannot be changed."
	checkFix    = "Check that the e-mail is that of the token's owner, that the token is whole, and in the owner's list of tokens that it is neither expired nor revoked; then make a new one. With --email another e-mail is tried."
)

// rules are all causes in the order of the report among findings of equal confidence.
var rules = slicesOf(networkRules, writingRules, tokenRules, scopeRules, addressRules, otherRules)

// tokenRules are about which token is accepted where, and as what.
var tokenRules = []rule{
	{1, "scoped-token-at-site", Certain, []sign{that(atSite), that(asBasic), answer(status(http.StatusUnauthorized, http.StatusForbidden)), isKind(Scoped), opensGateway},
		"The token has scopes. The site refuses such a token whatever is asked, even what everybody may read; the gateway takes it.",
		"Send the call to the gateway, {gateway}."},
	{15, "service-account-at-site", Certain, []sign{that(atSite), answer(status(401, 403, 404)), isKind(Service), either(opensGateway, opensOther)},
		"The token is a service account's. Such a token works at the gateway only, never at the site.",
		"Send the call to the gateway, {gateway}, with the token as Bearer."},
	{15, "service-account-as-person", Certain, []sign{not(that(atSite)), that(asBasic), answer(status(401, 403, 404)), isKind(Service), opensOther},
		"The token is a service account's, and the e-mail beside it is not: the service takes the pair for nobody.",
		"Send the token as Bearer, or with the service account's own address, …@serviceaccount.atlassian.com."},
	{0, "oauth-at-site", Certain, []sign{that(atSite), that(asBearer), answer(status(401, 403, 404)), isKind(OAuth), opensGateway},
		"The token is an access token of OAuth. Such a token works at the gateway only, never at the site.",
		"Send the call to the gateway, {gateway}."},
	{5, "bearer-at-site", Certain, []sign{that(atSite), that(asBearer), answer(saysB1), opensOther},
		"An API token of a person was sent as Bearer. The site takes it only as the password of Basic, with the owner's e-mail.",
		"Send it with -u email:token; in a library give it as the password, with the e-mail as the user."},
	{5, "bearer-at-site", Likely, []sign{that(atSite), that(asBearer), answer(saysB1), isKind(NotAccepted, NotTried)},
		"A token was sent as Bearer. The site takes an API token only as the password of Basic, with the owner's e-mail.",
		"Send it with -u email:token; in a library give it as the password, with the e-mail as the user. Name the e-mail with --email to have that tried."},
	{20, "token-as-bearer", Certain, []sign{that(asBearer), answer(status(200, 401, 403, 404)), not(answer(saysB1)), opensOther},
		"The token of a person is sent as Bearer, as libraries do with an argument called token. The service takes the call for anonymous.",
		"Give the library the e-mail as the user and the token as the password."},
	{20, "token-as-bearer", Likely, []sign{that(asBearer), answer(func(a *Answer) bool { return saysS1(a) || saysS3(a) }), isKind(NotAccepted), not(expired), that(noEmailKnown)},
		"A token is sent as Bearer, as libraries do with an argument called token. The token of a person is not taken so, and the call is served as anonymous.",
		"Give the library the e-mail as the user and the token as the password. Name the e-mail with --email to have that tried."},
	{0, "wrong-email", Certain, []sign{that(asBasic), otherEmail},
		"The token is good, and the e-mail beside it is another account's. The service takes the pair for nobody.",
		"Send the token with the e-mail of its owner."},
	{19, "oauth-expired", Certain, []sign{that(asBearer), expired, opensNone},
		"The OAuth access token has ended. The service answers 403 or 404 and never 401, so a client that waits for 401 never refreshes it.",
		"Refresh the token by its expires_in, or on 403 and 404 as well; then call with the new one."},
	{12, "password", Certain, []sign{either(answer(saysT1), final(saysT1))},
		"The password of an account was given. The API takes API tokens only.",
		"Make an API token in the account's settings and give it in place of the password."},
	{21, "waits-for-challenge", Certain, []sign{flawed(waits)},
		"The program sends the credential only when it is asked for, and the service never asks.",
		"Send Basic at once: curl -u alone, wget --auth-no-challenge, or an Authorization header of one's own."},
	{13, "anonymous-on-public-site", Certain, []sign{answer(func(a *Answer) bool { return a.ok() }), not(that(asNobody)), opensNone},
		"The site is public. The credential is not accepted, and the call is served as it is to everybody: with 200, and without what is private.",
		checkFix + " GET /wiki/rest/api/user/current tells: its type must not be anonymous."},
	{4, "no-site-access", Certain, []sign{answer(func(a *Answer) bool { return saysS1(a) || saysS3(a) || saysH1(a) }), gateAnswered},
		"The token is alive: the scope gate answered it. Its account may not use Confluence at this site.",
		"Ask an administrator of the site to give the account access to Confluence."},
	{3, "credential-not-accepted", Certain, []sign{answer(saysS3), not(that(asNobody)), opensNone, not(expired)},
		"The credential is not accepted, so the call is anonymous, and version 2 answers those with a bare 404. The object may well be there.",
		checkFix + " Then GET /wiki/rest/api/user/current answers 200."},
	{4, "no-access", Certain, []sign{answer(saysS1), not(that(asNobody)), opensNone, not(expired)},
		"The service takes the call for nobody who may use Confluence: the token is dead or another account's, the e-mail is wrong, or the account has no access to the site.",
		checkFix + " If the token is good, ask an administrator to give the account access to Confluence."},
	{0, "credential-not-accepted", Certain, []sign{not(answer(func(a *Answer) bool { return saysS3(a) || saysS1(a) || a.ok() })), not(that(asNobody)), not(flawed(waits)), opensNone, not(either(answer(saysB1), answer(saysT1), expired, answer(saysE5)))},
		"The credential is accepted at no door.",
		checkFix},
	{11, "token-expired", Likely, []sign{opensNone, remembered, not(expired)},
		"It worked before and does not now: tokens live a year at most, and older ones were ended between March and May 2026. It may have been revoked as well.",
		"Make a new token, and set a reminder for its end."},
	{11, "token-expired", Possible, []sign{opensNone, not(remembered), not(expired), that(apiToken)},
		"A token that has ended looks like one that never was. Tokens live a year at most, and older ones were ended between March and May 2026.",
		"Look at the token's end in its owner's list of tokens; make a new one, and set a reminder."},
	{18, "address-blocked", Certain, []sign{either(answer(saysIP), final(saysIP))},
		"The organisation lets in certain network addresses only, and this one is not among them.",
		"Ask an administrator of the organisation to add the address, or call from one that is permitted."},
	{18, "blocked-by-policy", Possible, []sign{opensNone, that(apiToken), not(expired)},
		"An organisation can forbid API tokens altogether; then nobody's is accepted, and the form for new ones is greyed out.",
		"Ask an administrator of the organisation whether its policy allows API tokens for the account."},
	{0, "account-deactivated", Possible, []sign{opensNone, that(apiToken), not(expired)},
		"The tokens of an account that was deactivated are not accepted any more, and nothing in the answer says so.",
		"Ask an administrator whether the account is active."},
	{0, "no-credential", Certain, []sign{that(asNobody), final(anonymousRefusal), that(func(x *examination) bool { return x.q.Call != nil })},
		"The call carries no credential, and what it asks for is not public.",
		"Add -u email:token."},
	{0, "no-credential", Certain, []sign{that(asNobody), answer(anonymousRefusal), not(final(anonymousRefusal))},
		"The call carries no credential, and what it asks for is not public.",
		"Add -u email:token."},
}

func noEmailKnown(x *examination) bool { return x.meant.Email == "" && x.q.Credentials.Email == "" }

// apiToken: nothing speaks for another kind of credential.
func apiToken(x *examination) bool {
	return !isJWT(x.meant.Token) && (x.written == nil || !saysT1(x.written)) && !x.flawed(placeholder)
}

func anonymousRefusal(a *Answer) bool {
	return saysS1(a) || saysS3(a) || a.Status == http.StatusUnauthorized || a.Location
}

// scopeRules are about what a token may do.
var scopeRules = []rule{
	{16, "summary-scope-missing", Certain, []sign{final(saysG1), summaryMissing},
		"The operation lists, and asks for read:confluence-content.summary; read:confluence-content.all does not include it, as no scope includes another.",
		"Make a new token with read:confluence-content.summary beside the scopes it is used for; those of a token that exists cannot be changed."},
	{17, "scope-not-offered", Likely, []sign{final(saysG1), needs(seldomOffered...)},
		"The form for new tokens does not always offer {need}, and it takes 50 scopes at most.",
		newTokenFix + " If the form does not offer a scope, look again on another day, use an unscoped token at the site, or spread more than 50 scopes over several tokens."},
	{2, "scope-missing", Certain, []sign{final(saysG1), not(closed), not(classicOnVersion2), not(summaryMissing), not(that(uploads)), that(knownOperation)},
		"The token lacks a scope for {operation}. It needs {sets}.",
		newTokenFix},
	{2, "scope-missing", Certain, []sign{final(saysG1), not(closed), classicOnVersion2},
		"The token has classic scopes, and {operation}, of version 2, takes granular ones only. It needs {sets}.",
		newTokenFix},
	{2, "scope-missing", Likely, []sign{that(notSent), not(answer(saysG1)), lacking, not(that(uploads))},
		"The call was not sent, since it writes. Reads show that the token lacks a scope for {operation}: it needs {sets}.",
		newTokenFix},
	{8, "upload-scope-missing", Certain, []sign{answer(saysG1), that(uploads)},
		"Uploads ask for more than reading: write:confluence-file, or write:attachment:confluence and read:content-details:confluence together.",
		"Make a new token with write:confluence-file, or with write:attachment:confluence and read:content-details:confluence, beside the scopes it is used for."},
	{8, "upload-scope-missing", Likely, []sign{that(notSent), not(answer(saysG1)), that(uploads), lacks("read:content-details:confluence")},
		"Uploads ask for write:confluence-file, or for write:attachment:confluence and read:content-details:confluence together. The second is not there, and no GET tells of the first.",
		"Make a new token with write:confluence-file, or with write:attachment:confluence and read:content-details:confluence, beside the scopes it is used for."},
	{0, "closed-to-scopes", Certain, []sign{final(saysG1), closed},
		"No scope opens {operation}: a token with scopes can never call it.",
		"Use an unscoped token, at the site."},
	{0, "scope-missing-for-what", Certain, []sign{final(saysG1), that(func(x *examination) bool { return x.place.op == nil })},
		"The token lacks a scope, and no operation of the API has this path, so that nobody can say which.",
		"Put the path right first: the documentation prints it without /wiki/api/v2 or /wiki/rest/api."},
}

// seldomOffered are scopes that the form for new tokens has been seen without (auth-behaviour.md §4, "Missing in UI").
var seldomOffered = scopesOf("read:hierarchical-content:confluence", "read:folder:confluence", "write:folder:confluence", "delete:folder:confluence")

// addressRules are about where a call goes.
var addressRules = []rule{
	{9, "wrong-path", Certain, []sign{wrongPath, that(knownOperation)},
		"The path is not right: {wrong}.",
		"Call {path}."},
	{9, "wrong-path", Likely, []sign{wrongPath, not(that(knownOperation)), not(that(isLost))},
		"No operation of the API has this path.",
		"Look the operation up: weir api --list shows all of them with their paths."},
	{10, "gateway-path-lost", Certain, []sign{lostWords},
		"The call goes to the gateway's root, without /ex/confluence/{cloudId}: most often a link to the next page was joined to the host. Such links begin with /wiki, also in answers of the gateway.",
		"Join next to the gateway's base, {gateway}; never to the host alone, and never to _links.base."},
	{6, "removed", Certain, []sign{either(answer(status(http.StatusGone)), that(func(x *examination) bool { return x.removed }))},
		"This operation of version 1 is gone for this kind of caller. It still answers others, at the site with Basic.",
		"Call version 2: /pages, /blogposts and /spaces take the place of /content and /space."},
	{7, "download-servlet", Certain, []sign{that(func(x *examination) bool { return x.place.servlet }), answer(status(http.StatusUnauthorized))},
		"/download/attachments is for browsers and takes API tokens no more.",
		"Call …/rest/api/content/{id}/child/attachment/{attachmentId}/download, and follow its redirect without the credential, as curl -L does."},
	{0, "plain-http", Certain, []sign{plainHTTP},
		"The URL begins with http: the credential would cross the network in the clear, and the site does not answer there.",
		"Call https."},
	{0, "no-site", Likely, []sign{noSite, not(answer(saysIP))},
		"No Confluence Cloud site could be found for this call.",
		"Check the name: a site is {name}.atlassian.net, or wherever a weir runs; Data Center is neither, and has rules of its own. Name the site with --site if the line does not."},
}

// otherRules are about everything behind the door.
var otherRules = []rule{
	{14, "xsrf", Certain, []sign{either(answer(said(http.StatusForbidden, "XSRF check failed")), bareUpload)},
		"Uploads need the header X-Atlassian-Token, and so does every write whose User-Agent looks like a browser's.",
		"Add -H 'X-Atlassian-Token: no-check', and do not call yourself Mozilla."},
	{14, "xsrf", Likely, []sign{browserWrites, not(answer(said(http.StatusForbidden, "XSRF check failed"))), not(bareUpload)},
		"The call writes and names a browser as its User-Agent; the service takes it for a forged request.",
		"Leave the User-Agent out, or add -H 'X-Atlassian-Token: no-check'."},
	{0, "hidden", Certain, []sign{final(isMiss), that(func(x *examination) bool { _, open := x.accepted(); return len(open) > 0 }), that(knownOperation)},
		"The credential is accepted. The object is not there, or the account may not see it; the service never says which.",
		"Check the id. If it is right, ask its owner for the permission to view it."},
	{0, "no-permission", Certain, []sign{final(func(a *Answer) bool {
		return a.Status == http.StatusForbidden && !saysS1(a) && !saysB1(a) && !saysIP(a) && !contains(a.Said, "XSRF")
	}), that(func(x *examination) bool { _, open := x.accepted(); return len(open) > 0 })},
		"The credential is accepted. The account may not do this.",
		"Ask an administrator of the space or of the site for the permission."},
	{0, "input", Certain, []sign{final(status(400, 405, 413, 415)), that(knownOperation)},
		"The call reaches its operation, which cannot take it as it is.",
		"Read what the answer says of the parameter, and compare with weir api {operationId} --help."},
	{0, "page-instead-of-data", Likely, []sign{final(func(a *Answer) bool { return a.ok() && a.HTML }), that(knownOperation), that(readsData)},
		"The call is answered with 200 and a page for people: a form to log in, or what a proxy puts in the way.",
		"Open the URL in a browser to see whose page it is; then call from a network without it, or have the proxy let the site through."},
	{0, "rate-limited", Certain, []sign{final(status(http.StatusTooManyRequests))},
		"The service has had too many calls.",
		"Wait as long as Retry-After says, and send fewer calls at a time."},
	{0, "service-failed", Certain, []sign{final(func(a *Answer) bool { return a.Status >= 500 && a.Status != http.StatusNotImplemented })},
		"The service failed; nothing about the call is wrong as far as can be seen.",
		"Try again later."},
	{0, "clock", Possible, []sign{clockOff},
		"The clock here is wrong. Tokens of OAuth are then renewed at the wrong time, and certificates may look expired.",
		"Set the clock, or let the system keep it by NTP."},
}

func lostWords(x *examination) (string, bool) {
	evidence := "the host is the gateway, and the path names no cloudId"
	if x.written != nil && !x.written.ok() {
		evidence += "\n" + x.told(x.written)
	}
	return evidence, x.lost
}

func plainHTTP(x *examination) (string, bool) { return "the URL begins with http://", x.plain }

func isLost(x *examination) bool         { return x.lost }
func knownOperation(x *examination) bool { return x.place.op != nil }

// readsData: what the operation answers is JSON.
func readsData(x *examination) bool { return x.place.op.Success != 0 }

// notSent: the call changes something, so nobody tried it.
func notSent(x *examination) bool {
	return x.q.Call != nil && x.target != nil && !x.safe() && x.written == nil
}

func uploads(x *examination) bool {
	if x.place.op == nil {
		return false
	}
	switch x.place.op.Key() {
	case "v1:createAttachment", "v1:createOrUpdateAttachments", "v1:updateAttachmentData":
		return true
	}
	return false
}

// bareUpload: the call uploads without the header that says it is no browser's.
func bareUpload(x *examination) (string, bool) {
	return "the line uploads and sends no X-Atlassian-Token", x.plan.noCheck
}

func browserWrites(x *examination) (string, bool) {
	writes := x.call.Method != http.MethodGet && x.call.Method != http.MethodHead
	return "the line writes, with the User-Agent of a browser", writes && browserAgent(x.call.header("User-Agent")) && x.call.header("X-Atlassian-Token") == ""
}
