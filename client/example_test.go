package client_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/weirhq/weir/client"
	v2 "github.com/weirhq/weir/wire/v2"
)

func Example() {
	ctx := context.Background()
	c, err := client.New("acme", client.Credentials{Email: "ann@example.com", Token: os.Getenv("TOKEN")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for space, err := range c.V2.GetSpaces(ctx, client.GetSpacesV2Query{Type: "global"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(space.Key, space.Name)
	}
}

// A refusal says its cause.
func ExampleScopeError() {
	ctx := context.Background()
	c, err := client.New("acme", client.Credentials{Email: "ann@example.com", Token: os.Getenv("TOKEN")})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.V2.GetPageByID(ctx, "98319", client.GetPageByIDQuery{})
	if scope, ok := errors.AsType[*client.ScopeError](err); ok {
		fmt.Println("make a token with one of", scope.Need)
	}
}

// Every page of a space with its body, eight at a time, in order.
func ExampleExport() {
	ctx := context.Background()
	c, err := client.New("acme", client.Credentials{Email: "ann@example.com", Token: os.Getenv("TOKEN")})
	if err != nil {
		fmt.Println(err)
		return
	}
	list := c.V2.GetPagesInSpace(ctx, "98310", client.GetPagesInSpaceQuery{Limit: 250})
	read := func(ctx context.Context, p v2.PageBulk) (*v2.Page, error) {
		return c.V2.GetPageByID(ctx, string(p.ID), client.GetPageByIDQuery{BodyFormat: "storage"})
	}
	for page, err := range client.Export(ctx, list, 8, read) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(page.Title, len(page.Body.Storage.Value))
	}
}
