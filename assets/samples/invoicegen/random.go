package invoicegen

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"strings"
)

// random is a reproducible source of choices.
type random struct{ *rand.Rand }

func newRandom(name string, seed int64) random {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return random{rand.New(rand.NewPCG(h.Sum64(), uint64(seed)))} //nolint:gosec // reproducible test data, nothing secret
}

// between returns an integer in lo..hi, both included.
func (r random) between(lo, hi int) int { return lo + r.IntN(hi-lo+1) }

func (r random) chance(percent int) bool { return r.IntN(100) < percent }

// digits returns n decimal digits, the first of them not 0.
func (r random) digits(n int) string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(r.between(1, 9)))
	for range n - 1 {
		b.WriteString(strconv.Itoa(r.IntN(10)))
	}
	return b.String()
}

func pick[T any](r random, choices ...T) T { return choices[r.IntN(len(choices))] }
