package lake

import (
	"fmt"
	"path"
	"strings"
)

// Key is the place of an object in a lake: slash-separated, the same on disk and in S3.
type Key string

// The folders of a lake.
const (
	RawPrefix      = "01_bronze/raw_faktury/"
	ReadPrefix     = "01_bronze/ocr_faktury/"
	ParsedPrefix   = "01_bronze/parsed_invoices/"
	FailurePrefix  = "01_bronze/failures/"
	DecisionPrefix = "01_bronze/decisions/"
	BronzePrefix   = "01_bronze/"
	SilverPrefix   = "02_silver/"
	SilverTable    = "02_silver/invoices"
	PointsTable    = "02_silver/points"            // the PPE register
	AcceptedTable  = "02_silver/accepted_findings" // of the audit
	GoldPrefix     = "03_gold/"
	LocalPrefix    = ".wattlake/" // this machine only, never synced

	QuarantinePrefix = ".wattlake/quarantine/" // what a repair has set aside, in a folder for each
)

// ObjectKind tells what a Bronze object is.
type ObjectKind string

// The kinds of Bronze objects.
const (
	RawObject      ObjectKind = "raw"
	OriginObject   ObjectKind = "origin"
	TextObject     ObjectKind = "text"
	WordsObject    ObjectKind = "words"
	ParsedObject   ObjectKind = "parsed"
	FailureObject  ObjectKind = "failure"
	DecisionObject ObjectKind = "decision"
)

// RawKey is where the bytes of a document lie; ext is ".pdf", ".xml", ".png"… in lower case.
func RawKey(name Name, ext string) Key { return Key(RawPrefix + string(name) + ext) }

// OriginKey is where one drop of the document is recorded.
func OriginKey(name Name, content []byte) Key {
	return contentKey(RawPrefix, name, NewContentID(content), ".origin.json")
}

// TextKey is where the document's text lies.
func TextKey(name Name, content []byte) Key {
	return contentKey(ReadPrefix, name, NewContentID(content), ".txt")
}

// WordsKey is where the document's words with their boxes lie.
func WordsKey(name Name, content []byte) Key {
	return contentKey(ReadPrefix, name, NewContentID(content), ".words.json")
}

// ParsedKey is where the invoices found in the document lie.
func ParsedKey(name Name, content []byte) Key {
	return contentKey(ParsedPrefix, name, NewContentID(content), ".json")
}

// FailureKey is where one failure of a stage is recorded.
func FailureKey(name Name, content []byte) Key {
	return contentKey(FailurePrefix, name, NewContentID(content), ".json")
}

// DecisionKey is where one decision of a person lies. The lamport time is padded so that keys sort by it.
func DecisionKey(kind DecisionKind, lamport uint64, content []byte) Key {
	return decisionKey(kind, lamport, NewContentID(content))
}

func decisionKey(kind DecisionKind, lamport uint64, content ContentID) Key {
	return Key(fmt.Sprintf("%s%s/%016d-%s.json", DecisionPrefix, kind, lamport, content))
}

func contentKey(prefix string, name Name, content ContentID, ext string) Key {
	return Key(prefix + string(name) + "." + string(content) + ext)
}

// ParsedBronzeKey is a Bronze key taken apart. Name is empty for decisions.
type ParsedBronzeKey struct {
	Kind    ObjectKind
	Name    Name
	Content ContentID // empty for raw objects, whose name carries the id
	Ext     string    // of raw objects: ".pdf"
}

// Holds reports whether the content is what the key names: keys carry the hash of what they hold.
func (p ParsedBronzeKey) Holds(content []byte) bool {
	if p.Kind == RawObject {
		return p.Name.ID() == NewDocumentID(content)
	}
	return p.Content == NewContentID(content)
}

// Key puts the key of a document's object together again. Decisions have more in theirs: it returns "" for them.
func (p ParsedBronzeKey) Key() Key {
	switch p.Kind {
	case RawObject:
		return RawKey(p.Name, p.Ext)
	case OriginObject:
		return contentKey(RawPrefix, p.Name, p.Content, ".origin.json")
	case TextObject:
		return contentKey(ReadPrefix, p.Name, p.Content, ".txt")
	case WordsObject:
		return contentKey(ReadPrefix, p.Name, p.Content, ".words.json")
	case ParsedObject:
		return contentKey(ParsedPrefix, p.Name, p.Content, ".json")
	case FailureObject:
		return contentKey(FailurePrefix, p.Name, p.Content, ".json")
	case DecisionObject:
	}
	return ""
}

// ParseKey takes a Bronze key apart; ok is false for keys that no rule of this package makes, such as temporary files.
func ParseKey(key Key) (parsed ParsedBronzeKey, ok bool) {
	dir, base := path.Split(string(key))
	switch {
	case dir == RawPrefix:
		if p, ok := parseContentKey(base, ".origin.json", OriginObject); ok {
			return p, true
		}
		ext := path.Ext(base)
		name := Name(strings.TrimSuffix(base, ext))
		return ParsedBronzeKey{Kind: RawObject, Name: name, Ext: ext}, ext != "" && name.ID() != ""
	case dir == ReadPrefix && strings.HasSuffix(base, ".txt"):
		return parseContentKey(base, ".txt", TextObject)
	case dir == ReadPrefix:
		return parseContentKey(base, ".words.json", WordsObject)
	case dir == ParsedPrefix:
		return parseContentKey(base, ".json", ParsedObject)
	case dir == FailurePrefix:
		return parseContentKey(base, ".json", FailureObject)
	case strings.HasPrefix(dir, DecisionPrefix):
		_, content, found := strings.Cut(strings.TrimSuffix(base, ".json"), "-")
		return ParsedBronzeKey{Kind: DecisionObject, Content: ContentID(content)}, found && isHex(content, contentIDLength)
	}
	return ParsedBronzeKey{}, false
}

func parseContentKey(base, ext string, kind ObjectKind) (ParsedBronzeKey, bool) {
	rest, found := strings.CutSuffix(base, ext)
	cut := len(rest) - contentIDLength - 1
	if !found || cut < 0 || rest[cut] != '.' || !isHex(rest[cut+1:], contentIDLength) {
		return ParsedBronzeKey{}, false
	}
	p := ParsedBronzeKey{Kind: kind, Name: Name(rest[:cut]), Content: ContentID(rest[cut+1:])}
	return p, p.Name.ID() != ""
}

// Valid reports whether the key is a clean relative path that stays inside the lake.
func (k Key) Valid() bool {
	s := string(k)
	return s != "" && !strings.HasPrefix(s, "/") && !strings.Contains(s, `\`) && !strings.ContainsRune(s, 0) &&
		path.Clean(s) == s && s != ".." && !strings.HasPrefix(s, "../")
}
