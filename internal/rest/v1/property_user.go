package v1

import (
	"context"
	"net/url"
	"regexp"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func userPropertyOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getUserByUserIdProperty", Route: "GET /user/{userId}/property", Perm: seePeople}, getUserProperties),
		rest.On(rest.Op{ID: "getUserByUserIdPropertyByKey", Route: "GET /user/{userId}/property/{key}", Perm: seePeople}, getUserProperty),
		rest.On(rest.Op{ID: "postUserByUserIdPropertyByKey", Route: "POST /user/{userId}/property/{key}", Perm: seePeople}, createUserProperty),
		rest.On(rest.Op{ID: "putUserByUserIdPropertyByKey", Route: "PUT /user/{userId}/property/{key}", Perm: seePeople}, updateUserProperty),
		rest.On(rest.Op{ID: "deleteUserByUserIdPropertyByKey", Route: "DELETE /user/{userId}/property/{key}", Perm: seePeople}, deleteUserProperty),
	}
}

type getUserPropertiesIn struct {
	rest.Offset `default:"5" max:"25"`
	UserID      wiki.AccountID `path:"userId"`
}

// getUserProperties lists keys alone.
func getUserProperties(ctx context.Context, s *site.Session, in *getUserPropertiesIn) (*wire.List[wire.UserPropertyKey], error) {
	found, err := s.Properties(ctx, wiki.PropertyOwner{Account: in.UserID}, wiki.PropertyFilter{}, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewOffsetList(in.Offset, found, func(p wiki.Property) wire.UserPropertyKey { return wire.UserPropertyKey{Key: p.Key} }), nil
}

type userPropertyIn struct {
	UserID wiki.AccountID `path:"userId"`
	Key    string         `path:"key"`
}

func (in *userPropertyIn) owner() wiki.PropertyOwner { return wiki.PropertyOwner{Account: in.UserID} }

func getUserProperty(ctx context.Context, s *site.Session, in *userPropertyIn) (*wire.UserProperty, error) {
	p, err := s.Property(ctx, in.owner(), site.PropertyName{Key: in.Key})
	if err != nil {
		return nil, err
	}
	l := newLoader(s)
	self := "/rest/api/user/" + url.PathEscape(string(in.UserID)) + "/property/" + url.PathEscape(p.Key)
	return &wire.UserProperty{Key: p.Key, Value: []byte(p.Value), ID: scalar.NewID(p.ID), LastModifiedDate: scalar.Time(p.Version.At),
		CreatedDate: scalar.Time(p.Created), Links: wire.Links{Self: l.self(self), Base: l.base(), Context: contextPath}}, nil
}

type writeUserPropertyIn struct {
	userPropertyIn
	Body rest.Body[wire.PropertyCreate]
}

func createUserProperty(ctx context.Context, s *site.Session, in *writeUserPropertyIn) (rest.Empty, error) {
	value, err := in.value(ctx, s)
	if err == nil {
		_, err = s.CreateProperty(ctx, in.owner(), in.Key, value)
	}
	return rest.Empty{}, taken(err)
}

func updateUserProperty(ctx context.Context, s *site.Session, in *writeUserPropertyIn) (rest.Empty, error) {
	value, err := in.value(ctx, s)
	if err == nil {
		err = s.ReplaceProperty(ctx, in.owner(), in.Key, value)
	}
	return rest.Empty{}, err
}

// userPropertyKey is what the description says a key looks like.
var userPropertyKey = regexp.MustCompile("^[-_a-zA-Z0-9]+$")

// value is the object that the body gives, once the account is known to be there.
func (in *writeUserPropertyIn) value(ctx context.Context, s *site.Session) (string, error) {
	if _, err := s.Person(ctx, in.UserID); err != nil {
		return "", err
	}
	if !userPropertyKey.MatchString(in.Key) {
		return "", wiki.Invalid("key", in.Key, "letters, digits, hyphens and underscores")
	}
	given, err := in.Body.Read()
	if err != nil {
		return "", err
	}
	if given.Value != nil && given.Value.Kind() != '{' {
		return "", wiki.Invalid("value", "", "an object")
	}
	return propertyValue(given.Value)
}

func deleteUserProperty(ctx context.Context, s *site.Session, in *userPropertyIn) (rest.Empty, error) {
	return rest.Empty{}, s.DeleteProperty(ctx, in.owner(), site.PropertyName{Key: in.Key})
}
