//go:build !headless

package main

import (
	"context"
	"net"
	"path/filepath"
	"testing"
	"time"
)

// No tray and no notifications are promised by a bus that is not there, is dead, or does not answer.
func TestSessionBusThatCannotBeUsed(t *testing.T) {
	mute := filepath.Join(t.TempDir(), "mute")
	bus, err := net.Listen("unix", mute)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = bus.Close() }()
	for _, address := range []string{"", "unix:path=/nowhere", "nothing like an address", "unix:path=" + mute} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		impatient, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if hasSessionBus(impatient) {
			t.Errorf("%q is taken for a session bus", address)
		}
		stop()
	}
}
