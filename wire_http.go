package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"wattlake/lake"
	"wattlake/ui/cli"
	"wattlake/ui/httpapi"
)

// serve offers the lake over HTTP until ctx ends. Any address but loopback needs tokens.
func serve(ctx context.Context, dir string, options cli.ServeOptions, ready func(url string, tokens *httpapi.TokenStore)) error {
	if (options.CertFile == "") != (options.KeyFile == "") {
		return &lake.Error{
			Code: lake.CodeUsage, Op: "serve",
			Message: lake.Text{PL: "TLS wymaga certyfikatu i klucza.", EN: "TLS needs a certificate and a key."},
			Hint:    lake.Text{PL: "Podaj --cert i --key.", EN: "Give both --cert and --key."},
		}
	}
	o, err := openLake(ctx, dir)
	if err != nil {
		return err
	}
	defer o.close()
	o.startSync(ctx, dir, configuration().File.Sync)
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", options.Listen)
	if err != nil {
		return &lake.Error{
			Code: lake.CodeUsage, Op: "serve: listen", Err: err,
			Message: lake.Text{PL: "Nie można nasłuchiwać na " + options.Listen + ".", EN: "Cannot listen on " + options.Listen + "."},
			Hint:    lake.Text{PL: "Wybierz inny adres: --listen.", EN: "Choose another address: --listen."},
		}
	}
	params := httpapi.Params{
		Node: o.node, Version: version, Clock: time.Now, NewID: uuid.NewString, Logger: o.logger, Lang: options.Lang,
		Hosts: options.Hosts, Origins: options.Origins,
		RequestsPerSecond: float64(options.Rate), Burst: options.Rate * httpapi.DefaultBurst / httpapi.DefaultRequestsPerSecond,
	}
	if host, _, err := net.SplitHostPort(options.Listen); err == nil && host != "" {
		params.Hosts = append(params.Hosts, host)
	}
	if !httpapi.IsLoopback(listener.Addr()) {
		params.Tokens = tokens(dir)
	}
	scheme := "http"
	if options.CertFile != "" {
		scheme = "https"
	}
	ready(fmt.Sprintf("%s://%s", scheme, listener.Addr()), params.Tokens)
	return httpapi.Serve(ctx, listener, httpapi.New(params), httpapi.ServeParams{CertFile: options.CertFile, KeyFile: options.KeyFile})
}

func tokens(dir string) *httpapi.TokenStore {
	return httpapi.NewTokenStore(filepath.Join(dir, filepath.FromSlash(lake.LocalPrefix)), time.Now, rand.Reader)
}
