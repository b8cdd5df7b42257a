package v1

import "github.com/go-json-experiment/json/jsontext"

// Modules are the dynamic modules of an app, each any JSON object with a key.
type Modules struct {
	Modules []jsontext.Value `json:"modules"`
}

// ModuleKey is what every module has.
type ModuleKey struct {
	Key string `json:"key"`
}

// ModulesError is what the operations on dynamic modules answer when they refuse.
type ModulesError struct {
	Message string `json:"message"`
}
