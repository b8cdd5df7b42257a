package contract

import (
	"net/http"
	"strings"
	"testing"
)

// sent are reads as real clients send them, with all their parameters (client-expectations.md 4, 11 to 14, 17 and 19). A word
// in braces stands for an id.
var sent = []string{
	"/wiki/rest/api/content?spaceKey=PUB&title=Getting+started&expand=ancestors,version,body.storage,metadata.labels&type=page&limit=1",
	"/wiki/rest/api/content?type=page&spaceKey=PUB&status=current&start=0&limit=50&expand=history.lastUpdated,version,ancestors,space",
	"/wiki/rest/api/content?spaceKey=PUB&postingDay=2026-01-15&type=blogpost&orderby=history.createdDate+desc",
	"/wiki/rest/api/content/{page}?version=0&status=current&expand=body.storage,body.view,version,space,ancestors,history,metadata.labels,children.attachment",
	"/wiki/rest/api/content/{page}?expand=body.export_view,body.atlas_doc_format,restrictions.read.restrictions.user,restrictions.update.restrictions.group",
	"/wiki/rest/api/content/{page}?expand=metadata.properties.editor,metadata.properties,childTypes.all,operations,container,descendants.page",
	"/wiki/rest/api/content/{page}/child/attachment?filename=welcome.txt&expand=version,container,metadata&limit=1000&start=0",
	"/wiki/rest/api/content/{page}/child/attachment?mediaType=text/plain&media-type=text/plain",
	"/wiki/rest/api/content/{page}/child/page?expand=version,body.storage&limit=200&start=0",
	"/wiki/rest/api/content/{page}/child/page/?limit=25",
	"/wiki/rest/api/content/{page}/child/folder?expand=version",
	"/wiki/rest/api/content/{page}/child/comment?expand=body.view.value,version,extensions.inlineProperties,extensions.resolution&depth=all&location=footer&location=inline",
	"/wiki/rest/api/content/{page}/child?expand=page,attachment,comment",
	"/wiki/rest/api/content/{page}/descendant/page?limit=200&start=0&expand=version",
	"/wiki/rest/api/content/{page}/label?prefix=global&start=0&limit=200",
	"/wiki/rest/api/content/{page}/history?expand=lastUpdated,previousVersion,contributors,nextVersion",
	"/wiki/rest/api/content/{page}/version?start=0&limit=50&expand=content",
	"/wiki/rest/api/content/{page}/property?expand=version&limit=10",
	"/wiki/rest/api/content/search?cql=type%3Dpage+and+space%3D%22PUB%22+order+by+lastmodified+desc&limit=50&expand=body.storage,version,history.lastUpdated,space,ancestors&start=0",
	"/wiki/rest/api/search?cql=siteSearch+~+%22token%22+and+type+in+(page,blogpost)&limit=25&excerpt=highlight&expand=content.version,content.space&includeArchivedSpaces=false",
	"/wiki/rest/api/search/user?cql=user.fullname~%22Ada%22&limit=10",
	"/wiki/rest/api/space?spaceKey=PUB&spaceKey=ENG&type=global&status=current&expand=description.plain,homepage,metadata.labels&limit=500&start=0",
	"/wiki/rest/api/space/PUB?expand=description.plain,homepage,permissions,metadata.labels,icon,theme",
	"/wiki/rest/api/user/current?expand=operations,personalSpace,details.personal",
	"/wiki/rest/api/user?accountId={ada}&expand=details.personal",
	"/wiki/rest/api/group?start=0&limit=200&accessType=user",
	"/wiki/rest/api/group/engineering/member?start=0&limit=200",
	"/wiki/api/v2/spaces?limit=1",
	"/wiki/api/v2/spaces?keys=PUB,ENG&type=global&status=current&sort=name&description-format=plain&limit=250",
	"/wiki/api/v2/spaces?ids={space}&include-icon=true&expand=homepage",
	"/wiki/api/v2/spaces/{space}?description-format=view&include-labels=true&include-operations=true&include-permissions=true",
	"/wiki/api/v2/spaces/{space}/pages?depth=all&status=current&limit=250&body-format=storage&sort=-modified-date&title=Getting+started",
	"/wiki/api/v2/pages?id={page}&id={other}&body-format=storage&status=current",
	"/wiki/api/v2/pages?space-id={space},1&title=Getting+started&status=current,archived&limit=250&space-key=PUB&start=0",
	"/wiki/api/v2/pages/{page}?body-format=atlas_doc_format&include-labels=true&include-version=true&include-properties=true&expand=version",
	"/wiki/api/v2/pages/{page}?get-draft=false&version=1&status=current&status=archived",
	"/wiki/api/v2/pages/{page}/children?limit=250&sort=child-position",
	"/wiki/api/v2/pages/{page}/direct-children?limit=250",
	"/wiki/api/v2/pages/{page}/labels?limit=250&prefix=global&sort=name",
	"/wiki/api/v2/pages/{page}/properties?key=editor&limit=250",
	"/wiki/api/v2/pages/{page}/attachments?limit=250&filename=welcome.txt&mediaType=text/plain&media-type=text/plain&status=current",
	"/wiki/api/v2/pages/{page}/inline-comments?body-format=storage&resolution-status=open&resolution-status=reopened&status=current&limit=100",
	"/wiki/api/v2/pages/{page}/footer-comments?body-format=storage&status=current&sort=-created-date&limit=100",
	"/wiki/api/v2/pages/{page}/versions?limit=50&sort=-modified-date&body-format=storage",
	"/wiki/api/v2/attachments/{file}?include-version=true",
	"/wiki/api/v2/folders/{folder}?include-direct-children=true",
}

// TestWhatClientsSendIsServed asks every read of sent at the site and at the gateway.
func TestWhatClientsSendIsServed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	page := b.Page(t, "Getting started").ID
	ids := strings.NewReplacer("{page}", page, "{other}", b.Page(t, "Make a token").ID, "{space}", b.SpaceID(t, "PUB"),
		"{ada}", b.Admin.ID, "{file}", b.attachment(t, page, "welcome.txt"), "{folder}", b.node(t, "folder"))
	for _, line := range sent {
		for url, token := range map[string]string{b.URL: b.Unscoped.Text, b.GatewayURL: b.Scoped.Text} {
			got := b.send(t, request{method: http.MethodGet, url: url + ids.Replace(line), header: []string{"Authorization", basic(b.Admin.Email, token)}})
			if got.status != http.StatusOK {
				t.Errorf("%s: %d %s", line, got.status, got.body)
			}
		}
	}
}
