package v2_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func TestSpacesInAList(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	old := b.space(site.NewSpace{Key: "OLD", Name: "Archive"})
	b.must(b.ann.SetSpaceStatus(t.Context(), old.ID, wiki.SpaceArchived))
	b.must(b.ann.LabelSpace(t.Context(), b.dev.ID, "global", "team"))
	_, err := b.ann.Relate(t.Context(), wiki.Favourite, site.NodeName{Kind: wiki.UserNode, Key: site.CurrentUser},
		site.NodeName{Kind: wiki.SpaceNode, Key: "OLD"})
	b.must(err)
	const (
		links   = `"_links":{"base":"https://wiki.test/wiki"}}`
		nothing = `{"results":[],` + links
		dev     = `{"id":"32769","key":"DEV","name":"Development","type":"global","status":"current","authorId":"ann-0000",
			"currentActiveAlias":"DEV","createdAt":"2026-08-07T12:00:00.000Z","homepageId":"65537","_links":{"webui":"/spaces/DEV"}}`
		archived = `{"id":"32770","key":"OLD","name":"Archive","type":"global","status":"archived","authorId":"ann-0000",
			"currentActiveAlias":"OLD","createdAt":"2026-08-07T12:00:00.000Z","homepageId":"65538","_links":{"webui":"/spaces/OLD"}}`
	)
	for query, want := range map[string]string{
		"":                           `{"results":[` + dev + `,` + archived + `],` + links,
		"?sort=name":                 `{"results":[` + archived + `,` + dev + `],` + links,
		"?sort=-key":                 `{"results":[` + archived + `,` + dev + `],` + links,
		"?sort=-id":                  `{"results":[` + archived + `,` + dev + `],` + links,
		"?keys=dev,none":             `{"results":[` + dev + `],` + links,
		"?ids=32769&ids=7":           `{"results":[` + dev + `],` + links,
		"?labels=team":               `{"results":[` + dev + `],` + links,
		"?status=archived":           `{"results":[` + archived + `],` + links,
		"?type=personal":             nothing,
		"?favorited-by=ann-0000":     `{"results":[` + archived + `],` + links,
		"?favorited-by=bob-0000":     nothing,
		"?keys=DEV&space-key=OLD":    `{"results":[` + dev + `],` + links, // what is not known is ignored
		"?not-favorited-by=ann-0000": `{"results":[` + dev + `],` + links,
		"?not-favorited-by=bob-0000&status=archived": `{"results":[` + archived + `],` + links,
	} {
		b.answers("ann", "GET /spaces"+query, "", 200, want)
	}
	b.answers("bob", "GET /spaces", "", 200, `{"results":[`+dev+`],`+links)
	b.answers("eve", "GET /spaces", "", 200, nothing)
	b.answers("bob", "GET /spaces?favorited-by=ann-0000", "", 200, nothing) // which bob may not view
	b.refuses("", "GET /spaces", "", 404, "NOT_FOUND", "Not Found")         // S3
}

func TestSpacesAreShownAsAskedFor(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for query, more := range map[string]string{
		"description-format=plain": `"description":{"plain":{"representation":"plain","value":"Code & <care>"}},`,
		"description-format=view":  `"description":{"view":{"representation":"view","value":"Code &amp; &lt;care&gt;"}},`,
		"include-icon=true":        `"icon":{"path":"/images/logo/default-space-logo.svg"},`,
	} {
		b.answers("bob", "GET /spaces?"+query, "", 200, `{"results":[{"id":"32769","key":"DEV","name":"Development",
			"type":"global","status":"current","authorId":"ann-0000","currentActiveAlias":"DEV",
			"createdAt":"2026-08-07T12:00:00.000Z","homepageId":"65537",`+more+`"_links":{"webui":"/spaces/DEV"}}],
			"_links":{"base":"https://wiki.test/wiki"}}`)
	}
}

// client-expectations.md 4: cursor stands last.
func TestListsGoOnWhereTheCursorPoints(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.space(site.NewSpace{Key: "OLD", Name: "Archive"})
	first := b.call("ann", "GET /spaces?limit=1&sort=name", "")
	link := first.Header().Get("Link")
	next := strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
	if !strings.HasPrefix(next, "/wiki/api/v2/spaces?limit=1&sort=name&cursor=") {
		t.Errorf("Link: %s", link)
	}
	if !strings.HasSuffix(first.Body.String(), `"_links":{"next":"`+next+`","base":"https://wiki.test/wiki"}}`) {
		t.Errorf("the body does not repeat %s: %s", link, first.Body)
	}
	b.answers("ann", "GET "+next, "", 200, `{"results":[{"id":"32769","key":"DEV","name":"Development",
		"type":"global","status":"current","authorId":"ann-0000","currentActiveAlias":"DEV",
		"createdAt":"2026-08-07T12:00:00.000Z","homepageId":"65537","_links":{"webui":"/spaces/DEV"}}],
		"_links":{"base":"https://wiki.test/wiki"}}`)
}

func TestASpaceByItself(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must(b.ann.LabelSpace(t.Context(), b.dev.ID, "global", "team"))
	b.must(b.service.DB.Write(t.Context(), func(ctx context.Context, all *store.Tx) error {
		tx := all.In(b.site.ID)
		return errors.Join(
			tx.Grant(ctx, wiki.Grant{Space: b.dev.ID, Subject: wiki.Group("g-1"), Perm: wiki.Export}),
			tx.Grant(ctx, wiki.Grant{Space: b.dev.ID, Subject: wiki.Anonymous, Perm: wiki.View}),
			tx.Revoke(ctx, wiki.Grant{Space: b.dev.ID, Subject: wiki.User("ann-0000"), Perm: wiki.SpacePerms}))
	}))
	b.answers("bob", "GET /spaces/32769?description-format=plain&include-icon=true&include-operations=true&include-properties=true"+
		"&include-permissions=true&include-role-assignments=true&include-labels=true", "", 200, `{
		"id":"32769","key":"DEV","name":"Development","type":"global","status":"current","authorId":"ann-0000",
		"currentActiveAlias":"DEV","createdAt":"2026-08-07T12:00:00.000Z","homepageId":"65537",
		"description":{"plain":{"representation":"plain","value":"Code & <care>"}},
		"icon":{"path":"/images/logo/default-space-logo.svg"},
		"labels":{"results":[{"id":"1","name":"team","prefix":"global"}],"meta":{"hasMore":false},"_links":{"self":"/api/v2/spaces/32769/labels"}},
		"properties":{"results":[],"meta":{"hasMore":false},"_links":{"self":"/api/v2/spaces/32769/properties"}},
		"operations":{"results":[{"operation":"read","targetType":"space"},{"operation":"create","targetType":"page"}],
		"meta":{"hasMore":false},"_links":{"self":"/api/v2/spaces/32769/operations"}},
		"permissions":{"results":[
		{"id":"7392863106524138","principal":{"type":"role","id":"anonymous-users"},"operation":{"key":"read","targetType":"space"}},
		{"id":"5477237875607380","principal":{"type":"group","id":"g-1"},"operation":{"key":"export","targetType":"space"}},
		{"id":"8079624682767490","principal":{"type":"user","id":"bob-0000"},"operation":{"key":"read","targetType":"space"}},
		{"id":"8221810878934728","principal":{"type":"user","id":"bob-0000"},"operation":{"key":"create","targetType":"page"}},
		{"id":"8173262344951800","principal":{"type":"user","id":"bob-0000"},"operation":{"key":"delete","targetType":"space"}}],
		"meta":{"hasMore":false},"_links":{"self":"/api/v2/spaces/32769/permissions"}},
		"_links":{"webui":"/spaces/DEV","base":"https://wiki.test/wiki"}}`)
	b.refuses("bob", "GET /spaces/7", "", 404, "NOT_FOUND", "Could not find space with id [7]")
	hidden := b.space(site.NewSpace{Key: "HID", Name: "Hidden"})
	b.refuses("bob", "GET /spaces/"+hidden.ID.String(), "", 404, "NOT_FOUND", "Could not find space with id [32770]")
}
