// Package v1 holds the JSON shapes of REST version 1: what its operations answer, the bodies
// they take and the errors they and the gateway speak. One file per noun.
//
// Presence follows one rule: members the description requires are always written, all others
// are left out when they have no value, never sent as null (client-expectations.md, "Omit rather
// than null"). _expandable names what was not asked for, _links comes last. The members are held
// against the description by a test; each difference is a row there with its reason.
//
// Fields stand in the order in which the live service was seen to write them. Where it varies
// from answer to answer (links and expandables) one of the seen orders is used throughout.
//
// The package refuses behaviour: it knows no permissions, makes no URLs for callers to follow
// and decides nothing. Scalars and encoding are in package wire.
package v1

// List is one page of a collection that is paged by offset (auth-behaviour.md §8).
type List[T any] struct {
	Results []T       `json:"results"`
	Start   int       `json:"start"`
	Limit   int       `json:"limit"`
	Size    int       `json:"size"` // number of results on this page
	Links   ListLinks `json:"_links,omitzero"`
}

// ListLinks are the links of a collection. Next and Prev are relative to Context
// (/rest/api/…), Base and Self absolute; Next is absent on the last page
// (client-expectations.md 4 and 5).
type ListLinks struct {
	Base    string `json:"base,omitzero"`
	Context string `json:"context,omitzero"`
	Next    string `json:"next,omitzero"`
	Prev    string `json:"prev,omitzero"`
	Self    string `json:"self,omitzero"`
}

// Links are the links of one object. Self and Base are absolute, all others relative to Context.
// Base, Context and Collection stand only on the object an answer consists of, not on objects
// inside it (client-expectations.md 5).
type Links struct {
	EditUI     string `json:"editui,omitzero"`
	Download   string `json:"download,omitzero"`
	Thumbnail  string `json:"thumbnail,omitzero"`
	WebUI      string `json:"webui,omitzero"`
	EditUIV2   string `json:"edituiv2,omitzero"`
	Context    string `json:"context,omitzero"`
	Self       string `json:"self,omitzero"`
	TinyUI     string `json:"tinyui,omitzero"`
	Collection string `json:"collection,omitzero"`
	Base       string `json:"base,omitzero"`
}
