package v1_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// devAnswer is the space DEV as the object an answer consists of.
func devAnswer(afterName, afterType, afterStatus string, gone ...string) string {
	const links = `"_links":{"webui":"/spaces/DEV","self":"` + api + `/space/DEV"}}`
	s := dev(afterName, afterType, afterStatus, gone...)
	return strings.TrimSuffix(s, links) + `"_links":{"webui":"/spaces/DEV","context":"/wiki","self":"` + api + `/space/DEV",
		"collection":"/rest/api/space","base":"https://wiki.test/wiki"}}`
}

const noSpace = `{"statusCode":404` + notDone +
	`NotFoundException: No space with the given key exists, or the calling user does not have permission to view the space"}`

func TestSpaceByKey(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.answers("ann", "GET /space/DEV", "", 200, devAnswer("", "", ""))
	b.answers("bob", "GET /space/dev", "", 200, devAnswer("", "", ""))
	b.answers("eve", "GET /space/DEV", "", 404, noSpace)
	b.answers("ann", "GET /space/NO", "", 404, noSpace)
}

func TestExpansionsOfASpace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must(b.service.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.In(b.site.ID).AddSpaceLabel(ctx, b.dev.ID, "global", "docs")
	}))
	who := func(name, operation, target string) string {
		seen := userAs(name, "", "")
		if name == "bob" {
			seen = userAs(name, "bob@example.com", `"timeZone":"UTC",`)
		}
		perm, ok := site.GrantedPerm(site.Operation{Name: operation, Target: target})
		if !ok {
			t.Fatalf("nothing is called %s %s", operation, target)
		}
		id := wiki.Grant{Space: b.dev.ID, Subject: wiki.User(b.people[name].ID), Perm: perm}.Number()
		return `{"id":` + strconv.FormatInt(id, 10) + `,"subjects":{"user":{"results":[` + seen + `],"start":0,"limit":1,"size":1},"_expandable":{"group":""}},
			"operation":{"operation":"` + operation + `","targetType":"` + target + `"},"anonymousAccess":false,"unlicensedAccess":false}`
	}
	var permissions []string
	for _, op := range []string{"read space", "create page", "create blogpost", "create comment", "create attachment", "delete page", "delete blogpost",
		"delete comment", "delete attachment", "delete space", "archive page", "restrict_content space", "export space", "administer space"} {
		operation, target, _ := strings.Cut(op, " ")
		permissions = append(permissions, who("ann", operation, target))
	}
	permissions = append(permissions, who("bob", "read", "space"), who("bob", "create", "page"), who("bob", "delete", "space"))
	for expand, want := range map[string]string{
		"description": devAnswer(`,"description":{"_expandable":{"view":"","plain":""}}`, "", "", "description"),
		"description.plain,description.view": devAnswer(`,"description":{"plain":{"value":"Code & <care>","representation":"plain","embeddedContent":[]},
			"view":{"value":"Code &amp; &lt;care&gt;","representation":"view","embeddedContent":[]},"_expandable":{}}`, "", "", "description"),
		"icon":     devAnswer(`,"icon":{"path":"/images/logo/default-space-logo.svg","width":48,"height":48,"isDefault":true}`, "", "", "icon"),
		"homepage": devAnswer(`,"homepage":`+home.String(), "", "", "homepage"),
		"metadata": devAnswer("", `,"metadata":{"_expandable":{"labels":""}}`, "", "metadata"),
		"metadata.labels": devAnswer("", `,"metadata":{"labels":`+inside("/space/DEV/label", 200, `{"prefix":"global","name":"docs","id":"1","label":"docs"}`)+
			`,"_expandable":{}}`, "", "metadata"),
		"operations": devAnswer("", `,"operations":[{"operation":"read","targetType":"space"},{"operation":"create","targetType":"page"}]`, "", "operations"),
		"settings": devAnswer("", "", `,"settings":{"routeOverrideEnabled":true,"editor":{"page":"v2","blogpost":"v2","default":"v2"},"spaceKey":"DEV",
			"_links":{"self":"`+api+`/space/DEV/settings"}}`, "settings"),
		"theme": devAnswer("", "", `,"theme":{"themeKey":"default","name":"Default theme","_links":{"self":"`+api+`/space/DEV/theme"}}`, "theme"),
		"history,identifiers": devAnswer("", "", `,"history":{"createdBy":`+userAs("ann", "", "")+`,"createdDate":"`+noon+`"},
			"identifiers":{"spaceIdentifier":"DEV"}`, "history", "identifiers"),
		"permissions": devAnswer("", `,"permissions":[`+strings.Join(permissions, ",")+`]`, "", "permissions"),
		"nothing":     devAnswer("", "", ""),
		"lookAndFeel": devAnswer("", "", `,"lookAndFeel":{"headings":{"color":"#172B4D"},"links":{"color":"#0052CC"},
			"menus":{"hoverOrFocus":{"backgroundColor":"#EBECF0"},"color":"#505F79"},
			"header":{"backgroundColor":"#0747A6","button":{"backgroundColor":"#DEEBFF","color":"#0747A6"},
			"primaryNavigation":{"color":"#DEEBFF","hoverOrFocus":{"backgroundColor":"#0065FF","color":"#DEEBFF"}},
			"secondaryNavigation":{"color":"#DEEBFF","hoverOrFocus":{"backgroundColor":"#0065FF","color":"#DEEBFF"}},
			"search":{"backgroundColor":"#09326C","color":"#DEEBFF"}},
			"content":{"screen":{"background":"#FFFFFF"},"container":{"background":"#FFFFFF","backgroundColor":"#FFFFFF",
			"backgroundImage":null,"backgroundSize":null,"padding":"0","borderRadius":"0"}},"bordersAndDividers":{"color":"#DFE1E6"}}`, "lookAndFeel"),
	} {
		b.answers("bob", "GET /space/DEV?expand="+expand, "", 200, want)
	}
}

func TestSpacesInAList(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.ann.CreateSpace(t.Context(), site.NewSpace{Key: "~ops", Name: "Operations", Kind: wiki.PersonalSpace})
	b.must(err)
	one := dev("", "", "")
	two := strings.NewReplacer("DEV", "~ops", "32769", "32770", "Development", "Operations", "65537", "65538", `"global"`, `"personal"`).Replace(one)
	for query, want := range map[string]string{
		"":                                list("/space", 0, 25, "", one, two),
		"?limit=1":                        list("/space", 0, 1, "/space?next=true&limit=1&start=1", one),
		"?limit=9999":                     list("/space", 0, 1000, "", one, two),
		"?spaceKey=~OPS&spaceKey=NO":      list("/space?spaceKey=~OPS&spaceKey=NO", 0, 25, "", two),
		"?spaceId=32769,7":                list("/space?spaceId=32769%2C7", 0, 25, "", one),
		"?type=personal":                  list("/space?type=personal", 0, 25, "", two),
		"?status=archived":                list("/space?status=archived", 0, 25, ""),
		"?label=docs":                     list("/space?label=docs", 0, 25, ""),
		"?favourite=true":                 list("/space?favourite=true", 0, 25, ""),
		"?favourite=false&status=current": list("/space?favourite=false&status=current", 0, 25, "", one, two),
	} {
		b.answers("ann", "GET /space"+query, "", 200, want)
	}
	b.answers("bob", "GET /space", "", 200, list("/space", 0, 25, "", one))
	b.answers("eve", "GET /space", "", 200, list("/space", 0, 25, ""))
	b.answers("ann", "GET /space?type=secret", "", 400,
		badRequest("Invalid value for 'type': secret. Expected one of global, personal, collaboration, knowledge_base"))
}
