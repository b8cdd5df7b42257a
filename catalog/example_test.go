package catalog_test

import (
	"fmt"

	"github.com/weirhq/weir/catalog"
)

// A client was refused: what did the call ask for, and what is missing?
func ExampleCatalog_Lookup() {
	held, err := catalog.ParseScopes("read:confluence-content.all")
	if err != nil {
		fmt.Println(err)
		return
	}
	op, err := catalog.Default().Lookup("GET", "https://demo.example.com/wiki/api/v2/pages/123?body-format=storage")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(op.Key(), op.Allows(held), op.Missing(held))
	// Output: v2:getPageById false [[read:page:confluence]]
}

// The smallest token for a program that knows its calls.
func ExampleCatalog_Least() {
	c := catalog.Default()
	var ops []catalog.Operation
	for _, spec := range []string{"getCurrentUser", "GET /pages/{id}", "v2:getPageAttachments"} {
		op, err := c.Find(spec)
		if err != nil {
			fmt.Println(err)
			return
		}
		ops = append(ops, op)
	}
	plan, err := c.Least(ops, catalog.LeastOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, need := range plan.Needs {
		fmt.Println(need.Operation.Key(), "needs", need.Scopes)
	}
	// Output:
	// v1:getCurrentUser needs read:confluence-user
	// v2:getPageById needs read:page:confluence
	// v2:getPageAttachments needs read:attachment:confluence
}
