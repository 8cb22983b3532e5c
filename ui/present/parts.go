package present

import (
	"runtime"
	"sync"
)

// worthParts is from how many rows on it pays to share them among the processors.
const worthParts = 8192

// inParts shares n rows among the processors, in their order, and returns what was made of each part.
func inParts[T any](n int, do func(part *T, from, to int)) []T {
	parts := make([]T, 1)
	if n >= worthParts {
		parts = make([]T, runtime.NumCPU())
	}
	atOnce(len(parts), func(i int) { do(&parts[i], n*i/len(parts), n*(i+1)/len(parts)) })
	return parts
}

// atOnce does n things side by side and returns when all are done.
func atOnce(n int, do func(i int)) {
	var others sync.WaitGroup
	for i := 1; i < n; i++ {
		others.Go(func() { do(i) })
	}
	do(0)
	others.Wait()
}
