package v1_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/gateway"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// answer is a user as the object an answer consists of.
func answer(user string) string {
	return strings.Replace(strings.TrimSuffix(user, "}}")+`,"base":"https://wiki.test/wiki"}}`, `"_links":{`, `"_links":{"context":"/wiki",`, 1)
}

const anonymous = `{"type":"anonymous","profilePicture":{"path":"/wiki/images/icons/profilepics/anonymous.svg","width":48,"height":48,"isDefault":true},
	"displayName":"Anonymous","_expandable":{"operations":""},
	"_links":{"context":"/wiki","self":"https://wiki.test/wiki/rest/api/user/anonymous","base":"https://wiki.test/wiki"}}`

// One's own e-mail is shown, to administrators everybody's, to others "".
func TestUsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	own := `"timeZone":"UTC",`
	b.answers("ann", "GET /user/current", "", 200, answer(user("ann")))
	b.answers("bob", "GET /user/current", "", 200, answer(userAs("bob", "bob@example.com", own)))
	b.answers("ann", "GET /user?accountId=bob-0000", "", 200, answer(user("bob")))
	b.answers("bob", "GET /user?accountId=ann-0000&key=x&username=y", "", 200, answer(userAs("ann", "", "")))
	b.answers("eve", "GET /user?accountId=eve-0000", "", 200, answer(userAs("eve", "eve@example.com", own)))
	b.answers("ann", "GET /user/anonymous", "", 200, anonymous)
	b.answers("ann", "GET /user/anonymous?expand=operations", "", 200,
		strings.Replace(anonymous, `"displayName":"Anonymous","_expandable":{"operations":""}`, `"displayName":"Anonymous","operations":[],"_expandable":{}`, 1))
	b.answers("ann", "GET /user?accountId=nobody", "", 404, `{"statusCode":404`+notDone+`NotFoundException: No user found with id: nobody"}`)
	for _, line := range []string{"/user", "/user?accountId="} {
		b.answers("ann", "GET "+line, "", 400, badRequest("accountId query parameter is required"))
	}
}

func TestExpansionsOfAUser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.ann.CreateSpace(t.Context(), site.NewSpace{Key: "~ann0000", Name: "Ann", Kind: wiki.PersonalSpace})
	b.must(err)
	const offered = `"_expandable":{"operations":"","details":"","personalSpace":""}`
	for expand, members := range map[string]string{
		"operations": `"operations":[{"operation":"read","targetType":"user"},{"operation":"update","targetType":"user"}],
			"_expandable":{"details":"","personalSpace":""}`,
		"details,isExternalCollaborator": `"details":{"business":{},"personal":{}},"_expandable":{"operations":"","personalSpace":""}`,
		"personalSpace": `"personalSpace":{"id":32770,"key":"~ann0000","alias":"~ann0000","name":"Ann","type":"personal","status":"current",
			"_expandable":{"settings":"/rest/api/space/~ann0000/settings","metadata":"","operations":"",
			"lookAndFeel":"/rest/api/settings/lookandfeel?spaceKey=~ann0000","identifiers":"","permissions":"","icon":"","description":"",
			"theme":"/rest/api/space/~ann0000/theme","history":"","homepage":"/rest/api/content/65538"},
			"_links":{"webui":"/spaces/~ann0000","self":"https://wiki.test/wiki/rest/api/space/~ann0000"}},"_expandable":{"operations":"","details":""}`,
	} {
		want := strings.Replace(answer(user("ann")), offered, members, 1)
		if strings.HasPrefix(expand, "personalSpace") { // the user's links are behind those of the space
			want = strings.Replace(strings.Replace(user("ann"), offered, members, 1), `"_links":{"self":"https://wiki.test/wiki/rest/api/user`,
				`"_links":{"context":"/wiki","self":"https://wiki.test/wiki/rest/api/user`, 1)
			want = strings.TrimSuffix(want, "}}") + `,"base":"https://wiki.test/wiki"}}`
		}
		b.answers("ann", "GET /user/current?expand="+expand, "", 200, want)
	}
	b.answers("bob", "GET /user?accountId=ann-0000&expand=personalSpace", "", 200, strings.Replace(answer(userAs("ann", "", "")),
		offered, `"_expandable":{"operations":"","details":""}`, 1))
}

// Everybody is told of once, in the order in which they were asked for.
func TestBulkUserLookup(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const path = "/user/bulk?accountId=bob-0000,nobody,ann-0000&accountId=bob-0000"
	self := "/user/bulk?accountId=bob-0000%2Cnobody%2Cann-0000&accountId=bob-0000"
	b.answers("eve", "GET "+path, "", 200, list(self, 0, 200, "", userAs("bob", "", ""), userAs("ann", "", "")))
}

// auth-behaviour.md §10 rule 13: on a public site user/current tells that the credential was not accepted.
func TestAnonymousCallerOnAPublicSite(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	public := b.site
	public.Public = true
	b.must(b.service.System().SetSite(t.Context(), public))
	b.answers("", "GET /user/current", "", 200, anonymous)
	compare(t, "a bogus pair", b.callWith("foo", "bar", rest.SiteEntrance("demo", requestID), "GET /user/current", ""), 200, anonymous)
	b.answers("", "GET /user?accountId=bob-0000", "", 200, answer(userAs("bob", "", "")))
}

// design.md §2 "Scopes": an expansion that shows personal data is left out of the answer, not refused.
func TestScopesOfPersonalData(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	in := gateway.Entrance(cloudID, requestID)
	ask := func(line string, scopes ...string) string {
		return b.callWith("ann", b.token("ann", scopes...), in, line, "").Body.String()
	}
	got := ask("GET /user/current", "read:confluence-user")
	if want := flat(answer(userAs("ann", "", `"timeZone":"UTC",`))); got != want {
		t.Errorf("without the scope: %s", got)
	}
	got = ask("GET /user/current", "read:confluence-user", "read:email-address:confluence")
	if want := flat(answer(user("ann"))); got != want {
		t.Errorf("with the scope: %s", got)
	}
	got = ask("GET /space/DEV?expand=permissions", "read:confluence-space.summary")
	if want := flat(devAnswer("", "", "")); got != want {
		t.Errorf("permissions without the scope: %s", got)
	}
}
