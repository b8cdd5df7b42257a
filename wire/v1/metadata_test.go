package v1

import (
	"testing"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

func TestMetadataOfContent(t *testing.T) {
	t.Parallel()
	golden.Check(t, Metadata{
		CurrentUser: &CurrentUserMetadata{
			Favourited:      &Favourited{},
			LastModified:    &LastModified{FriendlyLastModified: "yesterday"},
			LastContributed: &LastContributed{Status: "editor", When: noon},
			Viewed:          &Viewed{LastSeen: noon},
			Scheduled:       wire.Object[any]{},
			Expandable:      CurrentUserExpandable().Without("favourited", "lastmodified", "lastcontributed", "viewed", "scheduled"),
		},
		Properties: wire.Object[any]{{Name: "editor", Value: map[string]any{"value": "v2", "key": "editor"}}, {Name: "_expandable", Value: map[string]any{}}},
		Frontend:   wire.Object[any]{},
		Likes:      &Likes{},
		Labels:     &List[Label]{Limit: 200},
	}, `{
		"currentuser":{"favourited":{"isFavourite":false},"lastmodified":{"friendlyLastModified":"yesterday"},
			"lastcontributed":{"status":"editor","when":"2026-08-07T12:34:56.789Z"},"viewed":{"lastSeen":"2026-08-07T12:34:56.789Z"},
			"scheduled":{},"_expandable":{}},
		"properties":{"editor":{"key":"editor","value":"v2"},"_expandable":{}},
		"frontend":{},"likes":{"count":0},"labels":{"results":[],"start":0,"limit":200,"size":0}
	}`)
}
