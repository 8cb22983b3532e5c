package lake

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"path"
	"strings"
	"unicode"
)

// DocumentID identifies a document by its bytes: the first 32 hex digits of their SHA-256.
type DocumentID string

// ContentID names an object by its own content: the first 16 hex digits of its SHA-256.
type ContentID string

const (
	documentIDLength = 32
	contentIDLength  = 16
	// MaxStem is the longest stem in characters; longer file names are cut.
	MaxStem = 80
	// MaxDocumentBytes is the largest document that is accepted.
	MaxDocumentBytes = 100 << 20
)

// NewDocumentID returns the identity of a document with these bytes.
func NewDocumentID(content []byte) DocumentID { return DocumentID(hexSum(content)[:documentIDLength]) }

// NewContentID returns the name part of an object with these bytes.
func NewContentID(content []byte) ContentID { return ContentID(hexSum(content)[:contentIDLength]) }

// PackedContent is a [ContentID] as the number that its digits write, 0 for none.
type PackedContent uint64

// Pack returns the id as a number.
func (id ContentID) Pack() PackedContent {
	digits, err := hex.DecodeString(string(id))
	if err != nil || len(digits) != contentIDLength/2 {
		return 0
	}
	return PackedContent(binary.BigEndian.Uint64(digits))
}

// ContentID returns the id with its digits.
func (p PackedContent) ContentID() ContentID {
	return ContentID(hex.EncodeToString(binary.BigEndian.AppendUint64(nil, uint64(p))))
}

// SHA256 returns all 64 hex digits.
func SHA256(content []byte) string { return hexSum(content) }

// IsDocumentID reports whether s has the form of a [DocumentID].
func IsDocumentID(s string) bool { return isHex(s, documentIDLength) }

// Name is {stem}-{id}: the name of a document in keys. Only the id is the identity, the stem is for people.
type Name string

// NewName returns the name of a document that was dropped under this file name.
func NewName(fileName string, id DocumentID) Name { return Name(Stem(fileName) + "-" + string(id)) }

// ParseName splits a name; ok is false if it does not end in a document id.
func ParseName(s string) (stem string, id DocumentID, ok bool) {
	cut := len(s) - documentIDLength - 1
	if cut < 1 || s[cut] != '-' || !IsDocumentID(s[cut+1:]) {
		return "", "", false
	}
	return s[:cut], DocumentID(s[cut+1:]), true
}

// ID returns the document's identity, "" for a malformed name.
func (n Name) ID() DocumentID {
	_, id, _ := ParseName(string(n))
	return id
}

// Stem returns the readable part, "" for a malformed name.
func (n Name) Stem() string {
	stem, _, _ := ParseName(string(n))
	return stem
}

// Stem folds a file name to the readable part of keys: no extension, ASCII, at most [MaxStem] of [A-Za-z0-9._-].
func Stem(fileName string) string {
	base := path.Base(strings.ReplaceAll(fileName, `\`, "/"))
	stem := strings.TrimLeft(FoldFileName(strings.TrimSuffix(base, path.Ext(base))), ".") // no hidden files, no ".."
	if stem == "" {
		stem = "_"
	}
	return stem[:min(len(stem), MaxStem)]
}

// FoldFileName brings a file name, whole and without its folder, to the letters that keys have, [A-Za-z0-9._-]. Letters that a
// system writes as two characters, "ż" as "z" and a dot, become the same as where they are one.
func FoldFileName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
			return r
		case unicode.Is(unicode.Mn, r):
			return -1
		}
		return '_'
	}, FoldPolish(name))
}

func hexSum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func isHex(s string, length int) bool {
	if len(s) != length {
		return false
	}
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return true
}
