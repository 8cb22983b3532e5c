package teamsync

import (
	"sync"
	"time"

	"wattlake/lake"
	"wattlake/pipeline"
)

const (
	// progressEvery is how often progress is told at most.
	progressEvery = 100 * time.Millisecond
	// objectCost is how many bytes the overhead of one object counts for when the time left is estimated.
	objectCost = 32 << 10
)

// meter turns single steps into progress that is told now and then, and once at the end. It is safe for concurrent use.
type meter struct {
	clock func() time.Time
	tell  func(pipeline.SyncProgress) // may be nil

	mu       sync.Mutex
	progress pipeline.SyncProgress
	began    time.Time // of moving
	told     time.Time
}

func newMeter(clock func() time.Time, tell func(pipeline.SyncProgress)) *meter {
	return &meter{clock: clock, tell: tell}
}

func (m *meter) phase(p pipeline.SyncPhase) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.progress.Phase = p
	m.report(true)
}

// plan adds what has to move; after a lost race there may be more.
func (m *meter) plan(lists ...[]lake.ObjectInfo) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, list := range lists {
		count := total(list)
		m.progress.TotalFiles += count.Files
		m.progress.TotalBytes += count.Bytes
	}
	if m.began.IsZero() {
		m.began = m.clock()
	}
	m.progress.Phase = pipeline.SyncMoving
	m.report(true)
}

func (m *meter) arrived(size int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.progress.Files++
	m.progress.Bytes += size
	m.report(false)
}

func (m *meter) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.report(true)
}

// report tells the progress if it is time to, or always. The caller holds the lock, so that calls do not overlap.
func (m *meter) report(always bool) {
	if m.tell == nil {
		return
	}
	now := m.clock()
	if !always && now.Sub(m.told) < progressEvery {
		return
	}
	m.told = now
	p := m.progress
	if took := now.Sub(m.began); !m.began.IsZero() && took > 0 && p.Files > 0 {
		p.PerSecond = int64(float64(p.Bytes) / took.Seconds())
		left := cost(p.TotalFiles-p.Files, p.TotalBytes-p.Bytes)
		p.Left = time.Duration(float64(took) * left / cost(p.Files, p.Bytes))
	}
	m.tell(p)
}

func cost(files int, bytes int64) float64 { return float64(bytes) + float64(files)*objectCost }
