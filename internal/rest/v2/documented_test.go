package v2_test

import (
	"strings"
	"testing"
)

// TestInputsAsTheDescriptionHasThem: what the description allows is taken, and what it does not is refused.
func TestInputsAsTheDescriptionHasThem(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	post := b.call("ann", "POST /blogposts", `{"spaceId":"32769","title":"News"}`).Body.String()
	const empty = `{"results":[],"_links":{"base":"https://wiki.test/wiki"}}`

	// A limit of 0 is for lists of likes alone, where it counts as none.
	b.answers("bob", "GET /pages/65538/likes/users?limit=0", "", 200, empty)
	b.wrong("bob", "GET /pages/65538/likes/users?limit=-1", "", "Provided value {-1} for 'limit' is not valid. Expected at least 0")
	b.wrong("bob", "GET /pages?limit=0", "", "Provided value {0} for 'limit' is not valid. Expected at least 1")

	// A key of a property is one, also with a comma in it.
	for _, path := range []string{"/pages/65538/properties", "/spaces/32769/properties"} {
		for _, key := range []string{"a,b", "a"} {
			if w := b.call("ann", "POST "+path, `{"key":"`+key+`","value":1}`); w.Code > 201 {
				t.Fatal(w.Body)
			}
			if w := b.call("ann", "GET "+path+"?key="+key, ""); strings.Count(w.Body.String(), `"key":"`) != 1 || !strings.Contains(w.Body.String(), `"key":"`+key+`"`) {
				t.Errorf("%s?key=%s: %s", path, key, w.Body)
			}
		}
	}

	// Versions are numbers from 1, and 0 the current one.
	for _, path := range []string{"/pages/65538", "/blogposts/65540"} {
		b.wrong("ann", "GET "+path+"?version=-1", "", "Provided value {-1} for 'version' is not valid. Expected at least 0")
	}

	// Pages alone are archived.
	if !strings.HasPrefix(post, `{"id":"65540"`) {
		t.Fatal(post)
	}
	for _, path := range []string{"", "/footer-comments", "/inline-comments"} {
		b.wrong("ann", "GET /blogposts/65540"+path+"?status=archived", "",
			"Provided value {archived} for 'status' is not valid. Expected one of current, trashed, deleted, historical, draft")
	}
	b.answers("ann", "GET /pages/65538/footer-comments?status=archived", "", 200, empty)

	// Boards have no drafts.
	if w := b.call("ann", "POST /whiteboards", `{"spaceId":"32769"}`); !strings.HasPrefix(w.Body.String(), `{"id":"65541"`) {
		t.Fatal(w.Body)
	}
	b.wrong("ann", "POST /whiteboards/65541/classification-level/reset", `{"status":"draft"}`, "Provided value {draft} for 'status' is not valid. Expected current")
	b.wrong("ann", "POST /pages/65538/classification-level/reset", `{"status":"x"}`, "Provided value {x} for 'status' is not valid. Expected one of current, draft")

	b.wrong("ann", "POST /content/convert-ids-to-types", `{"contentIds":["65538",""]}`, "Provided value {} for 'contentIds' is not the correct type. Expected type is ContentId")
}

func TestRolesAsTheDescriptionHasThem(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.wrong("ann", "POST /space-roles", `{"name":"R","description":"d"}`, "'spacePermissions' is required")
	b.wrong("ann", "POST /spaces/32769/role-assignments", "null", "Provided value {null} for 'body' is not valid. Expected a list of assignments")
	for _, class := range []string{"jsm-project-admins", "authenticated-users", "all-licensed-users", "all-product-admins", "anonymous-users"} {
		for _, path := range []string{"/space-roles", "/spaces/32769/role-assignments"} {
			b.answers("ann", "GET "+path+"?principal-type=ACCESS_CLASS&principal-id="+class, "", 200, `{"results":[],"_links":{"base":"https://wiki.test/wiki"}}`)
		}
	}
	b.wrong("ann", "GET /space-roles?principal-type=ACCESS_CLASS&principal-id=x", "",
		"Provided value {ACCESS_CLASS x} for 'principal' is not valid. Expected a USER, a GROUP, or the ACCESS_CLASS anonymous-users")
}
