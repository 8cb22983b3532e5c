package present_test

import (
	"wattlake/lake"
	"wattlake/pipeline"
	"wattlake/ui/present"
)

// entries are the lines of the list for documents.
func entries(documents []pipeline.Document) []*pipeline.Entry {
	var list []*pipeline.Entry
	for _, d := range documents {
		base := pipeline.Entry{Document: d.ID, FileName: d.FileName, DroppedAt: d.DroppedAt, Status: d.Status, Stage: d.Stage, Failure: d.Failure}
		if len(d.Invoices) == 0 {
			list = append(list, &base)
		}
		for i, invoice := range d.Invoices {
			e, brief := base, lake.NewBrief(invoice)
			e.Index, e.Part, e.Invoice = i, i+1, brief
			for _, ref := range invoice.Documents {
				if d.Status.Final() && ref.Document == d.ID {
					e.Status = invoice.Status
					if ref.Role == lake.Duplicate {
						e.Status = lake.StatusDoubled
					}
				}
			}
			list = append(list, &e)
		}
	}
	return list
}

func shape(documents []pipeline.Document) []present.Row { return present.Shape(entries(documents)) }
