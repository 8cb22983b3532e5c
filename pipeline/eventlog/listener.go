package eventlog

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"wattlake/lake"
)

// inMemory is the address that the broker believes to have when it listens in memory only.
const inMemory = "127.0.0.1:9092"

// listener hands the broker connections from inside the process, and from TCP if it was asked to.
type listener struct {
	tcp     net.Listener // nil: in memory only
	addr    net.Addr
	conns   chan net.Conn
	done    chan struct{}
	once    sync.Once
	workers sync.WaitGroup
}

var errListenerClosed = errors.New("the listener is closed")

// listen opens the listener; address "" means in memory only.
func listen(ctx context.Context, address string) (*listener, error) {
	l := &listener{conns: make(chan net.Conn), done: make(chan struct{})}
	if address == "" {
		l.addr = memoryAddr{}
		return l, nil
	}
	var config net.ListenConfig
	tcp, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, listenError(address, err)
	}
	l.tcp, l.addr = tcp, tcp.Addr()
	l.workers.Go(l.acceptTCP)
	return l, nil
}

// checkListen refuses addresses that other machines could reach.
func checkListen(address string) error {
	if address == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return listenError(address, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return listenError(address, errors.New("not a loopback address"))
	}
	return nil
}

func listenError(address string, err error) error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "eventlog: listen", Err: err,
		Message: lake.Text{
			PL: fmt.Sprintf("Dziennik zdarzeń nie może nasłuchiwać pod adresem %s.", address),
			EN: fmt.Sprintf("The event log cannot listen at %s.", address),
		},
		Hint: lake.Text{
			PL: "Podaj wolny port tego komputera, na przykład 127.0.0.1:9092.",
			EN: "Give a free port of this machine, for example 127.0.0.1:9092.",
		},
	}
}

func (l *listener) listenFunc(_, _ string) (net.Listener, error) { return l, nil }

// dial connects to the broker in memory, whatever the address.
func (l *listener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.done:
		return nil, errListenerClosed
	case <-ctx.Done():
		return nil, fmt.Errorf("connect to the event log: %w", ctx.Err())
	}
}

func (l *listener) acceptTCP() {
	for {
		conn, err := l.tcp.Accept()
		if err != nil {
			return
		}
		select {
		case l.conns <- guard(conn):
		case <-l.done:
			_ = conn.Close()
			return
		}
	}
}

// Accept waits for the next connection.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.done:
		return nil, errListenerClosed
	}
}

// Close ends Accept. Connections stay open.
func (l *listener) Close() error {
	var err error
	l.once.Do(func() {
		close(l.done)
		if l.tcp != nil {
			err = l.tcp.Close()
		}
	})
	return err
}

// Addr is what the broker tells its clients to connect to.
func (l *listener) Addr() net.Addr { return l.addr }

func (l *listener) wait() { l.workers.Wait() }

type memoryAddr struct{}

func (memoryAddr) Network() string { return "memory" }
func (memoryAddr) String() string  { return inMemory }
