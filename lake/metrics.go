package lake

import "time"

// MonthlyCost is one row of 03_gold/monthly_energy_costs: month × metering point × seller × scope. Figures that no person
// has reviewed and that are not certain stand in the columns of their own (…Unreviewed), never in the main ones.
type MonthlyCost struct {
	Month           Date   `json:"month"`       // first day
	PPE             string `json:"ppe"`         // "" if the invoice names none
	PointName       string `json:"point_name"`  // of the PPE register
	PointGroup      string `json:"point_group"` // of the PPE register
	SellerNIP       string `json:"seller_nip"`
	SellerName      string `json:"seller_name"`
	Scope           Scope  `json:"scope"`
	Net             Money  `json:"net"`
	VAT             Money  `json:"vat"`
	Gross           Money  `json:"gross"`
	Consumption     Energy `json:"consumption_kwh"`
	NetUnreviewed   Money  `json:"net_unreviewed"`
	VATUnreviewed   Money  `json:"vat_unreviewed"`
	GrossUnreviewed Money  `json:"gross_unreviewed"`
	Invoices        int    `json:"invoices"`
	Year            int    `json:"year"`
}

// Consumption is one row of 03_gold/consumption_per_ppe: metering point × month, kWh counted once per day.
type Consumption struct {
	PPE              string      `json:"ppe"`
	PointName        string      `json:"point_name"`  // of the PPE register
	PointGroup       string      `json:"point_group"` // of the PPE register
	Month            Date        `json:"month"`
	Consumption      Energy      `json:"consumption_kwh"`
	Unreviewed       Energy      `json:"consumption_unreviewed_kwh"`
	Net              Money       `json:"net"`
	Gross            Money       `json:"gross"`
	NetPerKWh        Opt[Price]  `json:"net_per_kwh"` // unknown when nothing was consumed, or no amount belongs to the point
	SameMonthYearAgo Opt[Energy] `json:"consumption_year_ago_kwh"`
	Year             int         `json:"year"`
}

// CorrectionSummary is one row of 03_gold/corrections_vs_originals: one original with all its corrections, chains followed.
type CorrectionSummary struct {
	OriginalNumber       string       `json:"original_number"`
	OriginalKey          InvoiceKey   `json:"original_key"`
	OriginalFound        bool         `json:"original_found"` // false: only its corrections are in the lake
	SellerName           string       `json:"seller_name"`
	SellerNIP            string       `json:"seller_nip"`
	OriginalNet          Opt[Money]   `json:"original_net"`
	OriginalVAT          Opt[Money]   `json:"original_vat"`
	OriginalGross        Opt[Money]   `json:"original_gross"`
	OriginalConsumption  Opt[Energy]  `json:"original_consumption_kwh"`
	Corrections          int          `json:"corrections"`
	DifferenceNet        Money        `json:"difference_net"`
	DifferenceVAT        Money        `json:"difference_vat"`
	DifferenceGross      Money        `json:"difference_gross"`
	ResultingNet         Opt[Money]   `json:"resulting_net"`
	ResultingVAT         Opt[Money]   `json:"resulting_vat"`
	ResultingGross       Opt[Money]   `json:"resulting_gross"`
	ResultingConsumption Opt[Energy]  `json:"resulting_consumption_kwh"`
	LastNumber           string       `json:"last_correction_number"`
	LastDate             Date         `json:"last_correction_date"`
	LastReason           string       `json:"last_correction_reason"`
	Unreviewed           int          `json:"corrections_unreviewed"` // corrections that wait for a review; they are not in the figures above
	UnreviewedNet        Money        `json:"difference_net_unreviewed"`
	UnreviewedVAT        Money        `json:"difference_vat_unreviewed"`
	UnreviewedGross      Money        `json:"difference_gross_unreviewed"`
	CorrectionKeys       []InvoiceKey `json:"correction_keys"` // sorted
	Year                 int          `json:"year"`            // of the original's issue date, else of the last correction's
}

// CostComponent is one row of 03_gold/cost_breakdown: a part of a row of monthly_energy_costs. The components of a row add
// up to its net.
type CostComponent struct {
	Month       Date       `json:"month"` // first day
	PPE         string     `json:"ppe"`   // "" if the invoice names none
	PointName   string     `json:"point_name"`
	PointGroup  string     `json:"point_group"`
	SellerNIP   string     `json:"seller_nip"`
	SellerName  string     `json:"seller_name"`
	Scope       Scope      `json:"scope"`
	Component   Component  `json:"component"`
	Net         Money      `json:"net"`
	Consumption Energy     `json:"consumption_kwh"` // of the whole row, the same for each of its components
	NetPerKWh   Opt[Price] `json:"net_per_kwh"`     // unknown when nothing was consumed
	Year        int        `json:"year"`
}

// Component is what a part of a bill is for.
type Component string

// The components.
const (
	ComponentEnergy       Component = "energy"
	ComponentDistribution Component = "distribution"
	ComponentCapacity     Component = "capacity"
	ComponentFees         Component = "fees"
	ComponentOther        Component = "other"
	ComponentUnexplained  Component = "unexplained" // what the lines of an invoice do not add up to
)

// MetricFilter narrows Gold queries. Zero values do not narrow.
type MetricFilter struct {
	From Date   // first month that counts
	To   Date   // last month that counts
	PPE  string // exact code, old ones too

	// Seller is the name of a seller. Of consumption, which knows none, it keeps the points and months that the seller billed.
	Seller string
	Group  string // of metering points in the PPE register

	Newest int // only so many rows, the newest first; 0 for all in the order of the query
	Past   Past
}

// Past says which version of a table is meant: the zero Past is the present one.
type Past struct {
	Numbered bool
	Version  int64     // of the table, if Numbered
	AsOf     time.Time // else the newest version at that time, unless it is zero
}

// Maintenance tells what looking after the tables did.
type Maintenance struct {
	United  int   `json:"files_united"`  // small data files that were replaced by larger ones
	Deleted int   `json:"files_deleted"` // that no version within the retention names
	Bytes   int64 `json:"bytes_deleted"`
}
