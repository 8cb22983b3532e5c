package lake

import (
	"cmp"
	"slices"
	"strings"
)

// StoredParsed is a parse result with the key it lies under.
type StoredParsed struct {
	Key Key
	Parsed
}

// StoredFailure is a failure with the name of its object.
type StoredFailure struct {
	Content ContentID
	Failure
}

// Facts is everything that Bronze says about one document. Its state is a function of it.
type Facts struct {
	ID        DocumentID
	Parsed    []StoredParsed
	Failures  []StoredFailure
	Decisions []Decision // those that name the document, in any order
}

// Best returns the parse result that counts: parser ordinal, then XML before text layer before OCR, then the version of the profiles, then
// content hash.
func (f Facts) Best() (StoredParsed, bool) {
	if len(f.Parsed) == 0 {
		return StoredParsed{}, false
	}
	return slices.MaxFunc(f.Parsed, compareParsed), true
}

// Deleted reports whether the document is gone: deleted and not restored since, or erased.
func (f Facts) Deleted() bool {
	_, deleted := f.Deletion()
	return deleted || f.Erased()
}

// Deletion returns the decision that deleted the document, if it was not restored since.
func (f Facts) Deletion() (Decision, bool) {
	var last Decision
	for _, d := range f.Decisions {
		if (d.Kind == DecideDelete || d.Kind == DecideRestore) && (last.Kind == "" || d.After(last)) {
			last = d
		}
	}
	return last, last.Kind == DecideDelete
}

// Erased reports whether the document was taken out for good and nobody let it in again. A restore lets in only what it names:
// who restored a document on another machine, not knowing that it was erased, brings nothing back.
func (f Facts) Erased() bool {
	return slices.ContainsFunc(f.Decisions, func(erasure Decision) bool {
		return erasure.Kind == DecideErased && !slices.ContainsFunc(f.Decisions, func(d Decision) bool {
			return d.Kind == DecideRestore && slices.Contains(d.Undoes, erasure.Content)
		})
	})
}

// OpenFailures returns the failures that no retry decision names.
func (f Facts) OpenFailures() []StoredFailure {
	var open []StoredFailure
	for _, failure := range f.Failures {
		retried := slices.ContainsFunc(f.Decisions, func(d Decision) bool {
			return d.Kind == DecideRetry && slices.Contains(d.Failures, failure.Content)
		})
		if !retried {
			open = append(open, failure)
		}
	}
	return open
}

// Status derives the state: gone, else a parse result, else an open failure, else waiting. A document with several
// invoices needs review while one of them does; what a person approved is the fold's to say (see lake/silver).
func (f Facts) Status() Status {
	if f.Deleted() {
		return Deleted
	}
	if best, ok := f.Best(); ok {
		if slices.ContainsFunc(best.Invoices, func(r Reading) bool { return !r.Ready() }) {
			return StatusReview
		}
		return Ready
	}
	if len(f.OpenFailures()) > 0 {
		return Failed
	}
	return Waiting
}

// Rank orders text sources: the higher the better.
func (s TextSource) Rank() int {
	switch s {
	case SourceXML:
		return 2
	case SourceTextLayer:
		return 1
	default:
		return 0
	}
}

func compareParsed(a, b StoredParsed) int {
	if a.Parser != b.Parser {
		return a.Parser - b.Parser
	}
	if ra, rb := a.Source.Rank(), b.Source.Rank(); ra != rb {
		return ra - rb
	}
	if order := a.Rules.Compare(b.Rules); order != 0 { // who knew more decisions on profiles
		return order
	}
	return compareKeys(a.Key, b.Key)
}

// compareKeys orders by the content hash in the key, so that the same result under two stems ranks the same everywhere; of the
// two the one with the smaller key counts, as it does for names.
func compareKeys(a, b Key) int {
	pa, _ := ParseKey(a)
	pb, _ := ParseKey(b)
	return cmp.Or(strings.Compare(string(pa.Content), string(pb.Content)), strings.Compare(string(b), string(a)))
}
