package seed

import (
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// groups in the order of their names. The first one holds no permission on any space: clients that take "the first
// group" to test permissions see a refusal (client-expectations.md "A new space starts with permissions …").
var groups = []string{"auditors", "confluence-users", "engineering", "people-team"}

const everybody = "confluence-users"

var people = []struct {
	email, name string
	kind        identity.AccountKind
	role        identity.SiteRole // empty: an account without access to the site
	groups      []string
}{
	{"ada@example.com", "Ada Lovelace", identity.Person, identity.SiteAdmin, []string{everybody, "engineering"}},
	{"grace@example.com", "Grace Hopper", identity.Person, identity.SiteUser, []string{everybody, "engineering"}},
	{"linus@example.com", "Linus Pauling", identity.Person, identity.SiteUser, []string{everybody}},
	{"mary@example.com", "Mary Seacole", identity.Person, identity.SiteUser, []string{everybody, "people-team"}},
	{"otto@example.com", "Otto Auditor", identity.Person, identity.SiteUser, []string{"auditors"}},
	{"nora@example.com", "Nora No-Access", identity.Person, "", nil},
	{"robot@serviceaccount.example.com", "Build Robot", identity.Service, identity.SiteUser, []string{everybody}},
}

const (
	read  = wiki.View
	write = wiki.View | wiki.CreatePage | wiki.CreateBlogPost | wiki.CreateComment | wiki.CreateAttachment |
		wiki.DeletePage | wiki.DeleteBlogPost | wiki.DeleteComment | wiki.DeleteAttachment | wiki.DeleteOwn |
		wiki.Archive | wiki.Restrict | wiki.Export
)

// spaceRow is a space. grants are by group; anonymous opens it where the site is public.
type spaceRow struct {
	key, name, description, home string
	kind                         wiki.SpaceKind
	owner                        string // of a personal space
	grants                       map[string]wiki.Perm
	labels                       []string
	anonymous, archived          bool
}

var spaces = []spaceRow{
	{key: "ENG", name: "Engineering", description: "How we build and run things.", kind: wiki.GlobalSpace,
		home:   `<p>Welcome to <strong>Engineering</strong>. Begin with <ac:link><ri:page ri:content-title="Architecture" /></ac:link> or the <ac:link><ri:page ri:content-title="Runbooks" /></ac:link>.</p>`,
		grants: map[string]wiki.Perm{everybody: write}, labels: []string{"team"}},
	{key: "HR", name: "People Team", description: "Hiring, leave and growth.", kind: wiki.GlobalSpace,
		home:   `<p>Everything about working here. Questions go to the people team.</p>`,
		grants: map[string]wiki.Perm{"people-team": write, everybody: read}, labels: []string{"team"}},
	{key: "PUB", name: "Public Handbook", description: "What everybody may read.", kind: wiki.GlobalSpace, anonymous: true,
		home:   `<p>This handbook is open. On a site started with <code>--public</code> nobody needs to sign in to read it.</p>`,
		grants: map[string]wiki.Perm{everybody: write}},
	{key: "OLD", name: "Old Projects", description: "Kept for reference.", kind: wiki.GlobalSpace, archived: true,
		home:   `<p>An archived space: it can be read, not changed.</p>`,
		grants: map[string]wiki.Perm{everybody: read}},
	{key: "~ada", name: "Ada Lovelace", description: "Ada's own notes.", kind: wiki.PersonalSpace, owner: "ada",
		home: `<p>Notes and drafts.</p>`},
}
