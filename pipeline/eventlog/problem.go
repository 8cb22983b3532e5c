package eventlog

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"

	"wattlake/lake"
)

// The codes of what can be wrong with the team's Kafka, in the order in which a connection meets them.
const (
	CodeDNS         lake.Code = "kafka_dns"
	CodeUnreachable lake.Code = "kafka_unreachable"
	CodeTLS         lake.Code = "kafka_tls"
	CodeLogin       lake.Code = "kafka_login"
	CodeTopic       lake.Code = "kafka_topic"
	CodeDenied      lake.Code = "kafka_denied"
	CodeBroker      lake.Code = "kafka_broker"
)

// reach finds out whether one of the brokers answers: name, connection, encryption. The client itself would only say that
// it could not. It returns the trouble with the first broker if none does.
func (t *Team) reach(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	troubles := make([]chan error, len(t.cfg.Brokers))
	for i, broker := range t.cfg.Brokers {
		troubles[i] = make(chan error, 1)
		go func() {
			err := t.knock(ctx, broker)
			if err == nil {
				cancel() // one is enough
			}
			troubles[i] <- err
		}()
	}
	var first error
	reached := false
	for _, trouble := range troubles {
		err := <-trouble
		reached = reached || err == nil
		if first == nil {
			first = err
		}
	}
	if reached {
		return nil
	}
	if cause := context.Cause(ctx); cause != nil && first == nil {
		return fmt.Errorf("kafka: connect: %w", cause)
	}
	return first
}

// knock connects to one broker.
func (t *Team) knock(ctx context.Context, broker string) error {
	ctx, cancel := context.WithTimeout(ctx, DialTimeout)
	defer cancel()
	host, _, err := net.SplitHostPort(broker)
	if err != nil {
		return brokerProblem(CodeUnreachable, broker, err)
	}
	if _, err := net.DefaultResolver.LookupHost(ctx, host); err != nil {
		return brokerProblem(CodeDNS, broker, err)
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", broker)
	if err != nil {
		return brokerProblem(CodeUnreachable, broker, err)
	}
	defer func() { _ = conn.Close() }() // only asked whether it opens
	if !t.cfg.TLS {
		return nil
	}
	config, err := t.cfg.tls()
	if err != nil {
		return err
	}
	config.ServerName = host
	if err := tls.Client(conn, config).HandshakeContext(ctx); err != nil {
		return brokerProblem(CodeTLS, broker, err)
	}
	return nil
}

// problem explains an error of the client.
func (t *Team) problem(op string, err error) error {
	if _, known := errors.AsType[*lake.Error](err); known {
		return err
	}
	return brokerProblem(codeOf(err), strings.Join(t.cfg.Brokers, ", "), fmt.Errorf("%s: %w", op, err))
}

func codeOf(err error) lake.Code {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return CodeDNS
	case lake.IsTLS(err):
		return CodeTLS
	case errors.Is(err, kerr.SaslAuthenticationFailed), errors.Is(err, kerr.UnsupportedSaslMechanism), errors.Is(err, kerr.IllegalSaslState):
		return CodeLogin
	case errors.Is(err, kerr.UnknownTopicOrPartition), errors.Is(err, kerr.InvalidTopicException):
		return CodeTopic
	case errors.Is(err, kerr.TopicAuthorizationFailed), errors.Is(err, kerr.GroupAuthorizationFailed), errors.Is(err, kerr.ClusterAuthorizationFailed):
		return CodeDenied
	}
	if _, answered := errors.AsType[*kerr.Error](err); answered {
		return CodeBroker
	}
	return CodeUnreachable
}

func (t *Team) topicProblem(topic string, err error) error {
	code := codeOf(err)
	if code == CodeDenied {
		return &lake.Error{
			Code: code, Op: "kafka: topic " + topic, Err: err,
			Message: lake.Text{
				PL: fmt.Sprintf("Na serwerze Kafki nie ma tematu %s, a użytkownik nie może go utworzyć albo użyć.", topic),
				EN: fmt.Sprintf("The topic %s is not on the Kafka servers, and this user may not create or use it.", topic),
			},
			Hint: lake.Text{
				PL: "Poproś administratora o utworzenie tematów: " + topicList(t.cfg.Prefix) + ".",
				EN: "Ask the administrator to create the topics " + topicList(t.cfg.Prefix) + ".",
			},
		}
	}
	return t.problem("topic "+topic, err)
}

func topicList(prefix string) string {
	names := make([]string, 0, len(lake.Topics()))
	for _, topic := range lake.Topics() {
		names = append(names, prefix+string(topic))
	}
	return strings.Join(names, ", ")
}

// brokerProblem is the error with its sentence.
func brokerProblem(code lake.Code, brokers string, err error) error {
	message, hint := sentences(code, brokers, err)
	return &lake.Error{Code: code, Op: "kafka", Err: err, Message: message, Hint: hint}
}

func sentences(code lake.Code, brokers string, err error) (message, hint lake.Text) {
	switch code {
	case CodeDNS:
		return lake.Text{PL: "Nie ma komputera o nazwie z adresu " + brokers + ".", EN: "There is no machine with the name in " + brokers + "."},
			lake.Text{PL: "Sprawdź adres brokera i połączenie z siecią.", EN: "Check the broker's address and the network."}
	case CodeTLS:
		return tlsSentence(brokers, err),
			lake.Text{PL: "Sprawdź certyfikat brokera i plik CA w ustawieniach.", EN: "Check the broker's certificate and the CA file in the settings."}
	case CodeLogin:
		return lake.Text{PL: "Kafka odrzuciła użytkownika albo hasło.", EN: "Kafka refused the user name or the password."},
			lake.Text{PL: "Sprawdź użytkownika, hasło i sposób logowania.", EN: "Check the user, the password and the way to log in."}
	case CodeTopic:
		return lake.Text{PL: "Na serwerze Kafki brakuje tematu.", EN: "A topic is missing on the Kafka servers."},
			lake.Text{PL: "Utwórz tematy wymienione w docs/events.md.", EN: "Create the topics that docs/events.md lists."}
	case CodeDenied:
		return lake.Text{PL: "Użytkownik Kafki nie ma potrzebnych uprawnień.", EN: "The Kafka user lacks a permission that is needed."},
			lake.Text{PL: "Potrzebne są uprawnienia z docs/events.md.", EN: "docs/events.md lists the permissions."}
	case CodeBroker:
		return lake.Text{PL: "Kafka nie przyjęła operacji: " + err.Error() + ".", EN: "Kafka did not accept the operation: " + err.Error() + "."},
			lake.Text{PL: "Sprawdź stan brokera, zwłaszcza miejsce na dysku.", EN: "Check the broker, above all its disk space."}
	default:
		return lake.Text{PL: "Broker Kafki nie odpowiada: " + brokers + ".", EN: "The Kafka broker does not answer: " + brokers + "."},
			lake.Text{
				PL: "Zdarzenia poczekają i zostaną wysłane, gdy broker odpowie.", EN: "Events wait and are sent when the broker answers.",
			}
	}
}

// tlsSentence names the certificate's fault where it can.
func tlsSentence(brokers string, err error) lake.Text {
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		until := invalid.Cert.NotAfter.UTC().Format(time.DateOnly)
		return lake.Text{PL: "Certyfikat brokera " + brokers + " stracił ważność " + until + ".", EN: "The certificate of " + brokers + " expired on " + until + "."}
	case errors.As(err, &unknown):
		return lake.Text{PL: "Certyfikat brokera " + brokers + " nie jest zaufany.", EN: "The certificate of " + brokers + " is not trusted."}
	case errors.As(err, &host):
		return lake.Text{PL: "Certyfikat brokera " + brokers + " jest dla innej nazwy.", EN: "The certificate of " + brokers + " is for another name."}
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return lake.Text{PL: "Broker " + brokers + " nie odpowiada przez TLS.", EN: "The broker " + brokers + " does not answer over TLS."}
	}
	return lake.Text{PL: "Nie udało się szyfrowane połączenie z " + brokers + ".", EN: "The encrypted connection to " + brokers + " failed."}
}
