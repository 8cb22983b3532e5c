package storetest

import (
	"context"
	"iter"
	"sync"

	"wattlake/lake"
)

// Operation is one call of a store. A listing is one operation.
type Operation struct {
	Number int    // from 1, in the order of the calls
	Verb   string // "put", "get", "stat", "delete" or "list"
	Key    lake.Key
}

// Fault says how an operation fails; the zero Fault lets it pass.
type Fault struct {
	Err     error
	Applied bool // the operation takes effect and only its answer is lost
}

// Faults is a store that fails when its hook says so. Use it for crash tests: fail at the n-th operation, for every n.
type Faults struct {
	Objects

	mu     sync.Mutex
	number int
	hook   func(Operation) Fault
}

// NewFaults returns a store that passes everything to objects until a hook is set.
func NewFaults(objects Objects) *Faults { return &Faults{Objects: objects} }

// Set installs the hook, which may be nil, and counts operations from 1 again. Calls of the hook do not overlap.
func (f *Faults) Set(hook func(Operation) Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hook, f.number = hook, 0
}

// Operations returns how many operations there were since Set.
func (f *Faults) Operations() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.number
}

// CrashAt returns a hook under which operation n and all after it fail, as if the machine had stopped. With applied, the
// n-th still takes effect.
func CrashAt(n int, applied bool, err error) func(Operation) Fault {
	return func(op Operation) Fault {
		if op.Number < n {
			return Fault{}
		}
		return Fault{Err: err, Applied: applied && op.Number == n}
	}
}

func (f *Faults) fault(verb string, key lake.Key) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.number++
	if f.hook == nil {
		return Fault{}
	}
	return f.hook(Operation{Number: f.number, Verb: verb, Key: key})
}

// PutIfAbsent puts, or fails when the hook says so.
func (f *Faults) PutIfAbsent(ctx context.Context, key lake.Key, content []byte) (created bool, err error) {
	fault := f.fault("put", key)
	if fault.Err == nil {
		return f.Objects.PutIfAbsent(ctx, key, content)
	}
	if fault.Applied {
		if _, err := f.Objects.PutIfAbsent(ctx, key, content); err != nil {
			return false, err
		}
	}
	return false, fault.Err
}

// Get reads, or fails when the hook says so.
func (f *Faults) Get(ctx context.Context, key lake.Key) ([]byte, error) {
	if fault := f.fault("get", key); fault.Err != nil {
		return nil, fault.Err
	}
	return f.Objects.Get(ctx, key)
}

// Stat asks, or fails when the hook says so.
func (f *Faults) Stat(ctx context.Context, key lake.Key) (lake.ObjectInfo, error) {
	if fault := f.fault("stat", key); fault.Err != nil {
		return lake.ObjectInfo{}, fault.Err
	}
	return f.Objects.Stat(ctx, key)
}

// Delete removes, or fails when the hook says so.
func (f *Faults) Delete(ctx context.Context, key lake.Key) error {
	fault := f.fault("delete", key)
	if fault.Err == nil {
		return f.Objects.Delete(ctx, key)
	}
	if fault.Applied {
		if err := f.Objects.Delete(ctx, key); err != nil {
			return err
		}
	}
	return fault.Err
}

// List lists, or yields nothing but the error when the hook says so.
func (f *Faults) List(ctx context.Context, prefix lake.Key) iter.Seq2[lake.ObjectInfo, error] {
	return func(yield func(lake.ObjectInfo, error) bool) {
		if fault := f.fault("list", prefix); fault.Err != nil {
			yield(lake.ObjectInfo{}, fault.Err)
			return
		}
		f.Objects.List(ctx, prefix)(yield)
	}
}
