package lake

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"strings"
)

// IsTLS reports whether a connection failed at its encryption: the certificate, or one side that speaks in the clear.
func IsTLS(err error) bool {
	return isError[*tls.CertificateVerificationError](err) || isError[x509.UnknownAuthorityError](err) ||
		isError[x509.CertificateInvalidError](err) || isError[x509.HostnameError](err) ||
		isError[tls.RecordHeaderError](err) || isError[tls.AlertError](err) ||
		strings.Contains(err.Error(), "server gave HTTP response to HTTPS client")
}

func isError[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}
