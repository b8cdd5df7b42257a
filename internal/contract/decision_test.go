package contract

import (
	"fmt"
	"strings"
)

// verdict is what the decision table says of a call (auth-behaviour.md §0), before any object is looked at.
type verdict int

const (
	asAnonymous  verdict = iota // served as if no credential had come
	asCaller                    // accepted
	scopedAtSite                // H1: a token with scopes, or a service account's, at the site
	unparseable                 // H1: a Basic value that does not parse, at the site
	bearerAtSite                // B1: an API token as Bearer at the site
	scopeMissing                // G1: at the gateway
	noAccess                    // accepted, but the account may not use the site
)

// judge is the decision table for API tokens and service accounts.
func judge(c credential, op operation, gateway bool) verdict {
	switch {
	case c.unparseable && !gateway:
		return unparseable
	case c.unparseable:
		return asAnonymous // EMU: same as none
	case c.bearer && !c.service && !gateway:
		return bearerAtSite
	case c.dead != "", c.bearer && !c.service:
		return asAnonymous
	case c.scopes != nil && !gateway:
		return scopedAtSite
	case c.scopes != nil && !op.opens(c.scopes):
		return scopeMissing
	case c.noAccess:
		return noAccess
	}
	return asCaller
}

// The bodies of auth-behaviour.md §2, byte for byte.
const (
	bodyS1 = `{"statusCode":403,"message":"com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: 403 FORBIDDEN \"Request rejected because caller cannot access Confluence\""}`
	bodyS2 = `{"message":"Current user not permitted to use Confluence","statusCode":403}`
	bodyS3 = `{"errors":[{"status":404,"code":"NOT_FOUND","title":"Not Found","detail":null}]}`
	bodyH1 = `<!doctype html><html lang="en"><head><title>HTTP Status 401 – Unauthorized</title><style type="text/css">body {font-family:Tahoma,Arial,sans-serif;} h1, h2, h3, b {color:white;background-color:#525D76;} h1 {font-size:22px;} h2 {font-size:16px;} h3 {font-size:14px;} p {font-size:12px;} a {color:black;} .line {height:1px;background-color:#525D76;border:none;}</style></head><body><h1>HTTP Status 401 – Unauthorized</h1><hr class="line" /><p><b>Type</b> Status Report</p><p><b>Description</b> The request has not been applied to the target resource because it lacks valid authentication credentials for that resource.</p><hr class="line" /><h3>Apache Tomcat/9.0.82</h3></body></html>`
	bodyB1 = `{"error":"Failed to parse Connect Session Auth Token"}`
	bodyG1 = `{"code":401,"message":"Unauthorized; scope does not match"}`
)

// refusal is an answer typed after the references. Headers with an empty value must be absent.
type refusal struct {
	status int
	body   string
	reason string
	header map[string]string
}

// refused is the answer of a verdict that refuses. base is the site's address.
func refused(v verdict, c credential, op operation, base string) refusal {
	const json = "application/json"
	switch v {
	case scopedAtSite, unparseable:
		reason := "credentials-malformed"
		switch {
		case v == scopedAtSite && c.service:
			reason = "service-token-at-site"
		case v == scopedAtSite:
			reason = "scoped-token-at-site"
		}
		realm := strings.NewReplacer(":", "%3A", "/", "%2F").Replace(base + "/wiki")
		return refusal{401, bodyH1, reason, map[string]string{
			"Content-Type": "text/html;charset=utf-8", "WWW-Authenticate": `OAuth realm="` + realm + `"`}}
	case bearerAtSite:
		return refusal{403, bodyB1, "bearer-at-site", map[string]string{"Content-Type": json, "WWW-Authenticate": ""}}
	case scopeMissing:
		reason := "scope-missing"
		if len(op.classic)+len(op.granular) == 0 {
			reason = "operation-closed-to-scopes"
		}
		return refusal{401, bodyG1, reason, map[string]string{
			"Content-Type": json, "X-Failure-Category": "FAILURE_CLIENT_SCOPE_CHECK", "WWW-Authenticate": ""}}
	}
	panic(fmt.Sprintf("verdict %d is no refusal", v))
}

// shutOut is the answer to a caller who may not use a private site: S1 or S2 on v1, S3 on v2.
func shutOut(op operation, reason string) refusal {
	r := refusal{403, bodyS1, reason, map[string]string{"Content-Type": "application/json", "WWW-Authenticate": ""}}
	switch {
	case op.version == "v2":
		r.status, r.body = 404, bodyS3
	case saysS2(op):
		r.body = bodyS2
		r.header["Cache-Control"] = "no-cache, no-store, must-revalidate"
		r.header["Expires"] = "Thu, 01 Jan 1970 00:00:00 GMT"
	}
	return r
}

// saysS2 are the services on which S2 was measured (auth-behaviour.md §2, below the table of bodies).
func saysS2(op operation) bool {
	rest, isREST := strings.CutPrefix(op.path, "/wiki/rest/api/")
	for _, prefix := range []string{"audit", "content-states", "longtask", "relation", "search", "settings/lookandfeel", "template", "user/watch"} {
		if rest == prefix || strings.HasPrefix(rest, prefix+"/") {
			return true
		}
	}
	return !isREST && op.version == "v1" // the dynamic modules
}
