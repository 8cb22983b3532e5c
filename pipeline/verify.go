package pipeline

import (
	"context"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// ProblemCode names a kind of damage for programs.
type ProblemCode string

// What [Verifier.Check] finds.
const (
	ProblemRawDamaged   ProblemCode = "raw_damaged"      // a document's bytes are not those that its name tells
	ProblemRawMissing   ProblemCode = "raw_missing"      // there are objects of a document without its bytes
	ProblemDamaged      ProblemCode = "object_damaged"   // a Bronze object is not the one that its name tells
	ProblemNoOrigin     ProblemCode = "origin_missing"   // nothing tells how a document came
	ProblemNoText       ProblemCode = "text_missing"     // a document was parsed, but its text or words are gone
	ProblemUnfinished   ProblemCode = "unfinished"       // a document has no final state
	ProblemErased       ProblemCode = "erasure_open"     // objects of an erased document are still here
	ProblemUnknown      ProblemCode = "unknown_object"   // no rule gives an object this name
	ProblemTable        ProblemCode = "table_damaged"    // a table's log or data files
	ProblemCheckpoint   ProblemCode = "table_checkpoint" // a table's checkpoint says something else than its log
	ProblemUnreadable   ProblemCode = "table_unreadable" // a table whose log is whole cannot be read
	ProblemSilver       ProblemCode = "silver_differs"   // a Silver row is not what Bronze gives
	ProblemGold         ProblemCode = "gold_differs"     // a Gold table is not what Silver gives
	ProblemGoldOutdated ProblemCode = "gold_outdated"    // Gold was built from another version of Silver
)

// Problem is one thing that is wrong with a lake.
type Problem struct {
	Code     ProblemCode
	Key      lake.Key        // the object or table; "" if it is about a document as a whole
	Document lake.DocumentID // "" if it is about none, or nobody can tell
	Message  lake.Text
	Hint     lake.Text
	Detail   string // for the log, English

	invoice lake.InvoiceKey // of ProblemSilver
	row     *lake.Invoice   // that Bronze gives; nil if there should be none
}

// VerifyProgress tells how far a check is.
type VerifyProgress struct {
	Step  string // "objects", "tables", "silver" or "gold"
	Done  int
	Total int // 0 while unknown
}

// MutableObjects is a store from which objects can be taken.
type MutableObjects interface {
	Objects
	// Delete removes the object for good. A missing one is no error.
	Delete(ctx context.Context, key lake.Key) error
}

// VerifiedTables are tables that can be checked.
type VerifiedTables interface {
	Tables
	// VerifyTables checks the logs and the files of every table in the lake.
	VerifyTables(ctx context.Context) ([]lake.TableProblem, error)
	// GoldDifferences computes Gold once more and returns the tables whose rows differ.
	GoldDifferences(ctx context.Context) ([]lake.Key, error)
}

// SecondCopy is another place with the same Bronze objects, such as the team's bucket.
type SecondCopy interface {
	// Get returns the object, or an error with [lake.CodeNotFound].
	Get(ctx context.Context, key lake.Key) ([]byte, error)
}

// Verifier checks a lake and mends it. It needs no running [Node]; to mend, there must be none, here or elsewhere.
type Verifier struct {
	Objects MutableObjects
	Tables  VerifiedTables
	Copy    SecondCopy // may be nil
	// Partial says that documents' bytes may be missing here because the team keeps them.
	Partial bool
	// Busy says that another process works on the lake: then what is on its way is no problem, and tables are not compared.
	Busy bool
}

// Check reads the whole lake and returns what is wrong, objects before tables, each in the order of their keys. update,
// which may be nil, hears how far it is. Only what keeps it from reading at all is an error.
func (v *Verifier) Check(ctx context.Context, update func(VerifyProgress)) ([]Problem, error) {
	if update == nil {
		update = func(VerifyProgress) {}
	}
	c := newCheck(v, update)
	if err := c.objects(ctx); err != nil {
		return nil, err
	}
	if err := c.documents(ctx); err != nil {
		return nil, err
	}
	if v.Busy {
		return c.problems, nil
	}
	if err := c.tables(ctx); err != nil {
		return nil, err
	}
	return c.problems, nil
}

// check is one run of [Verifier.Check].
type check struct {
	*Verifier
	update   func(VerifyProgress)
	bronze   *bronze.Catalogue        // the sound objects
	tainted  map[lake.DocumentID]bool // documents with damaged objects: what follows from them is not judged
	blind    bool                     // a decision is damaged: nobody knows what Silver should be
	broken   map[lake.Key]bool        // roots of damaged tables
	problems []Problem
}

func newCheck(v *Verifier, update func(VerifyProgress)) *check {
	return &check{
		Verifier: v, update: update, bronze: bronze.New(v.Objects), tainted: map[lake.DocumentID]bool{}, broken: map[lake.Key]bool{},
	}
}

func (c *check) report(p Problem) {
	p.Message, p.Hint = sentence(p)
	c.problems = append(c.problems, p)
}
