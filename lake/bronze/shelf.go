package bronze

import (
	"slices"
	"strings"
	"unique"

	"wattlake/lake"
)

// shelf holds the keys of one document's objects in a quarter of the memory that they take as texts: a lake of a hundred
// thousand documents has half a million of them. A nil shelf is empty.
type shelf struct {
	name    lake.Name   // under which the objects lie
	others  []lake.Name // under which some of them lie, usually none
	objects []shelved   // in the order in which they came
}

// shelved is a [lake.ParsedBronzeKey] without its texts.
type shelved struct {
	content lake.PackedContent // 0 of raw bytes
	sort    unique.Handle[sort]
}

// sort is what many objects have in common.
type sort struct {
	kind lake.ObjectKind
	ext  string
	name int // 0 is the shelf's name, 1 the first of the others
}

// usualObjects are those of a document that was read: bytes, origin, text, words and parse result.
const usualObjects = 5

// add puts the object on the shelf if it is not there.
func (s *shelf) add(parsed lake.ParsedBronzeKey) {
	if s.objects == nil {
		s.objects = make([]shelved, 0, usualObjects)
	}
	o := shelved{content: parsed.Content.Pack(), sort: unique.Make(sort{parsed.Kind, parsed.Ext, s.numberOf(parsed.Name)})}
	if !slices.Contains(s.objects, o) {
		s.objects = append(s.objects, o)
	}
}

// numberOf returns which of the shelf's names this is, and gives it to the shelf if it has it not.
func (s *shelf) numberOf(name lake.Name) int {
	if s.name == "" {
		s.name = lake.Name(strings.Clone(string(name)))
	}
	if name == s.name {
		return 0
	}
	if i := slices.Index(s.others, name); i >= 0 {
		return i + 1
	}
	s.others = append(s.others, lake.Name(strings.Clone(string(name))))
	return len(s.others)
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
			parsed := lake.ParsedBronzeKey{Kind: kind, Name: s.name, Ext: common.ext}
			if common.name > 0 {
				parsed.Name = s.others[common.name-1]
			}
			if kind != lake.RawObject {
				parsed.Content = o.content.ContentID()
			}
			keys = append(keys, parsed.Key())
		}
	}
	return keys
}

// contents returns the content ids of the kind, in the order in which they came.
func (s *shelf) contents(kind lake.ObjectKind) []lake.PackedContent {
	var contents []lake.PackedContent
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
