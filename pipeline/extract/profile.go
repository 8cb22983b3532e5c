package extract

import "wattlake/lake"

// Profile refines the general rules for the invoices of some sellers. It is data: it can add wordings, never code.
type Profile struct {
	Name   string                      `json:"name"`
	Labels map[lake.FieldName][]string `json:"labels"` // more wordings that announce a field; '*' at the end accepts any ending
}

// profileLabels maps the fields that a profile may add wordings for to labels.
var profileLabels = map[lake.FieldName]label{
	lake.FieldIssueDate: labelIssued, lake.FieldSaleDate: labelSold, lake.FieldDueDate: labelDueDate, lake.FieldPeriodStart: labelPeriod,
	lake.FieldPPE: labelPPE, lake.FieldTariff: labelTariff, lake.FieldNet: labelNet, lake.FieldVAT: labelVAT, lake.FieldGross: labelGross,
	lake.FieldAmountDue: labelDue, lake.FieldConsumption: labelConsumption, lake.FieldReason: labelReason, lake.FieldSellerName: labelSeller,
	lake.FieldBuyerName: labelBuyer, lake.FieldAddress: labelPlace,
}

// with returns the dictionary with the wordings of the profiles added.
func (d *dictionary) with(profiles []Profile) *dictionary {
	if len(profiles) == 0 {
		return d
	}
	refined := newDictionary()
	for _, profile := range profiles {
		for field, wordings := range profile.Labels {
			for _, wording := range wordings {
				if l, ok := profileLabels[field]; ok && wording != "" {
					refined.add(l, wording, l == labelNet || l == labelVAT || l == labelGross)
				}
			}
		}
	}
	return refined
}
