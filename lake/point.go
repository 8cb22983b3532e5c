package lake

import (
	"cmp"
	"slices"
	"strings"
)

// RegisteredPoint is one row of 02_silver/points, the PPE register of a lake: what people know about a metering point that
// no invoice says.
type RegisteredPoint struct {
	PPE      string   `json:"ppe"` // the code that counts
	Name     string   `json:"name"`
	Address  string   `json:"address"`
	Tariff   string   `json:"tariff"`
	Group    string   `json:"group"`     // such as "schools" or "street lights"
	OldCodes []string `json:"old_codes"` // aliases on older invoices, sorted; in every figure they count as PPE
}

// The values of a point decision. A decision replaces all that was said about its point before; what is missing is "".
const (
	PointPPE      = "ppe"
	PointName     = "name"
	PointAddress  = "address"
	PointTariff   = "tariff"
	PointGroup    = "group"
	PointOldCodes = "old_codes" // separated by commas
	PointRemoved  = "removed"   // "true" takes the point out of the register
)

// NewPointDecision returns the decision that puts the point, as it is now, into the register. Lamport time, author and date
// are set by whoever stores it.
func NewPointDecision(p RegisteredPoint) Decision {
	p = p.Normal()
	return Decision{Kind: DecidePoint, Values: map[string]string{
		PointPPE: p.PPE, PointName: p.Name, PointAddress: p.Address, PointTariff: p.Tariff, PointGroup: p.Group,
		PointOldCodes: strings.Join(p.OldCodes, ","),
	}}
}

// NewPointRemoval returns the decision that takes a point out of the register.
func NewPointRemoval(ppe string) Decision {
	return Decision{Kind: DecidePoint, Values: map[string]string{PointPPE: NormalPPE(ppe), PointRemoved: "true"}}
}

// NormalPPE brings a code to the form in which codes are compared: no white space, upper case.
func NormalPPE(code string) string { return strings.ToUpper(strings.Join(strings.Fields(code), "")) }

// Normal returns the point with trimmed texts and normal codes: old ones sorted, each once, without its own.
func (p RegisteredPoint) Normal() RegisteredPoint {
	p.PPE = NormalPPE(p.PPE)
	for _, s := range []*string{&p.Name, &p.Address, &p.Tariff, &p.Group} {
		*s = strings.ReplaceAll(strings.ToValidUTF8(strings.TrimSpace(*s), "\uFFFD"), "\x00", "")
	}
	var codes []string
	for _, code := range p.OldCodes {
		if code = NormalPPE(code); code != "" && code != p.PPE {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	p.OldCodes = slices.Compact(codes)
	return p
}

// FoldPoints returns the register that the point decisions give, ordered by code; other decisions are passed over. The
// same decisions in any order give the same register. An old code that several points claim belongs to the one that was
// decided last, and a code that is registered itself is nobody's old code.
func FoldPoints(decisions []Decision) []RegisteredPoint {
	last := map[string]Decision{}
	for _, d := range decisions {
		code := NormalPPE(d.Values[PointPPE])
		if d.Kind != DecidePoint || code == "" {
			continue
		}
		if before, known := last[code]; !known || d.After(before) {
			last[code] = d
		}
	}
	var kept []Decision
	registered := map[string]bool{}
	for code, d := range last {
		if d.Values[PointRemoved] != "true" {
			kept = append(kept, d)
			registered[code] = true
		}
	}
	slices.SortFunc(kept, func(a, b Decision) int { // newest first: it takes the codes
		return -cmp.Or(cmp.Compare(a.Lamport, b.Lamport), cmp.Compare(a.Content, b.Content), cmp.Compare(a.Values[PointPPE], b.Values[PointPPE]))
	})
	points := make([]RegisteredPoint, 0, len(kept))
	for _, d := range kept {
		p := pointOf(d)
		p.OldCodes = slices.DeleteFunc(p.OldCodes, func(code string) bool {
			taken := registered[code]
			registered[code] = true
			return taken
		})
		points = append(points, p)
	}
	slices.SortFunc(points, func(a, b RegisteredPoint) int { return cmp.Compare(a.PPE, b.PPE) })
	return points
}

func pointOf(d Decision) RegisteredPoint {
	v := d.Values
	return RegisteredPoint{
		PPE: v[PointPPE], Name: v[PointName], Address: v[PointAddress], Tariff: v[PointTariff], Group: v[PointGroup],
		OldCodes: strings.Split(v[PointOldCodes], ","),
	}.Normal()
}

// AcceptedFinding is one row of 02_silver/accepted_findings: a finding of the audit that a person looked at and lives with.
type AcceptedFinding struct {
	ID     string `json:"finding_id"`
	Author string `json:"author"`
	At     string `json:"decided_at"` // RFC 3339, UTC
}

// NewAuditAcceptance returns the decision that accepts one finding of the audit by its id. Without a document it says
// nothing about other findings of the same code.
func NewAuditAcceptance(findingID string) Decision {
	return Decision{Kind: DecideFinding, Finding: findingID}
}

// FoldAcceptances returns what the decisions say about findings of the audit, ordered by id; the first acceptance counts.
func FoldAcceptances(decisions []Decision) []AcceptedFinding {
	first := map[string]Decision{}
	for _, d := range decisions {
		if d.Kind != DecideFinding || d.Document != "" || d.Finding == "" {
			continue
		}
		if before, known := first[d.Finding]; !known || before.After(d) {
			first[d.Finding] = d
		}
	}
	accepted := make([]AcceptedFinding, 0, len(first))
	for id, d := range first {
		accepted = append(accepted, AcceptedFinding{ID: id, Author: d.Author, At: d.At})
	}
	slices.SortFunc(accepted, func(a, b AcceptedFinding) int { return cmp.Compare(a.ID, b.ID) })
	return accepted
}

// Register is what Gold joins beside the invoices.
type Register struct {
	Points   []RegisteredPoint // ordered by code, see [FoldPoints]
	Accepted []AcceptedFinding // ordered by id, see [FoldAcceptances]
}

// FoldRegister folds the decisions of a lake, in any order; those that were undone do not count.
func FoldRegister(decisions []Decision) Register {
	ordered := slices.SortedFunc(slices.Values(decisions), func(a, b Decision) int {
		return cmp.Or(cmp.Compare(a.Lamport, b.Lamport), cmp.Compare(a.Content, b.Content))
	})
	live := LiveDecisions(ordered)
	return Register{Points: FoldPoints(live), Accepted: FoldAcceptances(live)}
}
