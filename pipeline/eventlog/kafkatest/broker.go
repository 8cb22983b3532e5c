// Package kafkatest runs a real Apache Kafka broker on loopback for tests: it can be killed, frozen, filled up and started
// again. The jars come from .ci/kafka; without them a test that asks for a broker is skipped and says so.
package kafkatest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The variables that say where a broker is to be found.
const (
	JarsVariable    = "WATTLAKE_KAFKA" // a folder with the jars of Apache Kafka
	BrokersVariable = "KAFKA_BROKERS"  // brokers that run already; tests that only talk take them
)

const (
	startLimit  = 90 * time.Second
	formatLimit = 60 * time.Second
	askAgain    = 100 * time.Millisecond
	clusterID   = "MkU3OEVBNTcwNTJENDM2Qk"
	fileMode    = 0o600
)

// User is who may log in to a broker that was started with Options.SASL.
const (
	User     = "wattlake"
	Password = "s3cret-of-the-test"
)

// Options change the broker that Start makes.
type Options struct {
	SASL        bool              // PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 for User
	Certificate *Certificate      // TLS
	Folder      string            // of its data; a temporary one if empty
	Properties  map[string]string // further lines of its configuration
}

// Broker is one Kafka node, broker and controller in one.
type Broker struct {
	Addr string // host:port for clients

	tb      testing.TB
	jars    string
	config  string
	process *exec.Cmd
	ended   chan struct{}
	said    *bytes.Buffer
}

// HasBroker reports whether Start can start one.
func HasBroker() bool { return os.Getenv(JarsVariable) != "" }

// Addr returns brokers to talk to: those that run already, else one that runs until the test ends.
func Addr(tb testing.TB) string {
	tb.Helper()
	if running := os.Getenv(BrokersVariable); running != "" {
		return running
	}
	return Start(tb, Options{}).Addr
}

// Start runs a broker of the test's own until it ends.
func Start(tb testing.TB, o Options) *Broker {
	tb.Helper()
	jars := os.Getenv(JarsVariable)
	if jars == "" {
		tb.Skipf("SKIPPED, no real Kafka: %s is not set; make test-kafka sets it", JarsVariable)
	}
	if o.Folder == "" {
		o.Folder = tb.TempDir()
	}
	b := &Broker{tb: tb, jars: jars, Addr: freeAddress(tb), config: filepath.Join(tb.TempDir(), "server.properties")}
	if err := os.WriteFile(b.config, []byte(properties(tb, b.Addr, o)), fileMode); err != nil {
		tb.Fatal(err)
	}
	b.format(o)
	tb.Cleanup(b.Kill)
	b.Restart()
	return b
}

// properties is the broker's configuration: clients come in by CLIENT, the broker itself talks in the clear on other ports.
func properties(tb testing.TB, address string, o Options) string {
	tb.Helper()
	controller := freeAddress(tb)
	lines := []string{
		"process.roles=broker,controller", "node.id=1", "controller.quorum.voters=1@" + controller,
		"listeners=CLIENT://" + address + ",INTERNAL://" + freeAddress(tb) + ",CONTROLLER://" + controller,
		"listener.security.protocol.map=CLIENT:" + protocol(o) + ",INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
		"inter.broker.listener.name=INTERNAL", "controller.listener.names=CONTROLLER",
		"log.dirs=" + filepath.Join(o.Folder, "kafka"), "auto.create.topics.enable=false", "group.initial.rebalance.delay.ms=0",
		"offsets.topic.replication.factor=1", "offsets.topic.num.partitions=4",
		"transaction.state.log.replication.factor=1", "transaction.state.log.min.isr=1",
	}
	if o.SASL {
		const module, listener = "org.apache.kafka.common.security.", "listener.name.client."
		lines = append(lines, "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
			listener+"plain.sasl.jaas.config="+module+`plain.PlainLoginModule required user_`+User+`="`+Password+`";`,
			listener+"scram-sha-256.sasl.jaas.config="+module+"scram.ScramLoginModule required;",
			listener+"scram-sha-512.sasl.jaas.config="+module+"scram.ScramLoginModule required;")
	}
	if o.Certificate != nil {
		lines = append(lines, "ssl.keystore.type=PEM", "ssl.keystore.location="+o.Certificate.Server)
	}
	for name, value := range o.Properties {
		lines = append(lines, name+"="+value)
	}
	return strings.Join(lines, "\n") + "\n"
}

func protocol(o Options) string {
	switch {
	case o.SASL && o.Certificate != nil:
		return "SASL_SSL"
	case o.SASL:
		return "SASL_PLAINTEXT"
	case o.Certificate != nil:
		return "SSL"
	}
	return "PLAINTEXT"
}

// format prepares the broker's folder, once.
func (b *Broker) format(o Options) {
	b.tb.Helper()
	arguments := []string{"format", "--ignore-formatted", "-t", clusterID, "-c", b.config}
	if o.SASL {
		for _, mechanism := range []string{"SCRAM-SHA-256", "SCRAM-SHA-512"} {
			arguments = append(arguments, "--add-scram", mechanism+"=[name="+User+",password="+Password+"]")
		}
	}
	ctx, cancel := context.WithTimeout(b.tb.Context(), formatLimit)
	defer cancel()
	if output, err := b.java(ctx, "kafka.tools.StorageTool", arguments...).CombinedOutput(); err != nil {
		b.tb.Fatalf("format the broker's folder: %v\n%s", err, output)
	}
}

func (b *Broker) java(ctx context.Context, class string, arguments ...string) *exec.Cmd {
	flags := []string{"-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", filepath.Join(b.jars, "*"), class}
	command := exec.CommandContext(ctx, "java", append(flags, arguments...)...) //nolint:gosec // a test's own arguments
	command.Dir = b.tb.TempDir()
	return command
}

// Restart starts the broker on its folder and port, and waits until it answers.
func (b *Broker) Restart() {
	b.tb.Helper()
	b.Kill()
	b.said = &bytes.Buffer{}
	b.process = b.java(context.WithoutCancel(b.tb.Context()), "kafka.Kafka", b.config)
	b.process.Stdout, b.process.Stderr = b.said, b.said
	if err := b.process.Start(); err != nil {
		b.tb.Fatal(err)
	}
	b.ended = make(chan struct{})
	go func(process *exec.Cmd, ended chan struct{}) {
		defer close(ended)
		_ = process.Wait() // it is killed in the end
	}(b.process, b.ended)
	late := time.After(startLimit)
	for !b.answers() {
		select {
		case <-b.ended:
			b.tb.Fatalf("the broker ended:\n%s", b.said)
		case <-late:
			b.tb.Fatalf("the broker does not answer at %s:\n%s", b.Addr, b.said)
		case <-time.After(askAgain):
		}
	}
}

func (b *Broker) answers() bool {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(b.tb.Context(), "tcp", b.Addr)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// Kill ends the broker as a power cut would (kill -9). It may be called when the broker has ended.
func (b *Broker) Kill() {
	if b.process == nil {
		return
	}
	b.signal(syscall.SIGKILL)
	<-b.ended
	b.process = nil
}

// Freeze stops the broker from running until Thaw: connections stay open and nothing answers.
func (b *Broker) Freeze() { b.signal(syscall.SIGSTOP) }

// Thaw lets the broker run again.
func (b *Broker) Thaw() { b.signal(syscall.SIGCONT) }

func (b *Broker) signal(signal syscall.Signal) {
	b.tb.Helper()
	if b.process == nil {
		return
	}
	if err := b.process.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		b.tb.Error(fmt.Errorf("signal the broker: %w", err))
	}
}

func freeAddress(tb testing.TB) string {
	tb.Helper()
	listener, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = listener.Close() }() // nobody connected
	return listener.Addr().String()
}
