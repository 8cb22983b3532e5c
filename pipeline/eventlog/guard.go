package eventlog

import (
	"encoding/binary"
	"errors"
	"io"
	"net"

	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	// maxRequestBytes is the largest request that another tool may send.
	maxRequestBytes = 16 << 20
	// frameHeader is the size (4 bytes), then the request's kind and version (2 bytes each).
	frameHeader = 8
)

var errNotKafka = errors.New("the peer does not speak the Kafka protocol")

// guardedConn lets well-formed requests pass only. The broker was written for its author's tests: it trusts sizes and
// kinds, and a stray HTTP request must not end the program.
type guardedConn struct {
	net.Conn
	header []byte // read, not yet handed out
	left   int    // bytes of the present request behind the header
}

func guard(conn net.Conn) net.Conn { return &guardedConn{Conn: conn} }

func (c *guardedConn) Read(b []byte) (int, error) {
	if len(c.header) == 0 && c.left == 0 {
		if err := c.next(); err != nil {
			return 0, err
		}
	}
	if len(c.header) > 0 {
		n := copy(b, c.header)
		c.header = c.header[n:]
		return n, nil
	}
	n, err := c.Conn.Read(b[:min(len(b), c.left)])
	c.left -= n
	return n, err //nolint:wrapcheck // io.EOF must stay itself
}

// next reads and checks the header of the next request.
func (c *guardedConn) next() error {
	header := make([]byte, frameHeader)
	if _, err := io.ReadFull(c.Conn, header); err != nil {
		return err //nolint:wrapcheck // io.EOF must stay itself
	}
	size := binary.BigEndian.Uint32(header)
	kind := int16(binary.BigEndian.Uint16(header[4:]))    //nolint:gosec // the protocol's own signed field
	version := int16(binary.BigEndian.Uint16(header[6:])) //nolint:gosec // as above
	request := kmsg.RequestForKey(kind)
	if size < frameHeader || size > maxRequestBytes || request == nil || version < 0 || !knownVersion(request, version) {
		return errNotKafka
	}
	c.header, c.left = header, int(size)-(frameHeader-4)
	return nil
}

// knownVersion reports whether the version can be parsed. ApiVersions is the question for it, so any version may be asked.
func knownVersion(request kmsg.Request, version int16) bool {
	return version <= request.MaxVersion() || request.Key() == int16(kmsg.ApiVersions)
}
