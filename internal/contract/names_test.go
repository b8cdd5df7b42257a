package contract

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func statusLine(status int) string { return fmt.Sprintf("%d %s", status, http.StatusText(status)) }

// names are the placeholders of transcripts: what one server is called and another is not, and CR, a carriage return.
//
//	${SITE}, ${SITE_ESCAPED}      address of the site without /wiki, and the same escaped for a query
//	${GATEWAY}, ${CLOUD_ID}       address of the site at the gateway, its cloudId
//	${PAGE:Title}, ${SPACE:KEY}   id of a seeded page, number of a seeded space
//	${POST:Title}, ${COMMENT:On}  id of a seeded blog post, of a seeded comment by what it is on (weirtest.Server.Comment)
//	${GROUP:engineering}          id of a seeded group
//	${ACCOUNT:ada}                accountId of a seeded person
//	${GROUP:engineering}          id of a seeded group
//	${NODE:folder}                id of a folder, whiteboard, database or embed (server: tree)
//	${NOTE:page}                  id of a custom content by what it is on (server: notes)
//	${LEVEL:Name}                 id of a seeded classification level
//	${PICTURE}                    id of a picture (server: picture)
//	${FILE:Title/name}            id of a seeded attachment; DIGITS for FILE is the id without "att"
type names struct {
	b     *bench
	fixed map[string]string
	back  *strings.Replacer
}

func newNames(t testing.TB, b *bench) names {
	t.Helper()
	n := names{b: b, fixed: map[string]string{
		"SITE": b.URL, "SITE_ESCAPED": url.QueryEscape(b.URL), "GATEWAY": b.GatewayURL, "CLOUD_ID": b.CloudID, "CR": "\r",
	}}
	back := []string{b.GatewayURL, "${GATEWAY}", b.URL, "${SITE}", url.QueryEscape(b.URL), "${SITE_ESCAPED}", b.CloudID, "${CLOUD_ID}"}
	for _, person := range []string{"ada", "grace", "linus", "mary", "otto", "nora", "robot"} {
		id := b.Account(t, person).ID
		n.fixed["ACCOUNT:"+person] = id
		back = append(back, id, "${ACCOUNT:"+person+"}")
	}
	for _, name := range []string{"Public", "Confidential"} {
		id := b.level(t, name)
		n.fixed["LEVEL:"+name] = id
		back = append(back, id, "${LEVEL:"+name+"}")
	}
	for _, group := range []string{"auditors", "confluence-users", "engineering", "people-team"} {
		id := b.GroupID(t, group)
		n.fixed["GROUP:"+group] = id
		back = append(back, id, "${GROUP:"+group+"}")
	}
	n.back = strings.NewReplacer(back...)
	return n
}

var placeholder = regexp.MustCompile(`\$\{[^}]*\}`)

// expand puts a server's own values in the place of names.
func (n names) expand(t testing.TB, text string) string {
	t.Helper()
	return placeholder.ReplaceAllStringFunc(text, func(p string) string {
		name := p[2 : len(p)-1]
		if value, ok := n.fixed[name]; ok {
			return value
		}
		kind, object, _ := strings.Cut(name, ":")
		switch kind {
		case "PAGE":
			return n.b.Page(t, object).ID
		case "POST":
			return n.b.Post(t, object)
		case "COMMENT":
			return n.b.Comment(t, object)
		case "SPACE":
			return n.b.SpaceID(t, object)
		case "PICTURE":
			return n.b.aPicture(t)
		case "NOTE":
			return n.b.note(t, object)
		case "NODE":
			return n.b.node(t, object)
		case "FILE", "DIGITS":
			id := n.b.File(t, object)
			if kind == "DIGITS" {
				id = strings.TrimPrefix(id, "att")
			}
			return id
		}
		t.Fatalf("nothing is called %s", p)
		return ""
	})
}

// collapse is the reverse, for what names can be told back: ids of pages and spaces stay as they are, since they are
// the same on each server.
func (n names) collapse(text string) string { return n.back.Replace(text) }
