package storetest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"wattlake/lake/store"
)

// GatewayVariable names the versitygw program, if it is not in the PATH.
const GatewayVariable = "WATTLAKE_VERSITYGW"

// What [StartS3] makes.
const (
	S3Bucket = "wattlake"
	S3Key    = "test-key"
	S3Secret = "test-secret"
)

const startLimit = 30 * time.Second

// S3Server is a real S3 server on loopback.
type S3Server struct {
	Endpoint string
	Folder   string // of its bucket, where each object is a file under its key
}

// HasS3 reports whether there is a server to start.
func HasS3() bool { return gateway() != "" }

func gateway() string {
	if program := os.Getenv(GatewayVariable); program != "" {
		return program
	}
	program, err := exec.LookPath("versitygw")
	if err != nil {
		return ""
	}
	return program
}

// StartS3 runs versitygw with one empty bucket until the test ends, and points the AWS settings to it. Without the program
// the test is skipped. Other engines are spared the certificate if secure is false.
func StartS3(tb testing.TB, secure bool) S3Server {
	tb.Helper()
	program := gateway()
	if program == "" {
		tb.Skipf("%s is not set and versitygw is not in the PATH", GatewayVariable)
	}
	folder, address := tb.TempDir(), freeAddress(tb)
	server := S3Server{Endpoint: "http://" + address, Folder: filepath.Join(folder, S3Bucket)}
	if err := os.Mkdir(server.Folder, folderMode); err != nil {
		tb.Fatal(err)
	}
	arguments := []string{"--quiet", "--keep-alive", "--port", address, "--access", S3Key, "--secret", S3Secret}
	if secure {
		certificate, key := writeCertificate(tb)
		server.Endpoint = "https://" + address
		arguments = append(arguments, "--cert", certificate, "--key", key)
		tb.Setenv("AWS_CA_BUNDLE", certificate)
	}
	arguments = append(arguments, "--iam-dir", tb.TempDir())
	run(tb, exec.CommandContext(tb.Context(), program, append(arguments, "posix", "--versioning-dir", tb.TempDir(), folder)...))
	waitForServer(tb, address)
	UseS3Credentials(tb, S3Key, S3Secret)
	return server
}

const (
	folderMode = 0o750
	secretMode = 0o600
)

// run starts the program and kills it when the test ends.
func run(tb testing.TB, command *exec.Cmd) {
	tb.Helper()
	if err := command.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = command.Process.Kill() // it may have ended with the context
		_ = command.Wait()         // killed
	})
}

// UseS3Credentials gives the default chain these keys and nothing of the machine's own.
func UseS3Credentials(tb testing.TB, key, secret string) {
	tb.Helper()
	for name, value := range map[string]string{ //nolint:gosec // the values are the caller's
		"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "", "AWS_REGION": "us-east-1",
		"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true",
	} {
		tb.Setenv(name, value)
	}
}

// Open returns the lake in the server's bucket. change, which may be nil, may change where it looks.
func (s S3Server) Open(tb testing.TB, change func(*store.S3Config)) *store.S3 {
	tb.Helper()
	config := store.S3Config{Bucket: S3Bucket, Endpoint: s.Endpoint, PathStyle: true}
	if change != nil {
		change(&config)
	}
	objects, err := store.NewS3(tb.Context(), config)
	if err != nil {
		tb.Fatal(err)
	}
	return objects
}

func freeAddress(tb testing.TB) string {
	tb.Helper()
	listener, err := new(net.ListenConfig).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = listener.Close() }() // the address is all we want
	return listener.Addr().String()
}

func waitForServer(tb testing.TB, address string) {
	tb.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	limit := time.After(startLimit)
	for {
		connection, err := new(net.Dialer).DialContext(tb.Context(), "tcp", address)
		if err == nil {
			if err := connection.Close(); err != nil {
				tb.Fatal(err)
			}
			return
		}
		select {
		case <-ticker.C:
		case <-limit:
			tb.Fatal("the server did not start: ", err)
		}
	}
}

// writeCertificate makes a certificate for 127.0.0.1, valid far beyond the life of this code.
func writeCertificate(tb testing.TB) (certificate, key string) {
	tb.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "wattlake test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	public, err1 := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	secret, err2 := x509.MarshalPKCS8PrivateKey(private)
	folder := tb.TempDir()
	certificate, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	err3 := os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: public}), secretMode)
	err4 := os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), secretMode)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		tb.Fatal(fmt.Errorf("certificate: %w", err))
	}
	return certificate, key
}
