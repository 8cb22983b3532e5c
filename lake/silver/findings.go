package silver

import (
	"fmt"
	"slices"
	"strings"

	"wattlake/lake"
)

var amountFields = []lake.FieldName{lake.FieldNet, lake.FieldVAT, lake.FieldGross}

// findings returns what is left of the reading's findings after people's edits, and what the fold found itself.
func findings(row lake.Invoice, reading lake.Reading, e edits, bad []unreadable) []lake.Finding {
	var out []lake.Finding
	for _, f := range reading.Findings {
		if !settled(f, row, e) {
			f.Message = lake.Text{PL: clean(f.Message.PL), EN: clean(f.Message.EN)}
			out = append(out, f)
		}
	}
	if e.has(amountFields...) && row.Net.Known && row.VAT.Known && row.Gross.Known &&
		row.Net.Value+row.VAT.Value != row.Gross.Value {
		out = append(out, sumMismatch(row))
	}
	for _, b := range bad {
		out = append(out, unreadableValue(b))
	}
	for _, name := range e.refused {
		out = append(out, refusedEdit(name))
	}
	for _, name := range e.conflicts {
		out = append(out, conflict(name))
	}
	if row.Foreign() && row.Kind != lake.Other {
		out = append(out, foreignCurrency(row))
	}
	if e.outdated {
		out = append(out, readOtherwise())
	}
	for i := range out {
		if slices.Contains(e.accepted, out[i].Code) {
			out[i].Severity = lake.Info // a person looked at it and lives with it
		}
	}
	for _, code := range e.accepted {
		out = append(out, accepted(code))
	}
	return out
}

// settled reports whether people's edits answered the finding. A finding does not say which point it is about, so one
// about points is settled only when it can no longer hold for any of them.
func settled(f lake.Finding, row lake.Invoice, e edits) bool {
	switch {
	case f.Field != "" && e.has(f.Field):
		return true
	case f.Code == lake.FindingSumMismatch || f.Code == lake.FindingVATMismatch:
		return (f.Field == "" || slices.Contains(amountFields, f.Field)) && e.has(amountFields...)
	case f.Field == lake.FieldPPE || f.Code == lake.FindingPPECheck || f.Code == lake.FindingPointsUncoded ||
		f.Code == lake.FindingNoMeteringPoint:
		return e.hasPoint(lake.FieldPPE) && len(row.Points) > 0 &&
			!slices.ContainsFunc(row.Points, func(p lake.Point) bool { return !lake.ValidPPE(p.PPE) })
	case f.Field != "":
		return len(row.Points) == 1 && e.hasPoint(f.Field)
	}
	return false
}

// status tells whether the row's figures count as certain. An approval of them makes them so, whatever the parser found. An edit
// that comes after an approval keeps it if the row is complete; an edit without any approval counts as one if it leaves no
// question open. When two people disagree about a field, only an approval decides.
func status(row lake.Invoice, e edits) lake.Status {
	open := slices.ContainsFunc(row.Findings, func(f lake.Finding) bool { return f.Severity == lake.NeedsReview })
	switch {
	case e.last == lake.DecideApprove:
		return lake.Reviewed
	case e.last == lake.DecideReview && complete(row) && (!open || e.approved && len(e.conflicts) == 0 && !e.outdated):
		return lake.Reviewed
	case open || e.last == lake.DecideReview:
		return lake.StatusReview
	}
	return lake.Ready
}

// complete reports whether the key fields of an invoice are there and its amounts add up.
func complete(row lake.Invoice) bool {
	return row.Number != "" && (row.SellerNIP != "" || row.SellerName != "") && !row.IssueDate.IsZero() &&
		row.Net.Known && row.VAT.Known && row.Gross.Known && row.Net.Value+row.VAT.Value == row.Gross.Value
}

func sumMismatch(row lake.Invoice) lake.Finding {
	return lake.Finding{
		Code: lake.FindingSumMismatch, Severity: lake.NeedsReview, Field: lake.FieldGross,
		Message: lake.Text{
			PL: fmt.Sprintf("Netto %s + VAT %s nie daje brutto %s.", row.Net, row.VAT, row.Gross),
			EN: fmt.Sprintf("Net %s + VAT %s does not give gross %s.", row.Net, row.VAT, row.Gross),
		},
	}
}

func unreadableValue(b unreadable) lake.Finding {
	return lake.Finding{
		Code: lake.FindingMissing, Severity: lake.NeedsReview, Field: b.field,
		Message: lake.Text{
			PL: fmt.Sprintf("Wartość „%s” pola %s ma złą postać.", b.value, b.field),
			EN: fmt.Sprintf("The value %q of the field %s is malformed.", b.value, b.field),
		},
	}
}

func refusedEdit(name string) lake.Finding {
	name = clean(name)
	return lake.Finding{
		Code: lake.FindingMissing, Severity: lake.NeedsReview, Field: fieldOf(name),
		Message: lake.Text{
			PL: fmt.Sprintf("Poprawka pola %s ma złą postać i nie została użyta.", name),
			EN: fmt.Sprintf("The edit of the field %s is malformed and was not used.", name),
		},
	}
}

func conflict(name string) lake.Finding {
	return lake.Finding{
		Code: lake.FindingConflictingEdits, Severity: lake.NeedsReview, Field: fieldOf(name),
		Message: lake.Text{
			PL: fmt.Sprintf("Dwie osoby wpisały różne wartości pola %s. Liczy się późniejsza.", name),
			EN: fmt.Sprintf("Two people entered different values of the field %s. The later one counts.", name),
		},
	}
}

func readOtherwise() lake.Finding {
	return lake.Finding{
		Code: lake.FindingReadOtherwise, Severity: lake.NeedsReview,
		Message: lake.Text{
			PL: "Od zatwierdzenia lub poprawki dokument odczytano inaczej. Sprawdź kwoty i punkty jeszcze raz.",
			EN: "The document was read otherwise since it was approved or edited. Look at its amounts and points again.",
		},
	}
}

func ambiguousNumber(severity lake.Severity) lake.Finding {
	return lake.Finding{
		Code: lake.FindingAmbiguousNumber, Severity: severity, Field: lake.FieldNumber,
		Message: lake.Text{
			PL: "Inny dokument o tym samym numerze ma inne kwoty lub inny okres. Zdecyduj, który się liczy, albo czy to dwie różne faktury.",
			EN: "Another document with this number has other amounts or another period. Decide which one counts, or whether these are two invoices.",
		},
	}
}

func foreignCurrency(row lake.Invoice) lake.Finding {
	return lake.Finding{
		Code: lake.FindingForeignCurrency, Severity: lake.Warning, Field: lake.FieldCurrency,
		Message: lake.Text{
			PL: fmt.Sprintf("Faktura jest w walucie %s: jej kwoty i zużycie nie wchodzą do żadnych sum.", row.Currency),
			EN: fmt.Sprintf("The invoice is in %s: its amounts and consumption are in no sum.", row.Currency),
		},
	}
}

// accepted remembers what people live with, for findings of the audit too, which Silver does not know.
func accepted(code lake.FindingCode) lake.Finding {
	return lake.Finding{
		Code: lake.FindingAccepted, Severity: lake.Info, Field: lake.FieldName(code),
		Message: lake.Text{
			PL: fmt.Sprintf("Uwaga %s została zaakceptowana.", code),
			EN: fmt.Sprintf("The finding %s was accepted.", code),
		},
	}
}

// fieldOf returns the name of the field without the point's number.
func fieldOf(name string) lake.FieldName {
	return lake.FieldName(name[strings.LastIndexByte(name, '.')+1:])
}
