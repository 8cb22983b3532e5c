// Package handover lets one process at a time work on a lake, and lets a second one hand its files to the first.
//
// The lock is an advisory lock on .wattlake/lock, which the operating system drops when the process ends however it ends.
// Files are handed over a local socket that only the same user can reach; no port is open.
package handover

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"wattlake/lake"
)

const (
	lockFile    = "lock"
	addressFile = "handover" // holds the path of the socket: paths of sockets are limited to about 100 bytes, lakes are not
	socketName  = "files.sock"

	maxMessage = 4 << 20 // bytes of one message: some 20,000 paths
	patience   = 5 * time.Second
)

// message is what a second process says.
type message struct {
	Paths []string `json:"paths"` // absolute; none means: show the window
}

// Lease is the right to work on a lake.
type Lease struct {
	local    string
	lock     *flock.Flock
	listener net.Listener
	serving  sync.WaitGroup
}

// Acquire takes the lake's lock, or gives an error with [lake.CodeLocked] at once if another process has it.
func Acquire(dir string) (*Lease, error) {
	local := filepath.Join(dir, filepath.FromSlash(lake.LocalPrefix))
	if err := os.MkdirAll(local, 0o700); err != nil {
		return nil, cannotUse(dir, err)
	}
	lock := flock.New(filepath.Join(local, lockFile))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, cannotUse(dir, err)
	}
	if !locked {
		return nil, &lake.Error{
			Code: lake.CodeLocked, Op: "handover: acquire",
			Message: lake.Text{PL: "Na tym jeziorze pracuje już inny program Wattlake.", EN: "Another Wattlake is already at work on this lake."},
			Hint: lake.Text{
				PL: "Dodaj pliki w otwartym oknie albo zamknij je i spróbuj ponownie.",
				EN: "Add the files in the open window, or close it and try again.",
			},
		}
	}
	return &Lease{local: local, lock: lock}, nil
}

func cannotUse(dir string, err error) error {
	return &lake.Error{
		Code: lake.CodeIO, Op: "handover: acquire", Err: err,
		Message: lake.Text{PL: "Nie można używać folderu „" + dir + "” jako jeziora.", EN: "The folder “" + dir + "” cannot be used as a lake."},
		Hint:    lake.Text{PL: "Sprawdź uprawnienia albo wskaż inny folder: --lake.", EN: "Check its permissions or name another folder: --lake."},
	}
}

// Serve takes files from second processes until [Lease.Release]; received is called with absolute paths, one call at a time
// per sender.
func (l *Lease) Serve(ctx context.Context, received func(paths []string)) error {
	dir, err := os.MkdirTemp("", "wattlake-") // 0700: only this user gets in
	if err != nil {
		return fmt.Errorf("folder for the socket: %w", err)
	}
	var config net.ListenConfig
	l.listener, err = config.Listen(ctx, "unix", filepath.Join(dir, socketName))
	if err != nil {
		return errors.Join(fmt.Errorf("listen for files: %w", err), os.RemoveAll(dir))
	}
	if err := os.WriteFile(filepath.Join(l.local, addressFile), []byte(l.listener.Addr().String()), 0o600); err != nil {
		return errors.Join(fmt.Errorf("publish the socket: %w", err), l.listener.Close())
	}
	l.serving.Go(func() {
		for {
			conn, err := l.listener.Accept()
			if err != nil {
				return // closed by Release
			}
			l.serving.Go(func() { answer(conn, received) })
		}
	})
	return nil
}

func answer(conn net.Conn, received func([]string)) {
	defer func() { _ = conn.Close() }() // the sender has its answer or gave up
	timer := time.AfterFunc(patience, func() { _ = conn.Close() })
	defer timer.Stop()
	scanner := bufio.NewScanner(conn)
	scanner.Buffer(nil, maxMessage)
	if !scanner.Scan() {
		return
	}
	var m message
	if json.Unmarshal(scanner.Bytes(), &m) != nil {
		return
	}
	received(m.Paths)
	_, _ = conn.Write([]byte("ok\n")) // a sender that is gone needs no answer
}

// Release ends Serve and gives the lock back.
func (l *Lease) Release() error {
	var err error
	if l.listener != nil {
		socket := l.listener.Addr().String()
		err = errors.Join(l.listener.Close(), os.RemoveAll(filepath.Dir(socket)), os.Remove(filepath.Join(l.local, addressFile)))
		l.serving.Wait()
	}
	return errors.Join(err, l.lock.Unlock())
}

// Send hands the files to the process that works on the lake. Relative paths are made absolute here.
func Send(ctx context.Context, dir string, paths []string) error {
	address, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(lake.LocalPrefix), addressFile))
	if err != nil {
		return unreachable(err)
	}
	m := message{Paths: make([]string, len(paths))}
	for i, p := range paths {
		if m.Paths[i], err = filepath.Abs(p); err != nil {
			return fmt.Errorf("path %q: %w", p, err)
		}
	}
	line, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode paths: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return exchange(ctx, string(address), append(line, '\n'))
}

func exchange(ctx context.Context, address string, line []byte) error {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", address)
	if err != nil {
		return unreachable(err)
	}
	defer func() { _ = conn.Close() }() // nothing more is expected
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if _, err := conn.Write(line); err != nil {
		return unreachable(err)
	}
	if reply, err := bufio.NewReader(conn).ReadString('\n'); err != nil || reply != "ok\n" {
		return unreachable(err)
	}
	return nil
}

func unreachable(err error) error {
	return &lake.Error{
		Code: lake.CodeLocked, Op: "handover: send", Err: err,
		Message: lake.Text{PL: "Program, który pracuje na tym jeziorze, nie odpowiada.", EN: "The program at work on this lake does not answer."},
		Hint:    lake.Text{PL: "Zamknij go i spróbuj ponownie.", EN: "Close it and try again."},
	}
}
