package eventlog

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"

	"wattlake/lake"
)

// security returns the client options for TLS and login.
func (c TeamConfig) security() ([]kgo.Opt, error) {
	var opts []kgo.Opt
	if c.TLS {
		config, err := c.tls()
		if err != nil {
			return nil, err
		}
		opts = append(opts, kgo.DialTLSConfig(config))
	}
	mechanism, err := c.mechanism()
	if err != nil {
		return nil, err
	}
	if mechanism != nil {
		opts = append(opts, kgo.SASL(mechanism))
	}
	return opts, nil
}

func (c TeamConfig) tls() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.CAFile == "" {
		return config, nil
	}
	pem, err := os.ReadFile(c.CAFile)
	config.RootCAs = x509.NewCertPool()
	if err == nil && !config.RootCAs.AppendCertsFromPEM(pem) {
		err = fmt.Errorf("%s holds no certificate", c.CAFile)
	}
	if err != nil {
		return nil, &lake.Error{
			Code: lake.CodeUsage, Op: "kafka: tls", Err: err,
			Message: lake.Text{
				PL: "Nie można odczytać certyfikatu CA z pliku " + c.CAFile + ".",
				EN: "The CA certificate cannot be read from " + c.CAFile + ".",
			},
			Hint: lake.Text{PL: "Podaj plik PEM od administratora Kafki.", EN: "Give the PEM file from the administrator of your Kafka."},
		}
	}
	return config, nil
}

func (c TeamConfig) mechanism() (sasl.Mechanism, error) {
	switch strings.ToLower(c.Mechanism) {
	case "":
		return nil, nil //nolint:nilnil // no login is a choice
	case "plain":
		return plain.Auth{User: c.User, Pass: c.Password}.AsMechanism(), nil
	case "scram-sha-256":
		return scram.Auth{User: c.User, Pass: c.Password}.AsSha256Mechanism(), nil
	case "scram-sha-512":
		return scram.Auth{User: c.User, Pass: c.Password}.AsSha512Mechanism(), nil
	}
	return nil, &lake.Error{
		Code: lake.CodeUsage, Op: "kafka: login",
		Message: lake.Text{
			PL: fmt.Sprintf("Nieznany sposób logowania do Kafki: %q.", c.Mechanism),
			EN: fmt.Sprintf("Unknown way to log in to Kafka: %q.", c.Mechanism),
		},
		Hint: lake.Text{
			PL: "Użyj: plain, scram-sha-256 albo scram-sha-512.", EN: "Use plain, scram-sha-256 or scram-sha-512.",
		},
	}
}
