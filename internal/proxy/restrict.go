package proxy

import (
	"net/http"
)

// restrict applies what the proxy forbids on top of what the credential may do.
func (x *exchange) restrict() *refusal {
	safe := x.r.Method == http.MethodGet || x.r.Method == http.MethodHead
	switch {
	case x.carrier == byKey && !safe && !x.p.Writes:
		return &refusal{WritesNotOpen, "the key of this run is good for GET and HEAD; start the proxy with --allow-writes for the rest"}
	case x.p.ReadOnly && !safe && (x.Operation == nil || x.Operation.Writes()):
		return &refusal{ReadOnly, "this proxy lets nothing be written"}
	case len(x.p.Spaces) > 0:
		return x.place()
	}
	return nil
}
