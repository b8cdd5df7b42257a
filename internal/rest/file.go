package rest

import (
	"context"
	"net/http"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// File answers a request for a file outside the operation table: an old download path, a signed address. No scope
// opens it; Enter says who calls, and Find demands of the session what an operation would.
type File struct {
	Template string // path of the route, for the log
	Enter    func(context.Context) (*site.Visit, error)
	Find     func(context.Context, *site.Session) (*Stream, error)
}

// ServeFile answers a request for a file, with GET and HEAD. Refusals are worded by the door or as plain pages, since no
// version of the API has the path.
func (a *API) ServeFile(w http.ResponseWriter, r *http.Request, t Target, in Entrance, f File) Outcome {
	c := a.newCall(r, t, in)
	out := c.serveFile(w, f)
	out.Template = f.Template
	return out
}

func (c *call) serveFile(w http.ResponseWriter, f File) Outcome {
	if c.r.Method != http.MethodGet && c.r.Method != http.MethodHead {
		return c.refuse(w, wiki.NewError(wiki.MethodNotAllowed, wiki.Facts{Value: c.r.Method}))
	}
	visit, err := f.Enter(c.r.Context())
	if visit != nil {
		defer visit.Close()
		c.site, c.caller = visit.Site, visit.Caller
	}
	if err != nil {
		return c.refuse(w, err)
	}
	session, err := visit.Open(wiki.View | wiki.UseSite)
	if err != nil {
		return c.refuseAnonymous(w, err)
	}
	stream, err := f.Find(c.r.Context(), session)
	if err != nil {
		return c.refuse(w, err)
	}
	visit.Close()
	c.closeAfter(w.Header())
	if err := stream.write(w, c.r); err != nil {
		panic(http.ErrAbortHandler) // a short file must not look whole
	}
	return c.outcome(http.StatusOK, nil)
}
