package bronze

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"unique"

	"wattlake/lake"
)

// shelf holds the keys of one document's objects in a quarter of the memory that they take as texts: a lake of a hundred
// thousand documents has half a million of them. A nil shelf is empty.
type shelf struct {
	names   []lake.Name // under which the objects lie, usually one
	objects []shelved   // in the order in which they came
}

// shelved is a [lake.ParsedBronzeKey] without its texts.
type shelved struct {
	content uint64 // the digits of the content id; 0 of raw bytes
	sort    unique.Handle[sort]
}

// sort is what many objects have in common.
type sort struct {
	kind lake.ObjectKind
	ext  string
	name int // which of the shelf's names
}

// usualObjects are those of a document that was read: bytes, origin, text, words and parse result.
const usualObjects = 5

// add puts the object on the shelf if it is not there.
func (s *shelf) add(parsed lake.ParsedBronzeKey) {
	if s.objects == nil {
		s.objects = make([]shelved, 0, usualObjects)
	}
	name := slices.Index(s.names, parsed.Name)
	if name < 0 {
		name = len(s.names)
		s.names = append(s.names, lake.Name(strings.Clone(string(parsed.Name))))
	}
	o := shelved{content: packContent(parsed.Content), sort: unique.Make(sort{parsed.Kind, parsed.Ext, name})}
	if !slices.Contains(s.objects, o) {
		s.objects = append(s.objects, o)
	}
}

// count tells how many objects of the kind there are.
func (s *shelf) count(kind lake.ObjectKind) int {
	n := 0
	if s != nil {
		for _, o := range s.objects {
			if o.sort.Value().kind == kind {
				n++
			}
		}
	}
	return n
}

// keys returns those of the kind, in the order in which they came.
func (s *shelf) keys(kind lake.ObjectKind) []lake.Key {
	n := s.count(kind)
	if n == 0 {
		return nil
	}
	keys := make([]lake.Key, 0, n)
	for _, o := range s.objects {
		if common := o.sort.Value(); common.kind == kind {
			parsed := lake.ParsedBronzeKey{Kind: kind, Name: s.names[common.name], Ext: common.ext}
			if kind != lake.RawObject {
				parsed.Content = unpackContent(o.content)
			}
			keys = append(keys, parsed.Key())
		}
	}
	return keys
}

// contents returns the content ids of the kind as numbers, in the order in which they came.
func (s *shelf) contents(kind lake.ObjectKind) []uint64 {
	var contents []uint64
	if s != nil {
		for _, o := range s.objects {
			if o.sort.Value().kind == kind {
				contents = append(contents, o.content)
			}
		}
	}
	return contents
}

// artefacts are all keys on the shelf.
func (s *shelf) artefacts() Artefacts {
	return Artefacts{
		Raw: s.keys(lake.RawObject), Origins: s.keys(lake.OriginObject), Words: s.keys(lake.WordsObject), Texts: s.keys(lake.TextObject),
		Parsed: s.keys(lake.ParsedObject), Failures: s.keys(lake.FailureObject),
	}
}

// packContent turns the 16 hexadecimal digits that [lake.ParseKey] found into a number.
func packContent(id lake.ContentID) uint64 {
	digits, err := hex.DecodeString(string(id))
	if err != nil || len(digits) != 8 {
		return 0 // raw bytes have none
	}
	return binary.BigEndian.Uint64(digits)
}

func unpackContent(content uint64) lake.ContentID {
	return lake.ContentID(hex.EncodeToString(binary.BigEndian.AppendUint64(nil, content)))
}
