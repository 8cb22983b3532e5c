package verify

import (
	"context"

	"wattlake/lake"
	"wattlake/lake/bronze"
)

// Objects is a store from which objects can be taken.
type Objects interface {
	bronze.Store
	// Delete removes the object for good. A missing one is no error.
	Delete(ctx context.Context, key lake.Key) error
}

// Tables are tables that can be checked.
type Tables interface {
	// Invoices returns all rows of Silver.
	Invoices(ctx context.Context) ([]lake.Invoice, error)
	// SilverVersion returns the version of Silver, -1 if there is none.
	SilverVersion(ctx context.Context) (int64, error)
	// CommitSilver removes the rows of the keys and adds the rows, if Silver is still at version base.
	CommitSilver(ctx context.Context, base int64, remove []lake.InvoiceKey, rows []lake.Invoice) (version int64, err error)
	// GoldBuiltFrom returns the Silver version that the present Gold was built from, -1 if Gold is out of date for another reason.
	GoldBuiltFrom(ctx context.Context) (int64, error)
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

// Verifier checks a lake and mends it. It needs no running node; to mend, there must be none, here or elsewhere.
type Verifier struct {
	Objects Objects
	Tables  Tables
	Copy    SecondCopy // may be nil
	// Partial says that documents' bytes may be missing here because the team keeps them.
	Partial bool
	// Busy says that another process works on the lake: then what is on its way is no problem, and tables are not compared.
	Busy bool
}

// Check reads the whole lake and returns what is wrong, objects before tables, each in the order of their keys. update,
// which may be nil, hears how far it is. Only what keeps it from reading at all is an error.
func (v *Verifier) Check(ctx context.Context, update func(lake.CheckProgress)) ([]lake.Problem, error) {
	if update == nil {
		update = func(lake.CheckProgress) {}
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
	update   func(lake.CheckProgress)
	bronze   *bronze.Catalogue        // the sound objects
	tainted  map[lake.DocumentID]bool // documents with damaged objects: what follows from them is not judged
	blind    bool                     // a decision is damaged: nobody knows what Silver should be
	broken   map[lake.Key]bool        // roots of damaged tables
	problems []lake.Problem
}

func newCheck(v *Verifier, update func(lake.CheckProgress)) *check {
	return &check{
		Verifier: v, update: update, bronze: bronze.New(v.Objects), tainted: map[lake.DocumentID]bool{}, broken: map[lake.Key]bool{},
	}
}

func (c *check) report(p lake.Problem) {
	p.Message, p.Hint = sentence(p)
	c.problems = append(c.problems, p)
}
