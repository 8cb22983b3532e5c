package accessible

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

// Where assistive technology says on the session bus that it is in use, and where its own bus is.
const (
	busName      = "org.a11y.Bus"
	busPath      = "/org/a11y/bus"
	statusFace   = "org.a11y.Status"
	propertyFace = "org.freedesktop.DBus.Properties"
)

// callLimit is how long a bus may take to answer.
const callLimit = 5 * time.Second

// watch serves assistive technology while some is in use.
func (o *offer) watch(ctx context.Context) {
	session, err := connect(func() (*dbus.Conn, error) { return dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx)) })
	if err != nil {
		o.fail(fmt.Errorf("session bus: %w", err))
		return
	}
	defer func() { _ = session.Close() }() // it was only asked
	signals := make(chan *dbus.Signal, 16)
	if err := listen(ctx, session, signals); err != nil {
		o.fail(err)
		return
	}
	stop := func() {}
	serving := false
	for {
		if wanted := inUse(ctx, session); wanted != serving {
			stop()
			if serving = wanted; serving {
				stop = o.start(ctx, session)
			}
		}
		select {
		case <-ctx.Done():
			stop()
			return
		case _, ok := <-signals:
			if !ok {
				stop()
				return
			}
		}
	}
}

// connect introduces the program on a bus. One that does not answer in time is left.
func connect(dial func() (*dbus.Conn, error)) (*dbus.Conn, error) {
	conn, err := dial()
	if err != nil {
		return nil, err
	}
	late := time.AfterFunc(callLimit, func() { _ = conn.Close() })
	defer late.Stop()
	if err := conn.Auth(nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if err := conn.Hello(); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// fail tells the first failure.
func (o *offer) fail(err error) {
	o.once.Do(func() { o.failed(err) })
}

// listen subscribes to what changes about assistive technology.
func listen(ctx context.Context, session *dbus.Conn, signals chan<- *dbus.Signal) error {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	session.Signal(signals)
	if err := session.AddMatchSignalContext(ctx, dbus.WithMatchInterface(propertyFace), dbus.WithMatchMember("PropertiesChanged"), dbus.WithMatchObjectPath(busPath)); err != nil {
		return fmt.Errorf("session bus: %w", err)
	}
	if err := session.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, busName)); err != nil {
		return fmt.Errorf("session bus: %w", err)
	}
	return nil
}

// inUse reports whether assistive technology is in use. It starts nothing on the bus that is not there.
func inUse(ctx context.Context, session *dbus.Conn) bool {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	for _, property := range []string{"ScreenReaderEnabled", "IsEnabled"} {
		var on bool
		call := session.Object(busName, busPath).CallWithContext(ctx, propertyFace+".Get", dbus.FlagNoAutoStart, statusFace, property)
		if call.Store(&on) == nil && on {
			return true
		}
	}
	return false
}

// start begins to serve beside; stop ends that and waits for its end.
func (o *offer) start(ctx context.Context, session *dbus.Conn) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		asked, answered := context.WithTimeout(ctx, callLimit)
		defer answered()
		var address string
		err := session.Object(busName, busPath).CallWithContext(asked, busName+".GetAddress", dbus.FlagNoAutoStart).Store(&address)
		if err == nil {
			err = o.serve(ctx, address)
		}
		if err != nil && ctx.Err() == nil {
			o.fail(err)
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}
