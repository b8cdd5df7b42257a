package browser

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/body/hostile"
)

// wikiOf is a wiki in which everything that has a name or an address has a hostile one, and whose every included page
// has a hostile body.
func wikiOf(t *testing.T, words hostile.Words) body.ViewOptions {
	t.Helper()
	doc, err := body.ParseStorage(`<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2><script>alert(1)</script>` +
		`<ac:structured-macro ac:name="details"><ac:rich-text-body><table><tbody><tr><th>&lt;img src=x onerror=alert(1)&gt;</th>` +
		`<td onclick="alert(1)"><a href="javascript:alert(1)">a</a></td></tr></tbody></table></ac:rich-text-body></ac:structured-macro>` +
		`<ac:structured-macro ac:name="excerpt"><ac:rich-text-body><svg onload="alert(1)" /><p onclick="alert(1)">a</p></ac:rich-text-body></ac:structured-macro>`)
	if err != nil {
		t.Fatal(err)
	}
	page := body.Page{ID: words.Name, Title: words.Name, SpaceKey: words.Name, URL: words.Address}
	user := body.User{AccountID: words.Name, Name: words.Name, URL: words.Address}
	included := body.Included{Page: page, Doc: doc, Author: words.Name, Date: words.Name}
	file := body.File{ID: words.Name, Name: words.Name, MediaType: "image/png", URL: words.Address, FileID: words.Name,
		Author: words.Name, Date: words.Name, Comment: words.Name}
	return body.ViewOptions{Page: page, BaseURL: "https://demo.example.com", Wiki: body.Wiki{
		Target: func(context.Context, body.Page, body.Resource) (*body.Target, error) {
			return &body.Target{URL: words.Address, Title: words.Name, ID: words.Name, Type: words.Name}, nil
		},
		User:  func(context.Context, string) (*body.User, error) { return &user, nil },
		File:  func(context.Context, body.Page, body.Resource) (*body.File, error) { return &file, nil },
		Media: func(context.Context, body.Page, string) (*body.File, error) { return &file, nil },
		Files: func(context.Context, body.Page, *body.Resource) ([]body.File, error) { return []body.File{file}, nil },
		Children: func(context.Context, body.Page, body.ChildrenQuery) ([]body.Branch, error) {
			return []body.Branch{{Page: page, Below: []body.Branch{{Page: page}}}}, nil
		},
		Include: func(context.Context, body.Page, body.Resource) (*body.Included, error) { return &included, nil },
		Pages: func(context.Context, body.Page, body.PagesQuery) ([]body.Included, error) {
			return []body.Included{included}, nil
		},
		Tasks: func(context.Context, body.Page, body.TasksQuery) ([]body.ReportedTask, error) {
			return []body.ReportedTask{{Page: page, Assignee: &user, Due: words.Name, Body: doc}}, nil
		},
	}}
}
