package wiki_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/wiki"
)

// permNames are the texts in which grants are kept and reasons are told.
var permNames = map[wiki.Perm]string{
	wiki.View: "read:space", wiki.CreatePage: "create:page", wiki.CreateBlogPost: "create:blogpost",
	wiki.CreateComment: "create:comment", wiki.CreateAttachment: "create:attachment", wiki.DeletePage: "delete:page",
	wiki.DeleteBlogPost: "delete:blogpost", wiki.DeleteComment: "delete:comment", wiki.DeleteAttachment: "delete:attachment",
	wiki.DeleteOwn: "delete:own", wiki.Archive: "archive:page", wiki.Restrict: "restrict_content:space",
	wiki.Export: "export:space", wiki.AdministerSpace: "administer:space",
	wiki.UseSite: "use:site", wiki.AdministerSite: "administer:site", wiki.FetchResults: "fetch:result",
}

func TestPermNames(t *testing.T) {
	t.Parallel()
	var all wiki.Perm
	for p, name := range permNames {
		all |= p
		if p.String() != name {
			t.Errorf("the ability %d is called %q, want %q", p, p, name)
		}
		if got, err := wiki.ParsePerm(name); got != p || err != nil {
			t.Errorf("ParsePerm(%q) = %d, %v; want %d", name, got, err, p)
		}
	}
	if all != wiki.SpacePerms|wiki.UseSite|wiki.AdministerSite|wiki.FetchResults || len(permNames) != len(all.Each()) {
		t.Errorf("the table names %d abilities: %q", len(permNames), all)
	}
	if wiki.SpacePerms.Has(wiki.UseSite) || wiki.SpacePerms.Has(wiki.AdministerSite) {
		t.Error("a space grants abilities on the site")
	}
	for _, text := range []string{"", "read", "read:space create:page", "READ:SPACE", "read:space "} {
		if got, err := wiki.ParsePerm(text); got != 0 || err == nil {
			t.Errorf("ParsePerm(%q) = %d, %v; want an error", text, got, err)
		}
	}
}

func TestPermIsASet(t *testing.T) {
	t.Parallel()
	p := wiki.DeletePage | wiki.View
	if got := p.String(); got != "read:space delete:page" {
		t.Errorf("String = %q", got)
	}
	if diff := cmp.Diff([]wiki.Perm{wiki.View, wiki.DeletePage}, p.Each()); diff != "" {
		t.Errorf("Each (-want +got):\n%s", diff)
	}
	if got := wiki.Perm(0); got.String() != "" || len(got.Each()) != 0 || !p.Has(got) {
		t.Errorf("the empty set is %q of %d", got, len(got.Each()))
	}
	if !p.Has(wiki.View) || p.Has(wiki.View|wiki.CreatePage) || p.Has(wiki.CreatePage) || wiki.AdministerSpace.Has(wiki.View) {
		t.Error("Has takes a part for the whole, or one ability for another")
	}
}

func TestKindsNeedTheirOwnAbility(t *testing.T) {
	t.Parallel()
	for kind, want := range map[wiki.Kind][2]wiki.Perm{
		wiki.Page:       {wiki.CreatePage, wiki.DeletePage},
		wiki.Folder:     {wiki.CreatePage, wiki.DeletePage},
		wiki.Whiteboard: {wiki.CreatePage, wiki.DeletePage},
		wiki.Database:   {wiki.CreatePage, wiki.DeletePage},
		wiki.Embed:      {wiki.CreatePage, wiki.DeletePage},
		wiki.BlogPost:   {wiki.CreateBlogPost, wiki.DeleteBlogPost},
		wiki.Comment:    {wiki.CreateComment, wiki.DeleteComment},
		wiki.Attachment: {wiki.CreateAttachment, wiki.DeleteAttachment},
		"custom":        {wiki.AdministerSpace, wiki.AdministerSpace},
		"":              {wiki.AdministerSpace, wiki.AdministerSpace},
	} {
		if got := [2]wiki.Perm{wiki.CreatePerm(kind), wiki.DeletePerm(kind)}; got != want {
			t.Errorf("%q needs %v, want %v", kind, got, want)
		}
	}
}

func TestIDsAreWrittenAsDigits(t *testing.T) {
	t.Parallel()
	if got := wiki.ContentID(9007199254740993).String() + " " + wiki.SpaceID(32769).String(); got != "9007199254740993 32769" {
		t.Errorf("ids are %q", got)
	}
}
