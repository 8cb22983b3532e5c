package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"wattlake/lake"
)

// PointRow is one row of a list of metering points that somebody has in a file.
type PointRow struct {
	Line     int // in the file, from 1
	Point    lake.RegisteredPoint
	Warnings []lake.Text // worth a look; the row is taken
	Refused  *lake.Text  // why the row cannot be taken; nil if it can
}

// RegisterChange tells what saving points did.
type RegisterChange struct {
	Added   int
	Changed int
	Same    int
}

// RegisterReport compares the register with the invoices.
type RegisterReport struct {
	Unregistered []UnregisteredPoint    // codes on invoices that are not in the register, sorted
	Unbilled     []lake.RegisteredPoint // points without an invoice
	Doubtful     []lake.RegisteredPoint // points whose check digit is wrong
}

// UnregisteredPoint is a code on invoices that the register does not have.
type UnregisteredPoint struct {
	PPE      string   `json:"ppe"`
	Invoices []string `json:"invoices"` // their numbers
}

// Points returns the PPE register, ordered by code.
func (l *Library) Points() []lake.RegisteredPoint { return l.bronze.Register().Points }

// SavePoints puts the points into the register, or replaces those with their codes, and brings Gold up to date. Points that are
// there as they are make no decision.
func (n *Node) SavePoints(ctx context.Context, points []lake.RegisteredPoint) (RegisterChange, error) {
	change, decisions := n.compareWithRegister(points)
	return change, n.saveRegister(ctx, decisions)
}

// PreviewPoints tells what SavePoints would do.
func (l *Library) PreviewPoints(points []lake.RegisteredPoint) RegisterChange {
	change, _ := l.compareWithRegister(points)
	return change
}

func (l *Library) compareWithRegister(points []lake.RegisteredPoint) (change RegisterChange, decisions []lake.Decision) {
	there := map[string]lake.RegisteredPoint{}
	for _, p := range l.Points() {
		there[p.PPE] = p
	}
	for _, p := range points {
		p = p.Normal()
		before, known := there[p.PPE]
		switch {
		case known && samePoint(before, p):
			change.Same++
			continue
		case known:
			change.Changed++
		default:
			change.Added++
		}
		decisions = append(decisions, lake.NewPointDecision(p))
	}
	return change, decisions
}

func samePoint(a, b lake.RegisteredPoint) bool {
	return slices.Equal(a.OldCodes, b.OldCodes) && a.Name == b.Name && a.Address == b.Address && a.Tariff == b.Tariff && a.Group == b.Group
}

// RemovePoint takes a point out of the register; its invoices stay.
func (n *Node) RemovePoint(ctx context.Context, ppe string) error {
	ppe = lake.NormalPPE(ppe)
	if !slices.ContainsFunc(n.Points(), func(p lake.RegisteredPoint) bool { return p.PPE == ppe }) {
		return NoSuchPoint(ppe)
	}
	return n.saveRegister(ctx, []lake.Decision{lake.NewPointRemoval(ppe)})
}

// NoSuchPoint is the error of a code that the register does not have.
func NoSuchPoint(ppe string) error {
	return &lake.Error{
		Code: lake.CodeNotFound, Op: "pipeline: register",
		Message: lake.Text{PL: "W ewidencji nie ma punktu " + ppe + ".", EN: "There is no point " + ppe + " in the register."},
		Hint:    lake.Text{PL: "Punkty wypisuje: wattlake register list.", EN: "wattlake register list prints the points."},
	}
}

// UndoRegister takes back the last change of the register that still counts: a whole import, an edit or a removal. It returns how
// many points that was about.
func (n *Node) UndoRegister(ctx context.Context) (int, error) {
	var last lake.Decision
	live := lake.LiveDecisions(n.bronze.Decisions(""))
	for _, d := range live {
		if d.Kind == lake.DecidePoint {
			last = d
		}
	}
	undo := lake.Decision{Kind: lake.DecideUndo}
	for _, d := range live {
		if d.Kind == lake.DecidePoint && together(d, last) {
			undo.Undoes = append(undo.Undoes, d.Content)
		}
	}
	if len(undo.Undoes) == 0 {
		return 0, nil
	}
	return len(undo.Undoes), n.saveRegister(ctx, []lake.Decision{undo})
}

// together reports whether two decisions were made in one go. Another computer may use the same Lamport time.
func together(a, b lake.Decision) bool {
	return a.Batch == b.Batch && a.At == b.At && a.Author == b.Author
}

// registerParallel is how many decisions are stored at the same time: enough to share each fsync of the folder.
const registerParallel = 8

// saveRegister stores decisions that were made together, and brings Gold up to date.
func (n *Node) saveRegister(ctx context.Context, decisions []lake.Decision) error {
	if len(decisions) == 0 {
		return nil
	}
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(registerParallel)
	lamport, at := n.bronze.NextLamport(), n.clock().UTC().Format(time.RFC3339)
	for i, d := range decisions {
		d.Author, d.At, d.Lamport, d.Batch = n.author, at, lamport+uint64(i), lamport
		group.Go(func() error {
			content, err := json.Marshal(d)
			if err != nil {
				return fmt.Errorf("encode decision: %w", err)
			}
			_, err = n.bronze.Put(inner, lake.DecisionKey(d.Kind, d.Lamport, content), content)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("store decisions on points: %w", err)
	}
	return n.RefreshGold(ctx)
}

// CheckRegister lists the codes that invoices name and the register does not, and the reverse.
func (l *Library) CheckRegister(ctx context.Context) (RegisterReport, error) {
	rows, err := l.tables.Invoices(ctx)
	if err != nil {
		return RegisterReport{}, fmt.Errorf("read silver: %w", err)
	}
	billed := map[string][]string{}
	for _, row := range rows {
		for _, p := range row.Points {
			if code := lake.NormalPPE(p.PPE); code != "" && !slices.Contains(billed[code], row.Number) {
				billed[code] = append(billed[code], row.Number)
			}
		}
	}
	var report RegisterReport
	for _, p := range l.Points() {
		_, isBilled := billed[p.PPE]
		delete(billed, p.PPE)
		for _, old := range p.OldCodes {
			_, has := billed[old]
			isBilled = isBilled || has
			delete(billed, old)
		}
		if !isBilled {
			report.Unbilled = append(report.Unbilled, p)
		}
		if !lake.ValidPPE(p.PPE) {
			report.Doubtful = append(report.Doubtful, p)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(billed)) {
		report.Unregistered = append(report.Unregistered, UnregisteredPoint{code, billed[code]})
	}
	return report, nil
}
