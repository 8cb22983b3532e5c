//go:build !unix

package child

import "context"

// withMappedMemory leaves memory to Go's heap.
func withMappedMemory(ctx context.Context) context.Context { return ctx }
