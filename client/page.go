package client

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// list runs a typed operation page by page. Both versions' lists have the members that paging needs in common, so one
// shape reads them all. A short page is not the end, only the absence of next is (auth-behaviour.md §8).
func list[T any](ctx context.Context, c *Client, key string, query any, params ...string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		next := ""
		for first := true; first || next != ""; first = false {
			page, err := listPage[T](ctx, c, next, key, query, params)
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range page.Results {
				if !yield(item, nil) {
					return
				}
			}
			following, err := NextPath(page.Links.Next)
			if err == nil && following != "" && following == next {
				err = fmt.Errorf("%s: the next page is the same as this one", key)
			}
			if err != nil {
				yield(none, err)
				return
			}
			next = following
		}
	}
}

// listPage reads the page at next, the first one if that is empty.
func listPage[T any](ctx context.Context, c *Client, next, key string, query any, params []string) (*wirev2.List[T], error) {
	if next == "" {
		return call[wirev2.List[T]](ctx, c, key, query, nil, params...)
	}
	res, err := c.Do(ctx, http.MethodGet, next, nil, nil)
	if err != nil {
		return nil, err
	}
	page := new(wirev2.List[T])
	if err := decode(res, c.operation(http.MethodGet, next), page); err != nil {
		return nil, err
	}
	return page, nil
}

// NextPath makes of a list's _links.next what [Client.Do] takes: the path from /wiki on, with its query; "" of "". The
// link must be joined neither to the host nor to _links.base, which name the site even at the gateway: all that is taken
// of it is what follows the site's or the gateway's address (auth-behaviour.md §8, "Right client rule").
func NextPath(link string) (string, error) {
	if link == "" {
		return "", nil
	}
	u, err := url.Parse(link)
	if err != nil {
		return "", errors.New("the link to the next page is no URL")
	}
	path := u.EscapedPath()
	if below, ok := strings.CutPrefix(path, gatewayPath); ok {
		_, path, _ = strings.Cut(below, "/")
		path = "/" + path
	}
	path = strings.TrimPrefix(path, "/wiki")
	if !strings.HasPrefix(path, "/rest/api/") && !strings.HasPrefix(path, "/api/v2/") {
		return "", fmt.Errorf("the link to the next page leads out of the API: %s", path)
	}
	return "/wiki" + path + withQuery(u.RawQuery, nil), nil
}

// NextPage finds the page after one that [Client.Do] answered with: the path that it takes, "" at the end. The body's
// link counts; the header Link is read where the body has none.
func NextPage(body []byte, header http.Header) (string, error) {
	var page wirev2.List[any]
	if err := wire.Unmarshal(body, &page); err == nil && page.Links.Next != "" {
		return NextPath(page.Links.Next)
	}
	for _, value := range header.Values("Link") {
		for link := range strings.SplitSeq(value, ",") {
			target, params, _ := strings.Cut(strings.TrimSpace(link), ">")
			if strings.HasPrefix(target, "<") && strings.Contains(params, `rel="next"`) {
				return NextPath(target[1:])
			}
		}
	}
	return "", nil
}
