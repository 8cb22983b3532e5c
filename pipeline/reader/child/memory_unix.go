//go:build unix

package child

import (
	"context"

	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// withMappedMemory gives every instance of the PDF library memory of its own from the system, which clears pages as they are
// touched. Go's heap would clear all of it for each document, and collect garbage as often.
func withMappedMemory(ctx context.Context) context.Context {
	return experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(_, most uint64) experimental.LinearMemory {
		mapped, err := unix.Mmap(-1, 0, int(most), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE|unix.MAP_NORESERVE) //nolint:gosec // WebAssembly has 32 bits
		if err != nil {
			return &heapMemory{}
		}
		return mappedMemory(mapped)
	}))
}

// mappedMemory is all that the instance may ever have.
type mappedMemory []byte

// Reallocate implements [experimental.LinearMemory].
func (m mappedMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m)) {
		return nil
	}
	return m[:size]
}

// Free implements [experimental.LinearMemory]. Nothing may look at the instance's memory any more.
func (m mappedMemory) Free() { _ = unix.Munmap(m) }

// heapMemory is for systems that promise no more memory than they have.
type heapMemory struct{ content []byte }

// Reallocate implements [experimental.LinearMemory].
func (m *heapMemory) Reallocate(size uint64) []byte {
	if have := uint64(len(m.content)); size > have {
		m.content = append(m.content, make([]byte, size-have)...)
	}
	return m.content[:size]
}

// Free implements [experimental.LinearMemory].
func (m *heapMemory) Free() { m.content = nil }
