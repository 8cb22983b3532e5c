package intake

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"wattlake/lake"
)

const (
	maxMailParts = 1000 // of one mail, those of parts in parts included
	maxMailDepth = 10   // of multiparts in multiparts
)

// mailHeaders are what a mail begins with; two of them make a file one.
var mailHeaders = []string{
	"From", "To", "Subject", "Date", "Received", "Return-Path", "Delivered-To", "Message-Id", "Mime-Version", "Content-Type", "X-Mailer",
	"Dkim-Signature", "Reply-To", "Sender", "Cc",
}

// isMail reports whether the head of a file is that of a mail (RFC 5322).
func isMail(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	known := 0
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' { // the last header goes on
			continue
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || !isHeaderName(name) {
			return false
		}
		if slices.Contains(mailHeaders, textproto.CanonicalMIMEHeaderKey(string(name))) {
			if known++; known == 2 {
				return true
			}
		}
	}
	return false
}

func isHeaderName(name []byte) bool {
	for _, c := range name {
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return len(name) > 0 && len(name) < maxMemberName
}

// mailReader walks the parts of one mail.
type mailReader struct {
	*unpacker
	prefix string
	depth  int // of containers
	parts  int // that may still come
}

// openMail unpacks the attachments of a mail.
func (u *unpacker) openMail(r io.Reader, prefix string, depth int) error {
	buffered := bufio.NewReader(r)
	if bom, err := buffered.Peek(3); err == nil && string(bom) == "\ufeff" {
		_, _ = buffered.Discard(len(bom)) // just peeked at
	}
	message, err := mail.ReadMessage(buffered)
	if err != nil {
		return damagedContainer(err)
	}
	m := &mailReader{unpacker: u, prefix: prefix, depth: depth, parts: maxMailParts}
	return m.part(textproto.MIMEHeader(message.Header), message.Body, 0)
}

// part handles the whole mail or one part of it.
func (m *mailReader) part(header textproto.MIMEHeader, body io.Reader, depth int) error {
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil && kind == "" {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		return m.multipart(body, params["boundary"], depth)
	}
	name := m.fileName(header, kind, params)
	if name == "" || !attached(header, kind) {
		return nil
	}
	content, err := m.readMember(decoded(header, body), name, lake.MaxDocumentBytes)
	switch e, refused := errors.AsType[*lake.Error](err); {
	case errors.Is(err, errStop):
		return err
	case refused:
		return m.emit(Member{Name: name, Err: e})
	case err != nil:
		return err
	case content == nil:
		return nil
	}
	return m.take(name, content, m.depth)
}

func (m *mailReader) multipart(body io.Reader, boundary string, depth int) error {
	if depth >= maxMailDepth {
		return fmt.Errorf("%w: parts in parts more than %d deep", errStop, maxMailDepth)
	}
	parts := multipart.NewReader(body, boundary)
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			if m.found > 0 { // a mail cut off at its end: what came before it is good
				return m.emit(Member{Name: m.prefix + "?", Err: damagedContainer(err)})
			}
			return damagedContainer(err)
		}
		if m.parts--; m.parts < 0 {
			return fmt.Errorf("%w: more than %d parts", errStop, maxMailParts)
		}
		if err := m.part(part.Header, part, depth+1); err != nil {
			return err
		}
	}
}

// extensions of attachments that come without a name.
var extensions = map[string]string{
	"application/pdf": ".pdf", "application/xml": ".xml", "text/xml": ".xml", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif",
	"message/rfc822": ".eml", "application/zip": ".zip", "application/x-zip-compressed": ".zip",
}

// fileName is what the attachment is called, "" if the part is no file.
func (m *mailReader) fileName(header textproto.MIMEHeader, kind string, params map[string]string) string {
	name := params["name"]
	if _, disposition, err := mime.ParseMediaType(header.Get("Content-Disposition")); err == nil && disposition["filename"] != "" {
		name = disposition["filename"]
	}
	words := mime.WordDecoder{CharsetReader: func(charset string, input io.Reader) (io.Reader, error) {
		encoding, err := htmlindex.Get(charset)
		if err != nil {
			return nil, fmt.Errorf("charset %q: %w", charset, err)
		}
		return encoding.NewDecoder().Reader(input), nil
	}}
	if plain, err := words.DecodeHeader(name); err == nil {
		name = plain
	}
	if name == "" {
		ext := extensions[kind]
		if ext == "" {
			return ""
		}
		name = fmt.Sprintf("%d%s", maxMailParts-m.parts, ext)
	}
	return m.prefix + TidyName(path.Base(strings.ReplaceAll(name, `\`, "/")))
}

// attached reports whether the part is a file for the receiver: pictures that only decorate the text are not.
func attached(header textproto.MIMEHeader, kind string) bool {
	if !strings.HasPrefix(kind, "image/") {
		return true
	}
	disposition, _, _ := mime.ParseMediaType(header.Get("Content-Disposition"))
	return disposition == "attachment" && header.Get("Content-Id") == ""
}

// decoded undoes the part's transfer encoding.
func decoded(header textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	default:
		return body
	}
}
