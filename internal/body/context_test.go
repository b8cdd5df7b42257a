package body

import "context"

// tContext is the context of tests whose rendering waits for nothing.
var tContext = context.Background()
