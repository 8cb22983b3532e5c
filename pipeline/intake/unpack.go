package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"

	"wattlake/lake"
)

// HeadBytes of a file tell what it is.
const HeadBytes = 64 << 10

// The bounds of what one archive or mail may hold, whatever it promises about itself.
const (
	maxContainerBytes = 512 << 20
	maxMembers        = 2000    // documents that are taken, those of archives inside it included
	maxUnpackedBytes  = 1 << 30 // of all members together
	maxEntries        = 20_000  // of an archive, folders and what is passed over included
	maxMemberName     = 255     // characters of a member's path that are kept
	maxDepth          = 2       // an archive in a mail is opened, one in that is not
)

// MemberSign parts the name of an archive or mail from the path of a member: "faktury.zip!/2026/01.pdf".
const MemberSign = "!/"

// Member is one file from inside an archive or mail.
type Member struct {
	Name    string // its path inside, slash-separated; never used as a path on disk
	Content []byte
	Err     error // why it was refused; Content is nil then
}

// unpacker opens one archive or mail. What its members may cost is bounded for all of them together.
type unpacker struct {
	members int   // that may still be taken
	bytes   int64 // that may still be unpacked
	yield   func(Member) error
	found   int // members yielded, refused ones included
}

// errStop ends an unpacking whose bounds are used up; the members before it stay taken.
var errStop = errors.New("bounds of the archive are used up")

// Unpack yields every document inside the archive or mail, and every member that looks like one but is refused. Other files
// in it are passed over. It ends with the error of yield, or with a [lake.Error] if the whole cannot be used (any further).
func Unpack(source io.ReaderAt, size int64, yield func(Member) error) error {
	u := &unpacker{members: maxMembers, bytes: maxUnpackedBytes, yield: yield}
	err := u.open(source, size, "", 1)
	received, isReceivers := errors.AsType[yieldError](err)
	switch {
	case isReceivers:
		return received.error
	case errors.Is(err, errStop):
		return tooMuchInside(err)
	case err != nil:
		return err
	case u.found == 0:
		return nothingInside()
	}
	return nil
}

// open unpacks what begins with the prefix and is nested so deep.
func (u *unpacker) open(source io.ReaderAt, size int64, prefix string, depth int) error {
	if size > maxContainerBytes {
		return tooMuchInside(fmt.Errorf("%d bytes", size))
	}
	head := make([]byte, min(size, HeadBytes))
	if _, err := source.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return Unreadable(err)
	}
	switch containerOf(head) {
	case zipContainer:
		return u.openZIP(source, size, prefix, depth)
	case mailContainer:
		return u.openMail(io.NewSectionReader(source, 0, size), prefix, depth)
	default:
		return fmt.Errorf("unpack: %w", errNoContainer)
	}
}

var errNoContainer = errors.New("neither an archive nor a mail")

// take yields one member, or opens it if it is an archive or mail itself.
func (u *unpacker) take(name string, content []byte, depth int) error {
	if !IsContainer(content) {
		return u.emit(Member{Name: name, Content: content})
	}
	if depth >= maxDepth {
		return u.emit(Member{Name: name, Err: tooDeep()})
	}
	err := u.open(bytes.NewReader(content), int64(len(content)), name+MemberSign, depth+1)
	if e, ok := errors.AsType[*lake.Error](err); ok && !errors.Is(err, errStop) { // the rest of the outer one is still good
		return u.emit(Member{Name: name, Err: e})
	}
	return err
}

// emit yields a member within the bound of their number.
func (u *unpacker) emit(m Member) error {
	if u.members--; u.members < 0 {
		return fmt.Errorf("%w: more than %d members", errStop, maxMembers)
	}
	u.found++
	if err := u.yield(m); err != nil {
		return yieldError{err}
	}
	return nil
}

// yieldError keeps an error of the receiver from being taken for one of the archive.
type yieldError struct{ error }

// Unwrap hides what kind of error it is from [errors.AsType] only as long as the unpacking lasts.
func (e yieldError) Unwrap() error { return nil }

// charge takes unpacked bytes from the bound.
func (u *unpacker) charge(n int) error {
	if u.bytes -= int64(n); u.bytes < 0 {
		return fmt.Errorf("%w: more than %d bytes", errStop, int64(maxUnpackedBytes))
	}
	return nil
}

// wanted reports whether a file in an archive or mail is worth a word: a document or container by its content, or one by
// its name. An XML file counts only if it is an invoice: archives carry XML of other kinds.
func wanted(name string, head []byte) bool {
	if containerOf(head) != noContainer {
		return true
	}
	kind, err := Sniff(head)
	if err == nil && kind.Ext == ".xml" {
		return looksLikeInvoiceXML(head)
	}
	return err == nil || Known(name) && !strings.EqualFold(path.Ext(name), ".xml")
}

// looksLikeInvoiceXML reports whether the first element is a KSeF invoice, with or without a prefix for its name space.
func looksLikeInvoiceXML(head []byte) bool {
	return bytes.Contains(head, []byte("<Faktura")) || bytes.Contains(head, []byte(":Faktura"))
}

// TidyName makes the path of a member fit for people to read: clean, relative, without control characters.
func TidyName(name string) string {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "\ufffd")
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if runes := []rune(name); len(runes) > maxMemberName {
		name = string(runes[len(runes)-maxMemberName:]) // the end holds the file's name
	}
	if name == "" {
		return "_"
	}
	return name
}

// isClutter reports whether systems, not people, put the file into the archive.
func isClutter(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, ".") || strings.HasPrefix(name, "__MACOSX/") || strings.Contains(name, "/__MACOSX/")
}
