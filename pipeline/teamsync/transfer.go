package teamsync

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"wattlake/lake"
	"wattlake/pipeline"
)

const (
	// parallelTransfers is how many objects are on their way at a time.
	parallelTransfers = 32
	// memoryBudget bounds the bytes of the objects that are on their way; a larger object goes alone.
	memoryBudget = 128 << 20
)

// errDamaged says that an object's content does not fit its name.
var errDamaged = errors.New("the content does not fit the name")

// verify checks an object against its name, which carries the hash of what it must hold.
func verify(key lake.Key, content []byte) error {
	parsed, ok := lake.ParseKey(key)
	switch {
	case !ok:
		return fmt.Errorf("%s: no key of Bronze: %w", key, errDamaged)
	case parsed.Kind == lake.RawObject && parsed.Name.ID() == lake.NewDocumentID(content):
		return nil
	case parsed.Kind != lake.RawObject && parsed.Content == lake.NewContentID(content):
		return nil
	}
	return fmt.Errorf("%s: %w", key, errDamaged)
}

// readable reports whether what tables are made of can be decoded. A lake does not open with a decision that cannot, and no row
// is folded from such a result: somebody's mistake must not stop a team.
func readable(key lake.Key, content []byte) bool {
	parsed, _ := lake.ParseKey(key)
	switch parsed.Kind {
	case lake.DecisionObject:
		return json.Unmarshal(content, &lake.Decision{}) == nil
	case lake.ParsedObject:
		return json.Unmarshal(content, &lake.Parsed{}) == nil
	case lake.FailureObject:
		return json.Unmarshal(content, &lake.Failure{}) == nil
	default:
		return true
	}
}

func getVerified(ctx context.Context, objects pipeline.Objects, key lake.Key) ([]byte, error) {
	content, err := objects.Get(ctx, key)
	if lake.CodeOf(err) == lake.CodeCorrupt {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if err != nil {
		return nil, err
	}
	return content, verify(key, content)
}

// transfer is one object on its way.
type transfer struct {
	lake.ObjectInfo
	from, to pipeline.Objects
	pull     bool
}

// exchange moves what is planned, and tells what has arrived also when it ends with an error.
func (r *run) exchange(ctx context.Context, p plan) (moved, error) {
	var transfers []transfer
	for _, o := range p.push {
		transfers = append(transfers, transfer{ObjectInfo: o, from: r.p.Local, to: r.p.Team})
	}
	for _, o := range p.pull {
		transfers = append(transfers, transfer{ObjectInfo: o, from: r.p.Team, to: r.p.Local, pull: true})
	}
	slices.SortStableFunc(transfers, func(a, b transfer) int { return cmp.Compare(rank(a), rank(b)) })
	r.meter.plan(p.push, p.pull)
	m := mover{run: r, budget: semaphore.NewWeighted(memoryBudget), moved: moved{bad: map[lake.Key]bool{}}}
	group, moving := errgroup.WithContext(ctx)
	group.SetLimit(parallelTransfers)
	for _, t := range transfers {
		if moving.Err() != nil {
			break
		}
		group.Go(func() error { return m.move(moving, t) })
	}
	if err := group.Wait(); err != nil {
		return m.moved, err
	}
	return m.moved, ctx.Err()
}

// rank sends documents before what was made of them, and fetches them after it: whoever is interrupted, or looks while
// it goes on, finds no result without its document there, and nothing that seems unread here.
func rank(t transfer) int {
	key, _ := lake.ParseKey(t.Key)
	order := []lake.ObjectKind{
		lake.RawObject, lake.OriginObject, lake.TextObject, lake.WordsObject, lake.ParsedObject, lake.FailureObject, lake.DecisionObject,
	}
	n := slices.Index(order, key.Kind)
	if t.pull {
		return len(order) - n
	}
	return n
}

// mover runs the transfers of one exchange.
type mover struct {
	*run
	budget *semaphore.Weighted

	mu    sync.Mutex
	moved moved
}

func (m *mover) move(ctx context.Context, t transfer) error {
	if err := m.pause.pass(ctx); err != nil {
		return err
	}
	weight := min(t.Size, memoryBudget)
	if err := m.budget.Acquire(ctx, weight); err != nil {
		return err
	}
	defer m.budget.Release(weight)
	content, err := getVerified(ctx, t.from, t.Key)
	switch {
	case lake.CodeOf(err) == lake.CodeNotFound: // erased since it was listed
		m.skipped(t)
		return nil
	case errors.Is(err, errDamaged):
		m.refuse(t, notItsName())
		return nil
	case err != nil:
		return err
	case !readable(t.Key, content):
		m.refuse(t, unreadable())
		return nil
	}
	if err := m.store(ctx, t.to, t.Key, content); err != nil {
		return err
	}
	m.arrived(t)
	return nil
}

// replacer is a store that can put without a condition.
type replacer interface {
	Put(ctx context.Context, key lake.Key, content []byte) error
}

// store puts what the key names. On a server without conditions that may replace the object, by the same bytes.
func (r *run) store(ctx context.Context, to pipeline.Objects, key lake.Key, content []byte) error {
	if server, can := to.(replacer); can && r.noTables {
		return server.Put(ctx, key, content)
	}
	_, err := to.PutIfAbsent(ctx, key, content)
	return err
}

func (m *mover) arrived(t transfer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t.pull {
		m.moved.pulled = append(m.moved.pulled, t.Key)
		m.report.Pulled.Add(t.Size)
	} else {
		m.moved.pushed = append(m.moved.pushed, t.ObjectInfo)
		m.report.Pushed.Add(t.Size)
	}
	m.meter.arrived(t.Size)
}

func (m *mover) skipped(t transfer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.moved.bad[t.Key] = true
	m.meter.arrived(t.Size)
}

func (m *mover) refuse(t transfer, why lake.Text) {
	m.skipped(t)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.report.Refused = append(m.report.Refused, pipeline.SyncRefusal{Key: t.Key, Reason: why})
}
