package v1

// ServiceError is the error of the service layer: 400, 404, 409, 410
// (auth-behaviour.md §6, "v1 service layer").
type ServiceError struct {
	StatusCode int              `json:"statusCode"`
	Data       ServiceErrorData `json:"data"`
	Message    string           `json:"message"` // exception class, colon, text
}

// ServiceErrorData is how far the service came before it refused.
type ServiceErrorData struct {
	Authorized bool              `json:"authorized"`
	Valid      bool              `json:"valid"`
	Errors     []ValidationError `json:"errors"`
	Successful bool              `json:"successful"`
}

// ValidationError is one thing that is wrong with an input.
type ValidationError struct {
	Message Message `json:"message"`
}

// Message is a text to be translated.
type Message struct {
	Args        []any  `json:"args"`
	Translation string `json:"translation,omitzero"`
}

// SpringError is the error of the layer in front of the services: conversion of parameters (E1),
// and a caller who may not use the product (auth-behaviour.md §2 S1).
type SpringError struct {
	StatusCode int    `json:"statusCode"`
	Message    string `json:"message"` // exception class, colon, text
}

// AccessError is how some services refuse a caller who may not use the product: the members of
// SpringError in the other order (auth-behaviour.md §2 S2).
type AccessError struct {
	Message    string `json:"message"`
	StatusCode int    `json:"statusCode"`
}

// StatusError is a path that no resource answers (auth-behaviour.md §6 E2).
type StatusError struct {
	Message    string `json:"message"`
	StatusCode int    `json:"status-code"`
}

// ConnectError is a Bearer token that the site cannot read (auth-behaviour.md §2 B1).
type ConnectError struct {
	Error string `json:"error"`
}

// EdgeError is a refusal by the edge or the gateway (auth-behaviour.md §2 G1, G2).
type EdgeError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// RouteError is a path the gateway does not know (auth-behaviour.md §6 E5).
type RouteError struct {
	Timestamp string `json:"timestamp"` // RFC 3339 in UTC with nine decimals
	Status    int    `json:"status"`
	Error     string `json:"error"` // the status in words
	Message   string `json:"message"`
	Path      string `json:"path"` // without the gateway's prefix
}
