// Package rest owns the pipeline of the REST API, written once for both versions and both doors: the request target is
// parsed once, matched against the catalogue, the caller identified, the scope gate passed, the site opened, the input
// bound, the handler run and its value or its refusal turned into bytes. One file per step, in the order of a request:
// target, match, serve, op, bind, body, page, reply.
//
// It refuses to decide: who may do what is site's, who calls is identity's, how a refusal is worded is each version's
// and the gateway's. Handlers never see http.ResponseWriter.
package rest
