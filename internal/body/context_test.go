package body

import "context"

type ctx = context.Context

// tContext is the context of tests whose rendering waits for nothing.
var tContext = context.Background()
