//go:build linux || freebsd || netbsd || openbsd

package secrets

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

var errNoBus = errors.New("there is no session bus")

// reachable reports why there can be no keyring. It is asked through the session bus: where there is none the bus's library would start
// one for us alone, with no keyring on it, and wait for that program's end.
func reachable() error {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" && address != "autolaunch:" {
		return nil
	}
	runtime := fmt.Sprintf("/run/user/%d", os.Getuid())
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(filepath.Join(runtime, name)); err == nil {
			return nil
		}
	}
	return errNoBus
}
