package bronze

import (
	"iter"
	"slices"
	"strings"

	"wattlake/lake"
)

// shelf holds the keys of one document's objects in a sixth of the memory that they take as texts: a lake of a hundred thousand
// documents has half a million of them. A nil shelf is empty.
type shelf struct {
	name     lake.Name            // under which the objects lie
	others   *[]lake.Name         // under which some of them lie; nil almost always
	sorts    *order               // of the objects, in the order in which they came; nil of none
	contents []lake.PackedContent // of the same objects; 0 of raw bytes
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
	content, kind := parsed.Content.Pack(), sort{parsed.Kind, parsed.Ext, s.numberOf(parsed.Name)}
	for there, o := range s.objects() {
		if there == content && o == kind {
			return
		}
	}
	if s.contents == nil {
		s.contents = make([]lake.PackedContent, 0, usualObjects)
	}
	s.contents, s.sorts = append(s.contents, content), s.sorts.and(kind)
}

// objects yields the contents and sorts of all objects, the last one that came first.
func (s *shelf) objects() iter.Seq2[lake.PackedContent, sort] {
	return func(yield func(lake.PackedContent, sort) bool) {
		if s == nil {
			return
		}
		at := s.sorts
		for _, content := range slices.Backward(s.contents) {
			if !yield(content, at.last) {
				return
			}
			at = at.before
		}
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
	if s.others == nil {
		s.others = &[]lake.Name{}
	}
	if i := slices.Index(*s.others, name); i >= 0 {
		return i + 1
	}
	*s.others = append(*s.others, lake.Name(strings.Clone(string(name))))
	return len(*s.others)
}

// count tells how many objects of the kind there are.
func (s *shelf) count(kind lake.ObjectKind) int {
	n := 0
	for _, o := range s.objects() {
		if o.kind == kind {
			n++
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
	keys := make([]lake.Key, n)
	for content, o := range s.objects() {
		if o.kind != kind {
			continue
		}
		parsed := lake.ParsedBronzeKey{Kind: kind, Name: s.name, Ext: o.ext}
		if o.name > 0 {
			parsed.Name = (*s.others)[o.name-1]
		}
		if kind != lake.RawObject {
			parsed.Content = content.ContentID()
		}
		n--
		keys[n] = parsed.Key()
	}
	return keys
}

// contentsOf returns the content ids of the kind, in the order in which they came.
func (s *shelf) contentsOf(kind lake.ObjectKind) []lake.PackedContent {
	var contents []lake.PackedContent
	for content, o := range s.objects() {
		if o.kind == kind {
			contents = append(contents, content)
		}
	}
	slices.Reverse(contents)
	return contents
}

// artefacts are all keys on the shelf.
func (s *shelf) artefacts() Artefacts {
	return Artefacts{
		Raw: s.keys(lake.RawObject), Origins: s.keys(lake.OriginObject), Words: s.keys(lake.WordsObject), Texts: s.keys(lake.TextObject),
		Parsed: s.keys(lake.ParsedObject), Failures: s.keys(lake.FailureObject),
	}
}
