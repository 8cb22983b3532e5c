// Wattlake is a desktop lakehouse for electricity invoices: drop PDFs, get reviewed Gold figures per metering point.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// version is stamped by the linker.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := newProgram().Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
