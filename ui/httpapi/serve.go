package httpapi

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"wattlake/lake"
)

// Timeouts of connections; uploads and event streams set their own.
const (
	headerTimeout  = 10 * time.Second
	readTimeout    = 30 * time.Second
	writeTimeout   = 2 * time.Minute
	idleTimeout    = 2 * time.Minute
	maxHeaderBytes = 64 << 10
	// shutdownPatience is how long requests under way may take to end when the server stops.
	shutdownPatience = 20 * time.Second
)

// ServeParams say how connections are made. Both files or none are given.
type ServeParams struct {
	CertFile, KeyFile string // PEM; with them, TLS
}

// IsLoopback reports whether only programs on this computer reach the address.
func IsLoopback(address net.Addr) bool {
	tcp, ok := address.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// Serve answers requests on the listener until ctx ends; then it takes no new ones, ends event streams, and gives requests
// under way time to finish. It closes the listener. A listener that others can reach is refused if the server asks for no tokens.
func Serve(ctx context.Context, listener net.Listener, s *Server, p ServeParams) error {
	if s.tokens == nil && !IsLoopback(listener.Addr()) {
		return errors.Join(tokensNeeded(listener.Addr().String()), listener.Close())
	}
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeaderBytes,
		TLSConfig:      &tls.Config{MinVersion: tls.VersionTLS12},
		ErrorLog:       slog.NewLogLogger(s.logger.Handler(), slog.LevelWarn),
		BaseContext:    func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	server.RegisterOnShutdown(s.closeStreams)
	ended := make(chan error, 1)
	go func() { ended <- p.serve(server, listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve http: %w", err)
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownPatience)
	defer cancel()
	err := server.Shutdown(patience)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close() // who is still not done has had time
	}
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

func (p ServeParams) serve(server *http.Server, listener net.Listener) error {
	if p.CertFile == "" && p.KeyFile == "" {
		return server.Serve(listener)
	}
	return server.ServeTLS(listener, p.CertFile, p.KeyFile)
}

func tokensNeeded(address string) error {
	return &lake.Error{
		Code: lake.CodeUsage, Op: "http: serve",
		Message: lake.Text{
			PL: "Na " + address + " program jest dostępny z innych komputerów i wymaga tokenów.",
			EN: "The address " + address + " can be reached from other computers and needs tokens.",
		},
		Hint: lake.Text{
			PL: "Utwórz token: wattlake serve token create NAZWA, albo słuchaj na 127.0.0.1.",
			EN: "Create a token: wattlake serve token create NAME, or listen on 127.0.0.1.",
		},
	}
}
