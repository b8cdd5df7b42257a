// Package v2 holds the JSON shapes of REST version 2: what its operations answer, the bodies
// they take and its one error. One file per noun.
//
// Presence follows one rule (design, "v2 members"): a member the description calls nullable is
// never left out, and is null when it has no value; null stands nowhere else; every other member
// is left out when it has no value. The members are held against the description by a test; each
// difference is a row there with its reason.
//
// Fields stand in the order of the description. The live service was seen to write the same
// objects in several orders, so no order of its own can be kept.
//
// The package refuses behaviour: it knows no permissions, makes no links and decides nothing.
// Scalars and encoding are in package wire.
package v2

// List is one page of a collection that is paged by cursor. Clients read the next page from
// Links, which is always written (client-expectations.md, last section).
type List[T any] struct {
	Results []T       `json:"results"`
	Links   ListLinks `json:"_links"`
}

// ListLinks are the links of a collection.
type ListLinks struct {
	Next string `json:"next,omitzero"` // /wiki/api/v2/…, with cursor as its last parameter; absent at the end
	Base string `json:"base,omitzero"` // absolute, ends in /wiki
}

// Included is a part of an object that an include-… parameter asked for: its first page.
type Included[T any] struct {
	Results []T           `json:"results"`
	Meta    IncludedMeta  `json:"meta"`
	Links   IncludedLinks `json:"_links"`
}

// IncludedMeta says whether there is more than an Included shows, and where it goes on.
type IncludedMeta struct {
	HasMore bool   `json:"hasMore"`
	Cursor  string `json:"cursor,omitzero"` // for the operation that Links.Self names
}

// IncludedLinks names the operation that lists all of an Included.
type IncludedLinks struct {
	Self string `json:"self,omitzero"` // /api/v2/…
}
