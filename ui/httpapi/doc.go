// Package httpapi is the HTTP face of a lake: uploads, states, lists, approvals, Gold figures, events and metrics, for
// programs on this computer and, with a token, on others.
//
// A request passes, in this order: recovery and request id, rate limit, Host and Origin checks, bearer token, route.
// Errors are problem documents (RFC 9457) with the code, sentence and hint of a [lake.Error].
package httpapi
