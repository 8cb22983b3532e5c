package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding/charmap"

	"wattlake/lake"
)

const (
	// maxDirectoryBytes bounds the list of an archive's files: an archive of nothing but names must not fill the memory.
	maxDirectoryBytes = 8 << 20
	// maxRatio is how many times its packed size a member may have; deflate cannot do better than about a thousand.
	maxRatio = 300
	// ratioFloor is the size up to which any ratio is harmless: empty scans pack very well.
	ratioFloor    = 32 << 20
	flagEncrypted = 1 // of an entry's general purpose flags
)

// meteredReaderAt fails when more than its rest has been read through it.
type meteredReaderAt struct {
	source io.ReaderAt
	rest   int64 // negative: no bound
}

var errDirectory = errors.New("the archive's directory is too long")

func (m *meteredReaderAt) ReadAt(p []byte, at int64) (int, error) {
	n, err := m.source.ReadAt(p, at)
	if m.rest >= 0 {
		if m.rest -= int64(n); m.rest < 0 {
			return 0, errDirectory
		}
	}
	return n, err //nolint:wrapcheck // a reader like the one inside
}

// openZIP unpacks a ZIP archive.
func (u *unpacker) openZIP(source io.ReaderAt, size int64, prefix string, depth int) error {
	metered := &meteredReaderAt{source: source, rest: maxDirectoryBytes}
	archive, err := zip.NewReader(metered, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are never used as paths
		if errors.Is(err, errDirectory) {
			return tooMuchInside(err)
		}
		return damagedContainer(err)
	}
	metered.rest = -1
	if len(archive.File) > maxEntries {
		return tooMuchInside(fmt.Errorf("%d entries", len(archive.File)))
	}
	if isOffice(archive) {
		if depth > 1 {
			return nil // beside the invoice in a mail, for instance
		}
		return officeDocument()
	}
	for _, file := range archive.File {
		if err := u.takeEntry(file, prefix, depth); err != nil {
			return err
		}
	}
	return nil
}

// isOffice reports whether the archive is a document of an office program.
func isOffice(archive *zip.Reader) bool {
	for _, file := range archive.File {
		if file.Name == "[Content_Types].xml" || file.Name == "mimetype" {
			return true
		}
	}
	return false
}

func (u *unpacker) takeEntry(file *zip.File, prefix string, depth int) error {
	name := TidyName(entryName(file))
	if file.FileInfo().IsDir() || !file.FileInfo().Mode().IsRegular() || isClutter(name) {
		return nil
	}
	name = prefix + name
	if file.Flags&flagEncrypted != 0 {
		if !Known(name) {
			return nil
		}
		return u.emit(Member{Name: name, Err: encryptedMember()})
	}
	content, err := u.readEntry(file, name)
	switch e, refused := errors.AsType[*lake.Error](err); {
	case errors.Is(err, errStop):
		return err
	case refused:
		return u.emit(Member{Name: name, Err: e})
	case err != nil:
		return err
	case content == nil:
		return nil
	}
	return u.take(name, content, depth)
}

// entryName decodes the name; archives made by Windows in Poland do not say that theirs is in code page 852.
func entryName(file *zip.File) string {
	if !file.NonUTF8 {
		return file.Name
	}
	if decoded, err := charmap.CodePage852.NewDecoder().String(file.Name); err == nil {
		return decoded
	}
	return file.Name
}

// readEntry returns the content of an entry, nil if it is of no interest.
func (u *unpacker) readEntry(file *zip.File, name string) ([]byte, error) {
	packed, err := file.Open()
	if err != nil {
		if Known(name) {
			return nil, damagedContainer(err)
		}
		return nil, nil
	}
	defer func() { _ = packed.Close() }()
	limit := min(lake.MaxDocumentBytes, max(ratioFloor, min(int64(file.CompressedSize64), lake.MaxDocumentBytes)*maxRatio)) //nolint:gosec // bounded by min
	return u.readMember(packed, name, limit)
}

// readMember reads a member of at most limit bytes; nil means that it is of no interest.
func (u *unpacker) readMember(r io.Reader, name string, limit int64) ([]byte, error) {
	head, err := io.ReadAll(io.LimitReader(r, HeadBytes))
	if err := u.charge(len(head)); err != nil {
		return nil, err
	}
	switch {
	case !wanted(name, head):
		return nil, nil
	case err != nil:
		return nil, damagedContainer(err)
	case len(head) < HeadBytes:
		return head, nil
	}
	n := len(head)
	bound := min(limit, u.bytes+int64(n)) // one byte more tells that it is longer
	var content bytes.Buffer
	_, _ = content.Write(head) // never fails
	more, err := content.ReadFrom(io.LimitReader(r, bound-int64(n)+1))
	if chargeErr := u.charge(int(more)); chargeErr != nil {
		return nil, chargeErr
	}
	if err != nil {
		return nil, damagedContainer(err)
	}
	if int64(content.Len()) > limit {
		return nil, tooLargeMember()
	}
	return content.Bytes(), nil
}
