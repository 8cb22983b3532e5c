package store

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"sync"
)

// makeFolder creates the folder and makes its entry in every parent durable, once per process and folder.
func (d *Dir) makeFolder(name string) error {
	if _, known := d.durable.Load(name); known || name == "." {
		return nil
	}
	parent := path.Dir(name)
	if err := d.makeFolder(parent); err != nil {
		return err
	}
	if err := d.root.Mkdir(name, folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := d.syncFolder(parent); err != nil {
		return err
	}
	d.durable.Store(name, struct{}{})
	return nil
}

func (d *Dir) syncFolder(name string) error {
	folder, err := d.root.OpenRoot(name)
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }() // opened for looking up names only
	return d.folders.sync(folder, name)
}

// folderSyncs groups the syncs of folders: who asks while a sync is under way waits for the next one, and all who wait
// share it. So many writers of one folder pay for two syncs instead of one each.
type folderSyncs struct {
	mu     sync.Mutex
	queues map[string]*syncQueue
}

type syncQueue struct {
	running sync.Mutex // held while a sync is under way
	next    *syncRound // the round that has not started, if any
	users   int        // of the queue; the last one removes it
}

type syncRound struct {
	done chan struct{}
	err  error
}

// sync returns after a sync of the folder that began after the call.
func (s *folderSyncs) sync(folder *os.Root, name string) error {
	s.mu.Lock()
	queue := s.queue(name)
	queue.users++
	round, leader := queue.next, false
	if round == nil {
		round, leader = &syncRound{done: make(chan struct{})}, true
		queue.next = round
	}
	s.mu.Unlock()
	if leader {
		s.lead(queue, round, folder)
	}
	<-round.done
	s.mu.Lock()
	defer s.mu.Unlock()
	if queue.users--; queue.users == 0 {
		delete(s.queues, name)
	}
	return round.err
}

func (s *folderSyncs) lead(queue *syncQueue, round *syncRound, folder *os.Root) {
	queue.running.Lock()
	defer queue.running.Unlock()
	s.mu.Lock()
	queue.next = nil // from here on, changes may come too late for this round
	s.mu.Unlock()
	round.err = syncEntries(folder)
	close(round.done)
}

func (s *folderSyncs) queue(name string) *syncQueue {
	if s.queues == nil {
		s.queues = make(map[string]*syncQueue)
	}
	if s.queues[name] == nil {
		s.queues[name] = &syncQueue{}
	}
	return s.queues[name]
}
