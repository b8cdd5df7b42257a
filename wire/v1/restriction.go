package v1

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
)

// Restrictions are the restrictions of content by operation.
type Restrictions struct {
	Read       *Restriction    `json:"read,omitzero"`
	Update     *Restriction    `json:"update,omitzero"`
	Expandable wire.Expandable `json:"_expandable,omitzero"`
	Links      Links           `json:"_links,omitzero"`
}

// Restriction says who alone may do one operation. Nobody listed means no restriction.
type Restriction struct {
	Operation    string                 `json:"operation"` // read, update
	Restrictions *RestrictionPrincipals `json:"restrictions,omitzero"`
	Content      *Content               `json:"content,omitzero"`
	Expandable   wire.Expandable        `json:"_expandable"`
	Links        Links                  `json:"_links"`
}

// RestrictionPrincipals are the accounts and groups of a restriction.
type RestrictionPrincipals struct {
	User       *List[User]     `json:"user,omitzero"`
	Group      *List[Group]    `json:"group,omitzero"`
	Expandable wire.Expandable `json:"_expandable,omitzero"`
}

// RestrictionList is the restrictions of content as a list, one for each operation. Hash tells one state of them from
// another.
type RestrictionList struct {
	Results []Restriction `json:"results"`
	Start   int           `json:"start"`
	Limit   int           `json:"limit"`
	Size    int           `json:"size"`
	Hash    string        `json:"restrictionsHash"`
	Links   ListLinks     `json:"_links"`
}

// RestrictionsByOperation is the restrictions of content by operation, as they are an answer.
type RestrictionsByOperation struct {
	Read   Restriction `json:"read"`
	Update Restriction `json:"update"`
	Links  Links       `json:"_links,omitzero"`
}

// RestrictionsWrite are restrictions to be added or to be written over the present ones, an array or a list.
type RestrictionsWrite = ArrayOrList[RestrictionWrite]

// RestrictionWrite is one restriction to be written.
type RestrictionWrite struct {
	Operation    string                     `json:"operation"` // read, update
	Restrictions RestrictionWritePrincipals `json:"restrictions"`
}

// RestrictionWritePrincipals are whom a restriction admits.
type RestrictionWritePrincipals struct {
	User  ArrayOrList[UserRef]  `json:"user,omitzero"`
	Group ArrayOrList[GroupRef] `json:"group,omitzero"`
}

// UserRef names an account.
type UserRef struct {
	Type      string `json:"type,omitzero"`
	AccountID string `json:"accountId"`
}

// ArrayOrList reads an array, or a list as it is answered (client-expectations.md, "Whole-object echo"); null makes it nil.
// It writes an array.
type ArrayOrList[T any] []T

// UnmarshalJSONFrom reads either form.
func (l *ArrayOrList[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*l = nil
	if dec.PeekKind() != '{' {
		return json.UnmarshalDecode(dec, (*[]T)(l))
	}
	var list struct {
		Results []T `json:"results"`
	}
	err := json.UnmarshalDecode(dec, &list)
	*l = list.Results
	return err
}
